"""Today: the sentence and its links, the lists in the order of harm, whose they are, and what they cost."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from correspondence.core.days import day_of
from correspondence.followups.actions import log_contact
from correspondence.followups.models import ReminderRule
from correspondence.followups.reminders import raise_reminders
from correspondence.letters import actions as letters
from correspondence.letters.models import EntryDraft, Letter
from correspondence.responses.actions import log_response
from correspondence.responses.rules import Judgement
from tests.constituents import case, open_desk, opinion
from tests.factories import AgencyFactory, MembershipFactory
from tests.story import ASKED, Story, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return Story()


@pytest.fixture
def desk(client, story):
    client.force_login(story.clerk)
    return client


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def today(now):
    return day_of(now)


def words_of(page):
    return " ".join(unescape(re.sub("<[^>]+>", " ", page.text)).split())


def sentence_of(page):
    found = re.search(r'class="sentence">(.*?)</p>', page.text, re.DOTALL)
    return " ".join(unescape(re.sub("<[^>]+>", " ", found[1])).split()).replace(" ,", ",").replace(" .", ".")


def links_of(page):
    found = re.search(r'class="sentence">(.*?)</p>', page.text, re.DOTALL)
    return [unescape(url) for url in re.findall(r'href="([^"]+)"', found[1])]


def reply(story, letter, on, now, kind="full", *judgements):
    return log_response(
        letter, agency=story.state, kind=kind, channel="email", received_on=on, judgements=judgements,
        by=story.clerk, now=now,
    )  # fmt: skip


def test_one_sentence_says_what_the_day_asks(desk, story, now, today):
    late = story.sent()
    reply(story, late, date(2023, 12, 4), now, "ack")
    silent = story.sent(asked=["Soon", "Soon too"], dated=today - timedelta(days=12), now=now)
    answered = story.sent(asked=["Came"], dated=today - timedelta(days=3), now=now)
    reply(story, answered, today, now)

    page = desk.get("/")

    by = today + timedelta(days=7)
    assert sentence_of(page) == (
        f"5 requests are overdue, 2 fall due by {by:%A} {by.day} {by:%b}, "
        "1 letter has no acknowledgment and 1 response waits for judgment."
    )
    assert f"{today:%A}, {today.day} {today:%B} {today.year}" in words_of(page)
    assert silent.reference in page.text


def test_every_number_leads_to_the_list_that_shows_as_many(desk, story, now, today):
    late = story.sent()
    reply(story, late, date(2023, 12, 4), now, "ack")
    story.sent(asked=["Soon", "Soon too"], dated=today - timedelta(days=12), now=now)
    for _ in range(10):
        story.sent(asked=["Silent"], dated=today - timedelta(days=2), now=now)
    page = desk.get("/")

    shown = [desk.get(url).text.count('class="lead"') for url in links_of(page)]

    assert shown == [5, 2, 11]


def test_what_is_late_comes_before_what_is_due_and_that_before_what_is_silent(desk, story, now, today):
    story.sent(asked=["Soon"], dated=today - timedelta(days=12), now=now)
    story.sent(asked=["Late"])

    heads = re.findall(r'<h2 id="(\w+)">', desk.get("/").text)

    assert heads == ["overdue", "soon", "silent", "came"]


def test_it_shows_mine_and_nobodys_and_on_demand_the_whole_offices(desk, story):
    other = MembershipFactory(office=story.office, user__username="colleague").user
    mine, theirs, nobodys = (
        story.sent(asked=["Asked"], assigned_to=user) for user in (story.clerk, other, None)
    )

    page, whole = desk.get("/"), desk.get("/", {"whose": "office"})

    shown = [one.reference in page.text for one in (mine, theirs, nobodys)]
    assert shown == [True, False, True]
    assert "2 requests are overdue" in sentence_of(page)
    assert all(one.reference in whole.text for one in (mine, theirs, nobodys))
    assert "3 requests are overdue" in sentence_of(whole)


def test_the_strip_names_the_worst_agency_first_and_leads_to_what_it_owes(desk, story, now, today):
    justice = AgencyFactory(name="Department of Justice")
    story.sent(asked=["Not late"], to=[justice], dated=today, now=now)
    letter = story.sent()

    page = desk.get("/")

    strip = page.text[page.text.index('class="strip"') :]
    assert strip.index("State") < strip.index("Justice")
    assert "5 late" in strip
    owed = desk.get(re.search(r'href="(/owed/\?agency=\d+)">\s*State', strip)[1])
    assert "What State still owes the Committee" in owed.text
    assert letter.reference in owed.text


def test_what_is_settled_is_gone_from_the_next_look(desk, story, now):
    letter = story.sent(asked=["The only request"])
    assert "1 request is overdue" in sentence_of(desk.get("/"))

    letters.settle(story.parts(letter).values(), ground="answered", by=story.clerk, now=now)

    page = desk.get("/")
    assert "The only request" not in page.text
    assert "overdue" not in sentence_of(page)


def test_a_broken_promise_is_shown_to_whoever_is_assigned_though_the_request_is_settled(desk, story, now):
    """Situation 8."""
    letter = story.sent(asked=["Documents"])
    part = story.parts(letter)[1]
    log_contact(
        letter, kind="briefing", on=date(2024, 2, 2), summary="Briefed.", promised="The documents",
        promised_on=date(2024, 3, 1), parts=[part], settles={part: "withdrawn"}, by=story.counsel,
        now=at(2024, 2, 2),
    )  # fmt: skip

    page = desk.get("/")

    assert "1 promise was broken" in sentence_of(page)
    assert "The documents" in page.text
    assert "Settled 2 Feb 2024, promised all the same" in page.text


def test_a_promise_in_an_answer_is_watched_until_it_is_kept(desk, story, now):
    letter = story.sent(asked=["Documents"])
    judgement = Judgement(
        story.parts(letter)[1], "instalment", quote="The remainder by March 1.", promised_on=date(2024, 3, 1)
    )
    reply(story, letter, date(2024, 1, 18), now, "rolling", judgement)

    page = desk.get("/")

    assert "The remainder by March 1." in page.text


def test_a_casework_letter_shows_its_reference_and_nothing_else(desk, story, now, today):
    """Situation 10."""
    letter = story.sent(
        kind=Letter.Kind.CASEWORK, subject="Claim of Rosalind", asked=["Why is Rosalind unpaid?"],
        release_signed_on=date(2023, 11, 20),
    )  # fmt: skip
    log_contact(letter, kind="call", on=today, summary="Rosalind", by=story.clerk, now=now)

    page = desk.get("/")

    assert letter.reference in page.text
    assert "Rosalind" not in page.text


def test_what_came_in_this_week_stands_at_the_side(desk, story, now, today):
    letter = story.sent(asked=["Asked"], dated=today - timedelta(days=20), now=now)
    reply(story, letter, today - timedelta(days=1), now, "ack")
    reply(story, letter, today - timedelta(days=9), now, "interim")

    words = words_of(desk.get("/"))

    assert "State acknowledges: Accountability for atrocities" in words
    assert "writes in the meantime" not in words


def test_messages_of_constituents_came_in_and_are_counted_for_those_who_read_them(desk, client, story, now):
    """Situation 10."""
    open_desk(story.office)
    letter = story.sent()
    new, older = case(story.office, now=now), opinion(story.office, now=now - timedelta(days=9))

    page = desk.get("/")

    assert "A constituent writes: Other countries, passports and travel" in words_of(page)
    assert f'href="/messages/{new.pk}/"' in page.text
    assert older.number not in page.text
    assert sentence_of(page).endswith("and 2 messages from constituents are new.")
    assert desk.get(links_of(page)[-1]).text.count("SFRC-M-") == 2
    assert "Rosalind" not in page.text
    client.force_login(story.viewer)
    viewed = client.get("/", {"whose": "office"})
    assert letter.reference in viewed.text
    assert "constituent" not in words_of(viewed)


def test_a_day_with_only_new_messages_is_not_called_clear(desk, story, now):
    open_desk(story.office)
    opinion(story.office, now=now)

    page = desk.get("/")

    assert sentence_of(page) == "1 message from constituents is new."
    assert "A clear day" not in page.text


def test_reminders_that_are_owed_stand_at_the_side_together(desk, story, now, today):
    story.sent(asked=ASKED[:3])
    ReminderRule.objects.create(
        office=story.office, name="Overdue", about="part", anchor="after", count=1, every=14
    )
    raise_reminders(today=today, now=now)

    assert "Overdue: State, requests 1, 2 and 3" in words_of(desk.get("/"))


def test_what_i_typed_and_did_not_save_is_offered(desk, story, now):
    EntryDraft.objects.create(
        user=story.clerk, values={"subject": ["Ports and piers"]}, started_at=now, saved_at=now
    )
    story.sent()

    page = desk.get("/")

    assert "Ports and piers" in page.text


def test_a_new_office_is_told_how_to_begin(desk):
    page = desk.get("/")

    assert "How to begin" in page.text


def test_a_day_with_nothing_owed_says_so(desk, story, now):
    letter = story.sent()
    letters.settle(story.parts(letter).values(), ground="answered", by=story.clerk, now=now)

    page = desk.get("/")

    assert "Nothing is late, nothing falls due this week" in page.text


def test_it_takes_twelve_statements_however_much_there_is(desk, story, now, today):
    open_desk(story.office)
    for count in (1, 12):
        for number in range(count):
            opinion(story.office, now=now, text=f"Message {number} of {count}.")
        for _ in range(count):
            letter = story.sent(asked=ASKED[:3])
            promise = Judgement(story.parts(letter)[1], "partial", promised_on=date(2024, 3, 1))
            reply(story, letter, today, now, "full", promise)
            reply(story, letter, today, now, "full")
            story.sent(asked=["Soon"], dated=today - timedelta(days=10), now=now)
            log_contact(letter, kind="call", on=today, summary="x", by=story.clerk, now=now)
        ReminderRule.objects.get_or_create(
            office=story.office, name="Overdue", about="part", anchor="after", count=1, every=14
        )
        raise_reminders(today=today, now=now)

        with CaptureQueriesContext(connection) as counted:
            desk.get("/")
        with CaptureQueriesContext(connection) as again:
            page = desk.get("/")

        assert len(counted) <= 12
        assert len(again) <= 5  # nothing was recorded since: what was worked out is kept
    assert len(page.content) < 60_000


def test_nothing_of_another_office_is_shown(client, story):
    letter = story.sent()
    client.force_login(Story("HSGO").manager)

    page = client.get("/", {"whose": "office"})

    assert letter.reference not in page.text
