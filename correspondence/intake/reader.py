"""Reads one item, page by page, and proposes what it says. Each page is kept as soon as it is read.

Whoever reads holds a claim. They lose it when the item is entered, set aside or asked for anew, or when
they have said nothing for so long that they must be dead; then another goes on with the pages that are left.
"""

import logging
import time
from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import F, Q

from correspondence.intake.keeping import as_json
from correspondence.intake.models import IntakeFile, IntakeItem, IntakePage, IntakeProposal, IntakeReading
from correspondence.intake.opening.child import open_file
from correspondence.intake.opening.faults import MESSAGES, CannotOpen, Fault
from correspondence.intake.opening.wire import page_as_json
from correspondence.intake.proposing import gist_of, propose
from correspondence.intake.queries import opened
from correspondence.intake.rules import MOST_TRIES, STALE, VERSION

log = logging.getLogger(__name__)

STOPPED = "Reading it was broken off several times. Have it read again, or type it in from its pages."


class Stopped(Exception):
    """There is no more to do here."""


class TurnOver(Exception):
    """The time given to this item is used up."""


class Clock:
    """Goes on from an instant by the seconds that have passed, whatever is done to the machine's clock."""

    def __init__(self, began):
        self.began, self._mark = began, time.monotonic()

    @property
    def passed(self):
        return time.monotonic() - self._mark

    def now(self):
        return self.began + timedelta(seconds=self.passed)


def read(item_id, *, seconds, clock, limits=None):
    """Read an item for about so many seconds. Returns whether that was the end of it.

    False where it is not at its end and nobody holds it: ask for it again. True also where there is
    nothing to do: it was read, set aside or entered, or another is reading it. With `limits`, narrower
    than the usual ones, what is too slow for them is left for another time.
    """
    claim = take(item_id, clock.now())
    if not claim:
        return True
    try:
        _read_files(item_id, claim, seconds, clock, limits)
        _finish(item_id, claim, clock.now())
    except Stopped:
        return True
    except TurnOver:
        return not let_go(item_id, claim)
    except CannotOpen as fault:
        if limits and fault.fault == Fault.TOO_SLOW:
            return not let_go(item_id, claim)
        _fail(item_id, claim, fault.fault.value, fault.message, clock.now())
    except BaseException:  # the process is told to end, or there is a fault of ours: others may go on at once
        let_go(item_id, claim)
        raise
    return True


def take(item_id, now):
    """A claim (a UUID) to read an item, or None where it is not to be read, or somebody else's."""
    free = Q(claim=None) | Q(beat_at__lt=now - STALE)
    rows = IntakeReading.objects.filter(
        free, item=item_id, finished_at=None, failed_at=None, item__in=IntakeItem.objects.at_hand()
    )
    claim = uuid4()
    if not rows.update(claim=claim, beat_at=now, tries=F("tries") + 1):
        return None
    if IntakeReading.objects.get(item=item_id).tries > MOST_TRIES:
        _fail(item_id, claim, "broken off", STOPPED, now)
        return None
    return claim


def let_go(item_id, claim):
    """Give a claim back; whether it was still held."""
    return bool(IntakeReading.objects.filter(item=item_id, claim=claim).update(claim=None, beat_at=None))


def _beat(item_id, claim, now, **also):
    """Say that one lives. Raises Stopped where the claim has gone."""
    if not IntakeReading.objects.filter(item=item_id, claim=claim).update(beat_at=now, **also):
        raise Stopped


def _read_files(item_id, claim, seconds, clock, limits):
    for file in IntakeFile.objects.filter(item=item_id, opened_at=None).select_related("document"):
        _read_file(file, claim, seconds, clock, limits)


def _read_file(file, claim, seconds, clock, limits):
    """Read what is left of a file: its pages are kept one after the other, so that the rest are the last."""
    there = file.pages.count()

    def keep(page, count):
        """Keep a page that the child has just read; `count` is how many the file has."""
        now = clock.now()
        with transaction.atomic():
            _beat(file.item_id, claim, now, tries=0)
            if file.page_count != count:
                file.page_count = count
                file.save(update_fields=["page_count"])
            values = {"content": page_as_json(page), "read_at": now}
            IntakePage.objects.get_or_create(file=file, number=page.number, defaults=values)
        if clock.passed > seconds and page.number < count:
            raise TurnOver

    document = file.document
    found = open_file(document.file.path, name=document.name, on_page=keep, first=there + 1, limits=limits)
    _beat(file.item_id, claim, clock.now())
    file.page_count = there + len(found.pages)
    file.opened_at = clock.now()
    file.headers, file.attachments = found.headers, list(found.attachments)
    file.notes = list(found.notes)
    file.save(update_fields=["page_count", "opened_at", "headers", "attachments", "notes"])


def _finish(item_id, claim, now):
    item = IntakeItem.objects.select_related("office").get(pk=item_id)
    found = opened(item)
    if not any(page.lines for page in found.pages):
        raise CannotOpen(Fault.NO_TEXT, MESSAGES[Fault.NO_TEXT])
    kind, values = propose(item, found)
    with transaction.atomic():
        _beat(item_id, claim, now)
        if values:
            IntakeProposal.objects.create(
                item=item,
                kind=kind,
                version=VERSION,
                gist=gist_of(values),
                values=as_json(values),
                made_at=now,
            )
        IntakeReading.objects.filter(item=item_id, claim=claim).update(
            finished_at=now, claim=None, beat_at=None
        )


def _fail(item_id, claim, code, message, now):
    IntakeReading.objects.filter(item=item_id, claim=claim).update(
        failed_at=now, failure_code=code, failure=message[:400], claim=None, beat_at=None
    )
