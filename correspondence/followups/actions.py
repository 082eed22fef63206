"""Contacts with an agency, what is done about reminders, and taking back a sending nothing was built on."""

from datetime import timedelta

from django.db import transaction

from correspondence.accounts.roles import Act, may, require
from correspondence.audit.actions import record_act, record_acts
from correspondence.core.days import day_of
from correspondence.core.refusals import Cannot
from correspondence.followups.models import Contact, ContactPart, Reminder
from correspondence.followups.queries import still_owed
from correspondence.letters.actions import CannotCorrect, CannotSend, correct_sent, settle, unsend
from correspondence.letters.models import Part
from correspondence.letters.queries import locked, locked_with_askings
from correspondence.responses.models import Response
from correspondence.responses.queries import agencies_ever_asked

PUT_OFF_AT_MOST = timedelta(days=366)


class CannotLogContact(Cannot):
    """The contact could not be logged, withdrawn, or its promise kept."""


class CannotChangeReminder(Cannot):
    """The reminder could not be closed, put off or reopened."""


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


@transaction.atomic
def close_reminders(reminders, *, outcome, why="", by, now):
    """Put down that what these reminders ask for is done, or that it is not needed, and why.

    They are owed no more; what a later step of a rule raises is a new one. Those that are owed no more
    already are left alone. Returns those that were closed. Raises CannotChangeReminder where none was,
    or PermissionDenied.
    """
    if outcome == Reminder.Outcome.NOT_NEEDED and not why.strip():
        raise CannotChangeReminder("Say why it is not needed.", field="why")
    rows = _owed_rows(reminders, by)
    for row in rows:
        row.outcome, row.closed_at, row.closed_by, row.closed_why = outcome, now, by, why.strip()
    Reminder.objects.bulk_update(rows, ["outcome", "closed_at", "closed_by", "closed_why"])
    act = "reminder done" if outcome == Reminder.Outcome.DONE else "reminder not needed"
    _record_reminders(act, rows, by=by, now=now, reason=why.strip())
    return rows


@transaction.atomic
def put_off_reminders(reminders, *, until, by, now):
    """Put reminders off until a day, on which each is told of again unless it is owed no more by then.

    Returns those that were put off. Raises CannotChangeReminder, or PermissionDenied.
    """
    today = day_of(now)
    if until <= today:
        raise CannotChangeReminder("Choose a day after today.", field="until")
    if until > today + PUT_OFF_AT_MOST:
        raise CannotChangeReminder("Choose a day within a year.", field="until")
    rows = _owed_rows(reminders, by)
    for row in rows:
        row.put_off_until = until
    Reminder.objects.bulk_update(rows, ["put_off_until"])
    _record_reminders(f"reminder put off until {until}", rows, by=by, now=now)
    return rows


@transaction.atomic
def reopen_reminders(reminders, *, by, now):
    """Undo what was put down about reminders: they are neither closed nor put off.

    Returns those that were. Raises CannotChangeReminder where none was, or PermissionDenied.
    """
    rows = [row for row in _locked_reminders(reminders, by) if row.outcome or row.put_off_until]
    if not rows:
        raise CannotChangeReminder("It is neither closed nor put off.")
    for row in rows:
        row.outcome, row.closed_at, row.closed_by, row.closed_why = "", None, None, ""
        row.put_off_until = None
    columns = ["outcome", "closed_at", "closed_by", "closed_why", "put_off_until"]
    Reminder.objects.bulk_update(rows, columns)
    _record_reminders("reminder reopened", rows, by=by, now=now)
    return rows


def _locked_reminders(reminders, by):
    """The reminders as they are now, locked in the order of their ids, if the user may log there."""
    keys = [reminder.pk for reminder in reminders]
    rows = Reminder.objects.select_for_update(of=("self",)).select_related("rule__office")
    rows = list(rows.filter(pk__in=keys).order_by("pk"))
    for office in {row.rule.office for row in rows}:
        require(by, Act.LOG, office)
    return rows


def _owed_rows(reminders, by):
    """Of these reminders, locked, those that are still owed."""
    rows = _locked_reminders(reminders, by)
    owed = still_owed([(row.pk, row.letter_id) for row in rows])
    if not owed:
        raise CannotChangeReminder("It is owed no more: there is nothing left to do about it.")
    return [row for row in rows if row.pk in owed]


def _record_reminders(act, rows, *, by, now, reason=""):
    for office in {row.rule.office_id for row in rows}:
        its = [row for row in rows if row.rule.office_id == office]
        record_acts(act, its, by=by, now=now, office_id=office, reason=reason)
