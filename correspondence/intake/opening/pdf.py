"""Pages of a PDF: the text layer where it is sane, else what can be recognised in the page's picture."""

import math
from contextlib import closing

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from correspondence.intake.opening import layer
from correspondence.intake.opening.contents import Contents
from correspondence.intake.opening.faults import CannotOpen, Fault
from correspondence.intake.opening.layout import lines_of
from correspondence.intake.pages import Page, Source

DPI = 200  # of a page's picture that is read
MOST_PIXELS = 16_000_000  # of a picture that is drawn
FEW_WORDS = 40  # on a page that is all picture, a layer of fewer is a stamp
_LOCKED = {pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY}


class Pdf(Contents):
    """A PDF file. Raises CannotOpen where it is locked, cut short or damaged."""

    media_type = "application/pdf"

    def __init__(self, path):
        try:
            self.document = pdfium.PdfDocument(path)
        except pdfium.PdfiumError as fault:
            is_locked = pdfium_c.FPDF_GetLastError() in _LOCKED
            raise CannotOpen(Fault.ENCRYPTED if is_locked else _damage(path)) from fault
        self.count = len(self.document)
        if not self.count:
            self.document.close()
            raise CannotOpen(_damage(path))

    def close(self):
        self.document.close()

    def read(self, number):
        with closing(self._page(number)) as page:
            fragments, turned = layer.fragments_of(page)
            width, height = page.get_size()
            if turned % 2:
                width, height = height, width
            is_sane = layer.is_sane(fragments, width, height)
            if not is_sane or _is_stamp_on_picture(page, fragments):
                return _recognised(page, number)
            notes = []
            if number == 1 and not turned and (letterhead := list(_letterhead(page, fragments))):
                fragments += letterhead
                notes.append("The letterhead is a picture; what it says was recognised.")
            lines = lines_of(fragments, width, height)
            return Page(number, lines, Source.LAYER, round(width, 2), round(height, 2), turned), notes

    def draw(self, number, width, turned, straightened):
        from correspondence.intake.opening import ocr

        with closing(self._page(number)) as page:
            wide, high = page.get_size()
            picture = _picture(page, width / (high if turned % 2 else wide), is_grey=False)
        return ocr.straight(ocr.upright(picture, turned), straightened)

    def _page(self, number):
        try:
            return self.document[number - 1]
        except pdfium.PdfiumError as fault:
            raise CannotOpen(Fault.MALFORMED, "The page is damaged and cannot be read.") from fault


def _damage(path):
    """Whether a PDF that cannot be read lacks its end, or is broken otherwise."""
    with open(path, "rb") as file:
        file.seek(max(0, file.seek(0, 2) - 2048))
        return Fault.MALFORMED if b"%%EOF" in file.read() else Fault.TRUNCATED


def _recognised(page, number):
    from correspondence.intake.opening import ocr

    width, height = page.get_size()
    if pdfium_c.FPDFPage_CountObjects(page.raw) == 0:
        blank = Page(number, (), Source.LAYER, round(width, 2), round(height, 2))
        return blank, [f"Page {number} is blank."]
    scale = min(DPI / 72, math.sqrt(MOST_PIXELS / max(1, width * height)))
    picture = _picture(page, scale, is_grey=True)
    read = ocr.recognise(picture, max(70, round(scale * 72)))
    if read.turned % 2:
        width, height = height, width
    lines = lines_of(read.fragments, *read.size)
    notes = [] if lines else [f"No text was found on page {number}."]
    return Page(
        number, lines, Source.OCR, round(width, 2), round(height, 2), read.turned, read.straightened
    ), notes


def _picture(page, scale, *, is_grey):
    wide, high = page.get_size()
    scale = min(scale, math.sqrt(MOST_PIXELS / max(1, wide * high)))
    if not 0 < wide * scale < 30_000 or not 0 < high * scale < 30_000:
        raise CannotOpen(Fault.IMAGE_BOMB, "The page has a size that no paper has.")
    try:
        bitmap = page.render(scale=scale, grayscale=is_grey)
    except pdfium.PdfiumError as fault:
        raise CannotOpen(Fault.MALFORMED, "The page is damaged and cannot be drawn.") from fault
    with closing(bitmap):
        return bitmap.to_pil().convert("L" if is_grey else "RGB")


def _letterhead(page, fragments):
    """Fragments recognised in a wide picture at the head of the page, on which the layer has nothing."""
    width, height = page.get_size()
    for left, top, right, bottom in _pictures(page):
        is_banner = right - left > 0.35 * width and top < 0.3 * height and bottom - top < 0.4 * height
        words = [word for fragment in fragments for word in fragment]
        if not is_banner or any(left < word.left < right and top < word.bottom < bottom for word in words):
            continue
        from correspondence.intake.opening import ocr

        picture = _picture(page, DPI / 72, is_grey=True)
        scale = picture.width / width  # less than was asked for where the page is very large
        left, top = max(0, left), max(0, top)
        right, bottom = min(width, right), min(height, bottom)
        picture = picture.crop([round(side * scale) for side in (left, top, right, bottom)])
        for words in ocr.words_in(picture, DPI):
            yield [word.scaled(1 / scale, left, top) for word in words]


def _pictures(page):
    """Where the page's pictures are: left, top, right, bottom in points from its upper left as shown."""
    shown = layer.to_shown(page)
    for found in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = found.get_bounds()
        (x0, y0), (x1, y1) = shown(left, bottom), shown(right, top)
        yield min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _is_stamp_on_picture(page, fragments):
    """Whether the page is a picture on which somebody only stamped a few words."""
    if sum(map(len, fragments)) >= FEW_WORDS:
        return False
    width, height = page.get_size()
    return any(
        (right - left) * (bottom - top) > 0.5 * width * height for left, top, right, bottom in _pictures(page)
    )
