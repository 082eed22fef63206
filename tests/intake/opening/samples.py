"""Files of every kind, made here: letters of our own, whole and in every way broken."""

import io
import zipfile
from email.message import EmailMessage

import docx
from PIL import Image, ImageDraw, ImageFont

LETTER = [
    "United States Senate",
    "Committee on Small Streams",
    "March 4, 2024",
    "The Honorable Jane Roe",
    "Department of Rivers",
    "Dear Secretary Roe:",
    "We write about the gauges that measure how high the water stands in the small streams,",
    "and about the reports that your Department has not sent to us since the spring.",
    "Please provide the following:",
    "1. A list of the gauges that were taken down in 2023.",
    "2. The cost of each of them.",
    "Sincerely,",
    "John Doe",
]


def pdf(*pages, rotate=0, extra=b""):
    """A PDF with a text layer. Each page is a list of lines from the top, or of (x, y, size, text)."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for page in pages:
        placed = [
            line if isinstance(line, tuple) else (72, 740 - 20 * number, 11, line)
            for number, line in enumerate(page)
        ]
        drawn = "".join(
            f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({_escaped(text)}) Tj ET\n" for x, y, size, text in placed
        ).encode("latin-1")
        stream = extra + drawn
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Rotate %d /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % (rotate, len(objects))
        )
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (listed, len(kids))
    return _numbered(objects)


def _escaped(text):
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _numbered(objects, trailer=b""):
    data, places = bytearray(b"%PDF-1.4\n"), []
    for number, held in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, held)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        trailer,
        start,
    )
    return bytes(data)


def locked_pdf():
    """A PDF that asks for a password: the hashes in it are of one that nobody has."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [] /Count 0 >>",
        b"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <%s> /U <%s> >>" % (b"11" * 32, b"22" * 32),
    ]
    return _numbered(objects, b"/Encrypt 3 0 R /ID [<00112233> <00112233>]")


def drawn(lines=LETTER, *, dpi=200, size=11, turn=0.0):
    """A picture of a page as a scanner makes it: black on white, turned clockwise by so many degrees."""
    picture = Image.new("L", (int(8.5 * dpi), 11 * dpi), 255)
    pen = ImageDraw.Draw(picture)
    font = ImageFont.load_default(size * dpi / 72)
    for number, line in enumerate(lines):
        pen.text((dpi, dpi + number * 0.3 * dpi), line, fill=0, font=font)
    return picture.rotate(-turn, resample=Image.Resampling.BICUBIC, fillcolor=255) if turn else picture


def saved(picture, kind, **options):
    """A picture as a file of a kind that Pillow writes."""
    held = io.BytesIO()
    picture.save(held, kind, **options)
    return held.getvalue()


def scanned_pdf(*pictures, dpi=200):
    """A PDF that holds only pictures."""
    return saved(pictures[0], "PDF", save_all=True, append_images=pictures[1:], resolution=dpi)


def word(fill=None):
    """A Word document; `fill(document)` writes it."""
    document = docx.Document()
    if fill:
        fill(document)
    else:
        for line in LETTER:
            document.add_paragraph(line)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def repacked(data, changed):
    """A ZIP file with parts replaced, or added."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename not in changed:
                new.writestr(part.filename, old.read(part))
        for name, content in changed.items():
            new.writestr(name, content)
    return held.getvalue()


def mail(text="", *files, html="", **headers):
    """A mail with files: (name, media type, bytes) each."""
    message = EmailMessage()
    message["From"] = "Clerk <clerk@committee.example>"
    message["To"] = "inbox@office.example"
    message["Subject"] = "A letter"
    message["Date"] = "Mon, 04 Mar 2024 10:00:00 -0500"
    message["Message-ID"] = "<one@committee.example>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    if text:
        message.set_content(text)
    if html and text:
        message.add_alternative(html, subtype="html")
    elif html:
        message.set_content(html, subtype="html")
    for name, kind, data in files:
        main, sub = kind.split("/")
        message.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return message.as_bytes()
