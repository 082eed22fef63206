"""Raising: what is owed a reminder, once, and the latest step alone."""

import threading
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from correspondence.audit.models import Entry
from correspondence.followups.models import Reminder, ReminderRule
from correspondence.followups.queries import owed, still_owed
from correspondence.followups.reminders import raise_reminders, start_rules
from correspondence.letters import actions as letters
from correspondence.responses.actions import log_response
from tests.factories import AgencyFactory
from tests.story import Story, at

NEW_YEAR = at(2024, 1, 2, 8)


@pytest.fixture
def story(db):
    story = Story()
    start_rules(story.office, by=story.manager, now=at(2023, 11, 1))
    return story


def raise_on(moment, **narrowed):
    return raise_reminders(today=moment.date(), now=moment, **narrowed)


def raised():
    """(what it is about, rule, scheduled day) of every reminder, sorted."""
    rows = Reminder.objects.select_related("rule", "part__request").order_by("pk")
    return sorted(
        (f"request {row.part.request.place}" if row.part else "letter", row.rule.name, row.scheduled_on)
        for row in rows
    )


def owed_of(part):
    return [(row.rule.name, row.scheduled_on) for row in owed().filter(part=part)]


def acknowledge(story, letter, agency=None, now=None):
    return log_response(
        letter,
        agency=agency or story.state,
        kind="ack",
        channel="email",
        received_on=(now or NEW_YEAR).date(),
        by=story.clerk,
        now=now or NEW_YEAR,
    )


def test_an_office_starts_with_three_rules_and_only_once(story):
    again = start_rules(story.office, by=story.manager, now=NEW_YEAR)

    assert [rule.name for rule in again] == ["Confirm receipt", "Overdue", "Courtesy call"]
    assert ReminderRule.objects.filter(office=story.office).count() == 3
    assert Entry.objects.filter(act="reminder rules started", record_id=story.office.pk).count() == 1


def test_a_letter_entered_late_is_owed_one_reminder_a_part_and_one_for_itself(story):
    story.sent(now=NEW_YEAR)

    counts = raise_on(NEW_YEAR)

    assert (counts.letters, counts.parts) == (1, 5)
    assert raised() == [
        ("letter", "Confirm receipt", date(2023, 12, 1)),
        *((f"request {n}", "Overdue", date(2023, 12, 28)) for n in range(1, 6)),
    ]
    assert {row.anchor_on for row in Reminder.objects.exclude(part=None)} == {date(2023, 12, 13)}


def test_raising_again_raises_nothing(story):
    story.sent(now=NEW_YEAR)
    raise_on(NEW_YEAR)

    counts = raise_on(NEW_YEAR + timedelta(hours=1))

    assert counts.total == 0
    assert Reminder.objects.count() == 6


def test_each_step_is_raised_on_its_day(story):
    story.sent()

    days = [date(2023, 11, 29) + timedelta(days=n) for n in range(60)]
    first = {}
    for day in days:
        counts = raise_on(at(day.year, day.month, day.day, 8))
        if counts.total:
            first[day] = (counts.letters, counts.parts)

    assert first == {
        date(2023, 12, 1): (1, 0),
        date(2023, 12, 8): (0, 5),
        date(2023, 12, 14): (0, 5),
        date(2023, 12, 28): (0, 5),
        date(2024, 1, 11): (0, 5),
        date(2024, 1, 25): (0, 5),
    }


def test_a_draft_a_settled_part_and_a_paused_clock_are_owed_none(story):
    story.draft(now=NEW_YEAR)
    letter = story.sent(now=NEW_YEAR)
    parts = story.parts(letter)
    letters.settle([parts[1]], ground="withdrawn", why="Not needed.", by=story.counsel, now=NEW_YEAR)
    letters.pause([parts[2]], why="We owe them a list.", by=story.counsel, now=NEW_YEAR)

    raise_on(NEW_YEAR)

    assert [about for about, *_ in raised()] == ["letter", "request 3", "request 4", "request 5"]


def test_a_part_that_a_later_letter_asks_again_is_owed_at_the_latest_asking_alone(story):
    first = story.sent(asked=("Why?",), now=NEW_YEAR)
    again = story.sent(
        requests=[{"place": 1, "text": "Why?", "repeats": [first.requests.get()]}],
        dated=date(2023, 12, 15),
        now=NEW_YEAR,
    )

    raise_on(NEW_YEAR)

    assert [row.part.request.letter for row in Reminder.objects.exclude(part=None)] == [again]
    assert [row.letter for row in Reminder.objects.exclude(letter=None)] == [again]


