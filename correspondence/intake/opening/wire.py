"""Pages as plain JSON and back: between the processes, and wherever they are kept."""

from dataclasses import asdict

from correspondence.intake.pages import Box, Line, Opened, Page, Source, Word


def page_as_json(page):
    """A page as lists and dicts. A word is [text, confidence], with left, top, right, bottom if known."""
    lines = [
        {"text": line.text, "words": [_word_as_json(word) for word in line.words]} for line in page.lines
    ]
    return {
        "number": page.number,
        "source": str(page.source),
        "width": page.width,
        "height": page.height,
        "turned": page.turned,
        "straightened": page.straightened,
        "lines": lines,
    }


def page_from_json(data):
    """The page again. Raises KeyError, TypeError or ValueError where the data is none."""
    return Page(
        number=int(data["number"]),
        lines=tuple(
            Line(str(line["text"]), tuple(_word_from_json(word) for word in line["words"]))
            for line in data["lines"]
        ),
        source=Source(data["source"]),
        width=float(data["width"]),
        height=float(data["height"]),
        turned=int(data["turned"]),
        straightened=float(data["straightened"]),
    )


def opened_as_json(opened):
    """All that was read from a file."""
    return {
        "media_type": opened.media_type,
        "headers": opened.headers,
        "attachments": list(opened.attachments),
        "notes": list(opened.notes),
        "pages": [page_as_json(page) for page in opened.pages],
    }


def opened_from_json(data):
    """All that was read from a file, again. Raises as `page_from_json` does."""
    return Opened(
        media_type=str(data["media_type"]),
        pages=tuple(page_from_json(page) for page in data["pages"]),
        headers=dict(data["headers"]),
        attachments=tuple(map(str, data["attachments"])),
        notes=tuple(map(str, data["notes"])),
    )


def _word_as_json(word):
    place = asdict(word.box).values() if word.box else ()
    return [word.text, round(word.confidence, 3), *(round(share, 5) for share in place)]


def _word_from_json(data):
    text, confidence, *place = data
    return Word(str(text), Box(*map(float, place)) if place else None, float(confidence))
