"""An office's page: its names, its roster as of a day, and, to its own people, its letters."""

from collections import Counter
from dataclasses import dataclass

from django import forms
from django.utils.safestring import SafeString

from correspondence.accounts.roles import Act, may
from correspondence.directory.models import Office, Seat
from correspondence.directory.queries import by_rank
from correspondence.letters.models import Letter
from correspondence.reports.agencies import owed_to
from correspondence.responses.models import Response
from correspondence.templatetags.marks import day, glyph_html
from correspondence.web.directory.links import (
    LETTER_SHOWN,
    Item,
    edit_act,
    letter_item,
    letter_name,
    link,
    listed,
    owing_marks,
    span,
)

LATEST, COUNTED, SUBCOMMITTEES, SEATS = 8, 500, 60, 120  # rows shown, and requests that are counted


class DayForm(forms.Form):
    """The day of a roster."""

    on = forms.DateField(
        label="Roster on",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Give a day.", "invalid": "Give a day as 2023-11-29."},
    )


@dataclass(frozen=True, slots=True)
class Member:
    """A line of the roster."""

    name: SafeString
    title: str
    since: str


def office_context(office, user, *, form, today):
    """All that an office's page shows to this user, in a fixed number of statements."""
    on = form.cleaned_data["on"] if form.is_bound and form.is_valid() else today
    names = list(office.former_names.all())
    seats = list(_seats(office, on)[:SEATS])
    mostly = Counter(seat.held_from for seat in seats).most_common(1)
    mostly = mostly[0][0] if mostly else None
    sides = {
        label: [_member(seat, mostly) for seat in seats if seat.side == side]
        for side, label in Seat.Side.choices
    }
    is_mine = office.pk in user.roles
    return {
        "its": office,
        "room": "directory",
        "form": form,
        "on": on,
        "is_today": on == today,
        "name_then": _name_then(office, names, on),
        "line": _line(office),
        "acts": _acts(office, user, is_mine),
        "is_mine": is_mine,
        "facts": _facts(office, names, today),
        "sides": [(label, rows) for label, rows in sides.items() if rows],
        "mostly": day(mostly) if mostly else "",
        "known_since": None if seats else _known_since(office),
        "subcommittees": [
            link(one.name, "office", one.pk)
            for one in Office.objects.filter(parent=office).only("name")[:SUBCOMMITTEES]
        ],
        "member_seats": _seats_of(office.member, on) if office.member else [],
        **(_own(office, today) if is_mine else {}),
    }


def _seats(office, on):
    return by_rank(
        Seat.objects.on(on)
        .filter(office=office)
        .select_related("person")
        .only("title", "rank", "side", "held_from", "held_to", "office_id", "person__name")
    )


def _member(seat, mostly):
    since = "" if seat.held_from == mostly else f"since {day(seat.held_from)}"
    return Member(link(seat.person.name, "person", seat.person_id), seat.title, since)


def _seats_of(member, on):
    """The member's seats on committees on a day, by the committee's name."""
    rows = Seat.objects.on(on).filter(person=member).select_related("office").order_by("office__name")
    return [(link(seat.office.name, "office", seat.office_id), seat.title) for seat in rows[:SEATS]]


def _known_since(office):
    """The first day of which a seat is known; none where none is."""
    first = (
        Seat.objects.filter(office=office).order_by("held_from").values_list("held_from", flat=True).first()
    )
    return day(first) if first else ""


def _name_then(office, names, on):
    """What it was called on the day, where that is not its name now."""
    name = next(
        (
            one.name
            for one in names
            if (one.held_from is None or one.held_from <= on) and on <= one.held_to
        ),
        office.name,
    )  # fmt: skip
    return name if name != office.name else ""


def _line(office):
    parts = [f"{office.get_chamber_display()} {office.get_kind_display().lower()}"]
    if office.kind == Office.Kind.MEMBER:
        parts = [f"{office.get_kind_display()}, {office.get_chamber_display()}"]
    return " · ".join(filter(None, [*parts, office.code, office.thomas_id]))


def _acts(office, user, is_mine):
    acts = edit_act(user, "office", office, office=office)
    if is_mine:
        acts.insert(0, {"label": "Its letters", "url": listed("letters", office=office.pk)})
        if may(user, Act.MANAGE, office):
            acts.append(
                {"label": "Members", "url": listed("admin:correspondence_officemembership_changelist")}
            )
    return acts


def _facts(office, names, today):
    """What it is, as pairs of a name and one or more lines; those that say nothing are left out."""
    former = [f"{one.name}, {span(one.held_from, one.held_to, today=today)}" for one in names]
    facts = [
        ("Part of", [link(office.parent.name, "office", office.parent_id)] if office.parent else []),
        ("Member", [link(office.member.name, "person", office.member_id)] if office.member else []),
        ("By this name", [span(office.named_from, None, today=today)]),
        ("Before", former),
        ("Address", [line.strip() for line in office.address.splitlines()]),
    ]  # fmt: skip
    return [(name, said) for name, lines in facts if (said := [line for line in lines if line])]


def _own(office, today):
    """What only its own people see: what is owed to it, its latest letters and responses."""
    letters = Letter.objects.filter(office=office).only(*LETTER_SHOWN).order_by("-dated_on", "-id")[:LATEST]
    responses = Response.objects.standing().filter(letter__office=office).select_related("letter", "agency")
    responses = responses.only(
        "kind", "received_on", "agency__name", "agency__acronym", "agency__kind",
        *(f"letter__{name}" for name in LETTER_SHOWN),
    )  # fmt: skip
    return {
        "standing": owing_marks(owed_to(office, today=today, most=COUNTED)),
        "all_owed": listed("owed", office=office.pk),
        "letters": [letter_item(one) for one in letters],
        "responses": [
            Item(
                glyph_html("reply"),
                link(f"{one.agency.short_name}: {letter_name(one.letter)}", "response", one.pk),
                f"{one.get_kind_display()}, {day(one.received_on)}, {one.letter.reference}",
            )
            for one in responses.order_by("-received_on", "-pk")[:LATEST]
        ],
    }
