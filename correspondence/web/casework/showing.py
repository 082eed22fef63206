"""What the pages for staff say about messages: a row of the list, and one message with its story."""

from dataclasses import dataclass
from datetime import datetime, time

from django.urls import reverse

from correspondence.casework.models import OutgoingMail, PolicyArea
from correspondence.casework.queries import responses_to
from correspondence.casework.rules import size_in_words
from correspondence.core.days import EASTERN, day_of
from correspondence.core.mail_words import parted
from correspondence.templatetags.marks import day, mark_html

PLAIN = dict(PolicyArea.choices)


@dataclass(frozen=True)
class Row:
    """A message in the list: no words of its own, and a name only where a name was searched for."""

    url: str
    number: str
    wants: str
    about: str
    agency: str
    received: str
    waits: str
    mark: str
    assigned: str
    name: str


def row(message, *, today, with_name):
    """One line of the list."""
    case = getattr(message, "case", None)
    return Row(
        url=reverse("message", args=[message.pk]),
        number=message.number,
        wants="Help" if message.wants_help else "Opinion",
        about=str(PLAIN.get(message.area, message.area)),
        agency=_agency(case),
        received=day(message.received_at),
        waits=_waits(message, today),
        mark=_mark(message),
        assigned=str(message.assigned_to or "Nobody"),
        name=message.constituent.name if with_name else "",
    )


def _agency(case):
    if case is None:
        return "–"
    return case.agency.short_name if case.agency else case.agency_named


def _waits(message, today):
    if message.state in ("answered", "closed"):
        return ""
    days = (today - day_of(message.received_at)).days
    return "today" if days <= 0 else "1 day" if days == 1 else f"{days} days"


def _mark(message):
    """How far a message is, as the list marks it."""
    if message.closed_at:
        return mark_html("settled", "Closed", "quiet")
    if message.answered_at:
        return mark_html("settled", "Answered")
    if message.wrote_back:
        return mark_html("message", "Wrote back")
    if message.was_answered_by_agency:
        return mark_html("unjudged", "Agency answered")
    if message.was_sent:
        return mark_html("sent", "With the agency")
    if message.wants_help and not message.has_release:
        return mark_html("soon", "No release")
    return mark_html("message" if message.state == "new" else "open", message.state.capitalize())


@dataclass(frozen=True)
class Event:
    """Something that happened to a message, for its timeline."""

    at: datetime
    glyph: str
    title: str
    by: str = ""
    words: str = ""
    url: str = ""
    link: str = ""
    late: bool = False
    files: tuple = ()

    @property
    def when(self):
        return day(self.at)


def events(message):
    """What happened to a message, newest first: message, releases, letters, what agencies said, answers."""
    found = [Event(message.received_at, "message", "Message came, by the form")]
    for release in message.releases.all():
        found += _of_release(release)
    links = list(message.letter_links.all())
    for link in links:
        found += _of_letter(link)
    letters = [link.letter for link in links if link.letter.sent_on]
    if letters:
        found += [_of_response(one) for one in responses_to(letters)]
    found += [_of_mail(mail) for mail in message.mails.all()]
    found += [_of_reply(reply) for reply in message.replies.all()]
    if message.closed_at:
        how = f"Closed: {message.get_closed_how_display()}"
        found.append(Event(message.closed_at, "settled", how, str(message.closed_by), message.closed_note))
    found.sort(key=lambda one: one.at)
    return found[::-1]


def _noon(on):
    return datetime.combine(on, time(12), EASTERN)


def _of_release(release):
    how = "on the form" if release.how == release.How.FORM else release.get_how_display().lower()
    title = f"Privacy release signed {how}, for {release.agency_named}"
    signed = release.recorded_at if release.how == release.How.FORM else _noon(release.signed_on)
    yield Event(
        signed, "extended", title, str(release.recorded_by or ""), f"Good until {day(release.good_until)}."
    )
    if release.withdrawn_on:
        yield Event(_noon(release.withdrawn_on), "late", "Release taken back", words=release.withdrawn_why)


def _of_letter(link):
    letter = link.letter
    url, what = (
        reverse("letter", args=[letter.pk]),
        "Letter started" if link.was_started_here else "Letter linked",
    )
    yield Event(link.linked_at, "draft", what, str(link.linked_by), url=url, link=letter.reference)
    if letter.sent_on:
        at = max(_noon(letter.sent_on), link.linked_at) if link.was_started_here else _noon(letter.sent_on)
        at = at if day_of(at) == letter.sent_on else _noon(letter.sent_on)
        yield Event(at, "sent", "Letter sent to the agency", url=url, link=letter.reference)


def _of_response(response):
    url = reverse("letter", args=[response.letter_id])
    channel = response.get_channel_display().lower()
    glyph = "reply" if response.kind == response.Kind.ACKNOWLEDGMENT else "answer"
    title = f"{response.agency.short_name} answered, {channel}: {response.get_kind_display().lower()}"
    at = _noon(response.received_on)
    if day_of(response.logged_at) == response.received_on:
        at = response.logged_at
    return Event(at, glyph, title, response.signer_title, response.summary, url, response.letter.reference)


def _of_mail(mail):
    what = "Receipt" if mail.kind == OutgoingMail.Kind.RECEIPT else "Answer"
    by, words = str(mail.written_by or ""), mail.body if mail.kind == OutgoingMail.Kind.ANSWER else ""
    if mail.refusal:
        again = (
            ""
            if what == "Receipt"
            else f"{reverse('message-answer', args=[mail.message_id])}?again={mail.pk}"
        )
        title = f"{what} not delivered. {mail.refusal}"
        return Event(
            mail.written_at, "late", title, by, words, again, "Write it again" if again else "", late=True
        )
    if mail.sent_at is None:
        return Event(mail.written_at, "soon", f"{what} written, not mailed yet", by, words)
    return Event(mail.sent_at, "contact", f"{what} mailed to the constituent", by, words)


def _of_reply(reply):
    """What came back by e-mail. One that was taken back says so, and shows nothing of what stood in it."""
    if reply.withdrawn_at:
        title = "A mail was filed here, and did not belong here"
        return Event(reply.came_at, "late", title, str(reply.withdrawn_by), reply.withdrawn_why)
    is_theirs = not reply.is_from_elsewhere
    title = "Wrote back by e-mail" if is_theirs else f"A mail came from {reply.from_address or 'no address'}"
    files = [
        (one.name, one.document.size, reverse("reply-file", args=[one.pk])) for one in reply.attachments.all()
    ]
    return Event(
        reply.came_at,
        "message" if is_theirs else "soon",
        title,
        f"filed by {reply.filed_by}" if reply.filed_by_id else "",
        parted(reply.text)[0],
        reverse("reply-original", args=[reply.pk]),
        "the mail as it came",
        files=tuple((name, size_in_words(size), url) for name, size, url in files),
    )


def standing_marks(message, *, has_good_release):
    """The marks under a message's title: its state, and whether a letter may go out for it."""
    names = {"new": "message", "open": "open", "answered": "settled", "closed": "settled"}
    tone = "quiet" if message.state == "closed" else None
    found = [mark_html(names[message.state], message.state.capitalize(), tone)]
    if getattr(message, "case", None):
        found.append(
            mark_html("settled", "Release on file")
            if has_good_release
            else mark_html("soon", "No release on file: nothing may be sent")
        )
    return found


def files_of(message):
    """The files that came with a message, with their address."""
    return [
        {
            "name": one.name,
            "size": size_in_words(one.document.size),
            "url": reverse("message-file", args=[one.pk]),
        }
        for one in message.attachments.all()
    ]
