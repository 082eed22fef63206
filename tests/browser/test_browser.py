"""That a real browser, a server in its own thread and the database under test work together."""

import pytest

pytestmark = pytest.mark.browser


def test_somebody_signs_in_with_a_password(page, live_server, clerk):
    clerk.is_staff = True
    clerk.save()

    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Username").fill(clerk.username)
    page.get_by_label("Password").fill("correct horse battery staple")
    page.get_by_label("Password").press("Enter")
    page.wait_for_url(f"{live_server.url}/admin/")

    clerk.refresh_from_db()
    assert clerk.last_login is not None


def test_a_test_can_sign_somebody_in(page, live_server, sign_in, django_user_model):
    sign_in(django_user_model.objects.create_superuser("administrator"))

    page.goto(f"{live_server.url}/admin/")

    assert page.url == f"{live_server.url}/admin/"
    assert not page.get_by_label("Password").is_visible()
