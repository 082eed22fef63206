"""Entering a letter and changing a draft; links and assignment at any time."""

from operator import itemgetter

from django.db import connection, transaction
from django.db.models import F

from correspondence.accounts.roles import Act, require
from correspondence.audit.actions import record_act
from correspondence.audit.history import (
    create_with_history,
    delete_with_history,
    save_with_history,
    update_with_history,
)
from correspondence.core.refusals import Cannot
from correspondence.letters.models import (
    Follows,
    FollowUpRequest,
    Letter,
    LetterDocument,
    PutTo,
    Recipient,
    ReferenceCounter,
    Repeats,
    Signatory,
)
from correspondence.letters.queries import locked
from correspondence.letters.rules import LETTER_AS_WRITTEN, ROWS_AS_WRITTEN, fault_of_row, faults_of_letter

LETTER_COLUMNS = (*LETTER_AS_WRITTEN, "assigned_to", "release_signed_on")
_LINKS = {
    "signatories": ("person", "seat"),
    "recipients": ("person", "appointment", "agency", "control_number"),
    "requests": ("asked_by",),
}
ROW_COLUMNS = {name: (*ROWS_AS_WRITTEN[name], *links) for name, links in _LINKS.items()}
_MODELS = {"signatories": Signatory, "recipients": Recipient, "requests": FollowUpRequest}
_NOT_ABOVE = "{row} is made a sub-item of a request that does not stand above it."
_AWAY = 10_000  # places that no letter reaches, where rows wait while they change places


class CannotEnter(Cannot):
    """The letter could not be saved."""


@transaction.atomic
def enter_letter(
    office, *, facts, signatories=(), recipients=(), requests=(), topics=(), follows=(), documents=(), by, now
):
    """Put a new letter on the record, as a draft, and give it its reference number.

    `facts` are columns of `Letter`. Rows are dicts of columns; they keep the order of their `place`,
    where they have one, and are numbered from 1. A request may also hold `parent_place` (the place of
    the request it is part of), `put_to` (agencies) and `repeats` (earlier requests). `documents` are
    (Document, title) pairs. Raises CannotEnter, or PermissionDenied.
    """
    require(by, Act.ENTER, office)
    if not office.code:
        raise CannotEnter("This office has no code yet, so no reference number can be given.", field="office")
    _check_facts(office, facts, topics, follows)
    letter = Letter(office=office, entered_at=now, entered_by=by, **_columns(facts))
    letter.reference = _next_reference(office, letter.dated_on.year)
    create_with_history(Letter, [letter], by=by, now=now)
    _save_rows(letter, signatories, recipients, requests, by=by, now=now)
    _save_links(letter, topics, follows)
    attach(letter, documents)
    record_act("entered", letter, by=by, now=now)
    return letter


@transaction.atomic
def revise_draft(
    letter,
    *,
    facts,
    signatories=(),
    recipients=(),
    requests=(),
    topics=(),
    follows=(),
    documents=(),
    titles=None,
    detach=(),
    version=None,
    by,
    now,
):
    """Change a draft: the rows given are the rows it has afterwards. A row with `id` is changed, one

    without is new, and those not given are deleted. `version` is what the person saw; where somebody
    has saved since, nothing is changed. `titles` are by id of LetterDocument, `detach` are such ids.
    Raises CannotEnter, or PermissionDenied.
    """
    letter = locked([letter])[letter.pk]
    require(by, Act.ENTER, letter.office)
    _check_version(letter, version)
    if letter.sent_on:
        raise CannotEnter("It has been marked as sent meanwhile: what it says is frozen.")
    _check_facts(letter.office, facts, topics, follows, letter)
    for column, value in _columns(facts).items():
        setattr(letter, column, value)
    letter.version += 1
    save_with_history(letter, by=by, now=now)
    _save_rows(letter, signatories, recipients, requests, by=by, now=now)
    _save_links(letter, topics, follows)
    LetterDocument.objects.filter(letter=letter, pk__in=list(detach)).delete()
    attach(letter, documents, titles)
    record_act("revised", letter, by=by, now=now)
    return letter


