"""Who sees and changes what of the directory in the admin."""

import pytest

from correspondence.accounts.models import OfficeMembership
from correspondence.directory.models import Office
from tests.directory.desk import MODELS, form_of, url
from tests.factories import (
    MembershipFactory,
    OfficeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


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
