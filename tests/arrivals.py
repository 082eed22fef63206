"""What comes in, for tests: files as somebody brings them, read as the worker would."""

from django.core.files.base import ContentFile

from correspondence.intake import reader
from correspondence.intake.actions import receive_files
from correspondence.intake.models import IntakeFile, IntakePage
from correspondence.intake.opening.wire import page_as_json
from correspondence.intake.pages import Box, Line, Page, Source, Word
from correspondence.intake.queries import progress_of, with_progress

LETTER = """November 29, 2023

The Honorable Antony Blinken
Secretary of State
Department of State
Washington, DC 20520

Dear Secretary Blinken:

I write about the people displaced in September. Please provide the number of staff at the embassy.

Sincerely,

Benjamin L. Cardin
Chairman
"""


def pdf(*pages):
    """A PDF of these pages, each a line of words in its text layer."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for n, words in enumerate(pages):
        drawn = f"BT /F1 12 Tf 72 700 Td ({words}) Tj ET"
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * n} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>",
            f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()


def upload(name="letter.txt", content=LETTER):
    """A file, as a form gives it."""
    return ContentFile(content.encode() if isinstance(content, str) else content, name=name)


def came_in(office, *uploads, by=None, now, how="uploaded", **given):
    """The items that these files became; one letter as text where none is given."""
    uploads = uploads or [upload()]
    return receive_files(office, uploads, how=how, by=by, now=now, **given).items


def read(item, *, now, seconds=60):
    """Read an item as the worker would; whether that was its end."""
    return reader.read(item.pk, seconds=seconds, clock=reader.Clock(now))


def progress(item):
    """How far an item has been read, in words."""
    return progress_of(with_progress(type(item).objects).get(pk=item.pk)).words


def give_page(item, *, now, number=1, words=("Dear", "Secretary"), count=1):
    """Keep a page of the item's first file as if it had been read."""
    file = IntakeFile.objects.filter(item=item).first()
    box = Box(0.1, 0.1, 0.3, 0.12)
    line = Line(" ".join(words), tuple(Word(word, box) for word in words))
    page = Page(number, (line,), Source.LAYER, width=612, height=792)
    file.page_count = count
    file.save(update_fields=["page_count"])
    return IntakePage.objects.create(file=file, number=number, content=page_as_json(page), read_at=now)
