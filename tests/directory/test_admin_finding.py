"""How the admin finds people, agencies and offices, and what it costs."""

from datetime import date

import pytest
from django.urls import reverse

from correspondence.directory.models import FormerName, Office, Seat, Term
from tests.directory.desk import FAR_OFF, LONG_AGO, MODELS, choices, queries_of, url
from tests.factories import (
    AgencyFactory,
    AppointmentFactory,
    MembershipFactory,
    OfficeFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db


def test_people_are_found_by_how_their_names_begin(client, clerk, rows):
    PersonFactory(name="Beth Van Schaack", first_name="Beth", last_name="Van Schaack")
    PersonFactory(name="Lori Chavez-DeRemer", first_name="Lori", last_name="Chavez-DeRemer")
    client.force_login(clerk)

    def found(term):
        return [name.partition(" (")[0] for name in choices(client, term, "signatory", "person")]

    assert found("rub") == ["Marco Rubio"]
    assert found("marco ru") == ["Marco Rubio"]
    assert found("schaack") == ["Beth Van Schaack"]
    assert found("deremer") == ["Lori Chavez-DeRemer"]
    assert found("R000595") == ["Marco Rubio"]
    assert found("ubio") == []


def test_the_last_name_comes_before_the_first(client, clerk):
    PersonFactory(name="Scott Turner", first_name="Scott", last_name="Turner")
    PersonFactory(name="Austin Scott", first_name="Austin", last_name="Scott")
    client.force_login(clerk)

    assert choices(client, "scott", "signatory", "person") == ["Austin Scott", "Scott Turner"]


def test_namesakes_are_told_apart(client, clerk):
    senator = PersonFactory(name="Robert Menendez", last_name="Menendez", bioguide_id="M000639")
    PersonFactory(name="Robert Menendez", last_name="Menendez", bioguide_id="M001226")
    official = PersonFactory(name="Robert Menendez", last_name="Menendez")
    Term.objects.create(person=senator, chamber="senate", state="NJ", held_from=LONG_AGO, held_to=FAR_OFF)
    AppointmentFactory(person=official, title="Deputy Secretary", held_from=LONG_AGO)
    client.force_login(clerk)

    assert sorted(choices(client, "menendez", "signatory", "person")) == [
        "Robert Menendez (Deputy Secretary)",
        "Robert Menendez (M001226)",
        "Robert Menendez (Senate, NJ; M000639)",
    ]


def test_agencies_are_found_by_acronym_before_anything_else(client, clerk):
    for name, acronym in (("Department of State", "DOS"), ("Environmental Protection Agency", "EPA")):
        AgencyFactory(name=name, acronym=acronym)
    AgencyFactory(name="Epaulette Board", aliases="Board of Epaulettes\nEpaulettes")
    client.force_login(clerk)

    assert choices(client, "epa", "recipient", "agency") == [
        "Environmental Protection Agency (EPA)",
        "Epaulette Board",
    ]
    assert choices(client, "epaulettes", "recipient", "agency") == ["Epaulette Board"]


def test_an_agency_is_shown_with_its_whole_and_its_last_day(client, clerk):
    state = AgencyFactory(name="Department of State")
    AgencyFactory(name="Bureau of Legislative Affairs", acronym="H", kind="bureau", parent=state)
    AgencyFactory(name="Bureau of Legislation", kind="bureau", parent=state, valid_to=date(2020, 1, 2))
    client.force_login(clerk)

    assert choices(client, "bureau legis", "recipient", "agency") == [
        "Bureau of Legislative Affairs (H), Department of State",
        "Bureau of Legislation, Department of State, until 2 Jan 2020",
    ]


def test_an_office_is_found_by_a_former_name_and_shown_with_its_committee(client, administrator):
    oversight = OfficeFactory(name="Committee on Oversight and Government Reform", thomas_id="HSGO")
    FormerName.objects.create(office=oversight, name="Committee on Accountability", held_to=date(2025, 1, 2))
    OfficeFactory(name="Government Operations", kind="subcommittee", parent=oversight, code=None)
    client.force_login(administrator)

    assert choices(client, "accountab", "office", "parent") == [
        "Committee on Oversight and Government Reform"
    ]
    assert choices(client, "operations", "office", "parent") == [
        "Government Operations, Committee on Oversight and Government Reform"
    ]


def test_choices_are_for_members_only(client, stranger, rows):
    client.force_login(stranger)
    query = {"term": "r", "app_label": "correspondence", "model_name": "signatory", "field_name": "person"}

    assert client.get(reverse("admin:autocomplete"), query).status_code in (302, 403)


@pytest.mark.parametrize("term", ["%", "_", "'", '"', "\\", "(", "a" * 500, "é", "\n"])
@pytest.mark.parametrize("model", MODELS)
def test_a_search_for_anything_is_answered(client, clerk, rows, model, term):
    client.force_login(clerk)

    assert client.get(url(model, "changelist"), {"q": term}).status_code == 200


@pytest.mark.parametrize(
    ("model", "query", "found"),
    [
        ("person", {"now": "senate"}, {"A Senator"}),
        ("person", {"now": "house"}, {"A Representative"}),
        ("person", {"now": "post"}, {"A Secretary"}),
        ("person", {"now": "none"}, {"Nobody Now"}),
        ("agency", {"ended": "yes"}, {"Ended Agency"}),
        ("agency", {"kind__exact": "department"}, {"Department"}),
        ("office", {"mine": "yes"}, {"Mine"}),
        ("office", {"chamber__exact": "house"}, {"Theirs"}),
    ],
)
def test_lists_are_narrowed(client, model, query, found):
    for name, chamber in (("A Senator", "senate"), ("A Representative", "house")):
        Term.objects.create(
            person=PersonFactory(name=name), chamber=chamber, state="MD", held_from=LONG_AGO, held_to=FAR_OFF
        )
    department = AgencyFactory(name="Department")
    AppointmentFactory(person=PersonFactory(name="A Secretary"), agency=department)
    AppointmentFactory(person=PersonFactory(name="Nobody Now"), agency=department, held_to=LONG_AGO)
    AgencyFactory(name="Ended Agency", kind="independent", valid_to=LONG_AGO)
    OfficeFactory(name="Theirs", chamber=Office.Chamber.HOUSE)
    client.force_login(MembershipFactory(office=OfficeFactory(name="Mine")).user)

    page = client.get(url(model, "changelist"), query)

    assert {row.name for row in page.context["cl"].result_list} == found


def more(number):
    parent = AgencyFactory()
    for _ in range(number):
        person = PersonFactory(last_name="Rubio")
        AppointmentFactory(
            person=person, agency=AgencyFactory(kind="bureau", parent=parent), held_from=LONG_AGO
        )
        Term.objects.create(person=person, chamber="senate", state="FL", held_from=LONG_AGO, held_to=FAR_OFF)
        Seat.objects.create(
            person=person,
            office=OfficeFactory(parent=Office.objects.first()),
            rank=1,
            side="majority",
            held_from=LONG_AGO,
        )


@pytest.mark.parametrize("model", MODELS)
def test_fifty_rows_of_a_list_cost_what_one_costs(client, clerk, rows, model):
    client.force_login(clerk)
    client.get(url(model, "changelist"))
    one = queries_of(client, url(model, "changelist"))
    more(49)

    assert queries_of(client, url(model, "changelist")) == one


@pytest.mark.parametrize(
    ("model", "field"), [("signatory", "person"), ("recipient", "agency"), ("office", "parent")]
)
def test_many_choices_cost_what_one_costs(client, clerk, rows, model, field):
    client.force_login(clerk)
    query = {"term": "", "app_label": "correspondence", "model_name": model, "field_name": field}
    one = queries_of(client, reverse("admin:autocomplete"), **query)
    more(25)

    assert queries_of(client, reverse("admin:autocomplete"), **query) == one


def test_many_rows_on_a_form_cost_what_one_costs(client, clerk, rows):
    client.force_login(clerk)
    forms = [url(model, "change", rows[model].pk) for model in ("person", "agency", "office")]
    for address in forms:  # what is read once a process
        client.get(address)
    few = [queries_of(client, address) for address in forms]
    for number in range(20):
        AppointmentFactory(person=rows["person"], agency=AgencyFactory(), held_from=LONG_AGO)
        AppointmentFactory(agency=rows["agency"], held_from=LONG_AGO)
        Seat.objects.create(
            person=rows["person"], office=OfficeFactory(), rank=1, side="majority", held_from=LONG_AGO
        )
        Seat.objects.create(
            person=PersonFactory(),
            office=rows["office"],
            rank=number + 1,
            side="majority",
            held_from=LONG_AGO,
        )
        Term.objects.create(
            person=rows["person"],
            chamber="house",
            state="FL",
            held_from=date(1990 + number, 1, 3),
            held_to=LONG_AGO,
        )

    assert [queries_of(client, address) for address in forms] == few
