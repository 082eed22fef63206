"""What cannot be in the record of responses and answers, found by the database itself."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q

from correspondence.letters.checks import Finding
from correspondence.letters.models import Decision, Part, Recipient
from correspondence.responses.models import Answer, Response, ResponseDocument

What = Decision.What


def findings() -> Iterator[Finding]:
    """All that cannot be in responses, their answers and their files, one finding at a time."""
    for record, rows, reference, sentence in (*_responses(), *_answers(), *_documents()):
        for pk, name in rows.order_by("pk").values_list("pk", reference).iterator(chunk_size=2000):
            yield Finding(record, pk, name, sentence)


def _responses():
    responses, reference = Response.objects, "letter__reference"
    never_asked = ~Exists(
        Recipient.objects.filter(letter=OuterRef("letter"), agency=OuterRef("agency"), role=Recipient.Role.TO)
    )
    owes_nothing = ~Exists(
        Part.objects.filter(request__letter=OuterRef("letter"), agency=OuterRef("agency"))
    ) & ~Exists(
        Decision.objects.filter(part__request__letter=OuterRef("letter"), old_agency=OuterRef("agency"))
    )
    yield (
        "response",
        responses.filter(letter__sent_on=None),
        reference,
        "It is logged on a draft.",
    )
    yield (
        "response",
        responses.standing().filter(received_on__lt=F("letter__dated_on")),
        reference,
        "It was received before the letter's date.",
    )
    yield (
        "response",
        responses.standing().filter(never_asked, owes_nothing),
        reference,
        "It comes from an agency that the letter never asked.",
    )
    yield (
        "response",
        responses.filter(moved_from__withdrawn_on=None, moved_from__isnull=False),
        reference,
        "It was moved here, and still stands where it came from.",
    )
    yield (
        "response",
        responses.filter(moved_from__letter=F("letter")),
        reference,
        "It was moved here from the same letter.",
    )


def _answers():
    answers, reference = Answer.objects, "response__letter__reference"
    moved_on = Decision.objects.filter(part=OuterRef("part"), old_agency=OuterRef("response__agency"))
    later = Decision.objects.filter(
        Q(on__gt=OuterRef("decision__on")) | Q(on=OuterRef("decision__on"), pk__gt=OuterRef("decision")),
        part=OuterRef("part"),
        what__in=[What.SETTLED, What.REOPENED],
    )
    decided = answers.filter(decision__isnull=False)
    yield (
        "answer",
        answers.exclude(part__request__letter=F("response__letter")),
        reference,
        "It answers a request of another letter.",
    )
    yield (
        "answer",
        answers.exclude(part__agency=F("response__agency")).filter(~Exists(moved_on)),
        reference,
        "It answers for another agency than its response comes from.",
    )
    yield (
        "answer",
        decided.exclude(decision__part=F("part")),
        reference,
        "It led to a decision about another part.",
    )
    yield (
        "answer",
        decided.exclude(decision__what=What.SETTLED),
        reference,
        "It led to a decision that settles nothing.",
    )
    yield (
        "answer",
        decided.filter(~Exists(later), response__withdrawn_on__isnull=False, decision__what=What.SETTLED),
        reference,
        "Its response is withdrawn, and what it settled still is.",
    )


def _documents():
    yield (
        "response",
        Response.objects.filter(
            Exists(
                ResponseDocument.objects.filter(response=OuterRef("pk")).exclude(
                    document__office=OuterRef("letter__office")
                )
            )
        ),
        "letter__reference",
        "A file of another office came with it.",
    )
