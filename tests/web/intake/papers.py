"""Items of intake for the confirm screen: real PDFs, read as any file is, with what is proposed for them."""

from dataclasses import replace
from datetime import timedelta
from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from correspondence.intake import reader
from correspondence.intake.actions import receive_files
from correspondence.intake.keeping import as_json
from correspondence.intake.models import IntakeItem, IntakeProposal, IntakeReading
from correspondence.intake.proposal import (
    Proposed,
    ProposedLetter,
    ProposedPerson,
    ProposedRequest,
    Span,
)
from correspondence.intake.queries import pages_of

_NUMBERS = count(1)

FIRST = """United States Senate
Committee on Foreign Relations

November 29, 2023

The Honorable Marco Rubic
Secretary of State
Department of State
2201 C Street NW
Washington, DC 20520

Dear Secretary Rubio:

I write about the harbor works in the Strait of Tiran, of which the Committee
learned on March 3, 2023, and about which it has heard nothing since.

Please answer the following by December 20, 2023:

1. Which vessels did the Department lease in 2022, and on what terms?
2. Who decided that the leases would not be published, and when? Provide the
memorandum of that decision.
"""
SECOND = """3. Please provide all leases that are still in force.

Thank you for your attention to this matter.

Sincerely,

Benjamin L. Cardin
Chairman
"""
ASKED = (
    "Which vessels did the Department lease in 2022, and on what terms?",
    "Who decided that the leases would not be published, and when? Provide the memorandum of that decision.",
    "Please provide all leases that are still in force.",
)


def pdf(*pages):
    """A PDF of pages of typewritten lines, written by hand: Letter paper, 11 points."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for page in pages:
        lines = [
            line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in page.splitlines()
        ]
        shown = " T* ".join(f"({line}) Tj" for line in lines)
        stream = f"BT /F 11 Tf 72 740 Td 15 TL {shown} ET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        resources = "/Resources << /Font << /F 3 0 R >> >>"
        contents = f"/Contents {len(objects)} 0 R"
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] {resources} {contents} >>")
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    made, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(made))
        made += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    start = len(made)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    made += f"xref\n0 {size}\n0000000000 65535 f \n{table}".encode()
    return made + f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()


def _escaped(line):
    for sign in "\\()":
        line = line.replace(sign, f"\\{sign}")
    return line


def came_in(office, by, *files, read=True, **given):
    """The items of files that came in together: (name, bytes) pairs. Each is read to its end."""
    uploads = [SimpleUploadedFile(name, data) for name, data in files]
    given = {"how": "uploaded", "taken_for": "letter", "by": by, "now": timezone.now()} | given
    items = receive_files(office, uploads, **given).items
    for item in items if read else ():
        assert reader.read(item.pk, seconds=60, clock=reader.Clock(timezone.now()))
        item.refresh_from_db()
        IntakeProposal.objects.filter(item=item).delete()  # each test proposes what it is about
    return items


def the_letter(office, by, *, name="", first=FIRST, second=SECOND, **given):
    """One item: a letter of two pages."""
    data = pdf(first.replace("Strait of Tiran", f"Strait of Tiran {next(_NUMBERS)}"), second)
    [item] = came_in(office, by, (name or "letter.pdf", data), **given)
    return item


def where(item, words):
    """The spans of some words on an item's pages, from their first to their last; they must be there."""
    flat = [
        (Span(page.number, n, at, at), word.text if hasattr(word, "text") else word)
        for page in pages_of(item)
        for n, line in enumerate(page.lines)
        for at, word in enumerate(line.words or line.text.split())
    ]
    wanted = words.split()
    for start in range(len(flat)):
        if [text for _, text in flat[start : start + len(wanted)]] == wanted:
            return _by_line([span for span, _ in flat[start : start + len(wanted)]])
    raise AssertionError(f"{words!r} stands nowhere in {item}")


def _by_line(spans):
    found = []
    for span in spans:
        if found and (found[-1].page, found[-1].line) == (span.page, span.line):
            found[-1] = replace(found[-1], last=span.last)
        else:
            found.append(span)
    return tuple(found)


def read_as(item, words, *, value=None, **more):
    """A value that was read where these words stand."""
    return Proposed(words if value is None else value, spans=where(item, words), **more)


def letter_of(item, *, agency=None, person=None, **changes):
    """What is proposed for `the_letter`: the addressee's name mended, the subject not found."""
    nothing = Proposed("")
    rubio = ProposedPerson(
        name=read_as(
            item,
            "Marco Rubic",
            value="Marco Rubio",
            as_read="Marco Rubic",
            why="The directory has Marco Rubio.",
            sure=0.7,
        ),
        title=read_as(item, "Secretary of State"),
        organization=read_as(item, "Department of State"),
        address=read_as(
            item, "2201 C Street NW Washington, DC 20520", value="2201 C Street NW\nWashington, DC 20520"
        ),
        person_id=person.pk if person else None,
        agency_id=agency.pk if agency else None,
    )
    values = {
        "office": read_as(item, "Committee on Foreign Relations"),
        "letterhead": read_as(
            item,
            "United States Senate Committee on Foreign Relations",
            value="United States Senate\nCommittee on Foreign Relations",
        ),
        "dated_on": read_as(item, "November 29, 2023", value="2023-11-29"),
        "subject": nothing,
        "salutation": read_as(item, "Dear Secretary Rubio:"),
        "body": read_as(
            item, "I write about the harbor works in the", value="I write about the harbor works."
        ),
        "closing": read_as(item, "Sincerely,"),
        "due_phrase": read_as(item, "by December 20, 2023:", value="by December 20, 2023", sure=0.6),
        "to": (rubio,),
        "signatories": (
            ProposedPerson(
                name=read_as(item, "Benjamin L. Cardin"), title=read_as(item, "Chairman", sure=0.9)
            ),
        ),
        "requests": tuple(
            ProposedRequest(text=read_as(item, words), number=str(n))
            for n, words in enumerate(ASKED, start=1)
        ),
    }
    return ProposedLetter(**values | changes)


def propose(item, proposed):
    """Put on the record that this was proposed; the reading is finished then."""
    now = timezone.now()
    row = IntakeProposal.objects.create(
        item=item, kind="letter", version=1, values=as_json(proposed), made_at=now
    )
    IntakeReading.objects.filter(item=item).update(
        finished_at=now, failed_at=None, failure="", failure_code="", claim=None, beat_at=None
    )
    return row


def ask_anew(item):
    """Let it be read anew: from now on it is not read to the end."""
    now = timezone.now() + timedelta(seconds=1)
    IntakeReading.objects.filter(item=item).update(asked_at=now, finished_at=None)
    return IntakeItem.objects.get(pk=item.pk)
