"""Photographs and scans: each frame is a page."""

import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from correspondence.intake.opening import ocr
from correspondence.intake.opening.contents import Contents
from correspondence.intake.opening.faults import CannotOpen, Fault
from correspondence.intake.opening.layout import lines_of
from correspondence.intake.pages import Page, Source

MEDIA_TYPES = {"image/jpeg": ("JPEG",), "image/png": ("PNG",), "image/tiff": ("TIFF",)}
MOST_PIXELS = 60_000_000  # an A4 page at 720 dpi
MOST_BYTES = 200_000_000  # of a picture unpacked
LONG_SIDE = 2300  # pixels of a letter's long side at 200 dpi, and a little more
PAPER = 11.0  # inches of it, where a picture does not say at how many dots an inch it was taken

Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


class Pictures(Contents):
    """A JPEG, PNG or TIFF file, or several in order. Raises CannotOpen where one is damaged or too large."""

    def __init__(self, paths, media_type, *, most=200):
        self.media_type = media_type
        self.pages = []  # (file, frame)
        for path in paths:
            with _opened(path) as picture:
                frames = _frames(picture, most + 1)
            self.pages += [(path, frame) for frame in range(frames)]
        self.count = len(self.pages)

    def read(self, number):
        picture, dpi = self._loaded(number, LONG_SIDE)
        picture = _grey(picture)
        read = ocr.recognise(picture, dpi)
        lines = lines_of(read.fragments, *read.size)
        wide, high = (side / dpi * 72 for side in read.size)
        notes = [] if lines else [f"No text was found on page {number}."]
        return Page(
            number, lines, Source.OCR, round(wide, 2), round(high, 2), read.turned, read.straightened
        ), notes

    def draw(self, number, width, turned, straightened):
        picture, _ = self._loaded(number, None)
        picture = ocr.upright(_plain(picture), turned)
        picture = picture.resize((width, max(1, round(width * picture.height / picture.width))))
        return ocr.straight(picture, straightened)

    def _loaded(self, number, long_side):
        """A frame as EXIF says it stands, no larger than is of use, and its dots an inch."""
        path, frame = self.pages[number - 1]
        with _opened(path) as picture, _faults():
            if frame:
                picture.seek(frame)
            if picture.width * picture.height > MOST_PIXELS:
                raise CannotOpen(Fault.IMAGE_BOMB)
            dpi = _dots_an_inch(picture)
            before = max(picture.size)
            if picture.format in ("JPEG", "MPO") and long_side:
                picture.draft("L", (long_side, long_side))
            if picture.width * picture.height * len(picture.getbands()) > MOST_BYTES:
                raise CannotOpen(Fault.IMAGE_BOMB)
            picture.load()
            picture = ImageOps.exif_transpose(picture)
        if long_side:
            picture = _grey(picture)
            wished = min(2.0, 200 / (dpi * max(picture.size) / before)) if dpi < 150 else 1.0
            scale = min(wished, 1.3 * long_side / max(picture.size))
            if abs(scale - 1) > 0.05:
                size = tuple(max(1, round(side * scale)) for side in picture.size)
                picture = picture.resize(size, Image.Resampling.LANCZOS)
        return picture, max(70, round(dpi * max(picture.size) / before))


class _faults:  # noqa: N801 - used as a word in `with`
    """Pillow's many ways of giving up, as one of ours."""

    def __enter__(self):
        return self

    def __exit__(self, kind, fault, trace):
        if kind is None or isinstance(fault, CannotOpen | MemoryError):
            return
        if issubclass(kind, Image.DecompressionBombError | Image.DecompressionBombWarning):
            raise CannotOpen(Fault.IMAGE_BOMB) from fault
        if issubclass(kind, EOFError) or "truncated" in str(fault).lower():
            raise CannotOpen(Fault.TRUNCATED) from fault
        if issubclass(
            kind, OSError | SyntaxError | ValueError | TypeError | KeyError | IndexError | ArithmeticError
        ):
            raise CannotOpen(Fault.MALFORMED) from fault


def _opened(path):
    formats = [name for names in MEDIA_TYPES.values() for name in names]
    with _faults():
        try:
            return Image.open(path, formats=formats)
        except UnidentifiedImageError as fault:
            raise CannotOpen(Fault.MALFORMED) from fault


def _frames(picture, most):
    """How many pages a file holds; of a photograph only the first frame, others are for the eye."""
    if picture.format != "TIFF":
        return 1
    found = 1
    with _faults():
        while found < most:
            try:
                picture.seek(found)
            except EOFError:
                break
            found += 1
    return found


def _dots_an_inch(picture):
    dpi = picture.info.get("dpi", (0, 0))
    try:
        dpi = float(dpi[0])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        dpi = 0
    inches = max(picture.size) / dpi if dpi else 0
    return dpi if 4 < inches < 24 else max(picture.size) / PAPER


def _plain(picture):
    """In colour, on white where it is transparent."""
    if picture.mode in {"I", "I;16", "I;16B", "F"}:
        return _grey(picture).convert("RGB")
    if "transparency" in picture.info or picture.mode in {"RGBA", "LA", "PA", "La", "RGBa"}:
        picture = picture.convert("RGBA")
        white = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(white, picture).convert("RGB")
    return picture.convert("RGB")


def _grey(picture):
    if picture.mode in {"I;16", "I;16B", "I;16L"}:
        return picture.point(lambda value: value / 256).convert("L")
    if picture.mode in {"L", "1", "RGB", "CMYK", "YCbCr"} and "transparency" not in picture.info:
        return picture.convert("L")
    if picture.mode in {"I", "F"}:
        return ImageOps.autocontrast(picture.convert("L"))
    return _plain(picture).convert("L")
