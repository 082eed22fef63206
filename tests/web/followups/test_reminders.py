"""The page of reminders: what is due, ahead and done, what is done about it, and the next digest."""

import re
from collections import Counter
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from correspondence.core.days import add_business_days, day_of
from correspondence.followups.actions import close_reminders, put_off_reminders
from correspondence.followups.digests import send_reminders
from correspondence.followups.models import Reminder
from correspondence.followups.queries import owed
from correspondence.followups.reminders import raise_reminders, start_rules
from correspondence.letters import actions as letters
from correspondence.letters.models import Letter
from tests.factories import MembershipFactory
from tests.story import ASKED, Story, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def today(now):
    return day_of(now)


@pytest.fixture
def story():
    story = Story()
    start_rules(story.office, by=story.manager, now=at(2023, 11, 1))
    return story


@pytest.fixture
def late(story, now, today):
    """The seed letter, of which five requests are overdue, each with its reminder, and one to confirm it."""
    letter = story.sent()
    raise_reminders(today=today, now=now)
    return letter


@pytest.fixture
def desk(client, story):
    client.force_login(story.clerk)
    return client


def overdue():
    return list(Reminder.objects.filter(part__isnull=False).order_by("part__request__place"))


def undo_of(page):
    """What the "Undo" of a message posts: its address and values."""
    form = re.search(
        r'class="messagelist">.*?<form method="post" action="([^"]+)">(.*?)</form>', page.text, re.S
    )
    pairs = re.findall(r'name="([^"]+)" value="([^"]*)"', form[2])
    values = {}
    for name, value in pairs:
        values.setdefault(name, []).append(unescape(value))
    return form[1], values


def test_what_is_due_stands_with_its_letter_agency_and_day(desk, late):
    page = desk.get("/reminders/")

    assert page.text.count('name="pick"') == 6
    for words in ("Overdue, request 1", "Confirm receipt, the letter", late.reference, "State"):
        assert words in page.text
    assert 'Due <span class="count">6</span>' in page.text


def test_the_button_of_a_row_says_that_it_is_done_and_can_be_undone(desk, story, late):
    first = overdue()[0]

    page = desk.post("/reminders/", {"done": first.pk}, follow=True)

    first.refresh_from_db()
    assert (first.outcome, first.closed_by) == ("done", story.clerk)
    assert "1 reminder done." in page.text
    url, values = undo_of(page)
    desk.post(url, values)
    first.refresh_from_db()
    assert first.outcome == ""


def test_those_ticked_are_done_together_and_undone_together(desk, late):
    chosen = [one.pk for one in overdue()[:3]]

    page = desk.post("/reminders/", {"act": "done", "pick": chosen}, follow=True)

    assert "3 reminders done." in page.text
    assert owed().filter(part__isnull=False).count() == 2
    url, values = undo_of(page)
    desk.post(url, values)
    assert owed().filter(part__isnull=False).count() == 5


def test_those_ticked_are_put_off_until_a_day_and_stand_ahead(desk, late, today):
    until = today + timedelta(days=3)

    page = desk.post(
        "/reminders/", {"act": "put-off", "until": until, "pick": [overdue()[0].pk]}, follow=True
    )

    assert f"1 reminder put off until {until.day} {until:%B %Y}." in page.text
    assert page.text.count('type="checkbox"') == 5
    ahead = desk.get("/reminders/", {"show": "ahead"})
    assert f"Put off until {until.day} {until:%b %Y}" in ahead.text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"act": "not-needed"}, "Say why they are not needed."),
        ({"act": "put-off", "until": ""}, "Choose the day to put them off to."),
        ({"act": "put-off", "until": "2020-01-01"}, "Choose a day after today."),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_the_ticks_are_kept(desk, late, sent, said):
    first = overdue()[0]

    page = desk.post("/reminders/", sent | {"pick": [first.pk]})

    assert page.status_code == 422
    assert said in page.text
    assert re.search(rf'name="pick"\s+value="{first.pk}"[^>]*checked', page.text)
    assert not Reminder.objects.exclude(outcome="", put_off_until=None).exists()


def test_nothing_is_done_where_nothing_is_ticked(desk, late):
    page = desk.post("/reminders/", {"act": "done"})

    assert page.status_code == 422
    assert "Tick the reminders first." in page.text


def test_a_single_one_is_not_needed_for_a_reason_on_its_own_page(desk, story, late):
    first = overdue()[0]
    url = f"/reminders/{first.pk}/acts/not-needed/"

    assert "Not needed" in desk.get(url).text
    assert desk.post(url, {"why": ""}).status_code == 422
    page = desk.post(url, {"why": "The hearing is off"}, follow=True)

    first.refresh_from_db()
    assert first.outcome == "not_needed"
    assert "put down as not needed" in page.text
    done = desk.get("/reminders/", {"show": "done"})
    assert "by me: The hearing is off" in done.text


def test_what_was_closed_is_taken_up_again(desk, story, late, now):
    first = overdue()[0]
    close_reminders([first], outcome="done", by=story.clerk, now=now)

    desk.post(f"/reminders/{first.pk}/acts/reopen/")

    assert owed().filter(pk=first.pk).exists()


def test_what_is_settled_meanwhile_is_not_closed_any_more(desk, story, late, now):
    first, second, *_ = overdue()
    letters.settle([first.part], ground="answered", by=story.clerk, now=now)

    page = desk.post("/reminders/", {"act": "done", "pick": [first.pk, second.pk]}, follow=True)

    assert "1 reminder done." in page.text
    assert "1 left alone" in page.text


