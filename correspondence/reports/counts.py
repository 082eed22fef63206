"""How much is owed, by agency and by whom a letter is assigned to: counted once for each state of the record.

To count tens of thousands of open requests takes longer than a page may. So what was counted in an office is
kept until something is recorded in it (every act leaves an entry in the audit), and for a minute at most: a
change that was begun before another and committed after it could else go unseen. Where counting was costly it
is not done again for some seconds, whatever is recorded. A page that shows the figures says when they were
counted.
"""

import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.core.cache import cache
from django.db.models import CharField, Count, Exists, F, Min, OuterRef, Q, Subquery, Value
from django.db.models.functions import TruncDate

from correspondence.accounts.roles import Act, offices_where
from correspondence.audit.models import Entry
from correspondence.casework.queries import new_messages
from correspondence.core.days import EASTERN
from correspondence.directory.models import Agency, Office
from correspondence.followups.models import Contact
from correspondence.letters.models import Letter
from correspondence.reports.owed import LETTER, SOON, open_parts
from correspondence.responses.models import Answer, Response
from correspondence.responses.queries import letters_awaiting_acknowledgment

KEPT_FOR = 60  # seconds, at most
COSTLY, AT_LEAST = 0.5, 20  # what took so many seconds to count is kept for so many at least
FIRST = 250  # rows of each list that are known by their ids; of all there is a count
TO_BE_JUDGED = (Response.Kind.PARTIAL, Response.Kind.ROLLING, Response.Kind.SUBSTANTIVE)
SILENT, UNJUDGED, PROMISED, PROMISED_IN_CONTACT = "silent", "unjudged", "answers", "contacts"
NEW = "messages"


class Owing(NamedTuple):
    """What one agency owes: open requests, how many are late and due soon, and the earliest due date."""

    agency_id: int
    name: str
    open: int
    late: int
    soon: int
    earliest: date | None

    @property
    def rank(self):
        """Worst first: the most late, then the longest late, then the most open."""
        return -self.late, self.earliest or date.max, -self.open, self.name


@dataclass(frozen=True)
class Counts:
    """What an office is owed on a day, and when it was counted. An assignee is an id; None is nobody."""

    counted_at: datetime
    today: date
    owing: tuple  # of (assignee, Owing)
    lists: dict  # by name: by assignee: the count, and the first (day's number, id) pairs

    def by_agency(self):
        """An Owing for each agency that owes something, worst first."""
        agencies = defaultdict(list)
        for _, one in self.owing:
            agencies[one.agency_id].append(one)
        return sorted(map(_together, agencies.values()), key=lambda one: one.rank)

    def total(self, what, assignees=None):
        """The sum of "open", "late" or "soon", on letters assigned to these, or on all."""
        return sum(
            getattr(one, what) for assignee, one in self.owing if assignees is None or assignee in assignees
        )

    def count(self, name, assignees=None):
        """How many a list has, on letters assigned to these, or on all."""
        return sum(count for count, _ in self._lists(name, assignees))

    def first(self, name, most, assignees=None):
        """The ids of the first so many of a list, the oldest first."""
        found = sorted(pair for _, pairs in self._lists(name, assignees) for pair in pairs)
        return [pk for _, pk in found[:most]]

    def _lists(self, name, assignees):
        its = self.lists.get(name, {})
        return [one for assignee, one in its.items() if assignees is None or assignee in assignees]


def _together(owings):
    first = owings[0]
    return Owing(
        first.agency_id,
        first.name,
        sum(one.open for one in owings),
        sum(one.late for one in owings),
        sum(one.soon for one in owings),
        min((one.earliest for one in owings if one.earliest), default=None),
    )


def state_of(user):
    """What was recorded last in each of the user's offices: the same state, the same record. One query."""
    last = Entry.objects.filter(office_id=OuterRef("pk")).order_by("-id").values("pk")[:1]
    offices = Office.objects.filter(pk__in=list(user.roles)).order_by("pk")
    return list(offices.values_list("pk", Subquery(last)))


