"""Answering a constituent by e-mail: written, kept, handed to the mail server, and what it said noted."""

from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import get_connection
from django.db import transaction

from correspondence.accounts.roles import Act, require
from correspondence.audit.actions import record_act
from correspondence.casework.actions.sorting import locked, take_up
from correspondence.casework.emails import TIMEOUT, answers_go_to, mail_id, written
from correspondence.casework.models import OutgoingMail
from correspondence.casework.rules import left_open
from correspondence.core.refusals import Cannot


class CannotAnswer(Cannot):
    """The answer was not written."""


@transaction.atomic
def write_answer(message, *, subject, body, token, by, now):
    """Keep an answer as it is to be mailed. The same token once more returns the one there is.

    It is to be mailed once this is committed (`deliver`), where `came_now` is true. Raises CannotAnswer.
    """
    message = locked(message)
    require(by, Act.CASEWORK, message.office)
    if same := OutgoingMail.objects.filter(token=token, message=message).first():
        same.came_now = False
        return same
    subject, body = " ".join(subject.split()), body.strip()
    if not subject:
        raise CannotAnswer("Give it a subject.", field="subject")
    if not body:
        raise CannotAnswer("Write the answer.", field="body")
    for field, words in (("subject", subject), ("body", body)):
        if still := left_open(words):
            raise CannotAnswer(f"Fill in {{{still[0]}}}, or take it out.", field=field)
    mail = OutgoingMail.objects.create(
        message=message,
        kind=OutgoingMail.Kind.ANSWER,
        token=token,
        to_address=message.constituent.email,
        subject=subject[:200],
        body=body,
        mail_id=mail_id(message),
        written_at=now,
        written_by=by,
    )
    take_up(message, by=by, now=now)
    record_act("answer written", message, by=by, now=now)
    mail.came_now = True
    return mail


def deliver(mail, *, now, connection=None):
    """Hand a mail to the mail server, and note what it said. Returns whether it took it.

    Not inside a transaction: what is mailed cannot be undone.
    """
    desk = getattr(mail.message.office, "message_desk", None)
    refusal = ""
    try:
        reply_to = answers_go_to(mail.message, desk)
        letter = written(mail, sender=mail.message.office.name, reply_to=reply_to, now=now)
        connection = connection or get_connection(timeout=TIMEOUT)
        if not connection.send_messages([letter]):
            refusal = "The mail server took nothing."
    except (OSError, ValueError) as fault:
        refusal = _said(fault)
    _note(mail, refusal, now)
    return not refusal


@transaction.atomic
def _note(mail, refusal, now):
    message = locked(mail.message)
    mail.sent_at, mail.refusal = (None, refusal[:300]) if refusal else (now, "")
    mail.save(update_fields=["sent_at", "refusal"])
    if mail.kind == mail.Kind.ANSWER and not refusal:
        message.answered_at = now
        take_up(message, by=mail.written_by, now=now)
    what = "not delivered" if refusal else "delivered"
    record_act(f"{mail.get_kind_display().lower()} {what}", message, by=mail.written_by, now=now)


def _said(fault):
    """What went wrong, in a line that staff can read."""
    if isinstance(fault, SMTPRecipientsRefused):
        code, said = next(iter(fault.recipients.values()))
    elif isinstance(fault, SMTPResponseException):
        code, said = fault.smtp_code, fault.smtp_error
    else:
        return f"The mail server could not be reached ({str(fault) or type(fault).__name__})."
    said = said.decode(errors="replace") if isinstance(said, bytes) else said
    return " ".join(f"The mail server refused it: {code} {said}".split())