def test_a_letter_is_confirmed_no_more_once_every_agency_that_owes_has_answered(story):
    treasury = AgencyFactory(name="Department of the Treasury")
    letter = story.sent(to=[story.state, treasury], now=NEW_YEAR)
    acknowledge(story, letter)
    raise_on(NEW_YEAR)
    reminder = Reminder.objects.get(part=None)
    assert still_owed([(reminder.pk, letter.pk)]) == {reminder.pk}

    acknowledge(story, letter, agency=treasury)

    assert still_owed([(reminder.pk, letter.pk)]) == set()


def test_an_agency_that_a_request_was_referred_to_was_never_written_to_and_need_not_confirm(story):
    letter = story.sent(asked=("Why?",), now=NEW_YEAR)
    acknowledge(story, letter)
    commerce = AgencyFactory(name="Department of Commerce")
    letters.move_part(
        story.parts(letter)[1], to_agency=commerce, why="Referred.", by=story.counsel, now=NEW_YEAR
    )

    counts = raise_on(NEW_YEAR)

    assert (counts.letters, counts.parts) == (0, 1)


def test_an_agency_that_owes_nothing_any_more_need_not_confirm(story):
    letter = story.sent(now=NEW_YEAR)
    letters.settle(
        list(story.parts(letter).values()),
        ground="overtaken",
        why="The law was changed.",
        by=story.counsel,
        now=NEW_YEAR,
    )

    assert raise_on(NEW_YEAR).total == 0


def test_a_letter_without_requests_is_to_be_confirmed_until_something_comes_back(story):
    letter = story.draft(now=NEW_YEAR, kind="invitation")
    letter.requests.all().delete()
    letters.mark_sent(letter, on=letter.dated_on, by=story.clerk, now=NEW_YEAR)

    raise_on(NEW_YEAR)
    assert raised() == [("letter", "Confirm receipt", date(2023, 12, 1))]
    acknowledge(story, letter)

    assert not owed().exists()


def test_when_a_due_date_moves_the_old_reminder_is_owed_no_more_and_new_ones_are_raised(story):
    letter = story.sent(asked=("Why?",))
    raise_on(at(2023, 12, 14))
    part = story.parts(letter)[1]
    assert owed_of(part) == [("Overdue", date(2023, 12, 14))]

    letters.extend([part], to=date(2024, 1, 3), by=story.counsel, now=at(2023, 12, 15))
    assert owed_of(part) == []
    raise_on(at(2023, 12, 28))
    assert owed_of(part) == [("Courtesy call", date(2023, 12, 28))]
    raise_on(at(2024, 1, 4))

    assert owed_of(part) == [("Overdue", date(2024, 1, 4))]


def test_a_due_date_moved_by_just_the_interval_keeps_the_reminder_both_dates_lead_to(story):
    letter = story.sent(asked=("Why?",))
    part = story.parts(letter)[1]
    raise_on(at(2023, 12, 28))
    letters.extend([part], to=date(2023, 12, 27), by=story.counsel, now=at(2024, 1, 2))
    assert owed_of(part) == []

    counts = raise_on(at(2024, 1, 2))

    assert counts.parts == 1
    assert owed_of(part) == [("Overdue", date(2023, 12, 28))]
    assert Reminder.objects.filter(part=part).count() == 1
    assert raise_on(at(2024, 1, 3)).total == 0


def test_a_due_date_that_moves_there_and_back_brings_the_old_reminder_back(story):
    letter = story.sent(asked=("Why?",))
    part = story.parts(letter)[1]
    raise_on(at(2023, 12, 14))
    letters.extend([part], to=date(2024, 2, 1), by=story.counsel, now=at(2023, 12, 14))

    letters.extend([part], to=date(2023, 12, 13), by=story.counsel, now=at(2023, 12, 15))

    assert owed_of(part) == [("Overdue", date(2023, 12, 14))]
    assert raise_on(at(2023, 12, 15)).parts == 0


def test_a_rule_that_is_switched_off_and_on_again_raises_nothing_twice(story):
    story.sent(asked=("Why?",))
    raise_on(at(2023, 12, 14))
    overdue = story.office.reminder_rules.filter(name="Overdue")

    overdue.update(is_on=False)
    assert raise_on(at(2023, 12, 28)).total == 0
    overdue.update(is_on=True)

    assert raise_on(at(2024, 1, 2)).parts == 1
    assert raise_on(at(2024, 1, 3)).total == 0


def test_a_rule_changed_to_an_earlier_day_does_not_remind_of_the_same_delay_again(story):
    letter = story.sent(asked=("Why?",))
    overdue = story.office.reminder_rules.filter(name="Overdue")
    overdue.update(count=5)
    raise_on(at(2023, 12, 18))

    overdue.update(count=1)

    assert raise_on(at(2023, 12, 19)).total == 0
    assert owed_of(story.parts(letter)[1]) == [("Overdue", date(2023, 12, 18))]


