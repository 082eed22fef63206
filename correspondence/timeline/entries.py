"""What a timeline is made of: dated, typed entries, and the words for days, lists and requests."""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


class Kind(Enum):
    """What happened. Listed in the order in which things of one day are told."""

    WRITTEN = "written"
    ENTERED = "entered"
    SENT = "sent"
    DUE = "due"
    PROMISE_DUE = "promise_due"
    OVERDUE = "overdue"
    PROMISE_BROKEN = "promise_broken"
    REMINDED = "reminded"
    NEXT_REMINDER = "next_reminder"
    CONTACTED = "contacted"
    ACKNOWLEDGED = "acknowledged"
    RECEIVED = "received"
    ANSWERED = "answered"
    PROMISED = "promised"
    PROMISE_KEPT = "promise_kept"
    DUE_CHANGED = "due_changed"
    EXTENDED = "extended"
    EXTENSION_REFUSED = "extension_refused"
    PAUSED = "paused"
    RESUMED = "resumed"
    MOVED = "moved"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"
    CORRECTED = "corrected"
    FOLLOWED_UP = "followed_up"
    ASKED_AGAIN = "asked_again"

    @property
    def rank(self):
        return _RANK[self]


_RANK = {kind: rank for rank, kind in enumerate(Kind)}

MANY = 7  # more requests than that, of several Members, are told by those that are not among them

# The alphabet of marks: circles are a request's state, squares what the agency sent, diamonds what
# we did, bars are dates, a triangle is lateness. What is none of these has no mark.
MARKS = {
    Kind.SENT: "sent",
    Kind.DUE: "due",
    Kind.PROMISE_DUE: "due",
    Kind.OVERDUE: "late",
    Kind.PROMISE_BROKEN: "late",
    Kind.REMINDED: "reminder",
    Kind.NEXT_REMINDER: "reminder",
    Kind.CONTACTED: "contact",
    Kind.ACKNOWLEDGED: "reply",
    Kind.PROMISED: "due",
    Kind.PROMISE_KEPT: "due",
    Kind.DUE_CHANGED: "due",
    Kind.EXTENDED: "extended",
    Kind.EXTENSION_REFUSED: "due",
    Kind.PAUSED: "open",
    Kind.RESUMED: "open",
    Kind.MOVED: "extended",
    Kind.SETTLED: "settled",
    Kind.REOPENED: "open",
    Kind.FOLLOWED_UP: "sent",
    Kind.ASKED_AGAIN: "sent",
}
TONES = {
    Kind.OVERDUE: "late",
    Kind.PROMISE_BROKEN: "late",
    Kind.SETTLED: "settled",
    Kind.PROMISE_KEPT: "settled",
}