def test_a_viewer_reads_and_closes_nothing(client, story, late):
    client.force_login(story.viewer)

    page = client.get("/reminders/", {"whose": "office"})
    refused = client.post("/reminders/", {"done": overdue()[0].pk})

    assert late.reference in page.text
    assert 'name="pick"' not in page.text
    assert refused.status_code == 403


def test_another_offices_reminder_is_neither_shown_nor_closed(client, late):
    client.force_login(Story("HSGO").manager)

    page = client.get("/reminders/", {"whose": "office"})
    client.post("/reminders/", {"act": "done", "pick": [overdue()[0].pk]})

    assert late.reference not in page.text
    assert not Reminder.objects.exclude(outcome="").exists()


def test_mine_and_nobodys_are_shown_first_and_the_offices_on_demand(desk, story, now, today):
    other = MembershipFactory(office=story.office, user__username="colleague").user
    theirs, nobodys = (story.sent(asked=["Asked"], assigned_to=user) for user in (other, None))
    raise_reminders(today=today, now=now)

    page, whole = desk.get("/reminders/"), desk.get("/reminders/", {"whose": "office"})

    assert theirs.reference not in page.text
    assert nobodys.reference in page.text
    assert theirs.reference in whole.text


def test_ahead_stands_what_the_rules_will_raise(desk, story, now, today):
    """What is due in a few days is to be called about before: the rule has not raised it yet."""
    sent = today - timedelta(days=14 - 7)  # due in seven days, the call three business days before
    letter = story.sent(asked=["Asked"], dated=sent, now=now)
    raise_reminders(today=today, now=now)

    page = desk.get("/reminders/", {"show": "ahead"})

    call = add_business_days(today + timedelta(days=7), -3)
    assert f"{call:%A} {call.day} {call:%b} {call.year}" in page.text
    assert "Courtesy call, request 1" in page.text
    assert letter.reference in page.text


def test_what_comes_next_is_what_the_rules_raise_next(desk, story, now, today):
    story.sent()
    for days in range(1, 20):
        story.sent(asked=["Asked"], dated=today - timedelta(days=days), now=now)
    raise_reminders(today=today, now=now)
    page = desk.get("/reminders/", {"show": "ahead"}).text
    told = [int(count) for count in re.findall(r'<h2 id="day-\d+">[^<]+<span class="count">(\d+)', page)]

    for days in range(1, 8):
        raise_reminders(today=today + timedelta(days=days), now=now + timedelta(days=days))

    firsts = {}
    for one in Reminder.objects.filter(raised_at__gt=now).order_by("-raised_at"):
        firsts[one.letter_id, one.part_id] = day_of(one.raised_at)
    raised = Counter(firsts.values())
    assert told == [raised[day] for day in sorted(raised)]


def test_the_next_digest_is_told_as_it_will_be_mailed(desk, story, now, today):
    late = story.sent()
    story.sent(asked=["Soon"], dated=today - timedelta(days=7), now=now)
    raise_reminders(today=today, now=now)
    put_off_reminders(overdue()[:1], until=today + timedelta(days=30), by=story.clerk, now=now)

    page = desk.get("/reminders/digest/")

    day = add_business_days(today, 1)
    morning = at(day.year, day.month, day.day, 8)
    raise_reminders(today=day, now=morning)
    mail = _mail_of(story.clerk, morning)
    assert late.reference in mail
    assert _plain(page) == _lines(mail)


def _mail_of(person, morning):
    """The text that is mailed to somebody in a morning."""
    box = Box()
    send_reminders(now=morning, connection=box)
    return next(mail.body for mail in box.mails if person.email in mail.to[0])


class Box:
    """A connection to a mail server that keeps what it is given: what leaves the machine."""

    def __init__(self):
        self.mails = []

    def open(self):
        return True

    def close(self):
        pass

    def send_messages(self, mails):
        self.mails += mails
        return len(mails)


def _lines(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


def _plain(page):
    return _lines(unescape(re.search(r"<pre[^>]*>(.*?)</pre>", page.text, re.S)[1]))


def test_the_mail_itself_can_be_looked_at(desk, late):
    page = desk.get("/reminders/digest/mail/")

    assert "<h1" in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


def test_where_there_is_nothing_to_tell_there_is_no_mail(desk, story):
    assert "There will be none" in desk.get("/reminders/digest/").text


def test_a_casework_letter_shows_its_reference_alone(desk, story, now, today):
    """Situation 10."""
    letter = story.sent(
        kind=Letter.Kind.CASEWORK,
        subject="Claim of Rosalind",
        asked=["Why is Rosalind unpaid?"],
        release_signed_on=at(2023, 11, 20).date(),
    )
    raise_reminders(today=today, now=now)

    for page in (desk.get("/reminders/"), desk.get("/reminders/digest/")):
        assert letter.reference in page.text
        assert "Rosalind" not in page.text


@pytest.mark.parametrize("show", ["due", "ahead", "done"])
def test_the_statements_are_as_many_for_one_letter_as_for_ten(desk, story, now, today, show):
    def some(count):
        for days in range(count):
            story.sent(asked=ASKED[:2], now=now)
            story.sent(asked=["Soon"], dated=today - timedelta(days=7 - days % 3), now=now)
        raise_reminders(today=today, now=now)
        close_reminders(overdue()[:count], outcome="done", by=story.clerk, now=now)
        with CaptureQueriesContext(connection) as counted:
            assert desk.get("/reminders/", {"show": show}).status_code == 200
        return len(counted)

    assert some(3) == some(9) <= 12
