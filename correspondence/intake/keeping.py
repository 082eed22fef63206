"""Pages and proposals as JSON, and back again. Pure: the one way in which they are stored and handed over."""

from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import get_args, get_origin, get_type_hints

from correspondence.intake.pages import Box, Line, Page, Source, Word

_FINE = 5  # digits of a share of a page: a fifth of a point on the longest sheet, and half the room


def page_as_json(page):
    """A Page as short lists: a letter of 200 pages has a hundred thousand words."""
    return {
        "source": page.source.value,
        "size": [page.width, page.height],
        "turned": page.turned,
        "straightened": page.straightened,
        "lines": [[line.text, [_word_as_json(word) for word in line.words]] for line in page.lines],
    }


def page_from_json(data, number):
    """The Page that `page_as_json` wrote, as page `number`."""
    width, height = data["size"]
    return Page(
        number=number,
        lines=tuple(Line(text, tuple(_word(*word) for word in words)) for text, words in data["lines"]),
        source=Source(data["source"]),
        width=width,
        height=height,
        turned=data["turned"],
        straightened=data["straightened"],
    )


def _word_as_json(word):
    place = word.box and [
        round(side, _FINE) for side in (word.box.left, word.box.top, word.box.right, word.box.bottom)
    ]
    return [word.text, place, round(word.confidence, 3)]


def _word(text, place, confidence):
    return Word(text, Box(*place) if place else None, confidence)


def as_json(value):
    """A proposal, or any value made of dataclasses, as JSON."""
    if is_dataclass(value):
        return {field.name: as_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [as_json(one) for one in value]
    if isinstance(value, dict):
        return {key: as_json(one) for key, one in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    return value


def from_json(kind, data):
    """A value of this dataclass from what `as_json` wrote. What is not there has its default, what is not
    known is left out: a proposal of an earlier version can still be read."""
    hints = _hints(kind)
    return kind(**{name: _value(hints[name], one) for name, one in data.items() if name in hints})


@cache
def _hints(kind):
    known = get_type_hints(kind)
    return {field.name: known[field.name] for field in fields(kind)}


def _value(hint, data):
    if get_origin(hint) is UnionType:
        if data is None:
            return None
        hint = next(one for one in get_args(hint) if one is not NoneType)
    if get_origin(hint) is tuple:
        of, *others = get_args(hint)
        if others and others != [...]:
            return tuple(_value(one, item) for one, item in zip((of, *others), data, strict=True))
        return tuple(_value(of, one) for one in data)
    if is_dataclass(hint):
        return from_json(hint, data)
    if hint is date:
        return date.fromisoformat(data)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint(data)
    return data
