"""What staff do with messages: assign, say which agency a case is about, close, open again."""

from django.db import transaction

from correspondence.accounts.roles import Act, may, require
from correspondence.audit.actions import record_act
from correspondence.audit.history import save_with_history
from correspondence.casework.models import Case, Constituent, Message
from correspondence.core.refusals import Cannot


class CannotSort(Cannot):
    """The message stays as it is."""


def locked(message):
    """The message, with its office, locked until the transaction ends."""
    rows = Message.objects.select_for_update(of=("self",)).select_related("office")
    return rows.get(pk=message.pk)


def take_up(message, *, by, now):
    """Note that the office has begun on it, and save it."""
    if message.taken_up_at is None:
        message.taken_up_at = now
    save_with_history(message, by=by, now=now)


@transaction.atomic
def assign_messages(messages, *, to, by, now):
    """Assign messages to somebody who does casework there, or to nobody. Returns those that changed."""
    changed = []
    for message in sorted(messages, key=lambda one: one.pk):
        message = locked(message)
        require(by, Act.CASEWORK, message.office)
        if to is not None and not may(to, Act.CASEWORK, message.office):
            raise CannotSort(f"{to} does not read messages in the {message.office}.", field="to")
        if message.assigned_to_id != (to.pk if to else None):
            message.assigned_to = to
            take_up(message, by=by, now=now)
            record_act("assigned", message, by=by, now=now, reason=f"to {to or 'nobody'}")
            changed.append(message)
    return changed


@transaction.atomic
def note_case(message, *, agency_named, agency=None, case_number="", what_happened, by, now):
    """Say which agency a message is about, and what happened; makes a case where it has none yet."""
    message = locked(message)
    require(by, Act.CASEWORK, message.office)
    named = agency_named.strip() or (agency.name if agency else "")
    if not named:
        raise CannotSort("Name the agency.", field="agency")
    if not what_happened.strip():
        raise CannotSort("Say what happened.", field="what_happened")
    case = Case.objects.filter(message=message).first() or Case(message=message)
    case.agency_named, case.agency = named, agency
    case.case_number, case.what_happened = case_number.strip(), what_happened.strip()
    save_with_history(case, by=by, now=now)
    take_up(message, by=by, now=now)
    record_act("case noted", message, by=by, now=now)
    return case


@transaction.atomic
def correct_contact(message, *, email, phone="", by, now):
    """Put right how a constituent is reached. What they had given stays in the history."""
    message = locked(message)
    require(by, Act.CASEWORK, message.office)
    person = Constituent.objects.select_for_update().get(pk=message.constituent_id)
    person.email, person.phone = email.strip(), phone.strip()
    save_with_history(person, by=by, now=now)
    record_act("contact corrected", message, by=by, now=now)
    return person


@transaction.atomic
def close_message(message, *, how, note="", by, now):
    """Close a message, saying on what ground. Raises CannotSort where it is closed."""
    message = locked(message)
    require(by, Act.CASEWORK, message.office)
    if message.closed_at:
        raise CannotSort("It is closed already.")
    message.closed_at, message.closed_by, message.closed_how = now, by, how
    message.closed_note = note.strip()
    take_up(message, by=by, now=now)
    record_act("closed", message, by=by, now=now, reason=message.get_closed_how_display())
    return message


@transaction.atomic
def reopen_message(message, *, why="", by, now):
    """Open a closed message again. Raises CannotSort where it is not closed."""
    message = locked(message)
    require(by, Act.CASEWORK, message.office)
    if not message.closed_at:
        raise CannotSort("It is not closed.")
    message.closed_at = message.closed_by = message.answered_at = None
    message.closed_how = message.closed_note = ""
    take_up(message, by=by, now=now)
    record_act("reopened", message, by=by, now=now, reason=why)
    return message
