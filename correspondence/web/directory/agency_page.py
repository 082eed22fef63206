"""An agency's page: what it is, what it owes, how long it takes, who held which post there."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.safestring import SafeString

from correspondence.accounts.visibility import of_my_offices
from correspondence.directory.models import Agency, Appointment
from correspondence.followups.models import Contact
from correspondence.letters.models import Part, Recipient
from correspondence.reports.agencies import owed_by
from correspondence.reports.response_times import response_times
from correspondence.responses.models import Response
from correspondence.templatetags.marks import day, glyph_html
from correspondence.web.directory.links import (
    LETTER_SHOWN,
    Item,
    edit_act,
    is_past,
    late_mark,
    letter_item,
    letter_name,
    link,
    listed,
    owing_marks,
    request_words,
    short,
    span,
)
from correspondence.web.directory.times import times_shown

OLDEST, LATEST, POSTS, BUREAUS = 10, 8, 60, 80  # rows shown of each
COUNTED = 500  # open requests that are counted
_GLYPHS = {"ack": "reply", "extension": "reply", "full": "answer", "partial": "partial"}


@dataclass(frozen=True, slots=True)
class OwedRow:
    """A request that the agency owes."""

    mark: SafeString
    request: SafeString
    reference: str
    label: str
    due: str
    sent: str


def agency_context(agency, user, *, today):
    """All that an agency's page shows to this user, in a fixed number of statements."""
    counts = owed_by(agency, user, today=today, most=COUNTED)
    owed = _owed_rows(agency, user, counts.open)
    oldest = (today - owed[0].due_on).days if counts.late else 0
    relatives = _relatives(agency)
    posts = list(
        Appointment.objects.filter(agency=agency)
        .select_related("person")
        .order_by("-held_from", "title", "pk")[: POSTS + 1]
    )
    letters = _letters(agency, user)
    return {
        "agency": agency,
        "room": "directory",
        "kind": _kind(agency),
        "above": _above(agency),
        "acts": _acts(agency, user, letters),
        "standing": owing_marks(counts, oldest_days=oldest) if letters or counts.open else [],
        "facts": _facts(agency, relatives, today),
        "owed": [_owed_row(part, today) for part in owed],
        "owed_count": counts.open_words if counts.open else "",
        "is_more_owed": counts.open > len(owed),
        "all_owed": listed("owed", agency=agency.pk),
        "times": times_shown(response_times(agency, user, today=today)),
        "letters": letters,
        "all_letters": listed("letters", agency=agency.pk),
        "responses": _responses(agency, user),
        "contacts": _contacts(agency, user),
        "posts": [_post(post, today) for post in posts[:POSTS]],
        "is_more_posts": len(posts) > POSTS,
        "bureaus": [
            (link(one.name, "agency", one.pk), f"until {day(one.valid_to)}" if one.valid_to else one.acronym)
            for one in relatives
            if one.parent_id == agency.pk
        ][:BUREAUS],
    }


def _kind(agency):
    return " · ".join(filter(None, [agency.get_kind_display(), agency.acronym]))


def _above(agency):
    return link(agency.parent.name, "agency", agency.parent_id) if agency.parent else ""


def _acts(agency, user, letters):
    acts = edit_act(user, "agency", agency)
    if letters:
        acts.insert(0, {"label": "Its letters", "url": listed("letters", agency=agency.pk)})
    return acts


def _relatives(agency):
    """What is part of it, and what it was before."""
    rows = Agency.objects.filter(Q(parent=agency) | Q(successor=agency))
    return list(rows.only("name", "acronym", "valid_to", "parent_id", "successor_id")[: BUREAUS + 1])


