"""What a list mark says, and what it may have said before a scanner misread it."""

import re
from dataclasses import dataclass

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_WORD = r"(?:(?P<word>questions?|requests?|items?|q|no)\b\.?\s*(?:no\.?|number|#)?\s*)?"
_SHAPE = re.compile(
    _WORD + r"(?P<open>[(\[{]?)\s*(?P<core>[0-9A-Za-z|!©¢@$°]{1,5}(?:\.\d{1,2}){0,3})\s*"
    r"(?P<close>[)\]}.:,;–—-]{0,2})",
    re.IGNORECASE,
)
_JOINED = re.compile(r"(?P<number>\d{1,2})[.(\s]{0,2}(?P<letter>[a-z])[).:]{1,2}")
_AT_THE_START = re.compile(
    r"(?:(?:questions?|requests?|items?|q)\.?\s*(?:no\.?|number"
    r"|#)?\s*\d{1,2}(?:\s*[(]?[a-z][)]?)?\s*[.:)–—-]?"
    r"|[(\[{]\s*[0-9A-Za-z|!©¢]{1,5}\s*[)\]}]"
    r"|\d{1,2}\([a-z]\)|\d{1,2}[a-z][.)]"
    r"|(?:\d{1,2}(?:\.\d{1,2}){1,3}\.?|[0-9lI|]{1,2}[.)]|[A-Za-z][.)]|[ivxIVX]{1,5}[.)])"
    r"|[•●▪■◦○·*¢©«»➢►✓–—-])(?=\s)",
    re.IGNORECASE,
)
# What a scanner makes of a round bullet, a ring, a dash and an arrow.
_BULLETS = {
    "•": "•·●▪■*«¢®+§e",
    "o": "o◦○°©O0¤",
    "-": "-–—~_",
    ">": ">»➢►✓",
    "=": "=",
}
_DIGITS = str.maketrans("lI|!iOoSsBZzGgq", "111110055822699")
_STROKES = str.maketrans(
    {"1": "i", "l": "i", "I": "i", "|": "i", "!": "i", "j": "i", "y": "v", "V": "v", "X": "x"}
)
_LETTERS = {
    "©": "c",
    "¢": "c",
    "@": "a",
    "$": "s",
    "1": "i",
    "l": "i",
    "0": "o",
    "8": "b",
    "6": "b",
    "5": "s",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One reading of a list mark: 3 is a digit in "3.", a letter in "(c)", a roman numeral in "iii."."""

    kind: str  # "digit", "letter", "LETTER", "roman", "ROMAN", "bullet", "part" (1.2), "joined" (2a)
    value: int
    label: str  # as it is shown, without stop or brackets
    wrap: str = ""  # ".", ")", "()", or a bullet's kind
    literal: bool = True  # read as it stands

    @property
    def is_first(self):
        """Whether a list begins with it."""
        return self.kind == "bullet" or self.value == 1


def readings_of(written):
    """What a mark may say, the likeliest first; nothing where it is no list mark."""
    written = written.strip()[:24]
    readings = []
    for kind, glyphs in _BULLETS.items():
        if written and written in glyphs:
            readings.append(Mark("bullet", 0, "", kind, written in "•·●▪■*◦○-–—>➢►o"))
    if joined := _JOINED.fullmatch(written):
        number, letter = int(joined["number"]), joined["letter"]
        readings.append(Mark("joined", ord(letter) - 96, f"{number}({letter})", "()"))
    if not (found := _SHAPE.fullmatch(written)):
        return tuple(readings)
    core, wrap = found["core"], _wrap(found)
    if not wrap and "." not in core:
        return tuple(readings)
    if "." in core:
        last = int(core.rsplit(".", 1)[1])
        return (*readings, Mark("part", last, core, wrap))
    seen = {}
    for mark in (*_literal(core, wrap), *_misread(core, wrap)):
        seen.setdefault((mark.kind, mark.value), mark)
    return (*readings, *seen.values())


def at_the_start(text):
    """The list mark that begins a text, and what follows it; ("", text) where there is none."""
    if found := _AT_THE_START.match(text[:40]):
        return found.group(), text[found.end() :].lstrip()
    return "", text


def _wrap(found):
    if found["open"]:
        return "()"
    if ")" in found["close"] or "]" in found["close"] or "}" in found["close"]:
        return ")"
    return "." if found["close"] or found["word"] else ""


def _literal(core, wrap):
    if core.isdecimal() and len(core) < 4 and int(core):
        yield Mark("digit", int(core), str(int(core)), wrap)
    if not core.isascii() or not core.isalpha():
        return
    lower = core.lower()
    if core in (lower, core.upper()) and (value := _roman(lower)) and value < 40:
        kind = "roman" if core == lower else "ROMAN"
        if len(core) > 1 or core in "iI":  # a lone v or x is a letter first
            yield Mark(kind, value, core, wrap)
    if len(core) == 1:
        yield Mark("letter" if core == lower else "LETTER", ord(lower) - 96, core, wrap)
        if _roman(lower):
            yield Mark("roman" if core == lower else "ROMAN", _roman(lower), core, wrap)
    elif len(core) == 2 and core[0] == core[1] and lower not in ("ii",):
        yield Mark("letter" if core == lower else "LETTER", ord(lower[0]) - 70, core, wrap)  # aa follows z


def _misread(core, wrap):
    digits = core.translate(_DIGITS)
    if digits.isdecimal() and len(digits) < 3 and int(digits):
        yield Mark("digit", int(digits), str(int(digits)), wrap, literal=False)
    strokes = core.translate(_STROKES).lower()
    if value := _roman(strokes):
        if value < 40:
            yield Mark("roman", value, strokes, wrap, literal=False)
            yield Mark("ROMAN", value, strokes.upper(), wrap, literal=False)
    if len(core) == 1:
        letter = _LETTERS.get(core, core).lower()
        if letter.isascii() and letter.isalpha():
            yield Mark("letter", ord(letter) - 96, letter, wrap, literal=False)
            yield Mark("LETTER", ord(letter) - 96, letter.upper(), wrap, literal=False)


def _roman(letters):
    """The value of a numeral that is rightly written; 0 for anything else."""
    if not letters or len(letters) > 5 or set(letters) - set(_ROMAN):
        return 0
    values = [_ROMAN[letter] for letter in letters]
    value = sum(-v if v < max(values[n + 1 :], default=0) else v for n, v in enumerate(values))
    return value if value and _written(value) == letters else 0


def _written(value):
    numeral = ""
    for letters, worth in (("c", 100), ("xc", 90), ("l", 50), ("xl", 40), ("x", 10), ("ix", 9), ("v", 5),
                           ("iv", 4), ("i", 1)):  # fmt: skip
        times, value = divmod(value, worth)
        numeral += letters * times
    return numeral
