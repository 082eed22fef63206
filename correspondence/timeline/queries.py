"""The dated facts of a letter or request, in order: read in a fixed number of queries, stored nowhere."""

from collections import defaultdict, namedtuple
from dataclasses import dataclass
from datetime import date
from itertools import chain
from operator import attrgetter

from django.db.models import Exists, OuterRef, Q, Value
from django.urls import reverse

from correspondence.followups.models import Contact, Reminder, ReminderRule
from correspondence.letters.models import (
    Correction,
    Decision,
    Follows,
    Letter,
    LetterDocument,
    Part,
    Recipient,
)
from correspondence.responses.models import Response, ResponseDocument
from correspondence.timeline.entries import Asked, Entry, File, Names
from correspondence.timeline.facts import Facts, Raised, Reply, Spoken, name_of, short_name
from correspondence.timeline.rules import course_of
from correspondence.timeline.telling import tell


def _user(prefix):
    return f"{prefix}__first_name", f"{prefix}__last_name", f"{prefix}__username"


def _agency(prefix):
    return f"{prefix}__name", f"{prefix}__acronym", f"{prefix}__kind"


def _there(rows, path="letter"):
    return Exists(rows.objects.order_by().filter(**{path: OuterRef("pk")}))


# Letters as a timeline wants them: without what it does not read, and with whether there is anything of
# the kinds that most letters have nothing of, so that only for what there is a query is made.
LETTERS = (
    Letter.objects.select_related("office", "assigned_to", "sent_by", "entered_by")
    .only(
        "office__name",
        "kind",
        "subject",
        "reference",
        "dated_on",
        "due_phrase",
        "delivery",
        "sent_on",
        "sent_recorded_at",
        "entered_at",
        *_user("assigned_to"),
        *_user("sent_by"),
        *_user("entered_by"),
    )
    .annotate(
        has_contacts=_there(Contact),
        has_corrections=_there(Correction),
        has_later_letters=_there(Follows, "earlier"),
        has_files=Q(_there(LetterDocument)) | Q(_there(ResponseDocument, "response__letter")),
    )
)

# The reads of a timeline, put together once, without an order: to filter one costs a third of building it,
# and few rows are sorted sooner here than the words of an order are put together.
_AGAIN = "carried_on_by__request__letter"
PartRow = namedtuple(
    "PartRow",
    (
        "pk",
        "request_id",
        "request__place",
        "request__number",
        "request__asker",
        "agency_id",
        *_agency("agency"),
        f"{_AGAIN}_id",
        f"{_AGAIN}__reference",
        f"{_AGAIN}__sent_on",
        f"{_AGAIN}__office_id",
    ),
)
DecisionRow = namedtuple(
    "DecisionRow",
    (
        "pk",
        "part_id",
        "what",
        "ground",
        "on",
        "recorded_at",
        "why",
        "old_due_on",
        "new_due_on",
        *_user("by"),
        *_agency("old_agency"),
        *_agency("new_agency"),
    ),
)
PARTS = Part.objects.order_by().values_list(
    *PartRow._fields, *(f"decisions__{column}" for column in DecisionRow._fields)
)
RECIPIENTS = Recipient.objects.order_by().values_list(
    "place",
    "role",
    "name",
    "title",
    "organization",
    "control_number",
    "agency_id",
    *_agency("agency"),
    named=True,
)
REPLIES = Response.objects.order_by().values_list(
    "pk",
    "kind",
    "channel",
    "received_on",
    "dated_on",
    "signer_name",
    "signer_title",
    "summary",
    "agency_id",
    *_agency("agency"),
    "logged_at",
    *_user("logged_by"),
    "withdrawn_on",
    "withdrawn_why",
    *_user("withdrawn_by"),
    "moved_from__letter__reference",
    "moved_from__letter__office_id",
    "answers__pk",
    "answers__part_id",
    "answers__outcome",
    "answers__ground",
    "answers__quote",
    "answers__note",
    "answers__extension_until",
    "answers__promised_on",
    "answers__promise_kept_on",
    "answers__pages",
    "answers__bates",
    "answers__delivered_where",
    "answers__delivered_on",
    "answers__judged_at",
    "answers__decision_id",
    *_user("answers__judged_by"),
    named=True,
)
CONTACTS = Contact.objects.order_by().values_list(
    "pk",
    "kind",
    "on",
    "with_whom",
    "summary",
    "promised",
    "promised_on",
    "promise_kept_on",
    "logged_at",
    *_agency("agency"),
    *_user("logged_by"),
    "withdrawn_on",
    "withdrawn_why",
    *_user("withdrawn_by"),
    "about__part_id",
    "about__decision_id",
    named=True,
)
REMINDERS = Reminder.objects.order_by().values_list(
    "pk",
    "letter_id",
    "part_id",
    "rule__name",
    "scheduled_on",
    "raised_at",
    "lines__pk",
    "lines__digest__sent_at",
    *_user("lines__digest__person"),
    named=True,
)
CORRECTIONS = (
    Correction.objects.order_by()
    .annotate(was_there=Q(old__isnull=False), is_there=Q(new__isnull=False))
    .values_list("pk", "path", "was_there", "is_there", "why", "at", *_user("by"), named=True)
)
LATER_LETTERS = (
    Follows.objects.filter(letter__sent_on__isnull=False)
    .order_by()
    .values_list(
        "letter_id", "letter__reference", "letter__kind", "letter__subject", "letter__sent_on", named=True
    )
)
RULES = ReminderRule.objects.filter(is_on=True).order_by()
FILES_OF_LETTER = (
    LetterDocument.objects.annotate(of=Value(0)).order_by().values_list("of", "pk", "title", "document__name")
)
FILES_OF_REPLIES = ResponseDocument.objects.order_by().values_list(
    "response_id", "pk", "title", "document__name"
)


