"""The agencies and officials that come with the product."""

import io
import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.core.management import call_command

from correspondence.audit.models import Entry
from correspondence.directory.actions import load_agencies
from correspondence.directory.importers import read_agencies, read_officials
from correspondence.directory.models import Agency, Appointment, Person
from correspondence.directory.queries import officials_on, post_on
from tests.directory.conftest import AFTERWARDS
from tests.factories import AgencyFactory, AppointmentFactory, PersonFactory

THE_SEED = date(2023, 11, 29)


def load():
    return load_agencies(by=None, now=AFTERWARDS)


def everything():
    return [list(table.objects.order_by("pk").values()) for table in (Agency, Appointment, Person, Entry)]


def test_the_departments_come_with_address_acronym_and_slug(db):
    load()

    departments = Agency.objects.filter(kind="department")
    assert departments.count() == 15
    assert not departments.filter(address="").exists()
    assert not departments.filter(federal_register_slug=None).exists()
    assert not departments.filter(cgac="").exists()
    state = Agency.objects.get(federal_register_slug="state-department")
    assert (state.name, state.short_name, state.cgac) == ("Department of State", "State", "019")
    assert state.address == "2201 C Street NW\nWashington, DC 20520"


def test_the_bureaus_of_state_are_part_of_state(db):
    load()

    state = Agency.objects.get(name="Department of State")
    assert {"H", "GCJ", "EUR", "DRL", "PRM"} <= set(state.bureaus.values_list("acronym", flat=True))
    assert state.bureaus.count() >= 35


def test_the_people_of_the_seed_letter_hold_their_posts(db):
    load()

    blinken = post_on(Person.objects.get(name="Antony Blinken"), THE_SEED)
    van_schaack = post_on(Person.objects.get(name="Beth Van Schaack"), THE_SEED)
    assert (blinken.title, blinken.agency.name) == ("Secretary of State", "Department of State")
    assert van_schaack.title == "Ambassador-at-Large for Global Criminal Justice"
    assert (van_schaack.agency.name, van_schaack.agency.parent.name) == (
        "Office of Global Criminal Justice",
        "Department of State",
    )
    assert van_schaack.held_from == date(2022, 3, 17)


def test_each_department_has_a_head_on_each_day_since_january_2021(db):
    load()
    departments = list(Agency.objects.filter(kind="department").values_list("pk", "name"))
    day, last = date(2021, 1, 20), date(2026, 6, 30)

    headless = []
    while day <= last:
        led = {post.agency_id for post in officials_on(day)}
        headless += [(day, name) for pk, name in departments if pk not in led]
        day += timedelta(days=30)

    assert headless == []


def test_loading_again_changes_nothing(db):
    load()
    before = everything()

    again = load()

    assert (again.agencies, again.people, again.posts, again.posts_ended) == (0, 0, 0, 0)
    assert everything() == before


def test_what_the_office_edited_is_not_overwritten(db):
    load()
    state = Agency.objects.get(name="Department of State")
    gcj = Agency.objects.get(acronym="GCJ")
    blinken = Person.objects.get(name="Antony Blinken")
    Agency.objects.filter(pk=state.pk).update(name="State Department", address="By hand", liaison_name="Pat")
    Agency.objects.filter(pk=gcj.pk).update(name="Office for Global Criminal Justice")
    Person.objects.filter(pk=blinken.pk).update(name="Antony J. Blinken")
    Appointment.objects.filter(person=blinken).update(title="Secretary", held_from=date(2021, 1, 27))
    before = everything()

    load()

    assert everything() == before


def test_an_agency_that_was_renamed_is_not_added_again(db):
    load()
    defense = Agency.objects.get(name="Department of Defense")
    war = AgencyFactory(name="Department of War", valid_from=date(2026, 1, 1))
    Agency.objects.filter(pk=defense.pk).update(valid_to=date(2025, 12, 31), successor=war)
    Agency.objects.filter(name="Department of the Army").update(federal_register_slug=None, name="Army")
    before = Agency.objects.count()

    load()

    assert Agency.objects.filter(name="Department of Defense").count() == 1
    assert Agency.objects.count() == before + 1  # the Army, which nobody could tell was renamed
    assert Agency.objects.get(name="Department of the Army").parent == war


def test_an_agency_entered_by_hand_is_that_agency(db):
    mine = AgencyFactory(name="department of state", address="2201 C St. N.W.")

    load()

    assert post_on(Person.objects.get(name="Antony Blinken"), THE_SEED).agency == mine
    mine.refresh_from_db()
    assert (mine.address, mine.federal_register_slug) == ("2201 C St. N.W.", None)


