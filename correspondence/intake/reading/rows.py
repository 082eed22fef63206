"""The printed lines of a file in the order in which a person reads them.

A placed page (layer or OCR) is sorted by its places: what stands in a margin beside the text comes first,
then
line by line, columns from left to right. A page of text keeps its order. Pure.
"""

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from correspondence.intake.pages import Box, Source
from correspondence.intake.proposal import Span

MOST_ROWS = 20_000
MOST_LETTERS = 4_000  # of one printed line; a pasted paragraph is one line

_LONG = 0.45  # of the page's width: a line of running text, not of an address
_LABEL = re.compile(
    r"^(?:(?:re|in re|subject|subj|cc|c\.c\.|copy to|via)\s*[:.]?|"
    r"(?:from|to|sent|date|bcc|by|attn|attention)\s*:)$",
    re.I,
)
_TYPED_PART = re.compile(r"\S+(?: {1,3}\S+)*")
_HANGING = re.compile(r"^(?:[•●○◦▪■‣∙·*–—\-o¢«©e+]|\(?(?:\d{1,3}|[A-Za-z]|[ivxlIVXL]{1,5})[.)])$")


@dataclass(frozen=True, slots=True)
class Token:
    """A word and where it stands: the line of its page, and its place in the line."""

    text: str
    line: int
    index: int
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """Words printed on one line, in one column.

    `gap` is the empty space above in lines (0: the line above is the next one), `indent` as in
    `lines.Paragraph`, `right` where the line ends and `size` the height of its letters, both as shares of the
    page; 0 where places are not known. `starts_page` marks the first that is read on a page.
    """

    tokens: tuple[Token, ...]
    page: int
    gap: float = 0.0
    indent: float = 0.0
    right: float = 0.0
    top: float = 0.0
    size: float = 0.0
    sure: float = 1.0
    placed: bool = False
    starts_page: bool = False
    margin: bool = False

    @property
    def text(self):
        """What it says, words with one space between them."""
        return " ".join(token.text for token in self.tokens)

    @property
    def spans(self):
        """Where it stands, a Span for each line of the file that it takes words from."""
        return spans_of((self.page, token) for token in self.tokens)

    def cut(self, first, last=None):
        """The part from one word to before another."""
        tokens = self.tokens[first:last]
        if not self.placed or not tokens:
            return replace(self, tokens=tokens)
        boxes = [token.box for token in tokens if token.box]
        if not boxes:
            return replace(self, tokens=tokens)
        return replace(
            self, tokens=tokens, indent=min(b.left for b in boxes), right=max(b.right for b in boxes)
        )


def spans_of(places):
    """One Span for each line that these (page, token) stand on."""
    lines = {}
    for page, token in places:
        lines.setdefault((page, token.line), []).append(token.index)
    return tuple(Span(page, line, min(at), max(at)) for (page, line), at in lines.items())


def rows_of(opened):
    """All printed lines of the file in reading order, empty ones left out."""
    rows = []
    for page in opened.pages:
        placed = page.source is not Source.TEXT and any(line.box for line in page.lines)
        these = _placed(page) if placed else _typed(page)
        if these:
            these[0] = replace(these[0], starts_page=True)
        rows += these
        if len(rows) > MOST_ROWS:
            return rows[:MOST_ROWS]
    return rows


def _tokens(number, line):
    words = line.words
    if not words:
        return tuple(
            Token(text, number, index) for index, text in enumerate(line.text[:MOST_LETTERS].split())
        )
    return tuple(
        Token(word.text.strip(), number, index, word.box)
        for index, word in enumerate(words)
        if word.text.strip()
    )


def _typed(page):
    rows, empty, fed = [], 0, False
    for number, line in enumerate(page.lines):
        tokens = _tokens(number, line)
        fed = fed or "\f" in line.text
        if not tokens:
            empty += 1
            continue
        text = line.text.expandtabs(4)
        for place, part in enumerate(_typed_columns(text, tokens)):
            rows.append(
                Row(
                    part[1],
                    page.number,
                    gap=0 if place else empty,
                    indent=min(part[0] / 100, 0.9),
                    right=(part[0] + len(_said(part))) / 100,
                    sure=line.confidence,
                    starts_page=fed and not place,
                )
            )
        empty, fed = 0, False
    return rows


