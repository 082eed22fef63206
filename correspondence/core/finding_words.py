"""Finding in a text what was taken out of it: across line breaks, bullets and other quotation marks."""

import re
from dataclasses import dataclass

_SAME = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'",
        "“": '"', "”": '"', "„": '"', "″": '"',
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-",
        "…": "...",
    }
)  # fmt: skip
_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_LIST_MARK = re.compile(
    r"[ \t]*(?:[-–—−*·•●▪■◦○‣∙⁃►➢➤❖✓\uf0b7\uf0a7]|o(?=\s)"
    r"|(?:(?:question|request|item)(?:\s+no\.?)?\s+|q\.?\s*)?"
    r"(?:\(\s*(?:\d{1,3}|[a-z]|[ivx]{2,6})\s*\)|(?:\d{1,3}(?:\([a-z]\)|[a-z])?|[a-z]|[ivx]{2,6})\s*[.):]))?"
    r"[ \t]*\Z",
    re.I,
)
_TRAILING = re.compile(r"[\s.,;:?!]*(?:\b(?:and|or)\b[\s.,;:]*)?\Z", re.I)
_MOST_PLACES = 40  # where one text is looked at; a longer search finds only what is no request
_LONGEST_MARK = 40
_SHORTEST = 12  # signs that a text must have to be found where it does not stand by itself


@dataclass(frozen=True, slots=True)
class Found:
    """Where a text stands: from its list mark, if it has one, to its last sign. `begins` is after the mark.

    It stands by itself where nothing else is on its first and last lines.
    """

    starts: int
    begins: int
    ends: int
    is_by_itself: bool


def find_all(body, texts):
    """Where each of these texts stands in a body, in their order where that can be; None where it does not.

    No two overlap. A text is looked for after the one before it, then anywhere that is free.
    """
    signs, places = _signs(body)
    cursor, taken, found = 0, [], []
    for text in texts:
        place = _find(body, signs, places, text, cursor, taken) or _find(body, signs, places, text, 0, taken)
        if place:
            first, last, spot = place
            taken.append((first, last))
            cursor = last
            found.append(spot)
        else:
            found.append(None)
    return found


def find_one(body, text):
    """Where one text stands last in a body, as (from, to); None where it does not."""
    signs, places = _signs(body)
    wanted = _signs(text)[0]
    at = signs.rfind(wanted) if wanted else -1
    return (places[at], places[at + len(wanted) - 1] + 1) if at >= 0 else None


def _signs(text):
    """The signs of a text that count, and the place of each: no spaces, one form of quotes and dashes."""
    signs, places = [], []
    for place, sign in enumerate(text):
        if sign.isspace() or sign in _UNSEEN:
            continue
        for plain in sign.translate(_SAME).casefold():
            signs.append(plain)
            places.append(place)
    return "".join(signs), places


def _find(body, signs, places, text, cursor, taken):
    """The first place that stands by itself, else the first at all: (first sign, last sign, Found)."""
    for wanted in dict.fromkeys((_signs(text)[0], _signs(_TRAILING.sub("", text))[0])):
        best, at, tried = None, signs.find(wanted, cursor) if wanted else -1, 0
        while at >= 0 and tried < _MOST_PLACES:
            tried += 1
            end = at + len(wanted)
            if not any(first < end and at < last for first, last in taken):
                spot = _spot(body, places[at], places[end - 1] + 1)
                if spot and spot.is_by_itself:
                    return at, end, spot
                if spot and best is None and len(wanted) >= _SHORTEST:
                    best = (at, end, spot)
            at = signs.find(wanted, at + 1)
        if best:
            return best
    return None


def _spot(body, begins, ends):
    """A Found, or None where it would begin or end within a word."""
    if begins and body[begins - 1].isalnum() and body[begins].isalnum():
        return None
    if ends < len(body) and body[ends].isalnum() and body[ends - 1].isalnum():
        return None
    line = body.rfind("\n", 0, begins) + 1
    end_of_line = _end_of_line(body, ends)
    mark = _LIST_MARK.match(body[line:begins]) if begins - line <= _LONGEST_MARK else None
    after = _TRAILING.match(body[ends:end_of_line]) if end_of_line - ends <= _LONGEST_MARK else None
    if after:
        ends += len(after.group().rstrip())
    starts = begins
    if mark:
        starts = line + len(mark.group()) - len(mark.group().lstrip())
    return Found(starts, begins, ends, bool(mark and after))


def _end_of_line(body, place):
    end = body.find("\n", place)
    return len(body) if end < 0 else end
