"""Decisions about mail: values in, value out; no query, no clock."""

import hashlib
import re

from correspondence.intake.mail.models import IncomingMail

Automatic, Why = IncomingMail.Automatic, IncomingMail.Why

_AWAY = re.compile(
    r"(?i)^\W*(?:(?:re|fw|fwd|aw)\s*:\s*)*(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response)|"
    r"out of (?:the )?office|"
    r"i am (?:currently )?out of (?:the )?office|on (?:annual )?leave\b)"
)
_ROBOTS = re.compile(r"(?i)^(?:mailer-daemon|postmaster)@")
_LETTERS = re.compile(r"(?i)\.(?:pdf|docx?|rtf|odt|tiff?)$")


def key_of(read, raw):
    """What a mail is known again by: its Message-ID with its sender, or all of it where it has none.

    With the sender, as somebody else could use the Message-ID of a mail that is yet to come to keep it out.
    """
    if read.message_id:
        known = f"{read.message_id}\n{read.sender}".encode(errors="surrogateescape")
    else:
        known = raw.replace(b"\r\n", b"\n")
    return hashlib.sha256(known).hexdigest()


def automatic(read):
    """Whether a machine wrote a mail, and as what (RFC 3834, 3464, 8098, and what is done besides)."""
    head = read.head
    if read.content_type == "multipart/report":
        return Automatic.RECEIPT if read.report_type == "disposition-notification" else Automatic.BOUNCE
    if _ROBOTS.match(read.sender) or "x-failed-recipients" in head:
        return Automatic.BOUNCE
    if _AWAY.match(read.subject):
        return Automatic.AWAY
    if any(name in head for name in ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply")):
        return Automatic.REPLY
    said = re.split(r"[;(\s]", head.get("auto-submitted", "no").strip().lower())[0]
    if said == "auto-replied":
        return Automatic.REPLY
    if said != "no":
        return Automatic.BULK
    precedence = head.get("precedence", "").lower()
    if precedence in ("auto_reply", "auto-reply"):
        return Automatic.REPLY
    if precedence in ("bulk", "junk", "list"):
        return Automatic.BULK
    if head.get("x-auto-response-suppress", "").strip().lower() not in ("", "none"):
        return Automatic.REPLY
    if head.get("return-path", "").strip() == "<>":
        return Automatic.BOUNCE
    return Automatic.NO


def must_be_seen(read, kind):
    """Whether a mail by a machine is to be looked at all the same: agencies' systems send letters, too.

    Only what says that nobody wrote it for us, and yet brings something like a letter.
    """
    return kind in (Automatic.BULK, Automatic.REPLY) and any(_LETTERS.search(one.name) for one in read.files)


_READABLE = {
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "image/tiff",
    "image/jpeg",
    "image/png",
}
_SMALLEST_PICTURE = 50 * 1024  # bytes: logos and signatures are smaller than a page that was photographed


def letters_among(files):
    """Of the (name, document) of a mail's files, those that may be the letter itself, by their bytes."""
    return [
        (name, one)
        for name, one in files
        if one.media_type in _READABLE
        and not (one.media_type.startswith("image/") and one.size < _SMALLEST_PICTURE)
    ]
