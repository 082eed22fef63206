"""The paragraphs of a letter as prose, headings and lists, each list a tree of items.

A list mark is read in more than one way ("(11)" may be a misread "(ii)", "i" a letter or a numeral); what
stands before it decides. A paragraph without a mark belongs to the item above where the list goes on after
it, where it is set in as deep as the item's words, or where it finishes a sentence that the item left open.
"""

import re
from dataclasses import dataclass, field

from correspondence.intake.reading.asking import Act, act_of, is_lead_in, is_polite
from correspondence.intake.reading.marks import Mark, readings_of
from correspondence.intake.reading.requests.inline import marked_of
from correspondence.intake.reading.sentences import sentences_of

CLOSE = 0.012  # as near as two indents of one depth stand, in shares of the page's width
_FAR = 12  # so many paragraphs are looked at for the next mark
_GAP = 12  # so far a list may skip: a follow-up repeats items 2, 4 and 5
_ENDS = re.compile(r"[.?!:;][”’\"')\]]{0,3}$|[,;] (?:and|or|and/or)$")


@dataclass(slots=True)
class Stretch:
    """Words of one paragraph of the body, from `start` to before `end` of its text."""

    paragraph: object
    start: int = 0
    end: int | None = None

    @property
    def text(self):
        return self.paragraph.text[self.start : self.end].strip()

    @property
    def spans(self):
        return self.paragraph.spans(self.start, self.end)


@dataclass(slots=True, eq=False)
class Item:
    """An item of a list with the items under it."""

    mark: Mark
    stretches: list
    indent: float = 0.0
    parent: "Item | None" = None
    children: list = field(default_factory=list)
    before: list = field(default_factory=list)  # the items above it in its list

    @property
    def text(self):
        return " ".join(stretch.text for stretch in self.stretches if stretch.text)

    @property
    def own_text(self):
        """What it says before its sub-items."""
        return self.stretches[0].text

    @property
    def number(self):
        """Its number with its parents': 2(b)(i)."""
        above = self.parent.number if self.parent else ""
        if not above or self.mark.kind in ("bullet", "part", "joined"):
            return self.mark.label
        return f"{above}({self.mark.label})"


@dataclass(slots=True)
class Listing:
    """Items that follow each other without other words between them."""

    items: list
    goes_on: bool = False  # with the numbers of the list above, after words between


@dataclass(slots=True)
class Prose:
    """A paragraph that is in no list."""

    stretch: Stretch


@dataclass(slots=True)
class Heading:
    """A line that stands over what follows."""

    text: str


def blocks_of(paragraphs):
    """The body in order, as `Prose`, `Heading` and `Listing`."""
    return _Builder(tuple(marked_of(paragraphs))).build()


