"""Contacts with an agency, and taking back a sending that nothing was built on."""

from django.db import transaction

from correspondence.accounts.roles import Act, may, require
from correspondence.audit.actions import record_act
from correspondence.core.days import day_of
from correspondence.core.refusals import Cannot
from correspondence.followups.models import Contact, ContactPart, Reminder
from correspondence.letters.actions import CannotCorrect, CannotSend, correct_sent, settle, unsend
from correspondence.letters.models import Part
from correspondence.letters.queries import locked, locked_with_askings
from correspondence.responses.models import Response
from correspondence.responses.queries import agencies_ever_asked


class CannotLogContact(Cannot):
    """The contact could not be logged, withdrawn, or its promise kept."""


@transaction.atomic
def log_contact(
    letter,
    *,
    kind,
    on,
    summary,
    agency=None,
    with_whom="",
    promised="",
    promised_on=None,
    parts=(),
    settles=None,
    by,
    now,
):
    """Log a call, a meeting or another contact about a sent letter.

    `parts` are those it was about; `settles` maps some of them to the ground on which the person
    settles them by it. A promise never moves a due date. Raises CannotLogContact, CannotDecide, or
    PermissionDenied.
    """
    letter = locked_with_askings([letter])[letter.pk]
    require(by, Act.LOG, letter.office)
    if letter.sent_on is None:
        raise CannotLogContact("It is a draft: mark it as sent first.")
    if on > day_of(now):
        raise CannotLogContact("That day is still to come.", field="on")
    if on < letter.dated_on:
        raise CannotLogContact(f"{letter} is dated {letter.dated_on:%-d %B %Y}.", field="on")
    if not summary.strip():
        raise CannotLogContact("Say in a line what was said.", field="summary")
    if bool(promised.strip()) != bool(promised_on):
        field = "promised" if promised_on else "promised_on"
        raise CannotLogContact("Enter both what was promised and by when.", field=field)
    settles = settles or {}
    about = list(dict.fromkeys([*parts, *settles]))
    rows = {
        part.pk: part
        for part in Part.objects.filter(pk__in=[part.pk for part in about], request__letter=letter)
    }
    if len(rows) != len(about):
        raise CannotLogContact("A request of another letter was sent with the form. Load the page again.")
    contact = Contact.objects.create(
        letter=letter,
        agency=agency,
        kind=kind,
        on=on,
        with_whom=with_whom,
        summary=summary,
        promised=promised,
        promised_on=promised_on,
        logged_at=now,
        logged_by=by,
    )
    decisions = {}
    for ground in set(settles.values()):
        chosen = [part for part, its in settles.items() if its == ground]
        decisions |= settle(chosen, ground=ground, why=f"{contact}", by=by, now=now)
    ContactPart.objects.bulk_create(
        ContactPart(contact=contact, part=part, decision=decisions.get(part.pk)) for part in rows.values()
    )
    record_act("contact logged", contact, by=by, now=now, office_id=letter.office_id)
    return contact


@transaction.atomic
def withdraw_contact(contact, *, why, by, now):
    """Withdraw a contact, with a reason. What was settled by it is reopened only by counsel, as an act of

    its own: a contact that led to a decision is refused to clerks. Raises CannotLogContact, or
    PermissionDenied.
    """
    letter = locked([contact.letter_id])[contact.letter_id]
    contact = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    contact.letter = letter
    if not may_withdraw_contact(contact, by):
        require(by, Act.WITHDRAW_ANY, letter.office)
    if contact.withdrawn_on:
        raise CannotLogContact("It was withdrawn already.")
    if not why.strip():
        raise CannotLogContact("Say why it is withdrawn.", field="why")
    contact.withdrawn_on, contact.withdrawn_at = day_of(now), now
    contact.withdrawn_by, contact.withdrawn_why = by, why
    contact.save()
    record_act("contact withdrawn", contact, by=by, now=now, office_id=letter.office_id, reason=why)
    return contact


def may_withdraw_contact(contact, user):
    """Whether the user may withdraw it: who logged it, until a decision rests on it; counsel always."""
    office = contact.letter.office
    if may(user, Act.WITHDRAW_ANY, office):
        return True
    own = contact.logged_by_id == user.pk and may(user, Act.WITHDRAW_OWN, office)
    return own and not contact.about.filter(decision__isnull=False).exists()


@transaction.atomic
def keep_contact_promise(contact, *, on, by, now):
    """Put down that what was promised in a contact has come. Raises CannotLogContact, or PermissionDenied."""
    letter = locked([contact.letter_id])[contact.letter_id]
    require(by, Act.LOG, letter.office)
    contact = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    if contact.promised_on is None:
        raise CannotLogContact("Nothing was promised.")
    if on > day_of(now):
        raise CannotLogContact("That day is still to come.", field="on")
    contact.promise_kept_on = on
    contact.save()
    record_act("promise kept", contact, by=by, now=now, office_id=letter.office_id)
    return contact


@transaction.atomic
def take_back_sending(letter, *, why, by, now):
    """Make a letter that was marked as sent a draft again, while nothing is logged on it.

    Stands here because only from here can be seen whether anything is. Raises CannotSend, or
    PermissionDenied.
    """
    letter = locked_with_askings([letter])[letter.pk]
    require(by, Act.CORRECT, letter.office)
    if Response.objects.filter(letter=letter).exists():
        raise CannotSend([(None, "A response is logged on it: correct it instead.")])
    if Contact.objects.filter(letter=letter).exists():
        raise CannotSend([(None, "A contact is logged on it: correct it instead.")])
    letter = unsend(letter, why=why, by=by, now=now)
    Reminder.objects.filter(letter=letter).delete()  # those of its parts went with them
    return letter


@transaction.atomic
def correct_letter(letter, changes, *, why, by, now):
    """Put right what a sent letter says, where what is logged on it still fits what it says then.

    Stands here because only from here can be seen what is. Returns the Corrections. Raises
    CannotCorrect, or PermissionDenied.
    """
    corrections = correct_sent(letter, changes, why=why, by=by, now=now)
    letter = locked([letter])[letter.pk]
    responses = Response.objects.standing().filter(letter=letter).select_related("agency")
    if early := responses.filter(received_on__lt=letter.dated_on).first():
        raise CannotCorrect(f"{early} would be received before the letter's date.", field="dated_on")
    if early := Contact.objects.standing().filter(letter=letter, on__lt=letter.dated_on).first():
        raise CannotCorrect(f"{early} would be before the letter's date.", field="dated_on")
    asked = agencies_ever_asked(letter)
    for response in responses:
        if response.agency_id not in asked:
            raise CannotCorrect(f"{response} is logged on it: {response.agency} was asked.")
    return corrections
