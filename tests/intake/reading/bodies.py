"""Bodies of letters written for these tests: a line is a paragraph.

"2. | text" is an item with its mark, "## text" a heading, "-----" begins what is enclosed. The spaces before
a line are its indentation, in hundredths of the page's width; a body that has none says nothing of it.
"""

from correspondence.intake.reading.lines import Body, Paragraph, Piece


def body_of(text, *, sure=1.0):
    """The body that a text stands for."""
    paragraphs, part = [], "body"
    lines = [line for line in text.split("\n") if line.strip()]
    is_set_in = any(line.startswith(" ") for line in lines)
    for number, line in enumerate(lines):
        if line.strip() == "-----":
            part = "attachment"
            continue
        indent = (len(line) - len(line.lstrip()) + 10) / 100 if is_set_in else 0.0
        words, heading = " ".join(line.split()), line.strip().startswith("## ")
        mark, bar, rest = words.partition(" | ")
        words, mark = (rest, mark) if bar else (words.removeprefix("## "), "")
        paragraphs.append(
            Paragraph(words, mark, indent, 1, part, heading, tuple(_pieces(words, number)), sure)
        )
    return Body(tuple(paragraphs))


def _pieces(words, line):
    at = 0
    for place, word in enumerate(words.split()):
        at = words.index(word, at)
        yield Piece(at, at + len(word), 1, line, place)
        at += len(word)
