"""Taking files in, and having them read."""

from dataclasses import dataclass, field

from django.db import transaction

from correspondence.accounts.roles import Act, require
from correspondence.audit.actions import record_act
from correspondence.audit.history import create_with_history, save_with_history
from correspondence.core.refusals import Cannot
from correspondence.documents.actions import CannotStore, store_document
from correspondence.documents.models import Document
from correspondence.documents.rules import plain_name
from correspondence.intake.actions.finding import locked
from correspondence.intake.models import IntakeBatch, IntakeFile, IntakeItem, IntakeReading
from correspondence.intake.opening.faults import MESSAGES, Fault
from correspondence.intake.queries import Known, where_it_is
from correspondence.intake.rules import Refused
from correspondence.intake.tasks import ask_to_read


class CannotReceive(Cannot):
    """What came in could not be taken, ordered or read anew."""


@dataclass
class Received:
    """What became of the files that came together."""

    batch: IntakeBatch | None = None
    items: list[IntakeItem] = field(default_factory=list)
    known: list[tuple[str, Document, list[Known]]] = field(default_factory=list)  # where it is already
    refused: list[Refused] = field(default_factory=list)


@transaction.atomic
def receive_files(office, uploads, *, how, taken_for="", as_one=False, again=False, by, now):
    """Take files in, each as an item of its own, or all as the pages of one, and ask for them to be read.

    `uploads` are open Django Files, in their order. What is wrong with one harms no other: a file that is
    too large is among the refused; an empty one is kept by its name, as failed; one that the office has
    already, on the record or waiting here, is among the known, and not taken unless `again` says so.
    `by` is None where a folder or a mailbox brings them. Raises PermissionDenied.
    """
    if by:
        require(by, Act.ENTER, office)
    received, taken = Received(), []
    for upload in uploads:
        name = plain_name(upload.name)
        try:
            with transaction.atomic():
                document = store_document(office, upload, by=by, now=now) if upload.size else None
        except CannotStore as refusal:
            received.refused.append(Refused(name, refusal.message))
            continue
        if any(document and document == other for _, other in taken):
            continue  # the same file twice in one go is one file
        if document and not again and (places := where_it_is(document)):
            received.known.append((name, document, places))
            continue
        taken.append((name, document))
    if taken:
        received.batch = IntakeBatch.objects.create(office=office, how=how, received_at=now, received_by=by)
        empty = [([one], True) for one in taken if not one[1]]
        whole = [one for one in taken if one[1]]
        groups = ([(whole, False)] if whole else []) if as_one else [([one], False) for one in whole]
        for files, is_empty in [*groups, *empty]:
            received.items.append(_take(received.batch, files, taken_for, is_empty, by=by, now=now))
    return received


def _take(batch, files, taken_for, is_empty, *, by, now):
    new = IntakeItem(office=batch.office, batch=batch, name=files[0][0], taken_for=taken_for, received_at=now)
    [item] = create_with_history(IntakeItem, [new], by=by, now=now)
    IntakeFile.objects.bulk_create(
        IntakeFile(item=item, document=document, place=place)
        for place, (_, document) in enumerate(files, start=1)
        if document
    )
    reading = IntakeReading(item=item, asked_at=now)
    if is_empty:
        reading.failed_at, reading.failure_code = now, Fault.EMPTY.value
        reading.failure = MESSAGES[Fault.EMPTY]
    reading.save(force_insert=True)
    record_act("taken in", item, by=by, now=now, reason=batch.get_how_display())
    if not is_empty:
        ask_to_read(item.pk)
    return item


@transaction.atomic
def read_again(item, *, by, now):
    """Have an item read once more: pages that are missing are read, and it is proposed anew.

    Raises CannotReceive where it is being read, or has become something; PermissionDenied.
    """
    item = locked(item)
    require(by, Act.ENTER, item.office)
    _refuse_unless_at_hand(item)
    if not item.files.exists():
        raise CannotReceive(MESSAGES[Fault.EMPTY])
    _ask(item, now=now)
    record_act("read again", item, by=by, now=now)
    return item


@transaction.atomic
def take_for(item, taken_for, *, by, now):
    """Say whether an item is a letter or a reply; it is proposed anew. Raises as `read_again` does."""
    item = locked(item)
    require(by, Act.ENTER, item.office)
    _refuse_unless_at_hand(item)
    if taken_for not in IntakeItem.TakenFor.values:
        raise CannotReceive("Choose whether it is a letter or a reply.", field="taken_for")
    item.taken_for = taken_for
    save_with_history(item, by=by, now=now)
    _ask(item, now=now)
    record_act("taken for", item, by=by, now=now, reason=item.get_taken_for_display())
    return item


@transaction.atomic
def order_files(item, files, *, by, now):
    """Put the files of an item into this order (their ids); it is proposed anew.

    Raises CannotReceive where these are not the item's files, each once; PermissionDenied.
    """
    item = locked(item)
    require(by, Act.ENTER, item.office)
    _refuse_unless_at_hand(item)
    rows = {file.pk: file for file in IntakeFile.objects.select_for_update().filter(item=item)}
    if sorted(rows) != sorted(files):
        raise CannotReceive("These are no longer the pages of this item. Load the page again.")
    for beyond in (len(rows), 0):  # in two passes, as no two may be in one place in between
        for place, pk in enumerate(files, start=1):
            rows[pk].place = place + beyond
        IntakeFile.objects.bulk_update(rows.values(), ["place"])
    _ask(item, now=now)
    record_act("pages ordered", item, by=by, now=now)
    return item


def _refuse_unless_at_hand(item):
    if item.letter_id or item.response_id:
        raise CannotReceive("It has been entered already.")
    if item.set_aside_at:
        raise CannotReceive("It was set aside. Bring it back first.")


def _ask(item, *, now):
    """Begin its reading anew; whoever reads it now finds that their claim has gone, and stops."""
    IntakeReading.objects.filter(item=item).update(
        asked_at=now,
        claim=None,
        beat_at=None,
        tries=0,
        finished_at=None,
        failed_at=None,
        failure_code="",
        failure="",
    )
    ask_to_read(item.pk)
