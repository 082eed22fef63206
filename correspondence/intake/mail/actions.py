"""Every change to mail: taking it, filing it as what it is, setting it aside, putting it back on the list."""

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from correspondence.accounts.roles import Act, require
from correspondence.audit.actions import record_act
from correspondence.casework.actions import take_reply, withdraw_reply
from correspondence.core.refusals import Cannot
from correspondence.documents.actions import CannotStore, store_document
from correspondence.documents.rules import MAX_SIZE, plain_name
from correspondence.intake.mail.child import read_apart
from correspondence.intake.mail.models import IncomingMail, MailFile
from correspondence.intake.mail.queries import matched, same_mail
from correspondence.intake.mail.reading import read_head
from correspondence.intake.mail.rules import Why, automatic, key_of, must_be_seen
from correspondence.intake.mail.tray import put_into_tray

CameBy = IncomingMail.CameBy


class CannotTakeMail(Cannot):
    """The mail was not taken."""


class CannotFile(Cannot):
    """The mail stays where it is."""


def take_mail(raw, *, office, came_by=CameBy.MAILBOX, by=None, now):
    """Keep a mail, from its bytes, and file it where it says by itself what it answers. Returns its row.

    The one way in, for the mailbox and for uploads. A mail that is there already is returned as it is, also
    where two take it at once; `came_now` tells which. `by` is who uploaded it. Raises CannotTakeMail.
    """
    if by is not None:
        require(by, Act.CASEWORK, office)
    if not raw.strip():
        raise CannotTakeMail("The mail is empty.", field="files")
    if len(raw) > MAX_SIZE:
        raise CannotTakeMail("The mail is larger than 50 MB, the most that is stored.", field="files")
    read = read_apart(raw)
    if came_by == CameBy.UPLOAD and not (read.sender or read.sender_name or read.message_id or read.dated_at):
        raise CannotTakeMail(
            "This is no mail: it has no sender and no date. Save the mail as an .eml file, and choose that.",
            field="files",
        )
    return _take(read, raw, office, came_by, by, now)


@transaction.atomic
def _take(read, raw, office, came_by, by, now):
    mail = _entered(read, key_of(read, raw), len(raw), office, came_by, by, now)
    if not mail.came_now:
        return mail
    name = plain_name(f"{read.subject[:80] or 'mail'}.eml")
    mail.document = store_document(office, ContentFile(raw, name), by=by, now=now)
    mail.automatic = automatic(read)
    is_to_be_seen = must_be_seen(read, mail.automatic)
    if mail.automatic and not is_to_be_seen:
        mail.why = Why.NONE
        match = matched(read, office)
        mail.answers_message, mail.answers_letter = match.message, match.letter
        mail.save()
    else:
        _keep_files(mail, read.files, by, now)
        _match_and_file(mail, read, is_to_be_seen, now)
    record_act("mail came", mail, by=by, now=now)
    return mail


@transaction.atomic
def take_too_large(head, size, *, office, now):
    """Note a mail that is too large to be kept, from the bytes of its head. It stays in the mailbox."""
    read = read_head(head)
    mail = _entered(read, key_of(read, head), size, office, CameBy.MAILBOX, None, now)
    if mail.came_now:
        record_act("mail came", mail, by=None, now=now, reason="too large to be kept")
    return mail


def _entered(read, key, size, office, came_by, by, now):
    """The row of the ledger. Whoever writes it first takes the mail; all others find it there."""
    if same := same_mail(office, key):
        same.came_now = False
        return same
    mail = IncomingMail(
        office=office,
        key=key,
        message_id=read.message_id,
        came_by=came_by,
        taken_at=now,
        taken_by=by,
        size=size,
        from_name=read.sender_name,
        from_address=read.sender,
        subject=read.subject,
        dated_at=read.dated_at,
        text=read.text,
        why=Why.TOO_LARGE,  # until it is kept, a few lines further on
    )
    try:
        with transaction.atomic():
            mail.save(force_insert=True)
    except IntegrityError:
        mail = same_mail(office, key)
        mail.came_now = False
        return mail
    mail.came_now = True
    return mail


def _keep_files(mail, files, by, now):
    for place, one in enumerate(files, start=1):
        name = plain_name(one.name)
        try:
            document = store_document(mail.office, ContentFile(one.data, name), by=by, now=now)
        except CannotStore:  # an empty one
            continue
        MailFile.objects.create(mail=mail, document=document, place=place, name=name)


