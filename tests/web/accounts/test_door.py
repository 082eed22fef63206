"""Signing in: where it leads, and what somebody without an office is told."""

import pytest
from django.urls import reverse

from tests.factories import UserFactory
from tests.story import Story

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery staple"


def sign_in(client, user, url):
    page = client.get(url, follow=True)
    where = page.context["next"]
    login = reverse("admin:login")
    return client.post(
        f"{login}?next={where}", {"username": user.username, "password": PASSWORD, "next": where}
    )


@pytest.mark.parametrize("url", ["/", "/admin/login/"])
def test_signing_in_leads_to_today(client, clerk, url):
    page = sign_in(client, clerk, url)

    assert (page.status_code, page.url) == (302, "/")


def test_signing_in_leads_to_where_one_was_going(client, clerk):
    page = sign_in(client, clerk, "/preferences/")

    assert (page.status_code, page.url) == (302, "/preferences/")


def test_somebody_whose_membership_ended_is_told_so_kindly(client, clerk):
    client.force_login(clerk)
    clerk.memberships.all().delete()

    for url in ("/", "/preferences/", "/keys/"):
        page = client.get(url)

        assert page.status_code == 403
        assert "You are in no office yet" in page.text
        assert f"<b>{clerk.username}</b>" in page.text
        assert "Sign out" in page.text
        assert 'aria-label="Rooms"' not in page.text


def test_the_administrator_is_shown_the_way_to_the_records(client):
    client.force_login(UserFactory(is_superuser=True))

    page = client.get("/")

    assert page.status_code == 403
    assert f'href="{reverse("admin:index")}"' in page.text
    assert client.get(reverse("admin:index")).status_code == 200


def test_a_record_does_not_exist_for_somebody_in_no_office(client):
    letter = Story().sent()
    client.force_login(UserFactory())

    assert client.get(reverse("letter-timeline", args=[letter.pk])).status_code == 404


def test_the_records_lead_to_the_desk(client, clerk):
    client.force_login(clerk)

    page = client.get(reverse("admin:index"))

    assert '<a href="/">Desk</a>' in page.text
