"""Today in words: the sentence, the lists in the order of harm, what came in. Templates only place them."""

from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from correspondence.accounts.models import OfficeMembership
from correspondence.accounts.roles import Act, offices_where
from correspondence.casework.models import PolicyArea
from correspondence.followups.models import Contact
from correspondence.letters.models import Letter
from correspondence.reports.counts import NEW, PROMISED, PROMISED_IN_CONTACT, SILENT, UNJUDGED
from correspondence.reports.day import CAME_IN, SAID, WROTE, mine_of
from correspondence.reports.owed import SOON
from correspondence.responses.models import Response
from correspondence.templatetags.marks import MONTHS, day, glyph_html, mark_html
from correspondence.timeline.entries import in_words
from correspondence.web.addresses import address
from correspondence.web.reports.lines import shown
from correspondence.web.reports.strip import strip_of

LISTS = {"silent": (SILENT,), "unjudged": (UNJUDGED,), "promises": (PROMISED, PROMISED_IN_CONTACT)}
IN_THE_STRIP = 8
MOST_CAME, MOST_MESSAGES, MOST_REMINDERS = 8, 4, 6
_CONTACTS = dict(Contact.Kind.choices)
_REPLIES = dict(Response.Kind.choices)
_AREAS = dict(PolicyArea.choices)
_CAME = {
    "ack": ("reply", "acknowledges"),
    "partial": ("partial", "answers in part"),
    "full": ("answer", "answers"),
}
_CAME |= {"rolling": ("partial", "sends a production"), "extension": ("extended", "asks more time")}
_CAME |= {"refusal": ("reply", "refuses"), "referral": ("reply", "refers elsewhere")}
_CAME |= {"briefing": ("reply", "offers a briefing"), "interim": ("reply", "writes in the meantime")}
_NOBODY = mark_safe("")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list: a mark, what it is, the letter, and who has it."""

    mark: SafeString
    words: str
    url: str
    agency: str
    letter: str
    letter_url: str
    on: str
    assigned: str
    note: str = ""
    is_written: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """One list: its name in the address, head, count, columns, rows, and where all of it is."""

    name: str
    title: str
    count: int
    heads: tuple
    rows: list
    all_url: str
    all_words: str = ""
    is_of_requests: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A line of what stands at the side."""

    glyph: SafeString
    words: str
    url: str
    note: str


@dataclass(frozen=True)
class Sentence:
    """The day's counts as one sentence of links."""

    words: SafeString
    is_clear: bool


@dataclass
class _Names:
    """Who is called what by the user who looks."""

    user: object
    members: dict = field(default_factory=dict)

    def of(self, assignee):
        if assignee is None:
            return "Nobody"
        return "Me" if assignee == self.user.pk else self.members.get(assignee, "Somebody else")


def page_of(user, counts, *, whose, only, lines, count_overdue, events, reminders):
    """The context of the page."""
    today, names = counts.today, _Names(user, _members(user))
    assignees = mine_of(user, whose)
    agencies = counts.by_agency()
    rows = shown(lines, user)
    sections = [
        Section(
            "overdue", "Overdue", counts.total("late", assignees), (), rows[:count_overdue],
            _owed(whose, due="late"), is_of_requests=True,
        ),
        Section(
            "soon", "Due soon", counts.total("soon", assignees), (), rows[count_overdue:],
            _owed(whose, due="soon"), is_of_requests=True,
        ),
        Section(
            "silent", "Not acknowledged", counts.count(SILENT, assignees),
            ("Since", "Letter", "Agency and reference", "Sent", "Assigned"),
            [_silent(one, today, names) for one in events.get(SILENT, ())], _all("silent", whose),
        ),
        Section(
            "unjudged", "Not yet judged", counts.count(UNJUDGED, assignees),
            ("Waiting", "Response", "Agency and letter", "Came", "Assigned"),
            [_unjudged(one, today, names) for one in events.get(UNJUDGED, ())], _all("unjudged", whose),
        ),
        Section(
            "promises", "Promised, and not come",
            counts.count(PROMISED, assignees) + counts.count(PROMISED_IN_CONTACT, assignees),
            ("Broken", "What was promised", "Agency and letter", "Promised by", "Assigned"),
            _promises(events, today, names, only), _all("promises", whose),
        ),
    ]  # fmt: skip
    return {
        "room": "today",
        "day": today,
        "whose": whose,
        "only": next((one for one in sections if one.name == only), None),
        "sentence": _sentence(sections, counts.count(NEW), today),
        "strip": strip_of(counts, agencies, most=IN_THE_STRIP) if agencies and not only else None,
        "counted_at": counts.counted_at,
        "sections": [one for one in sections if one.count and (not only or one.name == only)],
        "came": _came(events, user),
        "reminders": _reminders(reminders, today),
        "is_new": not (agencies or events) and not Letter.objects.visible_to(user).exists(),
        "may_enter": bool(offices_where(user, Act.ENTER)),
    }


