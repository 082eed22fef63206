"""A person's page: posts, seats and terms, and the letters of the reader's offices that name them."""

from django.db.models import F

from correspondence.accounts.visibility import of_my_offices
from correspondence.directory.models import Appointment, Seat, Term
from correspondence.letters.models import FollowUpRequest, Letter, Recipient, Signatory
from correspondence.responses.models import Response
from correspondence.templatetags.marks import day
from correspondence.web.directory.links import (
    LETTER_SHOWN,
    NOTHING,
    Item,
    edit_act,
    is_past,
    letter_item,
    letter_name,
    link,
    request_words,
    span,
)

LATEST, HELD = 8, 60  # rows shown of letters, and of posts, seats and terms


def person_context(person, user, *, today):
    """All that a person's page shows to this user, in a fixed number of statements."""
    posts = list(
        Appointment.objects.filter(person=person)
        .select_related("agency")
        .order_by(F("held_from").desc(nulls_last=True))[:HELD]
    )
    seats = list(
        Seat.objects.filter(person=person)
        .select_related("office")
        .order_by("-held_from", "office__name")[:HELD]
    )
    terms = list(Term.objects.filter(person=person)[:HELD])
    signed, sent_to = _letters(Signatory, person, user), _letters(Recipient, person, user)
    answered, asked = _responses(person, user), _requests(person, user)
    return {
        "person": person,
        "room": "directory",
        "acts": edit_act(user, "person", person),
        "now": _now(posts, seats, terms, today),
        "posts": [_held(post, post.title, "agency", post.agency, today) for post in posts],
        "seats": [
            _held(seat, seat.title or f"{seat.get_side_display()} member", "office", seat.office, today)
            for seat in seats
        ],
        "terms": [_term(term, today) for term in terms],
        "lists": [
            (key, title, rows[:LATEST], len(rows) > LATEST)
            for key, title, rows in (
                ("signed", "Letters signed", signed),
                ("sent", "Letters addressed to them", sent_to),
                ("answered", "Responses signed or spoken", answered),
                ("asked", "Requests asked", asked),
            )
            if rows
        ],
    }


def _held(row, what, kind, where, today):
    """(what, where, when, whether it is over) of a post or a seat."""
    when = span(row.held_from, row.held_to, today=today)
    return what, link(where.name, kind, where.pk), when, is_past(row.held_to, today)


def _term(term, today):
    when = span(term.held_from, term.held_to, today=today)
    return _constituency(term), term.party, when, is_past(term.held_to, today)


def _constituency(term):
    district = f", district {term.district}" if term.district else ""
    return f"{term.get_chamber_display()}, {term.state}{district}"


def _now(posts, seats, terms, today):
    """What they are today, in a line."""
    posts = [f"{one.title}, {one.agency.short_name}" for one in posts if _holds(one, today)]
    terms = [f"{_constituency(one)}, {one.party}".rstrip(", ") for one in terms if _holds(one, today)]
    chairs = [f"{one.title}, {one.office.name}" for one in seats if one.title and _holds(one, today)]
    return posts[:2] + terms[:1] + chairs[:2]


def _holds(row, today):
    return (row.held_from is None or row.held_from <= today) and not is_past(row.held_to, today)


def _letters(model, person, user):
    """Letters of the reader's offices with a row of this model that names the person, the latest first."""
    rows = of_my_offices(model.objects.filter(person=person), user, "letter__office").order_by("-letter_id")
    keys = list(dict.fromkeys(rows.values_list("letter_id", flat=True)[: LATEST + 1]))
    letters = Letter.objects.filter(pk__in=keys).only(*LETTER_SHOWN) if keys else []
    return [letter_item(one) for one in letters]


def _responses(person, user):
    rows = of_my_offices(Response.objects.standing(), user, "letter__office").filter(signer=person)
    rows = rows.select_related("letter").only(
        "kind", "received_on", *(f"letter__{name}" for name in LETTER_SHOWN)
    )
    return [
        Item(
            NOTHING,
            link(f"{one.get_kind_display()}: {letter_name(one.letter)}", "response", one.pk),
            f"{day(one.received_on)}, {one.letter.reference}",
        )
        for one in rows.order_by("-received_on", "-pk")[: LATEST + 1]
    ]


def _requests(person, user):
    rows = of_my_offices(FollowUpRequest.objects.filter(asked_by=person), user, "letter__office")
    rows = rows.select_related("letter").only(
        "number", "place", "text", "letter_id", *(f"letter__{name}" for name in LETTER_SHOWN)
    )
    return [
        Item(
            NOTHING,
            link(request_words(one.text, one.letter), "request", one.pk),
            f"{one.letter.reference}, request {one.label}, {day(one.letter.dated_on)}",
        )
        for one in rows.order_by("-letter_id", "place")[: LATEST + 1]
    ]
