"""Where a person says which letter a reply answers, and where somebody else was first with it."""

import re
from datetime import date
from email import policy

import pytest
from django.urls import reverse

from correspondence.intake import reader
from correspondence.intake.actions import set_aside, take_for
from correspondence.intake.mail.actions import file_with_letter, take_mail
from correspondence.intake.models import IntakeItem
from correspondence.intake.queries import latest_proposal
from correspondence.responses.models import Response
from tests.admin_forms import fill
from tests.intake.mail.mails import a_mail, with_file
from tests.story import Story, at
from tests.web.intake.reply_papers import ACKNOWLEDGES, PARTLY, came_in, pdf, the_reply, today, words_of
from tests.web.intake.test_reply import all_looked, filled, opened, part, reply_to

pytestmark = pytest.mark.django_db
NOBODY = "A Department that nobody wrote to"
BARE = """We have read what you wrote, and will come back to you.

1. The Department funds two teams that substantiate and collect evidence of
war crimes and other atrocities, and shares what they find with prosecutors.
"""


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


@pytest.fixture
def matched(story):
    """Propose anew what was read, with these matches: (letter, how sure) each."""

    def anew(item, *matches):
        row = latest_proposal(item)
        its = [
            {"letter_id": one.pk, "reference": one.reference, "sure": sure, "reasons": ["It may."]}
            for one, sure in matches
        ]
        values = row.values | {"matches": its, "references": []} | ({} if its else {"answers": []})
        item.proposals.create(kind="response", version=1, values=values, made_at=row.made_at)
        return item

    return anew


def a_choice(page):
    """Whether the page asks for the letter, and shows no form yet."""
    return "Which letter does it answer?" in page.text and "letter" not in fill(page)


@pytest.mark.parametrize("way", ["press", "find"])
def test_the_form_is_filled_in_as_soon_as_a_letter_is_chosen(desk, story, letter, matched, way):
    item = the_reply(story, letter, PARTLY)
    as_known = fill(opened(desk, item))
    matched(item, *([(letter, 0.3)] if way == "press" else []))
    page = opened(desk, item)
    assert a_choice(page)

    chosen = (
        {"_letter": str(letter.pk)} if way == "press" else {"_find": "1", "other_words": letter.reference}
    )
    page = desk.post(reply_to(item), fill(page) | chosen)

    kept = fill(page)
    facts = ("letter", "agency", "kind", "received_on", "dated_on", "signer_name", "signer_title")
    assert page.status_code == 200
    assert {name: kept[name] for name in facts} == {name: as_known[name] for name in facts}
    assert kept["received_on"] == today().isoformat()
    assert kept[f"part-{part(story, letter, 1).pk}-quote"].startswith("The Department funds two teams")
    assert "Not found on the page" not in page.text
    assert "was read meanwhile" not in page.text


def test_what_was_filled_in_by_hand_is_logged(desk, story, letter, matched):
    item = matched(the_reply(story, letter, ACKNOWLEDGES))
    page = desk.post(
        reply_to(item), fill(opened(desk, item)) | {"_find": "1", "other_words": letter.reference}
    )

    page = desk.post(reply_to(item), filled(page, summary="It came.") | {"save": "1"})

    response = Response.objects.get()
    assert (page.status_code, page.url) == (302, reverse("response", args=[response.pk]))
    assert (response.letter, response.summary, response.received_on) == (letter, "It came.", today())


def test_what_was_emptied_by_hand_is_not_filled_in_again(desk, story, letter):
    other = story.sent(subject="Staff", asked=["Who?"])
    item = the_reply(story, letter, PARTLY)
    page = opened(desk, item)

    page = desk.post(reply_to(item), filled(page, signer_name="") | {"_letter": str(other.pk)})

    assert (fill(page)["letter"], fill(page)["signer_name"]) == (str(other.pk), "")


def test_nothing_is_logged_before_the_form_was_shown(desk, story, letter):
    item = the_reply(story, letter, ACKNOWLEDGES)

    page = desk.post(
        reply_to(item), {"letter": letter.pk, "save": "1", "looked": all_looked(opened(desk, item))}
    )

    assert page.status_code == 200
    assert fill(page)["signer_name"] == "Naz Durakoglu"
    assert not Response.objects.exists()


def test_a_mail_that_was_filed_with_a_letter_answers_that_letter(desk, story, letter):
    words = pdf(words_of(BARE, letter, agency=NOBODY))
    raw = with_file(a_mail(sender="pat@state.example"), words).as_bytes(policy=policy.SMTP)
    mail = take_mail(raw, office=story.office, now=at(2023, 5, 8))
    story.sent(subject="Another", asked=["Where are they?"])
    mail = file_with_letter(mail, letter, by=story.counsel, now=at(2023, 5, 10))
    assert reader.read(mail.item_id, seconds=60, clock=reader.Clock(at(2023, 5, 10)))

    page = opened(desk, mail.item)

    kept = fill(page)
    assert kept["letter"] == str(letter.pk)
    assert "The mail was filed with it." in page.text
    assert "No letter of the office was recognised" not in page.text
    assert "letter" not in all_looked(page)
    assert kept["received_on"] == "2023-05-04"  # the day on which it was sent


