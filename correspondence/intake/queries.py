"""Reads across what came in: its pages as values, how far it has been read, and what it may be already."""

from dataclasses import dataclass, replace

from django.db.models import Case, Count, IntegerField, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce

from correspondence.intake.keeping import from_json
from correspondence.intake.models import IntakeFile, IntakeItem, IntakePage, IntakeProposal
from correspondence.intake.opening.wire import page_from_json
from correspondence.intake.pages import Opened
from correspondence.intake.proposal import ProposedLetter, ProposedReply
from correspondence.intake.rules import Progress, is_stale
from correspondence.letters.duplicates import possible_duplicates
from correspondence.letters.models import Letter, LetterDocument
from correspondence.responses.models import Response, ResponseDocument


def pages_of(item, *, start=0, stop=None):
    """The pages of an item that have been read, numbered from 1 through all its files, in order.

    Of a long one, those from the `start`th (from 0) to before the `stop`th alone.
    """
    files = {file.pk: file for file in item.files.all()}
    first = _first_pages(files.values())
    rows = IntakePage.objects.filter(file__item=item).order_by("file__place", "number")[start:stop]
    return [replace(page_from_json(row.content), number=first[row.file_id] + row.number) for row in rows]


def page_of(item, number):
    """One page of an item by its number through all its files; None where it has not been read."""
    place = place_of_page(item, number)
    if not place:
        return None
    file, in_file = place
    row = IntakePage.objects.filter(file=file, number=in_file).first()
    return row and replace(page_from_json(row.content), number=number)


def pictured(item, files):
    """The numbers of the item's pages that have been read and of which there is a picture, in order."""
    first = _first_pages(files)
    rows = IntakePage.objects.filter(file__item=item, content__width__gt=0)
    return sorted(first[file] + number for file, number in rows.values_list("file", "number"))


def place_of_page(item, number):
    """The file (an IntakeFile, its document with it) and the number in it of an item's page, or None."""
    for file in item.files.select_related("document").order_by("place"):
        if 1 <= number <= (file.page_count or 0):
            return file, number
        if file.page_count is None:
            return None
        number -= file.page_count
    return None


def _first_pages(files):
    """How many pages stand before each file's first, by the file's id."""
    before, first = 0, {}
    for file in sorted(files, key=lambda file: file.place):
        first[file.pk] = before
        before += file.page_count or 0
    return first


def opened(item):
    """All that was read from an item, as what reads it wants it."""
    files = list(item.files.select_related("document").order_by("place"))
    headers = {}
    for file in files:
        headers |= file.headers
    return Opened(
        media_type=files[0].document.media_type if files else "",
        pages=tuple(pages_of(item)),
        headers=headers,
        attachments=tuple(name for file in files for name in file.attachments),
        notes=tuple(note for file in files for note in file.notes),
    )


def latest_proposal(item):
    """What was last proposed for an item (an IntakeProposal), or None."""
    return IntakeProposal.objects.filter(item=item).order_by("-pk").first()


def proposed(proposal, kinds=None):
    """The values of an IntakeProposal, as a ProposedLetter or a ProposedReply."""
    kind = (kinds or KINDS)[proposal.kind]
    return from_json(kind, proposal.values)


KINDS = {IntakeProposal.Kind.LETTER: ProposedLetter, IntakeProposal.Kind.RESPONSE: ProposedReply}


def taken_as(item):
    """What an item is taken for: what somebody said it is, else what was proposed last; else a letter."""
    if item.taken_for:
        return item.taken_for
    kinds = IntakeProposal.objects.filter(item=item).order_by("-pk").values_list("kind", flat=True)
    return kinds.first() or IntakeItem.TakenFor.LETTER


def with_progress(items):
    """The items, each with how many pages of theirs are known (`pages_known`) and read (`pages_read`).

    And `gist`: what an item seems to be, in a line; None where nothing was proposed.
    """
    files = IntakeFile.objects.filter(item=OuterRef("pk")).order_by().values("item")
    pages = IntakePage.objects.filter(file__item=OuterRef("pk")).order_by().values("file__item")
    proposals = IntakeProposal.objects.filter(item=OuterRef("pk")).order_by("-pk")
    unknown = files.annotate(n=Count("pk", filter=Q(page_count=None))).values("n")
    known = files.annotate(n=Sum("page_count")).values("n")
    return items.annotate(
        pages_unknown=Subquery(unknown, output_field=IntegerField()),
        pages_known=Subquery(known, output_field=IntegerField()),
        gist=Subquery(proposals.values("gist")[:1]),
        pages_read=Coalesce(Subquery(pages.annotate(n=Count("pk")).values("n")), 0),
    )


