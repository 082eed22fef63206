"""The tray: what came in, in the batches in which it came, newest first."""

from itertools import groupby

from django.utils import timezone

from correspondence.core.days import EASTERN
from correspondence.core.keyset import Order
from correspondence.intake.models import IntakeItem
from correspondence.intake.queries import counts_at_hand, progress_of, with_progress
from correspondence.templatetags.marks import mark_html
from correspondence.timeline.entries import short_day
from correspondence.web.addresses import address

PAGE = 200
ORDER = Order(("-received_at", "-id"))
SHOWN = {
    "at-hand": "At hand",
    "to-confirm": "To confirm",
    "being-read": "Being read",
    "failed": "Could not be read",
    "entered": "Entered",
    "set-aside": "Set aside",
}
_ROWS = {
    "at-hand": lambda items: items.at_hand(),
    "to-confirm": lambda items: items.to_confirm(),
    "being-read": lambda items: items.being_read(),
    "failed": lambda items: items.failed(),
    "entered": lambda items: items.done(),
    "set-aside": lambda items: items.set_aside(),
}


def tray_context(request):
    """One screen of the tray, in two statements (three where it was not the first screen)."""
    show = request.GET.get("show", "at-hand")
    show = show if show in SHOWN else "at-hand"
    mine = IntakeItem.objects.visible_to(request.user)
    counts = counts_at_hand(mine)
    counts = {name.replace("_", "-"): number for name, number in counts.items()}
    counts["at-hand"] = sum(counts.values())
    rows = _ROWS[show](mine)
    key = request.GET.get("after", "")
    before = mine.filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None
    if before:
        rows = rows.filter(ORDER.beyond((before.received_at, before.pk)))
    rows = with_progress(rows.select_related("batch__received_by", "reading", "letter", "response__letter"))
    found = list(rows.order_by(*ORDER.ordering())[: PAGE + 1])
    shown = found[:PAGE]
    today = timezone.localdate()
    return {
        "room": "intake",
        "show": show,
        "tabs": [
            {
                "words": words,
                "url": f"?show={name}",
                "is_current": name == show,
                "count": counts.get(name),
            }
            for name, words in SHOWN.items()
        ],
        "batches": [
            _batch(batch, [row_of(item) for item in reversed(list(items))], today)
            for batch, items in groupby(shown, key=lambda item: item.batch)
        ],
        "is_being_read": any(is_being_read(item) for item in shown),
        "here": request.get_full_path(),
        "older": f"?show={show}&after={shown[-1].pk}" if len(found) > PAGE else "",
        "newest": f"?show={show}" if before else "",
    }


def is_being_read(item):
    """Whether the item is at hand and not yet read to its end."""
    reading = item.reading
    return not (
        item.letter_id or item.response_id or item.set_aside_at or reading.finished_at or reading.failed_at
    )


def _batch(batch, rows, today):
    when = batch.received_at.astimezone(EASTERN)
    day = "today" if when.date() == today else short_day(when.date())
    return {
        "pk": batch.pk,
        "how": batch.get_how_display(),
        "who": str(batch.received_by) if batch.received_by else "",
        "when": f"{day}, {when:%H:%M}",
        "rows": rows,
    }


def row_of(item):
    """An item as the tray shows it."""
    return {
        "pk": item.pk,
        "name": item.name,
        "url": address("intake-item", item.pk),
        "gist": item.gist or item.get_taken_for_display(),
        "progress": progress_of(item),
        "mark": standing_of(item),
        "confirm_url": address("intake-confirm", item.pk) if is_to_confirm(item) else "",
        "confirm_words": confirm_words(item),
        "became": became_of(item),
        "note": item.reading.failure if not item.set_aside_at else item.set_aside_why,
    }


def is_to_confirm(item):
    """Whether a person may confirm it now, or type in what could not be read."""
    at_hand = not (item.letter_id or item.response_id or item.set_aside_at)
    return at_hand and bool(item.reading.finished_at or item.reading.failed_at)


def confirm_words(item):
    """What the way to the confirm screen says."""
    return "Type it in" if item.reading.failed_at else "Confirm"


def became_of(item):
    """What an item became: its name and its address, or nothing."""
    if item.letter_id:
        return {"name": item.letter.name, "url": address("letter", item.letter_id)}
    if item.response_id:
        return {
            "name": f"A response to {item.response.letter.reference}",
            "url": address("response", item.response_id),
        }
    return None


def standing_of(item):
    """Where an item stands, as a mark with its words."""
    if item.response_id and item.response.withdrawn_on:
        return mark_html("draft", "Its response was withdrawn", "quiet")
    if item.letter_id or item.response_id:
        return mark_html("settled", "Attached as a copy" if item.is_copy else "Entered")
    if item.set_aside_at:
        return mark_html("draft", "Set aside", "quiet")
    if item.reading.failed_at:
        return mark_html("late", "Could not be read")
    if item.reading.finished_at:
        return mark_html("unjudged", "To confirm")
    words = "Being read" if item.reading.claim else "Waits to be read"
    return mark_html("extended", words)
