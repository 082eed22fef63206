"""The mails to a constituent: a receipt, or an answer. No subject of ours names them or their trouble."""

from email.utils import format_datetime, formataddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from correspondence.core.days import EASTERN, day_of
from correspondence.core.reply_tokens import MESSAGE, new_mail_id, reply_address

TIMEOUT = 10  # seconds that somebody waits at a page for a mail server that does not answer


def receipt(message, desk):
    """The subject and the words of a receipt."""
    context = {
        "message": message,
        "name": message.constituent.greeting_name,
        "heading": desk.heading,
        "contact": desk.contact,
        "day": day_of(message.received_at),
        "status_url": f"{settings.SITE_URL}{reverse('write-status')}",
    }
    subject = _("We have your message: %(number)s") % {"number": message.number}
    return subject, render_to_string("emails/message_receipt.txt", context)


def mail_id(message):
    """A Message-ID of our own, by which an answer finds back to the message."""
    return new_mail_id(MESSAGE, message.pk)


def answers_go_to(message, desk):
    """Where an answer to a mail about a message should go.

    To the office's mailbox, with the message's token, where one is read; else to the desk's address.
    """
    return reply_address(message.office.code, MESSAGE, message.pk) or (desk.reply_to if desk else "")


def written(mail, *, sender, reply_to, now):
    """An OutgoingMail as a mail server takes it, from the office by its name."""
    _name, _at, address = settings.DEFAULT_FROM_EMAIL.rpartition("<")
    return EmailMessage(
        subject=mail.subject,
        body=mail.body,
        from_email=formataddr((sender, address.rstrip("> "))),
        to=[mail.to_address],
        reply_to=[reply_to] if reply_to else None,
        headers={
            "Message-ID": mail.mail_id,
            "Date": format_datetime(now.astimezone(EASTERN)),
            **({"Auto-Submitted": "auto-replied"} if mail.kind == mail.Kind.RECEIPT else {}),
        },
    )
