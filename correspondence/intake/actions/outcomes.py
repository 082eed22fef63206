"""What became of an item: a letter, a response, a copy of what was there, or nothing."""

from django.db import transaction

from correspondence.accounts.roles import Act, require
from correspondence.audit.actions import record_act
from correspondence.audit.history import save_with_history
from correspondence.core.refusals import Cannot
from correspondence.documents.models import Document
from correspondence.intake.actions.finding import locked
from correspondence.intake.models import IntakeReading
from correspondence.intake.queries import attached_to_letter, attached_to_response
from correspondence.intake.tasks import ask_to_read
from correspondence.letters.actions import add_files
from correspondence.responses.models import ResponseDocument

TITLE = "As received"


class CannotFinish(Cannot):
    """What became of an item could not be noted."""


@transaction.atomic
def record_letter(item, letter, *, by, now):
    """Note that an item became this letter, and attach its files. What was proposed stays with the item.

    Raises CannotFinish where it has become something already, was set aside, or is another office's;
    PermissionDenied.
    """
    return _become_letter(item, letter, is_copy=False, by=by, now=now)


@transaction.atomic
def attach_copy(item, letter, *, by, now):
    """Attach an item's files to a letter that is on the record already. Raises as `record_letter` does."""
    return _become_letter(item, letter, is_copy=True, by=by, now=now)


@transaction.atomic
def record_response(item, response, *, by, now):
    """Note that an item became this response, and attach its files. Raises as `record_letter` does.

    A reply that was logged on several letters is noted by one of its responses: all share its files.
    """
    return _become_response(item, response, is_copy=False, by=by, now=now)


@transaction.atomic
def attach_to_response(item, response, *, by, now):
    """Attach an item's files to a response that is on the record already. Raises as `record_letter` does."""
    return _become_response(item, response, is_copy=True, by=by, now=now)


def _become_letter(item, letter, *, is_copy, by, now):
    item = _to_be_finished(item, letter.office_id, Act.ENTER, by=by)
    documents = _documents(item)
    there = attached_to_letter(letter, documents)
    if missing := [(document, TITLE) for document in documents if document.pk not in there]:
        add_files(letter, missing, by=by, now=now)
    item.letter = letter
    return _finish(item, letter.reference, is_copy=is_copy, by=by, now=now)


def _become_response(item, response, *, is_copy, by, now):
    item = _to_be_finished(item, response.letter.office_id, Act.LOG, by=by)
    if response.withdrawn_on:
        raise CannotFinish("This response was withdrawn.")
    documents = _documents(item)
    there = attached_to_response(response, documents)
    missing = [document for document in documents if document.pk not in there]
    ResponseDocument.objects.bulk_create(
        ResponseDocument(response=response, document=document, title=TITLE) for document in missing
    )
    for document in missing:
        record_act("file added", response, by=by, now=now, office_id=item.office_id, reason=document.name)
    item.response = response
    return _finish(item, str(response), is_copy=is_copy, by=by, now=now)


def _to_be_finished(item, office_id, act, *, by):
    item = locked(item)
    require(by, act, item.office)
    if item.office_id != office_id:
        raise CannotFinish("It came in for another office.")
    if item.letter_id or item.response_id:
        raise CannotFinish("Somebody has entered it already.")
    if item.set_aside_at:
        raise CannotFinish("It was set aside. Bring it back first.")
    return item


def _documents(item):
    return list(Document.objects.filter(intake_files__item=item).order_by("intake_files__place"))


def _finish(item, name, *, is_copy, by, now):
    item.is_copy, item.done_at, item.done_by = is_copy, now, by
    save_with_history(item, by=by, now=now)
    IntakeReading.objects.filter(item=item).update(claim=None, beat_at=None)
    record_act("attached as a copy" if is_copy else "entered", item, by=by, now=now, reason=name)
    return item


@transaction.atomic
def set_aside(item, *, why, by, now):
    """Say that an item is not to be entered, and why; who reads it stops. Its files and pages are kept.

    Raises CannotFinish without a reason, or where it has become something; PermissionDenied.
    """
    item = locked(item)
    require(by, Act.ENTER, item.office)
    why = " ".join(why.split())
    if item.letter_id or item.response_id:
        raise CannotFinish("Somebody has entered it already.")
    if item.set_aside_at:
        raise CannotFinish("It was set aside already.")
    if not why or len(why) > 200:
        raise CannotFinish("Say in a few words why it is not entered.", field="why")
    item.set_aside_at, item.set_aside_by, item.set_aside_why = now, by, why
    save_with_history(item, by=by, now=now, why=why)
    IntakeReading.objects.filter(item=item).update(claim=None, beat_at=None)
    record_act("set aside", item, by=by, now=now, reason=why)
    return item


@transaction.atomic
def bring_back(item, *, by, now):
    """Take up again what was set aside; what was not yet read of it is read. Raises as `set_aside` does."""
    item = locked(item)
    require(by, Act.ENTER, item.office)
    if not item.set_aside_at:
        raise CannotFinish("It was not set aside.")
    item.set_aside_at = item.set_aside_by = None
    item.set_aside_why = ""
    save_with_history(item, by=by, now=now)
    reading = IntakeReading.objects.select_for_update().get(item=item)
    if not reading.finished_at and not reading.failed_at:
        reading.asked_at, reading.tries = now, 0
        reading.save(update_fields=["asked_at", "tries"])
        ask_to_read(item.pk)
    record_act("brought back", item, by=by, now=now)
    return item
