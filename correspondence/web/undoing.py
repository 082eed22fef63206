"""The way back of what was just done, which travels with its message: "Undo" posts another act."""

import json
from dataclasses import dataclass

from django.contrib.messages import get_messages

_SIGN = "undo "
_LOOKS = {
    "success": ("tone-settled", "settled"),
    "warning": ("tone-soon", "soon"),
    "error": ("tone-late", "late"),
}


@dataclass(frozen=True, slots=True)
class Undo:
    """Where "Undo" posts to, what it sends, and where it goes then."""

    url: str
    values: list
    back: str


@dataclass(frozen=True, slots=True)
class Told:
    """A message as a page shows it."""

    words: str
    look: str
    glyph: str
    undo: Undo | None


def packed(url, values, back):
    """The tags of a message whose act can be undone."""
    pairs = [
        [name, str(value)]
        for name, given in values.items()
        for value in (given if isinstance(given, list | tuple) else [given])
    ]
    return _SIGN + json.dumps({"url": url, "values": pairs, "back": back})


def told(request):
    """The messages that wait for this person, each with its way back."""
    return [_told(message) for message in get_messages(request)]


def _told(message):
    look, glyph = _LOOKS.get(message.level_tag, ("", ""))
    tags, undo = message.extra_tags or "", None
    if tags.startswith(_SIGN):
        undo = Undo(**json.loads(tags.removeprefix(_SIGN)))
    words = str(message)
    return Told(words[:1].upper() + words[1:], look, glyph, undo)