@transaction.atomic
def link_sent(
    letter, *, assigned_to, topics, follows, rows=None, documents=(), titles=None, version=None, by, now
):
    """Change what stays editable once a letter is sent: assignment, topics, links and control numbers.

    `rows` is {"signatories" | "recipients" | "requests": {id: {column: value}}}, of link columns alone;
    the agency on a To line is no such column, as it owes. Raises CannotEnter, or PermissionDenied.
    """
    letter = locked([letter])[letter.pk]
    require(by, Act.ENTER, letter.office)
    _check_version(letter, version)
    _check_links(letter.office, assigned_to, topics, follows, letter)
    letter.assigned_to = assigned_to
    letter.version += 1
    save_with_history(letter, by=by, now=now)
    for name, changes in (rows or {}).items():
        model, allowed = _MODELS[name], set(_LINKS[name]) - {"agency"}
        kept = {row.pk: row for row in model.objects.filter(letter=letter)}
        for pk, values in changes.items():
            row = kept.get(pk)
            if row is None:
                raise CannotEnter("A row of another letter was sent with the form. Load the page again.")
            values = {column: value for column, value in values.items() if column in allowed}
            if any(getattr(row, column) != value for column, value in values.items()):
                for column, value in values.items():
                    setattr(row, column, value)
                save_with_history(row, by=by, now=now)
    _save_links(letter, topics, follows)
    attach(letter, documents, titles)
    record_act("linked", letter, by=by, now=now)
    return letter


@transaction.atomic
def assign(letters, *, to, by, now):
    """Assign letters to a member of their office, or to nobody (None). Returns those that changed."""
    changed = []
    for letter in locked(letters).values():
        require(by, Act.ASSIGN, letter.office)
        _check_member(letter.office, to)
        if letter.assigned_to_id != (to.pk if to else None):
            letter.assigned_to = to
            letter.version += 1
            save_with_history(letter, by=by, now=now)
            record_act("assigned", letter, by=by, now=now, reason=f"to {to or 'nobody'}")
            changed.append(letter)
    return changed


@transaction.atomic
def note_control_number(letter, *, agency, number, by, now):
    """Put the number that an agency gave a letter on its To lines for that agency."""
    letter = locked([letter])[letter.pk]
    require(by, Act.LOG, letter.office)
    rows = letter.recipients.filter(agency=agency, role=Recipient.Role.TO).exclude(control_number=number)
    for row in rows:
        row.control_number = number
        save_with_history(row, by=by, now=now)
    if rows:
        record_act("control number noted", letter, by=by, now=now, reason=number)


@transaction.atomic
def note_release(letter, *, signed_on, by, now):
    """Put the day of a release on a draft, or take it off (None). What was sent keeps its own."""
    letter = locked([letter])[letter.pk]
    require(by, Act.ENTER, letter.office)
    if letter.sent_on is None and letter.release_signed_on != signed_on:
        letter.release_signed_on = signed_on
        letter.version += 1
        save_with_history(letter, by=by, now=now)
        record_act("release noted", letter, by=by, now=now, reason=f"{signed_on or 'none'}")


@transaction.atomic
def delete_draft(letter, *, by, now, why=""):
    """Delete a draft. Its reference number is never used again. Raises CannotEnter where it was sent."""
    letter = locked([letter])[letter.pk]
    require(by, Act.DELETE_DRAFT, letter.office)
    if letter.sent_on:
        raise CannotEnter("It was sent: nothing sent is deleted. Counsel may take back the sending.")
    if letter.corrections.exists():
        raise CannotEnter("It was sent once and taken back: it stays on the record.")
    if letter.later_links.exists():
        raise CannotEnter("Another letter follows it.")
    if Repeats.objects.filter(earlier__letter=letter).exists():
        raise CannotEnter("Another letter repeats what it asks.")
    record_act("deleted draft", letter, by=by, now=now, reason=why)
    for row in (*letter.signatories.all(), *letter.recipients.all(), *letter.requests.all()):
        delete_with_history(row, by=by, now=now, why=why)
    delete_with_history(letter, by=by, now=now, why=why)


