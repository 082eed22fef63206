"""Reminder rules and reminders in the admin, over HTTP."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from correspondence.accounts.models import OfficeMembership
from correspondence.audit.models import Entry
from correspondence.followups.models import Reminder, ReminderRule
from correspondence.followups.reminders import raise_reminders, start_rules
from correspondence.letters import actions as letters
from tests.admin_forms import fill
from tests.factories import MembershipFactory
from tests.story import Story, at

NEW_YEAR = at(2024, 1, 2)
RULES = reverse("admin:correspondence_reminderrule_changelist")
NEW_RULE = reverse("admin:correspondence_reminderrule_add")
REMINDERS = reverse("admin:correspondence_reminder_changelist")

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    story = Story()
    start_rules(story.office, by=story.manager, now=at(2023, 11, 1))
    return story


@pytest.fixture
def others():
    """Another office, whose rows must not be seen."""
    others = Story(code="HSFA")
    start_rules(others.office, by=others.manager, now=at(2023, 11, 1))
    return others


def url_of(row, page="change"):
    return reverse(f"admin:correspondence_{row._meta.model_name}_{page}", args=[row.pk])


def overdue_rule(story):
    return story.office.reminder_rules.get(name="Overdue")


def raise_now():
    raise_reminders(today=NEW_YEAR.date(), now=NEW_YEAR)


def test_the_list_says_when_each_rule_reminds(client, story):
    client.force_login(story.viewer)

    page = client.get(RULES)

    assert "1 calendar day after the due date, then every 14 calendar days" in page.text
    assert "3 business days before the due date" in page.text
    assert "2 business days after sending, no acknowledgment" in page.text


def test_a_manager_adds_a_rule_to_the_office(client, story):
    client.force_login(story.manager)
    form = fill(
        client.get(NEW_RULE), name="Call the bureau", about="part", anchor="after", count="7", unit="days"
    )

    page = client.post(NEW_RULE, form)

    assert page.status_code == 302
    rule = ReminderRule.objects.get(name="Call the bureau")
    assert (rule.office, rule.is_on) == (story.office, True)
    assert Entry.objects.get(act="reminder rule added").by_id == story.manager.pk


@pytest.mark.parametrize("role", ["viewer", "clerk", "counsel"])
def test_only_managers_change_rules(client, story, role):
    client.force_login(getattr(story, role))
    rule = overdue_rule(story)

    added = client.get(NEW_RULE)
    changed = client.post(url_of(rule), {"name": "Mine", "count": 2})
    deleted = client.post(url_of(rule, "delete"), {"post": "yes"})

    assert [added.status_code, changed.status_code, deleted.status_code] == [403, 403, 403]
    rule.refresh_from_db()
    assert rule.name == "Overdue"


def test_a_manager_gives_no_rule_to_another_office(client, story, others):
    client.force_login(story.manager)
    form = fill(client.get(NEW_RULE), name="Spy", about="part", anchor="after", count="7", unit="days")

    page = client.post(NEW_RULE, form | {"office": others.office.pk})

    assert page.status_code == 200
    assert "Select a valid choice" in page.text
    assert not ReminderRule.objects.filter(name="Spy").exists()


def test_another_offices_rules_and_reminders_do_not_exist(client, story, others):
    theirs = others.sent(now=NEW_YEAR)
    raise_now()
    client.force_login(story.manager)
    reminder = Reminder.objects.first()

    assert theirs.reference not in client.get(REMINDERS).text
    assert client.get(REMINDERS, {"q": theirs.reference}).context["cl"].result_list == []
    assert {rule.office for rule in client.get(RULES).context["cl"].result_list} == {story.office}
    assert client.get(url_of(overdue_rule(others))).status_code == 302  # to the index: there is no such row
    assert client.get(url_of(reminder)).status_code == 302


def test_a_member_of_two_offices_manages_only_where_they_are_manager(client, story, others):
    MembershipFactory(user=story.manager, office=others.office, role=OfficeMembership.Role.VIEWER)
    client.force_login(story.manager)

    seen = client.get(url_of(overdue_rule(others)))
    changed = client.post(url_of(overdue_rule(others)), {"name": "Mine", "count": 2})

    assert seen.status_code == 200
    assert changed.status_code == 403


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": "Courtesy call"}, "The office has a rule of this name."),
        ({"anchor": "sent", "every": ""}, "A rule about a letter counts from sending"),
        ({"anchor": "before"}, "Only a rule that counts from after the due date can repeat."),
        ({"count": "0"}, "Ensure this value is greater than or equal to 1."),
    ],
)
def test_what_a_rule_cannot_be_is_refused_in_words_and_never_ends_in_a_fault(client, story, wrong, says):
    client.force_login(story.manager)
    rule = overdue_rule(story)

    page = client.post(url_of(rule), fill(client.get(url_of(rule)), **wrong))

    assert page.status_code == 200
    assert says in page.text
    rule.refresh_from_db()
    assert (rule.name, rule.anchor, rule.count) == ("Overdue", "after", 1)


def test_a_rule_that_has_raised_something_is_switched_off_and_not_deleted(client, story):
    story.sent(now=NEW_YEAR)
    raise_now()
    client.force_login(story.manager)
    rule = overdue_rule(story)

    assert client.post(url_of(rule, "delete"), {"post": "yes"}).status_code == 403
    form = fill(client.get(url_of(rule)))
    form.pop("is_on")
    client.post(url_of(rule), form)

    rule.refresh_from_db()
    assert rule.is_on is False


def test_a_rule_that_has_raised_nothing_can_be_deleted(client, story):
    client.force_login(story.manager)

    client.post(url_of(overdue_rule(story), "delete"), {"post": "yes"})

    assert not ReminderRule.objects.filter(name="Overdue").exists()
    assert Entry.objects.filter(act="reminder rule deleted").count() == 1


def test_the_list_of_reminders_says_which_are_still_owed(client, story):
    letter = story.sent(asked=("Why?", "How?"), now=NEW_YEAR)
    raise_now()
    letters.settle(
        [story.parts(letter)[1]], ground="withdrawn", why="Not needed.", by=story.counsel, now=NEW_YEAR
    )
    client.force_login(story.viewer)

    everything = client.get(REMINDERS).context["cl"].result_list
    owed = client.get(REMINDERS, {"owed": "yes"}).context["cl"].result_list
    no_more = client.get(REMINDERS, {"owed": "no"}).context["cl"].result_list

    assert {str(row.part or "letter"): row.is_owed for row in everything} == {
        "Request 1, Department of State": False,
        "Request 2, Department of State": True,
        "letter": True,
    }
    assert {row.pk for row in owed} == {row.pk for row in everything if row.is_owed}
    assert {row.pk for row in no_more} == {row.pk for row in everything if not row.is_owed}


def test_reminders_are_found_by_the_reference_of_their_letter_and_by_rule(client, story):
    first, second = story.sent(asked=("Why?",), now=NEW_YEAR), story.sent(asked=("How?",), now=NEW_YEAR)
    raise_now()
    client.force_login(story.viewer)

    by_reference = client.get(REMINDERS, {"q": second.reference}).context["cl"].result_list
    by_rule = client.get(REMINDERS, {"rule": overdue_rule(story).pk}).context["cl"].result_list

    assert len(by_reference) == 2
    assert {(row.letter or row.part.request.letter).pk for row in by_reference} == {second.pk}
    assert {row.part.request.letter for row in by_rule} == {first, second}


def test_a_reminder_is_read_only(client, story):
    story.sent(asked=("Why?",), now=NEW_YEAR)
    raise_now()
    client.force_login(story.manager)
    reminder = Reminder.objects.exclude(part=None).get()

    page = client.get(url_of(reminder))

    assert "28 Dec 2023" in page.text
    assert "13 Dec 2023, the due date" in page.text
    assert "Request 1, State" in page.text
    assert "Not yet" in page.text
    assert client.post(url_of(reminder), {"scheduled_on": "2024-05-05"}).status_code == 403
    assert client.post(url_of(reminder, "delete"), {"post": "yes"}).status_code == 403
    reminder.refresh_from_db()
    assert reminder.scheduled_on == date(2023, 12, 28)


@pytest.mark.parametrize("filters", [{}, {"owed": "yes"}, {"owed": "no"}, {"q": "SFRC"}])
def test_the_list_of_reminders_takes_as_many_statements_for_twenty_as_for_one(client, story, filters):
    def statements():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(REMINDERS, filters).status_code == 200
        return len(queries)

    first = story.sent(asked=("Why?", "How?"), now=NEW_YEAR)
    raise_now()
    letters.settle([story.parts(first)[1]], ground="withdrawn", why="-", by=story.counsel, now=NEW_YEAR)
    client.force_login(story.manager)
    statements()
    for_one = statements()
    for _ in range(10):
        letter = story.sent(asked=("Why?", "How?"), now=NEW_YEAR)
    raise_now()
    letters.settle([story.parts(letter)[1]], ground="withdrawn", why="-", by=story.counsel, now=NEW_YEAR)

    assert statements() == for_one


def test_the_list_of_rules_takes_as_many_statements_for_twenty_as_for_three(client, story):
    def statements():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(RULES).status_code == 200
        return len(queries)

    client.force_login(story.manager)
    statements()
    for_three = statements()
    ReminderRule.objects.bulk_create(
        ReminderRule(office=story.office, name=f"Rule {n}", about="part", anchor="after", count=n)
        for n in range(1, 18)
    )

    assert statements() == for_three
