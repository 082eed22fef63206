"""The letter list: what it costs hangs neither on how many letters there are nor on what is asked of it."""

from datetime import datetime

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks import CLERK, OFFICE
from benchmarks.generate import generate
from correspondence.accounts.models import User
from correspondence.admin.base import COUNT_UP_TO
from correspondence.core.days import EASTERN
from correspondence.letters import actions as letters
from correspondence.letters.models import Letter, Part
from tests.factories import LetterFactory
from tests.story import Story, at

LIST = "/admin/correspondence/letter/"
QUERIES = ["", "?state=open", "?state=overdue", "?state=settled", "?state=unacknowledged", "?agency={agency}"]
QUERIES += ["?assigned={colleague}", "?o=6", "?o=-6", "?state=open&o=6", "?q=oversight"]
STATEMENTS = 9
BYTES = 56_000  # of a full page, 25 rows, before compression


def costs(count):
    """(Statements, bytes) of the list of an office with so many letters, by what is asked of it."""
    found = {}
    with transaction.atomic():
        generate(count, now=datetime.now(EASTERN))
        clerk = Client()
        clerk.force_login(User.objects.get(username=CLERK))
        clerk.get(LIST)
        first = Letter.objects.filter(office__code=OFFICE).exclude(assigned_to=None).order_by("id")[0]
        asked = {"agency": first.recipients.all()[0].agency_id, "colleague": first.assigned_to_id}
        for query in QUERIES:
            with CaptureQueriesContext(connection) as statements:
                page = clerk.get(LIST + query.format(**asked))
            assert page.status_code == 200
            found[query] = (len(statements), len(page.content))
        transaction.set_rollback(True)
    return found


def test_list_costs_no_more_statements_for_many_letters_than_for_few(db):
    few, many = costs(40), costs(150)

    statements = {query: (few[query][0], many[query][0]) for query in QUERIES}

    assert statements == dict.fromkeys(QUERIES, (STATEMENTS, STATEMENTS))


def test_full_page_stays_light(db):
    sizes = {query: size for query, (_, size) in costs(150).items()}

    heaviest = max(sizes.values())

    assert heaviest <= BYTES


@pytest.fixture
def desk(clerk):
    browser = Client()
    browser.force_login(clerk)
    return browser


def references(page):
    return [letter.reference for letter in page.context["cl"].result_list]


@pytest.mark.parametrize(
    ("order", "expected"),
    [("o=6", ["early", "late", "no 1", "no 2"]), ("o=-6", ["no 2", "no 1", "late", "early"])],
)
def test_by_next_due_what_has_nothing_due_comes_last_and_first_in_reverse(
    desk, office, clerk, now, order, expected
):
    sent = {"sent_on": now.date(), "sent_by": clerk, "sent_recorded_at": now, "sent_hash": "0" * 64}
    for reference, due in (("no 1", None), ("late", "2024-02-01"), ("no 2", None), ("early", "2024-01-01")):
        LetterFactory(office=office, reference=reference, next_due_on=due, **sent)

    page = desk.get(f"{LIST}?{order}")

    assert references(page) == expected


def test_counting_stops_where_it_is_promised_to(desk, office, clerk, now):
    Letter.objects.bulk_create(LetterFactory.build_batch(COUNT_UP_TO + 30, office=office, entered_by=clerk))

    page = desk.get(LIST)

    assert "250+" in page.content.decode()


def test_page_beyond_the_count_shows_its_own_letters(desk, office, clerk, now):
    Letter.objects.bulk_create(LetterFactory.build_batch(COUNT_UP_TO + 30, office=office, entered_by=clerk))

    pages = [references(desk.get(f"{LIST}?p={number}")) for number in (1, 10, 11, 12)]

    assert [len(page) for page in pages] == [25, 25, 25, 5]
    assert len({reference for page in pages for reference in page}) == 80


def test_letter_is_still_not_acknowledged_while_its_clock_is_paused(db):
    story = Story()
    letter = story.sent()
    parts = list(Part.objects.filter(request__letter=letter))
    letters.pause(parts, why="The office owes a list first.", by=story.counsel, now=at(2024, 1, 9))
    desk = Client()
    desk.force_login(story.clerk)

    page = desk.get(f"{LIST}?state=unacknowledged")

    assert references(page) == [letter.reference]


@pytest.mark.parametrize(
    ("filters", "previous", "following"),
    [
        ("", "third", "first"),
        ("o=6", "first", "third"),
        ("o=-6", "third", "first"),
        ("o=6&q=second", None, None),
    ],
)
def test_next_and_previous_letter_are_those_of_the_list(
    desk, office, clerk, now, filters, previous, following
):
    sent = {"sent_by": clerk, "sent_recorded_at": now, "sent_hash": "0" * 64, "office": office}
    made = {
        name: LetterFactory(
            reference=name, subject=name, dated_on=day, sent_on=day, next_due_on=f"2024-0{n}-01", **sent
        )
        for n, (name, day) in enumerate(
            (("first", "2023-11-01"), ("second", "2023-11-02"), ("third", "2023-11-03")), start=1
        )
    }

    page = desk.get(f"{LIST}{made['second'].pk}/change/", {"_changelist_filters": filters})

    beside = page.context["neighbours"]
    paths = {name: url and url.split("?")[0] for name, url in beside.items()}
    wanted = {"previous": previous, "next": following}
    assert paths == {name: ref and f"{LIST}{made[ref].pk}/change/" for name, ref in wanted.items()}


@pytest.mark.parametrize("typed", ["SC-2023-9001", "sc-2023-9001"])
def test_a_whole_reference_finds_its_letter_alone(desk, office, typed):
    LetterFactory(office=office, reference="XSC-2023-9001")
    LetterFactory(office=office, reference="SC-2023-9001")
    LetterFactory(office=office, reference="SC-2023-9002", subject="Follows SC-2023-9001")

    found = references(desk.get(LIST, {"q": typed}))

    assert found == ["SC-2023-9001"]
