"""What every page tells a browser, and how it travels."""

import gzip

import pytest
from django.urls import reverse

from tests.story import Story

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("url", ["/", "/admin/", "/admin/login/", "/nothing/here/"])
def test_a_page_runs_nothing_but_our_own_files_and_stands_in_no_frame(client, clerk, url):
    client.force_login(clerk)

    its = client.get(url).headers

    policy = dict(part.strip().partition(" ")[::2] for part in its["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert "unsafe" not in its["Content-Security-Policy"]
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert not {name for name in policy if name.startswith(("script", "style"))}
    assert its["X-Frame-Options"] == "DENY"
    assert its["X-Content-Type-Options"] == "nosniff"
    assert its["Referrer-Policy"] == "same-origin"
    assert its["Cross-Origin-Opener-Policy"] == "same-origin"


def test_a_page_travels_compressed(client):
    story = Story()
    url = reverse("letter-timeline", args=[story.sent().pk])
    client.force_login(story.clerk)

    page = client.get(url, headers={"Accept-Encoding": "gzip"})

    assert page.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in page.headers["Vary"]
    assert b"Accountability for atrocities" in gzip.decompress(page.content)
    assert len(page.content) < len(client.get(url).content) / 2


def test_two_answers_with_the_same_page_differ_in_length(client, clerk):
    client.force_login(clerk)

    lengths = {len(client.get("/keys/", headers={"Accept-Encoding": "gzip"}).content) for _ in range(20)}

    assert len(lengths) > 5
