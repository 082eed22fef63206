"""Reminder rules to begin with, and raising what is owed a reminder."""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.models import Count, F, Max

from correspondence.audit.actions import record_act
from correspondence.directory.models import Office
from correspondence.followups.models import Reminder, ReminderRule
from correspondence.followups.rules import FIRST_RULES, latest_step
from correspondence.letters.models import Letter, Part
from correspondence.responses.queries import letters_awaiting_acknowledgment

About = ReminderRule.About


@dataclass(frozen=True)
class Raised:
    """How many reminders were raised, or in a dry run would be: about letters, and about parts."""

    letters: int = 0
    parts: int = 0

    @property
    def total(self):
        return self.letters + self.parts


@transaction.atomic
def start_rules(office, *, by, now):
    """Give an office the rules that every office begins with, unless it has some. Returns its rules."""
    office = Office.objects.select_for_update(of=("self",)).get(pk=office.pk)
    if not office.reminder_rules.exists():
        ReminderRule.objects.bulk_create(ReminderRule(office=office, **rule) for rule in FIRST_RULES)
        record_act("reminder rules started", office, by=by, now=now, office_id=office.pk)
    return list(office.reminder_rules.all())


@transaction.atomic
def raise_reminders(*, today, now, letters=None, by=None, dry_run=False):
    """Raise what is owed a reminder by the rules that are switched on, up to today (an Eastern day).

    Of each letter and each part only the latest step is raised, across rules; never twice, however
    often and on however many machines this runs. `letters` narrows it to these. A fixed number of
    statements, however many letters there are. Returns how many were Raised.
    """
    rules = ReminderRule.objects.filter(is_on=True).order_by("pk")
    if not dry_run:  # one raises at a time, and nobody changes a rule meanwhile
        rules = rules.select_for_update(of=("self",), no_key=True)
    by_office = defaultdict(list)
    for rule in rules:
        by_office[rule.about, rule.office_id].append(rule)
    last = Reminder.objects.aggregate(last=Max("pk"))["last"] or 0

    raised = Raised(
        letters=_raise(About.LETTER, _letters_owed(letters), by_office, today, now, dry_run),
        parts=_raise(About.PART, _parts_owed(letters), by_office, today, now, dry_run),
    )

    if raised.total and not dry_run:
        _audit(last, by=by, now=now)
    return raised


def _parts_owed(letters):
    """Open parts whose clock runs."""
    parts = Part.objects.open().filter(due_on__isnull=False, request__letter__sent_on__isnull=False)
    if letters is not None:
        parts = parts.filter(request__letter__in=letters)
    return parts.annotate(of=F("request__letter__office"), counted_from=F("due_on"))


def _letters_owed(letters):
    """Sent letters about which nothing has come back."""
    sent = Letter.objects.sent().filter(pk__in=letters_awaiting_acknowledgment(among=letters))
    return sent.annotate(of=F("office"), counted_from=F("sent_on"))


def _raise(about, rows, by_office, today, now, dry_run):
    """Insert the latest step of each row that is owed one; in a dry run only count them.

    Days are few where letters are many: the step of each day is worked out here, the rest is set
    against a temporary table, whose key both databases find it by. A step is left out where one as
    late was raised from the same day. Where the day moved, and the new one leads to a step that the
    old one led to as well, that reminder counts from the new day instead.
    """
    select, params = rows.order_by().values_list("of", "counted_from", "pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            """CREATE TEMPORARY TABLE owing
            (office_id bigint, anchor_on date, id bigint, PRIMARY KEY (office_id, anchor_on, id))"""
        )
        cursor.execute(f"INSERT INTO owing {select}", params)
        cursor.execute("SELECT DISTINCT office_id, CAST(anchor_on AS text) FROM owing")
        steps = []
        for office, day in cursor.fetchall():
            if step := latest_step(by_office.get((about, office), ()), date.fromisoformat(day), today):
                steps.append([office, day, step.rule.pk, step.scheduled_on.isoformat()])
        count = _insert(cursor, Reminder._meta.get_field(about).column, steps, now, dry_run) if steps else 0
        cursor.execute("DROP TABLE owing")
        return count


def _insert(cursor, column, steps, now, dry_run):
    reminder = connection.ops.quote_name(Reminder._meta.db_table)
    found = f"""
        FROM ({_READ_STEPS[connection.vendor]}) step CROSS JOIN owing
        WHERE owing.office_id = step.office_id AND owing.anchor_on = step.anchor_on
        AND COALESCE(
            (SELECT MAX(scheduled_on) FROM {reminder}
             WHERE {column} = owing.id AND anchor_on = owing.anchor_on) < step.scheduled_on, TRUE
        )"""
    if dry_run:
        cursor.execute(f"SELECT COUNT(*) {found}", [json.dumps(steps)])
        return cursor.fetchone()[0]
    cursor.execute(
        f"""INSERT INTO {reminder} ({column}, rule_id, scheduled_on, anchor_on, raised_at)
        SELECT owing.id, step.rule_id, step.scheduled_on, owing.anchor_on, %s {found}
        ON CONFLICT ({column}, rule_id, scheduled_on) WHERE {column} IS NOT NULL
        DO UPDATE SET anchor_on = excluded.anchor_on""",
        [connection.ops.adapt_datetimefield_value(now), json.dumps(steps)],
    )
    return cursor.rowcount


_READ_STEPS = {
    "postgresql": """
        SELECT (value->>0)::bigint AS office_id, (value->>1)::date AS anchor_on,
               (value->>2)::bigint AS rule_id, (value->>3)::date AS scheduled_on
        FROM jsonb_array_elements(%s::jsonb)""",
    "sqlite": """
        SELECT json_extract(value, '$[0]') AS office_id, json_extract(value, '$[1]') AS anchor_on,
               json_extract(value, '$[2]') AS rule_id, json_extract(value, '$[3]') AS scheduled_on
        FROM json_each(%s)""",
}


def _audit(last, *, by, now):
    """One entry for each office in which reminders were raised."""
    rows = Reminder.objects.filter(pk__gt=last, raised_at=now).order_by().values("rule__office")
    counts = dict(rows.annotate(count=Count("pk")).values_list("rule__office", "count"))
    for office in Office.objects.filter(pk__in=counts):
        record_act(
            "reminders raised",
            office,
            by=by,
            now=now,
            office_id=office.pk,
            reason=f"{counts[office.pk]} raised",
        )
