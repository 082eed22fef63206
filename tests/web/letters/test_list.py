"""The letter list at the desk: what its address asks for is what it shows, page by page."""

import re
from datetime import date

import pytest
from django.utils.html import escape

from correspondence.letters import actions as letters
from correspondence.letters.models import Letter, Topic
from tests.factories import AgencyFactory, LetterFactory, SignatoryFactory
from tests.story import Story, at

pytestmark = pytest.mark.django_db
LIST = "/letters/"


@pytest.fixture
def story(db):
    return Story()


@pytest.fixture
def desk(client, story):
    client.force_login(story.clerk)
    return client


def shown(page):
    """The references on a page, in its order."""
    return re.findall(r'name="letter" value="\d+" aria-label="([^"]+)"', page.text)


def link(page, words):
    """The address that a link of the page leads to."""
    found = re.search(rf'<a href="([^"]*)"[^>]*>{words}</a>', page.text)
    return found and found[1].replace("&amp;", "&")


def many(story, count, **facts):
    """Drafts dated one day after another, the newest last."""
    rows = [
        LetterFactory.build(
            office=story.office,
            reference=f"SFRC-2023-{n:04}",
            dated_on=date.fromordinal(date(2023, 1, 1).toordinal() + n // 3),
            entered_by=story.clerk,
            **facts,
        )
        for n in range(1, count + 1)
    ]
    return Letter.objects.bulk_create(rows)


def test_a_row_tells_the_letter_and_where_it_stands(desk, story):
    letter = story.sent(on=date(2023, 12, 1), now=at(2023, 12, 1))

    page = desk.get(LIST)

    row = page.text.partition("<tbody")[2]
    for words in (letter.subject, letter.reference, "29 Nov 2023", "sent 1 Dec 2023", "State", "0 of 5"):
        assert words in row
    assert f'href="/letters/{letter.pk}/"' in row
    assert "days late" in row
    assert str(story.clerk) in row


def test_a_casework_letter_is_listed_without_what_it_is_about(desk, story):
    LetterFactory(office=story.office, kind="casework", subject="Ms. Roe's claim is stuck")

    page = desk.get(LIST)

    assert "Roe" not in page.text
    assert "Casework inquiry" in page.text


def test_each_filter_finds_its_letter_and_no_other(desk, story, subtests):
    topic = Topic.objects.create(office=story.office, name="Caucasus")
    treasury = AgencyFactory(name="Department of the Treasury", acronym="TREAS")
    wanted = story.sent(
        to=[treasury],
        subject="Sanctions on azure shipments",
        kind="qfr",
        dated=date(2024, 3, 5),
        on=date(2024, 3, 6),
        now=at(2024, 3, 6),
        hearing_title="Caucasus",
        hearing_on=date(2024, 2, 8),
        assigned_to=story.counsel,
        topics=[topic],
    )
    wanted.signatories.update(name="Jeanne Shaheen")
    other = story.draft()

    for query in (
        "q=azure",
        f"q={wanted.reference}",
        "q=Shaheen",
        "state=open",
        "state=overdue",
        "state=unacknowledged",
        "agency=Treasury",
        "agency=treas",
        f"agency={treasury.pk}",
        f"topic={topic.pk}",
        "kind=qfr",
        f"assigned={story.counsel.pk}",
        "year=2024",
        "hearing=2024-02-08",
        "since=2024-01-01",
        "since=2024-03-05&until=2024-03-05",
        "signatory=Shaheen",
        f"office={story.office.pk}&kind=qfr",
    ):
        with subtests.test(query=query):
            assert shown(desk.get(f"{LIST}?{query}")) == [wanted.reference]
    for query in ("state=draft", "assigned=me", "until=2023-12-31", "year=2023", "kind=oversight"):
        with subtests.test(query=query):
            assert shown(desk.get(f"{LIST}?{query}")) == [other.reference]


def test_settled_and_paused_letters_are_where_they_belong(desk, story):
    settled, paused = story.sent(), story.sent()
    letters.settle(story.parts(settled).values(), ground="answered", by=story.counsel, now=at(2023, 12, 5))
    letters.pause(story.parts(paused).values(), why="x", by=story.counsel, now=at(2023, 12, 5))

    found = {state: shown(desk.get(f"{LIST}?state={state}")) for state in ("open", "settled", "overdue")}

    assert found == {"open": [paused.reference], "settled": [settled.reference], "overdue": []}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [3, 2, 1]),
        ("o=dated", [1, 2, 3]),
        ("o=due", [2, 3, 1]),
        ("o=reference", [1, 2, 3]),
        ("o=-reference", [3, 2, 1]),
        ("state=overdue", [2, 3]),
        ("state=overdue&o=-dated", [3, 2]),
    ],
)
def test_sorting(desk, story, now, query, expected):
    sent = {"sent_by": story.clerk, "sent_recorded_at": now, "sent_hash": "0" * 64, "office": story.office}
    for n, due in ((1, None), (2, "2023-12-01"), (3, "2023-12-05")):
        LetterFactory(
            reference=f"SFRC-2023-000{n}",
            dated_on=f"2023-11-0{n}",
            sent_on="2023-11-10",
            next_due_on=due,
            **sent,
        )

    page = desk.get(f"{LIST}?{query}")

    assert shown(page) == [f"SFRC-2023-000{n}" for n in expected]


