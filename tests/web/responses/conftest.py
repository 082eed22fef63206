"""A clerk's browser at the response pages, on 18 January 2024, and what a browser sends from them."""

import pytest
import time_machine
from django.urls import reverse

from tests.admin_forms import fill
from tests.story import Story, at


@pytest.fixture
def story(db):
    return Story()


@pytest.fixture
def desk(client, story):
    """The clerk's browser, on 18 January 2024."""
    with time_machine.travel(at(2024, 1, 18), tick=False):
        client.force_login(story.clerk)
        yield client


def respond_url(letter):
    return reverse("respond", args=[letter.pk])


def rows(outcomes):
    """What a browser sends for these rows: outcomes are {part: {field: value}}."""
    return {
        f"part-{part.pk}-{field}": value
        for part, fields in outcomes.items()
        for field, value in fields.items()
    }


def filled(page, outcomes=None, **changes):
    """The page's form after these changes, as a browser sends it with its main button."""
    return fill(page, **changes) | rows(outcomes or {})


FULL = {"outcome": "full", "settles": "on"}
