"""Decisions about reminders: values in, value out; no query, no clock. Days are Eastern days."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from correspondence.core.days import EASTERN, add_business_days, holiday_name
from correspondence.followups.models import ReminderRule
from correspondence.letters.models import Letter
from correspondence.letters.rules import SENT_DAY, TAKEN_BACK

About, Anchor, Unit = ReminderRule.About, ReminderRule.Anchor, ReminderRule.Unit

DIGESTS_FROM = time(7)  # Eastern, on business days
LEASE = timedelta(minutes=10)  # how long whoever claimed a digest may take to send it
# What is recorded in the last minute before a digest may not be committed yet: it waits for the next one.
STILL_BEING_RECORDED = timedelta(minutes=1)

# What an office begins with, and may change.
FIRST_RULES = (
    {
        "name": "Confirm receipt",
        "about": About.LETTER,
        "anchor": Anchor.SENT,
        "count": 2,
        "unit": Unit.BUSINESS_DAYS,
    },
    {
        "name": "Courtesy call",
        "about": About.PART,
        "anchor": Anchor.BEFORE_DUE,
        "count": 3,
        "unit": Unit.BUSINESS_DAYS,
    },
    {
        "name": "Overdue",
        "about": About.PART,
        "anchor": Anchor.AFTER_DUE,
        "count": 1,
        "unit": Unit.DAYS,
        "every": 14,
    },
)


@dataclass(frozen=True)
class Step:
    """The day on which a rule reminds of something, and the due date or sent day it was counted from."""

    rule: ReminderRule
    scheduled_on: date
    anchor_on: date

    @property
    def rank(self):
        """Orders the steps counted from one day: by their day, then by the rule that was made last."""
        return self.scheduled_on, self.rule.pk


def first_step(rule, anchor_on):
    """The first day on which a rule reminds of what is counted from a day."""
    count = -rule.count if rule.anchor == Anchor.BEFORE_DUE else rule.count
    if rule.unit == Unit.BUSINESS_DAYS:
        return add_business_days(anchor_on, count)
    return anchor_on + timedelta(days=count)


def step_due(rule, anchor_on, today):
    """The rule's latest step up to today, or None where its first is still to come."""
    day = first_step(rule, anchor_on)
    if day > today:
        return None
    if rule.every:
        day += timedelta(days=(today - day).days // rule.every * rule.every)
    return Step(rule, day, anchor_on)


def latest_step(rules, anchor_on, today):
    """The latest step up to today across rules, or None: what is late is reminded of once."""
    steps = [step for rule in rules if (step := step_due(rule, anchor_on, today))]
    return max(steps, key=lambda step: step.rank, default=None)


def next_step(rules, anchor_on, today):
    """The first step after today across rules, or None: what lies ahead if nothing is settled or moved."""
    steps = []
    for rule in rules:
        day = first_step(rule, anchor_on)
        if day <= today:
            if not rule.every:
                continue
            day += timedelta(days=((today - day).days // rule.every + 1) * rule.every)
        steps.append(Step(rule, day, anchor_on))
    return min(steps, key=lambda step: step.rank, default=None)


def in_words(rule):
    """When a rule reminds: 3 business days before the due date."""
    unit = rule.get_unit_display()
    unit = unit.removesuffix("s") if rule.count == 1 else unit
    then = f", then every {rule.every} calendar days" if rule.every else ""
    return f"{rule.count} {unit} {rule.get_anchor_display()}{then}"


def who_is_told(assignee_id, members, managers):
    """The ids of those who are told of what is owed on a letter: its assignee, else the office's managers.

    `members` and `managers` are the ids of those of the office whom mail can reach. Somebody who has
    left the office, or who has no address, counts as nobody.
    """
    return [assignee_id] if assignee_id in members else list(managers)


_ROWS = {"signatories": "a signatory", "recipients": "a recipient", "requests": "a request"}


def correction_in_words(path, old, new):
    """What was corrected in a letter: Subject corrected; A request added."""
    where, column = path.split(".", 1)
    if path == TAKEN_BACK:
        what = "sending taken back"
    elif where in _ROWS:
        what = f"{_ROWS[where]} {'added' if old is None else 'dropped' if new is None else 'corrected'}"
    elif path == SENT_DAY:
        what = "day it was sent corrected"
    else:
        what = f"{Letter._meta.get_field(column).verbose_name} corrected"
    return what[0].upper() + what[1:]


def why_no_digests(now):
    """Why no digest goes out at this instant, in words; an empty string where they do."""
    local = now.astimezone(EASTERN)
    if local.weekday() >= 5:
        return f"No digests today: it is a {local:%A}."
    if holiday := holiday_name(local.date()):
        return f"No digests today: {holiday}."
    if local.time() < DIGESTS_FROM:
        return f"No digests before {DIGESTS_FROM:%H:%M}, Eastern time."
    return ""


def covers_until(now: datetime) -> datetime:
    """Up to which instant a digest that is made now tells what was corrected."""
    return now - STILL_BEING_RECORDED
