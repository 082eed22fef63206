"""The office of the demonstration: the committee, its roster, those who sign in, its topics and rules."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from correspondence.accounts.models import OfficeMembership, User
from correspondence.audit.actions import record_act
from correspondence.core.demonstration import LOADED
from correspondence.demo.data import read
from correspondence.directory.models import Office, Person, Seat, Term
from correspondence.directory.rules import seat_changes, term_in_force
from correspondence.followups.reminders import start_rules
from correspondence.letters.models import Topic


@dataclass(frozen=True)
class Desk:
    """The office; its people by their username, which is their role; its topics and invented Members."""

    office: Office
    people: dict[str, User]
    topics: dict[str, Topic]
    members: dict[str, Person]


@dataclass(frozen=True)
class Shown:
    """A seat as a roster shows it."""

    title: str
    rank: int
    side: str


def is_loaded():
    """Whether the demonstration was loaded already: an office has its code."""
    return Office.objects.filter(code=read("office.yaml")["code"]).exists()


def why_not_here():
    """Why the demonstration cannot be loaded into this database, in words; nothing where it can.

    Its reminders are sent on days long past, which would reach into the letters of other offices.
    """
    if other := Office.objects.exclude(code=None).first():
        return f"The {other} keeps letters here: load the demonstration into a database of its own."
    if taken := User.objects.filter(username__in=usernames()).order_by("username").first():
        return f"Somebody signs in as {taken.username} already: the demonstration needs that name."
    return ""


def usernames():
    """The names to sign in by, in the order of what each may do."""
    return list(read("office.yaml")["people"])


def set_up_office(*, password, now):
    """Make the office, or give the imported committee what it needs, with all that belongs to it."""
    facts = read("office.yaml")
    office = _office(facts)
    _seat_roster(office, facts["roster"])
    password = make_password(password)  # once: it is slow for a reason, and the four share it
    people = {role: _person(role, one, password) for role, one in facts["people"].items()}
    OfficeMembership.objects.bulk_create(
        OfficeMembership(user=user, office=office, role=role) for role, user in people.items()
    )
    topics = Topic.objects.bulk_create(Topic(office=office, name=name) for name in facts["topics"])
    members = {name: _invented_member(one) for name, one in facts["invented_members"].items()}
    record_act(LOADED, office, by=None, now=now, office_id=office.pk)
    start_rules(office, by=people["manager"], now=now)
    return Desk(office, people, {topic.name: topic for topic in topics}, members)


def _office(facts):
    own = {name: facts[name] for name in ("code", "address", "letterhead")}
    office, _ = Office.objects.update_or_create(
        thomas_id=facts["thomas_id"],
        defaults=own,
        create_defaults={
            **own,
            "name": facts["name"],
            "kind": Office.Kind.COMMITTEE,
            "chamber": Office.Chamber.SENATE,
        },
    )
    return office


def _person(role, facts, password):
    return User.objects.create(username=role, password=password, is_staff=True, **facts)


def _invented_member(facts):
    return Person.objects.create(
        name=f"{facts['first']} {facts['last']} (invented)",
        first_name=facts["first"],
        last_name=facts["last"],
    )


def _seat_roster(office, roster):
    """Seat those of the roster whom the directory does not show in that very seat on its first day."""
    day = roster["held_from"]
    for side in Seat.Side.values:
        for rank, member in enumerate(roster[side], start=1):
            person = _member(member)
            terms = _terms(person, member, day)
            shown = Shown(member.get("title", ""), rank, side)
            seats = list(Seat.objects.filter(person=person, office=office))
            if not any(_holds(seat, shown, day) for seat in seats):
                _take_seat(person, office, shown, seats, terms, roster)


def _holds(seat, shown, day):
    same = (seat.title, seat.rank, seat.side) == (shown.title, shown.rank, shown.side)
    return same and seat.held_from <= day and (seat.held_to is None or seat.held_to >= day)


def _take_seat(person, office, shown, seats, terms, roster):
    changes = seat_changes(seats, shown, as_of=roster["held_from"], terms=terms)
    for seat, last_day in changes.last_days.items():
        seat.held_to = last_day
        seat.save(update_fields=["held_to"])
    for seat, first_day in changes.first_days.items():
        seat.held_from = first_day
        seat.save(update_fields=["held_from"])
    if changes.begun:
        held_from, held_to = changes.begun
        Seat.objects.create(
            person=person,
            office=office,
            title=shown.title,
            rank=shown.rank,
            side=shown.side,
            held_from=held_from,
            held_to=min(held_to, roster["held_to"]),
        )


def _member(facts):
    person, _ = Person.objects.get_or_create(
        bioguide_id=facts["bioguide_id"],
        defaults={"name": facts["name"], "first_name": facts["first"], "last_name": facts["last"]},
    )
    return person


def _terms(person, facts, day):
    """The terms of a Member, among them the one that holds on this day."""
    terms = list(person.terms.all())
    if term_in_force(terms, day) is None:
        held_from, held_to = facts["term"]
        terms.append(
            Term.objects.create(
                person=person,
                chamber=Term.Chamber.SENATE,
                state=facts["state"],
                party=facts["party"],
                held_from=held_from,
                held_to=held_to,
            )
        )
    return terms
