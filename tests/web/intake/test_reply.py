"""Confirm a reply that came in: filled in from its pages, judged by a person; nothing settles itself."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from correspondence.audit.models import Entry
from correspondence.intake.models import IntakeItem
from correspondence.intake.queries import latest_proposal
from correspondence.letters.models import Decision, Part
from correspondence.responses.actions import log_response
from correspondence.responses.models import Answer, Response
from tests.admin_forms import fill
from tests.factories import AgencyFactory
from tests.story import Story
from tests.web.intake.reply_papers import (
    ACKNOWLEDGES,
    INTERIM,
    PARTLY,
    REFERS,
    REFUSES,
    came_in,
    pdf,
    the_reply,
    today,
    words_of,
)

pytestmark = pytest.mark.django_db
SOON = timedelta(days=20)


@pytest.fixture
def story():
    return Story()


@pytest.fixture
def letter(story):
    return story.sent()


@pytest.fixture
def desk(client, story):
    client.force_login(story.counsel)
    return client


def reply_to(item, **query):
    return reverse("intake-reply", args=[item.pk], query=query)


def opened(desk, item, **query):
    page = desk.get(reply_to(item, **query))
    assert page.status_code == 200
    return page


def all_looked(page):
    return re.findall(r'name="looked"\s+value="([^"]+)"', page.text)


def filled(page, **changes):
    return fill(page, **changes) | {"looked": all_looked(page)}


def part(story, letter, number):
    return Part.objects.get(request__letter=letter, request__place=number)


def test_a_reply_is_known_for_one_and_filled_in_with_what_it_says(desk, story, letter):
    item = the_reply(story, letter, ACKNOWLEDGES)

    page = desk.get(reverse("intake-confirm", args=[item.pk]), follow=True)

    assert page.redirect_chain == [(reply_to(item), 302)]
    kept = fill(page)
    assert (kept["letter"], kept["agency"]) == (str(letter.pk), str(story.state.pk))
    assert kept["kind"] == "ack"
    assert kept["dated_on"] == (letter.dated_on + timedelta(days=10)).isoformat()
    assert kept["received_on"] == today().isoformat()
    assert kept["signer_name"] == "Naz Durakoglu"
    assert kept["signer_title"].startswith("Assistant Secretary")
    assert kept["control_number"] == "H-20231201-017"
    assert "It cites SFRC-" in page.text
    assert 'data-mark="dated_on" data-state="proposed"' in page.text


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (ACKNOWLEDGES, "ack"),
        (INTERIM, "interim"),
        (PARTLY, "partial"),
        (REFUSES, "refusal"),
        (REFERS, "referral"),
    ],
)
def test_each_kind_of_reply_is_proposed_as_what_it_is(desk, story, letter, body, kind):
    item = the_reply(story, letter, body, promised=today() + SOON)

    page = opened(desk, item)

    assert fill(page)["kind"] == kind
    assert latest_proposal(item).values["kind"]["value"] == kind


def test_passages_stand_in_their_rows_and_neither_outcome_nor_settling_is_chosen(desk, story, letter):
    page = opened(desk, the_reply(story, letter, PARTLY))

    kept = fill(page)
    quotes = {n: kept[f"part-{part(story, letter, n).pk}-quote"] for n in range(1, 6)}
    assert quotes[1].startswith("The Department funds two teams")
    assert quotes[4].startswith("The Department has told Azerbaijan")
    assert [quotes[n] for n in (2, 3, 5)] == ["", "", ""]
    assert not any(value for name, value in kept.items() if name.endswith(("-outcome", "-settles")))


def test_a_partial_reply_is_logged_as_a_person_judges_it(desk, story, letter):
    item = the_reply(story, letter, PARTLY)
    page = opened(desk, item)
    first, fourth = part(story, letter, 1), part(story, letter, 4)
    judged = {f"part-{first.pk}-outcome": "full", f"part-{first.pk}-settles": "on"}
    judged |= {f"part-{fourth.pk}-outcome": "partial", "kind": "partial", "save": "1"}

    page = desk.post(reply_to(item), filled(page) | judged)

    response = Response.objects.get()
    assert (page.status_code, page.url) == (302, reverse("response", args=[response.pk]))
    assert {(one.part, one.outcome) for one in response.answers.all()} == {
        (first, "full"),
        (fourth, "partial"),
    }
    assert response.answers.get(part=first).quote.startswith("The Department funds two teams")
    assert (response.signer_name, response.agency) == ("Naz Durakoglu", story.state)
    assert [one.document for one in response.attachments.all()] == [item.files.get().document]
    item = IntakeItem.objects.get()
    assert (item.response, item.done_by, item.is_copy) == (response, story.counsel, False)
    assert Part.objects.filter(settled_on=None).count() == 4
    assert Entry.objects.filter(act="entered", record_name="reply.pdf").count() == 1


def test_what_nobody_judges_settles_nothing(desk, story, letter):
    item = the_reply(story, letter, PARTLY)
    page = opened(desk, item)
    before = Decision.objects.count()

    page = desk.post(reply_to(item), filled(page) | {"_later": "1"})

    assert page.status_code == 302
    assert Response.objects.get().answers.count() == 0
    assert Decision.objects.count() == before
    assert not Part.objects.filter(settled_on__isnull=False).exists()


def test_a_passage_by_itself_is_no_answer(desk, story, letter):
    item = the_reply(story, letter, PARTLY)
    page = opened(desk, item)

    page = desk.post(reply_to(item), filled(page, signer_title="Somebody else") | {"save": "1"})

    assert page.status_code == 422
    assert (
        page.text.count("proposed words are no answer by themselves") == 4
    )  # in the summary, and in the rows
    assert fill(page)["signer_title"] == "Somebody else"
    assert not Response.objects.exists()


def test_what_is_unsure_must_be_looked_at(desk, story, letter):
    item = the_reply(story, letter, REFUSES)
    page = opened(desk, item)
    looked = all_looked(page)
    assert "kind" in looked

    page = desk.post(reply_to(item), fill(page) | {"save": "1", "looked": ["signer_name"]})

    assert page.status_code == 422
    assert "Nothing was saved yet: look at" in page.text
    assert not Response.objects.exists()

    page = desk.post(reply_to(item), fill(page) | {"save": "1", "looked": looked})

    assert page.status_code == 302


def test_an_acknowledgment_is_logged_with_one_button(desk, story, letter):
    item = the_reply(story, letter, PARTLY)  # with passages that nobody wants
    page = opened(desk, item)

    page = desk.post(reply_to(item), filled(page) | {"_ack": "1"})

    assert page.status_code == 302
    assert (Response.objects.get().kind, Answer.objects.count()) == ("ack", 0)


def test_a_promise_is_put_into_the_open_rows_only_when_a_person_says_so(desk, story, letter):
    promised = today() + SOON
    item = the_reply(story, letter, INTERIM, promised=promised)
    page = opened(desk, item)
    names = [f"part-{one.pk}-promised_on" for one in Part.objects.all()]
    assert [fill(page)[name] for name in names] == [""] * 5

    page = desk.post(reply_to(item), filled(page) | {"_promise": "1"})

    assert page.status_code == 200
    assert [fill(page)[name] for name in names] == [promised.isoformat()] * 5

    desk.post(reply_to(item), filled(page) | {"save": "1"})

    assert {one.promised_on for one in Answer.objects.all()} == {promised}
    assert Part.objects.filter(settled_on=None).count() == 5


def test_another_letter_is_chosen_with_one_press_and_what_was_typed_stands(desk, story, letter):
    other = story.sent(
        subject="Staff", asked=["How many teams substantiate and collect evidence of war crimes?"]
    )
    item = the_reply(story, letter, PARTLY)
    page = opened(desk, item)
    typed = {"summary": "Two teams.", "_letter": str(other.pk)}

    page = desk.post(reply_to(item), filled(page) | typed)

    kept = fill(page)
    assert page.status_code == 200
    assert (kept["letter"], kept["summary"]) == (str(other.pk), "Two teams.")
    assert kept[f"part-{part(story, other, 1).pk}-quote"].startswith("The Department funds two teams")


def test_any_letter_can_be_looked_up_where_none_was_recognised(desk, story, letter):
    words = "A note without a date, and about nothing that we asked."
    [item] = came_in(story.office, story.clerk, ("note.pdf", pdf(words)), taken_for="response")
    page = opened(desk, item)
    assert "No letter of the office was recognised" in page.text

    page = desk.post(reply_to(item), fill(page) | {"_find": "1", "other_words": letter.reference})

    assert page.status_code == 200
    assert fill(page)["letter"] == str(letter.pk)
    assert "Chosen by you." in page.text


@pytest.mark.parametrize("words", ["SFRC-1999-0001", ""])
def test_a_letter_that_is_not_there_is_not_taken(desk, story, letter, words):
    [item] = came_in(story.office, story.clerk, ("note.pdf", pdf("A note.")), taken_for="response")

    page = desk.post(reply_to(item), {"_find": "1", "other_words": words})

    assert page.status_code == 422


def test_a_letter_of_another_office_or_a_draft_is_no_choice(desk, story, letter):
    item, draft = the_reply(story, letter), story.draft()
    theirs = Story("HFAC").sent()

    assert desk.get(reply_to(item, letter=theirs.pk)).status_code == 404
    assert desk.get(reply_to(item, letter=draft.pk)).status_code == 404


def test_a_reply_to_two_letters_is_logged_on_both(desk, story, letter):
    other = story.sent(subject="Another", asked=["Where are they?"])
    body = ACKNOWLEDGES.replace("{reference}", f"{letter.reference}, and {other.reference}")
    item = the_reply(story, letter, body)
    page = opened(desk, item)
    assert fill(page)["also"] == str(other.pk)

    page = desk.post(reply_to(item), filled(page) | {"save": "1", "kind": "ack"})

    assert page.status_code == 302
    assert {one.letter for one in Response.objects.all()} == {letter, other}
    documents = [list(one.attachments.values_list("document", flat=True)) for one in Response.objects.all()]
    assert documents == [[item.files.get().document_id]] * 2


def test_an_agency_that_was_not_asked_must_be_looked_at(desk, story, letter):
    AgencyFactory(name="Department of the Treasury", acronym="TREAS")
    item = the_reply(story, letter, ACKNOWLEDGES, agency="Department of the Treasury")

    page = opened(desk, item, letter=letter.pk)

    assert "which was not asked in this letter" in page.text
    assert "agency" in all_looked(page)


def test_a_reply_that_is_on_the_record_already_is_told_before_it_is_logged_again(desk, story, letter):
    first = the_reply(story, letter, ACKNOWLEDGES)
    page = opened(desk, first)
    desk.post(reply_to(first), filled(page) | {"save": "1"})
    response = Response.objects.get()
    same = pdf(words_of(ACKNOWLEDGES, letter))
    [item] = came_in(story.office, story.clerk, ("again.pdf", same), again=True)

    page = opened(desk, item)
    assert "it has the same file" in page.text
    page = desk.post(reply_to(item), filled(page) | {"save": "1"})

    assert page.status_code == 422
    assert "Nothing is logged yet: it" in page.text
    assert Response.objects.count() == 1

    page = desk.post(reverse("intake-reply-copy", args=[item.pk]), {"copy-of": response.pk})

    assert page.url == reverse("response", args=[response.pk])
    item = IntakeItem.objects.get(pk=item.pk)
    assert (item.response, item.is_copy) == (response, True)
    assert response.attachments.count() == 1


def test_a_like_reply_is_logged_as_another_where_a_person_says_so(desk, story, letter):
    first = the_reply(story, letter, ACKNOWLEDGES)
    desk.post(reply_to(first), filled(opened(desk, first)) | {"save": "1"})
    item = the_reply(story, letter, ACKNOWLEDGES, name="other.pdf", title="Acting Assistant Secretary")
    page = opened(desk, item)
    assert "it has the same date, agency and letter" in page.text

    page = desk.post(reply_to(item), filled(page) | {"anyway": "1"})

    assert page.status_code == 302
    assert Response.objects.count() == 2


def test_an_item_is_switched_to_a_letter_and_back(desk, story, letter):
    item = the_reply(story, letter, ACKNOWLEDGES)

    page = desk.post(reverse("intake-taken", args=[item.pk]), {"taken_for": "letter"}, follow=True)

    assert page.redirect_chain == [(reverse("intake-confirm", args=[item.pk]), 302)]
    assert "This is a reply" in page.text
    assert fill(page)["salutation"].startswith("Dear Mr. Chairman")

    page = desk.post(reverse("intake-taken", args=[item.pk]), {"taken_for": "response"}, follow=True)

    assert page.redirect_chain[-1] == (reply_to(item), 302)
    assert fill(page)["kind"] == "ack"
    assert [one.kind for one in item.proposals.all()] == ["response", "letter", "response"]


def test_what_is_no_letter_or_reply_is_not_taken_for_one(desk, story, letter):
    item = the_reply(story, letter)

    desk.post(reverse("intake-taken", args=[item.pk]), {"taken_for": "nonsense"})

    assert IntakeItem.objects.get(pk=item.pk).taken_for == ""


def test_what_somebody_logged_meanwhile_is_told_and_nothing_is_lost(desk, story, letter):
    item = the_reply(story, letter, ACKNOWLEDGES)
    page = opened(desk, item)
    data = filled(page, summary="Mine.") | {"save": "1"}
    story_reply = {"agency": story.state, "kind": "interim", "channel": "mail", "received_on": today()}
    log_response(letter, **story_reply, by=story.clerk, now=timezone.now())

    page = desk.post(reply_to(item), data)

    assert page.status_code == 409
    assert fill(page)["summary"] == "Mine."
    assert IntakeItem.objects.get(pk=item.pk).response is None

    page = desk.post(reply_to(item), filled(page) | {"save": "1"})

    assert page.status_code == 302


def test_what_is_read_anew_never_overwrites_what_was_typed(desk, story, letter):
    item = the_reply(story, letter, ACKNOWLEDGES)
    page = opened(desk, item)
    data = filled(page, signer_name="Wendy Sherman", control_number="")
    row = latest_proposal(item)
    values = row.values | {"kind": row.values["kind"] | {"value": "interim"}}
    values["signer"] = values["signer"] | {"name": values["signer"]["name"] | {"value": "Nobody"}}
    item.proposals.create(kind="response", version=1, values=values, made_at=timezone.now())

    page = desk.post(reply_to(item), data | {"_again": "1"})

    kept = fill(page)
    assert (kept["signer_name"], kept["control_number"], kept["kind"]) == ("Wendy Sherman", "", "interim")
    assert "It was read meanwhile" in page.text


def test_save_and_next_goes_through_the_batch(desk, story, letter):
    files = [(f"{n}.pdf", pdf(words_of(ACKNOWLEDGES, letter, days=n))) for n in (5, 6)]
    first, second = came_in(story.office, story.clerk, *files)
    page = opened(desk, first)

    page = desk.post(reply_to(first), filled(page) | {"save-next": "1"})

    assert page.url == reverse("intake-confirm", args=[second.pk])
    assert "1 of 2" in opened(desk, second).text or "2 of 2" in opened(desk, second).text


def test_what_is_logged_already_leads_to_its_response(desk, story, letter):
    item = the_reply(story, letter, ACKNOWLEDGES)
    data = filled(opened(desk, item)) | {"save": "1"}
    desk.post(reply_to(item), data)

    page = desk.post(reply_to(item), data)  # the browser sends it once more

    assert page.url == reverse("response", args=[Response.objects.get().pk])
    assert Response.objects.count() == 1


@pytest.mark.parametrize(("role", "status"), [("viewer", 403), ("clerk", 200)])
def test_a_viewer_may_not_log_it(client, story, letter, role, status):
    item = the_reply(story, letter, ACKNOWLEDGES)
    client.force_login(getattr(story, role))

    assert client.get(reply_to(item)).status_code == status


def test_a_letter_of_ours_is_not_taken_for_a_reply(desk, story, letter):
    ours = f"""United States Senate
