"""What constituents write back: kept with their message, which waits again; taken back where it was wrong."""

from django.db import IntegrityError, transaction

from correspondence.accounts.roles import Act, require
from correspondence.audit.actions import record_act
from correspondence.audit.history import save_with_history
from correspondence.casework.actions.sorting import locked
from correspondence.casework.models import MessageReply, ReplyDocument
from correspondence.core.refusals import Cannot


class CannotTakeReply(Cannot):
    """The reply was not kept with the message, or not taken from it."""


@transaction.atomic
def take_reply(message, *, document, from_name, from_address, subject, text, files=(), by=None, now):
    """Keep a mail with the message that it goes on with. The message waits again, also where it was closed.

    `document` is the mail as it came, `files` are (Document, name) of what came with it. `by` is who
    filed it; None where a token in the mail itself said what it answers. Raises CannotTakeReply.
    """
    message = locked(message)
    if by is not None:
        require(by, Act.CASEWORK, message.office)
    if document.office_id != message.office_id:
        raise CannotTakeReply("It came to another office.", field="message")
    reply = MessageReply(
        message=message,
        document=document,
        from_name=from_name[:200],
        from_address=from_address,
        subject=subject[:300],
        text=text,
        came_at=now,
        filed_by=by,
    )
    try:
        with transaction.atomic():
            save_with_history(reply, by=by, now=now)
    except IntegrityError as fault:
        raise CannotTakeReply(f"It is kept with {message} already.", field="message") from fault
    for attached, name in files:
        ReplyDocument.objects.get_or_create(reply=reply, document=attached, defaults={"name": name[:255]})
    message.answered_at = message.closed_at = message.closed_by = None
    message.closed_how = message.closed_note = ""
    save_with_history(message, by=by, now=now)
    record_act("reply came", message, by=by, now=now)
    return reply


@transaction.atomic
def withdraw_reply(reply, *, why, by, now):
    """Take a reply from a message that it did not belong to. It stays on the record, and is shown no more.

    Raises CannotTakeReply.
    """
    message = locked(reply.message)
    require(by, Act.CASEWORK, message.office)
    reply = MessageReply.objects.select_for_update().get(pk=reply.pk)
    if reply.withdrawn_at:
        raise CannotTakeReply("It is taken back already.")
    if not why.strip():
        raise CannotTakeReply("Say why.", field="why")
    reply.withdrawn_at, reply.withdrawn_by, reply.withdrawn_why = now, by, why.strip()[:300]
    save_with_history(reply, by=by, now=now, why=why)
    record_act("reply taken back", message, by=by, now=now, reason=why)
    return reply
