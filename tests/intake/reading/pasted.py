"""Letters as somebody would paste them, and what is read from them."""

from correspondence.intake.pages import Box, Line, Opened, Page, Source, Word
from correspondence.intake.reading.letter import read_letter


def opened(text):
    """The pages of a pasted text: one for each form feed."""
    return Opened(
        "text/plain",
        tuple(
            Page(number, tuple(Line(line, tuple(map(Word, line.split()))) for line in part.split("\n")))
            for number, part in enumerate(text.strip("\n").split("\f"), 1)
        ),
    )


def printed(*lines, page=1, source=Source.LAYER):
    """A page of lines at places: (left, top, text[, right]), in shares of the page; letters are 0.008
    wide."""
    return Page(page, tuple(_line(*line) for line in lines), source, 612, 792)


def _line(left, top, text, right=None, size=0.013, confidence=1.0):
    wide = ((right - left) / len(text)) if right else 0.008
    words, at = [], 0
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        words.append(Word(word, Box(left + start * wide, top, left + at * wide, top + size), confidence))
    return Line(text, tuple(words))


def read(text, directory=None, **more):
    """What is read from a pasted text."""
    return read_letter(opened(text), directory, **more)


def of_pages(*pages):
    """What is read from placed pages."""
    return read_letter(Opened("application/pdf", pages))


def names(people):
    """Their names, or the title of a post without one."""
    return [person.name.value or f"[{person.title.value}]" for person in people]
