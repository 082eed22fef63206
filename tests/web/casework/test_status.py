"""What became of a message: told to who knows its number and address, and to nobody else."""

from datetime import date, timedelta

import pytest
import time_machine

from correspondence.casework import actions
from correspondence.letters import actions as letters
from correspondence.responses.actions import log_response
from tests.constituents import Constituents, case, opinion
from tests.story import at
from tests.web.casework.test_messages import answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(db):
    return Constituents()


@pytest.fixture(autouse=True)
def _in_may(settings):
    with time_machine.travel(at(2023, 5, 20), tick=False):
        yield


def look_up(client, message, email="rosalind@example.org"):
    return client.post("/write/status/", {"number": message.number, "email": email})


def inquiry(message, story, *, sent=date(2023, 5, 4)):
    letter = actions.start_letter(message, by=story.clerk, now=at(2023, 5, 4))
    letters.revise_draft(
        letter,
        facts={"subject": letter.subject, "dated_on": sent, "kind": "casework"},
        signatories=[{"place": 1, "name": "Benjamin L. Cardin"}],
        recipients=[{"place": 1, "role": "to", "title": "Liaison", "agency": story.state}],
        requests=[{"place": 1, "text": "When?"}],
        by=story.clerk,
        now=at(2023, 5, 4),
    )
    return letters.mark_sent(letter, on=sent, by=story.clerk, now=at(2023, 5, 4))


def test_each_state_has_its_words(story, client):
    new = opinion(story.office)
    unsigned = case(story.office, signature="")
    begun, written_for, heard, answered, closed = (
        case(story.office, text=f"Question {n}: when?") for n in range(5)
    )
    actions.assign_messages([begun], to=story.clerk, by=story.clerk, now=at(2023, 5, 4))
    inquiry(written_for, story)
    log_response(
        inquiry(heard, story),
        agency=story.state,
        kind="full",
        channel="phone",
        received_on=date(2023, 5, 9),
        by=story.clerk,
        now=at(2023, 5, 9),
    )
    answer(answered, story)
    actions.close_message(closed, how="no_answer", note="Secret", by=story.clerk, now=at(2023, 5, 6))

    said = {
        name: look_up(client, message).text
        for name, message in {
            "We have it": new,
            "We need your permission": unsigned,
            "We are working on it": begun,
            "We wrote to the agency": written_for,
            "The agency answered us": heard,
            "Answered": answered,
            "Closed": closed,
        }.items()
    }

    for words, text in said.items():
        assert words in text
        assert "Secret" not in text
        assert str(story.clerk) not in text


@pytest.mark.parametrize(
    ("number", "email"),
    [
        ("SFRC-M-2023-99999", "rosalind@example.org"),
        ("SFRC-M-2023-00001", "somebody@example.org"),
        ("x", "y@example.org"),
    ],
)
def test_a_guess_learns_nothing(story, client, number, email):
    opinion(story.office)

    page = client.post("/write/status/", {"number": number, "email": email})

    assert page.status_code == 422
    assert "We found no message with this number and this e-mail address." in page.text


def test_a_number_and_an_address_are_taken_in_any_case(story, client):
    message = opinion(story.office)

    page = client.post(
        "/write/status/", {"number": f" {message.number.lower()} ", "email": "Rosalind@Example.org"}
    )

    assert "We have it" in page.text


def test_guessing_is_slowed_and_let_go_on_after_ten_minutes(story, client):
    message = opinion(story.office)
    for n in range(20):
        client.post("/write/status/", {"number": f"SFRC-M-2023-9{n:04}", "email": "a@example.org"})

    refused = look_up(client, message)
    elsewhere = client.post(
        "/write/status/",
        {"number": message.number, "email": "rosalind@example.org"},
        headers={"x-forwarded-for": "198.51.100.7"},
    )
    with time_machine.travel(at(2023, 5, 20) + timedelta(minutes=11), tick=False):
        later = look_up(client, message)

    assert (refused.status_code, elsewhere.status_code, later.status_code) == (429, 200, 200)
    assert "Please wait ten minutes." in refused.text


def test_the_page_takes_as_many_statements_however_many_letters(story, client, django_assert_num_queries):
    message = case(story.office)
    inquiry(message, story)
    with django_assert_num_queries(10):
        look_up(client, message)
    for _ in range(3):
        inquiry(message, story)

    with django_assert_num_queries(10):
        look_up(client, message)