Committee on Foreign Relations

January 9, 2024

The Honorable Antony Blinken
Secretary of State
Department of State
Washington, DC 20520

Dear Secretary Blinken:

I wrote to you on November 29, 2023 ({letter.reference}), and have had no answer. Please
provide the following by January 31, 2024:

1. How many teams substantiate and collect evidence of war crimes?

Sincerely,

Benjamin L. Cardin
Chairman
"""
    [item] = came_in(story.office, story.clerk, ("ours.pdf", pdf(ours)))

    assert latest_proposal(item).kind == "letter"


@pytest.mark.parametrize("many", [1, 12])
def test_the_page_asks_the_database_as_often_for_one_letter_as_for_many(
    desk, story, django_assert_max_num_queries, many
):
    letters = [
        story.sent(asked=[f"How many teams of kind {n}-{m}?" for m in range(3 if many == 1 else 15)])
        for n in range(many)
    ]
    item = the_reply(story, letters[-1], ACKNOWLEDGES)

    with django_assert_max_num_queries(36) as asked:
        page = desk.get(reply_to(item))

    assert page.status_code == 200
    print(len(asked))


def test_a_mail_was_received_on_the_day_it_was_sent(desk, story, letter):
    mail = (
        "From: Naz Durakoglu <h@state.example>\nTo: clerk@senate.example\nSubject: Your letter\n"
        "Date: Mon, 11 Dec 2023 09:30:00 -0500\nMessage-ID: <1@state.example>\n\n"
    ) + words_of(ACKNOWLEDGES, letter)
    [item] = came_in(story.office, story.clerk, ("reply.eml", mail.encode()), taken_for="response")

    kept = fill(opened(desk, item))

    assert kept["received_on"] == date(2023, 12, 11).isoformat()
