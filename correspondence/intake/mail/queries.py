"""Reads about mail: what a mail answers, what is on the list, what troubles a mailbox."""

from collections import namedtuple
from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Prefetch, Q

from correspondence.casework.models import Message, OutgoingMail
from correspondence.core.reply_tokens import ADDRESS, LETTER, MAIL_ID, MESSAGE, records_in
from correspondence.intake.mail.models import IncomingMail, Mailbox, MailFile
from correspondence.intake.mail.rules import Why
from correspondence.letters.models import Letter

SILENT_FOR = timedelta(hours=1)  # after which a mailbox that nobody has read is told of

Match = namedtuple("Match", "message letter why")
NO_MATCH = Match(None, None, Why.NO_MATCH)
_FILES = Prefetch("files", queryset=MailFile.objects.select_related("document"))


def same_mail(office, key):
    """The mail of this key that was taken before; None where there is none."""
    return IncomingMail.objects.filter(office=office, key=key).first()


def matched(read, office):
    """What a mail answers, of this office's records alone, and why a person must look (`Why.NONE`: need not).

    The address with its token is known to whom we wrote, and proves itself. A Message-ID is in every copy
    that was passed on: it counts only together with the address that we wrote to. Nothing else counts; a
    sender or a subject can be made up.
    """
    addressed = _records(records_in(" ".join(read.receivers), ADDRESS), office)
    if len(addressed) == 1:
        return _match(addressed[0], Why.NONE)
    if len(addressed) > 1:
        return Match(None, None, Why.SEVERAL)
    answered = _records(records_in(" ".join(read.answers), MAIL_ID), office) or _written_before(read, office)
    if not answered:
        return NO_MATCH
    if len(answered) > 1:
        return Match(None, None, Why.SEVERAL)
    [record] = answered
    if isinstance(record, Letter):
        return _match(record, Why.LETTER)
    return _match(record, Why.NONE if _is_known(read.sender, record) else Why.OTHER_SENDER)


def _match(record, why):
    if isinstance(record, Letter):
        return Match(None, record, why)
    return Match(record, None, why)


def _records(named, office):
    """The messages and letters of the office that tokens name."""
    messages = [pk for kind, pk in named if kind == MESSAGE]
    letters = [pk for kind, pk in named if kind == LETTER]
    found = []
    if messages:
        found += Message.objects.select_related("constituent").filter(office=office, pk__in=messages)
    if letters:
        found += Letter.objects.filter(office=office, pk__in=letters, sent_on__isnull=False)
    return found


def _written_before(read, office):
    """The messages that were answered by mails with these Message-IDs, from before they held a token."""
    if not read.answers:
        return []
    mails = OutgoingMail.objects.filter(mail_id__in=read.answers, message__office=office)
    return list(Message.objects.select_related("constituent").filter(pk__in=mails.values("message")))


def _is_known(sender, message):
    """Whether we wrote to this address about the message, or its constituent gave it."""
    if not sender:
        return False
    if sender == message.constituent.email.lower():
        return True
    return message.mails.filter(to_address__iexact=sender, sent_at__isnull=False).exists()


def counts(user):
    """How many mails of the user's offices wait, were filed, are automatic, were set aside. One statement."""
    waits = Q(automatic="", settled_at=None)
    return IncomingMail.objects.visible_to(user).aggregate(
        waiting=Count("pk", filter=waits),
        filed=Count("pk", filter=Q(settled_at__isnull=False, set_aside_why="")),
        automatic=Count("pk", filter=~Q(automatic="") & Q(settled_at=None)),
        aside=Count("pk", filter=Q(settled_at__isnull=False) & ~Q(set_aside_why="")),
    )


def listed(mails):
    """Mails as the list shows them, with their files."""
    return (
        mails.select_related("answers_message", "answers_letter", "reply__message", "letter", "settled_by")
        .prefetch_related(_FILES)
        .defer(
            "text", "letter__body", "letter__letterhead", "answers_letter__body", "answers_letter__letterhead"
        )
    )


def mail_page(user):
    """Mails with what the page of one shows; of those the user may see."""
    return (
        IncomingMail.objects.visible_to(user)
        .select_related(
            "office",
            "document",
            "answers_message",
            "answers_letter",
            "reply__message",
            "letter",
            "settled_by",
        )
        .prefetch_related(_FILES)
        .defer("letter__body", "letter__letterhead", "answers_letter__body", "answers_letter__letterhead")
    )


def messages_from(mail):
    """Messages of the office whose constituent gave the address that a mail says it is from, latest first."""
    if not mail.from_address:
        return Message.objects.none()
    rows = Message.objects.filter(office=mail.office_id, constituent__email__iexact=mail.from_address)
    return rows.order_by("-received_at", "-pk")[:10]


def troubled_mailboxes(now, offices=None):
    """The mailboxes that are read by these settings, and could not be the last time, or were not lately.

    `offices` are ids; None for all. Those that were never tried are not told of: nothing has come of it yet.
    """
    if not settings.MAILBOXES:
        return []
    rows = Mailbox.objects.filter(name__in=[one.name for one in settings.MAILBOXES])
    rows = rows.filter(~Q(fault="") | Q(tried_at__lt=now - SILENT_FOR))
    return list(rows if offices is None else rows.filter(office__in=offices))
