"""Adding the agencies and officials that come with the product."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F

from correspondence.audit.actions import record_acts
from correspondence.directory.importers import read_agencies, read_officials
from correspondence.directory.models import Agency, Appointment, Person


@dataclass
class Loaded:
    """What `load_agencies` did, in counts."""

    agencies: int = 0
    people: int = 0
    posts: int = 0
    posts_ended: int = 0


@transaction.atomic
def load_agencies(*, by, now):
    """Add the agencies and officials of the product's lists that are missing; change nothing else.

    An agency is there when one has its Federal Register slug, or else its name, or else, in the same
    parent, its acronym: so one that the office has renamed or ended is not added again. A post is there
    when the person has one in the agency in any of its days. Where the office's row for a post has no
    last day yet and the list has learned it, the day is filled in.
    """
    agencies, added = _add_missing_agencies(read_agencies())
    loaded = Loaded(agencies=len(added))
    posts = read_officials()
    people, new_people = _people_of(posts, agencies)
    loaded.people = len(new_people)
    kept = {}
    for row in Appointment.objects.filter(person__in=people.values()):
        kept.setdefault((row.person_id, row.agency_id), []).append(row)
    new_posts, ended = [], []
    for post in posts:
        person, agency = people[_key(post.person)], _as_of(agencies[post.agency], post.held_from)
        same = [row for row in kept.get((person.pk, agency.pk), []) if _meet(row, post)]
        if not same:
            new_posts.append(
                Appointment(
                    person=person,
                    agency=agency,
                    title=post.title,
                    held_from=post.held_from,
                    held_to=post.held_to,
                )
            )
        elif post.held_to and same[0].held_to is None and same[0].held_from == post.held_from:
            same[0].held_to = post.held_to
            ended.append(same[0])
    loaded.posts = len(Appointment.objects.bulk_create(new_posts))
    loaded.posts_ended = Appointment.objects.bulk_update(ended, ["held_to"]) if ended else 0
    if rows := [*added, *new_people, *new_posts, *ended]:
        record_acts("loaded", rows, by=by, now=now, reason="From the lists that come with the product.")
    return loaded


def agency_of_the_list(slug):
    """The agency with this Federal Register slug in the product's list, added where it is missing."""
    entry = next(entry for entry in read_agencies() if entry.federal_register_slug == slug)
    return _add_missing_agencies([entry])[0][slug]


def _add_missing_agencies(entries):
    """The agencies by name and by slug, as the lists call them, and those that were added."""
    by_slug, by_name, by_acronym, added = {}, {}, {}, []
    for agency in Agency.objects.select_related("successor").order_by(F("valid_to").desc(nulls_first=True)):
        by_slug.setdefault(agency.federal_register_slug, agency)
        by_name.setdefault(agency.name.lower(), agency)
        by_acronym.setdefault((agency.parent_id, agency.acronym), agency)
    found = {}
    waiting = list(entries)
    while waiting:
        # One statement for each storey of the tree.
        ready = [entry for entry in waiting if entry.parent is None or entry.parent in found]
        waiting = [entry for entry in waiting if entry not in ready]
        new = []
        for entry in ready:
            parent = _as_of(found.get(entry.parent), date.max)
            slug = entry.federal_register_slug
            agency = (slug and by_slug.get(slug)) or by_name.get(entry.name.lower())
            if agency is None and entry.acronym and parent is not None:
                agency = by_acronym.get((parent.pk, entry.acronym))
            if agency is None:
                agency = Agency(
                    name=entry.name,
                    kind=entry.kind,
                    acronym=entry.acronym,
                    aliases=entry.aliases,
                    parent=parent,
                    federal_register_slug=slug,
                    cgac=entry.cgac,
                    address=entry.address,
                )
                new.append(agency)
            found[entry.name] = agency
            if slug:
                found[slug] = agency
        added += Agency.objects.bulk_create(new)
    return found, added


def _as_of(agency, day):
    """The agency, or what came after it where it had ended by this day."""
    seen = set()
    while agency is not None and agency.successor is not None and agency.pk not in seen:
        if day is None or day <= agency.valid_to:
            break
        seen.add(agency.pk)
        agency = agency.successor
    return agency


def _people_of(posts, agencies):
    """The person of each post by `_key`, and those that were added.

    A Member is told by the Bioguide id. Anybody else is somebody without one who has this name, or
    this last name and a post in the same agency in these days.
    """
    wanted = {_key(post.person): post.person for post in posts}
    by_bioguide = {
        person.bioguide_id: person
        for person in Person.objects.filter(
            bioguide_id__in=[person.bioguide_id for person in wanted.values() if person.bioguide_id]
        )
    }
    last_names = [person.last_name for person in wanted.values()]
    others = Person.objects.filter(bioguide_id=None, last_name__in=last_names).prefetch_related(
        "appointments"
    )
    by_last_name = {}
    for person in others.order_by("pk"):
        by_last_name.setdefault(person.last_name, []).append(person)
    found, added = {}, []
    for post in posts:
        key = _key(post.person)
        if key in found:
            continue
        if post.person.bioguide_id:
            person = by_bioguide.get(post.person.bioguide_id)
        else:
            namesakes = by_last_name.get(post.person.last_name, [])
            person = next((row for row in namesakes if row.name == post.person.name), None) or next(
                (row for row in namesakes if _holds(row, agencies[post.agency], post)), None
            )
        if person is None:
            person = Person(
                name=post.person.name,
                first_name=post.person.first_name,
                last_name=post.person.last_name,
                bioguide_id=post.person.bioguide_id,
            )
            added.append(person)
        found[key] = person
    Person.objects.bulk_create(added)
    return found, added


def _key(person):
    return person.bioguide_id or person.name


def _holds(person, agency, post):
    return any(row.agency_id == agency.pk and _meet(row, post) for row in person.appointments.all())


def _meet(one, other):
    """Whether two posts share days, more than the one on which they meet; an unknown day is no limit."""
    return (one.held_from is None or other.held_to is None or one.held_from < other.held_to) and (
        one.held_to is None or other.held_from is None or other.held_from < one.held_to
    )
