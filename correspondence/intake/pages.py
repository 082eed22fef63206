"""What was read from a file: pages of lines of words, each with its place on the paper where it has one.

Plain values that go through JSON and back, known to both sides: what opens a file and what reads it.
Places are shares of the page's width and height (0 to 1) from its upper left corner, of the page as it is
shown: upright and straight. Confidence goes from 0 to 1; a text layer and pasted text have 1.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class Source(StrEnum):
    """Where a page's words come from."""

    LAYER = "layer"  # the file's own text
    OCR = "ocr"  # recognised in a picture
    TEXT = "text"  # pasted, typed, or a format without pages: its words have no place


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a page."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it stands, with its punctuation."""

    text: str
    box: Box | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Line:
    """Words that stand on one line, in one column, in reading order.

    `text` is what they say with the spaces between them; for a page of text, the line as it was typed,
    its indentation kept. A gap that is wide enough for a column ends a line where places are known.
    """

    text: str
    words: tuple[Word, ...] = ()

    @property
    def box(self):
        """The smallest place that holds its words; None where they have none."""
        boxes = [word.box for word in self.words if word.box]
        if not boxes:
            return None
        return Box(
            min(box.left for box in boxes),
            min(box.top for box in boxes),
            max(box.right for box in boxes),
            max(box.bottom for box in boxes),
        )

    @property
    def confidence(self):
        """That of its words, each counted by its letters; 1 for an empty line."""
        letters = sum(len(word.text) for word in self.words)
        return sum(word.confidence * len(word.text) for word in self.words) / letters if letters else 1.0


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its lines in the order in which the file gives them, which need not be the order to read in.

    `width` and `height` are in points as shown (0 for text). `turned` is by how many quarter turns
    clockwise, and `straightened` by how many degrees, the picture was put right before it was read.
    """

    number: int
    lines: tuple[Line, ...] = ()
    source: Source = Source.TEXT
    width: float = 0
    height: float = 0
    turned: int = 0
    straightened: float = 0

    @property
    def text(self):
        """All its lines, one below the other."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that was opened: its pages, and for a mail what its head says.

    `headers` has message_id, in_reply_to, references, from, to, cc, subject, date and auto_submitted, of
    those that the mail has. `attachments` names the files in it that were not read as the letter.
    """

    media_type: str
    pages: tuple[Page, ...]
    headers: dict = field(default_factory=dict)
    attachments: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()  # what a person should know: "Page 3 is blank."