@pytest.mark.parametrize(
    ("dated", "received"),
    [(None, date(2023, 5, 8)), ("Thu, 01 Jun 2023 09:30:00 -0400", date(2023, 5, 8))],
)
def test_a_mail_that_says_no_day_before_it_came_was_received_when_it_came(
    desk, story, letter, dated, received
):
    raw = with_file(a_mail(date=dated), pdf(words_of(BARE, letter))).as_bytes(policy=policy.SMTP)
    mail = take_mail(raw, office=story.office, now=at(2023, 5, 8))
    mail = file_with_letter(mail, letter, by=story.counsel, now=at(2023, 5, 10))

    assert fill(opened(desk, mail.item))["received_on"] == received.isoformat()


def test_another_letter_than_the_mail_was_filed_with_can_be_chosen(desk, story, letter):
    other = story.sent(subject="Another", asked=["Where are they?"])
    raw = with_file(a_mail(), pdf(words_of(BARE, letter))).as_bytes(policy=policy.SMTP)
    mail = take_mail(raw, office=story.office, now=at(2023, 5, 8))
    mail = file_with_letter(mail, letter, by=story.counsel, now=at(2023, 5, 10))
    page = opened(desk, mail.item)

    page = desk.post(reply_to(mail.item), filled(page) | {"_letter": str(other.pk)})

    assert fill(page)["letter"] == str(other.pk)
    assert "The mail was filed with it." in page.text


@pytest.mark.parametrize(
    ("sure", "is_chosen"),
    [((0.9, 0.9), False), ((0.49,), False), ((0.9, 0.85), True), ((0.5,), True)],
)
def test_of_letters_that_are_as_likely_or_hardly_so_a_person_chooses(
    desk, story, letter, matched, sure, is_chosen
):
    letters = [letter, story.sent(subject="Another", asked=["Where are they?"])]
    item = matched(the_reply(story, letter, PARTLY), *zip(letters, sure, strict=False))

    page = opened(desk, item)

    assert a_choice(page) is not is_chosen
    assert page.text.count('name="_letter"') == len(sure) - is_chosen
    if is_chosen:
        assert fill(page)["letter"] == str(letter.pk)


def test_a_page_without_a_letter_asks_for_it_and_can_be_left(desk, story, letter):
    [item] = came_in(story.office, story.clerk, ("note.pdf", pdf("A note.")), taken_for="response")

    page = opened(desk, item)

    assert a_choice(page)
    assert "It answers another letter" not in page.text
    assert f'<a href="{reverse("intake")}">Leave</a>' in page.text


def test_who_is_second_keeps_what_they_typed_and_is_told_who_was_first(desk, client, story, letter):
    item = the_reply(story, letter, ACKNOWLEDGES)
    mine = filled(opened(desk, item), summary="My own words.") | {"save": "1"}
    client.force_login(story.clerk)
    client.post(reply_to(item), filled(opened(client, item)) | {"save": "1"})
    response = Response.objects.get()
    client.force_login(story.counsel)

    page = client.post(reply_to(item), mine)

    assert page.status_code == 409
    assert fill(page)["summary"] == "My own words."
    assert f"Nothing is saved: {story.clerk} logged it as a reply on " in page.text
    there = reverse("response", args=[response.pk])
    assert re.search(rf'<a href="{there}"\s+target="_blank">{response}, to {letter.reference}<', page.text)
    assert 'name="save"' not in page.text
    assert 'name="looked"' not in page.text
    assert Response.objects.get() == response
    assert response.summary == ""


@pytest.mark.parametrize("what", ["aside", "letter"])
def test_what_became_of_it_else_loses_nothing_either(desk, story, letter, what):
    item = the_reply(story, letter, ACKNOWLEDGES)
    mine = filled(opened(desk, item), summary="My own words.") | {"save": "1"}
    if what == "aside":
        set_aside(item, why="An advertisement", by=story.clerk, now=at(2024, 5, 8))
    else:
        take_for(item, "letter", by=story.clerk, now=at(2024, 5, 8))

    page = desk.post(reply_to(item), mine)

    assert page.status_code == 409
    assert fill(page)["summary"] == "My own words."
    assert ("An advertisement" if what == "aside" else "taken for a letter of ours now") in page.text
    assert not Response.objects.exists()


def test_what_could_not_be_read_is_not_said_to_be_read(desk, story, letter):
    [item] = came_in(story.office, story.clerk, ("broken.pdf", b"%PDF-1.7\nnothing"), read=False)

    page = desk.post(reverse("intake-taken", args=[item.pk]), {"taken_for": "response"}, follow=True)

    assert IntakeItem.objects.get(pk=item.pk).reading.failed_at
    assert "this is what was read from it" not in page.text
    assert "It could not be read: type it from the page." in page.text


def test_what_was_read_is_said_to_be(desk, story, letter):
    item = the_reply(story, letter)

    page = desk.post(reverse("intake-taken", args=[item.pk]), {"taken_for": "response"}, follow=True)

    assert f"Taken for a reply: {item}. This is what was read from it." in page.text