def counts_of(user, *, now, today, state=None, with_lists=True):
    """The Counts of the user's offices; `state` is theirs, where it is known. Three queries at most.

    What is owed and the lists are kept apart: a page that shows no list need not wait for them.
    """
    state = state_of(user) if state is None else state
    offices = f"{today}:{sorted(user.roles)}:{sorted(offices_where(user, Act.CASEWORK))}".replace(" ", "")
    at, owing = _kept(f"owing:{offices}", state, now, lambda: tuple(_owing(user, today)))
    lists = {}
    if with_lists:
        listed_at, lists = _kept(f"lists:{offices}", state, now, lambda: _lists(user, today))
        at = min(at, listed_at)
    return Counts(at, today, owing, lists)


def _kept(key, state, now, count):
    """When something was counted, and what was: as it is kept, or counted now and kept."""
    known, at, found, cost = cache.get(key) or (None, None, None, 0)
    if at is not None:
        age = (now - at).total_seconds()
        if 0 <= age < KEPT_FOR and (known == state or (cost > COSTLY and age < AT_LEAST)):
            return at, found
    began = time.monotonic()
    found = count()
    cache.set(key, (state, now, found, time.monotonic() - began), KEPT_FOR)
    return now, found


def _owing(user, today):
    of = ("agency", f"{LETTER}__assigned_to", "agency__name", "agency__acronym", "agency__kind")
    rows = open_parts(user).order_by().values(*of).annotate(
        open=Count("pk"),
        late=Count("pk", filter=Q(due_on__lt=today)),
        soon=Count("pk", filter=Q(due_on__range=(today, today + timedelta(days=SOON)))),
        earliest=Min("due_on"),
    )  # fmt: skip
    for agency, assignee, name, acronym, kind, *counts in rows.values_list(
        *of, "open", "late", "soon", "earliest"
    ):
        yield assignee, Owing(agency, Agency(name=name, acronym=acronym, kind=kind).short_name, *counts)


def _lists(user, today):
    """Of each list the count and the first pairs of day and id, by assignee. One query."""
    kinds = (
        (SILENT, silent_letters(user), "sent_on", "assigned_to"),
        (UNJUDGED, unjudged_responses(user), "received_on", "letter__assigned_to"),
        (PROMISED, broken_in_answers(user, today), "promised_on", "response__letter__assigned_to"),
        (PROMISED_IN_CONTACT, broken_in_contacts(user, today), "promised_on", "letter__assigned_to"),
        (NEW, new_messages(user), TruncDate("received_at", tzinfo=EASTERN), "assigned_to"),
    )
    found = None
    for name, rows, on, assignee in kinds:
        its_day = F(on) if isinstance(on, str) else on
        rows = rows.order_by().annotate(its_list=Value(name, output_field=CharField()), its_day=its_day)
        rows = rows.values_list("its_list", assignee, "its_day", "pk")
        found = rows if found is None else found.union(rows, all=True)
    lists = defaultdict(lambda: defaultdict(list))
    for name, assignee, on, pk in found:
        lists[name][assignee].append((on, pk))
    return {
        name: {assignee: (len(pairs), _first(pairs)) for assignee, pairs in its.items()}
        for name, its in lists.items()
    }


def _first(pairs):
    """The first of these, with each day as its number: many dates are slow to keep and to fetch."""
    return tuple((on.toordinal(), pk) for on, pk in sorted(pairs)[:FIRST])


def silent_letters(user):
    """Sent letters of the user's offices that an agency has sent nothing back about."""
    return Letter.objects.visible_to(user).sent().filter(pk__in=letters_awaiting_acknowledgment())


def unjudged_responses(user):
    """Responses that claim to answer something, and of which nobody has said what they answer."""
    judged = Answer.objects.filter(response=OuterRef("pk"))
    rows = Response.objects.visible_to(user).standing().filter(kind__in=TO_BE_JUDGED)
    return rows.filter(~Exists(judged))


def broken_in_answers(user, today):
    """Promises in responses whose day has passed, and that were not kept; on settled requests too."""
    rows = Answer.objects.filter(promised_on__lt=today, promise_kept_on=None, response__withdrawn_on=None)
    return rows.filter(response__letter__office__in=list(user.roles))


def broken_in_contacts(user, today):
    """Promises in contacts whose day has passed, and that were not kept."""
    contacts = Contact.objects.visible_to(user).standing()
    return contacts.filter(promised_on__lt=today, promise_kept_on=None)