def attach(letter, documents, titles=None):
    """Attach (Document, title) pairs, and give those attached (by id) new titles.

    A file that is attached already stays as it is. Raises CannotEnter.
    """
    if any(document.office_id != letter.office_id for document, _ in documents):
        raise CannotEnter(
            "A file of another office was sent with the form. Add it here anew.", field="documents"
        )
    for pk, title in (titles or {}).items():
        LetterDocument.objects.filter(letter=letter, pk=pk).update(title=title)
    LetterDocument.objects.bulk_create(
        [LetterDocument(letter=letter, document=document, title=title) for document, title in documents],
        ignore_conflicts=True,
    )


def _next_reference(office, year):
    """The next reference number of an office and year, from a counter locked until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_ON, [office.pk, year])
        [(last,)] = cursor.fetchall()
    return f"{office.code}-{year}-{last:04}"


_COUNTERS = ReferenceCounter._meta.db_table
_COUNT_ON = (
    f"INSERT INTO {_COUNTERS} (office_id, year, last) VALUES (%s, %s, 1) "
    f"ON CONFLICT (office_id, year) DO UPDATE SET last = {_COUNTERS}.last + 1 RETURNING last"
)


def _columns(facts):
    return {column: facts[column] for column in LETTER_COLUMNS if column in facts}


def _check_version(letter, version):
    if version is not None and version != letter.version:
        raise CannotEnter(
            "Somebody has saved this letter since you opened it. Nothing was changed: what you typed is "
            "below. Open the letter in another window, compare, and save again from there."
        )


def _check_facts(office, facts, topics, follows, letter=None):
    for field, message in faults_of_letter(facts).items():
        raise CannotEnter(message, field=field)
    _check_links(office, facts.get("assigned_to"), topics, follows, letter)


def _check_links(office, assigned_to, topics, follows, letter=None):
    if letter is None or letter.assigned_to != assigned_to:
        _check_member(office, assigned_to)
    if any(topic.office_id != office.pk for topic in topics):
        raise CannotEnter("Choose topics of this office.", field="topics")
    if any(earlier.office_id != office.pk for earlier in follows):
        raise CannotEnter("Choose letters of this office.", field="follows")
    if letter is not None and any(earlier.pk == letter.pk for earlier in follows):
        raise CannotEnter("A letter does not follow itself.", field="follows")


def _check_member(office, user):
    if user is not None and (not user.is_active or office.pk not in user.roles):
        raise CannotEnter(f"{user} is not a member of the {office}.", field="assigned_to")


def _save_links(letter, topics, follows):
    is_new = letter.version == 1
    if topics or not is_new:
        letter.topics.set(topics)
    wanted = {earlier.pk for earlier in follows}
    if not is_new:
        letter.earlier_links.exclude(earlier__in=wanted).delete()
    Follows.objects.bulk_create(
        [Follows(letter=letter, earlier_id=pk) for pk in sorted(wanted)], ignore_conflicts=True
    )


def _save_rows(letter, signatories, recipients, requests, *, by, now):
    _save_kind(letter, "signatories", signatories, by=by, now=now)
    _save_kind(letter, "recipients", recipients, by=by, now=now)
    saved = _save_kind(letter, "requests", requests, by=by, now=now)
    if saved:
        _save_request_links(letter, saved, by=by, now=now)


def _save_kind(letter, name, rows, *, by, now):
    """Make the letter's rows of one kind what is given. Returns (what was given, row) pairs, in order."""
    model, columns = _MODELS[name], ROW_COLUMNS[name]
    kept = {row.pk: row for row in model.objects.filter(letter=letter)} if letter.version > 1 else {}
    fresh, changed, pairs = [], [], []
    for place, given in enumerate(_in_order(rows), start=1):
        values = {column: given[column] for column in columns if column in given} | {"place": place}
        if pk := given.get("id"):
            row = kept.pop(pk, None)
            if row is None:
                raise CannotEnter(
                    "A row that is not this letter's was sent with the form. Load the page again."
                )
            if any(getattr(row, column) != value for column, value in values.items()):
                for column, value in values.items():
                    setattr(row, column, value)
                changed.append(row)
        else:
            row = model(letter=letter, **values)
            fresh.append(row)
        if fault := fault_of_row(name, row):
            raise CannotEnter(fault)
        pairs.append((given, row))
    for row in kept.values():
        if name == "requests" and row.repeated_links.exists():
            raise CannotEnter(f"{row} cannot be dropped: a later letter repeats it.")
        delete_with_history(row, by=by, now=now)
    if changed:
        # In two passes, so that no two rows stand in one place on the way.
        model.objects.filter(pk__in=[row.pk for row in changed]).update(place=F("place") + _AWAY)
        update_with_history(model, changed, columns, by=by, now=now)
    create_with_history(model, fresh, by=by, now=now)
    return pairs


