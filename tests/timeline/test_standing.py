"""Where a letter stands, in a few marks: of letters gone through the actions."""

from datetime import date

import pytest

from correspondence.followups.actions import log_contact
from correspondence.letters import actions as letters
from correspondence.responses import actions as responses
from correspondence.responses.models import Answer
from correspondence.responses.rules import Judgement
from correspondence.timeline.queries import letter_timeline, request_timeline
from correspondence.timeline.standing import standing_of
from tests.factories import AgencyFactory
from tests.story import ASKED, Story, at


@pytest.fixture
def story(db):
    return Story()


def standing(letter, today):
    return [words for _, _, words in standing_of(letter_timeline(letter, today=today))]


def logged(story, letter, *judgements, kind="partial", agency=None):
    return responses.log_response(
        letter,
        agency=agency or story.state,
        kind=kind,
        channel="email",
        received_on=date(2024, 1, 18),
        judgements=judgements,
        by=story.clerk,
        now=at(2024, 1, 18),
    )


def test_a_draft_is_a_draft(story):
    assert standing(story.draft(), date(2024, 1, 1)) == ["Draft, not sent"]


def test_a_new_letter_is_due_and_not_acknowledged(story):
    assert standing(story.sent(), date(2023, 11, 30)) == [
        "5 due 13 Dec",
        "0 of 5 settled",
        "not acknowledged",
    ]


def test_late_extended_and_settled_are_counted_apart(story):
    letter = story.sent()
    parts = story.parts(letter)
    logged(story, letter)
    letters.settle([parts[1], parts[5]], ground="answered", by=story.counsel, now=at(2024, 1, 22))
    letters.extend([parts[3]], to=date(2024, 3, 15), by=story.counsel, now=at(2024, 1, 22))

    assert standing(letter, date(2024, 2, 26)) == [
        "2 overdue, 75 days",
        "1 extended to 15 Mar",
        "2 of 5 settled",
    ]


def test_a_request_counts_once_by_the_worst_of_its_parts(story):
    treasury = AgencyFactory(name="Department of the Treasury")
    letter = story.sent(to=[story.state, treasury], asked=ASKED[:3])
    of_state = story.parts(letter, story.state)
    logged(
        story,
        letter,
        *(Judgement(part, Answer.Outcome.FULL, settles=True) for part in of_state.values()),
    )

    assert standing(letter, date(2024, 1, 20)) == [
        "3 overdue, 38 days",
        "0 of 3 settled",
        "not acknowledged by Treasury",
    ]


def test_a_broken_promise_is_shown_though_the_request_is_settled(story):
    letter = story.sent()
    log_contact(
        letter,
        kind="briefing",
        on=date(2023, 12, 4),
        summary="Documents will come",
        promised="documents",
        promised_on=date(2023, 12, 8),
        settles={story.parts(letter)[4]: "withdrawn"},
        by=story.counsel,
        now=at(2023, 12, 4),
    )
    logged(story, letter)

    assert "1 promise broken" in standing(letter, date(2024, 1, 20))


def test_paused_requests_are_neither_late_nor_due(story):
    letter = story.sent(asked=ASKED[:2])
    letters.pause(story.parts(letter).values(), why="Narrowing it", by=story.counsel, now=at(2023, 12, 1))
    logged(story, letter)

    assert standing(letter, date(2024, 1, 20)) == ["2 paused", "0 of 2 settled"]


def test_one_request_alone_says_where_it_stands(story):
    letter = story.sent()
    parts = story.parts(letter)
    logged(story, letter, Judgement(parts[1], Answer.Outcome.FULL, settles=True))

    settled, late = (standing_of(request_timeline(parts[n].request, today=date(2024, 1, 20))) for n in (1, 2))

    assert settled == [("settled", "settled", "Settled 18 Jan")]
    assert late == [("late", "late", "38 days late")]
