"""The letters of an office that something which came in may answer: few, and in a fixed number of reads."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from correspondence.directory.finding import agencies_called
from correspondence.intake.reading.replies import Candidate, OpenRequest
from correspondence.letters.models import Letter, Part, Recipient, Signatory
from correspondence.responses.models import Response, ResponseDocument

CITED, LATEST = 25, 25  # letters at most that are found in each way
_LIKE = str.maketrans({"O": "0", "I": "1", "l": "1", "S": "5", "B": "8"})


def letters_answered(office, *, references=(), days=(), agency=""):
    """Candidates for what a reply answers, the latest first; seven statements at most, however much it cites.

    By the references that it cites (numbers that OCR mistakes put right), by the days of the letters that
    it cites, and the latest open letters to the agency that wrote it; of the whole office, where it does
    not say who wrote it. Only letters that this office has sent.
    """
    sent = Letter.objects.sent().filter(office=office)
    found = set()
    if references:
        found |= _first(sent.filter(reference__in=_as_ours(references)), CITED)
    agencies = _agencies(agency)
    if days:
        those = sent.filter(dated_on__in=list(days)[:CITED])
        found |= _first(those, CITED)
    waiting = sent.open()
    if agencies:
        waiting = waiting.filter(
            Exists(Recipient.objects.filter(letter=OuterRef("pk"), agency__in=agencies))
            | Exists(Part.objects.open().filter(request__letter=OuterRef("pk"), agency__in=agencies))
        )
    found |= _first(waiting, LATEST)
    return candidates(found)


def candidates(letters):
    """These letters (ids) as what reads replies wants them, the latest first. Four statements."""
    rows = Letter.objects.filter(pk__in=letters).select_related("office").defer("body", "letterhead")
    to, signed, asked = defaultdict(list), defaultdict(list), defaultdict(dict)
    addressed = Recipient.objects.filter(letter__in=letters, role=Recipient.Role.TO)
    for letter, name in addressed.order_by("letter", "place").values_list("letter", "agency__name"):
        to[letter].append(name)
    names = Signatory.objects.filter(letter__in=letters).order_by("letter", "place")
    for letter, name in names.values_list("letter", "name"):
        signed[letter].append(name)
    for part in _open_parts(letters):
        to[part.request.letter_id].append(part.agency.name)
        asked[part.request.letter_id].setdefault(part.request_id, as_asked(part.request))
    return tuple(
        Candidate(
            letter_id=letter.pk,
            reference=letter.reference,
            dated_on=letter.dated_on,
            subject=letter.subject,
            agencies=tuple(dict.fromkeys(filter(None, to[letter.pk]))),
            signatories=tuple(signed[letter.pk]),
            office=letter.office.name,
            requests=tuple(asked[letter.pk].values()),
        )
        for letter in rows.order_by("-dated_on", "-pk")
    )


def as_asked(request):
    """A FollowUpRequest as what reads replies wants it."""
    return OpenRequest(request.pk, request.text, request.label)


def _open_parts(letters):
    parts = Part.objects.open().filter(request__letter__in=letters)
    return parts.select_related("request", "agency").order_by("request__letter", "request__place", "pk")


def _first(letters, most):
    return set(letters.order_by("-dated_on", "-pk").values_list("pk", flat=True)[:most])


def _agencies(name):
    """The ids of the agency of this name, as a reply has it, and of the one that it is a part of."""
    found = agencies_called(name) if name.strip() else []
    return {pk for one in found for pk in (one.pk, one.parent_id) if pk}


def _as_ours(references):
    """Numbers as they are cited, and as ours have them: in capitals, letters in the number as digits."""
    wanted = set()
    for one in references:
        cited = one.upper()
        code, dash, number = cited.partition("-")
        wanted |= {cited, f"{code}{dash}{number.translate(_LIKE)}"}
    return sorted(wanted)[: 2 * CITED]


@dataclass(frozen=True)
class Alike:
    """A response on the record that an item may be, and why, in words that follow its name."""

    response: Response
    why: str
    same_file: bool = False


def possible_same(item, *, letters=(), agency=None, dated_on=None, but=()):
    """Responses of the item's office that it may be: those with the same file, then those of the same agency,
    letter and date. Two statements at most, and their files; `but` are ids of those that it is not.
    """
    documents = [file.document_id for file in item.files.all()]
    rows = Response.objects.standing().filter(letter__office=item.office_id).exclude(pk__in=but)
    rows = rows.select_related("letter", "agency").prefetch_related("attachments__document").order_by("pk")
    holding = ResponseDocument.objects.filter(document__in=documents).values("response")
    same = rows.filter(pk__in=holding)[:5]
    found = {one.pk: Alike(one, "it has the same file", same_file=True) for one in same}
    if agency and dated_on and letters:
        its = rows.filter(letter__in=letters, agency=agency, dated_on=dated_on).exclude(pk__in=list(found))
        found |= {one.pk: Alike(one, "it has the same date, agency and letter") for one in its[:5]}
    return list(found.values())
