"""The two offices of a benchmark: who works there, whom they write to, and about what."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.auth.hashers import make_password

from benchmarks import OFFICE, PASSWORD
from correspondence.accounts.models import OfficeMembership, User
from correspondence.core.days import day_of
from correspondence.directory.models import Agency, Appointment, Office, Person
from correspondence.followups.reminders import start_rules
from correspondence.letters.models import Topic

AGENCIES = 18
_STAFF = {"manager": 1, "counsel": 3, "clerk": 13, "viewer": 3}
_FIRST = """
Alice Benjamin Carla David Elena Frank Grace Henry Irene James Karen Louis Maria Nathan Olga Peter Ruth
"""


@dataclass
class Desk:
    """An office at work, with what its letters are made of. `clerks` enter, log and settle."""

    office: Office
    clerks: list[User]
    counsel: list[User]
    signers: list[Person]
    topics: list[Topic]
    posts: list[Appointment]
    weights: list[float] = field(repr=False)


def set_up(now, rng, vocabulary):
    """Two offices with rules, topics and staff of 20 and 3, and the agencies that both write to.

    Return the big desk and the small one. One of the big office's clerks is `CLERK`.
    """
    began = day_of(now) - timedelta(days=4 * 365)
    posts = [_post(number, began, rng, vocabulary) for number in range(AGENCIES)]
    weights = [1 / rank for rank in range(1, AGENCIES + 1)]
    password = make_password(PASSWORD)
    big = _desk(OFFICE, "Committee on Large Affairs", _STAFF, posts, weights, password, rng, vocabulary, now)
    few = {"manager": 1, "counsel": 1, "clerk": 1}
    small = _desk("SMALL", "Committee on Small Affairs", few, posts, weights, password, rng, vocabulary, now)
    return big, small


def _post(number, began, rng, vocabulary):
    name = f"Benchmark Agency for {vocabulary.rare().title()} {number + 1}"
    agency = Agency.objects.create(
        name=name,
        acronym=f"BA{number + 1}",
        kind=Agency.Kind.INDEPENDENT,
        address="1 Any Street\nWashington, DC",
    )
    head = _person(rng, vocabulary)
    return Appointment.objects.create(person=head, agency=agency, title="Administrator", held_from=began)


def _person(rng, vocabulary):
    first, last = rng.choice(_FIRST.split()), vocabulary.rare().title()
    return Person.objects.create(name=f"{first} {last}", first_name=first, last_name=last)


def _desk(code, name, staff, posts, weights, password, rng, vocabulary, now):
    office = Office.objects.create(
        name=name,
        code=code,
        kind=Office.Kind.COMMITTEE,
        chamber=Office.Chamber.SENATE,
        letterhead=name.upper(),
    )
    members = {
        role: [
            _member(f"{code.lower()}-{role}" + (str(n) if n else ""), role, office, password, rng, vocabulary)
            for n in range(count)
        ]
        for role, count in staff.items()
    }
    start_rules(office, by=members["manager"][0], now=now)
    topics = [
        Topic.objects.create(office=office, name=f"{vocabulary.rare().title()} {n + 1}") for n in range(30)
    ]
    signers = [_person(rng, vocabulary) for _ in range(21)]
    return Desk(office, members["clerk"], members["counsel"], signers, topics, posts, weights)


def _member(username, role, office, password, rng, vocabulary):
    user = User.objects.create(
        username=username,
        password=password,
        is_staff=True,
        first_name=rng.choice(_FIRST.split()),
        last_name=vocabulary.rare().title(),
        email=f"{username}@office.example",
    )
    OfficeMembership.objects.create(user=user, office=office, role=role)
    return user
