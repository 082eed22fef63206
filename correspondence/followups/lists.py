"""Reminders as somebody works through them: due, ahead and closed. Each read is bounded."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Min, Q

from correspondence.followups.models import Reminder, ReminderRule
from correspondence.followups.queries import OF_PART, owed_about_letters, owed_about_parts
from correspondence.followups.rules import next_step
from correspondence.letters.models import Letter, Part
from correspondence.responses.queries import letters_awaiting_acknowledgment

About = ReminderRule.About
AHEAD = timedelta(days=7)
_LONGEST = timedelta(days=120)  # before a due date that a rule may remind
_LETTERS = ("letter", OF_PART)


def with_all(reminders):
    """With what a list says of each, in one query."""
    rows = reminders.select_related(
        "rule__office", "part__agency", "closed_by", *(f"{letter}__assigned_to" for letter in _LETTERS)
    )
    return rows.defer(*(f"{letter}__{long}" for letter in _LETTERS for long in ("body", "letterhead")))


def due_reminders(user, whose, today, *, offset=0, count):
    """The reminders that are owed and not put off, the latest first, and whether more follow. One query."""
    most = offset + count + 1
    keys = [
        Reminder.objects.filter(pk__in=rows.order_by("-scheduled_on", "-pk").values("pk")[:most])
        .values("pk")
        .order_by()
        for rows in _owed(user, whose, today)
    ]
    rows = Reminder.objects.filter(pk__in=keys[0].union(keys[1], all=True))
    rows = list(with_all(rows).order_by("-scheduled_on", "-pk")[offset:most])
    return rows[:count], len(rows) > count


def count_due(user, whose, today, most):
    """How many are owed and not put off, counted up to a number and one more. Two queries."""
    return min(most + 1, sum(rows.order_by()[: most + 1].count() for rows in _owed(user, whose, today)))


def _owed(user, whose, today=None):
    about_parts = owed_about_parts().visible_to(user).not_put_off(today)
    about_letters = owed_about_letters(among=_letters(user, whose)).visible_to(user).not_put_off(today)
    if whose == "mine":
        about_parts = about_parts.filter(
            Q(**{f"{OF_PART}__assigned_to": user}) | Q(**{f"{OF_PART}__assigned_to": None})
        )
    return about_parts, about_letters


def _letters(user, whose):
    """The letters that are looked at, which narrows what is asked of them."""
    letters = Letter.objects.visible_to(user).sent()
    if whose == "mine":
        letters = letters.filter(Q(assigned_to=user) | Q(assigned_to=None))
    return letters.order_by().values("pk")


def put_off(user, whose, today, *, count):
    """The reminders that are put off until after today, by their day. Two queries."""
    found = []
    for rows in _owed(user, whose):
        rows = rows.filter(put_off_until__gt=today)
        found += with_all(rows).order_by("put_off_until", "pk")[:count]
    return sorted(found, key=lambda one: (one.put_off_until, one.pk))[:count]


def closed(user, whose, *, offset=0, count):
    """The reminders that are done or not needed, the last first, and whether more follow. One query."""
    rows = Reminder.objects.visible_to(user).exclude(outcome="")
    if whose == "mine":
        mine = Q(closed_by=user)
        for letter in _LETTERS:
            mine |= Q(**{f"{letter}__assigned_to": user})
        rows = rows.filter(mine)
    rows = list(with_all(rows).order_by("-closed_at", "-pk")[offset : offset + count + 1])
    return rows[:count], len(rows) > count


@dataclass(frozen=True, slots=True)
class Ahead:
    """A reminder that a rule will raise, if nothing is settled or moved before."""

    on: date
    rule: ReminderRule
    letter: Letter
    part: Part | None = None


def ahead(user, whose, today, *, until=None, most_a_day=25):
    """What the rules that are switched on will raise after today and up to a day, by day. As many queries as

    the user has offices, times four.
    """
    until = until or today + AHEAD
    found = []
    for office in user.roles:
        rules = list(ReminderRule.objects.filter(office=office, is_on=True).order_by("pk"))
        letters = Letter.objects.filter(office=office).sent()
        if whose == "mine":
            letters = letters.filter(Q(assigned_to=user) | Q(assigned_to=None))
        found += _parts_ahead(
            letters, [one for one in rules if one.about == About.PART], today, until, most_a_day
        )
        of_letters = [one for one in rules if one.about == About.LETTER]
        found += _letters_ahead(letters, of_letters, today, until, most_a_day)
    return sorted(found, key=lambda one: (one.on, one.letter.pk, one.part.request.place if one.part else 0))


def _steps(rules, first, last, today, until):
    """The next step of each day counted from that has one up to a day: {step's day: {anchor: step}}."""
    found = {}
    anchor = first
    while anchor <= last:
        step = next_step(rules, anchor, today)
        if step and step.scheduled_on <= until:
            found.setdefault(step.scheduled_on, {})[anchor] = step
        anchor += timedelta(days=1)
    return found


def _parts_ahead(letters, rules, today, until, most):
    earliest = letters.aggregate(first=Min("next_due_on"))["first"]
    if not (rules and earliest):
        return
    days = _steps(rules, earliest, until + _LONGEST, today, until)
    parts = Part.objects.open().filter(request__letter__in=letters.order_by().values("pk"))
    some = [
        Part.objects.filter(
            pk__in=parts.filter(due_on__in=list(anchors)).order_by("-due_on", "pk").values("pk")[:most]
        )
        .order_by()
        .values("pk")
        for anchors in days.values()
    ]
    if not some:
        return
    keys = some[0].union(*some[1:], all=True) if some[1:] else some[0]
    rows = Part.objects.filter(pk__in=keys).select_related("agency", "request__letter__assigned_to")
    rows = rows.defer("request__letter__body", "request__letter__letterhead", "request__lead_in")
    steps = {anchor: step for anchors in days.values() for anchor, step in anchors.items()}
    for part in rows:
        step = steps[part.due_on]
        yield Ahead(step.scheduled_on, step.rule, part.request.letter, part)


def _letters_ahead(letters, rules, today, until, most):
    if not rules:
        return
    days = _steps(rules, today - _LONGEST, until, today, until)
    steps = {anchor: step for anchors in days.values() for anchor, step in anchors.items()}
    if not steps:
        return
    sent = letters.filter(sent_on__in=list(steps))
    rows = sent.filter(pk__in=letters_awaiting_acknowledgment(among=sent.order_by().values("pk")))
    rows = rows.select_related("assigned_to").defer("body", "letterhead").order_by("-sent_on", "pk")
    for letter in rows[: most * len(days)]:
        step = steps[letter.sent_on]
        yield Ahead(step.scheduled_on, step.rule, letter)