def _in_order(rows):
    """Rows in the order of their places; one that has none follows all those given before it."""
    last, placed = 0, []
    for row in rows:
        last = max(last, row.get("place") or 0)
        placed.append((row.get("place") or last, row))
    return [row for _, row in sorted(placed, key=itemgetter(0))]


def _save_request_links(letter, pairs, *, by, now):
    """Parents, narrowing and repeats of the requests, once each has an id."""
    by_place = {given.get("place"): row for given, row in pairs}
    nested = []
    for given, row in pairs:
        if "parent_place" in given:
            parent = by_place.get(given["parent_place"]) if given["parent_place"] else None
            if given["parent_place"] and parent is None:
                raise CannotEnter(_NOT_ABOVE.format(row=row))
            if row.parent_id != (parent.pk if parent else None):
                row.parent = parent
                nested.append(row)
    rows = [row for _, row in pairs]
    places = {row.pk: row.place for row in rows}
    for row in rows:
        if row.parent_id and row.parent_id not in places:  # it was dropped
            row.parent = None
            nested.append(row)
        elif row.parent_id and places[row.parent_id] >= row.place:
            raise CannotEnter(_NOT_ABOVE.format(row=row))
    update_with_history(FollowUpRequest, nested, ["parent"], by=by, now=now)

    narrowed = {(row.pk, agency.pk) for given, row in pairs for agency in given.get("put_to", ())}
    repeated = {(row.pk, earlier.pk) for given, row in pairs for earlier in given.get("repeats", ())}
    if any(
        earlier.letter_id == letter.pk or earlier.letter.office_id != letter.office_id
        for given, _ in pairs
        for earlier in given.get("repeats", ())
    ):
        raise CannotEnter("A request repeats one of an earlier letter of the same office.")
    old = [row for given, row in pairs if given.get("id")]
    _make_links(PutTo, "agency_id", old, narrowed)
    _make_links(Repeats, "earlier_id", old, repeated)


def _make_links(model, column, old, wanted):
    """Make the links of requests what is wanted; only those in `old` can have any yet."""
    links = model.objects.filter(request__in=old) if old else ()
    kept = {(link.request_id, getattr(link, column)): link.pk for link in links}
    gone = [pk for pair, pk in kept.items() if pair not in wanted]
    if gone:
        model.objects.filter(pk__in=gone).delete()
    model.objects.bulk_create(
        [model(request_id=request, **{column: other}) for request, other in sorted(wanted - set(kept))]
    )
