"""What a day asks of somebody: the first rows of each list, in the order of harm. Each list is bounded.

`whose` is "mine", what is assigned to the user or to nobody, or "office", all of the user's offices.
"""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db.models import BigIntegerField, CharField, DateField, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce, TruncDate

from correspondence.casework.models import Message
from correspondence.core.days import EASTERN
from correspondence.directory.models import Agency
from correspondence.followups.models import Contact, Reminder
from correspondence.followups.queries import owed_about_letters, owed_about_parts
from correspondence.letters.models import EntryDraft, Letter, Part, Recipient
from correspondence.reports.counts import FIRST, PROMISED, PROMISED_IN_CONTACT, SILENT, UNJUDGED
from correspondence.reports.owed import SOON, of_whom, open_parts
from correspondence.responses.models import Answer, Response

__all__ = ["FIRST", "due_keys", "events", "mine_of", "my_drafts", "reminders"]

WEEK = timedelta(days=7)


def mine_of(user, whose):
    """The assignees (None: nobody) whose letters are looked at; None for everybody's."""
    return {user.pk, None} if whose == "mine" else None


def due_keys(user, whose, today, most):
    """The ids of the first overdue parts, and of the first that are due soon. One query.

    A letter is kept with the earliest due date of its open parts: of so many letters, the first by that date,
    the first so many overdue parts are.
    """
    late = Letter.objects.visible_to(user).overdue(today)
    lists = [late.filter(assigned_to=user), late.filter(assigned_to=None)] if whose == "mine" else [late]
    firsts = [
        Letter.objects.filter(pk__in=one.order_by("next_due_on", "pk").values("pk")[:most]) for one in lists
    ]
    letters = firsts[0].values("pk").order_by()
    if firsts[1:]:
        letters = letters.union(firsts[1].values("pk").order_by(), all=True)
    overdue = Part.objects.open().filter(request__letter__in=letters, due_on__lt=today)
    soon = of_whom(open_parts(user), user, whose).filter(due_on__range=(today, today + timedelta(days=SOON)))
    nearest = soon.order_by("due_on", "request", "pk").values("pk")[:most]
    rows = overdue.order_by().values_list("pk", "due_on", "request")
    rows = rows.union(Part.objects.filter(pk__in=nearest).order_by().values_list("pk", "due_on", "request"))
    found = sorted(rows, key=lambda row: (row[1], row[2], row[0]))
    return (
        [pk for pk, due_on, _ in found if due_on < today][:most],
        [pk for pk, due_on, _ in found if due_on >= today][:most],
    )


class Event(NamedTuple):
    """A row of one of the day's lists: a letter, a response, a contact or a promise, and its letter.

    A message of a constituent has no letter here; its number is the reference, its policy area the words.
    """

    list: str
    on: date
    pk: int
    kind: str
    words: str
    agency_name: str
    agency_acronym: str
    agency_kind: str
    letter_id: int | None
    reference: str
    letter_kind: str
    subject: str
    request_id: int | None
    number: str
    settled_on: date | None
    assignee_id: int | None

    @property
    def is_casework(self):
        return self.letter_kind == Letter.Kind.CASEWORK

    @property
    def agency(self):
        """The agency's short name."""
        return Agency(name=self.agency_name, acronym=self.agency_acronym, kind=self.agency_kind).short_name


CAME_IN, SAID, WROTE = "came", "said", "wrote"  # responses, contacts and messages of the last days
_NOTHING = Value("", output_field=CharField())
_NO_REQUEST, _NO_DAY = Cast(Value(None), BigIntegerField()), Cast(Value(None), DateField())


def events(user, whose, counts, today, *, most, came):
    """The first rows of the lists that `counts` knows, and the latest of what came in, by list. One query."""
    assignees = mine_of(user, whose)
    answers = {"words": F("quote"), "request": F("part__request"), "number": F("part__request__number")}
    answers |= {"settled": F("part__settled_on")}
    contacts = {"words": F("promised"), "request": _first_part("part__request")}
    contacts |= {"settled": _first_part("part__settled_on")}
    silent = Recipient.objects.filter(letter=OuterRef("pk"), role=Recipient.Role.TO, agency__isnull=False)
    silent = silent.order_by("place")
    to = {f"agency_{name}": Subquery(silent.values(f"agency__{name}")[:1]) for name in _OF_AGENCY}
    lists = [
        _events(name, model.objects.filter(pk__in=counts.first(name, most, assignees)), *more)
        for name, model, *more in (
            (SILENT, Letter, "sent_on", "", "", to),
            (UNJUDGED, Response, "received_on", "letter__", "agency__", {"words": F("summary")}),
            (PROMISED, Answer, "promised_on", "response__letter__", "response__agency__", answers),
            (PROMISED_IN_CONTACT, Contact, "promised_on", "letter__", "agency__", contacts),
        )
    ]
    for name, model, on, words in (
        (CAME_IN, Response, "received_on", "summary"),
        (SAID, Contact, "on", "summary"),
    ):
        rows = model.objects.standing().visible_to(user).filter(**{f"{on}__gt": today - WEEK})
        if whose == "mine":
            rows = rows.filter(Q(letter__assigned_to=user) | Q(letter__assigned_to=None))
        latest = model.objects.filter(pk__in=rows.order_by(f"-{on}", "-pk").values("pk")[:came])
        lists.append(_events(name, latest, on, "letter__", "agency__", {"words": F(words)}))
    lists.append(_messages(user, whose, today, came))
    found = {}
    for row in lists[0].union(*lists[1:], all=True):
        event = Event(*row)
        found.setdefault(event.list, []).append(event)
    return {name: sorted(its, key=lambda event: (event.on, event.pk)) for name, its in found.items()}


