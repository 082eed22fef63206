"""Who held which post and which seat on a day."""

from collections import namedtuple

from django.db.models import Case, F, IntegerField, Value, When

from correspondence.core.prepared import Prepared
from correspondence.directory.models import Appointment, Seat

_LETTERHEADS = Prepared(
    lambda office, day: (
        Seat.objects.on(day)
        .order_by()
        .filter(office=office)
        .values_list(
            *("side", "rank", "title", "person__name", "person__last_name", "pk"),
            *(f"person__terms__{name}" for name in ("state", "held_from", "held_to")),
        )
    )
)


def officials_on(day):
    """The posts held on a day, with person and agency, by agency and title."""
    return (
        Appointment.objects.on(day)
        .select_related("person", "agency__parent")
        .order_by("agency__name", "title", "person__last_name")
    )


def post_on(person, day):
    """The post, with its agency, a person held on a day, the one begun last; None where none is known."""
    posts = person.appointments.on(day).select_related("agency__parent")
    return posts.order_by(F("held_from").desc(nulls_last=True), "-pk").first()


def seat_on(person, office, day):
    """The seat, with title, rank and side, a person had in an office on a day; None where none is known."""
    return person.seats.on(day).filter(office=office).order_by("-held_from").first()


def posts_on(people, day):
    """The post each of these people held on a day, by person; one statement, none where nobody is given."""
    if not people:
        return {}
    posts = Appointment.objects.on(day).filter(person__in=people).select_related("agency__parent")
    last_begun_wins = posts.order_by(F("held_from").asc(nulls_first=True), "pk")
    return _by_person(people, last_begun_wins)


def seats_on(people, office, day):
    """The seat each of these people had in an office on a day, by person; one statement, or none."""
    if not people:
        return {}
    seats = Seat.objects.on(day).filter(person__in=people, office=office)
    return _by_person(people, seats.order_by("held_from"))


def _by_person(people, rows):
    person_of = {person.pk: person for person in people}
    return {person_of[row.person_id]: row for row in rows}


def roster(office, day):
    """The seats of an office on a day, with the person, in the order of a letterhead."""
    return by_rank(Seat.objects.on(day).filter(office=office).select_related("person"))


Seated = namedtuple("Seated", ("side", "rank", "title", "name", "last_name", "pk", "state"))


def letterhead_roster(office, day):
    """As `roster`, plain: each member's name, title and the state of their term on that day. One query."""
    rows = _LETTERHEADS.rows(office, day)
    terms = {}
    for *seat, state, begins, ends in rows:
        its = terms.setdefault(tuple(seat), [])
        if begins and begins <= day <= ends:
            its.append((begins, state))
    seated = [Seated(*seat, max(its)[1] if its else "") for seat, its in terms.items()]
    return sorted(
        seated,
        key=lambda one: (one.side != Seat.Side.MAJORITY, one.rank, not one.title, one.last_name, one.pk),
    )


def by_rank(seats):
    """Seats of an office: majority before minority, each by rank, who has a title first among equals."""
    majority_first = Case(
        When(side=Seat.Side.MAJORITY, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    untitled_last = Case(When(title="", then=Value(1)), default=Value(0), output_field=IntegerField())
    return seats.order_by(majority_first, "rank", untitled_last, "person__last_name", "pk")
