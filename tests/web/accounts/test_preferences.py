import pytest
from django.urls import reverse

from correspondence.accounts.rules import KEY_NAMES, KEYS
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db
URL = "/preferences/"


def test_unticked_keys_are_off_and_every_page_knows(client, clerk):
    client.force_login(clerk)

    page = client.post(
        URL, {"on": [name for name in KEY_NAMES if name not in ("help", "today")]}, follow=True
    )

    clerk.refresh_from_db()
    assert clerk.keys_off == ["help", "today"]
    assert "Your preferences are saved." in page.text
    assert 'data-keys-off="help today"' in client.get("/").text


def test_the_form_shows_what_is_on(client, clerk):
    clerk.keys_off = ["find"]
    clerk.save()
    client.force_login(clerk)

    page = client.get(URL)

    assert page.text.count('type="checkbox"') == len(KEYS)
    assert page.text.count(" checked") == len(KEYS) - 1
    assert 'data-keys="save"' in page.text


def test_a_key_that_there_is_not_is_refused_at_its_field(client, clerk):
    client.force_login(clerk)

    page = client.post(URL, {"on": ["self-destruct"]})

    assert page.status_code == 422
    assert "self-destruct is not one of the available choices" in page.text
    clerk.refresh_from_db()
    assert clerk.keys_off == []


def test_everybody_finds_their_password_and_managers_their_office(client, office, clerk, manager):
    settings = reverse("admin:correspondence_office_change", args=[office.pk])
    pages = {}

    for user in (clerk, manager):
        client.force_login(user)
        pages[user.username] = client.get(URL).text

    assert all(reverse("admin:password_change") in text for text in pages.values())
    assert settings in pages["manager"]
    assert settings not in pages["clerk"]


def test_two_offices_are_both_named_with_ones_role(client, clerk):
    other = MembershipFactory(user=clerk, role="counsel").office
    client.force_login(clerk)

    page = client.get(URL)

    assert str(other) in page.text
    assert "Counsel" in page.text
    assert "Your offices" in page.text


def test_reading_costs_no_statement_beyond_the_sign_in(client, clerk, django_assert_num_queries):
    client.force_login(clerk)

    with django_assert_num_queries(2):
        client.get(URL)


def test_the_keys_are_a_page_and_for_a_dialog_the_list_alone(client, clerk):
    clerk.keys_off = ["find"]
    clerk.save()
    client.force_login(clerk)

    page = client.get("/keys/")
    part = client.get("/keys/", headers={"HX-Request": "true"})

    for text in (page.text, part.text):
        assert text.count("<kbd>") == sum(len(key.presses) for key in KEYS)
        assert text.count("you switched it off") == 1
    assert "<html" in page.text
    assert "<html" not in part.text
    assert 'method="dialog"' in part.text
