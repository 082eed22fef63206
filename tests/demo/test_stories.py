"""When things happen in the demonstration, whatever the day on which it is loaded."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from correspondence.core.days import EASTERN, is_business_day
from correspondence.demo.acts import ACTS
from correspondence.demo.loading import all_steps
from correspondence.demo.stories import Days, fill, list_of, paragraphs, read_stories


@pytest.mark.parametrize(
    ("today", "when", "day"),
    [
        (date(2026, 11, 23), -3, date(2026, 11, 20)),
        (date(2026, 11, 23), -2, date(2026, 11, 20)),  # not on Saturday
        (date(2026, 11, 23), 3, date(2026, 11, 27)),  # not on Thanksgiving
        (date(2026, 11, 23), 1, date(2026, 11, 24)),
        (date(2026, 11, 22), -1, date(2026, 11, 20)),
        (date(2026, 11, 23), date(2023, 12, 2), date(2023, 12, 2)),
    ],
)
def test_a_day_gives_way_to_a_business_day(today, when, day):
    assert Days(today).day(when) == day


def test_everything_happened_before_the_day_of_loading_in_the_order_of_its_letter():
    stories = read_stories()
    first = date(2026, 6, 1)

    for today in (first + timedelta(days=n) for n in range(0, 800, 3)):
        steps = all_steps(stories, Days(today))
        morning = datetime(today.year, today.month, today.day, tzinfo=EASTERN)
        assert all(step.now < morning and is_business_day(step.now.date()) for step in steps)
        by_letter = {}
        for step in steps:
            by_letter.setdefault(step.slug, []).append(step.now)
        assert all(one < other for moments in by_letter.values() for one, other in pairwise(moments))


def test_a_due_date_that_a_letter_states_lies_after_the_letter():
    for story in read_stories().values():
        if "day" in story.due:
            assert story.due["day"] > story.dated
        if story.release is not None:
            assert story.release <= story.dated


def test_the_files_name_only_acts_that_there_are():
    told = {row["act"] for story in read_stories().values() for row in story.then}

    assert told <= ACTS.keys()


def test_what_stands_in_braces_is_filled_in():
    words = fill(
        "By {+3}, as of {some-letter}: {requests}", {"+3": "A", "some-letter": "B", "requests": "C"}.get
    )

    assert words == "By A, as of B: C"


def test_paragraphs_are_lines_of_the_file():
    assert paragraphs("One.\nTwo.\n\n") == "One.\n\nTwo."


def test_requests_are_listed_as_a_letter_lists_them():
    rows = [
        {"number": 1, "text": "first, that"},
        {"number": "1(a)", "under": 1, "text": "this;"},
        {"number": "(b)", "text": "that;"},
        {"text": "a bullet"},
        {"number": 1, "asker": "Senator Adair", "text": "Why?"},
    ]

    assert list_of(rows, "Please say:") == (
        "Please say:\n\n1. first, that\n   (a) this;\n(b) that;\n- a bullet\n\nSenator Adair\n\n1. Why?"
    )
