"""Printed lines joined to paragraphs and list items: see `lines.py` for what they promise. Pure."""

import re

from correspondence.intake.pages import Opened
from correspondence.intake.reading.furniture import set_apart
from correspondence.intake.reading.items import ENDS, OPEN_END, has_room, mark_of
from correspondence.intake.reading.joining import paragraph_of
from correspondence.intake.reading.lines import Body
from correspondence.intake.reading.rows import rows_of
from correspondence.intake.reading.vocabulary import SMALL_WORDS
from correspondence.intake.reading.zones import zones_of

_ENDS_SENTENCE = re.compile(r"[.?!:][”\"’')\]]{0,3}(?:\d{1,2}|[!*?’'])?$")
_HEADING_WORDS = 14
_FIRST = re.compile(r"(?:\(?[1AaIi][.)]|[•●]) ")
_OF_A_SENTENCE = re.compile(
    r"\b(?:you|we|that|which|is|are|was|were|has|have|had|will|shall|should|must|may|can|be)\b"
)


def body_of(opened: Opened):
    """The `Body` of a file; what `letter.read_letter` gives to those who read requests and deadlines."""
    return body_of_zones(zones_of(set_apart(rows_of(opened))))


def body_of_zones(zones):
    """The paragraphs of the letter and of what is enclosed with it."""
    words = _words(zones.body + zones.attachment)
    paragraphs = []
    for part, rows in (("body", zones.body), ("attachment", zones.attachment)):
        for group, mark, heading in _groups(rows, zones.page_begins):
            paragraphs.append(paragraph_of(group, mark, part, heading, words))
    return Body(tuple(p for p in paragraphs if p.text or p.mark))


def _words(rows):
    """Every word of the text in small letters: what a word cut at a line's end may be put together to."""
    return {word.strip(".,;:()?!“”\"'’").lower() for row in rows for word in row.text.split()}


# --- Where a paragraph begins ------------------------------------------------------------------------------


def _groups(rows, page_begins):
    """(rows, mark, heading) for each paragraph, in order."""
    if not rows:
        return
    width = _width(rows)
    spaced = _is_spaced(rows)
    seen = set()
    group, mark, heading = [], "", False
    for at, row in enumerate(rows):
        before = rows[at - 1] if at else None
        broken = before is not None and (row.page, row.tokens[0].line) in page_begins
        found = mark_of(
            row, before, rows[at + 1] if at + 1 < len(rows) else None, broken, seen, width, bool(mark)
        )
        starts = before is None or found or _begins(row, before, broken, width, spaced, heading)
        starts = starts or _begins_table(rows, at) or _stands_over_a_list(rows, at, width)
        if starts:
            if group:
                yield group, mark, heading
            group, mark = [], found or ""
            after = rows[at + 1] if at + 1 < len(rows) else None
            heading = not found and _is_heading(row, before, after, width)
        group.append(row)
    if group:
        yield group, mark, heading


def _width(rows):
    """How long a full line is: its right edge where places are known, else its letters."""
    ends = sorted(row.right if row.placed else len(row.text) for row in rows)
    return ends[min(len(ends) * 9 // 10, len(ends) - 1)]


def _is_spaced(rows):
    """The space, in lines, that sets a paragraph apart here; 0 where paragraphs have none between them.

    About half of what is usual between them: type recognised in a picture varies by a tenth of a line.
    """
    gaps = sorted(row.gap for row in rows if row.placed and 0.16 < row.gap < 3)
    if len(gaps) < 2:
        return 0
    return min(max(0.55 * gaps[len(gaps) // 2], 0.14), 0.5)


def _begins(row, before, broken, width, spaced, after_heading):
    """Whether a row without a mark begins a paragraph."""
    text, last = row.text, before.text
    if not row.placed and row.page == before.page and row.tokens[0].line == before.tokens[-1].line:
        return False  # the same typed line
    if (
        before.placed
        and row.placed
        and row.page == before.page
        and abs(row.top - before.top) < 0.3 * row.size
    ):
        return False  # the same printed line
    if text[:1].islower() and not after_heading:
        apart = spaced if row.placed and spaced and _ENDS_SENTENCE.search(last) else 2.2
        return row.gap > apart and not broken and bool(ENDS.search(last))
    complete = bool(_ENDS_SENTENCE.search(last))
    room = has_room(before, row, width)
    if broken:
        return (complete and (room or not spaced or row.indent - before.indent < -0.015)) or (
            room and _much_room(before, width) and not OPEN_END.search(last)
        )
    if after_heading:
        return True
    if row.placed:
        if row.gap > ((spaced or 0.35) if complete else max(2 * spaced, 0.6)):
            return True
        if complete and row.indent > before.indent + 0.02 and room:
            return True
        if complete and row.indent < before.indent - 0.015 and room:
            return True  # back from a list
        return complete and room and not spaced
    if row.gap and (complete or OPEN_END.search(last) or _much_room(before, width)):
        return True
    if row.gap and not text[:1].islower() and row.gap > 1:
        return True
    if row.indent > before.indent + 0.02 and complete:
        return True
    return room and (complete or (_much_room(before, width) and not OPEN_END.search(last)))


def _stands_over_a_list(rows, at, width):
    """A typed line between a sentence's end and the first item of a list, which says no sentence itself."""
    row = rows[at]
    if row.placed or at + 1 >= len(rows) or not re.search(r"[.?!][”\"’')\]]{0,3}$", rows[at - 1].text):
        return False
    over = row.text[:1].isupper() and len(row.text) < width * 0.7 and not re.search(r"[.?!:;,]$", row.text)
    return bool(over and _FIRST.match(rows[at + 1].text))


def _begins_table(rows, at):
    """A head of columns over short cells, below a line that ends its sentence: nothing of the item above."""
    if not ENDS.search(rows[at - 1].text) or ENDS.search(rows[at].text) or len(rows) < at + 3:
        return False
    cells = rows[at + 1 : at + 3]
    return all(len(cell.text) < 25 and not re.search(r"[.,;:?]$", cell.text) for cell in cells)


def _much_room(before, width):
    if before.placed:
        return before.right < width - 0.3
    return len(before.text) < width * 0.55


def _is_heading(row, before, after, width):
    """A short line by itself that says no sentence: "Definitions", "Questions from Representative X
    (R–NY)"."""
    text = row.text
    words = text.split()
    if len(words) > _HEADING_WORDS or re.search(r"[.;,!?]$", text) or len(text) > 110:
        return False
    if before is not None and OPEN_END.search(before.text):
        return False
    if len(words) > 7 and _OF_A_SENTENCE.search(text):
        return False
    if after is not None and after.text[:1].islower():
        return False
    words = [word for word in words if word.lower() not in SMALL_WORDS] or words
    capital = sum(word.strip("“\"('‘")[:1].isupper() or word[:1].isdigit() for word in words)
    lower = [word for word in words if word[:1].islower() and len(word) > 4]
    if text.endswith(":"):
        return text.isupper() or (len(words) <= 5 and capital == len(words))
    if len(words) == 1 and not text[:1].isupper():
        return False
    room = row.right < width - 0.1 if row.placed else len(text) < width * 0.85
    return room and capital >= len(words) * 0.55 and len(lower) <= 2 and text[:1] not in "0123456789"