def _match_and_file(mail, read, is_to_be_seen, now):
    match = matched(read, mail.office)
    mail.answers_message, mail.answers_letter = match.message, match.letter
    mail.why = match.why
    if is_to_be_seen:
        mail.automatic, mail.why = IncomingMail.Automatic.NO, Why.FILES
    elif read.is_broken:
        mail.why = Why.BROKEN
    if mail.why == Why.NONE:
        if match.message:
            mail.reply = _replied(mail, match.message, None, now)
        else:
            _file_with(mail, match.letter, None, now)
        mail.settled_at = now
    mail.save()


def _replied(mail, message, by, now):
    files = [(one.document, one.name) for one in mail.files.select_related("document")]
    return take_reply(
        message,
        document=mail.document,
        from_name=mail.from_name,
        from_address=mail.from_address,
        subject=mail.subject,
        text=mail.text,
        files=files,
        by=by,
        now=now,
    )


def _locked(mail):
    rows = IncomingMail.objects.select_for_update(of=("self",)).select_related("office", "document")
    return rows.get(pk=mail.pk)


def _waiting(mail):
    if mail.settled_at:
        raise CannotFile("Somebody has filed it, or set it aside, already.")
    if mail.document is None:
        raise CannotFile("It is too large to be kept, and lies in the mailbox: file its parts by hand.")


@transaction.atomic
def file_as_reply(mail, message, *, by, now):
    """File a mail as what a constituent wrote back; their message waits again.

    Raises CannotFile, CannotTakeReply.
    """
    mail = _locked(mail)
    require(by, Act.CASEWORK, mail.office)
    _waiting(mail)
    if message.office_id != mail.office_id:
        raise CannotFile("There is no such message.", field="number")
    mail.reply = _replied(mail, message, by, now)
    _settle(mail, by, now)
    record_act("mail filed as a reply", mail, by=by, now=now, reason=message.number)
    return mail.reply


@transaction.atomic
def file_with_letter(mail, letter, *, by, now):
    """File a mail with a letter that it answers: what may be the reply goes into the tray, to be confirmed.

    Nothing of the letter changes by that. Returns the mail, with its item of the tray. Raises CannotFile.
    """
    mail = _locked(mail)
    require(by, Act.CASEWORK, mail.office)
    require(by, Act.LOG, mail.office)
    _waiting(mail)
    if letter.office_id != mail.office_id:
        raise CannotFile("Choose a letter of this office.", field="letter")
    if letter.sent_on is None:
        raise CannotFile(f"{letter} is a draft, and nobody can have answered it.", field="letter")
    _file_with(mail, letter, by, now)
    _settle(mail, by, now)
    record_act("mail filed with a letter", mail, by=by, now=now, reason=letter.reference)
    return mail


def _file_with(mail, letter, by, now):
    received = put_into_tray(mail, by=by, now=now)
    mail.letter, mail.item = letter, next(iter(received.items), None)


@transaction.atomic
def set_mail_aside(mail, *, why, by, now):
    """Take a mail from the list without filing it, saying why. It is kept. Raises CannotFile."""
    mail = _locked(mail)
    require(by, Act.CASEWORK, mail.office)
    if mail.settled_at:
        raise CannotFile("Somebody has filed it, or set it aside, already.")
    if not why.strip():
        raise CannotFile("Say why.", field="why")
    mail.set_aside_why = " ".join(why.split())[:300]
    _settle(mail, by, now)
    record_act("mail set aside", mail, by=by, now=now, reason=why)
    return mail


def _settle(mail, by, now):
    mail.settled_at, mail.settled_by = now, by
    mail.save()


@transaction.atomic
def put_mail_back(mail, *, why, by, now):
    """Put a mail back on the list: one set aside, one taken for automatic, one filed with the wrong message.

    That message keeps the reply as taken back. Raises CannotFile.
    """
    mail = _locked(mail)
    require(by, Act.CASEWORK, mail.office)
    if mail.waits:
        raise CannotFile("It is on the list already.")
    if mail.letter_id:
        raise CannotFile("It is in the tray: set it aside there.")
    if not why.strip():
        raise CannotFile("Say why.", field="why")
    if mail.reply_id:
        withdraw_reply(mail.reply, why=why, by=by, now=now)
    if mail.automatic:  # its files were not kept
        _keep_files(mail, read_apart(_bytes_of(mail)).files, by, now)
    mail.automatic, mail.reply, mail.set_aside_why = IncomingMail.Automatic.NO, None, ""
    mail.settled_at = mail.settled_by = None
    if mail.why in ("", Why.NO_MATCH):
        mail.why = Why.BACK
    mail.save()
    record_act("mail put back", mail, by=by, now=now, reason=why)
    return mail


def _bytes_of(mail):
    with mail.document.file.open("rb") as file:
        return file.read()