@dataclass
class Timeline:
    """What happened to a letter or to one of its requests, and what lies ahead: entries, oldest first."""

    facts: Facts
    entries: list[Entry]

    def __iter__(self):
        return iter(self.entries)

    def __len__(self):
        return len(self.entries)

    @property
    def today(self):
        return self.facts.today


def letter_timeline(letter, *, today):
    """The timeline of a letter as of an Eastern day: at most nine queries, however much has happened.

    They are fewer where the letter comes from `LETTERS`.
    """
    return _timeline(letter, today, {"request__letter": letter})


def request_timeline(request, *, today):
    """The timeline of a request: what concerns it, and what concerned its letter as a whole."""
    return _timeline(request.letter, today, {"request": request})


def _timeline(letter, today: date, of_parts):
    facts = _read(letter, today, of_parts)
    return Timeline(facts, tell(facts))


def _read(letter, today, of_parts):
    decisions = _decisions_by_part(of_parts) if letter.sent_on else {}
    parts = list(decisions)
    about = [part.pk for part in parts]
    asked = [
        Asked(
            part.pk,
            part.request_id,
            part.request__place,
            part.request__number,
            part.request__asker,
            short_name(part, "agency"),
            tuple(
                (decision.on, short_name(decision, "old_agency"))
                for decision in decisions[part]
                if decision.what == Decision.What.MOVED
            ),
        )
        for part in parts
    ]
    recipients = sorted(RECIPIENTS.filter(letter=letter))
    agencies = {short_name(row, "agency") for row in recipients if row.role == "to" and row.agency_id}
    facts = Facts(
        letter=letter,
        today=today,
        asked=asked,
        names=Names(asked, agencies),
        parts=parts,
        courses={
            part.pk: course_of(
                decisions[part],
                sent_on=letter.sent_on,
                asked_again_on=part.carried_on_by__request__letter__sent_on,
                today=today,
            )
            for part in parts
        },
        decisions=sorted(chain.from_iterable(decisions.values()), key=lambda row: (row.on, row.pk)),
        corrections=_corrections(letter),
        later_letters=_later_letters(letter),
        recipients=recipients,
        files=_files(letter),
    )
    if letter.sent_on:
        place = {part_id: n for n, part_id in enumerate(about)}
        facts.replies, facts.heard = _replies(letter, place, is_whole="request" not in of_parts)
        facts.contacts = _contacts(letter, place)
        facts.reminders = _reminders(letter, about)
        if not parts or any(course.is_open for course in facts.courses.values()):
            facts.rules = sorted(RULES.filter(office=letter.office_id), key=attrgetter("pk"))
    return facts


