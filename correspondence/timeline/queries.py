"""The dated facts of a letter or request, in order: read in a bounded number of queries, stored nowhere."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import chain
from operator import attrgetter, itemgetter

from django.db.models import Q
from django.urls import reverse

from correspondence.letters.models import Decision
from correspondence.timeline import reads
from correspondence.timeline.entries import Asked, Entry, File, Names
from correspondence.timeline.facts import Facts, Raised, Reply, Spoken, agency_name, name_of, short_name
from correspondence.timeline.rules import course_of
from correspondence.timeline.telling import tell


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
    """The timeline of a letter as of an Eastern day, in at most twelve queries, however much has happened.

    They are fewer where the letter comes from `reads.LETTERS`.
    """
    return _timeline(letter, today, {"request__letter": letter})


def request_timeline(request, *, today):
    """The timeline of a request: what concerns it, and what concerned its letter as a whole."""
    return _timeline(request.letter, today, {"request": request})


def letter_account(letter, *, today):
    """The timeline of a letter from `reads.WHOLE_LETTERS`, with the words of its requests in its facts."""
    rows = sorted(map(tuple, reads.ASKED.rows(letter.pk)), key=itemgetter(1))
    width = len(reads.RequestRow._fields)
    decisions = _by_part(row[width:] for row in rows if row[width])
    facts = _facts(letter, today, decisions, is_whole=True)
    facts.requests = [reads.RequestRow(*row) for row in dict.fromkeys(row[:width] for row in rows)]
    return Timeline(facts, tell(facts))


def _timeline(letter, today: date, of_parts):
    decisions = _by_part(reads.PARTS.filter(**of_parts)) if letter.sent_on else {}
    facts = _facts(letter, today, decisions, is_whole="request" not in of_parts)
    return Timeline(facts, tell(facts))


def _facts(letter, today, decisions, *, is_whole):
    parts = list(decisions)
    recipients = sorted(reads.RECIPIENTS.named(letter.pk))
    moved_between = _agencies_moved_between(decisions, recipients)
    later_askings = _later_askings(parts)
    asked = [_asked(part, decisions[part], moved_between) for part in parts]
    agencies = {short_name(row, "agency") for row in recipients if row.role == "to" and row.agency_id}
    facts = Facts(
        letter=letter,
        today=today,
        asked=asked,
        names=Names(asked, agencies),
        parts=parts,
        courses={
            part.pk: _course(letter, decisions[part], later_askings.get(part.carried_on_by_id), today)
            for part in parts
        },
        decisions=sorted(chain.from_iterable(decisions.values()), key=lambda row: (row.on, row.pk)),
        moved_between=moved_between,
        later_askings=later_askings,
        corrections=_corrections(letter),
        recipients=recipients,
        files=_files(letter),
    )
    _read_tied_letters(facts)
    if letter.sent_on:
        _read_what_followed(facts, is_whole=is_whole)
    return facts


def _read_what_followed(facts, *, is_whole):
    """Add what can only be there once the letter was sent."""
    letter, place = facts.letter, {part.pk: n for n, part in enumerate(facts.parts)}
    facts.replies, facts.heard = _replies(letter, place, is_whole=is_whole)
    moved_from = {reply.row.moved_from_id for reply in facts.replies} - {None}
    if moved_from:
        facts.moved_from = {row.pk: row for row in reads.MOVED_RESPONSES.filter(pk__in=moved_from)}
    facts.contacts = _contacts(letter, place)
    facts.reminders = _reminders(letter, list(place))
    is_open = not facts.parts or any(course.is_open for course in facts.courses.values())
    if is_open or facts.reminders:
        facts.rules = {rule.pk: rule for rule in reads.RULES.filter(office=letter.office_id)}


def _asked(part, decisions, moved_between):
    return Asked(
        part.pk,
        part.request_id,
        part.request__place,
        part.request__number,
        part.request__asker,
        short_name(part, "agency"),
        tuple(
            (row.on, moved_between[row.old_agency_id]) for row in decisions if row.what == Decision.What.MOVED
        ),
    )


def _course(letter, decisions, later_asking, today):
    again = later_asking.request__letter__sent_on if later_asking else None
    return course_of(decisions, sent_on=letter.sent_on, asked_again_on=again, today=today)


def _agencies_moved_between(decisions, recipients):
    """The agencies that parts were moved from and to, by their ids: mostly they are known from the letter."""
    rows = list(chain.from_iterable(decisions.values()))
    ids = ({row.old_agency_id for row in rows} | {row.new_agency_id for row in rows}) - {None}
    known = {row.agency_id: short_name(row, "agency") for row in (*decisions, *recipients)}
    found = {pk: known[pk] for pk in ids if pk in known}
    if missing := ids - set(found):
        found |= {row.pk: agency_name(row) for row in reads.AGENCIES.filter(pk__in=missing)}
    return found


def _later_askings(parts):
    """The later askings that carry parts on, by their ids."""
    ids = {part.carried_on_by_id for part in parts} - {None}
    return {row.pk: row for row in reads.LATER_ASKINGS.filter(pk__in=ids)} if ids else {}


def _by_part(rows):
    """The decisions of each part, in their order; the parts in theirs. A row is a part's and a decision's."""
    width, by_part = len(reads.PartRow._fields), defaultdict(list)
    for row in rows:
        decision = reads.DecisionRow(*row[width:])
        by_part[reads.PartRow(*row[:width])] += [decision] if decision.pk else []
    return {
        part: sorted(by_part[part], key=lambda row: (row.on, row.pk))
        for part in sorted(by_part, key=lambda part: (part.request__place, part.pk))
    }


def _is_there(letter, what):
    """Whether there is anything of a kind: there may be, where the letter did not come from reads.LETTERS."""
    return getattr(letter, f"has_{what}", True)


def _corrections(letter):
    if not _is_there(letter, "corrections"):
        return []
    return sorted(reads.CORRECTIONS.filter(letter=letter), key=attrgetter("pk"))


def _read_tied_letters(facts):
    """Add the letters of the same office that follow this one, and those that it follows."""
    letter = facts.letter
    if not _is_there(letter, "tied_letters"):
        return
    for row in reads.TIED_LETTERS.filter(Q(letter=letter) | Q(earlier=letter)):
        if row.letter_id == letter.pk:
            if row.earlier__office_id == letter.office_id:
                facts.earlier_letters.append(row)
        elif row.letter__office_id == letter.office_id:
            (facts.later_letters if row.letter__sent_on else facts.later_drafts).append(row)
    facts.later_letters.sort(key=attrgetter("letter__sent_on", "letter_id"))
    facts.earlier_letters.sort(key=attrgetter("earlier_id"))


def _replies(letter, place, *, is_whole):
    """The responses that are told of, and the ids of the agencies of which anything stands.

    Of a request, what answers only others is not told. `place` has the place of each part that is told of.
    """
    of_response = defaultdict(list)
    for row in reads.REPLIES.named(letter.pk):
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
    for row in reads.CONTACTS.filter(letter=letter):
        of_contact[row.pk].append(row)
    contacts = []
    for rows in sorted(of_contact.values(), key=lambda rows: (rows[0].on, rows[0].pk)):
        mine = [row for row in rows if row.about__part_id in place]
        if mine or rows[0].about__part_id is None:
            part_ids = tuple(sorted((row.about__part_id for row in mine), key=place.get))
            decision_ids = tuple(row.about__decision_id for row in mine if row.about__decision_id)
            contacts.append(Spoken(rows[0], part_ids, decision_ids, letter.pk))
    return contacts


def _reminders(letter, about):
    if not _is_there(letter, "reminders"):
        return []
    of_reminder = defaultdict(list)
    for row in reads.REMINDERS.filter(Q(letter=letter) | Q(part__in=about)):
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
    rows = reads.FILES_OF_LETTER.filter(letter=letter).union(
        reads.FILES_OF_REPLIES.filter(response__letter=letter), all=True
    )
    for of, pk, title, name, size in sorted(rows):
        link = reverse("response-file" if of else "letter-file", args=[pk])
        files[of].append(File(title or name, link, size))
    return files
