"""An agency's page: what it is, what it owes, how long it takes, who held which post there."""

from dataclasses import dataclass

from django.db.models import F, Q
from django.utils.safestring import SafeString

from correspondence.accounts.visibility import of_my_offices
from correspondence.directory.models import Agency, Appointment
from correspondence.followups.models import Contact
from correspondence.letters.models import Letter, Part
from correspondence.reports.agencies import owed_by
from correspondence.reports.response_times import response_times
from correspondence.responses.models import Response
from correspondence.templatetags.marks import day, glyph_html
from correspondence.web.directory.links import (
    Item,
    Named,
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
COUNTED = 300  # open requests that are counted
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
    oldest = (today - owed[0][0]).days if counts.late else 0
    relatives = _relatives(agency)
    posts = list(
        Appointment.objects.filter(agency=agency)
        .order_by(F("held_from").desc(nulls_last=True), "title", "pk")
        .values_list("person", "person__name", "title", "held_from", "held_to")[: POSTS + 1]
    )
    times = response_times(agency, user, today=today)
    letters = [letter_item(one) for one in times.latest[:LATEST]]
    return {
        "agency": agency,
        "room": "directory",
        "kind": _kind(agency),
        "above": _above(agency),
        "acts": _acts(agency, user, letters),
        "standing": owing_marks(counts, oldest_days=oldest) if letters or counts.open else [],
        "facts": _facts(agency, relatives, today),
        "owed": [_owed_row(row, today) for row in owed],
        "owed_count": counts.open_words if counts.open else "",
        "is_more_owed": counts.open > len(owed),
        "all_owed": listed("owed", agency=agency.pk),
        "times": times_shown(times),
        "letters": letters,
        "all_letters": listed("letters", agency=agency.pk),
        "responses": _responses(agency, user),
        "contacts": _contacts(agency, user),
        "posts": [_post(*post, today=today) for post in posts[:POSTS]],
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
    columns = ("due_on", *(f"request__{name}" for name in ("pk", "number", "place", "text")))
    parts = parts.values_list(*columns, *Named.columns("request__letter"))
    owed = list(parts.filter(due_on__isnull=False).order_by("due_on", "request_id")[:OLDEST])
    if len(owed) < min(OLDEST, count):
        owed += parts.filter(due_on=None).order_by("request_id")[: OLDEST - len(owed)]
    return owed


def _owed_row(row, today):
    due_on, request, number, place, text, *letter = row
    letter = Named(*letter)
    return OwedRow(
        late_mark(due_on, today),
        link(request_words(text, letter), "request", request),
        letter.reference,
        f"request {number or place}",
        day(due_on),
        day(letter.sent_on),
    )


def _responses(agency, user):
    rows = of_my_offices(Response.objects.standing(), user, "letter__office").filter(agency=agency)
    rows = rows.order_by("-received_on", "-pk").values_list(
        "pk", "kind", "received_on", "signer_name", "signer_title", *Named.columns("letter")
    )
    return [_response(*row[:5], Named(*row[5:])) for row in rows[:LATEST]]


def _response(pk, kind, received_on, name, title, letter):
    words = f"{Response.Kind(kind).label}: {letter_name(letter)}"
    note = _said(day(received_on), name or title, letter.reference)
    return Item(glyph_html(_GLYPHS.get(kind, "reply")), link(words, "response", pk), note)


def _contacts(agency, user):
    rows = of_my_offices(Contact.objects.standing(), user, "letter__office").filter(agency=agency)
    rows = rows.order_by("-on", "-pk").values_list(
        "kind", "on", "with_whom", "summary", *Named.columns("letter")
    )
    return [_contact(*row[:4], Named(*row[4:])) for row in rows[:LATEST]]


def _contact(kind, on, whom, summary, letter):
    """What it was, and what was said, but on casework."""
    words = Contact.Kind(kind).label
    if letter.kind != Letter.Kind.CASEWORK:
        words = f"{words}: {short(summary, 90)}"
    note = _said(day(on), whom, letter.reference)
    return Item(glyph_html("contact"), link(words, "letter", letter.pk), note)


def _post(person, name, title, held_from, held_to, *, today):
    """(who, title, when, whether it is over)."""
    when = span(held_from, held_to, today=today)
    return link(name, "person", person), title, when, is_past(held_to, today)


def _said(*words):
    return ", ".join(filter(None, words))
