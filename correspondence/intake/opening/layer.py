"""The text layer of a PDF's page: its words with their places, and whether it is to be believed."""

import math
import re
import unicodedata
from collections import Counter
from ctypes import byref, c_double, c_int
from itertools import groupby, pairwise

import pypdfium2.raw as pdfium_c

from correspondence.intake.opening.layout import RAISED, Placed

MOST_CHARACTERS = 100_000  # on one page; what is beyond is no letter
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_HYPHENS = {"\x02": "-", "\xad": "-", "\ufffe": "-"}
_NO_CHARACTER = re.compile(r"\(cid:\d+\)")
_COMMON = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "a",
        "for",
        "that",
        "is",
        "on",
        "with",
        "as",
        "by",
        "be",
        "your",
        "you",
        "we",
        "our",
        "i",
        "this",
        "are",
        "or",
        "from",
        "have",
        "at",
        "it",
        "not",
        "any",
        "all",
        "which",
        "please",
        "has",
        "was",
        "will",
        "its",
        "an",
        "their",
        "these",
        "if",
        "he",
        "she",
        "they",
        "no",
        "what",
        "how",
        "when",
        "who",
        "whether",
        "each",
    ]
)


class Character:
    """A character with its box in points from the upper left corner of the page as shown."""

    __slots__ = ("angle", "base", "bottom", "em", "left", "right", "text", "top")

    def __init__(self, text, place, base, em, angle):
        self.text = text
        self.left, self.top, self.right, self.bottom = place
        self.base = base  # where its baseline is, from the top
        self.em = em
        self.angle = angle


def fragments_of(page, quarter_turns=None):
    """What a page's text layer says: lists of `Placed` words, each list on one line, and the quarter turns
    clockwise by which the page must be turned so that most of its print is upright.
    """
    with _text_page(page) as text_page:
        characters = list(_characters(page, text_page))
    if quarter_turns is None:
        quarter_turns = _quarter_turns(characters)
    width, height = page.get_size()
    lines = []
    for is_break, line in groupby(characters, key=lambda one: one is None):
        if not is_break:
            lines += _fragments([_turned(one, quarter_turns, width, height) for one in line])
    return lines, quarter_turns


class _text_page:  # noqa: N801 - used as a word in `with`
    """A page's text, closed when it was read."""

    def __init__(self, page):
        self.text_page = page.get_textpage()

    def __enter__(self):
        return self.text_page

    def __exit__(self, *fault):
        self.text_page.close()


def _characters(page, text_page):
    """The page's characters in the order of the file, and None where PDFium breaks a line."""
    shown = to_shown(page)
    raw = text_page.raw
    left, right, bottom, top = (c_double() for _ in range(4))
    x, y = c_double(), c_double()
    for index in range(min(text_page.count_chars(), MOST_CHARACTERS)):
        code = pdfium_c.FPDFText_GetUnicode(raw, index)
        if code in (10, 13):
            yield None
            continue
        text = chr(code) if code < 0xD800 or 0xE000 <= code < 0x110000 else "\ufffd"
        pdfium_c.FPDFText_GetCharBox(raw, index, byref(left), byref(right), byref(bottom), byref(top))
        pdfium_c.FPDFText_GetCharOrigin(raw, index, byref(x), byref(y))
        one, other = shown(left.value, bottom.value), shown(right.value, top.value)
        place = (min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1]))
        em = _size(raw, index) or max(place[3] - place[1], 1)
        yield Character(text, place, shown(x.value, y.value), em, _angle(raw, index, page))


def _size(raw, index):
    """The size of a character's font on paper, in points: what the file names, times how it is scaled."""
    matrix = pdfium_c.FS_MATRIX()
    size = pdfium_c.FPDFText_GetFontSize(raw, index)
    if pdfium_c.FPDFText_GetMatrix(raw, index, byref(matrix)):
        size *= math.hypot(matrix.c, matrix.d)
    return size if 0.5 < size < 500 else 0


