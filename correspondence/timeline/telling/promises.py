"""What an agency promised: a date of its own, watched until kept, whatever becomes of the request."""

from datetime import timedelta

from correspondence.timeline.entries import Kind, short_day
from correspondence.timeline.telling.told import Told

_A_DAY = timedelta(days=1)


def of_a_promise(facts, part_ids, *, what="", made_on, until, kept_on, source, link, is_withdrawn):
    """A promise from the day it was made: ahead, kept or broken. `what` are its words, if it had any.

    `source` says what it was made in. One that was withdrawn is watched no more.
    """
    by_then = short_day(until)
    since = ", withdrawn since" if is_withdrawn else ""
    tone = "quiet" if is_withdrawn else ""

    def told(day, kind, with_words, before, after, **more):
        if what:
            before, after = with_words + (", about " if part_ids else ""), ""
        return part_ids, Told(day, kind, before, after, detail=f"promised {source}", link=link, **more)

    yield told(
        made_on,
        Kind.PROMISED,
        f"{what} promised by {by_then}{since}",
        "",
        f" promised by {by_then}{since}",
        tone=tone,
    )
    if is_withdrawn:
        return
    if until >= facts.today and not kept_on:
        yield told(
            until,
            Kind.PROMISE_DUE,
            f"{what} promised by this day",
            "",
            " promised by this day",
            is_ahead=True,
        )
    if until < (kept_on or facts.today):
        yield told(
            until + _A_DAY,
            Kind.PROMISE_BROKEN,
            f"Promise broken: {what} did not come by {by_then}",
            "Promise broken: nothing more on ",
            f" by {by_then}",
        )
    if kept_on:
        yield told(
            kept_on,
            Kind.PROMISE_KEPT,
            f"Promise kept: {what} came, promised by {by_then}",
            "Promise kept: ",
            f", promised by {by_then}",
        )