def _typed_columns(text, tokens):
    """(column, tokens) of each part of a typed line that wide space divides: names typed side by side."""
    parts, used = [], 0
    for found in _TYPED_PART.finditer(text[:MOST_LETTERS]):
        count = len(found.group().split())
        part = tokens[used : used + count]
        used += count
        if parts and (_HANGING.match(_said(parts[-1])) or _LABEL.match(_said(parts[-1]))):
            parts[-1] = (parts[-1][0], parts[-1][1] + part)
        elif part:
            parts.append((found.start(), part))
    if used < len(tokens) and parts:
        parts[-1] = (parts[-1][0], parts[-1][1] + tokens[used:])
    return parts or [(len(text) - len(text.lstrip()), tokens)]


def _said(part):
    return " ".join(token.text for token in part[1])


def _placed(page):
    pieces = []
    for number, line in enumerate(page.lines):
        tokens = _tokens(number, line)
        box = line.box
        if tokens and box:
            pieces.append(
                Row(
                    tokens,
                    page.number,
                    indent=box.left,
                    right=box.right,
                    top=box.top,
                    size=box.bottom - box.top,
                    sure=line.confidence,
                    placed=True,
                )
            )
    beside = _beside(pieces)
    text = _with_gaps(_in_rows([piece for piece in pieces if piece not in beside]))
    return [replace(row, margin=True) for row in _with_gaps(_in_rows(beside))] + text


def _beside(pieces):
    """What stands wholly left or right of the running text: committees and offices down the margin."""
    long = [piece for piece in pieces if piece.right - piece.indent > _LONG]
    if len(long) < 4:
        return []
    left = sorted(piece.indent for piece in long)[len(long) // 10] - 0.01
    right = sorted(piece.right for piece in long)[-1 - len(long) // 10] + 0.01
    first, last = min(p.top for p in long), max(p.top for p in long)
    beside = [p for p in pieces if (p.right < left or p.indent > right) and not _HANGING.match(p.text)]
    if len(beside) < 3 or not any(first <= piece.top <= last for piece in beside):
        return []
    return beside


def _in_rows(pieces):
    """Sorted from top to bottom and, on one line, from left to right; a hanging mark joins what it marks."""
    pieces = sorted(pieces, key=lambda piece: piece.top + piece.size / 2)
    lines = []
    for piece in pieces:
        middle = piece.top + piece.size / 2
        if lines:
            above = lines[-1][-1]
            if abs(middle - (above.top + above.size / 2)) < 0.45 * min(
                max(piece.size, 0.004), max(above.size, 0.004)
            ):
                lines[-1].append(piece)
                continue
        lines.append([piece])
    ordered = []
    for line in lines:
        line.sort(key=lambda piece: piece.indent)
        joined = []
        for piece in line:
            before = joined[-1] if joined else None
            if before and (
                _HANGING.match(before.text)
                or _LABEL.match(before.text)
                or piece.indent - before.right < 0.012
            ):
                joined[-1] = replace(
                    before,
                    tokens=before.tokens + piece.tokens,
                    right=piece.right,
                    size=max(before.size, piece.size),
                    sure=min(before.sure, piece.sure),
                )
            else:
                joined.append(piece)
        ordered.append(joined)
    return ordered


def _with_gaps(lines):
    """The pieces in order, each with the empty space above its line, counted in lines of this page."""
    steps = [
        below[0].top - above[0].top
        for above, below in pairwise(lines)
        if 0 < below[0].top - above[0].top < 0.05
    ]
    rows, above = [], None
    step = _usual(steps)
    for line in lines:
        gap = (line[0].top - above[0].top) / step - 1 if above and step else 0
        for place, piece in enumerate(line):
            rows.append(replace(piece, gap=max(round(gap, 2), 0) if place == 0 else 0))
        above = line
    return rows


def _usual(steps):
    """The step from line to line within a paragraph: the most common one, as the median of the lower half."""
    if not steps:
        return 0
    steps = sorted(steps)
    return median(steps[: max(len(steps) * 2 // 3, 1)])
