"""The letter list: what its address asks for, in which order, and one page of it."""

import contextlib
from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.utils.http import urlencode
from django_filters import CharFilter, ChoiceFilter, DateFilter, FilterSet, NumberFilter

from correspondence.core.counting import CountOf, count_words
from correspondence.core.keyset import Order
from correspondence.letters.models import Letter, Recipient, Signatory
from correspondence.letters.queries import with_words
from correspondence.responses.queries import STATES, in_state

ROWS = 25  # a page
COUNT_UP_TO = 250
NAMES = (
    "q", "agency", "state", "assigned", "kind", "year", "topic", "signatory", "hearing", "since", "until",
    "office",
)  # fmt: skip
ORDERS = {
    "-dated": Order(("-dated_on", "-id")),
    "dated": Order(("dated_on", "id")),
    "due": Order(("next_due_on", "id"), nulls_last=True),
    "reference": Order(("reference", "id")),
    "-reference": Order(("-reference", "-id")),
}
WORST_FIRST = {"overdue", "open"}  # states whose letters come by what is due next, if nothing else is said

_FORMS = {}
_NO_DAY = {"invalid": "This is no day, and was left out. Write it like 2024-02-29."}


class LetterFilters(FilterSet):
    """The filters of the list. Only those asked for are made: a form of twelve fields takes a while."""

    q = CharFilter(method="by_words", max_length=200)
    state = ChoiceFilter(method="by_state", choices=STATES)
    agency = CharFilter(method="by_agency", max_length=200)
    assigned = CharFilter(method="by_assigned", max_length=20)
    kind = ChoiceFilter(choices=Letter.Kind.choices)
    year = NumberFilter(method="by_year", min_value=1, max_value=9999)
    topic = NumberFilter(method="by_topic", min_value=1, max_value=2**63 - 1)
    signatory = CharFilter(method="by_signatory", max_length=200)
    hearing = DateFilter(field_name="hearing_on", error_messages=_NO_DAY)
    since = DateFilter(field_name="dated_on", lookup_expr="gte", error_messages=_NO_DAY)
    until = DateFilter(field_name="dated_on", lookup_expr="lte", error_messages=_NO_DAY)
    office = NumberFilter(min_value=1, max_value=2**63 - 1)

    def __init__(self, data, queryset, *, user, today, named):
        self.base_filters = {name: self.base_filters[name] for name in NAMES if data.get(name)}
        self.user, self.today, self.named = user, today, named
        super().__init__(data, queryset)

    def get_form_class(self):
        """The form of these filters, made once: to make its class takes as long as a statement."""
        names = tuple(self.filters)
        if names not in _FORMS:
            _FORMS[names] = super().get_form_class()
        return _FORMS[names]

    def by_words(self, letters, name, words):
        return with_words(letters, words)

    def by_state(self, letters, name, state):
        return in_state(letters, state, self.today)

    def by_agency(self, letters, name, words):
        keys = [pk for pk, _ in self.named]
        if len(keys) == 1:
            return letters.addressed_to(keys[0])
        to = Recipient.objects.filter(letter=OuterRef("pk"), agency__in=keys, role=Recipient.Role.TO)
        return letters.filter(Exists(to))

    def by_assigned(self, letters, name, whose):
        if whose == "me":
            return letters.filter(assigned_to=self.user.pk)
        if whose == "nobody":
            return letters.filter(assigned_to=None)
        return letters.filter(assigned_to=int(whose)) if _is_key(whose) else letters.none()

    def by_year(self, letters, name, year):
        return letters.filter(dated_on__range=(f"{int(year):04}-01-01", f"{int(year):04}-12-31"))

    def by_topic(self, letters, name, topic):
        filed = Letter.topics.through.objects.filter(letter=OuterRef("pk"), topic=int(topic))
        return letters.filter(Exists(filed))

    def by_signatory(self, letters, name, words):
        who = {"person": int(words)} if _is_key(words) else {"name__icontains": words}
        return letters.filter(Exists(Signatory.objects.filter(letter=OuterRef("pk"), **who)))


class Row(NamedTuple):
    """The columns of a letter that the list shows, and how many match if that was asked."""

    pk: int
    office: int
    reference: str
    kind: str
    subject: str
    dated_on: date
    sent_on: date | None
    next_due_on: date | None
    first_name: str
    last_name: str
    username: str
    count: int = 0


COLUMNS = (
    "pk", "office", "reference", "kind", "subject", "dated_on", "sent_on", "next_due_on",
    "assigned_to__first_name", "assigned_to__last_name", "assigned_to__username",
)  # fmt: skip


class Page(NamedTuple):
    """Some rows of a list: the first one's place in it, how many match, and the addresses beside it."""

    rows: list
    first: int
    count: int
    previous: str | None
    next: str | None


