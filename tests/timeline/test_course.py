"""How a part stood from day to day: no database."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from correspondence.letters.models import Decision
from correspondence.timeline.rules import State, course_of, stands

What, Ground = Decision.What, Decision.DueGround
SENT, DUE = date(2023, 11, 29), date(2023, 12, 13)


@dataclass
class Decided:
    pk: int
    on: date
    what: str
    new_due_on: date | None = None
    ground: str = ""


def decided(*rows):
    first = Decided(1, SENT, What.DUE_SET, DUE, Ground.ASSUMED)
    return [first, *(Decided(n, *row) for n, row in enumerate(rows, start=2))]


def stretches(course):
    return [(stretch.state, stretch.begins, stretch.ends, stretch.is_now) for stretch in course.stretches]


def test_a_part_waits_until_its_due_date():
    today = date(2023, 12, 1)

    course = course_of(decided(), sent_on=SENT, today=today)

    assert stretches(course) == [(State.WAITING, SENT, today, True)]
    assert [(due.on, due.is_ahead) for due in course.dues] == [(DUE, True)]
    assert not course.late_since


def test_on_its_due_date_a_part_is_not_late():
    course = course_of(decided(), sent_on=SENT, today=DUE)

    assert course.state is State.WAITING
    assert [(due.on, due.came, due.is_ahead) for due in course.dues] == [(DUE, True, False)]


def test_a_part_is_late_from_the_day_after():
    today = DUE + timedelta(1)

    course = course_of(decided(), sent_on=SENT, today=today)

    assert course.state is State.LATE
    assert course.days_late(today) == 1
    assert course.late_since == [(date(2023, 12, 14), DUE)]
    assert stretches(course) == [(State.WAITING, SENT, DUE, False), (State.LATE, DUE, today, True)]


def test_a_settled_part_was_late_and_is_no_more():
    settled = date(2024, 1, 22)

    course = course_of(decided((settled, What.SETTLED)), sent_on=SENT, today=date(2024, 2, 26))

    assert (course.state, course.settled_on) == (State.SETTLED, settled)
    assert stretches(course)[-1] == (State.LATE, DUE, settled, False)


def test_a_part_settled_in_time_never_fell_due():
    course = course_of(decided((date(2023, 12, 5), What.SETTLED)), sent_on=SENT, today=date(2024, 2, 26))

    assert not course.late_since
    assert not any(due.came for due in course.dues)


def test_an_extension_ends_lateness_and_sets_a_date_ahead():
    extended, until = date(2024, 1, 22), date(2024, 3, 15)

    course = course_of(
        decided((extended, What.DUE_SET, until, Ground.EXTENDED)), sent_on=SENT, today=date(2024, 2, 26)
    )

    assert course.is_extended
    assert [(due.on, due.came, due.is_ahead) for due in course.dues] == [
        (DUE, True, False),
        (until, True, True),
    ]
    assert [state for state, *_ in stretches(course)] == [State.WAITING, State.LATE, State.WAITING]


def test_a_refused_extension_changes_nothing():
    refused = (date(2023, 12, 20), What.EXTENSION_REFUSED, date(2023, 12, 27))

    course = course_of(decided(refused), sent_on=SENT, today=date(2024, 1, 2))

    assert course.due_on == DUE
    assert len(course.late_since) == 1
    assert [state for state, *_ in stretches(course)] == [State.WAITING, State.LATE]


def test_a_paused_part_is_not_late_until_its_clock_runs_again():
    paused, resumed, due = date(2023, 12, 10), date(2024, 1, 10), date(2024, 1, 20)

    course = course_of(
        decided((paused, What.PAUSED), (resumed, What.RESUMED, due)), sent_on=SENT, today=date(2024, 1, 25)
    )

    assert stretches(course) == [
        (State.WAITING, SENT, paused, False),
        (State.PAUSED, paused, resumed, False),
        (State.WAITING, resumed, due, False),
        (State.LATE, due, date(2024, 1, 25), True),
    ]
    assert course.late_since == [(date(2024, 1, 21), due)]


def test_a_reopened_part_is_late_from_the_reopening_where_its_date_had_passed():
    settled, reopened = date(2023, 12, 10), date(2024, 3, 4)

    course = course_of(
        decided((settled, What.SETTLED), (reopened, What.REOPENED, DUE)),
        sent_on=SENT,
        today=date(2024, 3, 10),
    )

    assert course.late_since == [(reopened, DUE)]
    assert stretches(course) == [
        (State.WAITING, SENT, settled, False),
        (State.LATE, reopened, date(2024, 3, 10), True),
    ]


def test_a_part_that_is_asked_again_runs_no_clock_from_that_day():
    again = date(2025, 1, 15)

    course = course_of(decided(), sent_on=SENT, asked_again_on=again, today=date(2025, 3, 1))

    assert course.state is State.ASKED_AGAIN
    assert not course.is_open
    assert stretches(course)[-1] == (State.LATE, DUE, again, False)


def test_what_is_settled_along_the_chain_is_settled():
    again, settled = date(2025, 1, 15), date(2025, 2, 1)

    course = course_of(
        decided((settled, What.SETTLED)), sent_on=SENT, asked_again_on=again, today=date(2025, 3, 1)
    )

    assert (course.state, course.settled_on) == (State.SETTLED, settled)


def test_decisions_count_by_their_day_then_by_their_entry():
    day = date(2023, 12, 5)
    rows = decided((day, What.SETTLED), (day, What.REOPENED, date(2024, 1, 5)))

    course = course_of(reversed(rows), sent_on=SENT, today=date(2023, 12, 6))

    assert course.is_open
    assert course.due_on == date(2024, 1, 5)


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2023, 12, 1), ("open", "", "due 13 Dec")),
        (date(2023, 12, 6), ("soon", "soon", "due 13 Dec")),
        (date(2023, 12, 14), ("late", "late", "1 day late")),
        (date(2026, 12, 13), ("late", "late", "1,096 days late")),
    ],
)
def test_where_a_part_stands_is_said_in_a_word_or_three(today, words):
    course = course_of(decided(), sent_on=SENT, today=today)

    assert stands(course, today) == words


def test_a_year_is_named_where_it_is_not_this_years():
    course = course_of(decided((date(2023, 12, 20), What.SETTLED)), sent_on=SENT, today=date(2024, 1, 2))

    assert stands(course, date(2024, 1, 2)) == ("settled", "settled", "settled 20 Dec 2023")
