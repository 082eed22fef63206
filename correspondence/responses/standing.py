"""Where letters stand: progress, lateness and state, derived for a page of them in a fixed number of queries.

Stands here because awaiting an acknowledgment is known from responses.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from correspondence.letters.models import Decision, Part, Recipient
from correspondence.responses.models import Response

SOON = timedelta(days=7)


class State(StrEnum):
    """One word for where a letter is; the mark of the same name stands beside it."""

    DRAFT = "draft"
    LATE = "late"
    SOON = "soon"
    UNACKNOWLEDGED = "unacknowledged"
    PAUSED = "paused"
    EXTENDED = "extended"
    WAITING = "waiting"
    ASKED_AGAIN = "again"
    SETTLED = "settled"


@dataclass
class LetterStanding:
    """Where one letter stands on a day. Counts are of requests, not of parts."""

    state: State
    words: str
    settled: int = 0
    late: int = 0
    again: int = 0
    asked: int = 0
    to: list = field(default_factory=list)

    @property
    def open(self):
        return self.asked - self.settled - self.late - self.again


class _PartRow(NamedTuple):
    """The columns of a part that tell where its letter stands."""

    pk: int
    request: int
    due_on: date | None
    settled_on: date | None
    carried_on_by: int | None
    agency: int

    @property
    def is_open(self):
        return self.settled_on is None and self.carried_on_by is None


def standings(letters, today):
    """The LetterStanding of each letter, by id. Four queries, however many letters there are."""
    keys = [letter.pk for letter in letters]
    recipients = Recipient.objects.filter(letter__in=keys, role=Recipient.Role.TO).select_related("agency")
    to = defaultdict(list)
    for recipient in recipients.order_by("letter", "place"):
        to[recipient.letter_id].append(recipient)
    parts = defaultdict(list)
    for letter, *columns in Part.objects.filter(request__letter__in=keys).values_list(
        "request__letter", *_PartRow._fields
    ):
        parts[letter].append(_PartRow(*columns))
    running = {row.pk: row.due_on for rows in parts.values() for row in rows if row.is_open and row.due_on}
    extended = {
        part
        for part, due_on in Decision.objects.filter(
            part__request__letter__in=keys, ground=Decision.DueGround.EXTENDED
        ).values_list("part", "new_due_on")
        if running.get(part) == due_on
    }
    answered = set(
        Response.objects.standing()
        .filter(letter__in=keys)
        .order_by()
        .values_list("letter", "agency")
        .distinct()
    )
    return {
        letter.pk: _standing(letter, to[letter.pk], parts[letter.pk], extended, answered, today)
        for letter in letters
    }


def _standing(letter, recipients, parts, extended, answered, today):
    names = list(dict.fromkeys(one.agency.short_name if one.agency else str(one) for one in recipients))
    requests = defaultdict(list)
    for row in parts:
        requests[row.request].append(row)
    settled = late = again = 0
    for rows in requests.values():
        if all(row.settled_on for row in rows):
            settled += 1
        elif not any(row.is_open for row in rows):
            again += 1
        elif any(row.is_open and row.due_on and row.due_on < today for row in rows):
            late += 1
    its = [row for row in parts if row.is_open]
    owing = {row.agency for row in its}
    silent = any(
        one.agency_id and (one.agency_id in owing or not parts) and (letter.pk, one.agency_id) not in answered
        for one in recipients
    )
    state, words = _state(letter, its, len(requests), again, silent, extended, today)
    return LetterStanding(state, words, settled, late, again, len(requests), names)


def _state(letter, open_parts, asked, again, silent, extended, today):
    if letter.sent_on is None:
        return State.DRAFT, "Draft, not yet sent"
    if not open_parts:
        if silent and not asked:
            return State.UNACKNOWLEDGED, "Not acknowledged"
        return (State.ASKED_AGAIN, "Asked again") if again else (State.SETTLED, "Settled")
    due = [row.due_on for row in open_parts if row.due_on]
    if not due:
        return State.PAUSED, "Clock paused"
    first = min(due)
    if first < today:
        return State.LATE, f"{_days((today - first).days)} late"
    if first - today <= SOON:
        return State.SOON, _due_in((first - today).days)
    if silent:
        return State.UNACKNOWLEDGED, "Not acknowledged"
    if any(row.pk in extended for row in open_parts):
        return State.EXTENDED, "Extended"
    return State.WAITING, "Waiting"


def _days(count):
    return "1 day" if count == 1 else f"{count} days"


def _due_in(days):
    return {0: "Due today", 1: "Due tomorrow"}.get(days, f"Due in {days} days")
