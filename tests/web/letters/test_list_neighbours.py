"""Previous and next on a letter's page are those of the list that it was opened from."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from correspondence.core.days import day_of
from correspondence.letters.models import Letter
from correspondence.web.letters.lists.neighbours import neighbours
from tests.factories import LetterFactory
from tests.story import Story, at

pytestmark = pytest.mark.django_db
TODAY = day_of(at(2024, 1, 2))


@pytest.fixture
def story(db):
    return Story()


@pytest.fixture
def made(story, now):
    """Letters by name: three that are due, then one that is settled."""
    sent = {"sent_by": story.clerk, "sent_recorded_at": now, "sent_hash": "0" * 64, "office": story.office}
    days = {"first": "2023-12-03", "second": "2023-12-02", "third": "2023-12-01", "settled": None}
    return {
        name: LetterFactory(
            reference=f"SFRC-2023-000{n}",
            subject=name,
            dated_on=f"2023-11-0{n}",
            sent_on="2023-11-10",
            next_due_on=due,
            **sent,
        )
        for n, (name, due) in enumerate(days.items(), start=1)
    }


def beside(found, made):
    names = {letter.pk: name for name, letter in made.items()}
    return tuple(
        names[int(re.search(r"/letters/(\d+)/", found[way])[1])] if found[way] else None
        for way in ("previous", "next")
    )


@pytest.mark.parametrize(
    ("listed", "of", "expected", "place"),
    [
        ("", "second", ("third", "first"), (3, "4")),
        ("o=dated", "second", ("first", "third"), (2, "4")),
        ("o=due", "second", ("third", "first"), (2, "4")),
        ("o=due", "first", ("second", "settled"), (3, "4")),
        ("o=due", "settled", ("first", None), (None, "4")),
        ("state=overdue", "third", (None, "second"), (1, "3")),
        ("q=second", "second", (None, None), (1, "1")),
        ("q=second", "third", (None, "second"), (None, "1")),
        ("o=reference", "settled", ("third", None), (4, "4")),
        ("agency=Xyzzy", "second", (None, None), (None, "0")),
        ("state=%00&o=x&agency=99999999999999999999", "second", (None, None), (None, "0")),
    ],
)
def test_neighbours_are_those_of_the_list(story, made, listed, of, expected, place):
    found = neighbours(story.clerk, made[of], listed, today=TODAY)

    assert beside(found, made) == expected
    assert (found["place"], found["count"]) == place


def test_the_links_keep_the_list(story, made):
    found = neighbours(story.clerk, made["second"], "state=overdue", today=TODAY)

    assert found["next"] == f"/letters/{made['first'].pk}/?list=state%3Doverdue"


def test_they_take_one_statement_however_many_letters_there_are(story, made):
    Letter.objects.bulk_create(
        LetterFactory.build(office=story.office, reference=f"S-2023-{n}", entered_by=story.clerk)
        for n in range(300)
    )

    assert story.clerk.seats  # who is signed in is known before

    with CaptureQueriesContext(connection) as statements:
        found = neighbours(story.clerk, made["second"], "state=open&assigned=nobody", today=TODAY)
    everywhere = neighbours(story.clerk, made["second"], "", today=TODAY)

    assert len(statements) == 1
    assert (everywhere["place"], everywhere["count"]) == (None, "250+")
    assert found["count"] == "3"


def test_another_offices_letters_are_no_neighbours(story, made):
    Story("HSGO").draft()

    found = neighbours(story.clerk, made["settled"], "", today=TODAY)

    assert found["previous"] is None


def test_a_letter_opened_from_a_filtered_list_knows_it(client, story, made):
    client.force_login(story.clerk)

    page = client.get("/letters/?state=overdue&o=-dated")

    assert f'href="/letters/{made["first"].pk}/?list=state%3Doverdue%26o%3D-dated"' in page.text
