"""Where letters stand: progress, lateness and state, derived for a page of them in a fixed number of queries.

Stands here because awaiting an acknowledgment is known from responses.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from correspondence.core.prepared import Prepared
from correspondence.directory.models import Agency
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

    letter: int
    request: int
    due_on: date | None
    settled_on: date | None
    carried_on_by: int | None
    agency: int
    is_extended: bool

    @property
    def is_open(self):
        return self.settled_on is None and self.carried_on_by is None


class _ToRow(NamedTuple):
    """The columns of a To line that tell whom it is for, and whether anything came back from there."""

    letter: int
    agency: int | None
    agency_name: str | None
    agency_kind: str
    agency_acronym: str
    name: str
    title: str
    organization: str
    has_answered: bool

    @property
    def short_name(self):
        if self.agency is None:
            return self.name or self.title or self.organization
        return _short_name(self.agency_name, self.agency_kind, self.agency_acronym)


@lru_cache(maxsize=1024)
def _short_name(name, kind, acronym):
    return Agency(name=name, kind=kind, acronym=acronym).short_name


def standings(letters, today):
    """The LetterStanding of each letter, by id. Two queries, however many letters there are.

    Letters are anything with a `pk` and the day they were `sent_on`.
    """
    keys = [letter.pk for letter in letters]
    to, parts = defaultdict(list), defaultdict(list)
    for row in _TO_ROWS.rows(keys):
        to[row[0]].append(_ToRow._make(row))
    for row in _PART_ROWS.rows(keys):
        parts[row[0]].append(_PartRow._make(row))
    return {letter.pk: _standing(letter, to[letter.pk], parts[letter.pk], today) for letter in letters}


_CAME_BACK = Response.objects.standing().filter(letter=OuterRef("letter"), agency=OuterRef("agency"))
_EXTENDED = Decision.objects.filter(
    part=OuterRef("pk"), ground=Decision.DueGround.EXTENDED, new_due_on=OuterRef("due_on")
)
_TO_ROWS = Prepared(
    lambda letters: Recipient.objects.filter(role=Recipient.Role.TO, letter__in=letters)
    .order_by("letter", "place")
    .values_list(
        "letter", "agency", "agency__name", "agency__kind", "agency__acronym", "name", "title",
        "organization", Exists(_CAME_BACK),
    )
)  # fmt: skip
_PART_ROWS = Prepared(
    lambda letters: (
        Part.objects.filter(request__letter__in=letters)
        .order_by()
        .values_list(
            "request__letter", "request", "due_on", "settled_on", "carried_on_by", "agency", Exists(_EXTENDED)
        )
    )
)


def _standing(letter, recipients, parts, today):
    names = list(dict.fromkeys(one.short_name for one in recipients))
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
        one.agency and (one.agency in owing or not parts) and not one.has_answered for one in recipients
    )
    state, words = _state(letter, its, len(requests), again, silent, today)
    return LetterStanding(state, words, settled, late, again, len(requests), names)


def _state(letter, open_parts, asked, again, silent, today):
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
    if any(row.is_extended for row in open_parts):
        return State.EXTENDED, "Extended"
    return State.WAITING, "Waiting"


def _days(count):
    return "1 day" if count == 1 else f"{count} days"


def _due_in(days):
    return {0: "Due today", 1: "Due tomorrow"}.get(days, f"Due in {days} days")
