"""Where letters stand, as the list shows them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from correspondence.letters import actions as letters
from correspondence.letters.models import Letter
from correspondence.responses import actions as responses
from correspondence.responses.models import Answer, Response
from correspondence.responses.queries import letters_awaiting_acknowledgment, unacknowledged
from correspondence.responses.rules import Judgement
from correspondence.responses.standing import State, standings
from tests.factories import AgencyFactory
from tests.story import ASKED, Story, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(db):
    return Story()


def standing(letter, today):
    letter.refresh_from_db()
    return standings([letter], today)[letter.pk]


def acknowledge(story, letter, agency=None):
    responses.log_response(
        letter,
        agency=agency or story.state,
        kind=Response.Kind.ACKNOWLEDGMENT,
        channel="email",
        received_on=date(2023, 12, 1),
        by=story.clerk,
        now=at(2023, 12, 1),
    )


@pytest.mark.parametrize(
    ("today", "state", "words"),
    [
        (date(2023, 12, 5), State.UNACKNOWLEDGED, "Not acknowledged"),
        (date(2023, 12, 6), State.SOON, "Due in 7 days"),
        (date(2023, 12, 12), State.SOON, "Due tomorrow"),
        (date(2023, 12, 13), State.SOON, "Due today"),
        (date(2023, 12, 14), State.LATE, "1 day late"),
        (date(2024, 1, 2), State.LATE, "20 days late"),
    ],
)
def test_the_day_decides(story, today, state, words):
    letter = story.sent()

    its = standing(letter, today)

    assert (its.state, its.words) == (state, words)


def test_an_acknowledged_letter_waits(story):
    letter = story.sent()
    acknowledge(story, letter)

    assert standing(letter, date(2023, 12, 2)).state == State.WAITING


def test_a_draft_a_paused_an_extended_and_a_settled_letter(story):
    now = at(2023, 12, 1)
    draft, paused, extended, settled = story.draft(), story.sent(), story.sent(), story.sent()
    letters.pause(story.parts(paused).values(), why="We owe them a list.", by=story.counsel, now=now)
    acknowledge(story, extended)
    letters.extend(story.parts(extended).values(), to=date(2024, 2, 1), by=story.counsel, now=now)
    letters.settle(story.parts(settled).values(), ground="answered", by=story.counsel, now=now)

    states = [standing(one, date(2023, 12, 2)).state for one in (draft, paused, extended, settled)]

    assert states == [State.DRAFT, State.PAUSED, State.EXTENDED, State.SETTLED]


def test_progress_counts_requests_and_not_parts(story):
    treasury = AgencyFactory(name="Department of the Treasury")
    letter = story.sent(asked=ASKED[:3], to=[story.state, treasury])
    parts = story.parts(letter, story.state)
    responses.log_response(
        letter,
        agency=story.state,
        kind=Response.Kind.SUBSTANTIVE,
        channel="mail",
        received_on=date(2023, 12, 5),
        judgements=[Judgement(part, Answer.Outcome.FULL, settles=True) for part in parts.values()],
        by=story.clerk,
        now=at(2023, 12, 5),
    )
    letters.settle(
        [story.parts(letter, treasury)[1]], ground="answered", by=story.counsel, now=at(2023, 12, 6)
    )

    its = standing(letter, date(2023, 12, 20))

    assert (its.settled, its.late, its.open, its.asked) == (1, 2, 0, 3)
    assert its.to == ["State", "Treasury"]


def test_the_list_its_filter_and_the_reminders_mean_the_same_by_unacknowledged(story):
    treasury = AgencyFactory(name="Department of the Treasury")
    silent, known, notice, draft = story.sent(), story.sent(), story.sent(asked=()), story.draft()
    acknowledge(story, known)
    half = story.sent(to=[story.state, treasury])
    acknowledge(story, half)
    letters.settle(
        story.parts(half, treasury).values(), ground="withdrawn", by=story.counsel, now=at(2023, 12, 1)
    )
    everything = Letter.objects.filter(pk__in=[one.pk for one in (silent, known, notice, draft, half)])

    shown = {
        pk
        for pk, its in standings(list(everything), date(2023, 12, 2)).items()
        if its.state == State.UNACKNOWLEDGED
    }

    assert shown == {silent.pk, notice.pk}
    assert {one.pk for one in unacknowledged(everything)} == shown
    assert {one.pk for one in everything.filter(pk__in=letters_awaiting_acknowledgment())} == shown


def test_two_queries_for_one_letter_and_for_twenty(story):
    twenty = [story.sent() for _ in range(20)]

    with CaptureQueriesContext(connection) as one:
        standings(twenty[:1], date(2023, 12, 2))
    with CaptureQueriesContext(connection) as all_of_them:
        standings(twenty, date(2023, 12, 2))

    assert len(one) == len(all_of_them) == 2
