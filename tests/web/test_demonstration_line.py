"""The line that says of each page that it shows a demonstration."""

import pytest

from correspondence.core.demonstration import note_demonstration
from tests.factories import MembershipFactory

LINE = "Demonstration: only the letter of 29 November 2023 is real."
PAGES = ["/", "/letters/", "/admin/", "/write/"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_each_page_says_that_it_is_a_demonstration(client, settings, tmp_path, path):
    settings.VAR = tmp_path
    note_demonstration(True)
    client.force_login(MembershipFactory(user__is_staff=True).user)

    page = client.get(path)

    assert page.content.decode().count(LINE) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_no_page_says_so_of_an_offices_own_record(client, settings, tmp_path, path):
    settings.VAR = tmp_path
    note_demonstration(True)
    note_demonstration(False)
    client.force_login(MembershipFactory(user__is_staff=True).user)

    page = client.get(path)

    assert LINE not in page.content.decode()