_OF_AGENCY = ("name", "acronym", "kind")


def _events(name, rows, on, letter, agency, given):
    """Rows of any kind in the columns of an Event. `letter` and `agency` lead there, each from the row."""
    columns = {f"agency_{one}": F(f"{agency}{one}") for one in _OF_AGENCY} | {
        "words": _NOTHING,
        "request": _NO_REQUEST,
        "number": _NOTHING,
        "settled": _NO_DAY,
    }
    columns |= given
    columns = {f"its_{one}": column for one, column in columns.items()}
    for one in _OF_AGENCY:
        columns[f"its_agency_{one}"] = Coalesce(columns[f"its_agency_{one}"], _NOTHING)
    kind = F("kind") if hasattr(rows.model, "kind") else F("outcome")
    rows = rows.order_by().annotate(
        its_list=Value(name, output_field=CharField()),
        its_day=F(on),
        its_kind=kind,
        its_letter=F(f"{letter}pk"),
        **columns,
    )
    return rows.values_list(
        "its_list", "its_day", "pk", "its_kind", "its_words", "its_agency_name", "its_agency_acronym",
        "its_agency_kind", "its_letter", f"{letter}reference", f"{letter}kind", f"{letter}subject",
        "its_request", "its_number", "its_settled", f"{letter}assigned_to",
    )  # fmt: skip


def _messages(user, whose, today, most):
    """The latest messages of constituents in the columns of an Event; none for somebody without casework."""
    begin = datetime.combine(today - WEEK + timedelta(days=1), time(), EASTERN)
    rows = Message.objects.visible_to(user).filter(received_at__gte=begin)
    if whose == "mine":
        rows = rows.filter(Q(assigned_to=user) | Q(assigned_to=None))
    latest = Message.objects.filter(pk__in=rows.order_by("-received_at", "-pk").values("pk")[:most])
    nothing, nobody = _NOTHING, _NO_REQUEST
    columns = {"list": Value(WROTE, output_field=CharField()), "kind": nothing, "words": F("area")}
    columns |= {"day": TruncDate("received_at", tzinfo=EASTERN), "letter": nobody, "letter_kind": nothing}
    columns |= {f"agency_{one}": nothing for one in _OF_AGENCY} | {"subject": nothing, "settled": _NO_DAY}
    columns |= {"request": nobody, "number": nothing}
    rows = latest.order_by().annotate(**{f"its_{name}": column for name, column in columns.items()})
    return rows.values_list(
        "its_list", "its_day", "pk", "its_kind", "its_words", "its_agency_name", "its_agency_acronym",
        "its_agency_kind", "its_letter", "number", "its_letter_kind", "its_subject",
        "its_request", "its_number", "its_settled", "assigned_to",
    )  # fmt: skip


def _first_part(column):
    about = Contact.parts.through.objects.filter(contact=OuterRef("pk")).order_by("pk")
    return Subquery(about.values(column)[:1])


def reminders(user, whose, today, most):
    """The reminders that are owed and not put off, the latest first. One query."""
    about_parts, about_letters = (
        rows.visible_to(user).not_put_off(today) for rows in (owed_about_parts(), owed_about_letters())
    )
    if whose == "mine":
        about_parts = about_parts.filter(
            Q(part__request__letter__assigned_to=user) | Q(part__request__letter__assigned_to=None)
        )
        about_letters = about_letters.filter(Q(letter__assigned_to=user) | Q(letter__assigned_to=None))
    keys = [
        Reminder.objects.filter(pk__in=rows.order_by("-scheduled_on", "-pk").values("pk")[:most]).values("pk")
        for rows in (about_parts, about_letters)
    ]
    rows = Reminder.objects.filter(pk__in=keys[0].order_by().union(keys[1].order_by(), all=True))
    letters = ("letter", "part__request__letter")
    rows = rows.select_related("rule", "part__agency", *letters)
    rows = rows.defer(*(f"{letter}__{long}" for letter in letters for long in ("body", "letterhead")))
    return list(rows.order_by("-scheduled_on", "-pk")[:most])


def my_drafts(user, most):
    """What the user has typed into the letter form and not saved yet, the newest first. One query."""
    drafts = EntryDraft.objects.filter(user=user).select_related("letter")
    return list(drafts.defer("letter__body", "letter__letterhead").order_by("-saved_at")[:most])
