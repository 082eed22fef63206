"""What people do about reminders: done, not needed, put off, undone; and what is mailed then."""

from datetime import date, timedelta

import pytest

from correspondence.audit.models import Entry
from correspondence.followups.actions import (
    CannotChangeReminder,
    close_reminders,
    put_off_reminders,
    reopen_reminders,
)
from correspondence.followups.digests import send_reminders
from correspondence.followups.models import Reminder
from correspondence.followups.queries import owed, owed_now, still_owed
from correspondence.followups.reminders import raise_reminders, start_rules
from correspondence.letters import actions as letters
from tests.followups.conftest import text_of
from tests.story import Story, at

TUESDAY = at(2024, 1, 2, 7)  # New Year's Day, the Monday, is a holiday


@pytest.fixture
def story(db):
    story = Story()
    start_rules(story.office, by=story.manager, now=at(2023, 11, 1))
    return story


@pytest.fixture
def late(story):
    """The seed letter, entered a month after it was sent: five requests overdue, and nothing come back."""
    return story.sent(now=at(2024, 1, 1))


def tick(moment):
    raise_reminders(today=moment.date(), now=moment)
    return send_reminders(now=moment)


def day(count):
    """So many days after the Tuesday, at the same hour."""
    return TUESDAY + timedelta(days=count)


def overdue(letter):
    """The reminders of a letter's requests, in their order."""
    return list(Reminder.objects.filter(part__request__letter=letter).order_by("part__request__place"))


def said(sending):
    return [words for _, words in sending.told]


def test_what_is_done_is_owed_no_more(story, late):
    raise_reminders(today=TUESDAY.date(), now=TUESDAY)
    first, *others = overdue(late)

    close_reminders([first], outcome="done", by=story.clerk, now=TUESDAY)

    first.refresh_from_db()
    assert (first.outcome, first.closed_by, first.closed_at) == ("done", story.clerk, TUESDAY)
    assert not owed().filter(pk=first.pk).exists()
    assert set(owed().filter(part__isnull=False)) == set(others)


def test_what_is_closed_before_the_digest_is_not_mailed(story, late, post_office):
    raise_reminders(today=TUESDAY.date(), now=TUESDAY)
    close_reminders(overdue(late)[:2], outcome="done", by=story.clerk, now=TUESDAY)

    sending = send_reminders(now=TUESDAY)

    assert said(sending) == ["3 requests overdue, 1 letter to confirm"]
    assert "3 requests to State" in text_of(post_office.mails[0])


def test_the_next_step_is_a_new_reminder(story, late):
    raise_reminders(today=TUESDAY.date(), now=TUESDAY)
    [first, *_] = overdue(late)
    close_reminders([first], outcome="done", by=story.clerk, now=TUESDAY)

    raise_reminders(today=day(14).date(), now=day(14))

    raised = Reminder.objects.exclude(pk=first.pk).get(part=first.part)
    assert raised.outcome == ""
    assert still_owed([(raised.pk, None), (first.pk, None)]) == {raised.pk}


def test_a_closed_reminder_is_not_raised_again(story, late):
    raise_reminders(today=TUESDAY.date(), now=TUESDAY)
    close_reminders(overdue(late), outcome="done", by=story.clerk, now=TUESDAY)

    raised = raise_reminders(today=day(1).date(), now=day(1))

    assert raised.parts == 0


def test_a_closed_latest_step_does_not_bring_back_the_one_before(story, late):
    raise_reminders(today=TUESDAY.date(), now=TUESDAY)
    [earlier, *_] = overdue(late)
    raise_reminders(today=day(14).date(), now=day(14))
    latest = Reminder.objects.exclude(pk=earlier.pk).get(part=earlier.part)

    close_reminders([latest], outcome="done", by=story.clerk, now=day(14))

    assert still_owed([(earlier.pk, None), (latest.pk, None)]) == set()


def test_what_is_not_needed_says_why(story, late):
    raise_reminders(today=TUESDAY.date(), now=TUESDAY)
    [first, *_] = overdue(late)

    with pytest.raises(CannotChangeReminder, match="Say why it is not needed"):
        close_reminders([first], outcome="not_needed", why="  ", by=story.clerk, now=TUESDAY)
    close_reminders([first], outcome="not_needed", why="The hearing is off", by=story.clerk, now=TUESDAY)

    first.refresh_from_db()
    assert (first.outcome, first.closed_why) == ("not_needed", "The hearing is off")
    entry = Entry.objects.latest("pk")
    assert (entry.act, entry.reason, entry.by_id) == (
        "reminder not needed",
        "The hearing is off",
        story.clerk.pk,
    )


def test_what_is_put_off_is_mailed_again_on_its_day_and_not_before(story, late, post_office):
    tick(TUESDAY)
    put_off_reminders(overdue(late)[:2], until=day(6).date(), by=story.clerk, now=TUESDAY)

    before, on_its_day = tick(day(3)), tick(day(6))

    assert before.told == []
    assert said(on_its_day) == ["2 requests overdue"]
    assert tick(day(7)).told == []


