"""The directory in the admin: who sees and changes what, and how it is found."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from correspondence.accounts.models import OfficeMembership
from correspondence.directory.models import Agency, Appointment, FormerName, Office, Person, Seat, Term
from tests.factories import (
    AgencyFactory,
    AppointmentFactory,
    MembershipFactory,
    OfficeFactory,
    PersonFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

LONG_AGO = date(2021, 1, 26)
FAR_OFF = date(2999, 1, 3)
MODELS = ("person", "office", "agency", "seat")


@pytest.fixture
def administrator(db):
    return UserFactory(username="root", is_superuser=True)


@pytest.fixture
def stranger(db):
    """Somebody who may sign in, and belongs to no office."""
    return UserFactory(username="stranger", is_staff=True)


@pytest.fixture
def rows(office):
    person = PersonFactory(name="Marco Rubio", first_name="Marco", last_name="Rubio", bioguide_id="R000595")
    agency = AgencyFactory(name="Department of State", acronym="DOS")
    AppointmentFactory(person=person, agency=agency, title="Secretary of State", held_from=LONG_AGO)
    seat = Seat.objects.create(person=person, office=office, rank=2, side="minority", held_from=LONG_AGO)
    return {"person": person, "agency": agency, "office": office, "seat": seat}


def url(model, page, *args):
    return reverse(f"admin:correspondence_{model}_{page}", args=args)


def form_of(client, address):
    """What a browser would send back from a form left as it is."""
    admin_form = client.get(address).context["adminform"].form
    formsets = [inline.formset for inline in client.get(address).context["inline_admin_formsets"]]
    data = {}
    for form in [
        admin_form,
        *(form for formset in formsets for form in formset),
        *(f.management_form for f in formsets),
    ]:
        for bound in form:
            value = bound.value()
            if value is not None and value is not False:
                data[bound.html_name] = value.isoformat() if isinstance(value, date) else value
    return data


def choices(client, term, model, field):
    query = {"term": term, "app_label": "correspondence", "model_name": model, "field_name": field}
    page = client.get(reverse("admin:autocomplete"), query)
    return [choice["text"] for choice in json.loads(page.content)["results"]]


# --- Who may do what --------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("role", ["viewer", "clerk", "counsel", "manager", "administrator"])
def test_everybody_with_an_office_and_the_administrator_sees_the_directory(
    client, request, rows, role, model
):
    client.force_login(request.getfixturevalue(role))

    assert client.get(url(model, "changelist")).status_code == 200
    assert client.get(url(model, "change", rows[model].pk)).status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_somebody_without_an_office_sees_nothing(client, stranger, rows, model):
    client.force_login(stranger)

    for address in (url(model, "changelist"), url(model, "change", rows[model].pk), url(model, "add")):
        assert client.get(address).status_code in (302, 403, 404)


@pytest.mark.parametrize("model", ["person", "agency", "seat"])
@pytest.mark.parametrize(
    ("role", "may"), [("viewer", False), ("clerk", True), ("counsel", True), ("manager", True)]
)
def test_clerks_and_above_add_people_agencies_and_seats(client, request, rows, role, may, model):
    client.force_login(request.getfixturevalue(role))

    assert (client.get(url(model, "add")).status_code == 200) is may
    assert (client.post(url(model, "change", rows[model].pk), {}).status_code == 200) is may


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(("role", "may"), [("clerk", False), ("manager", False), ("administrator", True)])
def test_only_the_administrator_deletes(client, request, rows, role, may, model):
    client.force_login(request.getfixturevalue(role))

    assert (client.get(url(model, "delete", rows[model].pk)).status_code == 200) is may


@pytest.mark.parametrize(("role", "may"), [("clerk", False), ("manager", False), ("administrator", True)])
def test_only_the_administrator_adds_an_office(client, request, rows, role, may):
    client.force_login(request.getfixturevalue(role))

    assert (client.get(url("office", "add")).status_code == 200) is may


@pytest.mark.parametrize("role", ["viewer", "clerk", "counsel"])
def test_an_office_is_its_managers_to_change(client, request, office, role):
    client.force_login(request.getfixturevalue(role))

    page = client.post(url("office", "change", office.pk), {"name": "Mine now"})

    assert page.status_code == 403
    assert Office.objects.get().name == office.name


def test_a_manager_changes_the_own_office_and_no_other(client, manager, office):
    other = OfficeFactory(name="Committee of Others")
    client.force_login(manager)
    data = form_of(client, url("office", "change", office.pk)) | {
        "response_days": "21",
        "letterhead": "SENATE",
    }

    page = client.post(url("office", "change", office.pk), data)
    refused = client.post(url("office", "change", other.pk), data)

    office.refresh_from_db()
    assert page.status_code == 302, (page.context["errors"], data)
    assert (office.response_days, office.letterhead) == (21, "SENATE")
    assert refused.status_code == 403
    assert Office.objects.get(pk=other.pk).response_days == 14


def test_a_manager_of_another_office_is_nobody_here(client, office):
    elsewhere = MembershipFactory(role=OfficeMembership.Role.MANAGER).user
    client.force_login(elsewhere)

    page = client.post(url("office", "change", office.pk), {"name": "Taken over"})

    assert page.status_code == 403


def test_a_manager_does_not_change_what_the_import_goes_by(client, manager, office):
    client.force_login(manager)
    data = form_of(client, url("office", "change", office.pk)) | {"thomas_id": "HSXX", "kind": "other"}

    client.post(url("office", "change", office.pk), data)

    office.refresh_from_db()
    assert (office.thomas_id, office.kind) == (None, "committee")


def test_another_offices_settings_are_not_shown(client, viewer, office):
    other = OfficeFactory(name="Committee of Others", letterhead="THEIR LETTERHEAD", code="THEIRS")
    client.force_login(viewer)

    page = client.get(url("office", "change", other.pk))
    own = client.get(url("office", "change", office.pk))

    assert "THEIR" not in page.text
    assert office.code in own.text


def test_nobody_sees_who_belongs_to_another_office(client, manager, office):
    other = MembershipFactory(
        office=OfficeFactory(), user=UserFactory(username="hidden", last_name="Hidden")
    ).office
    client.force_login(manager)

    page = client.get(url("office", "change", other.pk))

    assert "Hidden" not in page.text
    assert "hidden" not in page.text.replace('type="hidden"', "").replace("visually-hidden", "")


# --- Entering and correcting ------------------------------------------------------------------------------


def test_a_clerk_adds_an_official_with_the_post(client, clerk):
    state = AgencyFactory(name="Department of State")
    client.force_login(clerk)
    data = form_of(client, url("person", "add"))

    page = client.post(
        url("person", "add"),
        data
        | {
            "name": "Beth Van Schaack",
            "first_name": "Beth",
            "last_name": "Van Schaack",
            "appointments-0-title": "Ambassador-at-Large for Global Criminal Justice",
            "appointments-0-agency": state.pk,
            "appointments-0-held_from": "2022-03-17",
            "appointments-0-held_to": "2025-01-20",
        },
    )

    assert page.status_code == 302, page.context["errors"]
    post = Appointment.objects.get()
    assert (post.person.name, post.agency, post.held_from) == ("Beth Van Schaack", state, date(2022, 3, 17))
    assert post.person.bioguide_id is None


def test_a_person_without_a_last_name_would_not_be_found_again(client, clerk):
    client.force_login(clerk)
    data = form_of(client, url("person", "add")) | {"name": "Beth Van Schaack"}

    page = client.post(url("person", "add"), data)

    assert page.status_code == 200
    assert "last_name" in page.context["adminform"].form.errors


def test_an_agency_is_renamed_by_ending_it_and_naming_its_successor(client, clerk):
    old = AgencyFactory(name="Broadcasting Board of Governors", kind="independent")
    client.force_login(clerk)
    address = url("agency", "change", old.pk)

    without_end = client.post(
        address, form_of(client, address) | {"successor": AgencyFactory(name="USAGM").pk}
    )
    ended = client.post(address, form_of(client, address) | {"valid_to": "2018-08-21"})
    new = client.post(
        url("agency", "add"),
        form_of(client, url("agency", "add"))
        | {
            "name": "United States Agency for Global Media",
            "kind": "independent",
            "valid_from": "2018-08-22",
        },
    )
    successor = Agency.objects.get(name="United States Agency for Global Media")
    done = client.post(address, form_of(client, address) | {"successor": successor.pk})

    assert without_end.status_code == 200
    assert "Give the last day it went by this name" in without_end.text
    assert [page.status_code for page in (ended, new, done)] == [302, 302, 302]
    old.refresh_from_db()
    assert (old.name, old.valid_to, old.successor) == (
        "Broadcasting Board of Governors",
        date(2018, 8, 21),
        successor,
    )
    assert "leave its name as it is" in client.get(address).text


@pytest.mark.parametrize("field", ["parent", "successor"])
def test_an_agency_does_not_lead_back_to_itself(client, clerk, field):
    first = AgencyFactory(valid_to=date(2020, 1, 1))
    second = AgencyFactory(valid_to=date(2021, 1, 1), **{field: first})
    client.force_login(clerk)
    address = url("agency", "change", first.pk)

    page = client.post(address, form_of(client, address) | {field: second.pk})

    assert page.status_code == 200
    assert "lead back to this agency" in page.text


def test_two_agencies_do_not_get_one_name(client, clerk):
    AgencyFactory(name="Department of State")
    client.force_login(clerk)

    page = client.post(
        url("agency", "add"),
        form_of(client, url("agency", "add")) | {"name": "DEPARTMENT OF STATE", "kind": "department"},
    )

    assert page.status_code == 200
    assert "There is an agency of this name." in page.text


def test_an_agency_that_letters_name_is_not_deleted(client, administrator, rows):
    bureau = AgencyFactory(kind="bureau", parent=rows["agency"])
    client.force_login(administrator)

    page = client.post(url("agency", "delete", rows["agency"].pk), {"post": "yes"})

    assert page.status_code in (200, 403)
    assert Agency.objects.filter(pk=bureau.parent_id).exists()


def test_a_clerk_ends_a_seat_between_two_imports(client, clerk, rows):
    client.force_login(clerk)
    address = url("seat", "change", rows["seat"].pk)

    page = client.post(address, form_of(client, address) | {"held_to": "2023-09-27"})

    assert page.status_code == 302
    assert Seat.objects.get().held_to == date(2023, 9, 27)


def test_a_manager_keeps_the_former_names_of_the_office(client, manager, office):
    client.force_login(manager)
    address = url("office", "change", office.pk)
    data = form_of(client, address)

    page = client.post(
        address,
        data | {"former_names-0-name": "Committee on Old Affairs", "former_names-0-held_to": "2019-01-02"},
    )

    assert page.status_code == 302
    assert FormerName.objects.get().office == office


def test_seats_are_not_opened_from_the_first_page(client, clerk, rows):
    client.force_login(clerk)

    page = client.get(reverse("admin:index"))

    assert url("person", "changelist") in page.text
    assert url("seat", "changelist") not in page.text


# --- Finding ----------------------------------------------------------------------------------------------


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


# --- The cost ---------------------------------------------------------------------------------------------


def queries_of(client, address, **query):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address, query).status_code == 200
    return len(captured)


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


def test_the_roster_on_the_form_is_in_the_order_of_a_letterhead(client, viewer, office):
    for last_name, side, rank in (
        ("Rubio", "minority", 2),
        ("Cardin", "majority", 1),
        ("Risch", "minority", 1),
    ):
        person = PersonFactory(name=last_name, last_name=last_name)
        Seat.objects.create(person=person, office=office, side=side, rank=rank, held_from=LONG_AGO)
    client.force_login(viewer)

    page = client.get(url("office", "change", office.pk))

    formset = page.context["inline_admin_formsets"][-1].formset
    assert [seat.person.last_name for seat in formset.queryset] == ["Cardin", "Risch", "Rubio"]
    assert page.text.index("Cardin") < page.text.index("Risch") < page.text.index("Rubio")


def test_a_person_shows_terms_seats_and_posts(client, viewer, rows):
    Term.objects.create(
        person=rows["person"], chamber="senate", state="FL", held_from=LONG_AGO, held_to=FAR_OFF
    )
    client.force_login(viewer)

    page = client.get(url("person", "change", rows["person"].pk))

    for words in ("Secretary of State", rows["office"].name, "FL", "R000595"):
        assert words in page.text
    assert Person.objects.count() == 1
