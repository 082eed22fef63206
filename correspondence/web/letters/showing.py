"""A timeline as its page shows it: everything in words beforehand, so that the template only places it."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.safestring import SafeString, mark_safe

from correspondence.templatetags.marks import glyph_html, mark_html
from correspondence.timeline.entries import File, Kind, cut, in_words, long_day, short_day
from correspondence.timeline.lanes import draw
from correspondence.timeline.standing import standing_of
from correspondence.timeline.telling.letter import SENT_BY
from correspondence.web.addresses import address
from correspondence.web.letters.drawing import lanes_svg, legend

_NO_GLYPH = mark_safe("")
_MOST_REMINDERS = 3  # in a row, with nothing else between them
_MOST_FILES = 6  # shown with one event; the rest are behind its own link


@dataclass(frozen=True, slots=True)
class Row:
    """One event of the list."""

    day: str
    glyph: SafeString
    look: str
    words: str
    detail: str
    link: str
    files: tuple[File, ...]
    more_files: int


@dataclass(frozen=True, slots=True)
class Name:
    """What stands beside a lane."""

    name: str
    agency: str
    state: SafeString
    link: str
    link_words: str
    look: str


def timeline_context(letter, timeline, *, asked=None):
    """What both pages need: the facts, where it stands, the lanes, the events."""
    drawing = draw(timeline)
    rows = list(_rows(_newest_first(letter, timeline.entries)))
    return {
        "letter": letter,
        "asked": asked,
        "office": letter.office,
        "room": "letters",
        "facts": _facts(letter, timeline.facts),
        "standing": [mark_html(mark, words, tone) for mark, tone, words in standing_of(timeline)],
        "since": _since(letter, timeline.today),
        "names": [_name(lane, is_linked=asked is None) for lane in drawing.lanes],
        "lanes": lanes_svg(drawing),
        "legend": [_legend(*entry) for entry in legend(drawing)],
        "ahead": [row for is_ahead, row in rows if is_ahead],
        "past": [row for is_ahead, row in rows if not is_ahead],
        "today": f"Today, {timeline.today:%A} {long_day(timeline.today)}",
    }


def _legend(kind, name, words):
    """A glyph, or the name of a line, with its words."""
    glyph = glyph_html("extended" if name == "moved" else name) if kind == "mark" else ""
    return name, glyph, words


def _newest_first(letter, entries):
    """The last day first, and what came last in a day; what is of one kind stays in the order of the letter.

    That it was written on the day it was sent need not be said twice.
    """
    groups = [list(group) for _, group in groupby(entries, key=lambda entry: (entry.day, entry.kind))]
    for group in reversed(groups):
        if group[0].kind is not Kind.WRITTEN or letter.sent_on != letter.dated_on:
            yield from group


def _rows(entries):
    """(is ahead, row) pairs. Of many reminders in a row the newest is told, and how many went before it."""
    reminders = groupby(entries, key=lambda entry: entry.kind is Kind.REMINDED)
    for are_reminders, group in reminders:
        its = list(group)
        told = its[:1] if are_reminders and len(its) > _MOST_REMINDERS else its
        yield from ((entry.is_ahead, _row(entry)) for entry in told)
        if len(told) < len(its):
            yield False, _before(its[1:])


def _before(reminders):
    """One row for reminders that went before another, with nothing else between them."""
    words = in_words(dict.fromkeys(entry.words.removeprefix("Reminder: ") for entry in reminders))
    return Row(
        day=f"{short_day(reminders[-1].day)} on",
        glyph=glyph_html(reminders[0].mark),
        look="event",
        words=f"{len(reminders)} reminders before that",
        detail=cut(words),
        link="",
        files=(),
        more_files=0,
    )


def _row(entry):
    return Row(
        day=short_day(entry.day),
        glyph=glyph_html(entry.mark) if entry.mark else _NO_GLYPH,
        look=f"event tone-{entry.tone}" if entry.tone else "event",
        words=entry.words,
        detail=entry.detail,
        link=entry.link,
        files=entry.files[:_MOST_FILES],
        more_files=len(entry.files) - _MOST_FILES,
    )


def _name(lane, *, is_linked):
    is_linked = is_linked and lane.request_id
    state = mark_html(lane.mark, lane.words, lane.tone) if lane.mark else _NO_GLYPH
    return Name(
        name=lane.name,
        agency=lane.agency,
        state=state,
        link=address("request", lane.request_id) if is_linked else "",
        link_words=", ".join(filter(None, [f"Request {lane.name}, its page", lane.agency])),
        look="asker" if lane.is_asker else "with-agency" if lane.agency else "lane",
    )


def _facts(letter, facts):
    """What the letter is, when and how it went out, to whom, and whose it is."""
    said = [letter.get_kind_display(), f"dated {long_day(letter.dated_on)}"]
    if letter.sent_on:
        day = "the same day" if letter.sent_on == letter.dated_on else long_day(letter.sent_on)
        said.append(f"sent {day} {SENT_BY.get(letter.delivery, '')}".strip())
    else:
        said.append("not sent")
    if to := [row.name or row.title or row.organization for row in facts.recipients if row.role == "to"]:
        said.append(f"to {in_words(to)}")
    said.append(f"assigned to {letter.assigned_to}" if letter.assigned_to else "assigned to nobody")
    return said


def _since(letter, today):
    if not letter.sent_on:
        return ""
    days = (today - letter.sent_on).days
    return "sent today" if not days else f"{days:,} day{'' if days == 1 else 's'} since sent"
