"""Reminders in words."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.safestring import SafeString

from correspondence.letters.models import Letter
from correspondence.templatetags.marks import MONTHS, day, mark_html
from correspondence.timeline.entries import cut
from correspondence.web.addresses import address

_WORDS = 140  # characters of a request


@dataclass(frozen=True, slots=True)
class Row:
    """A reminder of a list, raised or still to come."""

    pk: int | None
    mark: SafeString
    what: str
    about: str
    words: str
    url: str
    agency: str
    reference: str
    letter_url: str
    due: str
    assigned: str
    note: str = ""
    is_ticked: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A day ahead, and what comes on it."""

    words: str
    rows: list


def rows_of(reminders, user, today, ticked=frozenset()):
    """Raised reminders as rows."""
    return [row_of(one, user, today, ticked) for one in reminders]


def row_of(reminder, user, today, ticked=frozenset()):
    letter = reminder.part.request.letter if reminder.part else reminder.letter
    if reminder.outcome:
        tone = "settled" if reminder.outcome == "done" else "draft"
        mark = mark_html(tone, reminder.get_outcome_display())
        on = day(reminder.closed_at)
        note = f"{on}, by {'me' if reminder.closed_by_id == user.pk else reminder.closed_by}"
        note = f"{note}: {reminder.closed_why}" if reminder.closed_why else note
    elif reminder.put_off_until and reminder.put_off_until > today:
        mark = mark_html("reminder", f"Put off until {day(reminder.put_off_until)}")
        note = f"Raised {day(reminder.scheduled_on)}"
    else:
        again = reminder.put_off_until == today
        words = "Today" if reminder.scheduled_on == today or again else day(reminder.scheduled_on)
        mark = mark_html("reminder", words)
        note = f"Put off from {day(reminder.scheduled_on)}" if again else ""
    return _row(
        letter, reminder.part, reminder.rule, user, today, pk=reminder.pk, mark=mark, note=note,
        is_ticked=reminder.pk in ticked,
    )  # fmt: skip


def days_of_ahead(coming, put_off, user, today):
    """What comes, and what was put off, by day."""
    both = [(one.put_off_until, row_of(one, user, today)) for one in put_off]
    both += [
        (one.on, _row(one.letter, one.part, one.rule, user, today, mark=mark_html("reminder", "To come")))
        for one in coming
    ]
    both.sort(key=lambda pair: pair[0])
    return [
        Day(f"{on:%A} {on.day} {MONTHS[on.month]} {on.year}", [row for _, row in its])
        for on, its in groupby(both, key=lambda pair: pair[0])
    ]


def _row(letter, part, rule, user, today, *, mark, pk=None, note="", is_ticked=False):
    is_casework = letter.kind == Letter.Kind.CASEWORK
    letter_url = address("letter", letter.pk)
    if part:
        about = f"request {part.request.label}"
        words = "" if is_casework else cut(part.request.text, _WORDS)
        url = address("request", part.request_id)
        agency, due = part.agency.short_name, f"due {day(part.due_on)}" if part.due_on else "no date"
        if part.due_on and part.due_on < today:
            days = (today - part.due_on).days
            due = f"{due}, {days:,} day{'' if days == 1 else 's'} late"
    else:
        about, words, url, agency = "the letter", "" if is_casework else letter.subject, letter_url, ""
        due = f"sent {day(letter.sent_on)}"
    assigned = "Me" if letter.assigned_to_id == user.pk else str(letter.assigned_to or "Nobody")
    return Row(
        pk, mark, rule.name, about, words or "Casework inquiry", url, agency, letter.reference, letter_url,
        due, assigned, note, is_ticked,
    )  # fmt: skip