def _decisions_by_part(of_parts):
    """The decisions of each part, in their order; the parts in theirs."""
    width, by_part = len(PartRow._fields), defaultdict(list)
    for row in PARTS.filter(**of_parts):
        decision = DecisionRow(*row[width:])
        by_part[PartRow(*row[:width])] += [decision] if decision.pk else []
    return {
        part: sorted(by_part[part], key=lambda row: (row.on, row.pk))
        for part in sorted(by_part, key=lambda part: (part.request__place, part.pk))
    }


def _is_there(letter, what):
    """Whether there is anything of a kind: there may be, where the letter did not come from LETTERS."""
    return getattr(letter, f"has_{what}", True)


def _corrections(letter):
    if not _is_there(letter, "corrections"):
        return []
    return sorted(CORRECTIONS.filter(letter=letter), key=attrgetter("pk"))


def _later_letters(letter):
    """Letters of the same office that were sent and follow this one."""
    if not _is_there(letter, "later_letters"):
        return []
    rows = LATER_LETTERS.filter(earlier=letter, letter__office=letter.office_id)
    return sorted(rows, key=lambda row: (row.letter__sent_on, row.letter_id))


def _replies(letter, place, *, is_whole):
    """The responses that are told of, and the ids of the agencies of which anything stands.

    Of a request, what answers only others is not told. `place` has the place of each part that is told of.
    """
    of_response = defaultdict(list)
    for row in REPLIES.filter(letter=letter):
        of_response[row.pk].append(row)
    replies = []
    for rows in sorted(of_response.values(), key=lambda rows: (rows[0].received_on, rows[0].pk)):
        mine = [row for row in rows if row.answers__part_id in place]
        if mine or is_whole or rows[0].answers__pk is None:
            replies.append(Reply(rows[0], sorted(mine, key=lambda row: place[row.answers__part_id])))
    return replies, {rows[0].agency_id for rows in of_response.values() if rows[0].withdrawn_on is None}


def _contacts(letter, place):
    if not _is_there(letter, "contacts"):
        return []
    of_contact = defaultdict(list)
    for row in CONTACTS.filter(letter=letter):
        of_contact[row.pk].append(row)
    contacts = []
    for rows in sorted(of_contact.values(), key=lambda rows: (rows[0].on, rows[0].pk)):
        mine = [row for row in rows if row.about__part_id in place]
        if mine or rows[0].about__part_id is None:
            part_ids = tuple(sorted((row.about__part_id for row in mine), key=place.get))
            decision_ids = tuple(row.about__decision_id for row in mine if row.about__decision_id)
            contacts.append(Spoken(rows[0], part_ids, decision_ids))
    return contacts


def _reminders(letter, about):
    of_reminder = defaultdict(list)
    for row in REMINDERS.filter(Q(letter=letter) | Q(part__in=about)):
        of_reminder[row.pk].append(row)
    reminders = []
    for rows in sorted(of_reminder.values(), key=lambda rows: (rows[0].scheduled_on, rows[0].pk)):
        sent = [row for row in rows if row.lines__digest__sent_at]
        sent.sort(key=lambda row: (row.lines__digest__sent_at, row.lines__pk))
        first = sent[0].lines__digest__sent_at if sent else None
        whom = tuple(dict.fromkeys(name_of(row, "lines__digest__person") for row in sent))
        reminders.append(Raised(rows[0], first, whom))
    return reminders


def _files(letter):
    """The files of the letter (under 0) and of its responses (under their ids)."""
    files = defaultdict(list)
    if not _is_there(letter, "files"):
        return files
    rows = FILES_OF_LETTER.filter(letter=letter).union(
        FILES_OF_REPLIES.filter(response__letter=letter), all=True
    )
    for of, pk, title, name in sorted(rows):
        link = reverse("response-file" if of else "letter-file", args=[pk])
        files[of].append(File(title or name, link))
    return files
