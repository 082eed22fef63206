"""Plain text: in whichever of the usual encodings it is, line by line."""

from correspondence.intake.opening.faults import CannotOpen, Fault
from correspondence.intake.pages import Line, Page, Source, Word

MOST_CHARACTERS = 1_000_000  # some 300 pages
_MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def decoded(data):
    """The text that bytes stand for: UTF-8, UTF-16 with its mark, or else what Windows wrote."""
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return data.decode(encoding, errors="replace").removeprefix("\ufeff")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def pages_of_text(text):
    """Pages, one for each form feed, of lines as they were typed. Raises CannotOpen where it is too long."""
    if len(text) > MOST_CHARACTERS:
        raise CannotOpen(
            Fault.TOO_MANY_PAGES, "The text is longer than any letter: over a million characters."
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\f\n ")
    return tuple(
        Page(number, tuple(map(line_of, part.split("\n"))), Source.TEXT)
        for number, part in enumerate(text.split("\f"), 1)
    )


def line_of(text):
    """A line as it was typed, with its words."""
    text = "".join(one for one in text if one.isprintable() or one == "\t").rstrip()
    return Line(text, tuple(map(Word, text.split())))
