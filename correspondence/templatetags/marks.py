"""Marks, progress and days, as every page shows them: glyph, word and tone together.

`mark_html` and `progress_html` are for Python (an admin list's column), `{% mark %}` and
`{% progress %}` for templates. Both are server-made and hold no inline style.
"""

import re
from datetime import date, datetime
from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from correspondence.core.demonstration import is_demonstration

register = template.Library()

# The alphabet of static/img/marks.svg, each with the tone it takes where none is given.
TONES = {
    "open": "",
    "soon": "soon",
    "settled": "settled",
    "draft": "quiet",
    "late": "late",
    "extended": "",
    "reply": "",
    "partial": "",
    "answer": "",
    "unjudged": "",
    "unacknowledged": "quiet",
    "reminder": "",
    "contact": "",
    "message": "",
    "sent": "",
    "due": "",
    "up": "",
    "down": "",
    "read": "",
    "read-fairly": "",
    "read-unsure": "soon",
}
MONTHS = ["", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+\d\d:\d\d")

WIDTH, HEIGHT, FOOT = 52, 10, 4  # px of the progress bar, and of the filled foot of what is late
SEGMENTS = 13  # more than that are too thin to count, and are drawn as one length a kind, in twelfths
SHARES = 12


@lru_cache(maxsize=64)
def glyph_html(name):
    """The glyph alone, hidden from screen readers: a word must stand beside it."""
    if name not in TONES:
        raise ValueError(f"There is no mark {name!r}. There are: {', '.join(TONES)}.")
    return format_html(
        '<svg class="glyph" width="16" height="16" aria-hidden="true"><use href="{}#{}"/></svg>',
        static("img/marks.svg"),
        name,
    )


def mark_html(name, words, tone=None):
    """A mark of the alphabet with its words, in its own tone or in quiet, late, soon or settled."""
    tone = TONES.get(name) if tone is None else tone
    return format_html(
        '<span class="mark{}">{}<span>{}</span></span>',
        f" tone-{tone}" if tone else "",
        glyph_html(name),
        words,
    )


@lru_cache(maxsize=4096)
def progress_html(settled, late, waiting):
    """One segment a request: settled full, late outlined with its foot filled, open outlined; then "2 of 5".

    The three numbers do not overlap: `waiting` counts what is owed and not late.
    """
    total = settled + late + waiting
    if not total:
        return "–"
    spoken = f'<span class="visually-hidden"> settled{f", {late} late" if late else ""}</span>'
    return mark_safe(
        f'<span class="progress"><svg width="{WIDTH}" height="{HEIGHT}" '
        f'aria-hidden="true">{_segments(settled, late, waiting)}</svg>'
        f"<span>{settled} of {total}{spoken}</span></span>"
    )


def _segments(settled, late, waiting):
    """The paths of a progress bar, one for each kind of segment."""
    lengths = {"done": settled, "over": late, "owed": waiting}
    if sum(lengths.values()) > SEGMENTS:
        runs, gap, parts = _shares(lengths), 2, SHARES
    else:
        runs = [(kind, 1) for kind, count in lengths.items() for _ in range(count)]
        gap, parts = (2 if len(runs) <= 10 else 1), len(runs)
    step = (WIDTH + gap) / parts
    drawn, at = {"done": "", "over": "", "owed": "", "foot": ""}, 0
    for kind, length in runs:
        left, at = round(at * step), at + length
        width = round(at * step) - gap - left
        if kind == "done":
            drawn["done"] += f"M{left} 0h{width}v{HEIGHT}h-{width}z"
        else:
            drawn[kind] += f"M{left + 0.5} .5h{width - 1}v{HEIGHT - 1}h-{width - 1}z"
        if kind == "over":
            drawn["foot"] += f"M{left} {HEIGHT - FOOT}h{width}v{FOOT}h-{width}z"
    return "".join(f'<path class="{kind}" d="{path}"/>' for kind, path in drawn.items() if path)


def _shares(lengths):
    """Twelve parts shared out by size, one run a kind; what occurs at all has at least one."""
    total = sum(lengths.values())
    shares = {kind: max(1, round(count * SHARES / total)) for kind, count in lengths.items() if count}
    shares[max(shares, key=shares.get)] += SHARES - sum(shares.values())
    return list(shares.items())


@register.simple_tag(name="glyph")
def glyph_tag(name):
    return glyph_html(name)


@register.simple_tag(name="mark")
def mark_tag(name, words, tone=None):
    return mark_html(name, words, tone)


@register.simple_tag(name="progress")
def progress_tag(settled, late, waiting):
    return progress_html(settled, late, waiting)


@register.filter
def day(value):
    """13 Dec 2023; an instant is shown as its Eastern day. A dash where there is none."""
    if not value:
        return "–"
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return f"{value.day} {MONTHS[value.month]} {value.year}"


@register.filter
def moment(value):
    """13 Dec 2023, 2:05 p.m., in Eastern time. A dash where there is none."""
    if not value:
        return "–"
    value = timezone.localtime(value)
    return f"{day(value)}, {value.hour % 12 or 12}:{value:%M} {'a.m.' if value.hour < 12 else 'p.m.'}"


@register.filter
def as_it_was(value):
    """A value out of django-simple-history, in words: nothing, a day, a moment, or as it stands."""
    words = str(value)
    if words in {"", "None"} or words.endswith("(pk=None)"):
        return "nothing"
    if words in {"True", "False"}:
        return "yes" if words == "True" else "no"
    if DAY.fullmatch(words):
        return day(date.fromisoformat(words))
    if MOMENT.fullmatch(words):
        return moment(datetime.fromisoformat(words))
    return value


@register.simple_tag
def demonstration():
    """The line under the masthead where the database holds the demonstration."""
    if is_demonstration():
        return mark_safe(
            '<aside class="site-notice" aria-label="Demonstration">'
            "Demonstration: only the letter of 29 November 2023 is real.</aside>"
        )
    return ""