class _Builder:
    def __init__(self, marked):
        self.marked = marked
        self.blocks = []
        self.stack = []  # the open items, outermost first
        self.prose_indents = []
        self.gap = False  # words stood between the list above and here

    def build(self):
        for place, (paragraph, written, start, end) in enumerate(self.marked):
            if written and self._is_numbered_heading(place):
                self.blocks.append(Heading(paragraph.text[start:].strip()))
                self.stack, self.gap = [], False
                continue
            item = self._placed(paragraph, written, start, end) if written else None
            if item is None:
                self._unmarked(place, paragraph)
        return self.blocks

    def _is_numbered_heading(self, place):
        """Whether a marked paragraph is the head of a part: prose, or a list that goes on, is below it."""
        if not self._could_be_heading(place):
            return False
        below = self.marked[place + 1][0].text.strip()
        if not self.marked[place + 1][1]:
            return below[:1].isupper() and len(below.split()) > 6
        kind = {mark.kind for mark in readings_of(self.marked[place][1]) if mark.literal}
        return any(
            self._goes_on_below(other)
            for other in range(len(self.marked) - 1)
            if self._could_be_heading(other)
            and kind & {m.kind for m in readings_of(self.marked[other][1]) if m.literal}
        )

    def _could_be_heading(self, place):
        paragraph, written, start, _ = self.marked[place]
        words = paragraph.text[start:].strip()
        if not written or written[-1] not in ".):" or not words or place + 1 >= len(self.marked):
            return False
        return (
            len(words) <= 80 and words[0].isupper() and words[-1] not in ".?!:;," and len(words.split()) <= 8
        )

    def _goes_on_below(self, place):
        """Whether the numbers of a list go on below a head: 2 above it, 3 below it."""
        below = {m.value for m in readings_of(self.marked[place + 1][1]) if m.kind == "digit" and m.literal}
        for _, written, _, _ in reversed(self.marked[max(0, place - 40) : place]):
            above = (
                {m.value for m in readings_of(written) if m.kind == "digit" and m.literal} if written else ()
            )
            if above:
                return any(value + 1 in below for value in above)
        return False

    def _placed(self, paragraph, written, start, end):
        """The item that a marked paragraph begins, put where it belongs; None where the mark is none."""
        found = self._best(paragraph, readings_of(written), certain=bool(paragraph.mark))
        if found is None:
            return None
        depth, mark, goes_on = found
        item = Item(mark, [Stretch(paragraph, start, end)], paragraph.indent)
        above = self.stack[:depth]
        if above:
            item.parent = above[-1]
            above[-1].children.append(item)
        elif goes_on and not self.gap:
            self.blocks[-1].items.append(item)
        else:
            self.blocks.append(Listing([item], goes_on=goes_on))
        self.stack = [*above, item]
        self.gap = False
        return item

    def _best(self, paragraph, readings, *, certain):
        """Depth, reading, and whether a list goes on; None where the mark is likelier a part of the text."""
        options = []
        for place, mark in enumerate(readings):
            sure = (2 if mark.literal else 0) - 0.1 * place
            for depth, item in enumerate(self.stack):
                if (score := self._as_next(item, mark, paragraph)) is not None:
                    options.append((score + sure + 0.1 * depth, depth, mark, True))
            if mark.is_first and self.stack and not self.gap:
                if (score := self._as_child(mark, paragraph)) is not None:
                    options.append((score + sure, len(self.stack), mark, False))
            if (mark.literal and certain) or (mark.is_first and (certain or self._after_a_colon())):
                options.append(((4 if mark.is_first else 0) + sure, 0, mark, False))
        return max(options, key=lambda option: option[0])[1:] if options else None

    def _after_a_colon(self):
        above = self.blocks[-1] if self.blocks else None
        return isinstance(above, Heading) or (isinstance(above, Prose) and above.stretch.text.endswith(":"))

    def _as_next(self, item, mark, paragraph):
        """How well a mark goes on with the list in which an open item stands."""
        last = item.mark
        if last.kind != mark.kind:
            return None
        near = self._nearness(item, paragraph)
        if mark.kind == "bullet":
            if last.wrap != mark.wrap:
                return None
            return 8 + near
        if mark.kind == "part" and last.label.rpartition(".")[0] != mark.label.rpartition(".")[0]:
            return None
        step = mark.value - last.value
        if step == 1:
            return 10 + near + (3 if last.wrap == mark.wrap else 0)
        if 1 < step <= _GAP and mark.literal and last.wrap == mark.wrap:
            return 4 + near
        return None

    def _as_child(self, mark, paragraph):
        """How well a mark begins a list under the innermost open item."""
        inner = self.stack[-1]
        opens = inner.text.endswith(":")
        deeper = self._deeper(inner, paragraph)
        if mark.kind != "bullet" and any(
            (i.mark.kind, i.mark.wrap) == (mark.kind, mark.wrap) for i in self.stack
        ):
            return None  # the numbers begin anew: another list
        if mark.kind == "bullet" and any(
            i.mark.kind == "bullet" and i.mark.wrap == mark.wrap for i in self.stack
        ):
            return 9 if deeper else None
        if mark.kind == "bullet" and inner.mark.kind == "bullet" and not opens and not deeper:
            return None
        if deeper is False and not opens:
            return None if inner.mark.kind == mark.kind else 4
        return 6 + (4 if opens else 0) + (4 if deeper else 0)

    def _nearness(self, item, paragraph):
        if not item.indent or not paragraph.indent:
            return 0
        return 2 if abs(item.indent - paragraph.indent) <= CLOSE else -2

    def _deeper(self, item, paragraph):
        """Whether a paragraph is set in further than an item; None where that is not known."""
        if not item.indent or not paragraph.indent:
            return None
        return paragraph.indent > item.indent + CLOSE

    def _unmarked(self, place, paragraph):
        if not paragraph.text.strip():
            return
        if paragraph.heading or _looks_like_heading(paragraph):
            self.blocks.append(Heading(paragraph.text.strip()))
            self.gap = True
            return
        if self.stack and not self.gap and self._belongs(place, paragraph):
            self.stack[-1].stretches.append(Stretch(paragraph))
            return
        if not self.stack:
            self.prose_indents.append(paragraph.indent)
        self.blocks.append(Prose(Stretch(paragraph)))
        self.gap = True
        if self.stack and self._next_of_stack(place) is None:
            self.stack = []

    def _belongs(self, place, paragraph):
        """Whether a paragraph without a mark is more of the item above it."""
        item, text = self.stack[-1], paragraph.text.strip()
        if not _ENDS.search(item.text) and (text[0].islower() or not text[0].isalnum()):
            return True
        first = sentences_of(text)[0].text
        if is_polite(first):
            return False
        if item.indent > CLOSE and paragraph.indent < item.indent - CLOSE:
            return False  # it stands further out than the list
        if self._next_of_stack(place) is not None:
            return not self._leads_on(place, item)
        if not item.indent or not paragraph.indent or not _ENDS.search(text):
            return False
        as_prose = any(abs(paragraph.indent - indent) <= CLOSE for indent in self.prose_indents)
        return paragraph.indent > item.indent + CLOSE and not as_prose

    def _leads_on(self, place, item):
        """Whether the last paragraph before the next mark leads in to what goes on with the list."""
        last = place
        while last + 1 < len(self.marked) and not self.marked[last + 1][1]:
            last += 1
        paragraph = self.marked[last][0]
        text = paragraph.text.strip()
        asks = text.endswith(":") and act_of(sentences_of(text)[-1].text) > Act.TELLS
        return asks and is_lead_in(text) and self._deeper(item, paragraph) is not True

    def _next_of_stack(self, place):
        """The next mark, where it goes on with one of the open lists."""
        for paragraph, written, _, _ in self.marked[place + 1 : place + 1 + _FAR]:
            if written:
                for mark in readings_of(written):
                    for item in self.stack:
                        if mark.kind == item.mark.kind and (
                            mark.value == item.mark.value + 1
                            if mark.kind != "bullet"
                            else mark.wrap == item.mark.wrap and self._same_bullets(item, paragraph)
                        ):
                            return mark
                return None
            if paragraph.heading:
                return None
        return None

    @staticmethod
    def _same_bullets(item, paragraph):
        return bool(item.indent and paragraph.indent) and abs(item.indent - paragraph.indent) <= CLOSE


def _looks_like_heading(paragraph):
    """A few words in capitals, or with capitals, that no stop ends."""
    text = paragraph.text.strip()
    words = text.split()
    if len(words) > 9 or text[-1] in ".?!:;," or not text[0].isupper() or paragraph.mark:
        return False
    return all(word[0].isupper() or not word[0].isalpha() or len(word) < 5 for word in words)