def _members(user):
    """The names of those who are in the user's offices, by id. One query."""
    seats = OfficeMembership.objects.filter(office__in=list(user.roles)).select_related("user")
    return {seat.user_id: str(seat.user) for seat in seats}


def _owed(whose, **query):
    if whose == "mine":
        query["whose"] = "mine"
    return f"{reverse('owed')}?{urlencode(query)}"


def _all(name, whose):
    query = {"all": name} | ({"whose": whose} if whose != "mine" else {})
    return f"{reverse('today')}?{urlencode(query)}"


def _sentence(sections, messages, today):
    """6 requests are overdue, 3 fall due by Friday, 1 letter has no acknowledgment … as one sentence."""
    by = today + timedelta(days=SOON)
    said = {
        "overdue": ("request is overdue", "requests are overdue"),
        "soon": (f"falls due by {_near(by)}", f"fall due by {_near(by)}"),
        "silent": ("letter has no acknowledgment", "letters have no acknowledgment"),
        "unjudged": ("response waits for judgment", "responses wait for judgment"),
        "promises": ("promise was broken", "promises were broken"),
    }
    parts = []
    for one in sections:
        if one.count:
            words = said[one.name][one.count != 1]
            noun, _, rest = words.partition(" ")
            if one.name == "soon":
                first = not parts
                noun, rest = ("request" if one.count == 1 else "requests") if first else "", words
            linked = f"{one.count:,} {noun}".strip()
            parts.append(format_html('<a href="{}">{}</a> {}', one.all_url, linked, rest))
    if messages:
        linked = f"{messages:,} message{'' if messages == 1 else 's'}"
        url, verb = f"{reverse('messages')}?view=new", "is" if messages == 1 else "are"
        parts.append(format_html('<a href="{}">{}</a> from constituents {} new', url, linked, verb))
    if not parts:
        return Sentence(_NOBODY, True)
    joined = format_html_join(", ", "{}", ((part,) for part in parts[:-1]))
    words = format_html("{} and {}.", joined, parts[-1]) if len(parts) > 1 else format_html("{}.", parts[0])
    return Sentence(words, False)


def _near(on):
    return f"{on:%A} {on.day} {MONTHS[on.month]}"


def _letter_url(pk):
    return address("letter", pk)


def _subject(event):
    return event.reference if event.is_casework else event.subject


def _silent(event, today, names):
    days = (today - event.on).days
    return Row(
        mark_html("unacknowledged", f"{days:,} days silent" if days != 1 else "1 day silent", ""),
        _subject(event),
        _letter_url(event.letter_id),
        event.agency,
        event.reference,
        _letter_url(event.letter_id),
        day(event.on),
        names.of(event.assignee_id),
        is_written=not event.is_casework,
    )


def _unjudged(event, today, names):
    words = event.words if event.words and not event.is_casework else ""
    return Row(
        mark_html("unjudged", _waiting((today - event.on).days)),
        words or f"{_REPLIES[event.kind]} response",
        address("response-judge", event.pk),
        event.agency,
        event.reference,
        _letter_url(event.letter_id),
        day(event.on),
        names.of(event.assignee_id),
        is_written=bool(words),
    )


def _waiting(days):
    return {0: "Came today", 1: "Came yesterday"}.get(days, f"Waits {days:,} days")


