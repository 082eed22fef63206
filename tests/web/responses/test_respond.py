"""Logging a response on its page, over HTTP: what is shown, kept, previewed, refused, and logged once."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from correspondence.followups.reminders import raise_reminders, start_rules
from correspondence.letters import actions as letters
from correspondence.letters.models import Part
from correspondence.responses.models import Answer, Response
from tests.factories import AgencyFactory, PersonFactory
from tests.story import Story, at
from tests.web.responses.conftest import FULL, filled, respond_url

pytestmark = pytest.mark.django_db


def pdf(name="reply.pdf", words=b"a reply"):
    return SimpleUploadedFile(name, b"%PDF-1.4 " + words)


def test_a_row_for_each_open_part_and_none_for_what_is_settled(desk, story):
    letter = story.sent()
    parts = story.parts(letter)
    letters.settle([parts[2]], ground="overtaken", by=story.counsel, now=at(2024, 1, 17))

    page = desk.get(respond_url(letter))

    assert [n for n, part in parts.items() if f"part-{part.pk}-outcome" in page.text] == [1, 3, 4, 5]
    assert "due 13 Dec 2023, 36 days late" in page.text
    assert f"part-{parts[2].pk}-outcome" in desk.get(respond_url(letter) + "?all=1").text


def test_what_is_filled_in_is_logged(desk, story):
    letter, signer = story.sent(), PersonFactory(first_name="Naz", last_name="Durakoglu")
    parts = story.parts(letter)
    data = filled(
        desk.get(respond_url(letter)),
        {
            parts[1]: FULL | {"quote": "It has funded two teams.", "pages": "12", "bates": "DOS-1 to 12"},
            parts[2]: {"outcome": "review", "promised_on": "2024-03-01", "note": "Call them."},
        },
        kind="partial",
        signer_name="Naz Durakoglu",
        summary="Two of five.",
        signer_title="Assistant Secretary",
    )

    page = desk.post(respond_url(letter), data | {"files": [pdf()]}, follow=True)

    response = Response.objects.get()
    assert page.redirect_chain[-1][0] == reverse("letter", args=[letter.pk])
    assert "1 request is settled by it." in page.text
    assert (response.kind, response.summary, response.signer) == ("partial", "Two of five.", signer)
    assert response.attachments.get().document.name == "reply.pdf"
    assert [n for n, part in story.parts(letter).items() if part.is_open] == [2, 3, 4, 5]
    first = response.answers.get(part=parts[1])
    assert (first.quote, first.pages, first.bates) == ("It has funded two teams.", 12, "DOS-1 to 12")
    assert response.answers.get(part=parts[2]).promised_on == date(2024, 3, 1)


def test_an_acknowledgment_is_one_click(desk, story):
    letter = story.sent()
    data = filled(desk.get(respond_url(letter)), kind="", control_number="2023-1204-017", _ack="1")

    desk.post(respond_url(letter), data)

    assert Response.objects.get().kind == Response.Kind.ACKNOWLEDGMENT
    assert not Answer.objects.exists()
    assert letter.recipients.get().control_number == "2023-1204-017"


def test_an_acknowledgment_does_not_swallow_what_is_filled_in(desk, story):
    letter = story.sent()
    part = story.parts(letter)[2]
    data = filled(desk.get(respond_url(letter)), {part: {"quote": "Under review."}}, _ack="1")

    page = desk.post(respond_url(letter), data)

    assert page.status_code == 422
    assert "Something is filled in below." in page.text
    assert "Under review." in page.text
    assert not Response.objects.exists()


def test_what_is_missing_is_summed_up_once_and_in_words(desk, story):
    letter = story.sent()
    data = filled(desk.get(respond_url(letter)), kind="", received_on="")

    page = desk.post(respond_url(letter), data)

    assert page.text.count('class="error-summary"') == 1
    assert page.text.count("Choose what kind of response it is.") == 2
    assert page.text.count("Enter the day on which it was received.") == 2


def test_errors_stand_at_their_fields_and_keep_everything_with_the_files(desk, story):
    letter = story.sent()
    part = story.parts(letter)[3]
    outcome = {"outcome": "elsewhere", "quote": "See the annex."}
    data = filled(desk.get(respond_url(letter)), {part: outcome}, kind="partial", received_on="2023-11-28")

    page = desk.post(respond_url(letter), data | {"files": [pdf()]})

    assert page.status_code == 422
    assert "Enter where it was delivered, never what." in page.text
    assert "It cannot answer a letter of a later date" in page.text
    assert "See the annex." in page.text
    assert not Response.objects.exists()
    mended = filled(
        page,
        {part: {"delivered_where": "Office of Senate Security", "delivered_on": "2024-01-18"}},
        received_on="2024-01-18",
    )
    desk.post(respond_url(letter), mended)
    assert Response.objects.get().attachments.get().document.name == "reply.pdf"


def test_a_file_that_was_kept_can_be_taken_out(desk, story):
    letter = story.sent()
    data = filled(desk.get(respond_url(letter)), kind="partial", received_on="")
    page = desk.post(respond_url(letter), data | {"files": [pdf("wrong.pdf", b"1"), pdf("right.pdf", b"2")]})
    assert "wrong.pdf" in page.text
    drop = next(one for one in page.context["reply"].kept if one.name == "wrong.pdf")

    desk.post(respond_url(letter), filled(page, received_on="2024-01-18", drop=[str(drop.pk)]))

    assert [row.document.name for row in Response.objects.get().attachments.all()] == ["right.pdf"]


def test_the_preview_tells_what_is_settled_what_stays_and_which_reminders_end(desk, story):
    start_rules(story.office, by=story.manager, now=at(2023, 11, 1))
    letter = story.sent()
    parts = story.parts(letter)
    raise_reminders(today=date(2024, 1, 17), now=at(2024, 1, 17))
    outcomes = {
        parts[1]: FULL,
        parts[5]: FULL,
        parts[2]: {"extension_until": "2024-02-15"},
        parts[4]: {"outcome": "partial", "promised_on": "2024-03-01"},
    }
    data = filled(desk.get(respond_url(letter)), outcomes, kind="partial")

    page = desk.post(respond_url(letter), data | {"_preview": "1", "files": [pdf()]})

    assert page.status_code == 200
    words = page.text.partition("What this will do")[2]
    assert "Requests 1 and 5, by you, today" in words
    assert "Requests 2–4, due 13 Dec 2023, 36 days late" in words
    assert "Request 2: until 15 Feb 2024. The due date stays" in words
    assert "Request 4: promised by 1 Mar 2024" in words
    assert "End: Overdue, requests 1 and 5" in words
    assert "End: Confirm receipt, the letter" in words
    assert "Go on: Overdue, requests 2–4" in words
    assert "2 of 5 settled" in words
    assert "reply.pdf" in page.text
    assert not Response.objects.exists()


def test_the_preview_alone_is_sent_where_a_script_asks_for_it(desk, story):
    letter = story.sent()
    data = filled(desk.get(respond_url(letter)), {story.parts(letter)[1]: FULL}, kind="", _preview="1")

    page = desk.post(respond_url(letter), data, headers={"HX-Request": "true"})

    assert "Request 1, by you, today" in page.text
    assert "<form" not in page.text


def test_empty_rows_are_marked_alike_and_filled_ones_left_alone(desk, story):
    letter = story.sent()
    parts = story.parts(letter)
    data = filled(
        desk.get(respond_url(letter)), {parts[2]: {"outcome": "review"}}, kind="full", fill_with="full"
    )

    page = desk.post(respond_url(letter), data | {"_fill": "1"})

    assert not Response.objects.exists()
    desk.post(respond_url(letter), filled(page))
    assert [n for n, part in story.parts(letter).items() if part.is_open] == [2]


def test_a_reply_can_be_logged_without_judging_and_judged_later(desk, story, client):
    letter = story.sent()
    desk.post(respond_url(letter), filled(desk.get(respond_url(letter)), kind="partial"))
    response = Response.objects.get()
    waiting = reverse("responses") + "?state=unjudged"
    assert letter.reference in desk.get(waiting).text
    client.force_login(story.counsel)
    url = reverse("response-judge", args=[response.pk])

    client.post(url, filled(client.get(url), {story.parts(letter)[1]: FULL}))

    assert response.answers.get().judged_by == story.counsel
    assert not story.parts(letter)[1].is_open
    assert letter.reference not in client.get(waiting).text


def test_each_agency_answers_for_itself(desk, story):
    treasury = AgencyFactory(name="Department of the Treasury")
    letter = story.sent(to=[story.state, treasury])
    theirs, its = story.parts(letter, treasury), story.parts(letter, story.state)

    page = desk.get(respond_url(letter), {"agency": treasury.pk})

    assert all(f"part-{part.pk}-outcome" in page.text for part in theirs.values())
    assert not any(f"part-{part.pk}-outcome" in page.text for part in its.values())


def test_a_change_of_agency_shows_its_rows_before_anything_is_logged(desk, story):
    treasury = AgencyFactory(name="Department of the Treasury")
    letter = story.sent(to=[story.state, treasury])
    page = desk.get(respond_url(letter), {"agency": story.state.pk})
    outcomes = {story.parts(letter, story.state)[1]: FULL}

    page = desk.post(respond_url(letter), filled(page, outcomes, kind="full", agency=str(treasury.pk)))

    assert "The rows below are others than before" in page.text
    assert not Response.objects.exists()


def test_one_reply_is_logged_on_letters_named_by_reference_in_one_step(desk, story):
    first, second, third = story.sent(), story.sent(), story.sent()
    names = f"{second.reference}; {third.reference}"
    data = filled(desk.get(respond_url(first)), kind="full", also_words=names, _rows="1")

    page = desk.post(respond_url(first), data)

    for letter in (first, second, third):
        assert f"part-{story.parts(letter)[1].pk}-outcome" in page.text
    outcomes = {story.parts(letter)[1]: FULL for letter in (first, second, third)}
    desk.post(respond_url(first), filled(page, outcomes) | {"files": [pdf()]})
    assert {one.letter for one in Response.objects.all()} == {first, second, third}
    assert len({one.attachments.get().document for one in Response.objects.all()}) == 1
    assert not any(story.parts(letter)[1].is_open for letter in (first, second, third))


def test_letters_that_nothing_can_answer_are_refused_by_name(desk, story):
    letter, draft = story.sent(), story.draft()
    data = filled(desk.get(respond_url(letter)), also_words=draft.reference)

    page = desk.post(respond_url(letter), data)

    assert page.status_code == 422
    assert f"{draft.reference} is a draft" in page.text


def test_a_double_click_logs_once(desk, story):
    letter = story.sent()
    data = filled(desk.get(respond_url(letter)), {story.parts(letter)[1]: FULL}, kind="partial")
    desk.post(respond_url(letter), data)

    page = desk.post(respond_url(letter), data, follow=True)

    assert "It was logged already, and is not logged twice." in page.text
    assert Response.objects.count() == 1


def test_two_instalments_alike_of_one_day_can_both_be_logged(desk, story):
    letter = story.sent()
    part = story.parts(letter)[1]
    for pages in ("310", "1204"):
        instalment = {part: {"outcome": "instalment", "pages": pages}}

        desk.post(respond_url(letter), filled(desk.get(respond_url(letter)), instalment, kind="rolling"))

    assert sorted(Answer.objects.values_list("pages", flat=True)) == [310, 1204]


def test_who_fills_in_a_page_that_is_no_longer_so_is_told_and_loses_nothing(desk, story):
    letter = story.sent()
    parts = story.parts(letter)
    outcomes = {parts[1]: FULL | {"quote": "Two teams."}, parts[2]: {"outcome": "review"}}
    data = filled(desk.get(respond_url(letter)), outcomes, kind="partial")
    letters.settle([parts[1]], ground="overtaken", by=story.counsel, now=at(2024, 1, 18))

    page = desk.post(respond_url(letter), data | {"files": [pdf()]})

    assert page.status_code == 409
    assert f"settled (overtaken by events) by {story.counsel} on 18 Jan 2024" in page.text
    assert "Two teams." in page.text
    assert "reply.pdf" in page.text
    assert not Response.objects.exists()
    desk.post(respond_url(letter), filled(page))
    assert Response.objects.get().answers.get(part=parts[1]).quote == "Two teams."


def test_a_draft_and_another_offices_letter_take_no_response(desk, story):
    draft, theirs = story.draft(), Story("SSEG").sent()

    page = desk.get(respond_url(draft), follow=True)

    assert "is a draft: mark it as sent first." in page.text
    assert desk.get(respond_url(theirs)).status_code == 404


def test_a_clerk_may_not_settle_where_the_office_says_so(desk, story):
    story.office.clerks_may_settle = False
    story.office.save()
    letter = story.sent()

    page = desk.get(respond_url(letter))

    assert "-settles" not in page.text


def test_logging_five_answers_takes_few_statements(desk, story, django_assert_max_num_queries):
    letter = story.sent()
    outcomes = dict.fromkeys(story.parts(letter).values(), FULL)
    data = filled(desk.get(respond_url(letter)), outcomes, kind="full")

    with django_assert_max_num_queries(21):  # two of them begin and end the transaction
        page = desk.post(respond_url(letter), data)

    assert page.status_code == 302
    assert not Part.objects.open().exists()


@pytest.mark.parametrize("asked", [1, 31])
def test_the_form_takes_as_many_statements_for_one_row_as_for_31(
    desk, story, asked, django_assert_num_queries
):
    letter = story.sent(asked=[f"What about {n}?" for n in range(asked)])
    desk.get(respond_url(letter))

    with django_assert_num_queries(12):
        page = desk.get(respond_url(letter))

    assert page.text.count('class="answer"') == asked
