"""The owed list: whose requests, in which order, narrowed how; on a screen, on paper, as a file."""

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from correspondence.core.days import day_of
from correspondence.followups.actions import log_contact
from correspondence.letters import actions as letters
from correspondence.letters.models import Letter, Topic
from tests.factories import AgencyFactory
from tests.story import ASKED, LEAD_IN, Story, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return Story()


@pytest.fixture
def desk(client, story):
    client.force_login(story.clerk)
    return client


def lines_of(page):
    return list(csv.reader(io.StringIO(b"".join(page).decode("utf-8-sig"))))


def late_words(due_on):
    return f"{(day_of(timezone.now()) - due_on).days:,} days late"


def test_each_open_request_stands_with_its_letter_due_date_lateness_and_last_contact(desk, story):
    letter = story.sent(asked=ASKED[:2])
    log_contact(
        letter, kind="call", on=date(2024, 1, 9), summary="Called.", by=story.clerk, now=at(2024, 1, 9)
    )

    page = desk.get("/owed/")

    for words in ASKED[:2]:
        assert escape(words) in page.text
    assert page.text.count(late_words(date(2023, 12, 13))) == 2
    for words in (letter.reference, "29 Nov 2023", "13 Dec 2023", "call 9 Jan 2024", "Benjamin L. Cardin"):
        assert words in page.text


def test_what_is_settled_is_not_owed(desk, story):
    letter = story.sent()
    first, *_ = story.parts(letter).values()

    letters.settle([first], ground="answered", by=story.counsel, now=at(2024, 1, 9))

    page = desk.get("/owed/")
    assert escape(ASKED[0]) not in page.text
    assert escape(ASKED[1]) in page.text


def test_the_oldest_comes_first(desk, story):
    newer = story.sent(asked=["Newer"], dated=date(2024, 2, 1), now=at(2024, 2, 1))
    older = story.sent(asked=["Older"])

    page = desk.get("/owed/", {"agency": story.state.pk})

    assert page.text.index(older.reference) < page.text.index(newer.reference)


def test_two_agencies_owe_each_their_own(desk, story):
    """Situation 4: State answers all it was asked; Treasury owes three."""
    treasury = AgencyFactory(name="Department of the Treasury")
    letter = story.sent(
        to=[story.state, treasury],
        requests=[
            {"place": 1, "text": "First"},
            {"place": 2, "text": "Second"},
            {"place": 3, "text": "Third", "put_to": [treasury]},
        ],
    )
    letters.settle(
        story.parts(letter, story.state).values(), ground="answered", by=story.clerk, now=at(2024, 1, 9)
    )

    to_state = desk.get("/owed/", {"agency": story.state.pk})
    to_treasury = desk.get("/owed/", {"agency": treasury.pk})

    assert "State owes nothing" in to_state.text
    assert to_treasury.text.count(late_words(date(2023, 12, 13))) == 3
    assert "What Treasury still owes the Committee, as of" in to_treasury.text


def test_what_was_asked_again_is_owed_once_and_tells_since_when(desk, story):
    """Situation 6: carried on by the new chairman's letter, aged from 2023."""
    old = story.sent(asked=ASKED[:1])
    new = story.sent(
        asked=(), requests=[{"place": 1, "text": ASKED[0], "repeats": [old.requests.get()]}],
        follows=[old], dated=date(2025, 1, 20), now=at(2025, 1, 20),
    )  # fmt: skip
    between = story.sent(asked=["Between"], dated=date(2024, 6, 3), now=at(2024, 6, 3))

    page = desk.get("/owed/", {"agency": story.state.pk})

    assert page.text.count(escape(ASKED[0])) == 1
    assert "Asked since 29 Nov 2023" in " ".join(page.text.split())
    assert page.text.index(new.reference) < page.text.index(between.reference)


