"""Who held what on a day."""

from datetime import date

import pytest

from correspondence.directory.models import Seat
from correspondence.directory.queries import officials_on, post_on, roster, seat_on
from tests.factories import AgencyFactory, AppointmentFactory, OfficeFactory, PersonFactory

THE_DAY = date(2023, 11, 29)

pytestmark = pytest.mark.django_db


def seat(office, last_name, rank, side="majority", title="", held_from=date(2023, 1, 3), held_to=None):
    person = PersonFactory(last_name=last_name)
    return Seat.objects.create(
        person=person, office=office, rank=rank, side=side, title=title, held_from=held_from, held_to=held_to
    )


@pytest.mark.parametrize(
    ("held_from", "held_to", "held"),
    [
        (date(2021, 1, 26), date(2025, 1, 20), True),
        (THE_DAY, THE_DAY, True),
        (None, None, True),
        (date(2023, 11, 30), None, False),
        (None, date(2023, 11, 28), False),
    ],
)
def test_a_post_is_held_from_its_first_to_its_last_day(held_from, held_to, held):
    post = AppointmentFactory(held_from=held_from, held_to=held_to)

    assert post_on(post.person, THE_DAY) == (post if held else None)
    assert list(officials_on(THE_DAY)) == ([post] if held else [])


def test_of_two_posts_the_one_begun_last_is_told():
    person = PersonFactory()
    AppointmentFactory(person=person, title="Unknown since when")
    AppointmentFactory(person=person, title="Deputy Secretary", held_from=date(2021, 4, 14))
    AppointmentFactory(person=person, title="Acting Secretary", held_from=date(2023, 3, 11))

    assert post_on(person, THE_DAY).title == "Acting Secretary"


def test_a_post_brings_its_agency_and_the_whole_it_is_part_of(django_assert_num_queries):
    state = AgencyFactory(name="Department of State")
    bureau = AgencyFactory(name="Office of Global Criminal Justice", kind="bureau", parent=state)
    person = AppointmentFactory(agency=bureau).person

    with django_assert_num_queries(1):
        post = post_on(person, THE_DAY)
        names = (post.agency.name, post.agency.parent.name)

    assert names == ("Office of Global Criminal Justice", "Department of State")


def test_officials_come_by_agency_in_one_query(django_assert_num_queries):
    for name in ("Department of the Treasury", "Department of State"):
        AppointmentFactory(agency=AgencyFactory(name=name), title="Secretary")

    with django_assert_num_queries(1):
        found = [(post.agency.name, post.person.name != "") for post in officials_on(THE_DAY)]

    assert found == [("Department of State", True), ("Department of the Treasury", True)]


def test_a_seat_is_told_by_person_office_and_day():
    office = OfficeFactory()
    was = seat(office, "Risch", 1, "minority", "Ranking Member", held_to=date(2026, 6, 14))
    Seat.objects.create(
        person=was.person,
        office=office,
        rank=1,
        side="majority",
        title="Chairman",
        held_from=date(2026, 6, 15),
    )

    assert seat_on(was.person, office, THE_DAY).title == "Ranking Member"
    assert seat_on(was.person, office, date(2026, 6, 15)).title == "Chairman"
    assert seat_on(was.person, office, date(2022, 1, 1)) is None
    assert seat_on(was.person, OfficeFactory(), THE_DAY) is None


def test_a_roster_has_the_majority_first_and_each_side_by_rank(django_assert_num_queries):
    office = OfficeFactory()
    seat(office, "Rubio", 2, "minority")
    seat(office, "Risch", 1, "minority", "Ranking Member")
    seat(office, "Menendez", 2)
    seat(office, "Booker", 2, title="Vice Chairman")
    seat(office, "Cardin", 1, title="Chairman")
    seat(office, "Gone", 1, held_to=date(2023, 11, 28))
    seat(OfficeFactory(), "Elsewhere", 1)

    with django_assert_num_queries(1):
        names = [row.person.last_name for row in roster(office, THE_DAY)]

    assert names == ["Cardin", "Booker", "Menendez", "Risch", "Rubio"]
