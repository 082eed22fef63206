"""What is still owed: open requests line by line, oldest first, with all that a list or a file says of them.

A request that was asked again is owed once, at its latest asking, and stands where its first asking puts it.
Days late count from the due date in force. A casework letter is spoken of by its reference alone.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from heapq import merge
from itertools import islice
from typing import NamedTuple

from django.db.models import CharField, Exists, F, OuterRef, Q, Value

from correspondence.accounts.visibility import of_my_offices
from correspondence.directory.models import Agency
from correspondence.followups.models import Contact
from correspondence.letters.models import Letter, Part, Signatory
from correspondence.responses.models import Response

SOON = 7  # days ahead that a due date is soon
AT_ONCE = 500  # lines of a file that are worked out together
_NEVER = date.max
LETTER = "request__letter"


class Ages(NamedTuple):
    """The first asking of what a part asks again: its due date, its letter's id, reference and date."""

    due_on: date | None
    letter_id: int
    reference: str
    dated_on: date


class _Row(NamedTuple):
    """The columns of a line, as they are read."""

    pk: int
    due_on: date | None
    agency_id: int
    agency_name: str
    agency_acronym: str
    agency_kind: str
    request_id: int
    number: str
    place: int
    text: str
    asker: str
    letter_id: int
    reference: str
    kind: str
    subject: str
    dated_on: date
    hearing_title: str
    hearing_on: date | None
    assignee_id: int | None
    username: str | None
    first_name: str | None
    last_name: str | None


