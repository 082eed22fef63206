"""People, agencies, posts and seats entered and corrected in the admin."""

from datetime import date

import pytest
from django.urls import reverse

from correspondence.directory.models import Agency, Appointment, FormerName, Person, Seat, Term
from tests.directory.desk import FAR_OFF, LONG_AGO, form_of, url
from tests.factories import (
    AgencyFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db


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