class Listing:
    """The letters that an address asks for. What it cannot read is left out, and told in `faults`."""

    def __init__(self, user, given, *, today, named=()):
        self.user, self.given, self.named = user, given, named
        self.asked = {name: given[name].strip() for name in NAMES if given.get(name, "").strip()}
        self.letters, self.faults = Letter.objects.visible_to(user), {}
        if self.asked:
            filters = LetterFilters(self.asked, self.letters, user=user, today=today, named=named)
            self.letters = filters.qs
            self.faults = {name: " ".join(said) for name, said in filters.errors.items()}
        if "agency" in self.asked and not named:
            self.faults["agency"] = "No agency is called so. Type its name, or its acronym."
            self.letters = self.letters.none()
        state = "" if "state" in self.faults else self.asked.get("state", "")
        self.usual = "due" if state in WORST_FIRST else "-dated"
        self.sort = given.get("o") if given.get("o") in ORDERS else self.usual
        self.order = ORDERS[self.sort]
        self._is_sought_once = state == "unacknowledged"  # is asked letter by letter
        self._counts_in_order = state in {"unacknowledged", "open"}  # what is open stands together by order
        self.count_up_to = 100 if self._is_sought_once else COUNT_UP_TO

    def in_words(self, count):
        """A count of its letters: "14", or "250+" where counting stopped."""
        return count_words(count, self.count_up_to)

    def query(self, **changes):
        """The query string of this list with some parts changed, or left out (None); never its place."""
        parts = self.asked | ({"o": self.sort} if self.sort != self.usual else {}) | changes
        return urlencode({name: value for name, value in parts.items() if value not in (None, "")})

    @property
    def token(self):
        """The query string for the links to its letters, where an agency is known by its id."""
        keys = [pk for pk, _ in self.named]
        return self.query(agency=keys[0]) if len(keys) == 1 else self.query()

    def page(self):
        """The rows at the place that the address names, in one statement."""
        onward, place = "before" not in self.given, self._place()
        letters = self.letters
        if place:
            letters = letters.filter(self.order.beyond(place, onward=onward))
        ordered = letters.order_by(*self.order.ordering(onward=onward))
        if self._is_sought_once and not place:  # what is counted begins with the page: sought once
            found = list(ordered.values_list(*COLUMNS)[: self.count_up_to + 1])
            rows, count = [Row(*row) for row in found[: ROWS + 1]], len(found)
        else:
            rows = [Row._make(row) for row in ordered.values_list(*COLUMNS, self.counted())[: ROWS + 1]]
            count = rows[0].count if rows else 0
        more, rows = len(rows) > ROWS, rows[:ROWS]
        if not rows:
            return Page([], 1, 0, None, None)
        if not onward:
            rows.reverse()
        first = self._first() if place and (onward or more) else 1
        head, last = place_of(rows[0], self.order), place_of(rows[-1], self.order)
        before, after = (place, more) if onward else (more, place)
        # By what is next due, what has nothing due is a stretch of its own.
        if place and self.order.nulls_last and not more:
            if onward and place[0] is not None and self.asked.get("state") != "overdue":
                after, last = True, (None, 0)
            elif not onward and place[0] is None:
                before, head = True, (date.max, 0)
        return Page(
            rows,
            first,
            count,
            self._address("before", head, first - ROWS) if before else None,
            self._address("after", last, first + len(rows)) if after else None,
        )

    def counted(self):
        """How many letters match, as far as is counted: a subquery, in the order in which it ends soonest."""
        order = self.order.ordering() if self._counts_in_order else ()
        return CountOf(self.letters.order_by(*order).values("pk")[: self.count_up_to + 1])

    def _first(self):
        said = self.given.get("from", "")
        return max(1, int(said)) if said.isdecimal() and len(said) < 8 else 1

    def _place(self):
        """The values of the row that the page begins after, or ends before; None at the list's head."""
        said = self.given.get("after") or self.given.get("before") or ""
        value, dot, key = said.rpartition(".")
        if not dot or not _is_key(key):
            return None
        if self.order.terms[0].endswith("reference"):
            return value, int(key)
        if not value:
            return (None, int(key)) if self.order.nulls_last else None
        with contextlib.suppress(ValueError):
            return date.fromisoformat(value), int(key)
        return None

    def _address(self, way, place, first):
        value, key = place
        there = {way: f"{'' if value is None else value}.{key}", "from": max(1, first)}
        return "?" + "&".join(filter(None, [self.query(), urlencode(there)]))


def place_of(row, order):
    """The values of a row in the columns of an order."""
    return tuple(getattr(row, "pk" if name == "id" else name) for name, _ in order.columns)


def _is_key(text):
    return text.isdecimal() and len(text) < 19
