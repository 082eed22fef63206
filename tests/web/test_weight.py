"""What a first visit loads, compressed as it is served: under 150 kB."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from tests.story import Story

pytestmark = pytest.mark.django_db
MOST = 150_000
LINKED = re.compile(r'(?:href|src)="/static/([^"#]+)')
IN_STYLES = re.compile(r'url\("\.\./([^"]+)"\)')


def weight(page):
    """The bytes of a page and all that it loads: text as gzip makes it, faces and pictures as they are."""
    loads, read = set(LINKED.findall(page.text)), {}
    while loads:
        name = loads.pop()
        read[name] = Path(finders.find(name)).read_bytes()
        if name.endswith(".css"):
            loads |= set(IN_STYLES.findall(read[name].decode())) - set(read)
    packed = [held if name.endswith(".woff2") else gzip.compress(held) for name, held in read.items()]
    return len(gzip.compress(page.content)) + sum(map(len, packed)), sorted(read)


@pytest.fixture
def story():
    return Story()


@pytest.fixture
def addresses(story):
    sent = story.sent()
    for number in range(30):
        story.draft(subject=f"Letter {number} about the Zangezur corridor and those who live along it")
    return {"letter": [sent.pk], "respond": [sent.pk]}


PAGES = ["today", "letters", "letter", "letter-new", "respond", "owed", "preferences", "write", "styleguide"]


@pytest.mark.parametrize("name", PAGES)
def test_a_first_visit_loads_less_than_150_kilobytes(client, story, addresses, name):
    url = reverse(name, args=addresses.get(name, []))
    client.force_login(story.manager)

    page = client.get(url, follow=True)
    bytes_, loaded = weight(page)

    assert page.status_code == 200
    assert "css/tokens.css" in loaded
    assert len([one for one in loaded if one.endswith(".woff2")]) == 2
    assert bytes_ < MOST, loaded
