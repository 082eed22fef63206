"""Printed lines joined to paragraphs and list items: see `lines.py` for what they promise. Pure."""

import re
from statistics import median

from correspondence.intake.pages import Opened
from correspondence.intake.reading.furniture import set_apart
from correspondence.intake.reading.lines import Body, Paragraph, Piece
from correspondence.intake.reading.rows import rows_of
from correspondence.intake.reading.vocabulary import SMALL_WORDS
from correspondence.intake.reading.zones import zones_of

_ROMAN = r"[ivxlIVXL]{1,6}"
_MARK = re.compile(
    r"^(?P<mark>[•●○◦▪■‣⁃∙·*–—\-]|"
    r"(?:question|request|item|interrogatory|query)\s+(?:no\.\s*|#\s*)?\d{1,3}(?:\s*\(?[a-z]\)?(?=[.:)]))?\s*[.:)]|"
    r"question\s+\d{1,3}\s+[a-z][.)]|"
    rf"(?:\(?\d{{1,3}}\s?(?:\([a-z]\)|[a-z])?[.)]|\d{{1,2}}\.\d{{1,2}}[.)]?|\(?(?:[A-Za-z]|(?P<twice>[a-z])(?P=twice))[.)]|\(?{_ROMAN}[.)])(?=[.:)\s]))"
    r"\s+(?=\S)",
    re.I,
)
# What type recognised in a picture makes of a bullet; "o" is one under another bullet.
_BULLET_READ_WRONGLY = re.compile(r"^(?P<mark>[e¢«»©®°+o§¥0¨¤])\s+(?=[A-Z“\"(a-z])")
_BULLETS = "•●○◦▪■‣⁃∙·*–—-"
_ENDS = re.compile(r"[.?!:;][”\"’')\]]{0,3}\d{0,2}$")
_ENDS_SENTENCE = re.compile(r"[.?!:][”\"’')\]]{0,3}(?:\d{1,2}|[!*?’'])?$")
_OPEN_END = re.compile(r"(?:[,;]|\b(?:and|or))$", re.I)
_FOOTNOTE_MARK = re.compile(r"(?<=[a-zA-Z)”’\"'])([.,;:?!]?[”\"’]?)(\d{1,2})$")
_FOOTNOTE_AFTER_STOP = re.compile(r"(?<=[a-zA-Z0-9)”’\"'][.,;?])[!*‘’'°?](?=$)|(?<=[.,;])[?!*]$")
# What type recognised in a picture makes of dirt beside a line that has ended.
_SPECK = re.compile(r"^[.,:;'‘’|*~_°`\"]{1,2}$")
_RAISED = re.compile(r"(?<=\S)[¹²³⁰-⁹]{1,3}$|^[¹²³⁰-⁹]{1,3}$")
_CUT = re.compile(r"(?P<first>[A-Za-z’']+)(?:[-\u00ad\ufffe\u2010\x02])$")
_COMPOUNDS = frozenset(
    [
        "long",
        "short",
        "well",
        "self",
        "non",
        "co",
        "ex",
        "pre",
        "post",
        "anti",
        "multi",
        "inter",
        "intra",
        "semi",
        "sub",
        "cross",
        "high",
        "low",
        "full",
        "part",
        "time",
        "real",
        "year",
        "month",
        "week",
        "day",
        "side",
        "follow",
        "up",
        "over",
        "out",
        "in",
        "on",
        "off",
        "by",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "decision",
        "policy",
        "tax",
        "law",
        "cost",
        "data",
        "quality",
        "risk",
        "rule",
        "state",
        "federal",
        "public",
        "private",
        "third",
        "first",
        "second",
        "fourth",
        "large",
        "small",
        "wide",
        "far",
        "near",
        "mid",
        "all",
        "end",
        "so",
        "vice",
        "under",
        "dash",
        "early",
        "late",
        "old",
        "new",
        "open",
        "closed",
        "cyber",
        "health",
        "care",
        "work",
        "life",
        "call",
        "hand",
        "land",
        "ground",
        "air",
        "sea",
        "war",
        "peace",
        "trade",
        "fact",
        "face",
        "whole",
        "half",
        "cease",
    ]
)
_HEADING_WORDS = 14


