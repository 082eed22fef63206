"""The letter list: what its address asks for, in which order, and one page of it."""

import contextlib
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple

from django.utils.http import urlencode

from correspondence.core.counting import CountOf, count_words
from correspondence.core.keyset import Order
from correspondence.core.prepared import Prepared
from correspondence.letters.models import Letter
from correspondence.web.letters.lists.filters import NAMES, Filter, filters_of, form_of, is_key, narrowed

ROWS = 25  # a page
COUNT_UP_TO = 250
ORDERS = {
    "-dated": Order(("-dated_on", "-id")),
    "dated": Order(("dated_on", "id")),
    "due": Order(("next_due_on", "id"), nulls_last=True),
    "reference": Order(("reference", "id")),
    "-reference": Order(("-reference", "-id")),
}
LETTER_BY_LETTER = {"agency", "topic", "signatory"}  # filters that no order of the letters goes by
IN_WORDS = {"q", "signatory"}  # what is typed gives these statements their shape: they are not kept
WORST_FIRST = {"overdue", "open"}  # states whose letters come by what is due next, if nothing else is said


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
        self.faults, self.filters = {}, ()
        if self.asked:
            form = form_of(self.asked)
            self.faults = {name: " ".join(said) for name, said in form.errors.items()}
            self.filters = filters_of(form.cleaned_data, user, named, today)
        if "agency" in self.asked and not named:
            self.faults["agency"] = "No agency is called so. Type its name, or its acronym."
            self.filters = None
        state = "" if "state" in self.faults else self.asked.get("state", "")
        self.usual = "due" if state in WORST_FIRST else "-dated"
        self.sort = given.get("o") if given.get("o") in ORDERS else self.usual
        self.order = ORDERS[self.sort]
        # What is asked letter by letter is sought once: what is counted begins with the page.
        self.is_sought_once = state == "unacknowledged" or bool(LETTER_BY_LETTER & self.asked.keys())
        self.counts_in_order = state in {"unacknowledged", "open"}  # what is open stands together by order
        self.count_up_to = 2 * ROWS if self.is_sought_once else COUNT_UP_TO

    @cached_property
    def letters(self):
        """The letters, as a queryset without an order."""
        if self.filters is None:
            return Letter.objects.none()
        return narrowed(list(self.user.roles), self.filters)

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
        found = self._found(place, onward)
        if self.is_sought_once and not place:
            rows, count = [Row(*row) for row in found[: ROWS + 1]], len(found)
        else:
            rows = [Row._make(row) for row in found]
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

    def _found(self, place, onward):
        if self.filters is None:
            return []
        shape = _Shape(
            tuple((one.name, one.word, one.value is not None) for one in self.filters),
            self.sort,
            onward,
            tuple(value is not None for value in place or ()),
            self.is_sought_once,
            self.counts_in_order,
            self.count_up_to,
        )
        values = [one.value for one in self.filters if one.value is not None]
        values += [value for value in place or () if value is not None]
        offices = list(self.user.roles)
        if any(one.name in IN_WORDS and one.word for one in self.filters):
            return list(_rows(shape, offices, *values))
        return _prepared(shape).rows(offices, *values)

    def counted(self):
        """How many letters match, as far as is counted: a subquery, in the order in which it ends soonest."""
        return _counted(self.letters, self.order, self.counts_in_order, self.count_up_to)

    def _first(self):
        said = self.given.get("from", "")
        return max(1, int(said)) if said.isdecimal() and len(said) < 8 else 1

    def _place(self):
        """The values of the row that the page begins after, or ends before; None at the list's head."""
        said = self.given.get("after") or self.given.get("before") or ""
        value, dot, key = said.rpartition(".")
        if not dot or not is_key(key):
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


class _Shape(NamedTuple):
    """All that gives the statement of a page its shape; what only fills it in are values."""

    filters: tuple
    sort: str
    onward: bool
    place: tuple
    is_sought_once: bool
    counts_in_order: bool
    count_up_to: int


@lru_cache(maxsize=256)
def _prepared(shape):
    return Prepared(lambda *values: _rows(shape, *values))


def _rows(shape, offices, *values):
    """The rows of a page and one more, each with the count; or those that are counted."""
    order, values = ORDERS[shape.sort], iter(values)
    letters = narrowed(
        offices, [Filter(name, word, next(values) if more else None) for name, word, more in shape.filters]
    )
    counted = letters
    if shape.place:
        place = [next(values) if more else None for more in shape.place]
        letters = letters.filter(order.beyond(place, onward=shape.onward))
    letters = letters.order_by(*order.ordering(onward=shape.onward))
    if shape.is_sought_once and not shape.place:
        return letters.values_list(*COLUMNS)[: shape.count_up_to + 1]
    count = _counted(counted, order, shape.counts_in_order, shape.count_up_to)
    return letters.values_list(*COLUMNS, count)[: ROWS + 1]


def _counted(letters, order, in_order, most):
    order = order.ordering() if in_order else ()
    return CountOf(letters.order_by(*order).values("pk")[: most + 1])
