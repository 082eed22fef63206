"""The lines of a letter in the order in which they are read, and the paragraphs that they make.

`rows.rows_of(opened)` gives the printed lines, from which running heads, page numbers, feet and
footnotes are set apart (`furniture.set_apart`). `zones.zones_of` says which line is what,
`paragraphs.body_of(opened)` gives a `Body`, which `requests.read_requests(body, letter_date)` and
`deadline.read_deadline(body, letter_date)` read:

    Body.paragraphs        tuple of Paragraph, in reading order: the letter's own (part "body"), then those
                           of what is enclosed (part "attachment": questions for the record, instructions, …)

    Paragraph.text         the words of the paragraph, joined by single spaces; a word cut at a line's end is
                           whole, running heads that fall inside are out, footnote marks are off, and so is
                           the list mark
    Paragraph.mark         the list mark as written: "1.", "(a)", "A.", "iv)", "•", "-", "o", or "" for none
    Paragraph.indent       where its first line (its mark, if it has one) begins, as a share of the page's
                           width from the left edge of the paper; pasted text: columns of 1/100; 0 where it is
                           not known
    Paragraph.page         number of the page on which it begins
    Paragraph.part         "body" or "attachment"
    Paragraph.heading      whether it stands as a heading ("Definitions", "Questions from Rep. X (R–NY)")
    Paragraph.spans(a, b)  the Spans of text[a:b], one for each line that it touches (all without arguments)
    Paragraph.sure         0 to 1: how well its words were recognised

The mark is cut off only from what begins a list item; "2023. The" at the start of a printed line is text.
Pure: no directory, no clock. Nothing here looks further than 200 pages or 20,000 lines.
"""

from dataclasses import dataclass

from correspondence.intake.proposal import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a paragraph's text, from `start` to before `end`, and the word on paper that says so."""

    start: int
    end: int
    page: int
    line: int
    word: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or an item of a list."""

    text: str
    mark: str = ""
    indent: float = 0.0
    page: int = 1
    part: str = "body"
    heading: bool = False
    pieces: tuple[Piece, ...] = ()
    sure: float = 1.0

    def spans(self, start=0, end=None):
        """Where the characters from `start` to before `end` stand, a Span for each line."""
        end = len(self.text) if end is None else end
        places = {}
        for piece in self.pieces:
            if piece.start < end and piece.end > start:
                places.setdefault((piece.page, piece.line), []).append(piece.word)
        return tuple(Span(page, line, min(words), max(words)) for (page, line), words in places.items())


@dataclass(frozen=True, slots=True)
class Body:
    """What the letter says between salutation and closing, and then what is enclosed with it."""

    paragraphs: tuple[Paragraph, ...] = ()

    @property
    def text(self):
        """The letter's own paragraphs, list marks and all, with an empty line between them."""
        own = (p for p in self.paragraphs if p.part == "body")
        return "\n\n".join(f"{p.mark} {p.text}".strip() for p in own)
