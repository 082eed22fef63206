"""Pages of a PDF: the text layer where it is sane, else what can be recognised in the page's picture."""

import math
from contextlib import closing, contextmanager

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from correspondence.intake.opening import layer
from correspondence.intake.opening.faults import CannotOpen, Fault
from correspondence.intake.opening.layout import lines_of
from correspondence.intake.pages import Page, Source

DPI = 200  # of a page's picture that is read
MOST_PIXELS = 16_000_000  # of a picture that is drawn
FEW_WORDS = 40  # on a page that is all picture, a layer of fewer is a stamp


@contextmanager
def opened(path):
    """A PDF document, closed afterwards. Raises CannotOpen."""
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as fault:
        raise CannotOpen(_why_not(path)) from fault
    with closing(document):
        yield document


def _why_not(path):
    code = pdfium_c.FPDF_GetLastError()
    if code in (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY):
        return Fault.ENCRYPTED
    with open(path, "rb") as file:
        file.seek(max(0, file.seek(0, 2) - 2048))
        return Fault.MALFORMED if b"%%EOF" in file.read() else Fault.TRUNCATED


def read_page(document, number):
    """A page, counted from 1, and notes about it."""
    try:
        page = document[number - 1]
    except pdfium.PdfiumError:
        return Page(number), [f"Page {number} is damaged and could not be read."]
    with closing(page):
        fragments, turned = layer.fragments_of(page)
        width, height = page.get_size()
        if turned % 2:
            width, height = height, width
        is_sane = layer.is_sane(fragments, width, height)
        if is_sane and not _is_stamp_on_picture(page, fragments):
            return Page(
                number,
                lines_of(fragments, width, height),
                Source.LAYER,
                round(width, 2),
                round(height, 2),
                turned,
            ), []
        return _recognised(page, number, fragments if is_sane else [])


def _recognised(page, number, fragments):
    from correspondence.intake.opening import ocr

    width, height = page.get_size()
    if not fragments and _has_nothing(page):
        return Page(number, (), Source.LAYER, round(width, 2), round(height, 2)), [f"Page {number} is blank."]
    picture, dpi = picture_of(page)
    read = ocr.recognise(picture, dpi)
    if read.turned % 2:
        width, height = height, width
    lines = lines_of(read.fragments, *read.size)
    notes = [] if lines else [f"No text was found on page {number}."]
    return Page(
        number, lines, Source.OCR, round(width, 2), round(height, 2), read.turned, read.straightened
    ), notes


def picture_of(page, dpi=DPI, width=None):
    """A page in grey, and at how many dots an inch it was drawn: `dpi`, or less for a very large page."""
    wide, high = page.get_size()
    scale = width / wide if width else dpi / 72
    scale = min(scale, math.sqrt(MOST_PIXELS / max(1, wide * high)))
    bitmap = page.render(scale=scale, grayscale=True, no_smoothtext=False)
    with closing(bitmap):
        return bitmap.to_pil().convert("L"), max(70, round(scale * 72))


def _has_nothing(page):
    return pdfium_c.FPDFPage_CountObjects(page.raw) == 0


def _is_stamp_on_picture(page, fragments):
    """Whether the page is a picture on which somebody only stamped a few words."""
    if sum(map(len, fragments)) >= FEW_WORDS:
        return False
    width, height = page.get_size()
    for found in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = found.get_bounds()
        if abs((right - left) * (top - bottom)) > 0.5 * width * height:
            return True
    return False