@pytest.mark.parametrize("order", ["-dated", "dated", "due", "reference", "-reference"])
def test_pages_lead_through_all_letters_and_back(desk, story, now, order):
    rows = many(story, 60)
    for n, letter in enumerate(rows[:33]):  # some have the same due date, the others none
        sent = {"sent_on": letter.dated_on, "sent_by": story.clerk, "sent_recorded_at": now}
        due = date(2023, 12, 1 + n // 2)
        Letter.objects.filter(pk=letter.pk).update(sent_hash="0" * 64, next_due_on=due, **sent)

    onward, url = [], f"?o={order}"
    while url:
        page = desk.get(LIST + url)
        onward.append(shown(page))
        url = link(page, "Next")
    backward = [onward[-1]]
    while url := link(page, "Previous"):
        page = desk.get(LIST + url)
        backward.append(shown(page))

    references = [reference for page in onward for reference in page]
    assert len(references) == len(set(references)) == 60
    assert [reference for page in reversed(backward) for reference in page] == references


def test_counting_stops_and_says_so(desk, story):
    many(story, 300)

    page = desk.get(LIST)

    assert "250+ letters" in page.text
    assert "1 to 25 of 250+" in page.text
    assert "26 to 50 of 250+" in desk.get(LIST + link(page, "Next")).text


def test_fields_left_empty_are_left_out_of_the_address(desk, story):
    page = desk.get(f"{LIST}?q=&agency=&state=overdue&kind=&year=+")

    assert page.status_code == 302
    assert page["Location"] == "/letters/?state=overdue"


@pytest.mark.parametrize(
    "query",
    [
        "state=nonsense", "kind=x", "year=abc", "year=99999", "topic=x", "topic=99999999999999999999",
        "assigned=x", "assigned=99999999999999999999", "hearing=tomorrow", "since=2024-02-31", "office=x",
        "office=99", "o=nonsense", "after=x", "after=2024-13-01.5", "after=.5&o=due", "before=", "after=.",
        "after=2024-01-01.99999999999999999999", "from=-3&after=2024-01-01.5", "agency=99999999999999999999",
        "agency=%00", "q=%00", "signatory=%00", "q=" + "x" * 300, "nothing=known", "agency=(((", "q=%25_",
    ],
)  # fmt: skip
def test_an_address_that_cannot_be_read_never_breaks_the_page(desk, story, query):
    story.draft()

    page = desk.get(f"{LIST}?{query}", follow=True)

    assert page.status_code == 200
    assert "<h1>Letters</h1>" in page.text


def test_what_cannot_be_read_is_told_at_its_field_and_kept_there(desk, story):
    story.draft()

    page = desk.get(f"{LIST}?since=31.2.24")

    assert "This is no day, and was left out." in page.text
    assert 'value="31.2.24"' in page.text
    assert len(shown(page)) == 1


def test_an_agency_that_nobody_knows_finds_nothing_and_says_so(desk, story):
    story.draft()

    page = desk.get(f"{LIST}?agency=Xyzzy&kind=oversight")

    assert shown(page) == []
    assert "No agency is called “Xyzzy”" in page.text
    assert shown(desk.get(LIST + link(page, "Letters to any agency")))


def test_an_empty_list_says_which_filter_to_drop_and_what_that_gives(desk, story):
    treasury = AgencyFactory(name="Department of the Treasury")
    story.draft(to=[treasury], subject="Enclosure")
    story.sent(to=[treasury])

    page = desk.get(f"{LIST}?q=enclosure&agency=Treasury&state=overdue")

    assert "No letter matches all three filters" in page.text
    assert "Agency: Treasury, Overdue: 1 letter" in page.text
    assert "“enclosure”, Agency: Treasury: 1 letter" in page.text
    assert "Without Agency: Treasury" not in page.text
    assert len(shown(desk.get(LIST + link(page, "Without Overdue")))) == 1


def test_nothing_of_another_office_is_listed_counted_or_offered(desk, story):
    other = Story("HSGO")
    other.draft(subject="Zangezur", assigned_to=other.counsel)
    Topic.objects.create(office=other.office, name="Zangezur")
    SignatoryFactory(letter__office=other.office, name="Zangezur")
    other.counsel.last_name = "Zangezur"
    other.counsel.save()

    pages = [desk.get(f"{LIST}{query}") for query in ("", "?q=Zangezur", f"?office={other.office.pk}")]

    assert shown(pages[0]) == []
    assert "Zangezur" not in pages[0].text
    assert [shown(page) for page in pages] == [[], [], []]


def test_somebody_of_two_offices_sees_both_and_filters_by_one(desk, story):
    other = Story("HSGO")
    other.office.memberships.create(user=story.clerk, role="viewer")
    mine, theirs = story.draft(), other.draft()

    page = desk.get(LIST)
    one = desk.get(f"{LIST}?office={other.office.pk}")

    assert set(shown(page)) == {mine.reference, theirs.reference}
    assert other.office.name in page.text
    assert shown(one) == [theirs.reference]


def test_a_viewer_is_offered_what_a_viewer_may_do(client, story):
    story.draft()
    client.force_login(story.viewer)

    page = client.get(LIST)

    assert 'value="export"' in page.text
    for act in ("assign:", 'value="send"', 'value="remind"', "Enter a letter"):
        assert act not in page.text


def test_with_a_script_links_and_filters_are_put_in_place_and_keep_their_address(desk, story):
    story.draft()

    page = desk.get(LIST)

    assert 'hx-target="#letters-list"' in page.text
    assert re.search(r'hx-boost="true">\s*<nav aria-label="Views of the list">', page.text)
    assert '<tbody role="rowgroup" hx-boost="false">' in page.text  # a letter opens as a page of its own
    assert "<script>" not in page.text
    assert " style=" not in page.text


def test_what_somebody_typed_is_shown_as_it_was(desk, story):
    words = '"><script>alert(1)</script>'

    page = desk.get(LIST, {"q": words, "agency": words, "kind": words})

    assert escape(words) in page.text
    assert words not in page.text
