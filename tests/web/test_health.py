"""What monitors ask. That it is ill without its database is in tests/test_two_commands.py."""


def test_monitors_need_no_sign_in(client, db):
    page = client.get("/healthz")

    assert (page.status_code, page.text) == (200, "ok\n")
    assert "no-store" in page["Cache-Control"]


def test_nothing_can_be_posted_to_it(client, db):
    page = client.post("/healthz")

    assert page.status_code == 405


def test_it_is_asked_over_plain_http_even_in_production(client, db, settings):
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/healthz").status_code == 200
    assert client.get("/admin/").status_code == 301