@dataclass(frozen=True, slots=True)
class File:
    """A stored file that came with what an entry tells."""

    name: str
    link: str
    size: int = 0  # bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened, or lies ahead, on an Eastern day.

    `labels` are the numbers of the requests it is about, in their order: none where it is about the
    whole letter. `agency` is told where the letter is put to more than one. `entered_on` is the day it
    was put on the record, where that is another than `day`.
    """

    day: date
    kind: Kind
    words: str
    detail: str = ""
    who: str = ""
    link: str = ""
    mark: str = ""
    tone: str = ""
    labels: tuple[str, ...] = ()
    agency: str = ""
    part_ids: tuple[int, ...] = ()
    files: tuple[File, ...] = ()
    entered_on: date | None = None
    is_ahead: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """One part, as a timeline speaks of it: a request, and the agency that owes it.

    `moves` are the days on which it was moved, each with the agency that owed it until then.
    """

    part_id: int
    request_id: int
    place: int
    number: str
    asker: str
    agency: str
    moves: tuple[tuple[date, str], ...] = ()

    def agency_on(self, day):
        """The agency that owed it on a day; on the day it was moved, the one before."""
        return next((agency for moved_on, agency in self.moves if day <= moved_on), self.agency)


@dataclass
class Names:
    """What the requests of one letter are called, alone and together.

    Numbers can begin again at each Member who asks: then the Member is named with them. Where they
    mean nothing even so, the place in the letter does.
    """

    asked: list[Asked]
    agencies: set = field(default_factory=set)

    def __post_init__(self):
        by_request = {one.request_id: one for one in self.asked}
        numbered = [one.number or str(one.place) for one in by_request.values()]
        with_asker = {(one.number or str(one.place), one.asker) for one in by_request.values()}
        begin_again = len(set(numbered)) < len(numbered)
        self._counts_places = begin_again and len(with_asker) < len(numbered)
        self._names_askers = begin_again and not self._counts_places
        self._of_request = {}
        for one in self.asked:
            self._of_request.setdefault(one.request_id, set()).add(one.part_id)
        self._by_part = {one.part_id: one for one in self.asked}
        self.agencies = self.agencies | {one.agency for one in self.asked}
        self.agencies |= {agency for one in self.asked for _, agency in one.moves}

    @property
    def name_agencies(self):
        """Whether it must be said which agency is meant."""
        return len(self.agencies) > 1

    def number(self, one):
        """The number of a request, without the Member who asked."""
        return str(one.place) if self._counts_places else one.number or str(one.place)

    def label(self, one):
        """The number of a request, with the Member who asked where numbers begin again."""
        number = self.number(one)
        return f"{number} ({one.asker})" if self._names_askers else number

    def labels(self, part_ids):
        """The labels of the requests that these parts belong to, in their places."""
        chosen = {}
        for one in self._chosen(part_ids):
            chosen.setdefault(one.request_id, self.label(one))
        return tuple(chosen.values())

    def agency(self, part_ids, *, on):
        """The one agency that owed these parts on a day, where the letter has several; else nothing."""
        found = {self._by_part[part_id].agency_on(on) for part_id in part_ids}
        return found.pop() if self.name_agencies and len(found) == 1 else ""

    def together(self, part_ids, *, on, names_agency=True):
        """These parts in words: "requests 1 to 3 and 5", with the agency on a day where it must be said."""
        chosen = self._chosen(part_ids)
        if not (names_agency and self.name_agencies):
            return self._requests(chosen)
        everything = set().union(*(self._of_request[one.request_id] for one in chosen))
        by_agency = {}
        for one in chosen:
            by_agency.setdefault(one.agency_on(on), []).append(one)
        if len(by_agency) > 1 and everything == set(part_ids):
            return self._requests(chosen)
        return in_words(f"{self._requests(found)} ({agency})" for agency, found in by_agency.items())

    def _chosen(self, part_ids):
        part_ids = set(part_ids)
        return sorted(
            (one for one in self.asked if one.part_id in part_ids), key=lambda one: (one.place, one.part_id)
        )

    def _requests(self, chosen):
        chosen = {one.request_id: one for one in chosen}
        total = len(self._of_request)
        if self._names_askers and len(chosen) > max(MANY, total / 2):
            left = {one.request_id: one for one in self.asked if one.request_id not in chosen}
            return f"all requests but {self._numbers(left.values())}" if left else f"all {total} requests"
        return ("requests " if len(chosen) > 1 else "request ") + self._numbers(chosen.values())

    def _numbers(self, chosen):
        """The numbers of these requests, by the Member who asked where numbers begin again."""
        by_asker = {}
        for one in chosen:
            by_asker.setdefault(one.asker if self._names_askers else "", []).append(one)
        return in_words(
            in_words(self._runs(group)) + (f" of {asker}" if asker else "")
            for asker, group in by_asker.items()
        )

    def _runs(self, group):
        """Numbers, three or more that follow one another drawn together: "1 to 4"."""
        runs = []
        for one in group:
            if runs and runs[-1][-1].place + 1 == one.place:
                runs[-1].append(one)
            else:
                runs.append([one])
        for run in runs:
            if len(run) > 2:
                yield f"{self.number(run[0])} to {self.number(run[-1])}"
            else:
                yield from (self.number(one) for one in run)


def short_day(day):
    """13 Dec 2023"""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def near_day(day, today):
    """13 Dec, where the year is this year's; 13 Dec 2023."""
    return short_day(day).removesuffix(f" {today.year}")


def long_day(day):
    """13 December 2023"""
    return f"{day.day} {day:%B} {day.year}"


def in_words(items):
    """One, two and three."""
    items = list(items)
    return " and ".join(filter(None, [", ".join(items[:-1]), items[-1]])) if items else ""


def cut(text, length=240):
    """A text on one line, cut at a word where it is longer."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(",;:.") + " …"


def capitalised(words):
    return words[:1].upper() + words[1:]