def test_only_the_latest_step_is_owed(story):
    letter = story.sent(asked=("Why?",))
    raise_on(at(2023, 12, 14))

    raise_on(at(2023, 12, 28))

    assert Reminder.objects.exclude(part=None).count() == 2
    assert owed_of(story.parts(letter)[1]) == [("Overdue", date(2023, 12, 28))]


def test_an_office_without_rules_is_reminded_of_nothing(story):
    other = Story(code="HSFA")
    other.sent(now=NEW_YEAR)

    assert raise_on(NEW_YEAR).total == 0


def test_each_office_is_reminded_by_its_own_rules(story):
    other = Story(code="HSFA")
    ReminderRule.objects.create(
        office=other.office, name="A week late", about="part", anchor="after", count=7, unit="days"
    )
    story.sent(asked=("Why?",), now=NEW_YEAR)
    theirs = other.sent(asked=("Why?",), now=NEW_YEAR)

    raise_on(NEW_YEAR)

    assert owed_of(other.parts(theirs)[1]) == [("A week late", date(2023, 12, 20))]
    assert Reminder.objects.filter(rule__office=story.office).count() == 2


def test_raising_can_be_narrowed_to_chosen_letters(story):
    chosen, other = story.sent(now=NEW_YEAR), story.sent(now=NEW_YEAR)

    counts = raise_on(NEW_YEAR, letters=[chosen], by=story.clerk)

    assert (counts.letters, counts.parts) == (1, 5)
    assert not Reminder.objects.filter(part__request__letter=other).exists()
    entry = Entry.objects.get(act="reminders raised")
    assert (entry.by_id, entry.office_id, entry.reason) == (story.clerk.pk, story.office.pk, "6 raised")


def test_a_dry_run_counts_and_writes_nothing(story):
    story.sent(now=NEW_YEAR)

    counts = raise_on(NEW_YEAR, dry_run=True)

    assert (counts.letters, counts.parts) == (1, 5)
    assert not Reminder.objects.exists()
    assert not Entry.objects.filter(act="reminders raised").exists()


@pytest.mark.parametrize("step", ["first run", "nothing left"])
def test_raising_takes_as_many_statements_for_thirty_letters_as_for_one(story, step):
    def statements():
        if step == "nothing left":
            raise_on(NEW_YEAR)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            raise_on(NEW_YEAR)
        return len(queries)

    story.sent(now=NEW_YEAR)
    for_one = statements()
    for _ in range(30):
        story.sent(now=NEW_YEAR)

    assert statements() == for_one


@pytest.mark.django_db(transaction=True)
def test_two_machines_that_raise_at_once_raise_nothing_twice():
    story = Story()
    start_rules(story.office, by=story.manager, now=at(2023, 11, 1))
    for _ in range(5):
        story.sent(now=NEW_YEAR)
    together, counts = threading.Barrier(2), []

    def machine():
        try:
            together.wait()
            counts.append(raise_on(NEW_YEAR).total)
        finally:
            connection.close()

    machines = [threading.Thread(target=machine) for _ in range(2)]
    for one in machines:
        one.start()
    for one in machines:
        one.join()

    assert sorted(counts) == [0, 30]
    assert Reminder.objects.count() == 30


@pytest.mark.parametrize("about", ["letter", "part"])
def test_the_database_refuses_a_second_reminder_of_the_same_thing_rule_and_day(story, about):
    story.sent(asked=("Why?",), now=NEW_YEAR)
    raise_on(NEW_YEAR)
    same = Reminder.objects.exclude(**{about: None}).get()
    same.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        same.save(force_insert=True)


def test_the_command_says_what_it_raised_and_what_it_would(story):
    story.sent(now=NEW_YEAR)

    said = [
        _said("raise_reminders", "--today", "2024-01-02", "--dry-run"),
        _said("raise_reminders", "--today", "2024-01-02"),
        _said("raise_reminders", "--today", "2024-01-02"),
    ]

    assert said == [
        "Would raise 6 reminders, of 5 requests and 1 letter.\n",
        "Raised 6 reminders, of 5 requests and 1 letter.\n",
        "Nothing to raise.\n",
    ]


def test_the_command_asks_for_a_day_it_can_read():
    with pytest.raises(CommandError, match="'2024-13-45' is no day: write it as 2024-01-02"):
        call_command("raise_reminders", "--today", "2024-13-45")


def _said(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()
