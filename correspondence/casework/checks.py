"""What cannot be in the record of messages, found by the database itself."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q

from correspondence.casework.models import (
    Case,
    Message,
    MessageDocument,
    MessageLetter,
    MessageReply,
    OutgoingMail,
    PrivacyRelease,
)
from correspondence.letters.checks import Finding
from correspondence.letters.models import Letter


def findings() -> Iterator[Finding]:
    """All that cannot be in messages, one finding at a time. Named by number, never by person."""
    for record, rows, reference, sentence in _faults():
        for pk, name in rows.order_by("pk").values_list("pk", reference).iterator(chunk_size=2000):
            yield Finding(record, pk, name, sentence)


def _faults():
    messages, links = Message.objects, MessageLetter.objects
    yield (
        "message",
        messages.exclude(constituent__office=F("office")),
        "number",
        "It was written by a constituent of another office.",
    )
    yield (
        "message",
        messages.filter(stance=Message.Stance.HELP).filter(
            ~Exists(Case.objects.filter(message=OuterRef("pk")))
        ),
        "number",
        "It asks for help and has no case.",
    )
    answer = OutgoingMail.objects.filter(message=OuterRef("pk"), kind="answer", sent_at__isnull=False)
    yield (
        "message",
        messages.filter(answered_at__isnull=False).filter(~Exists(answer)),
        "number",
        "It counts as answered, and no answer was mailed.",
    )
    yield (
        "message link",
        links.exclude(letter__office=F("message__office")),
        "message__number",
        "It leads to a letter of another office.",
    )
    release = PrivacyRelease.objects.filter(
        Q(withdrawn_on=None) | Q(withdrawn_on__gt=OuterRef("letter__sent_on")),
        message=OuterRef("message"),
        signed_on__lte=OuterRef("letter__sent_on"),
    )
    inquiries = links.filter(
        was_started_here=True, letter__kind=Letter.Kind.CASEWORK, letter__sent_on__isnull=False
    )
    yield (
        "message link",
        inquiries.filter(~Exists(release)),
        "message__number",
        "Its inquiry was sent, and no release for it was on file that day.",
    )
    yield (
        "file",
        MessageDocument.objects.exclude(document__office=F("message__office")),
        "message__number",
        "It is a file of another office.",
    )
    yield (
        "reply",
        MessageReply.objects.exclude(document__office=F("message__office")),
        "message__number",
        "A mail that came to another office is kept with it.",
    )
    yield (
        "release",
        PrivacyRelease.objects.filter(document__isnull=False).exclude(document__office=F("message__office")),
        "message__number",
        "Its file belongs to another office.",
    )
