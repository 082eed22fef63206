"""What the pages say about mail: a row of the list, one mail, and a mailbox that cannot be read."""

from dataclasses import dataclass

from correspondence.casework.rules import size_in_words
from correspondence.core.mail_words import parted
from correspondence.intake.mail.models import IncomingMail
from correspondence.templatetags.marks import mark_html, moment
from correspondence.web.addresses import address

_MARKS = {
    IncomingMail.Why.OTHER_SENDER: "soon",
    IncomingMail.Why.TOO_LARGE: "soon",
    IncomingMail.Why.BROKEN: "soon",
}


@dataclass(frozen=True)
class Row:
    """A mail in the list."""

    url: str
    sender: str
    sender_address: str
    subject: str
    came: str
    mark: str
    what: str
    what_url: str
    files: list
    acts: list


def sender_of(mail):
    """The sender's name and address as the mail gives them; they may be the same."""
    return mail.from_name or mail.from_address or "No sender", mail.from_address if mail.from_name else ""


def subject_of(mail):
    return mail.subject or "No subject"


def row(mail):
    """One line of the list."""
    sender, sender_address = sender_of(mail)
    mark, what, url = standing(mail)
    return Row(
        url=address("mail", mail.pk),
        sender=sender,
        sender_address=sender_address,
        subject=subject_of(mail),
        came=moment(mail.taken_at),
        mark=mark,
        what=what,
        what_url=url,
        files=files_of(mail),
        acts=_acts(mail),
    )


def _acts(mail):
    """What can be done with a mail: the words, what a screen reader says before them, and the address."""
    names = [("aside", "Set aside", "")]
    if mail.document_id:
        names = [
            ("letter", "a letter", "File with "),
            ("message", "a message", "File with "),
            ("aside", "or set aside", ""),
        ]
    if not mail.waits:
        return []
    return [
        {"before": before, "words": words, "url": address("mail-act", mail.pk, name)}
        for name, words, before in names
    ]


def standing(mail):
    """Where a mail is: its mark, what more there is to say, and where that leads."""
    if mail.settled_at:
        who = f"by {mail.settled_by}" if mail.settled_by_id else "by itself"
        if mail.reply_id:
            message = mail.reply.message
            return (
                mark_html("settled", f"Filed {who}"),
                message.number,
                address("message", message.pk),
            )
        if mail.letter_id:
            return (
                mark_html("settled", f"Filed {who}"),
                mail.letter.reference,
                address("letter", mail.letter_id),
            )
        return mark_html("settled", f"Set aside {who}", "quiet"), mail.set_aside_why, ""
    if mail.automatic:
        return mark_html("settled", mail.get_automatic_display(), "quiet"), *_says(mail)
    return mark_html(_MARKS.get(mail.why, "message"), mail.get_why_display()), *_says(mail)


def _says(mail):
    """What a mail says that it answers, and its address."""
    if message := mail.answers_message:
        return message.number, address("message", message.pk)
    if letter := mail.answers_letter:
        return letter.reference, address("letter", letter.pk)
    return "", ""


def files_of(mail):
    """The files that came with a mail: their names, sizes, and where they can be had."""
    return [
        {
            "name": one.name,
            "size": size_in_words(one.document.size),
            "url": address("mail-file", one.pk),
        }
        for one in mail.files.all()
    ]


def page_of(mail):
    """All that the page of one mail says of it."""
    sender, sender_address = sender_of(mail)
    mark, what, url = standing(mail)
    written, quoted = parted(mail.text)
    return {
        "mail": mail,
        "sender": sender,
        "sender_address": sender_address,
        "subject": subject_of(mail),
        "mark": mark,
        "what": what,
        "what_url": url,
        "written": written,
        "quoted": quoted,
        "files": files_of(mail),
        "size": size_in_words(mail.size),
    }


def told_of(mailboxes, managed):
    """What is said of mailboxes that could not be read; why, to those who manage their office (ids)."""
    return [
        {
            "name": one.name,
            "since": moment(one.fault_since or one.tried_at),
            "fault": (one.fault or "Nothing has tried to: is manage.py tick called every 15 minutes?")
            if one.office_id in managed
            else "",
        }
        for one in mailboxes
    ]
