"""The files as they were really published, at full size, where somebody has put them beside the project.

That is a folder with `congress-118` (as of 14 November 2023) and `congress-119` (15 June 2026) in it, named
by CONGRESS_SAMPLES, or called `data` in a folder next to the project's.
"""

import os
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from correspondence.directory.actions import import_congress, load_agencies
from correspondence.directory.importers import read_congress, read_officials
from correspondence.directory.models import FormerName, Office, Person, Seat, Term
from correspondence.directory.queries import roster
from tests.directory.conftest import AFTERWARDS, FIRST, SECOND

NAMES = ("congress-118", "congress-119")
CANDIDATES = [Path(os.environ.get("CONGRESS_SAMPLES", ".")), *settings.BASE_DIR.parent.glob("*/data")]
DATA = next((folder for folder in CANDIDATES if all((folder / name).is_dir() for name in NAMES)), None)
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        DATA is None,
        reason="no congress-legislators files of the 118th and 119th Congress beside the project",
    ),
]


@pytest.fixture(scope="module")
def congresses():
    return tuple(read_congress(DATA / name) for name in NAMES)


def test_two_congresses_leave_each_chairman_in_his_day(congresses):
    first = import_congress(congresses[0], as_of=FIRST, by=None, now=AFTERWARDS)
    second = import_congress(congresses[1], as_of=SECOND, by=None, now=AFTERWARDS)

    foreign_relations = Office.objects.get(thomas_id="SSFR")
    then = list(roster(foreign_relations, date(2023, 11, 29)))
    now = list(roster(foreign_relations, date(2026, 11, 23)))
    assert (then[0].person.name, then[0].title, len(then)) == ("Benjamin L. Cardin", "Chairman", 21)
    assert (now[0].person.name, now[0].title, len(now)) == ("James E. Risch", "Chairman", 22)
    assert (first.people.added, first.committees.added, first.seats.added) == (556, 229, 3870)
    assert (second.people.added, second.committees.added, second.renamed) == (88, 6, 43)
    assert second.not_listed == ["HSBA01", "HSFA06", "HSFD", "HSHA06", "HSVC"]


def test_the_43_renamed_committees_keep_both_names(congresses):
    for congress, as_of in zip(congresses, (FIRST, SECOND), strict=True):
        import_congress(congress, as_of=as_of, by=None, now=AFTERWARDS)

    wrong = []
    for office in Office.objects.exclude(thomas_id=None).prefetch_related("former_names"):
        for congress, day in zip(congresses, (FIRST, SECOND), strict=True):
            listed = congress.committees.get(office.thomas_id)
            if listed is not None and office.name_on(day) != listed.name:
                wrong.append((office.thomas_id, day))
    assert wrong == []
    assert FormerName.objects.count() == 43


def test_every_seat_of_the_files_is_held_on_their_day_and_no_other(congresses):
    for congress, as_of in zip(congresses, (FIRST, SECOND), strict=True):
        import_congress(congress, as_of=as_of, by=None, now=AFTERWARDS)

    for congress, day in zip(congresses, (FIRST, SECOND), strict=True):
        held = {
            (bioguide, thomas): (title, rank, side)
            for bioguide, thomas, title, rank, side in Seat.objects.on(day).values_list(
                "person__bioguide_id", "office__thomas_id", "title", "rank", "side"
            )
        }
        assert held == {key: (seat.title, seat.rank, seat.side) for key, seat in congress.seats.items()}
        serving = set(Term.objects.on(day).values_list("person__bioguide_id", flat=True))
        assert serving == set(congress.members)


def test_officials_of_the_product_are_the_members_of_the_files(congresses):
    load_agencies(by=None, now=AFTERWARDS)
    import_congress(congresses[0], as_of=FIRST, by=None, now=AFTERWARDS)

    names = {post.person.bioguide_id: post.person.last_name for post in read_officials()}
    for bioguide_id, member in congresses[0].members.items():
        if bioguide_id in names:
            assert member.last_name == names[bioguide_id]
    assert Person.objects.filter(last_name="Rubio").count() == 1
