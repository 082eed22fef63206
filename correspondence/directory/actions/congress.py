"""Importing a snapshot of the congress-legislators files."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import IntegrityError, transaction

from correspondence.audit.actions import record_act
from correspondence.core.days import day_of
from correspondence.directory import rules
from correspondence.directory.actions.agencies import agency_of_the_list
from correspondence.directory.importers import PRESIDENCY_SLUG, CannotImport
from correspondence.directory.models import Appointment, FormerName, Office, Person, Seat, Snapshot, Term

_A_BATCH = 500


@dataclass
class Count:
    """Rows of one kind that an import added, changed and ended."""

    added: int = 0
    changed: int = 0
    ended: int = 0

    def __str__(self):
        return f"{self.added} added, {self.changed} changed, {self.ended} ended"


@dataclass
class Imported:
    """What an import did."""

    as_of: date
    was_there_already: bool = False
    people: Count = field(default_factory=Count)
    terms: Count = field(default_factory=Count)
    committees: Count = field(default_factory=Count)
    seats: Count = field(default_factory=Count)
    posts: Count = field(default_factory=Count)
    renamed: int = 0
    seats_left_out: int = 0  # of Members whose term does not hold on the day
    doubled_seats: int = 0  # ex officio besides a seat of one's own
    not_listed: list[str] = field(default_factory=list)  # committees known from before

    @property
    def kinds(self):
        names = ("people", "terms", "committees", "seats", "posts")
        return {name: getattr(self, name) for name in names}

    def __str__(self):
        kinds = "; ".join(f"{name}: {count}" for name, count in self.kinds.items())
        return f"{kinds}; {self.renamed} committees renamed"


def import_congress(congress, *, as_of, by, now, say=lambda words: None):
    """Bring the directory to what the files say of a day; `congress` is what `importers` read from them.

    Files of a day are imported once: again, they change nothing. Snapshots are imported in the order of
    their days. Raises CannotImport, and writes nothing, for a day before the newest snapshot, for other
    files of a day already imported, for a day to come, and for a day that the files do not speak of.
    """
    if as_of > day_of(now):
        raise CannotImport(f"{as_of} is still to come.")
    if not rules.speak_of_the_day(congress.members.values(), as_of):
        raise CannotImport(
            f"These files are not of {as_of}: most Members in them have no term on that day. "
            "Name the day they were published with --as-of."
        )
    try:
        with transaction.atomic():
            return _import(congress, as_of=as_of, by=by, now=now, say=say)
    except IntegrityError as error:
        raise CannotImport(f"The directory was changed at the same time. Try again. ({error})") from error


def _import(congress, *, as_of, by, now, say):
    newest = Snapshot.objects.first()
    if newest is not None and newest.as_of >= as_of:
        return _is_there(congress, as_of, newest)
    snapshot = Snapshot.objects.create(as_of=as_of, sha256=congress.sha256, imported_at=now)
    done = Imported(as_of=as_of, doubled_seats=congress.doubled_seats)

    say("Writing Members and their terms")
    people = _write_people(congress.members, done)
    terms = _write_terms(congress.members, people, as_of, done)
    say("Writing committees")
    offices = _write_committees(congress.committees, as_of, done)
    say("Writing seats")
    since = newest.as_of if newest else date.min
    _write_seats(congress.seats, people, offices, terms, since, as_of, done)
    say("Writing Presidents and Vice Presidents")
    _write_executives(rules.still_of_use(congress.executives, congress.members.values()), people, as_of, done)

    record_act("imported", snapshot, by=by, now=now, reason=str(done))
    return done


def _is_there(congress, as_of, newest):
    same_day = Snapshot.objects.filter(as_of=as_of).first()
    if same_day is None:
        raise CannotImport(
            f"The directory already stands as of {newest.as_of}. Snapshots are imported in the order of "
            f"their days, so files of {as_of} come too late."
        )
    if same_day.sha256 != congress.sha256:
        raise CannotImport(
            f"Other files were imported as of {as_of}. A day is imported once: "
            "import these as of the next day on which they still hold."
        )
    return Imported(as_of=as_of, was_there_already=True)


def _write_people(members, done):
    """Everybody with a Bioguide id, by that id."""
    people = {person.bioguide_id: person for person in Person.objects.exclude(bioguide_id=None)}
    new, changed = [], []
    for bioguide_id, member in members.items():
        person = people.get(bioguide_id)
        if person is None:
            new.append(_person(member))
        elif _set(person, name=member.name, first_name=member.first_name, last_name=member.last_name):
            changed.append(person)
    for person in Person.objects.bulk_create(new):
        people[person.bioguide_id] = person
    Person.objects.bulk_update(changed, ["name", "first_name", "last_name"], batch_size=_A_BATCH)
    done.people.added += len(new)
    done.people.changed += len(changed)
    return people


def _write_terms(members, people, as_of, done):
    """The terms of everybody with a Bioguide id, by that id, as they stand afterwards."""
    kept = defaultdict(list)
    for term in Term.objects.filter(person__bioguide_id__isnull=False).select_related("person"):
        kept[term.person.bioguide_id].append(term)
    new, changed, ended = [], [], []
    for bioguide_id, member in members.items():
        for published, term in rules.term_pairs(kept.pop(bioguide_id, []), member.terms):
            facts = {name: getattr(published, name) for name in published.__dataclass_fields__}
            if term is None:
                new.append(Term(person=people[bioguide_id], **facts))
            elif _set(term, **facts):
                changed.append(term)
    for terms in kept.values():  # of those whom the files no longer list
        for term in terms:
            if last_day := rules.last_day_of_vacated(term, as_of):
                term.held_to = last_day
                ended.append(term)
    Term.objects.bulk_create(new)
    Term.objects.bulk_update(
        changed, ["state", "district", "party", "held_from", "held_to"], batch_size=_A_BATCH
    )
    Term.objects.bulk_update(ended, ["held_to"], batch_size=_A_BATCH)
    done.terms.added, done.terms.changed, done.terms.ended = len(new), len(changed), len(ended)
    return kept | {bioguide_id: list(member.terms) for bioguide_id, member in members.items()}


def _write_committees(committees, as_of, done):
    """Every office with a Thomas id, by that id."""
    offices = {office.thomas_id: office for office in Office.objects.exclude(thomas_id=None)}
    done.not_listed = sorted(offices.keys() - committees.keys())
    former, changed = [], []
    for storey in (
        [committee for committee in committees.values() if committee.parent_id is None],
        [committee for committee in committees.values() if committee.parent_id],
    ):
        new = []
        for committee in storey:
            kind = Office.Kind.SUBCOMMITTEE if committee.parent_id else Office.Kind.COMMITTEE
            parent = offices[committee.parent_id] if committee.parent_id else None
            office = offices.get(committee.thomas_id)
            if office is None:
                new.append(
                    Office(
                        thomas_id=committee.thomas_id,
                        name=committee.name,
                        kind=kind,
                        chamber=committee.chamber,
                        parent=parent,
                        address=committee.address,
                    )
                )
                continue
            if old_name := _rename(office, committee.name, as_of):
                former.append(old_name)  # unless somebody has entered it by hand
            # An office that keeps letters here looks after its own address.
            address = office.address if office.code or not committee.address else committee.address
            is_changed = _set(
                office, kind=kind, chamber=committee.chamber, parent_id=parent and parent.pk, address=address
            )
            if is_changed or old_name:
                changed.append(office)
        for office in Office.objects.bulk_create(new):
            offices[office.thomas_id] = office
        done.committees.added += len(new)
    Office.objects.bulk_update(
        changed, ["name", "named_from", "kind", "chamber", "parent", "address"], batch_size=_A_BATCH
    )
    FormerName.objects.bulk_create(former, ignore_conflicts=True)
    done.committees.changed, done.renamed = len(changed), len(former)
    return offices


def _rename(office, name, as_of):
    """Give the office its new name from this day on. Returns its former name, unsaved, if that differs."""
    if office.name == name:
        return None
    last_day = as_of - timedelta(days=1)
    former = FormerName(office=office, name=office.name, held_to=last_day)
    if office.named_from is not None and office.named_from <= last_day:
        former.held_from = office.named_from
    office.name, office.named_from = name, as_of
    return former


def _write_seats(published, people, offices, terms, since, as_of, done):
    """Seats in every office with a Thomas id. Those that ended before `since` stay as they are."""
    kept = defaultdict(list)
    of_members = Seat.objects.filter(office__thomas_id__isnull=False, person__bioguide_id__isnull=False)
    for seat in of_members.exclude(held_to__lt=since).select_related("person", "office"):
        kept[seat.person.bioguide_id, seat.office.thomas_id].append(seat)
    new, corrected, begun_earlier, changed, by_last_day = [], [], [], set(), defaultdict(list)
    for key in published.keys() | kept.keys():
        bioguide_id, thomas_id = key
        shown = published.get(key)
        held = terms.get(bioguide_id, [])
        if shown is not None and rules.term_in_force(held, as_of) is None:
            done.seats_left_out += 1
        changes = rules.seat_changes(kept.get(key, []), shown, as_of=as_of, terms=held)
        for seat in changes.corrected:
            seat.title, seat.rank, seat.side = shown.title, shown.rank, shown.side
            corrected.append(seat)
        for seat, last_day in changes.last_days.items():
            if last_day < as_of and (seat.held_to is None or seat.held_to >= as_of):
                done.seats.ended += 1
            else:
                changed.add(seat)
            seat.held_to = last_day
            by_last_day[last_day].append(seat.pk)
        for seat, first_day in changes.first_days.items():
            seat.held_from = first_day
            begun_earlier.append(seat)
        if changes.begun:
            held_from, held_to = changes.begun
            new.append(
                Seat(
                    person=people[bioguide_id],
                    office=offices[thomas_id],
                    title=shown.title,
                    rank=shown.rank,
                    side=shown.side,
                    held_from=held_from,
                    held_to=held_to,
                )
            )
    Seat.objects.bulk_create(new)
    for last_day, keys in by_last_day.items():  # few days, many seats
        for start in range(0, len(keys), _A_BATCH):
            Seat.objects.filter(pk__in=keys[start : start + _A_BATCH]).update(held_to=last_day)
    Seat.objects.bulk_update(begun_earlier, ["held_from"], batch_size=_A_BATCH)
    Seat.objects.bulk_update(corrected, ["title", "rank", "side"], batch_size=_A_BATCH)
    done.seats.added = len(new)
    done.seats.changed = len(changed.union(begun_earlier, corrected))


def _write_executives(posts, people, as_of, done):
    """Presidents and Vice Presidents, each term a post in the Executive Office of the President."""
    if not posts:
        return
    agency = agency_of_the_list(PRESIDENCY_SLUG)
    kept = {}
    for row in Appointment.objects.filter(agency=agency).select_related("person"):
        kept[row.title, row.held_from] = row
    nameless = {
        person.name: person
        for person in Person.objects.filter(
            bioguide_id=None, name__in=[post.person.name for post in posts]
        ).order_by("-pk")
    }
    found, new_people = {}, []  # by the identity of the published person, who may hold several posts
    for post in posts:
        row = kept.get((post.title, post.held_from))
        if post.person.bioguide_id in people:
            found[id(post.person)] = people[post.person.bioguide_id]
        elif row is not None:
            found[id(post.person)] = row.person
    for post in posts:
        if id(post.person) in found:
            continue
        person = None if post.person.bioguide_id else nameless.get(post.person.name)
        if person is None:
            person = _person(post.person)
            new_people.append(person)
        found[id(post.person)] = person
    Person.objects.bulk_create(new_people)
    new, changed = [], []
    for post in posts:
        row = kept.get((post.title, post.held_from))
        if row is None:
            new.append(
                Appointment(
                    person=found[id(post.person)],
                    agency=agency,
                    title=post.title,
                    held_from=post.held_from,
                    held_to=post.held_to,
                )
            )
        elif _set(row, held_to=post.held_to):
            changed.append(row)
    Appointment.objects.bulk_create(new)
    Appointment.objects.bulk_update(changed, ["held_to"], batch_size=_A_BATCH)
    done.people.added += len(new_people)
    done.posts.added = len(new)
    ended = sum(row.held_to < as_of for row in changed)
    done.posts.ended, done.posts.changed = ended, len(changed) - ended


def _person(published):
    return Person(
        name=published.name,
        first_name=published.first_name,
        last_name=published.last_name,
        bioguide_id=published.bioguide_id,
    )


def _set(row, **facts):
    """Put these facts into a row; whether any of them is new to it."""
    new = {name: value for name, value in facts.items() if getattr(row, name) != value}
    for name, value in new.items():
        setattr(row, name, value)
    return bool(new)
