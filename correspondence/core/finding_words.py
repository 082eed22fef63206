"""Finding in a text what was taken out of it: across line breaks, bullets and other quotation marks."""

import re
from bisect import bisect_right
from dataclasses import dataclass

_SAME = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'",
        "“": '"', "”": '"', "„": '"', "″": '"',
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-",
        "…": "...",
    }
)  # fmt: skip
_SAME |= dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))  # these are not seen
_WORD = re.compile(r"\S+")
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


class Body:
    """A text in which others are looked for: its signs, without spaces, quotes and dashes in one form."""

    def __init__(self, text):
        self.text = text
        self._begins, self._words, signs, length = [], [], [], 0
        for word in _WORD.finditer(text):
            plain = _plain(word.group())
            self._begins.append(length)
            self._words.append(word)
            signs.append(plain)
            length += len(plain)
        self.signs = "".join(signs)

    def place(self, sign):
        """Where in the text a sign stands."""
        number = bisect_right(self._begins, sign) - 1
        word, into = self._words[number], sign - self._begins[number]
        for place, letter in enumerate(word.group(), start=word.start()):
            into -= len(_plain(letter))
            if into < 0:
                return place
        return word.end() - 1

    def find_all(self, texts):
        """Where each of these texts stands, in their order where that can be; None where it does not.

        No two overlap. A text is looked for after the one before it, then anywhere that is free.
        """
        cursor, taken, found = 0, [], []
        for text in texts:
            place = self._find(text, cursor, taken) or (cursor and self._find(text, 0, taken))
            if place:
                first, cursor, spot = place
                taken.append((first, cursor))
                found.append(spot)
            else:
                found.append(None)
        return found

    def find_last(self, text):
        """Where one text stands last, as (from, to); None where it does not."""
        wanted = _plain("".join(text.split()))
        at = self.signs.rfind(wanted) if wanted else -1
        return (self.place(at), self.place(at + len(wanted) - 1) + 1) if at >= 0 else None

    def _find(self, text, cursor, taken):
        """The first place that stands by itself, else the first at all: (first sign, last sign, Found)."""
        whole = "".join(text.split())
        for wanted in dict.fromkeys((_plain(whole), _plain("".join(_TRAILING.sub("", text).split())))):
            best, at, tried = None, self.signs.find(wanted, cursor) if wanted else -1, 0
            while at >= 0 and tried < _MOST_PLACES:
                tried += 1
                end = at + len(wanted)
                if not any(first < end and at < last for first, last in taken):
                    spot = _spot(self.text, self.place(at), self.place(end - 1) + 1)
                    if spot and spot.is_by_itself:
                        return at, end, spot
                    if spot and best is None and len(wanted) >= _SHORTEST:
                        best = (at, end, spot)
                at = self.signs.find(wanted, at + 1)
            if best:
                return best
        return None


def _plain(word):
    """The signs of a word that count, in one form."""
    return word.lower() if word.isascii() else word.translate(_SAME).casefold()


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
