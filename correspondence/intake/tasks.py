"""The work in the background, and the one module that knows how it is queued.

What is queued is read by `manage.py db_worker`. Nothing is lost with a worker: each reading leaves a second
task behind, which goes on where the first has died; `tick` finds whatever both have missed.
"""

import logging

from django_tasks import task

from correspondence.intake import reader
from correspondence.intake.models import IntakeReading
from correspondence.intake.opening.limits import Limits
from correspondence.intake.queries import left_behind
from correspondence.intake.rules import AT_ONCE, SLICE, STALE, is_small

log = logging.getLogger(__name__)

_AT_ONCE = Limits(silence=AT_ONCE, lost_pages=0)  # somebody waits for the page
_LATER = -10  # what has had its turn waits behind what has not


@task(takes_context=True)
def read_item(context, item_id):
    """Read an item for one turn, and queue the next."""
    clock = reader.Clock(context.task_result.started_at)
    _look_after(item_id, clock.now())
    try:
        ended = reader.read(item_id, seconds=SLICE, clock=clock)
    except (SystemExit, KeyboardInterrupt):  # the worker is told to end: the next one goes on at once
        ask_to_read(item_id)
        raise
    if not ended:
        read_item.using(priority=_LATER).enqueue(item_id)


def ask_to_read(item_id):
    """Queue an item to be read. In a transaction, it is queued when that is committed, and only then."""
    read_item.enqueue(item_id)


def _look_after(item_id, now):
    """Queue a look at the item for when its reader, should it die now, counts as dead."""
    if IntakeReading.objects.filter(item=item_id, finished_at=None, failed_at=None).exists():
        read_item.using(run_after=now + STALE).enqueue(item_id)


def read_at_once(items, *, now):
    """Read those of the items that are small while somebody waits for the page, for some seconds in all.

    What is not at its end by then goes on in the background. A fault in reading is no fault of the page.
    """
    clock = reader.Clock(now)
    for item in items:
        if clock.passed > AT_ONCE:
            return
        files = list(item.files.select_related("document"))
        waiting = [one.document for one in files if not one.opened_at]
        if files and all(is_small(one.media_type, one.size) for one in waiting):
            try:
                if not reader.read(item.pk, seconds=AT_ONCE, clock=clock, limits=_AT_ONCE):
                    ask_to_read(item.pk)  # the task that was queued first may have found it taken
            except Exception:
                log.exception("Item %s could not be read at once.", item.pk)


def revive(*, now):
    """Queue what nobody reads and nobody has queued, such as after a restored backup. Returns how many."""
    left = left_behind(now)
    for item_id in left:
        ask_to_read(item_id)
    return len(left)
