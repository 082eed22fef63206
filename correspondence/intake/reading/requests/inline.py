"""Marks that stand within a paragraph: "(1) …; (2) …; and (3) …", and marks left at the start of its text."""

import re
from dataclasses import replace

from correspondence.intake.reading.marks import at_the_start, readings_of

LONGEST = 6000  # characters of a paragraph that are searched

INLINE = re.compile(
    r"(?:(?<=[\s:;,])|^)\((?P<core>\d{1,2}|[a-z]|[ivx]{1,4})\)\s+(?=\S)|"
    r"(?<=[:;,]\s)(?P<bare>\d{1,2})\)\s+(?=\S)"
)
_BARE_NUMBER = re.compile(r"(\d{1,2}|[l|I]) (?=[A-Z“])(?!(?:am|have|write|ask)\b)")


def marked_of(paragraphs):
    """The paragraphs as (paragraph, mark, start, end of its words), divided where one has several items."""
    marked = [_with_mark(paragraph) for paragraph in paragraphs]
    divided = []
    for place, one in enumerate(marked):
        below = marked[place + 1][1] if place + 1 < len(marked) else ""
        divided += _divided(*one) if _divided(*one)[1:] else _ending_in_a_first(*one, below)
    return divided


def inline_items(text, *, strict=False):
    """The places of "(1) …; (2) …; and (3) …" in a text: [(mark, start, end)]; [] where it has no such list.

    `strict` wants a colon before the first and a semicolon before each other.
    """
    found = []
    for match in INLINE.finditer(text[:LONGEST]):
        core = match["core"] or match["bare"]
        wanted = len(found) + 1
        mark = next(
            (m for m in readings_of(f"({core})") if m.value == wanted and m.literal and m.kind != "bullet"),
            None,
        )
        if mark and (not found or found[0][0].kind == mark.kind):
            if strict and not text[: match.start()].rstrip().endswith(
                ":" if not found else (";", "; and", "; or")
            ):
                continue
            found.append((replace(mark, wrap="()"), match.start(), match.end()))
    if len(found) < 2:
        return []
    places = []
    for number, (mark, _, start) in enumerate(found):
        end = found[number + 1][1] if number + 1 < len(found) else len(text)
        words = text[start:end].rstrip()
        if number + 1 < len(found):
            words = re.sub(r"[\s,;](?:and/or|and|or)$", "", words).rstrip()
        places.append((mark, start, start + len(words)))
    return places


def _with_mark(paragraph):
    """The paragraph, and a mark: its own, or one that was left at the start of its text."""
    if paragraph.mark:
        return paragraph, paragraph.mark, 0
    written, rest = at_the_start(paragraph.text)
    if not written and (found := _BARE_NUMBER.match(paragraph.text)):
        written, rest = f"{found.group(1)}.", paragraph.text[found.end() :]
    return (paragraph, written, len(paragraph.text) - len(rest)) if written and rest else (paragraph, "", 0)


def _divided(paragraph, written, start):
    """A paragraph that begins "(a) …; (b) …; and (c) …", as the items that it has."""
    own = (
        next((m for m in readings_of(written) if m.wrap == "()" and m.is_first and m.literal), None)
        if written
        else None
    )
    others = []
    if own:
        for match in INLINE.finditer(paragraph.text[: start + LONGEST], start):
            wanted = own.value + len(others) + 1
            mark = next(
                (
                    m
                    for m in readings_of(f"({match['core'] or match['bare']})")
                    if (m.kind, m.value) == (own.kind, wanted)
                ),
                None,
            )
            if mark and paragraph.text[: match.start()].rstrip().endswith((";", "; and", "; or")):
                others.append(match)
    if not others:
        return [(paragraph, written, start, None)]
    starts = [start, *(match.end() for match in others)]
    ends = [_before_and(paragraph.text, match.start()) for match in others] + [None]
    marks = [written, *(f"({match['core'] or match['bare']})" for match in others)]
    return [(paragraph, mark, begin, end) for mark, begin, end in zip(marks, starts, ends, strict=True)]


def _ending_in_a_first(paragraph, written, start, below):
    """A paragraph whose own words end in "(i) …;", as itself and that item, where the mark below is (ii)."""
    whole = [(paragraph, written, start, None)]
    seconds = {(m.kind, m.wrap) for m in readings_of(below) if m.value == 2} if below else set()
    if not seconds or not paragraph.text.rstrip().endswith((";", ",", "; and", ", and", "; or")):
        return whole
    for match in INLINE.finditer(paragraph.text[: start + LONGEST], start):
        firsts = readings_of(f"({match['core'] or match['bare']})")
        if match.start() > start and any((m.kind, m.wrap) in seconds and m.value == 1 for m in firsts):
            mark = f"({match['core'] or match['bare']})"
            return [(paragraph, written, start, match.start()), (paragraph, mark, match.end(), None)]
    return whole


def _before_and(text, end):
    """Where words end that "and" joins to the next item."""
    words = text[:end].rstrip()
    return len(re.sub(r"[\s,;](?:and/or|and|or)$", "", words).rstrip())