def progress_of(item):
    """How far an item of `with_progress` has been read."""
    return Progress(item.pages_read, None if item.pages_unknown else item.pages_known)


def counts_at_hand(items):
    """How many of the items wait to be confirmed, are being read, and failed, in one statement."""
    finished, failed = Q(reading__finished_at__isnull=False), Q(reading__failed_at__isnull=False)
    return items.at_hand().aggregate(
        to_confirm=Count("pk", filter=finished),
        being_read=Count("pk", filter=~finished & ~failed),
        failed=Count("pk", filter=failed),
    )


def next_to_confirm(items, *, after=None):
    """The next item that waits for a person: of the same batch first, in the order it came.

    Read, or to be typed in as it could not be read.
    """
    over = Q(reading__finished_at__isnull=False) | Q(reading__failed_at__isnull=False)
    waiting = items.at_hand().filter(over)
    if not after:
        return waiting.order_by("received_at", "pk").first()
    same = Case(When(batch=after.batch_id, then=0), default=1)
    return waiting.exclude(pk=after.pk).order_by(same, "received_at", "pk").first()


def left_behind(now):
    """Ids of items at hand that nobody reads: not yet begun, or whose reader must be taken for dead."""
    rows = IntakeItem.objects.being_read().values_list("pk", "reading__beat_at", "reading__asked_at")
    return [pk for pk, beat_at, asked_at in rows if is_stale(beat_at or asked_at, now)]


@dataclass(frozen=True)
class Known:
    """Where a file is already: the letter or response it is attached to, or the item it came with."""

    what: str  # letter, response or item
    row: object

    @property
    def name(self):
        """For a person: "letter SFRC-2023-0001", "a response to …", "scan.pdf in Intake"."""
        if self.what == "letter":
            return f"the letter {self.row.reference}"
        if self.what == "response":
            return f"a response to {self.row.letter.reference}"
        return f"{self.row.name}, in Intake"


def where_it_is(document, *, but=None):
    """Where a stored file is on the record or in Intake already; `but` is the item not to name."""
    letters = Letter.objects.filter(attachments__document=document).order_by("pk")
    responses = Response.objects.standing().filter(attachments__document=document)
    items = IntakeItem.objects.at_hand().filter(files__document=document)
    if but:
        items = items.exclude(pk=but.pk)
    return [
        *(Known("letter", letter) for letter in letters[:5]),
        *(Known("response", one) for one in responses.select_related("letter").order_by("pk")[:5]),
        *(Known("item", item) for item in items.order_by("pk")[:5]),
    ]


@dataclass(frozen=True)
class Duplicate:
    """A letter on the record that an item may be, and why, in words that follow its name."""

    letter: Letter
    why: str
    same_file: bool = False


def possible_originals(item, *, dated_on=None, agencies=(), kind="", subject="", body="", requests=()):
    """Letters of the office that an item may be: the same file, the same day and addressee, like text.

    The values are those that are about to be saved. The same file comes first.
    """
    documents = [file.document_id for file in item.files.all()]
    same = Letter.objects.filter(attachments__document__in=documents, office=item.office_id).distinct()
    found = [Duplicate(one, "it has the same file", same_file=True) for one in same.order_by("pk")[:5]]
    if dated_on:
        likes = possible_duplicates(
            item.office,
            dated_on=dated_on,
            agencies=list(agencies),
            kind=kind,
            subject=subject,
            body=body,
            requests=list(requests),
            but=[one.letter.pk for one in found],
        )
        found += [Duplicate(like.letter, like.why) for like in likes]
    return found


def attached_to_letter(letter, documents):
    """The ids of those of the documents that the letter has already."""
    return set(
        LetterDocument.objects.filter(letter=letter, document__in=documents).values_list(
            "document", flat=True
        )
    )


def attached_to_response(response, documents):
    """The ids of those of the documents that the response has already."""
    return set(
        ResponseDocument.objects.filter(response=response, document__in=documents).values_list(
            "document", flat=True
        )
    )
