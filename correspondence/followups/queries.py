"""Reads for reminders: what is owed one, who is told of it, and what was put right since they were."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, F, Max, OuterRef, Q

from correspondence.accounts.models import OfficeMembership
from correspondence.followups.models import Contact, Digest, DigestLine, Reminder
from correspondence.followups.rules import correction_in_words, who_is_told
from correspondence.letters.models import Correction, Decision, FollowUpRequest, Letter, Part, Recipient
from correspondence.responses.models import Response
from correspondence.responses.queries import letters_awaiting_acknowledgment

TO = Recipient.Role.TO
OF_PART = "part__request__letter"
LETTER_SHOWN = ("reference", "kind", "subject", "sent_on", "office", "assigned_to")
LETTER_LONG = ("letter__letterhead", "letter__body")


def owed_about_letters(among=None):
    """Reminders of letters that are owed: sent on the day counted from, not acknowledged, no later one,

    and not closed by a person. `among` (letters, or their ids) narrows it.
    """
    reminders = Reminder.objects.not_closed().filter(
        letter__in=letters_awaiting_acknowledgment(among), letter__sent_on=F("anchor_on")
    )
    return _latest(reminders, "letter")


def owed_about_parts():
    """Reminders of parts that are owed: open, due on the day counted from, with no later one, not closed."""
    reminders = Reminder.objects.not_closed().filter(
        part__settled_on=None, part__carried_on_by=None, part__due_on=F("anchor_on")
    )
    return _latest(reminders, "part")


def _latest(reminders, about):
    """Of these reminders, those that no later one counted from the same day has followed, closed or not."""
    later = Reminder.objects.filter(**{about: OuterRef(about)}, anchor_on=OuterRef("anchor_on")).filter(
        Q(scheduled_on__gt=OuterRef("scheduled_on"))
        | Q(scheduled_on=OuterRef("scheduled_on"), pk__gt=OuterRef("pk"))
    )
    return reminders.filter(~Exists(later))


def owed():
    """All reminders that are owed."""
    about_parts = owed_about_parts().order_by().values("pk")
    return Reminder.objects.filter(
        pk__in=owed_about_letters().order_by().values("pk").union(about_parts, all=True)
    )


def still_owed(reminders, *, today=None):
    """Which are owed, of (id, letter’s id or None) pairs of reminders: their ids. Two queries at most.

    Where `today` is given, without those that are put off until a later day.
    """
    about_letters = {pk: letter for pk, letter in reminders if letter}
    about_parts = [pk for pk, letter in reminders if not letter]
    found = set()
    if about_letters:
        rows = owed_about_letters(among=set(about_letters.values())).filter(pk__in=about_letters)
        rows = rows.not_put_off(today)
        found.update(rows.order_by().values_list("pk", flat=True))
    if about_parts:
        rows = owed_about_parts().filter(pk__in=about_parts).not_put_off(today)
        found.update(rows.order_by().values_list("pk", flat=True))
    return found


@dataclass(frozen=True, slots=True)
class Owed:
    """A reminder that is owed, and what it is about: a letter, or a part that is due."""

    reminder_id: int
    letter_id: int
    office_id: int
    assignee_id: int | None
    request_id: int | None = None
    due_on: date | None = None


def owed_now(today):
    """Every reminder that is owed and not put off until after today, as Owed. Two queries."""
    found = []
    for rows, letter, of_part in (
        (owed_about_letters(), "letter", ()),
        (owed_about_parts(), OF_PART, ("part__request", "part__due_on")),
    ):
        columns = ("pk", letter, f"{letter}__office", f"{letter}__assigned_to", *of_part)
        found += [Owed(*row) for row in rows.not_put_off(today).order_by().values_list(*columns)]
    return found


def told_already():
    """The ids of the owed reminders that each person was told of, by the person's id. Two queries.

    What was told before its part was reopened, or before a response to its letter was withdrawn,
    counts no more: in between it was held to be done. Nor does what was told before the day that a
    person put it off to.
    """
    reopened = Decision.objects.filter(
        part=OuterRef("reminder__part"),
        what=Decision.What.REOPENED,
        recorded_at__gt=OuterRef("digest__sent_at"),
    )
    withdrawn = Response.objects.filter(
        letter=OuterRef("reminder__letter"), withdrawn_at__gt=OuterRef("digest__sent_at")
    )
    sent = DigestLine.objects.filter(digest__sent_at__isnull=False).exclude(
        reminder__put_off_until__gt=F("digest__day")
    )
    told = defaultdict(set)
    for rows, undone in ((owed_about_letters(), withdrawn), (owed_about_parts(), reopened)):
        lines = sent.filter(~Exists(undone), reminder__in=rows.order_by().values("pk"))
        for person, reminder in lines.values_list("digest__person", "reminder"):
            told[person].add(reminder)
    return told


@dataclass(frozen=True)
class Members:
    """Whom mail can reach: active users with an address, by id, and the offices they are members of."""

    users: dict
    members_of: dict
    managers_of: dict

    def told_of(self, office_id, assignee_id):
        """The ids of those who are told of what is owed on an office's letter."""
        members, managers = self.members_of.get(office_id, ()), self.managers_of.get(office_id, ())
        return who_is_told(assignee_id, members, managers)