def _promises(events, today, names, only):
    both = sorted([*events.get(PROMISED, ()), *events.get(PROMISED_IN_CONTACT, ())], key=lambda one: one.on)
    return [_promise(one, today, names) for one in (both if only else both[:8])]


def _promise(event, today, names):
    days = (today - event.on).days
    words = "" if event.is_casework else event.words
    asked = f", request {event.number}" if event.number else ""
    return Row(
        mark_html("late", f"{days:,} day{'' if days == 1 else 's'} ago"),
        words or f"Promised by {day(event.on)}",
        address("request", event.request_id) if event.request_id else _letter_url(event.letter_id),
        event.agency,
        f"{event.reference}{asked}",
        _letter_url(event.letter_id),
        day(event.on),
        names.of(event.assignee_id),
        note=f"Settled {day(event.settled_on)}, promised all the same" if event.settled_on else "",
        is_written=bool(words),
    )


def _came(events, user):
    """What came in and what was said, the newest first; of constituents' messages but a few."""
    wrote = sorted(events.get(WROTE, ()), key=lambda one: (one.on, one.pk))[-MOST_MESSAGES:]
    found = [*events.get(CAME_IN, ()), *events.get(SAID, ()), *wrote]
    found.sort(key=lambda one: one.on, reverse=True)
    return [_came_item(one) for one in found[:MOST_CAME]]


def _came_item(event):
    on = _short(event.on)
    if event.list == WROTE:
        words = f"A constituent writes: {_AREAS.get(event.words, event.words)}"
        return Item(glyph_html("message"), words, address("message", event.pk), f"{on}, {event.reference}")
    agency = event.agency or "An agency"
    if event.list == SAID:
        words = f"{_CONTACTS[event.kind]}{f' with {event.agency}' if event.agency else ''}: {_about(event)}"
        return Item(glyph_html("contact"), words, _letter_url(event.letter_id), f"{on}, {event.reference}")
    glyph, verb = _CAME.get(event.kind, ("reply", "writes"))
    words, url = f"{agency} {verb}: {_about(event)}", address("response", event.pk)
    return Item(glyph_html(glyph), words, url, f"{on}, {event.reference}")


def _about(event):
    return "casework" if event.is_casework else event.subject


def _short(on):
    return f"{on:%a} {on.day} {MONTHS[on.month]}"


def _reminders(reminders, today):
    """One line for all that a rule says on a day of one letter and agency."""
    alike = {}
    for one in reminders:
        letter = one.part.request.letter if one.part else one.letter
        alike.setdefault(
            (one.scheduled_on, one.rule_id, letter.pk, one.part and one.part.agency_id), []
        ).append(one)
    return [_reminder(its, today) for its in list(alike.values())[:MOST_REMINDERS]]


def _reminder(alike, today):
    first = alike[0]
    part, words = first.part, str(first.rule)
    letter = part.request.letter if part else first.letter
    if part:
        labels = [one.part.request.label for one in sorted(alike, key=lambda one: one.part.request.place)]
        noun = "request" if len(labels) == 1 else "requests"
        words = f"{words}: {part.agency.short_name}, {noun} {in_words(labels)}"
    elif letter.kind != Letter.Kind.CASEWORK:
        words = f"{words}: {letter.subject}"
    on = "today" if first.scheduled_on == today else day(first.scheduled_on)
    return Item(glyph_html("reminder"), words, _letter_url(letter.pk), f"{on}, {letter.reference}")


def drafts_of(drafts):
    """What the user has typed and not saved, to be taken up again."""
    return [_draft(one) for one in drafts]


def _draft(draft):
    typed = draft.values.get("subject") or [""]
    words = (typed[0] if isinstance(typed, list) else typed) or (str(draft.letter) if draft.letter else "")
    if draft.letter_id:
        url = address("letter-edit", draft.letter_id)
    else:
        url = f"{reverse('letter-new')}?draft={draft.key}"
    return Item(
        glyph_html("draft"),
        words or "A letter without a subject",
        url,
        f"typed {day(draft.saved_at)}, not saved",
    )