def test_what_is_put_off_before_it_was_mailed_waits_for_its_day(story, late, post_office):
    raise_reminders(today=TUESDAY.date(), now=TUESDAY)
    put_off_reminders(overdue(late), until=day(2).date(), by=story.clerk, now=TUESDAY)

    sendings = [tick(day(count)) for count in range(3)]

    assert [said(sending) for sending in sendings] == [["1 letter to confirm"], [], ["5 requests overdue"]]


def test_what_is_put_off_to_a_weekend_is_mailed_on_the_business_day_after(story, late, post_office):
    tick(TUESDAY)
    put_off_reminders(overdue(late), until=date(2024, 1, 6), by=story.clerk, now=TUESDAY)

    saturday, monday = tick(day(4)), tick(day(6))

    assert saturday.quiet
    assert said(monday) == ["5 requests overdue"]


def test_what_is_put_off_and_settled_meanwhile_is_not_mailed(story, late, post_office):
    tick(TUESDAY)
    put_off_reminders(overdue(late), until=day(2).date(), by=story.clerk, now=TUESDAY)
    letters.settle(list(story.parts(late).values())[:4], ground="answered", by=story.counsel, now=day(1))

    assert said(tick(day(2))) == ["1 request overdue"]


def test_what_is_put_off_is_still_owed_but_not_due(story, late):
    raise_reminders(today=TUESDAY.date(), now=TUESDAY)
    [first, *_] = overdue(late)

    put_off_reminders([first], until=day(2).date(), by=story.clerk, now=TUESDAY)

    assert owed().filter(pk=first.pk).exists()
    assert first.pk not in {one.reminder_id for one in owed_now(day(1).date())}
    assert first.pk in {one.reminder_id for one in owed_now(day(2).date())}


@pytest.mark.parametrize("until", [date(2024, 1, 2), date(2023, 12, 31), date(2025, 6, 1)])
def test_a_reminder_is_put_off_to_a_day_ahead_and_within_a_year(story, late, until):
    raise_reminders(today=TUESDAY.date(), now=TUESDAY)

    with pytest.raises(CannotChangeReminder) as refusal:
        put_off_reminders(overdue(late), until=until, by=story.clerk, now=TUESDAY)

    assert refusal.value.field == "until"
    assert not Reminder.objects.filter(put_off_until__isnull=False).exists()


def test_closing_and_putting_off_can_be_undone(story, late):
    raise_reminders(today=TUESDAY.date(), now=TUESDAY)
    first, second, *_ = overdue(late)
    close_reminders([first], outcome="not_needed", why="x", by=story.clerk, now=TUESDAY)
    put_off_reminders([second], until=day(5).date(), by=story.clerk, now=TUESDAY)

    reopen_reminders([first, second], by=story.clerk, now=TUESDAY)

    for row in (first, second):
        row.refresh_from_db()
        assert (row.outcome, row.closed_at, row.closed_by, row.closed_why) == ("", None, None, "")
        assert row.put_off_until is None
    assert len(owed_now(TUESDAY.date())) == 6


def test_what_was_closed_and_is_reopened_is_not_mailed_twice(story, late, post_office):
    tick(TUESDAY)
    close_reminders(overdue(late), outcome="done", by=story.clerk, now=TUESDAY)
    reopen_reminders(overdue(late), by=story.clerk, now=TUESDAY)

    assert tick(day(1)).told == []


def test_a_request_that_is_reopened_with_a_new_date_is_reminded_of_anew(story, late):
    raise_reminders(today=TUESDAY.date(), now=TUESDAY)
    [first, *_] = overdue(late)
    close_reminders([first], outcome="done", by=story.clerk, now=TUESDAY)
    letters.settle([first.part], ground="withdrawn", by=story.counsel, now=day(1))
    letters.reopen([first.part], due_on=day(3).date(), why="x", by=story.counsel, now=day(2))

    raise_reminders(today=day(4).date(), now=day(4))

    its = [one for one in owed_now(day(4).date()) if one.request_id == first.part.request_id]
    assert [(one.reminder_id == first.pk, one.due_on) for one in its] == [(False, day(3).date())]


def test_what_is_owed_no_more_is_not_closed(story, late):
    raise_reminders(today=TUESDAY.date(), now=TUESDAY)
    first, second, *_ = overdue(late)
    letters.settle([first.part], ground="answered", by=story.counsel, now=TUESDAY)

    closed = close_reminders([first, second], outcome="done", by=story.clerk, now=TUESDAY)

    assert closed == [second]
    with pytest.raises(CannotChangeReminder, match="owed no more"):
        close_reminders([first], outcome="done", by=story.clerk, now=TUESDAY)


def test_what_is_neither_closed_nor_put_off_cannot_be_reopened(story, late):
    raise_reminders(today=TUESDAY.date(), now=TUESDAY)

    with pytest.raises(CannotChangeReminder, match="neither closed nor put off"):
        reopen_reminders(overdue(late), by=story.clerk, now=TUESDAY)