_COLUMNS = (
    "pk",
    "due_on",
    "agency",
    "agency__name",
    "agency__acronym",
    "agency__kind",
    "request",
    "request__number",
    "request__place",
    "request__text",
    "request__asker",
    LETTER,
    f"{LETTER}__reference",
    f"{LETTER}__kind",
    f"{LETTER}__subject",
    f"{LETTER}__dated_on",
    f"{LETTER}__hearing_title",
    f"{LETTER}__hearing_on",
    f"{LETTER}__assigned_to",
    f"{LETTER}__assigned_to__username",
    f"{LETTER}__assigned_to__first_name",
    f"{LETTER}__assigned_to__last_name",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One open request of one agency, on a day."""

    row: _Row
    today: date
    signed_by: tuple[str, ...] = ()
    contact: tuple[date, str] | None = None
    first: Ages | None = None

    @property
    def days_late(self):
        """Days since the due date in force; 0 where it is not late, or the clock is paused."""
        due_on = self.row.due_on
        return max(0, (self.today - due_on).days) if due_on else 0

    @property
    def is_soon(self):
        due_on = self.row.due_on
        return bool(due_on) and 0 <= (due_on - self.today).days <= SOON

    @property
    def is_casework(self):
        return self.row.kind == Letter.Kind.CASEWORK

    @property
    def words(self):
        """The request, verbatim; of a casework inquiry, only that it is one."""
        return "Casework inquiry" if self.is_casework else self.row.text

    @property
    def label(self):
        return self.row.number or str(self.row.place)

    @property
    def agency(self):
        """The agency's short name."""
        row = self.row
        return Agency(name=row.agency_name, acronym=row.agency_acronym, kind=row.agency_kind).short_name

    @property
    def assigned_to(self):
        row = self.row
        if row.assignee_id is None:
            return ""
        return f"{row.first_name} {row.last_name}".strip() or row.username

    @property
    def asked_since(self):
        """The date on the letter that asked it first."""
        return self.first.dated_on if self.first else self.row.dated_on


def open_parts(user):
    """Every open request of the user's offices, a part for each agency that owes it."""
    return Part.objects.open().visible_to(user)


def of_whom(parts, user, whose):
    """Those on letters that are assigned to the user or to nobody ("mine"), else all of them."""
    if whose != "mine":
        return parts
    return parts.filter(Q(**{f"{LETTER}__assigned_to": user}) | Q(**{f"{LETTER}__assigned_to": None}))


def first_lines(parts, *, user, today, offset=0, count):
    """Some lines of open parts, oldest first, and whether more follow. Six queries, however many."""
    firsts = first_askings(user)
    keys = list(islice(_in_order(parts, firsts, most=offset + count + 1), offset, offset + count + 1))
    return lines_of(keys[:count], today=today, firsts=firsts), len(keys) > count


def lines_of(keys, *, today, firsts, with_signers=True):
    """The lines of these parts (ids), in this order. Three queries at most."""
    rows = {row.pk: row for row in _rows(Part.objects.filter(pk__in=keys))}
    rows = [rows[key] for key in keys if key in rows]
    letters = {row.letter_id for row in rows}
    signed = signed_by(letters) if with_signers else defaultdict(list)
    contacts = last_contacts(letters)
    return [
        Line(
            row,
            today,
            tuple(signed[row.letter_id]),
            last_contact(contacts, row.letter_id, row.agency_id),
            firsts.get(row.pk),
        )
        for row in rows
    ]


def all_lines(parts, *, user, today):
    """Every line of open parts, agency by agency and oldest first, some hundred at a time."""
    firsts = first_askings(user)
    agencies = Agency.objects.filter(pk__in=parts.order_by().values("agency")).order_by("name")
    for agency in agencies.values_list("pk", flat=True):
        keys = _in_order(parts.filter(agency=agency), firsts)
        while some := list(islice(keys, AT_ONCE)):
            yield from lines_of(some, today=today, firsts=firsts)


def _rows(parts):
    return (_Row(*values) for values in parts.order_by().values_list(*_COLUMNS))


def _in_order(parts, firsts, most=None):
    """The ids of parts, oldest first: by the due date of the first asking; whose clock is paused, last.

    Most parts come in the order of an index, the few others are sorted in between.
    """
    carries = Exists(Part.objects.filter(carried_on_by=OuterRef("pk")))
    plain = parts.filter(~carries, due_on__isnull=False).order_by("due_on", "request", "pk")
    plain = plain.values_list("due_on", "request", "pk")
    if most is not None:
        plain = plain[:most]
    others = parts.order_by().values_list("due_on", "request", "pk")
    asked_again = Part.objects.filter(carried_on_by__isnull=False, settled_on=None).order_by()
    others = others.filter(due_on=None).union(others.filter(pk__in=asked_again.values("carried_on_by")))
    others = sorted(
        ((firsts[pk].due_on if pk in firsts else None) or due_on or _NEVER, request, pk)
        for due_on, request, pk in others
    )
    for _, _, pk in merge(plain.iterator(chunk_size=2000) if most is None else plain, others):
        yield pk


def first_askings(user):
    """For each open part that asks again: what was asked first, as Ages, by the part's id. One query.

    What is settled is settled along the whole chain, so that a settled asking leads to nothing open.
    """
    carried = of_my_offices(
        Part.objects.filter(carried_on_by__isnull=False, settled_on=None), user, f"{LETTER}__office"
    ).values_list("pk", "carried_on_by", "due_on", LETTER, f"{LETTER}__reference", f"{LETTER}__dated_on")
    later, ages = {}, {}
    for pk, carried_on_by, *age in carried.order_by():
        later[pk], ages[pk] = carried_on_by, Ages(*age)
    firsts = {}
    for pk in later:
        age, part, passed = ages[pk], later[pk], set()
        while part is not None and part not in passed:
            passed.add(part)
            if part not in firsts or age.dated_on < firsts[part].dated_on:
                firsts[part] = age
            part = later.get(part)
    return firsts


def signed_by(letters):
    """The names of those who signed these letters (ids), in their order, by letter. One query."""
    signed = defaultdict(list)
    rows = Signatory.objects.filter(letter__in=letters).order_by("letter", "place")
    for letter, name in rows.values_list("letter", "name"):
        signed[letter].append(name)
    return signed


def last_contacts(letters):
    """By (letter, agency): the last day, and what it was, that the office and an agency were in touch. One

    query. A contact that names no agency stands under (letter, None).
    """
    contacts = Contact.objects.standing().filter(letter__in=letters).order_by()
    contacts = contacts.annotate(its_kind=F("kind"), its_day=F("on"))
    replies = Response.objects.standing().filter(letter__in=letters).order_by()
    replies = replies.annotate(its_kind=Value("", output_field=CharField()), its_day=F("received_on"))
    columns = ("letter", "agency", "its_day", "its_kind")
    found = {}
    for letter, agency, on, kind in contacts.values_list(*columns).union(replies.values_list(*columns)):
        words = Contact.Kind(kind).label.lower() if kind else "reply"
        found[letter, agency] = max(found.get((letter, agency), (on, words)), (on, words))
    return found


def last_contact(contacts, letter, agency):
    """The later of what was said to this agency and what names none: (day, words), or None."""
    both = [contacts.get((letter, agency)), contacts.get((letter, None))]
    return max(filter(None, both), key=lambda one: one[0], default=None)