def _angle(raw, index, page):
    """By how many quarter turns clockwise a character is turned on the page as shown."""
    angle = pdfium_c.FPDFText_GetCharAngle(raw, index)  # radians, counter-clockwise; -1: not known
    if angle < 0:
        return 0
    return (page.get_rotation() // 90 - round(angle / (math.pi / 2))) % 4


def to_shown(page):
    """A function from a place in the file's own units to points from the upper left of the page as shown."""
    width, height = page.get_size()
    scale = 1_000_000
    x, y = c_int(), c_int()

    def at(right, up):
        pdfium_c.FPDF_PageToDevice(page.raw, 0, 0, scale, scale, 0, right, up, byref(x), byref(y))
        return x.value / scale * width, y.value / scale * height

    (x0, y0), (x1, y1), (x2, y2) = at(0, 0), at(100, 0), at(0, 100)
    across_x, across_y = (x1 - x0) / 100, (y1 - y0) / 100
    up_x, up_y = (x2 - x0) / 100, (y2 - y0) / 100
    return lambda right, up: (x0 + right * across_x + up * up_x, y0 + right * across_y + up * up_y)


def _quarter_turns(characters):
    """How to turn the page so that most of its letters stand upright."""
    angles = Counter(one.angle for one in characters if one is not None and one.text.isalnum())
    return -angles.most_common(1)[0][0] % 4 if angles else 0


def _turned(one, turns, width, height):
    """A character where it is once the page of this size was turned clockwise."""
    for turn in range(turns):
        tall = height if turn % 2 == 0 else width
        x, y = one.base
        place = (tall - one.bottom, one.left, tall - one.top, one.right)
        one = Character(one.text, place, (tall - y, x), one.em, (one.angle + 1) % 4)
    return one


def _fragments(characters):
    """Words of one line of the layer, in several lists where it jumps back, up, down or far ahead."""
    fragment, letters, before = [], [], None

    def end_word():
        if word := _word(letters):
            fragment.append(word)
        letters.clear()

    for one in characters:
        if one.angle != 0 and one.text.strip():  # in the margin, upwards: a stamp, a file number
            continue
        if one.text.isspace() or one.text in "\u200b\xa0":
            end_word()
            continue
        if before is not None:
            em = max(one.em, before.em)
            ahead = one.left - before.right
            if abs(one.base[1] - before.base[1]) > 0.6 * em or ahead < -0.8 * em or ahead > 2 * em:
                end_word()
                if fragment:
                    yield fragment
                fragment = []
            elif ahead > 0.7 * em:
                end_word()
        letters.append(one)
        before = one
    end_word()
    if fragment:
        yield fragment


def _word(letters):
    """A word from its characters, raised figures (footnote marks) as such; None where nothing shows."""
    if not letters:
        return None
    em, base = max(letters, key=lambda one: one.em), max(one.base[1] for one in letters)
    text = "".join(_said(one, em.em, base) for one in letters)
    text = unicodedata.normalize("NFC", "".join(one for one in text if one.isprintable()))
    if not text.strip():
        return None
    return Placed(
        text,
        min(one.left for one in letters),
        base - 0.75 * em.em,
        max(one.right for one in letters),
        base + 0.22 * em.em,
        em.em,
    )


def _said(one, em, base):
    text = _HYPHENS.get(one.text) or _LIGATURES.get(one.text, one.text)
    is_raised = one.em < 0.8 * em and base - one.base[1] > 0.15 * em
    return text.translate(RAISED) if is_raised else text


def is_sane(fragments, width, height):
    """Whether a layer can be believed: letters that make words, on the page, in a script that was decoded."""
    words = [word for fragment in fragments for word in fragment]
    text = " ".join(word.text for word in words)
    if not any(one.isalnum() for one in text) or _NO_CHARACTER.search(text):
        return False
    outside = sum(
        not (-0.02 * width < word.left < 1.02 * width and -0.02 * height < word.bottom < 1.02 * height)
        for word in words
    )
    if outside > 0.3 * len(words):
        return False
    strange = sum(unicodedata.category(one) in {"Co", "Cn", "Cc", "So"} or one == "\ufffd" for one in text)
    if strange > 0.05 * len(text):
        return False
    return _reads_as_words(words)


def _reads_as_words(words):
    """Whether most of what should be words could be some; a few words (a stamp, a page number) always are."""
    plain = [re.sub(r"^\W+|\W+$", "", word.text) for word in words]
    plain = [word for word in plain if any(one.isalpha() for one in word)]
    if len(plain) < 12:
        return bool(plain) or len(words) < 12
    odd = sum(not _could_be_word(word) for word in plain)
    if odd > 0.35 * len(plain):
        return False
    if len(plain) < 60:
        return True
    return sum(word.lower() in _COMMON for word in plain) > 0.06 * len(plain)


def _could_be_word(word):
    letters = [one for one in word.lower() if one.isalpha()]
    if sum(one.isascii() for one in letters) < 0.5 * len(letters):  # wrongly decoded, or not in English
        return False
    if len(letters) < 0.6 * len(word) and not re.fullmatch(r"[\w.-]*\d[\w.-]*", word):
        return False
    if len(word) > 4 and not any(one in "aeiouyáéíóúäöüèêàñ" for one in letters) and not word.isupper():
        return False
    changes = sum(a.islower() and b.isupper() for a, b in pairwise(word))
    return changes <= 2 and len(word) < 40
