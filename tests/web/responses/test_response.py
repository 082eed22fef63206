"""The page of a response, judging it anew, and the list of what came in."""

import pytest
from django.urls import reverse

from correspondence.documents.actions import store_document
from correspondence.responses import actions
from correspondence.responses.models import Response
from correspondence.responses.rules import Judgement
from tests.story import at
from tests.web.responses.conftest import filled
from tests.web.responses.test_respond import pdf

pytestmark = pytest.mark.django_db


def log(story, letter, *judgements, **facts):
    facts = {"kind": Response.Kind.PARTIAL, "channel": "email", "received_on": at(2024, 1, 18).date()} | facts
    return actions.log_response(
        letter, agency=story.state, judgements=judgements, by=story.clerk, now=at(2024, 1, 18), **facts
    )


def page_of(response):
    return reverse("response", args=[response.pk])


def test_the_page_tells_what_came_what_it_answered_and_what_that_led_to(desk, story):
    letter = story.sent()
    parts = story.parts(letter)
    document = store_document(story.office, pdf(), by=story.clerk, now=at(2024, 1, 18))
    response = log(
        story,
        letter,
        Judgement(parts[1], "full", settles=True, quote="It has funded two teams."),
        Judgement(parts[2], "refused", ground="Ongoing inquiry"),
        signer_name="Naz Durakoglu",
        documents=[(document, "")],
    )

    page = desk.get(page_of(response))

    assert "Partial response from" in page.text
    assert "Naz Durakoglu" in page.text
    assert reverse("response-file", args=[response.attachments.get().pk]) in page.text
    assert "It has funded two teams." in page.text
    assert "Settled 18 Jan 2024, answered" in page.text
    assert "Ground: Ongoing inquiry" in page.text
    assert "Silent on requests 3–5" in page.text


def test_what_was_judged_before_is_told_beside_what_is_judged_now(desk, story):
    letter = story.sent()
    part = story.parts(letter)[1]
    response = log(story, letter, Judgement(part, "review"))
    url = reverse("response-judge", args=[response.pk])

    desk.post(url, filled(desk.get(url), {part: {"outcome": "partial", "quote": "In part."}}))

    page = desk.get(page_of(response))
    assert "Partial answer" in page.text
    assert f"Before: under review, by {story.clerk}, 18 Jan 2024" in page.text


def test_who_judges_what_another_judged_meanwhile_is_shown_both(desk, story):
    letter = story.sent()
    part = story.parts(letter)[1]
    response = log(story, letter, Judgement(part, "review"))
    url = reverse("response-judge", args=[response.pk])
    data = filled(desk.get(url), {part: {"outcome": "partial", "quote": "In part."}})
    theirs = Judgement(part, "nonresp", quote="They say nothing.")
    actions.judge(response, [theirs], by=story.counsel, now=at(2024, 1, 18, 11))

    page = desk.post(url, data)

    assert page.status_code == 409
    assert f"Judged meanwhile by {story.counsel}: nonresponsive. “They say nothing.”" in page.text
    assert "In part." in page.text
    assert response.answers.get().outcome == "nonresp"
    desk.post(url, filled(page))
    assert response.answers.get().outcome == "partial"


def test_a_fault_in_judging_stands_at_its_field(desk, story):
    letter = story.sent()
    part = story.parts(letter)[1]
    response = log(story, letter)
    url = reverse("response-judge", args=[response.pk])

    page = desk.post(url, filled(desk.get(url), {part: {"outcome": "refused", "quote": "No."}}))

    assert page.status_code == 422
    assert "Enter the ground that the agency gave." in page.text
    assert "No." in page.text


def test_withdrawing_asks_why_and_stays_on_the_record(desk, story):
    letter = story.sent()
    response = log(story, letter)
    url = reverse("response-act", args=[response.pk, "withdraw"])

    page = desk.post(url, filled(desk.get(url), why="Logged twice."), follow=True)

    assert page.redirect_chain[-1][0] == page_of(response)
    assert "Logged twice." in page.text
    assert "Withdrawn 18 Jan 2024" in page.text
    assert reverse("response-judge", args=[response.pk]) not in page.text


def test_a_viewer_is_offered_nothing_that_changes_it(client, story):
    response = log(story, story.sent())
    client.force_login(story.viewer)

    page = client.get(page_of(response))

    assert "/acts/" not in page.text
    assert "/judge/" not in page.text


def test_the_list_goes_on_where_the_screen_before_ended(desk, story):
    letter = story.sent()
    for n in range(27):
        log(story, letter, summary=str(n))

    page = desk.get(reverse("responses"))

    assert page.text.count("<tr") == 26
    older = desk.get(reverse("responses") + page.context["older"])
    assert older.text.count("<tr") == 3


@pytest.mark.parametrize("answers", [1, 5])
def test_the_page_takes_as_many_statements_for_one_answer_as_for_five(
    desk, story, answers, django_assert_num_queries
):
    letter = story.sent()
    its = [Judgement(part, "full", settles=True) for part in list(story.parts(letter).values())[:answers]]
    response = log(story, letter, *its)

    with django_assert_num_queries(10):
        desk.get(page_of(response))


@pytest.mark.parametrize("came", [1, 20])
def test_the_list_takes_as_many_statements_for_one_row_as_for_twenty(
    desk, story, came, django_assert_num_queries
):
    letter = story.sent()
    for n in range(came):
        log(story, letter, summary=str(n))

    with django_assert_num_queries(4):
        desk.get(reverse("responses"))