def _facts(agency, relatives, today):
    """What it is, as pairs of a name and one or more lines; those that say nothing are left out."""
    before = [one for one in relatives if one.successor_id == agency.pk]
    aliases = [line.strip() for line in agency.aliases.splitlines() if line.strip()]
    liaison = [agency.liaison_name, agency.liaison_email, agency.liaison_phone]
    facts = [
        ("Now", [link(agency.successor.name, "agency", agency.successor_id)] if agency.successor else []),
        ("By this name", [span(agency.valid_from, agency.valid_to, today=today)]),
        ("Before", [link(one.name, "agency", one.pk) for one in before]),
        ("Also called", aliases),
        ("Liaison with Congress", liaison),
        ("Address", [line.strip() for line in agency.address.splitlines()]),
    ]
    return [(name, said) for name, lines in facts if (said := [line for line in lines if line])]


def _owed_rows(agency, user, count):
    """The open parts due first, oldest first; those on a paused clock come last. Two statements at most."""
    parts = of_my_offices(Part.objects.open(), user, "request__letter__office").filter(agency=agency)
    parts = parts.select_related("request__letter").only(
        "due_on",
        "agency_id",
        *(f"request__{name}" for name in ("number", "place", "text", "lead_in", "letter_id")),
        *(f"request__letter__{name}" for name in LETTER_SHOWN),
    )
    owed = list(parts.filter(due_on__isnull=False).order_by("due_on", "request_id")[:OLDEST])
    if len(owed) < min(OLDEST, count):
        owed += parts.filter(due_on=None).order_by("request_id")[: OLDEST - len(owed)]
    return owed


def _owed_row(part, today):
    request, letter = part.request, part.request.letter
    return OwedRow(
        late_mark(part.due_on, today),
        link(request_words(request, letter), "request", request.pk),
        letter.reference,
        f"request {request.label}",
        day(part.due_on) if part.due_on else "–",
        day(letter.sent_on),
    )


def _letters(agency, user):
    """The latest letters to it."""
    to = Recipient.objects.filter(agency=agency, role=Recipient.Role.TO).select_related("letter")
    to = of_my_offices(to, user, "letter__office").only(*(f"letter__{name}" for name in LETTER_SHOWN))
    letters = {one.letter_id: one.letter for one in to.order_by("-letter_id")[: 2 * LATEST]}
    return [letter_item(one) for one in list(letters.values())[:LATEST]]


def _responses(agency, user):
    rows = of_my_offices(Response.objects.standing(), user, "letter__office").filter(agency=agency)
    rows = rows.select_related("letter").only(
        "kind",
        "received_on",
        "signer_name",
        "signer_title",
        *(f"letter__{name}" for name in LETTER_SHOWN),
    )
    return [
        Item(
            glyph_html(_GLYPHS.get(one.kind, "reply")),
            link(f"{one.get_kind_display()}: {letter_name(one.letter)}", "response", one.pk),
            _said(day(one.received_on), one.signer_name or one.signer_title, one.letter.reference),
        )
        for one in rows.order_by("-received_on", "-pk")[:LATEST]
    ]  # fmt: skip


def _contacts(agency, user):
    rows = of_my_offices(Contact.objects.standing(), user, "letter__office").filter(agency=agency)
    rows = rows.select_related("letter").only(
        "kind", "on", "with_whom", "summary", *(f"letter__{name}" for name in LETTER_SHOWN)
    )
    return [
        Item(
            glyph_html("contact"),
            link(_contact_words(one), "letter", one.letter.pk),
            _said(day(one.on), one.with_whom, one.letter.reference),
        )
        for one in rows.order_by("-on", "-pk")[:LATEST]
    ]


def _post(post, today):
    """(who, title, when, whether it is over)."""
    when = span(post.held_from, post.held_to, today=today)
    return link(post.person.name, "person", post.person_id), post.title, when, is_past(post.held_to, today)


def _said(*words):
    return ", ".join(filter(None, words))


def _contact_words(contact):
    """What it was, and what was said, but on casework."""
    if contact.letter.kind == contact.letter.Kind.CASEWORK:
        return contact.get_kind_display()
    return f"{contact.get_kind_display()}: {short(contact.summary, 90)}"
