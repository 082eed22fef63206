from datetime import date

import pytest

from correspondence.letters import actions as letters
from correspondence.reports.agencies import owing
from correspondence.reports.response_times import Share, Spread, response_times, spread
from correspondence.responses import actions as responses
from correspondence.responses.models import Response
from correspondence.responses.rules import Judgement
from tests.factories import AgencyFactory
from tests.story import Story, at

pytestmark = pytest.mark.django_db
TODAY = date(2024, 6, 3)
NOW = at(2024, 6, 3)


@pytest.fixture
def story(db):
    story = Story()
    story.viewer.seats  # noqa: B018  read when somebody signs in
    return story


def received(story, letter, day, kind=None, *, settles=(), on=None):
    """Something from State on a day, by which these parts are settled on that day or another."""
    judgements = [Judgement(part, "full", settles=True) for part in settles]
    return responses.log_response(
        letter,
        agency=story.state,
        kind=kind or (Response.Kind.PARTIAL if settles else Response.Kind.ACKNOWLEDGMENT),
        channel="email",
        received_on=day,
        judgements=judgements,
        by=story.clerk,
        now=at(day.year, day.month, day.day) if on is None else on,
    )


def test_days_are_spread_from_least_to_most_with_the_middle_half():
    assert spread([4, 1, 3, 2, 10]) == Spread(5, 1, 2, 3, 4, 10)
    assert spread([7]) == Spread(1, 7, 7, 7, 7, 7)
    assert spread([]) is None


def test_times_count_from_the_day_sent_to_what_came_first_and_to_the_last_settlement(story):
    letter = story.sent(asked=("One?", "Two?"))
    parts = story.parts(letter)
    received(story, letter, date(2023, 12, 4))
    received(story, letter, date(2023, 12, 10), Response.Kind.PARTIAL, settles=[parts[1]])
    received(story, letter, date(2024, 1, 18), Response.Kind.SUBSTANTIVE, settles=[parts[2]])

    times = response_times(story.state, story.viewer, today=TODAY)

    assert (times.letters, times.is_cut, times.since) == (1, False, date(2023, 11, 29))
    assert times.acknowledged.median == 5
    assert times.first.median == 5
    assert times.beyond.median == 11
    assert times.settled.median == 50


def test_a_letter_with_anything_open_has_no_settlement(story):
    letter = story.sent(asked=("One?", "Two?"))
    received(story, letter, date(2023, 12, 10), Response.Kind.PARTIAL, settles=[story.parts(letter)[1]])

    times = response_times(story.state, story.viewer, today=TODAY)

    assert times.settled is None
    assert times.acknowledged is None
    assert times.first.median == 11


def test_an_answer_is_in_time_by_the_day_it_was_received_and_not_by_the_day_it_was_judged(story):
    letter = story.sent(asked=("One?", "Two?", "Three?"))
    parts = story.parts(letter)
    received(story, letter, date(2023, 12, 13), settles=[parts[1]], on=at(2024, 2, 1))
    received(story, letter, date(2023, 12, 14), settles=[parts[2]], on=at(2024, 2, 1))

    times = response_times(story.state, story.viewer, today=TODAY)

    assert times.in_time == Share(1, 3)
    assert times.in_time.percent == 33


def test_what_was_withdrawn_or_is_not_due_is_neither_answered_nor_unanswered(story):
    letter = story.sent(asked=("One?", "Two?"))
    letters.settle([story.parts(letter)[1]], ground="withdrawn", by=story.counsel, now=at(2023, 12, 5))

    before = response_times(story.state, story.viewer, today=date(2023, 12, 13))
    after = response_times(story.state, story.viewer, today=date(2023, 12, 14))

    assert before.in_time == Share(0, 0)
    assert before.in_time.percent is None
    assert after.in_time == Share(0, 1)


def test_an_extension_moves_the_day_by_which_an_answer_is_in_time(story):
    letter = story.sent(asked=("One?",))
    part = story.parts(letter)[1]
    letters.extend([part], to=date(2023, 12, 27), by=story.counsel, now=at(2023, 12, 4))
    received(story, letter, date(2023, 12, 20), settles=[story.parts(letter)[1]])

    times = response_times(story.state, story.viewer, today=TODAY)

    assert times.in_time == Share(1, 1)


def test_a_withdrawn_response_and_a_draft_count_for_nothing(story):
    letter = story.sent(asked=("One?",))
    response = received(story, letter, date(2023, 12, 4))
    responses.withdraw_response(response, why="Logged twice.", by=story.counsel, now=NOW)
    story.draft()

    times = response_times(story.state, story.viewer, today=TODAY)

    assert times.letters == 1
    assert times.first is None


def test_years_are_those_in_which_letters_were_sent_the_latest_first(story):
    story.sent()
    letter = story.sent(dated=date(2024, 1, 10), now=at(2024, 1, 10), asked=("One?",))
    received(story, letter, date(2024, 1, 20), Response.Kind.SUBSTANTIVE, settles=[story.parts(letter)[1]])

    years = response_times(story.state, story.viewer, today=TODAY).years

    assert [(one.year, one.letters, one.first, one.settled) for one in years] == [
        (2024, 1, 10, 10),
        (2023, 1, None, None),
    ]
    assert [one.in_time for one in years] == [Share(1, 1), Share(0, 5)]


def test_only_the_latest_letters_are_looked_at_and_that_is_said(story, monkeypatch):
    for _ in range(3):
        story.sent(asked=("One?",))
    monkeypatch.setattr("correspondence.reports.response_times.MOST", 2)

    times = response_times(story.state, story.viewer, today=TODAY)

    assert (times.letters, times.is_cut) == (2, True)


def test_two_lines_to_one_agency_on_a_letter_are_one_letter(story):
    story.sent(to=[story.state, story.state], asked=("One?",))

    assert response_times(story.state, story.viewer, today=TODAY).letters == 1


def test_another_offices_letters_count_for_nothing(story):
    letter = story.sent()
    received(story, letter, date(2023, 12, 4))
    stranger = Story("HSGO").viewer

    times = response_times(story.state, stranger, today=TODAY)

    assert (times.letters, times.first, times.years) == (0, None, ())
    assert not owing([story.state.pk], stranger, today=TODAY)[story.state.pk].open


def test_the_statements_are_as_many_for_twenty_letters_as_for_one(story, django_assert_num_queries):
    def write(count):
        for _ in range(count):
            letter = story.sent(asked=("One?", "Two?"))
            received(story, letter, date(2023, 12, 10), settles=[story.parts(letter)[1]])

    write(1)
    with django_assert_num_queries(3):
        response_times(story.state, story.viewer, today=TODAY)
    write(19)

    with django_assert_num_queries(3):
        times = response_times(story.state, story.viewer, today=TODAY)

    assert times.first.count == 20


def test_what_is_owed_is_counted_for_many_agencies_at_once_and_no_further_than_asked(
    story, django_assert_num_queries
):
    treasury = AgencyFactory(name="Department of the Treasury")
    story.sent()
    story.sent(to=[treasury], asked=("One?",), dated=date(2024, 6, 1), now=at(2024, 6, 1))

    with django_assert_num_queries(1):
        owed = owing([story.state.pk, treasury.pk], story.viewer, today=TODAY, most=3)

    assert (owed[story.state.pk].open, owed[story.state.pk].late) == (4, 4)
    assert owed[story.state.pk].words == "more than 3 requests, more than 3 late"
    assert owed[treasury.pk].words == "1 request, none late"
