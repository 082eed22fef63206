"""What waits in the demonstration's tray. The papers are made here; they are read as any others are."""

import io
import textwrap
from datetime import datetime, time

from django.core.files.base import ContentFile
from docx import Document
from PIL import Image, ImageDraw, ImageFont

from correspondence.core.days import EASTERN
from correspondence.demo.data import read
from correspondence.demo.stories import LABEL
from correspondence.intake.actions import receive_files
from correspondence.intake.models import IntakeBatch

_TAKEN_IN = (-1, time(16, 30))
_DPI = 200
_PAGE, _MARGIN = (1700, 2200), 200  # a Letter page
_SIZE, _LEADING, _CHARACTERS = 30, 42, 84
_SKEW = 0.6  # degrees: no scan lies quite straight


def load_intake(record):
    """Take the papers in, as the clerk did yesterday, to be read when the worker comes to them."""
    day, when = _TAKEN_IN
    files = [
        ContentFile(_MADE[told["made"]](_lines(record, told["text"])), name=told["name"])
        for told in read("intake.yaml")
    ]
    receive_files(
        record.desk.office,
        files,
        how=IntakeBatch.How.UPLOADED,
        by=record.desk.people["clerk"],
        now=datetime.combine(record.day(day), when, EASTERN),
    )


def _lines(record, text):
    return [*record.words(text).split("\n"), "", LABEL]


def _scan(lines):
    """A page with these lines, as a scanner makes a PDF of it: a picture, and not quite straight."""
    page = Image.new("L", _PAGE, 255)
    drawing, font, y = ImageDraw.Draw(page), ImageFont.load_default(_SIZE), _MARGIN
    for line in lines:
        for piece in textwrap.wrap(line, _CHARACTERS) or [""]:
            drawing.text((_MARGIN, y), piece, font=font, fill=20)
            y += _LEADING
    made = io.BytesIO()
    page.rotate(_SKEW, fillcolor=255).save(made, "PDF", resolution=_DPI, quality=60)
    return made.getvalue()


def _word_document(lines):
    document, made = Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(made)
    return made.getvalue()


_MADE = {"scan": _scan, "word": _word_document}
