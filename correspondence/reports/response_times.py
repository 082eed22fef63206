"""How long an agency takes: from the day a letter was sent to what came back, over its latest letters.

Days are calendar days. A bounded number of letters is read, so that the page is as quick for an agency
that is written to every day as for one that is seldom written to.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from statistics import median, quantiles
from typing import NamedTuple

from django.db.models import FilteredRelation, Min, Q

from correspondence.accounts.visibility import of_my_offices
from correspondence.letters.models import Decision, Part, Recipient
from correspondence.responses.models import Response

MOST = 100  # the latest letters that are looked at

_ANSWERED = {Decision.Ground.ANSWERED, Decision.Ground.NO_RECORDS}
_SAYS_NOTHING_YET = [Response.Kind.ACKNOWLEDGMENT, Response.Kind.EXTENSION]


class Sent(NamedTuple):
    """A letter that was sent: what a list says of it."""

    pk: int
    sent_on: date
    reference: str
    kind: str
    subject: str
    dated_on: date


@dataclass(frozen=True, slots=True)
class Spread:
    """How a number of days is spread: the least, the middle half, the median, the most."""

    count: int
    least: int
    lower: float
    median: float
    upper: float
    most: int


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int = 0
    of: int = 0

    @property
    def percent(self):
        return round(100 * self.part / self.of) if self.of else None


@dataclass(frozen=True, slots=True)
class OfYear:
    """The letters sent to an agency in a year: median days, and the share of requests answered in time."""

    year: int
    letters: int
    first: float | None
    settled: float | None
    in_time: Share


@dataclass(frozen=True, slots=True)
class ResponseTimes:
    """What is known of an agency's latest letters. `is_cut`: there are earlier ones, not looked at."""

    letters: int
    is_cut: bool
    since: date | None
    acknowledged: Spread | None
    first: Spread | None
    beyond: Spread | None
    settled: Spread | None
    in_time: Share
    years: tuple[OfYear, ...]
    latest: tuple[Sent, ...]


def spread(days):
    """How these numbers of days are spread; None where there are none."""
    days = sorted(days)
    if not days:
        return None
    lower, _, upper = quantiles(days, n=4, method="inclusive") if len(days) > 1 else days * 3
    return Spread(len(days), days[0], lower, median(days), upper, days[-1])


def response_times(agency, user, *, today):
    """The ResponseTimes of an agency (an Agency) on letters to it of the user's offices. Three statements.

    A request counts as answered on the day the response that settled it was received, or where none
    is named, on the day it was settled. Requests withdrawn, overtaken, lapsed or logged in error are
    not counted as answered or unanswered, nor those that are not due yet.
    """
    latest, is_cut = _latest_letters(agency, user)
    sent = {letter.pk: letter.sent_on for letter in latest}
    came = _what_came(agency, sent)
    settled, in_time = _what_was_settled(agency, sent, today)

    def days(of, letters=sent):
        return [(of[key] - sent[key]).days for key in letters if of.get(key)]

    first = {key: row["first"] for key, row in came.items()}
    by_year = defaultdict(list)
    for key, day in sent.items():
        by_year[day.year].append(key)
    return ResponseTimes(
        letters=len(sent),
        is_cut=is_cut,
        since=min(sent.values(), default=None),
        acknowledged=spread(days({key: row["acknowledged"] for key, row in came.items()})),
        first=spread(days(first)),
        beyond=spread(days({key: row["beyond"] for key, row in came.items()})),
        settled=spread(days(settled)),
        in_time=_share(in_time.values()),
        years=tuple(
            OfYear(
                year,
                len(keys),
                _median(days(first, keys)),
                _median(days(settled, keys)),
                _share(in_time[key] for key in keys if key in in_time),
            )
            for year, keys in sorted(by_year.items(), reverse=True)
        ),
        latest=latest,
    )


def _latest_letters(agency, user):
    """The latest letters to an agency that were sent, the last entered first; and whether there are more."""
    to = Recipient.objects.filter(agency=agency, role=Recipient.Role.TO, letter__sent_on__isnull=False)
    to = of_my_offices(to, user, "letter__office").order_by("-letter_id")
    rows = list(to.values_list("letter_id", *(f"letter__{name}" for name in Sent._fields[1:]))[: MOST + 1])
    letters = {row[0]: Sent(*row) for row in rows[:MOST]}
    return tuple(letters.values()), len(rows) > MOST


def _what_came(agency, letters):
    """The first days on which something, an acknowledgment, and more than that came back, by letter."""
    is_ack = Q(kind=Response.Kind.ACKNOWLEDGMENT)
    rows = Response.objects.standing().filter(letter__in=list(letters), agency=agency).order_by()
    rows = rows.values("letter").annotate(
        first=Min("received_on"),
        acknowledged=Min("received_on", filter=is_ack),
        beyond=Min("received_on", filter=~Q(kind__in=_SAYS_NOTHING_YET)),
    )
    return {row["letter"]: row for row in rows}


def _what_was_settled(agency, letters, today):
    """The day the last request to the agency was settled, and (in time, due) requests: both by letter."""
    parts = Part.objects.filter(agency=agency, request__letter__in=list(letters)).order_by()
    settling = FilteredRelation("decisions", condition=Q(decisions__what=Decision.What.SETTLED))
    columns = ("on", "pk", "ground", "answer__response__received_on")
    rows = parts.annotate(settling=settling).values_list(
        "pk", "request__letter", "due_on", "settled_on", *(f"settling__{name}" for name in columns)
    )
    latest = {}
    for row in rows:
        pk, *_, on, decision, _, _ = row
        if pk not in latest or (on, decision) > latest[pk][4:6]:
            latest[pk] = row
    last, is_open, in_time = {}, set(), defaultdict(lambda: [0, 0])
    for _, letter, due_on, settled_on, _, _, ground, received_on in latest.values():
        if settled_on is None:
            is_open.add(letter)
            if due_on and due_on < today:
                in_time[letter][1] += 1
            continue
        last[letter] = max(settled_on, last.get(letter, settled_on))
        if ground in _ANSWERED and due_on:
            in_time[letter][0] += (received_on or settled_on) <= due_on
            in_time[letter][1] += 1
    return {letter: day for letter, day in last.items() if letter not in is_open}, in_time


def _share(pairs):
    pairs = list(pairs)
    return Share(sum(part for part, _ in pairs), sum(of for _, of in pairs))


def _median(days):
    return median(days) if days else None
