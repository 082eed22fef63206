"""From a message to a letter: tie it to one there is, or start an inquiry to the agency."""

from django.db import transaction

from correspondence.accounts.roles import Act, require
from correspondence.audit.actions import record_act
from correspondence.casework.actions.sorting import locked, take_up
from correspondence.casework.models import Case, MessageLetter
from correspondence.casework.queries import good_release
from correspondence.casework.rules import inquiry_body, inquiry_request
from correspondence.core.days import day_of
from correspondence.core.refusals import Cannot
from correspondence.directory.queries import officials_on, roster
from correspondence.letters.actions import enter_letter
from correspondence.letters.models import Letter, Recipient


class CannotStart(Cannot):
    """No letter was started or tied to the message."""


@transaction.atomic
def link_message(message, letter, *, by, now):
    """Tie a message to a letter of its office. Raises CannotStart where it is tied to it already."""
    message = locked(message)
    require(by, Act.CASEWORK, message.office)
    if letter.office_id != message.office_id:
        raise CannotStart("Choose a letter of this office.", field="letter")
    if MessageLetter.objects.filter(message=message, letter=letter).exists():
        raise CannotStart(f"{letter} is linked already.", field="letter")
    link = MessageLetter.objects.create(message=message, letter=letter, linked_at=now, linked_by=by)
    take_up(message, by=by, now=now)
    record_act("linked to a letter", message, by=by, now=now, reason=letter.reference)
    return link


@transaction.atomic
def unlink_message(message, letter, *, by, now):
    """Untie a message from a letter that it was tied to by mistake; not from one started for it."""
    message = locked(message)
    require(by, Act.CASEWORK, message.office)
    link = MessageLetter.objects.filter(message=message, letter=letter).first()
    if link is None:
        raise CannotStart("It is not linked to that letter.", field="letter")
    if link.was_started_here:
        raise CannotStart("That letter was started for this message: the link stays.", field="letter")
    link.delete()
    record_act("unlinked from a letter", message, by=by, now=now, reason=letter.reference)


@transaction.atomic
def start_letter(message, *, by, now):
    """Enter a draft of a casework inquiry to the agency, filled in from the message, and tie it to it.

    Its subject names the message by its number alone. It carries the day of the release that is on
    file; without one it can be written and never be sent. Raises CannotStart, or CannotEnter.
    """
    message = locked(message)
    require(by, Act.CASEWORK, message.office)
    case = Case.objects.select_related("agency").filter(message=message).first()
    if case is None or case.agency is None:
        raise CannotStart("Say first which agency it is about.")
    begun = message.letter_links.filter(was_started_here=True, letter__sent_on=None).first()
    if begun:
        raise CannotStart(f"{begun.letter} was started already, and is still a draft.")
    today = day_of(now)
    release = good_release(message, today)
    letter = enter_letter(
        message.office,
        facts={
            "kind": Letter.Kind.CASEWORK,
            "subject": f"Inquiry for a constituent ({message.number})",
            "letterhead": message.office.letterhead,
            "dated_on": today,
            "salutation": _salutation(case.agency),
            "body": inquiry_body(message, case, bool(release)),
            "closing": "Sincerely,",
            "assigned_to": message.assigned_to if message.assigned_to_id else by,
            "release_signed_on": release.signed_on if release else None,
        },
        signatories=_signatories(message.office, today),
        recipients=[_recipient(case.agency, today)],
        requests=[{"place": 1, "kind": "action", "text": inquiry_request(message)}],
        by=by,
        now=now,
    )
    MessageLetter.objects.create(
        message=message, letter=letter, was_started_here=True, linked_at=now, linked_by=by
    )
    take_up(message, by=by, now=now)
    record_act("letter started", message, by=by, now=now, reason=letter.reference)
    return letter


def _salutation(agency):
    return f"Dear {agency.liaison_name}:" if agency.liaison_name else "Dear Liaison:"


def _recipient(agency, today):
    """The agency's liaison to Congress; where none is known, its head; else the liaison by that title."""
    row = {
        "place": 1,
        "role": Recipient.Role.TO,
        "name": agency.liaison_name,
        "title": "Congressional Liaison",
        "organization": agency.name,
        "address": agency.address,
        "agency": agency,
    }
    if agency.liaison_name:
        return row
    head = next(iter(officials_on(today).filter(agency=agency, title__regex=_HEADS)), None)
    if head is None:
        return row
    return row | {"name": head.person.name, "title": head.title, "person": head.person, "appointment": head}


_HEADS = r"^(Secretary|Attorney General|Director|Administrator|Commissioner|Chair|Postmaster General)"


def _signatories(office, today):
    """Who signs for the office: its Member, or the committee's chair. None where neither is known."""
    if office.member:
        return [{"place": 1, "name": office.member.name, "person": office.member}]
    for seat in roster(office, today):
        if seat.title.startswith("Chair"):
            row = {"place": 1, "name": seat.person.name, "title": seat.title}
            return [row | {"person": seat.person, "seat": seat}]
    return []