def test_an_official_entered_by_hand_is_that_person(db):
    state = AgencyFactory(name="Department of State")
    mine = PersonFactory(name="Tony Blinken", first_name="Tony", last_name="Blinken")
    AppointmentFactory(person=mine, agency=state, title="Secretary", held_from=date(2021, 2, 1))

    load()

    assert Person.objects.filter(last_name="Blinken").get() == mine


def test_a_namesake_in_congress_is_somebody_else(db):
    member = PersonFactory(name="Scott Turner", first_name="Scott", last_name="Turner", bioguide_id="T000999")

    load()

    assert not member.appointments.exists()
    assert Person.objects.filter(name="Scott Turner").count() == 2


def test_a_last_day_that_the_list_has_learned_is_filled_in(db):
    load()
    posts = Appointment.objects.filter(person__name="Antony Blinken")
    posts.update(held_to=None)

    loaded = load()

    assert loaded.posts_ended == 1
    assert posts.get().held_to == date(2025, 1, 20)


def test_what_was_loaded_stands_in_the_audit_trail(db):
    loaded = load()

    entries = Entry.objects.filter(act="loaded")
    assert entries.count() == loaded.agencies + loaded.people + loaded.posts
    assert entries.filter(record="agency", record_name="Department of State").exists()


def test_the_command_says_what_it_added(db):
    said = io.StringIO()

    call_command("load_agencies", stdout=said)
    call_command("load_agencies", stdout=said)

    first, second = said.getvalue().splitlines()
    assert re.fullmatch(r"Added \d+ agencies, \d+ people and \d+ posts; ended 0 posts\.", first)
    assert second == "Added 0 agencies, 0 people and 0 posts; ended 0 posts."


def test_loading_takes_few_statements(db, django_assert_max_num_queries):
    with django_assert_max_num_queries(25):
        load()


# --- The lists themselves --------------------------------------------------------------------------------


def twice(values):
    return {value for value in values if values.count(value) > 1}


def test_no_agency_of_the_list_is_there_twice():
    agencies = read_agencies()

    assert twice([agency.name.lower() for agency in agencies]) == set()
    assert (
        twice([agency.federal_register_slug for agency in agencies if agency.federal_register_slug]) == set()
    )
    assert twice([(agency.parent, agency.acronym) for agency in agencies if agency.acronym]) == set()
    assert twice([agency.cgac for agency in agencies if agency.cgac]) == set()


def test_codes_and_addresses_of_the_list_are_of_their_form():
    for agency in read_agencies():
        assert re.fullmatch(r"(\d{3})?", agency.cgac), agency
        assert re.fullmatch(r"[a-z-]*", agency.federal_register_slug or ""), agency
        if agency.address:
            assert re.search(r"[A-Z][\w.]+, ([A-Z]{2} \d{5}(-\d{4})?|DC)$", agency.address), agency


def test_every_part_of_the_list_stands_below_its_whole():
    above = set()
    for agency in read_agencies():
        assert agency.parent is None or agency.parent in above, agency
        assert (agency.kind == "bureau") == (agency.parent is not None), agency
        above.add(agency.name)


def test_every_official_of_the_list_has_an_agency_of_the_list():
    known = {agency.name for agency in read_agencies()}
    known |= {agency.federal_register_slug for agency in read_agencies()}

    assert {post.agency for post in read_officials()} <= known


def test_no_official_of_the_list_holds_two_posts_in_an_agency_at_once():
    posts = read_officials()
    for one in posts:
        assert one.held_to is None or one.held_from < one.held_to, one
        for other in posts:
            if one is not other and one.person == other.person and one.agency == other.agency:
                assert one.held_to <= other.held_from or other.held_to <= one.held_from, (one, other)


def test_heads_of_a_department_follow_each_other_without_a_gap():
    by_agency = {}
    for post in read_officials():
        by_agency.setdefault(post.agency, []).append(post)

    for agency, posts in by_agency.items():
        heads = [post for post in posts if post.agency.endswith("-department")]
        for one, after in pairwise(heads):
            assert one.held_to == after.held_from, (agency, one.person.name)


@pytest.mark.parametrize("name", ["Marco Rubio", "Markwayne Mullin", "Lori Chavez-DeRemer"])
def test_officials_who_were_members_are_told_by_their_bioguide_id(name):
    assert next(post.person for post in read_officials() if post.person.name == name).bioguide_id
