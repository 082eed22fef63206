"""From words with their places to lines, and lines to an order in which a person would read them.

Lengths are counted in the height of the print (an em, or what comes near it), so that it does not matter
how large the page is. Words come in as fragments: runs that whoever read the page took for one line.
"""

import re
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from statistics import median

from correspondence.intake.pages import Box, Line, Word

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
COLUMN_GAP = 2.2  # a gap that is always one between columns
SHARED_GAP = 0.9  # one that is where the lines above or below have it in the same place
MARK_GAP = 5  # how far a list's number may stand from its text
LABEL_GAP = 7  # and a label such as "Subject:" from what it labels
_LABEL = re.compile(r"(?:[A-Z]{1,7}|[A-Za-z][a-z]{1,10}):")
_MARK = re.compile(
    r"[(\[]?(?:\d{1,3}|[A-Za-z]|[ivxlcIVXLC]{1,6})(?:[.)\]]{1,2}|(?:\([a-z0-9ivx]{1,4}\))+)|[•●▪■◦○‣⁃–—·*o§-]"
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A word with its place in units of any kind, y downwards; `em` is the height of its print."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    em: float
    confidence: float = 1.0

    def scaled(self, by, right=0.0, down=0.0):
        """The word on a page of another scale, so far to the right and down."""
        return replace(
            self,
            left=self.left * by + right,
            right=self.right * by + right,
            top=self.top * by + down,
            bottom=self.bottom * by + down,
            em=self.em * by,
        )

    def on(self, width, height):
        """The word with its place in shares of a page of this size."""
        place = (self.left / width, self.top / height, self.right / width, self.bottom / height)
        return Word(self.text, Box(*(min(1.0, max(0.0, share)) for share in place)), self.confidence)


class Run:
    """Words side by side on one line of one column."""

    def __init__(self, words):
        self.words = words

    @cached_property
    def left(self):
        return min(word.left for word in self.words)

    @cached_property
    def right(self):
        return max(word.right for word in self.words)

    @cached_property
    def top(self):
        return min(word.top for word in self.words)

    @cached_property
    def bottom(self):
        return max(word.bottom for word in self.words)

    @cached_property
    def em(self):
        return max(1e-6, median(word.em for word in self.words))

    @cached_property
    def middle(self):
        return (self.top + self.bottom) / 2

    @property
    def text(self):
        return " ".join(word.text for word in self.words)


def lines_of(fragments, width, height):
    """The lines of a page of this size in reading order, from fragments: lists of `Placed` on one line."""
    fragments = [Run(words) for words in map(_without_doubles, fragments) if words]
    rows = [_joined(row) for row in _rows(fragments)]
    runs = [run for row in _split_at_shared_gaps(rows) for run in row]
    return tuple(
        Line(run.text, tuple(word.on(width, height) for word in run.words)) for run in _in_reading_order(runs)
    )


def _without_doubles(words):
    """The words in order from the left, those left out that are printed twice in one place to look bold."""
    kept = []
    for word in sorted(words, key=lambda word: word.left):
        before = kept[-1] if kept else None
        if before and before.text == word.text and abs(before.left - word.left) < 0.15 * word.em:
            continue
        kept.append(word)
    return kept


def _rows(runs):
    """Runs that stand beside each other, top row first; each from left to right."""
    rows = []
    for run in sorted(runs, key=lambda run: run.middle):
        for row in reversed(rows[-6:]):
            beside = min(row, key=lambda other: max(other.left - run.right, run.left - other.right, 0))
            if _stand_beside(run, beside):
                row.append(run)
                break
        else:
            rows.append([run])
    return [sorted(row, key=lambda run: run.left) for row in rows]


def _stand_beside(one, other):
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    smaller = min(one.bottom - one.top, other.bottom - other.top)
    across = min(one.right, other.right) - max(one.left, other.left)
    return shared > 0.5 * smaller and across < 0.5 * min(one.right - one.left, other.right - other.left)


def _joined(row):
    """A row's words as runs, split only at gaps that are surely between columns."""
    words = [word for run in row for word in run.words]
    words = _with_raised_figures(sorted(words, key=lambda word: word.left))
    runs, begun = [], [words[0]]
    for word in words[1:]:
        if word.left - max(before.right for before in begun[-2:]) > _widest_gap(begun, word):
            runs.append(Run(begun))
            begun = []
        begun.append(word)
    return [*runs, Run(begun)]


def _with_raised_figures(words):
    """The words of a row, small figures that stand by themselves above the line (footnote marks) as such."""
    found = []
    for place, word in enumerate(words):
        beside = words[place + 1] if place + 1 < len(words) else words[place - 1]
        is_small = word.text.isdecimal() and word.em < 0.8 * beside.em
        if (
            is_small
            and (beside.bottom - 0.22 * beside.em) - (word.bottom - 0.22 * word.em) > 0.15 * beside.em
        ):
            word = replace(word, text=word.text.translate(RAISED))
        found.append(word)
    return found


def _widest_gap(begun, word):
    """How far the next word may stand from those that have begun a run and still belong to it."""
    before = begun[-1]
    em = max(word.em, before.em)
    if len(begun) == 1 and _MARK.fullmatch(begun[0].text):
        return MARK_GAP * em
    if len(begun) <= 2 and _LABEL.fullmatch(before.text):
        return LABEL_GAP * em
    if abs(before.em - word.em) > 0.25 * em:  # print of another size: what stands in the margin
        return SHARED_GAP * em
    return COLUMN_GAP * em


def _split_at_shared_gaps(rows):
    """The rows, runs split as well where a smaller gap stands in the same place on lines close by."""
    gaps = [[gap for run in row for gap in _gaps(run)] for row in rows]
    for number, row in enumerate(rows):
        near = [
            gap
            for other in (*gaps[max(0, number - 3) : number], *gaps[number + 1 : number + 4])
            for gap in other
        ]
        starts = [
            run.left
            for other in (*rows[max(0, number - 3) : number], *rows[number + 1 : number + 4])
            for run in other[1:]
        ]
        yield [piece for run in row for piece in _pieces(run, near, starts)]


def _gaps(run):
    """The wide gaps between a run's words: where each begins and ends."""
    found = []
    for place, (before, after) in enumerate(pairwise(run.words), 1):
        marked = place == 1 and _MARK.fullmatch(before.text)
        if not marked and after.left - before.right > SHARED_GAP * max(before.em, after.em):
            found.append((before.right, after.left))
    return found


def _pieces(run, near, starts):
    begun = [run.words[0]]
    for before, after in pairwise(run.words):
        gap, em = (before.right, after.left), max(before.em, after.em)
        if gap[1] - gap[0] > SHARED_GAP * em and not (len(begun) == 1 and _MARK.fullmatch(before.text)):
            alike = sum(abs(other[1] - gap[1]) < 0.4 * em for other in near)
            alike += sum(abs(start - gap[1]) < 0.4 * em for start in starts)
            if alike >= 2:
                yield Run(begun)
                begun = []
        begun.append(after)
    yield Run(begun)


def _in_reading_order(runs):
    """Runs in the order of reading: down each column of what stands in columns, else from the top down."""
    ordered = []
    for band in _bands(runs):
        gutter = _gutter(band) if len(band) > 1 else None
        if gutter is None:
            ordered += [run for row in _rows(band) for run in row]
        else:
            ordered += _in_reading_order([run for run in band if run.right <= gutter])
            ordered += _in_reading_order([run for run in band if run.left >= gutter])
    return ordered


def _bands(runs):
    """Runs in bands from the top down: each is one run that has nothing beside it, or a zone of columns."""
    bands, bottom = [], None
    for run in sorted(runs, key=lambda run: run.top):
        if bottom is None or run.top > bottom - 0.35 * run.em:
            bands.append([])
            bottom = run.bottom
        bands[-1].append(run)
        bottom = max(bottom, run.bottom)
    zones, place = [], 0
    while place < len(bands):
        zone, end = bands[place], place + 1
        if len(zone) > 1:
            zone, end = _zone(bands, place)
        zones.append(zone)
        place = end
    return zones


def _zone(bands, place):
    """The band at a place with those below it that go on in the same columns, and the place after them.

    Where the columns stand on the same lines (signatures, addressees side by side), white across all of them
    ends the zone, so that each is read with what belongs to it. A column that runs down the margin with lines
    of its own goes on over such white.
    """
    together, close = list(bands[place]), place + 1
    reach = []  # (place after the zone, what it would hold)
    is_close = True
    for after, band in enumerate(bands[place + 1 :], place + 1):
        em = median(run.em for run in (*together, *band))
        white = min(run.top for run in band) - max(run.bottom for run in together)
        gutter = _gutter([*together, *band])
        if white > 4 * em or gutter is None:
            break
        together = [*together, *band]
        is_close = is_close and white <= 0.7 * em
        if len(band) > 1 or is_close or _is_in_narrower_column(band[0], together, gutter):
            reach.append((after + 1, together))
            close = after + 1 if is_close else close
    for ends, held in reversed(reach):
        if ends <= close or _runs_down_the_margin(held, _gutter(held)):
            return held, ends
    return bands[place], place + 1


def _is_in_narrower_column(run, runs, gutter):
    left, right = min(one.left for one in runs), max(one.right for one in runs)
    return run.right <= gutter if gutter - left < right - gutter else run.left >= gutter


def _runs_down_the_margin(runs, gutter):
    """Whether one of two columns goes its own way, with lines of its own height, along an even edge."""
    narrow = [run for run in runs if _is_in_narrower_column(run, runs, gutter)]
    wide = [run for run in runs if not _is_in_narrower_column(run, runs, gutter)]
    if len(narrow) < 4 or not wide:
        return False
    em = median(run.em for run in narrow)
    edges = (
        [run.left for run in narrow],
        [run.right for run in narrow],
        [run.left + run.right for run in narrow],
    )
    even = max(sum(abs(edge - median(side)) < 0.6 * em for edge in side) for side in edges)
    if even < 0.85 * len(narrow):
        return False
    if em < 0.8 * median(run.em for run in wide):
        return True
    alike = sum(any(abs(run.middle - other.middle) < 0.25 * em for other in wide) for run in narrow)
    return alike < 0.7 * len(narrow)


def _gutter(runs):
    """Where, from the left, white goes all the way down between runs; None where it does not."""
    reach = None
    for run in sorted(runs, key=lambda run: run.left):
        if reach is not None and run.left - reach > 0.6 * run.em:
            return (reach + run.left) / 2
        reach = run.right if reach is None else max(reach, run.right)
    return None
