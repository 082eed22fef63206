"""A letter that asks again what an earlier one asked in vain, and files that are added to a letter."""

from itertools import groupby

from django.db import transaction

from correspondence.accounts.roles import Act, require
from correspondence.audit.actions import record_act
from correspondence.letters.actions.entry import CannotEnter, attach, enter_letter
from correspondence.letters.models import Letter, Part, Recipient
from correspondence.letters.queries import locked

_COPIED = ("letterhead", "salutation", "closing", "hearing_title", "hearing_on", "assigned_to")
_SUBJECT = 300  # characters that a subject may have


@transaction.atomic
def draft_follow_up(letter, *, dated_on, by, now):
    """Enter a draft that follows a sent letter and repeats, verbatim, each of its requests that is open.

    It goes to the agencies that owe them, signed and copied as before; a person goes over it before it
    is sent. Raises CannotEnter where nothing is open, or PermissionDenied.
    """
    letter = locked([letter])[letter.pk]
    require(by, Act.ENTER, letter.office)
    if letter.sent_on is None:
        raise CannotEnter("It is a draft itself: nothing is owed on it yet.")
    if dated_on < letter.dated_on:
        raise CannotEnter(f"{letter} is dated {letter.dated_on:%-d %B %Y}.", field="dated_on")
    owing = {}
    for part in Part.objects.open().filter(request__letter=letter).select_related("agency"):
        owing.setdefault(part.request_id, []).append(part.agency)
    requests = [row for row in letter.requests.order_by("place") if row.pk in owing]
    if not requests:
        raise CannotEnter("Nothing is open on it: there is nothing to ask again.")
    agencies = {agency.pk: agency for row in requests for agency in owing[row.pk]}
    is_casework = letter.kind == Letter.Kind.CASEWORK
    return enter_letter(
        letter.office,
        facts={name: getattr(letter, name) for name in _COPIED}
        | {
            "kind": letter.kind if is_casework else Letter.Kind.FOLLOW_UP,
            "subject": _subject(letter),
            "dated_on": dated_on,
            "body": _body(letter, requests),
            "release_signed_on": letter.release_signed_on if is_casework else None,
        },
        signatories=[
            {"name": row.name, "title": row.title, "person": row.person, "seat": row.seat}
            for row in letter.signatories.all()
        ],
        recipients=_recipients(letter, agencies),
        requests=[_request(row, owing[row.pk], agencies, place) for place, row in enumerate(requests, 1)],
        topics=list(letter.topics.all()),
        follows=[letter],
        by=by,
        now=now,
    )


def _subject(letter):
    words = letter.subject if letter.subject.startswith("Follow-up: ") else f"Follow-up: {letter.subject}"
    return words if len(words) <= _SUBJECT else words[: _SUBJECT - 1].rstrip() + "…"


def _body(letter, requests):
    """The words to begin from: when it was first asked, then each request under its lead-in."""
    when = f"{letter.dated_on:%B} {letter.dated_on.day}, {letter.dated_on.year}"
    blocks = [
        f"On {when}, we wrote to you ({letter.reference}). "
        f"{'One request' if len(requests) == 1 else f'{len(requests)} requests'} "
        f"in that letter {'has' if len(requests) == 1 else 'have'} not been answered in full."
    ]
    numbered = enumerate(requests, start=1)
    for lead_in, group in groupby(numbered, key=lambda pair: pair[1].lead_in):
        items = "\n".join(f"{number}. {' '.join(row.text.split())}" for number, row in group)
        blocks += [lead_in, items] if lead_in else [items]
    return "\n\n".join(blocks)


def _recipients(letter, agencies):
    """The To lines of the agencies that owe something, one for each that it was moved to, the copies."""
    rows, missing = [], dict(agencies)
    for row in letter.recipients.order_by("place"):
        if row.role == Recipient.Role.CC or row.agency_id in agencies:
            missing.pop(row.agency_id if row.role == Recipient.Role.TO else None, None)
            rows.append(
                {
                    name: getattr(row, name)
                    for name in ("role", "name", "title", "organization", "address", "person", "agency")
                }
                | {"appointment": row.appointment}
            )
    moved_to = [
        {"role": Recipient.Role.TO, "organization": one.name, "address": one.address, "agency": one}
        for one in missing.values()
    ]
    return [*moved_to, *rows]


def _request(row, owing, agencies, place):
    """A request as it is asked again: the same words, put to the agencies that still owe it."""
    return {
        "place": place,
        "number": str(place),
        "lead_in": row.lead_in,
        "text": row.text,
        "kind": row.kind,
        "asker": row.asker,
        "asked_by": row.asked_by,
        "put_to": owing if len(owing) < len(agencies) else [],
        "repeats": [row],
    }


@transaction.atomic
def add_files(letter, documents, *, by, now):
    """Attach (Document, title) pairs to a letter, a draft or a sent one. Raises CannotEnter, or

    PermissionDenied.
    """
    letter = locked([letter])[letter.pk]
    require(by, Act.ENTER, letter.office)
    attach(letter, documents)
    for document, title in documents:
        record_act("file added", letter, by=by, now=now, reason=title or document.name)
    return letter