def questions_for_the_record(story):
    """31 questions by 8 Members after a hearing; numbers start again at each."""
    askers = [
        f"Senator {name}" for name in ["Abel", "Baker", "Cole", "Dunn", "Ellis", "Ford", "Gray", "Hale"]
    ]
    requests = [
        {
            "place": place + 1,
            "number": str(place // 8 + 1),
            "text": f"Question {place}",
            "asker": askers[place % 8],
        }
        for place in range(31)
    ]
    return story.sent(
        requests=requests, kind=Letter.Kind.QFR, hearing_title="Security of ports",
        hearing_on=date(2024, 3, 7), dated=date(2024, 3, 8), now=at(2024, 3, 8),
    )  # fmt: skip


def test_the_two_questions_left_are_found_by_hearing_and_by_member(desk, story):
    """Situation 7: one reply answers 29 of 31."""
    letter, other = questions_for_the_record(story), story.sent()
    parts = story.parts(letter)
    left = {place: part for place, part in parts.items() if place in (3, 12)}
    answered = [part for place, part in parts.items() if place not in left]
    letters.settle(answered, ground="answered", by=story.counsel, now=at(2024, 4, 2))

    by_hearing = desk.get("/owed/", {"hearing": "2024-03-07"})
    by_member = desk.get("/owed/", {"asker": "dunn"})

    assert [f"Question {n}" in by_hearing.text for n in (2, 11, 4)] == [True, True, False]
    assert other.reference not in by_hearing.text
    assert [f"Question {n}" in by_member.text for n in (2, 11)] == [False, True]


def test_it_is_narrowed_by_topic_signatory_congress_and_lateness(desk, story):
    armenia = Topic.objects.create(office=story.office, name="Armenia")
    old = story.sent(asked=["Old"], topics=[armenia])
    new = story.sent(asked=["New"], dated=day_of(timezone.now()), now=timezone.now())

    found = {
        name: [one.reference in desk.get("/owed/", query).text for one in (old, new)]
        for name, query in {
            "topic": {"topic": armenia.pk},
            "signatory": {"signatory": "cardin"},
            "nobody": {"signatory": "nobody of this name"},
            "late": {"due": "late"},
            "soon": {"due": "soon"},
        }.items()
    }

    assert found == {
        "topic": [True, False],
        "signatory": [True, True],
        "nobody": [False, False],
        "late": [True, False],
        "soon": [False, False],
    }
    congress = desk.get("/owed/", {"congress": "118"})
    assert old.reference in congress.text
    assert new.reference not in congress.text


def test_a_filter_that_cannot_be_is_told_beside_its_field(desk, story):
    story.sent()

    page = desk.get("/owed/", {"hearing": "the seventh"})

    assert page.status_code == 422
    assert "cannot be narrowed like that" in page.text
    assert 'aria-invalid="true"' in page.text


def test_an_empty_list_says_which_filter_to_drop(desk, story):
    story.sent()

    page = desk.get("/owed/", {"signatory": "Nobody", "due": "late"})

    assert "Nothing open is like that" in page.text
    assert 'href="?due=late"' in page.text
    assert 'href="?signatory=Nobody"' in page.text


def test_a_new_office_is_told_what_will_stand_here(desk):
    page = desk.get("/owed/")

    assert "Nobody owes you an answer" in page.text


def test_a_paused_request_is_owed_without_a_date_and_comes_last(desk, story):
    letter = story.sent(asked=["Paused", "Running"])
    letters.pause([story.parts(letter)[1]], why="x", by=story.counsel, now=at(2023, 12, 1))

    page = desk.get("/owed/")

    assert "Clock paused" in page.text
    assert page.text.index("Running") < page.text.index(">Paused<")


def test_a_casework_letter_is_spoken_of_by_its_reference_alone(desk, story):
    """Situation 10."""
    letter = story.sent(
        kind=Letter.Kind.CASEWORK, subject="Claim of Rosalind", asked=["Why is Rosalind unpaid?"],
        release_signed_on=date(2023, 11, 20),
    )  # fmt: skip

    page, file = desk.get("/owed/"), lines_of(desk.get("/owed/requests.csv"))

    assert letter.reference in page.text
    assert "Rosalind" not in page.text
    assert "Casework inquiry" in file[1]
    assert not any("Rosalind" in cell for line in file for cell in line)


def test_the_file_has_every_line_and_no_formula(desk, story):
    story.sent(asked=["=HYPERLINK(1)", *(f"Request {n}" for n in range(60))])
    story.sent(asked=["Another"], to=[AgencyFactory(name="Department of Justice")])

    head, *lines = lines_of(desk.get("/owed/requests.csv"))

    assert len(lines) == 62
    words = [line[head.index("Words")] for line in lines]
    assert words[0] == "Another"
    assert words[1] == "'=HYPERLINK(1)"
    narrowed = lines_of(desk.get("/owed/requests.csv", {"agency": story.state.pk}))
    assert len(narrowed) == 62


def test_an_agency_is_leafed_through_and_printed_on_one_page(desk, story):
    story.sent(asked=[f"Request number {n}." for n in range(120)])
    query = {"agency": story.state.pk}

    first, fifth = desk.get("/owed/", query), desk.get("/owed/", query | {"page": 5})
    paper = desk.get("/owed/", query | {"paper": 1})

    assert first.text.count('class="lead"') == 25
    assert "1 to 25 of 120" in first.text
    assert fifth.text.count('class="lead"') == 20
    assert "Next ones" not in fifth.text
    assert paper.text.count('class="lead"') == 120


@pytest.mark.parametrize("query", [{}, {"agency": "state"}, {"agency": "state", "paper": 1}])
def test_the_statements_are_as_many_for_two_requests_as_for_sixty(desk, story, query):
    letter = story.sent(asked=ASKED[:2])
    query = {name: story.state.pk if value == "state" else value for name, value in query.items()}
    with CaptureQueriesContext(
        connection,
    ) as few:
        desk.get("/owed/", query)
    old = letter.requests.order_by("place").first()
    requests = [{"place": n, "text": f"Request {n}"} for n in range(1, 59)]
    story.sent(requests=[{"place": 59, "text": "Again", "repeats": [old]}, *requests], follows=[letter])

    with CaptureQueriesContext(connection) as many:
        desk.get("/owed/", query)

    assert len(many) <= len(few) + 1  # the count, where not all fit the page
    assert len(many) <= 13  # two of them only where something was recorded since


def test_nothing_of_another_office_is_in_it(client, story):
    letter = story.sent()
    client.force_login(Story("HSGO").manager)

    page, file = client.get("/owed/"), client.get("/owed/requests.csv")

    assert letter.reference not in page.text
    assert len(lines_of(file)) == 1


def test_lead_in_words_are_not_in_the_row(desk, story):
    story.sent()

    assert LEAD_IN not in desk.get("/owed/").text