def reachable_members():
    """Everybody whom a digest can reach. One query."""
    users, members_of, managers_of = {}, defaultdict(set), defaultdict(list)
    seats = OfficeMembership.objects.filter(user__is_active=True).exclude(user__email="")
    for seat in seats.select_related("user").order_by("user__pk"):
        users[seat.user_id] = seat.user
        members_of[seat.office_id].add(seat.user_id)
        if seat.role == OfficeMembership.Role.MANAGER:
            managers_of[seat.office_id].append(seat.user_id)
    return Members(users, dict(members_of), dict(managers_of))


@dataclass(frozen=True)
class Told:
    """What a person was told so far: the last day, up to when corrections were covered, and whether a

    digest that was begun is still to be sent.
    """

    last_on: date | None = None
    covered_until: datetime | None = None
    has_unsent: bool = False


def told_so_far():
    """What everybody was Told who ever had a digest, by the person's id. One query."""
    sent = Q(sent_at__isnull=False)
    rows = Digest.objects.order_by().values("person")
    rows = rows.annotate(
        last_on=Max("day", filter=sent),
        covered_until=Max("covers_until", filter=sent),
        unsent=Count("pk", filter=~sent),
    )
    return {row["person"]: Told(row["last_on"], row["covered_until"], row["unsent"] > 0) for row in rows}


def reminders_of(letters):
    """The reminders owed on these letters (ids), with all that a digest says of each. Three queries.

    Those about a letter know its `silent` agencies.
    """
    about_letters = owed_about_letters(among=letters)
    about_parts = owed_about_parts().filter(**{f"{OF_PART}__in": letters})
    about_letters = about_letters.select_related("rule", "letter__assigned_to")
    about_letters = list(about_letters.only("part", "rule__name", *_names("letter")))
    silent = silent_agencies(letters)
    for reminder in about_letters:
        reminder.silent = silent[reminder.letter_id]
    return [
        *about_letters,
        *about_parts.select_related("rule", "part__agency", f"{OF_PART}__assigned_to").only(
            "rule__name",
            "part__due_on",
            *(f"part__agency__{name}" for name in ("name", "acronym", "kind")),
            *(f"part__request__{name}" for name in ("number", "place", "text")),
            *_names(OF_PART),
        ),
    ]


def silent_agencies(letters):
    """The agencies on the To lines of these letters (ids) that owe something, and sent nothing: by letter."""
    here = {"letter": OuterRef("letter"), "agency": OuterRef("agency")}
    open_here = Part.objects.open().filter(request__letter=OuterRef("letter"), agency=OuterRef("agency"))
    rows = Recipient.objects.filter(
        Exists(open_here) | ~Exists(FollowUpRequest.objects.filter(letter=OuterRef("letter"))),
        ~Exists(Response.objects.standing().filter(**here)),
        letter__in=letters,
        role=TO,
        agency__isnull=False,
    )
    silent = defaultdict(list)
    for row in rows.select_related("agency").order_by("place"):
        if row.agency not in silent[row.letter_id]:
            silent[row.letter_id].append(row.agency)
    return silent


def _names(letter):
    people = ("username", "first_name", "last_name")
    return [
        *(f"{letter}__{name}" for name in LETTER_SHOWN),
        *(f"{letter}__assigned_to__{name}" for name in people),
    ]


@dataclass(frozen=True)
class Mended:
    """Something about a letter that was put right or withdrawn, in words, and why."""

    letter: Letter
    what: str
    why: str
    by: str
    at: datetime


def mended_between(since, until):
    """What was corrected or withdrawn after one instant and up to another, in that order. Three queries."""
    corrections = Correction.objects.filter(at__gt=since, at__lte=until).select_related("letter", "by")
    responses = Response.objects.filter(withdrawn_at__gt=since, withdrawn_at__lte=until)
    contacts = Contact.objects.filter(withdrawn_at__gt=since, withdrawn_at__lte=until)
    found = [
        Mended(row.letter, correction_in_words(row.path, row.old, row.new), row.why, str(row.by), row.at)
        for row in corrections.defer(*LETTER_LONG)
    ]
    for rows in (
        responses.select_related("letter", "withdrawn_by", "agency"),
        contacts.select_related("letter", "withdrawn_by"),
    ):
        found += [
            Mended(row.letter, f"{row} withdrawn", row.withdrawn_why, str(row.withdrawn_by), row.withdrawn_at)
            for row in rows.defer(*LETTER_LONG)
        ]
    return sorted(found, key=lambda one: one.at)
