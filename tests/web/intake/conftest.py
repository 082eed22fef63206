"""An office with its clerk, and a letter of theirs that came in and was read."""

import pytest

from tests.factories import AppointmentFactory, PersonFactory
from tests.story import Story
from tests.web.intake.papers import letter_of, propose, the_letter


@pytest.fixture
def story():
    return Story()


@pytest.fixture
def rubio(story):
    person = PersonFactory(name="Marco Rubio", first_name="Marco", last_name="Rubio")
    AppointmentFactory(person=person, agency=story.state, title="Secretary of State", held_from=None)
    return person


@pytest.fixture
def item(story, rubio):
    item = the_letter(story.office, story.clerk)
    propose(item, letter_of(item, agency=story.state, person=rubio))
    return item


@pytest.fixture
def desk(client, story):
    client.force_login(story.clerk)
    return client
