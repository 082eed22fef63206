"""The directory as it was on a day, read in a fixed number of statements."""

from datetime import date

import pytest

from correspondence.directory.models import Agency, FormerName, Office, Person, Seat, Term
from correspondence.intake.directory_as_of import directory_as_of
from tests.factories import AppointmentFactory, OfficeFactory, PersonFactory

pytestmark = pytest.mark.django_db
DAY = date(2023, 11, 29)


def seat(name, office, title="", until=None):
    person = PersonFactory(name=name, first_name=name.split()[0], last_name=name.split()[-1])
    Term.objects.create(
        person=person,
        chamber="senate",
        state="MD",
        held_from=date(2019, 1, 3),
        held_to=until or date(2025, 1, 3),
    )
    Seat.objects.create(
        person=person,
        office=office,
        title=title,
        rank=1,
        side="majority",
        held_from=date(2019, 2, 1),
        held_to=until,
    )
    return person


def test_those_are_known_who_held_something_on_the_day():
    office = OfficeFactory(name="Senate Committee on Ferries", kind=Office.Kind.COMMITTEE, chamber="senate")
    cardin = seat("Benjamin L. Cardin", office, "Chairman")
    seat("Long Gone", office, until=date(2021, 1, 3))
    post = AppointmentFactory(
        title="Secretary of State", held_from=date(2021, 1, 26), held_to=date(2025, 1, 20)
    )

    known = directory_as_of(DAY)

    assert {person.name for person in known.people} == {"Benjamin L. Cardin", post.person.name}
    assert [person.id for person in known.seated_in([office.pk])] == [cardin.pk]
    assert [person.id for person in known.posted_in([post.agency_id])] == [post.person_id]


def test_an_office_goes_by_the_name_of_the_day():
    office = OfficeFactory(name="Senate Committee on Ships", kind=Office.Kind.COMMITTEE, chamber="senate")
    FormerName.objects.create(office=office, name="Senate Committee on Ferries", held_to=date(2024, 1, 1))

    assert "Senate Committee on Ferries" in {known.name for known in directory_as_of(DAY).offices}
    assert "Senate Committee on Ships" in {known.name for known in directory_as_of(date(2024, 6, 1)).offices}


def test_an_agency_that_has_ended_is_not_known():
    Agency.objects.create(name="Bureau of Ferries", kind="bureau", valid_to=date(2020, 1, 1))
    Agency.objects.create(name="Bureau of Ships", kind="bureau", aliases="Ship Bureau\nShips")

    [known] = [agency for agency in directory_as_of(DAY).agencies if agency.name.startswith("Bureau of")]

    assert known.names == ("Ship Bureau", "Ships")


def test_statements_do_not_grow_with_the_directory(django_assert_num_queries):
    office = OfficeFactory(name="Senate Committee on Ferries", kind=Office.Kind.COMMITTEE, chamber="senate")
    for number in range(30):
        seat(f"Jane{number} Roe{number}", office)

    with django_assert_num_queries(7):
        known = directory_as_of(DAY)

    assert len(known.people) == 30 == Person.objects.count()
