"""When a rule reminds: pure arithmetic of days."""

from datetime import date, datetime

import pytest

from correspondence.core.days import EASTERN
from correspondence.followups.models import ReminderRule
from correspondence.followups.rules import (
    FIRST_RULES,
    correction_in_words,
    in_words,
    latest_step,
    next_step,
    who_is_told,
    why_no_digests,
)

CONFIRM, COURTESY, OVERDUE = (ReminderRule(pk=pk, **rule) for pk, rule in enumerate(FIRST_RULES, start=1))
DUE = date(2023, 12, 13)  # a Wednesday


def step(rules, counted_from, today):
    found = latest_step(rules, counted_from, today)
    return found and (found.rule.name, found.scheduled_on)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2023, 12, 7), None),
        (date(2023, 12, 8), ("Courtesy call", date(2023, 12, 8))),
        (date(2023, 12, 13), ("Courtesy call", date(2023, 12, 8))),
        (date(2023, 12, 14), ("Overdue", date(2023, 12, 14))),
        (date(2023, 12, 27), ("Overdue", date(2023, 12, 14))),
        (date(2023, 12, 28), ("Overdue", date(2023, 12, 28))),
        (date(2026, 6, 15), ("Overdue", date(2026, 6, 11))),
    ],
)
def test_the_latest_step_up_to_today_is_the_one_that_counts(today, expected):
    assert step([COURTESY, OVERDUE], DUE, today) == expected


def test_receipt_is_confirmed_two_business_days_after_sending_over_a_weekend_and_a_holiday():
    sent_on = date(2023, 12, 21)  # a Thursday; Christmas Day is the Monday after

    assert step([CONFIRM], sent_on, date(2023, 12, 25)) is None
    assert step([CONFIRM], sent_on, date(2023, 12, 26)) == ("Confirm receipt", date(2023, 12, 26))


def test_of_two_steps_on_one_day_the_one_of_the_newer_rule_counts():
    older = ReminderRule(pk=1, name="Older", about="part", anchor="after", count=1, unit="days")
    newer = ReminderRule(pk=5, name="Newer", about="part", anchor="after", count=1, unit="business")

    assert step([newer, older], DUE, date(2023, 12, 14)) == ("Newer", date(2023, 12, 14))
    assert step([older, newer], DUE, date(2023, 12, 14)) == ("Newer", date(2023, 12, 14))


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2023, 12, 1), ("Courtesy call", date(2023, 12, 8))),
        (date(2023, 12, 8), ("Overdue", date(2023, 12, 14))),
        (date(2023, 12, 14), ("Overdue", date(2023, 12, 28))),
        (date(2023, 12, 30), ("Overdue", date(2024, 1, 11))),
    ],
)
def test_the_next_step_is_the_first_after_today(today, expected):
    found = next_step([COURTESY, OVERDUE], DUE, today)

    assert (found.rule.name, found.scheduled_on) == expected


def test_a_rule_that_does_not_repeat_has_no_next_step_once_it_has_passed():
    assert next_step([CONFIRM], date(2023, 11, 29), date(2023, 12, 1)) is None


def test_a_rule_is_said_in_words():
    once = ReminderRule(about="part", anchor="after", count=1, unit="business")

    assert in_words(CONFIRM) == "2 business days after sending, no acknowledgment"
    assert in_words(COURTESY) == "3 business days before the due date"
    assert in_words(OVERDUE) == "1 calendar day after the due date, then every 14 calendar days"
    assert in_words(once) == "1 business day after the due date"


@pytest.mark.parametrize(
    ("moment", "why"),
    [
        (datetime(2024, 1, 2, 6, 59, tzinfo=EASTERN), "No digests before 07:00, Eastern time."),
        (datetime(2024, 1, 2, 7, 0, tzinfo=EASTERN), ""),
        (datetime(2024, 1, 2, 23, 59, tzinfo=EASTERN), ""),
        (datetime(2024, 1, 6, 12, 0, tzinfo=EASTERN), "No digests today: it is a Saturday."),
        (datetime(2024, 1, 15, 12, 0, tzinfo=EASTERN), "No digests today: Martin Luther King Jr. Day."),
    ],
)
def test_digests_go_out_from_seven_eastern_on_business_days(moment, why):
    assert why_no_digests(moment) == why


def test_seven_eastern_is_another_hour_of_utc_in_summer():
    summer = datetime.fromisoformat("2024-07-01T11:00:00+00:00")
    winter = datetime.fromisoformat("2024-01-02T11:00:00+00:00")

    assert why_no_digests(summer) == ""
    assert why_no_digests(winter) == "No digests before 07:00, Eastern time."


@pytest.mark.parametrize(("assignee", "told"), [(1, [1]), (2, [2]), (7, [2, 3]), (None, [2, 3])])
def test_the_assignee_is_told_else_the_managers(assignee, told):
    assert who_is_told(assignee, members={1, 2, 3}, managers=[2, 3]) == told


@pytest.mark.parametrize(
    ("path", "old", "new", "words"),
    [
        ("letter.subject", "a", "b", "Subject corrected"),
        ("letter.due_named_on", None, "2024-01-02", "Stated day corrected"),
        ("letter.sent_on", "2023-11-29", "2023-11-30", "Day it was sent corrected"),
        ("letter.sending", {"sent_on": "2023-11-29"}, None, "Sending taken back"),
        ("requests.17", None, {"text": "Why?"}, "A request added"),
        ("signatories.3", {"name": "A"}, None, "A signatory dropped"),
        ("recipients.4", {"name": "A"}, {"name": "B"}, "A recipient corrected"),
    ],
)
def test_a_correction_is_said_in_words(path, old, new, words):
    assert correction_in_words(path, old, new) == words