def body_of(opened: Opened):
    """The `Body` of a file; what `letter.read_letter` gives to those who read requests and deadlines."""
    return body_of_zones(zones_of(set_apart(rows_of(opened))))


def body_of_zones(zones):
    """The paragraphs of the letter and of what is enclosed with it."""
    words = _words(zones.body + zones.attachment)
    paragraphs = []
    for part, rows in (("body", zones.body), ("attachment", zones.attachment)):
        for group, mark, heading in _groups(rows, zones.page_begins):
            paragraphs.append(_paragraph(group, mark, part, heading, words))
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
        found = _mark(
            row, before, rows[at + 1] if at + 1 < len(rows) else None, broken, seen, width, bool(mark)
        )
        starts = before is None or found or _begins(row, before, broken, width, spaced, heading)
        starts = starts or _begins_table(rows, at)
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


def _room(before, row, width):
    """Whether the next word would have stood on the line before: then its writer ended the line on purpose."""
    word = row.tokens[0].text
    if before.placed:
        letters = max(len(before.text), 1)
        per_letter = (before.right - before.indent) / letters
        return before.right + (len(word) + 1) * per_letter < width - 0.012
    return len(before.text) + 1 + len(word) < width * 0.93


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
        return row.gap > apart and not broken and bool(_ENDS.search(last))
    complete = bool(_ENDS_SENTENCE.search(last))
    room = _room(before, row, width)
    if broken:
        return (complete and (room or not spaced or row.indent - before.indent < -0.015)) or (
            room and _much_room(before, width) and not _OPEN_END.search(last)
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
    if row.gap and (complete or _OPEN_END.search(last) or _much_room(before, width)):
        return True
    if row.gap and not text[:1].islower() and row.gap > 1:
        return True
    if row.indent > before.indent + 0.02 and complete:
        return True
    return room and (complete or (_much_room(before, width) and not _OPEN_END.search(last)))


def _begins_table(rows, at):
    """A head of columns over short cells, below a line that ends its sentence: nothing of the item above."""
    if not _ENDS.search(rows[at - 1].text) or _ENDS.search(rows[at].text) or len(rows) < at + 3:
        return False
    cells = rows[at + 1 : at + 3]
    return all(len(cell.text) < 25 and not re.search(r"[.,;:?]$", cell.text) for cell in cells)


def _much_room(before, width):
    if before.placed:
        return before.right < width - 0.3
    return len(before.text) < width * 0.55


def _is_heading(row, before, after, width):
    """A short line by itself that says no sentence: "Definitions", "Questions from Representative X (R–NY)"."""
    text = row.text
    words = text.split()
    if len(words) > _HEADING_WORDS or re.search(r"[.;,!?]$", text) or len(text) > 110:
        return False
    if before is not None and _OPEN_END.search(before.text):
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


# --- List marks --------------------------------------------------------------------------------------------


def _mark(row, before, after, broken, seen, width, in_list):
    """The list mark with which a row begins, or "". `seen` keeps the styles and values met so far."""
    text = row.text[:60]
    found = _MARK.match(text)
    possible = before is None or _may_begin_item(row, before, broken, width)
    if not found:
        wrong = _BULLET_READ_WRONGLY.match(text)
        if (
            wrong
            and possible
            and (
                (wrong["mark"] not in "oe0" and not wrong["mark"].isalpha())
                or (
                    wrong["mark"] in "oe0"
                    and before is not None
                    and (before.gap or row.gap or _ENDS.search(before.text) or _OPEN_END.search(before.text))
                )
            )
        ):
            return wrong["mark"]
        return ""
    mark = found["mark"]
    if mark in _BULLETS:
        if mark in "–—-" and not possible:
            return ""
        return mark if possible or mark in "•●○◦▪■‣" else ""
    if not possible:
        return ""
    values = _values(mark)
    if not values:
        return mark
    fresh = any(value == 1 for _, value in values)
    follows = any((style, value - 1) in seen or (style, value - 2) in seen for style, value in values)
    apart = row.gap > 0.3 or (row.placed and before is not None and row.indent > before.indent + 0.015)
    if not (fresh or follows or apart or in_list):
        return ""
    if any(style == "capital letter" for style, _ in values) and not (follows or fresh):
        return ""  # an initial: "J. Edgar Hoover"
    seen.update(values)
    return mark


def _may_begin_item(row, before, broken, width):
    last = before.text
    return bool(
        row.gap > 0.2 or _ENDS.search(last) or _OPEN_END.search(last) or broken or _room(before, row, width)
    )


def _values(mark):
    """What a mark counts, in each style that it could be of: "(i)" is the ninth letter or the first number."""
    core = re.sub(r"^[^\w]+|[^\w]+$", "", mark)
    core = core.split()[-1] if core else ""
    values = []
    if core.isdigit():
        values.append(("number", int(core)))
    elif re.fullmatch(r"[a-zA-Z]", core):
        values.append(("capital letter" if core.isupper() else "letter", ord(core.lower()) - 96))
    if re.fullmatch(_ROMAN, core):
        values.append(("capital roman" if core.isupper() else "roman", _roman(core.lower())))
    return values


def _roman(text):
    worth = {"i": 1, "v": 5, "x": 10, "l": 50}
    total = 0
    for letter, following in zip(text, text[1:] + " ", strict=True):
        value = worth[letter]
        total += -value if worth.get(following, 0) > value else value
    return total


# --- Words to text -----------------------------------------------------------------------------------------


def _paragraph(rows, mark, part, heading, words):
    tokens = [(row, token, at == len(row.tokens) - 1) for row in rows for at, token in enumerate(row.tokens)]
    tokens = tokens[len(mark.split()) :] if mark else tokens
    text, pieces = "", []
    glue = False
    for place, (row, token, last) in enumerate(tokens):
        said = _without_footnote_mark(token, row)
        if not said or (text and _SPECK.match(said) and _ENDS.search(text) and last):
            continue
        following = tokens[place + 1][1].text if place + 1 < len(tokens) else ""
        cut = _CUT.search(said) if last and following else None
        if cut and following[:1].islower():
            said = said[:-1] if not _keeps_hyphen(cut["first"], following, words) else said
        said = said.replace("\u00ad", "").replace("\ufffe", "-").replace("\x02", "-")
        if text and not glue:
            text += " "
        start = len(text)
        text += said
        pieces.append(Piece(start, len(text), row.page, token.line, token.index))
        glue = (bool(cut) and following[:1].islower()) or bool(
            last
            and re.search(r"\w[–—-]$|\w/$", said)
            and following[:1].isalnum()
            and not re.search(r"\s[–—-]$", said)
        )
    letters = sum(len(row.text) for row in rows)
    sure = sum(row.sure * len(row.text) for row in rows) / letters if letters else 1.0
    return Paragraph(
        text,
        mark,
        round(rows[0].indent, 4),
        rows[0].page,
        part,
        heading,
        tuple(pieces),
        round(sure, 3),
    )


def _keeps_hyphen(first, following, words):
    """Whether a word cut at a line's end is written with a hyphen ("side-by-side") and not merely cut."""
    second = re.match(r"[A-Za-z’'-]*", following).group().lower()
    first = first.lower()
    if f"{first}-{second}" in words:
        return True
    if first + second in words:
        return False
    return first in _COMPOUNDS or (first in words and second in words and len(first) > 3 and len(second) > 3)


def _without_footnote_mark(token, row):
    """A word without the raised number behind it: "coverage.1"."""
    said = token.text
    if token.box and re.fullmatch(r"\d{1,2}", said) and row.size and len(row.tokens) > 1:
        sizes = [t.box.bottom - t.box.top for t in row.tokens if t.box and len(t.text) > 2]
        height = token.box.bottom - token.box.top
        if sizes and height < 0.75 * median(sizes) and token is not row.tokens[0]:
            return ""
    said = _RAISED.sub("", said)
    said = _FOOTNOTE_AFTER_STOP.sub("", said)
    return _FOOTNOTE_MARK.sub(_keep_stop, said) if re.search(r"[a-z]{2}", said) else said


def _keep_stop(found):
    # "DS11" or "B1" is a name; a raised number follows a stop, a quote, or a word in small letters
    before = found.string[max(found.start() - 2, 0) : found.start()]
    if found.group(1) or re.fullmatch(r"[a-z]{2}", before):
        return found.group(1)
    return found.group()
