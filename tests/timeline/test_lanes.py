"""Where things stand in the drawing: geometry of lanes, of letters gone through the actions."""

from datetime import date, timedelta

import pytest

from correspondence.followups.actions import log_contact
from correspondence.letters import actions as letters
from correspondence.responses import actions as responses
from correspondence.responses.models import Answer, Response
from correspondence.responses.rules import Judgement
from correspondence.timeline.lanes import HEAD, LEFT, RIGHT, ROW, Scale, draw
from correspondence.timeline.queries import letter_timeline
from tests.factories import AgencyFactory
from tests.story import ASKED, Story, at

SENT, DUE = date(2023, 11, 29), date(2023, 12, 13)


@pytest.fixture
def story(db):
    return Story()


def drawn(letter, today):
    return draw(letter_timeline(letter, today=today))


def row(n):
    """The height at which the n-th lane runs, the letter's being the first."""
    return HEAD + ROW * (n - 1) + ROW // 2


def looks(drawing, n):
    return [line.look for line in drawing.lines if line.y == row(n)]


def marks(drawing, n):
    return [mark.name for mark in drawing.marks if mark.y == row(n)]


def answered(story, letter, day, *judgements, now=None):
    return responses.log_response(
        letter,
        agency=story.state,
        kind=Response.Kind.PARTIAL,
        channel="email",
        received_on=day,
        judgements=judgements,
        by=story.clerk,
        now=now or at(day.year, day.month, day.day),
    )


def test_a_lane_for_the_letter_one_for_chasing_and_one_a_request(story):
    drawing = drawn(story.sent(), date(2023, 12, 1))

    assert [lane.name for lane in drawing.lanes] == ["Letter", "Chased", "1", "2", "3", "4", "5"]
    assert drawing.height == HEAD + 7 * ROW + 8


def test_a_draft_has_only_the_letters_lane(story):
    drawing = drawn(story.draft(), date(2023, 12, 1))

    assert [lane.name for lane in drawing.lanes] == ["Letter"]
    assert marks(drawing, 1) == ["draft"]


def test_one_lane_a_part_where_several_agencies_owe(story):
    treasury = AgencyFactory(name="Department of the Treasury")
    letter = story.sent(to=[story.state, treasury], asked=ASKED[:2])

    drawing = drawn(letter, date(2023, 12, 1))

    assert [(lane.name, lane.agency) for lane in drawing.lanes[2:]] == [
        ("1", "State"),
        ("1", "Treasury"),
        ("2", "State"),
        ("2", "Treasury"),
    ]


def test_members_who_ask_head_their_questions(story):
    letter = story.sent(
        requests=[
            {"place": 1, "number": "1", "text": "Why?", "asker": "Rep. Graves"},
            {"place": 2, "number": "1", "text": "How?", "asker": "Rep. Larsen"},
        ]
    )

    drawing = drawn(letter, date(2023, 12, 1))

    assert [(lane.name, lane.is_asker) for lane in drawing.lanes[2:]] == [
        ("Rep. Graves", True),
        ("1", False),
        ("Rep. Larsen", True),
        ("1", False),
    ]


def test_what_is_ahead_is_dotted_to_the_due_date(story):
    drawing = drawn(story.sent(), date(2023, 12, 1))

    waiting, ahead = (line for line in drawing.lines if line.y == row(3))
    assert (waiting.look, waiting.ends) == ("waiting", drawing.today)
    assert (ahead.look, ahead.begins, ahead.ends) == ("ahead", drawing.today, RIGHT)


def test_what_is_late_now_is_thick_and_what_was_late_is_thin(story):
    letter = story.sent()
    letters.settle([story.parts(letter)[1]], ground="answered", by=story.counsel, now=at(2024, 1, 22))

    drawing = drawn(letter, date(2024, 2, 26))

    assert looks(drawing, 3) == ["waiting", "was_late"]
    assert looks(drawing, 4) == ["waiting", "late"]
    assert marks(drawing, 3) == ["sent", "settled"]


def test_a_date_that_was_replaced_is_grey_and_the_new_one_is_an_arrow_to_a_bar(story):
    letter = story.sent()
    letters.extend([story.parts(letter)[3]], to=date(2024, 3, 15), by=story.counsel, now=at(2024, 1, 22))

    drawing = drawn(letter, date(2024, 2, 26))

    bars = [(bar.name, bar.tone) for bar in drawing.bars if bar.y == row(5)]
    assert sorted(bars) == [("due", "quiet"), ("extended", "")]
    assert looks(drawing, 5) == ["waiting", "was_late", "waiting", "ahead"]


def test_marks_of_one_day_stand_side_by_side(story):
    letter = story.sent()
    answered(story, letter, DUE, Judgement(story.parts(letter)[1], Answer.Outcome.FULL, settles=True))

    drawing = drawn(letter, date(2024, 2, 26))

    placed = [(mark.name, mark.beside) for mark in drawing.marks if mark.y == row(3)]
    assert placed == [("sent", 0), ("answer", 0), ("settled", 1)]


def test_like_marks_that_would_lie_on_one_another_are_drawn_once(story):
    letter = story.sent()
    for n in range(60):
        day = date(2024, 1, 1) + timedelta(n)
        log_contact(
            letter, kind="call", on=day, summary="Again", by=story.clerk, now=at(day.year, day.month, day.day)
        )

    drawing = drawn(letter, date(2026, 1, 1))

    assert 1 < marks(drawing, 2).count("contact") < 10


def test_what_was_withdrawn_is_not_drawn(story):
    letter = story.sent()
    response = answered(story, letter, date(2024, 1, 18), Judgement(story.parts(letter)[1], "full"))
    responses.withdraw_response(response, why="Another letter", by=story.clerk, now=at(2024, 1, 19))

    drawing = drawn(letter, date(2024, 2, 26))

    assert marks(drawing, 1) == marks(drawing, 3) == ["sent"]


def test_the_legend_explains_what_occurs_and_nothing_else(story):
    drawing = drawn(story.sent(), date(2023, 12, 1))

    assert drawing.looks == {"sent", "due", "waiting", "ahead", "base"}


@pytest.mark.parametrize(
    "days", [[SENT], [SENT, SENT + timedelta(1)], [SENT, SENT + timedelta(4000)], [date(2020, 2, 29), SENT]]
)
def test_every_day_lies_within_the_drawing(days):
    scale = Scale(days, SENT)

    assert scale.x(min(days)) == LEFT
    assert all(LEFT <= scale.x(day) <= RIGHT for day in [*days, SENT])


def test_what_lies_too_far_ahead_stands_at_the_edge():
    scale = Scale([SENT, date(2203, 1, 1)], SENT)

    assert scale.x(date(2203, 1, 1)) == RIGHT
    assert (scale.last - SENT).days == 366


@pytest.mark.parametrize("span", [1, 20, 45, 90, 200, 400, 800, 2000, 8000, 36_000, 738_000])
def test_a_scale_of_any_length_has_a_handful_of_ticks(span):
    scale = Scale([SENT, SENT + timedelta(span)], SENT + timedelta(span))

    ticks = list(scale.ticks())

    assert len(ticks) <= 8
    assert [tick.x for tick in ticks] == sorted({tick.x for tick in ticks})
    assert span < 90 or any(tick.words and not tick.is_minor for tick in ticks)


def test_the_year_is_said_once_and_again_where_it_changes():
    ticks = list(Scale([date(2023, 11, 20)], date(2024, 2, 20)).ticks())

    assert [tick.words for tick in ticks] == ["Dec 2023", "Jan 2024", "Feb"]
