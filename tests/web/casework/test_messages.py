"""The pages for staff: the list, a message, the acts on it, and the answer by e-mail."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from correspondence.casework import actions, queries
from correspondence.casework.models import AnswerTemplate, Message, OutgoingMail
from correspondence.core.days import day_of
from correspondence.letters.models import Letter
from tests.constituents import Constituents, case, opinion
from tests.followups.conftest import post_office  # noqa: F401
from tests.story import at

MOST = 12  # statements of a message’s page with letters
pytestmark = pytest.mark.django_db


@pytest.fixture
def story(db):
    return Constituents()


@pytest.fixture
def desk(story, client):
    client.force_login(story.clerk)
    return client


def test_the_list_shows_numbers_and_topics_and_neither_name_nor_trouble(story, desk):
    message = case(story.office)

    page = desk.get("/messages/")

    assert message.number in page.text
    assert "Other countries, passports and travel" in page.text
    assert "Abernathy" not in page.text
    assert "passport in December" not in page.text


def test_a_name_that_is_searched_for_is_shown(story, desk):
    case(story.office)
    opinion(story.office, who={"last_name": "Okonkwo"})

    page = desk.get("/messages/?q=abern")

    assert "Rosalind Abernathy" in page.text
    assert "Okonkwo" not in page.text


@pytest.mark.parametrize("view", ["new", "mine", "nobodys", "answered", "closed"])
def test_each_view_has_its_messages_alone(story, desk, view):
    found = {
        name: opinion(story.office, text=f"About {name}.") for name in ("new", "mine", "answered", "closed")
    }
    actions.assign_messages([found["mine"]], to=story.clerk, by=story.clerk, now=at(2023, 5, 4))
    answer(found["answered"], story)
    actions.close_message(found["closed"], how="no_answer", by=story.clerk, now=at(2023, 5, 4))

    page = desk.get("/messages/", {"view": view})

    wanted = found["new" if view == "nobodys" else view]
    assert [one.number for one in found.values() if one.number in page.text] == [wanted.number]


def test_the_list_is_narrowed_by_topic_and_by_agency(story, desk):
    about_passports, other = case(story.office), opinion(story.office)

    by_topic = desk.get("/messages/", {"area": "International Affairs"})
    by_agency = desk.get("/messages/", {"agency": story.state.pk})

    for page in (by_topic, by_agency):
        assert about_passports.number in page.text
        assert other.number not in page.text


def test_an_empty_view_says_which_filter_to_drop(story, desk):
    page = desk.get("/messages/", {"area": "Animals"})

    assert "No message is like this" in page.text
    assert "Drop about Animals" in page.text


def test_the_list_takes_as_many_statements_for_one_message_as_for_two_hundred(
    story, desk, django_assert_num_queries
):
    case(story.office)
    with django_assert_num_queries(6):
        desk.get("/messages/")
    for n in range(59):
        case(story.office, text=f"Question {n}: when will it be ready?")

    with django_assert_num_queries(6):
        page = desk.get("/messages/")

    assert page.text.count('role="rowheader"') == 50
    assert len(page.content) < 60_000


def test_viewers_see_no_messages_at_all(story, client):
    message = case(story.office)
    client.force_login(story.viewer)

    assert client.get("/messages/").status_code == 403
    assert client.get(f"/messages/{message.pk}/").status_code == 404


def test_the_page_tells_who_wrote_what_and_what_else(story, desk):
    first = opinion(story.office, now=at(2023, 5, 2))
    message = case(story.office)
    other = opinion(story.office, who={"phone": ""}, text="Perhaps the same.")

    page = desk.get(f"/messages/{message.pk}/")

    for words in (
        "Rosalind Abernathy",
        "1408 King Street",
        "PPT-17",
        "When will my passport be ready?",
        "Signed: Rosalind Abernathy",
        f'<a href="/messages/{first.pk}/">{first.number}</a>',
        "Perhaps the same person",
        other.number,
    ):
        assert words in page.text, words


def test_the_page_takes_as_many_statements_however_much_there_is(
    story, desk, django_assert_num_queries, django_assert_max_num_queries
):
    message = case(story.office)
    letter = story.sent(dated=date(2023, 5, 2), now=at(2023, 5, 3), on=date(2023, 5, 3))
    actions.link_message(message, letter, by=story.clerk, now=at(2023, 5, 4))
    with django_assert_max_num_queries(MOST) as first:
        desk.get(f"/messages/{message.pk}/")
    for n in range(5):
        other = story.sent(dated=date(2023, 5, 2), now=at(2023, 5, 3), on=date(2023, 5, 3))
        actions.link_message(message, other, by=story.clerk, now=at(2023, 5, 4))
        answer(message, story, f"Answer {n}")
        opinion(story.office, text=f"Opinion {n}, once more.")

    with django_assert_num_queries(len(first)):
        desk.get(f"/messages/{message.pk}/")


def test_a_message_is_assigned_and_taken_back(story, desk):
    message = opinion(story.office)

    page = desk.post(f"/messages/{message.pk}/acts/assign/", {"to": story.counsel.pk}, follow=True)

    assert f"assigned to <b>{story.counsel}</b>" in page.text
    assert Message.objects.get().state == "open"


def test_nobody_who_may_not_read_it_is_offered(story, desk):
    message = opinion(story.office)

    page = desk.post(f"/messages/{message.pk}/acts/assign/", {"to": story.viewer.pk})

    assert page.status_code == 422
    assert Message.objects.get().assigned_to is None


def answer(message, story, body="We read it.", now=None):
    mail = actions.write_answer(
        message,
        subject="Your message",
        body=body,
        token=uuid4(),
        by=story.clerk,
        now=now or at(2023, 5, 5),
    )
    actions.deliver(mail, now=now or at(2023, 5, 5))
    return mail


def token_of(page):
    return re.search(r'name="token" value="([^"]+)"', page.text).group(1)


def test_an_answer_begins_with_a_template_is_previewed_changed_and_sent(story, desk, mailoutbox):
    message = case(story.office)
    template = AnswerTemplate.objects.create(
        office=story.office,
        name="Thanks",
        subject="Your message {number}",
        body="Dear {name}:\n\nThank you. We wrote to the {agency}.",
    )
    url = f"/messages/{message.pk}/answer/"

    page = desk.get(url, {"template": template.pk})
    typed = {"subject": f"Your message {message.number}", "token": token_of(page)}
    preview = desk.post(url, typed | {"body": "Dear Ms. Abernathy:\n\nThank you.", "preview": "1"})
    sent = desk.post(url, typed | {"body": "Dear Ms. Abernathy:\n\nMany thanks.", "send": "1"}, follow=True)

    assert "Dear Ms. Abernathy:" in page.text
    assert "We wrote to the Department of State." in page.text
    assert "As it will be mailed" in preview.text
    assert OutgoingMail.objects.filter(kind="answer").count() == 1
    assert "is on its way" in sent.text
    assert mailoutbox[-1].body == "Dear Ms. Abernathy:\n\nMany thanks."
    assert Message.objects.get().state == "answered"


def test_a_second_click_mails_an_answer_once(story, desk, mailoutbox):
    message = opinion(story.office)
    url = f"/messages/{message.pk}/answer/"
    typed = {"subject": "Thanks", "body": "We read it.", "token": token_of(desk.get(url)), "send": "1"}

    desk.post(url, typed)
    desk.post(url, typed)

    assert len(mailoutbox) == 1


def test_a_placeholder_that_nothing_fills_is_not_mailed(story, desk, mailoutbox):
    message = opinion(story.office)
    url = f"/messages/{message.pk}/answer/"
    typed = {"subject": "Thanks", "body": "We wrote to the {agency}.", "token": token_of(desk.get(url))}

    page = desk.post(url, typed | {"send": "1"})

    assert page.status_code == 422
    assert "Fill in {agency}, or take it out." in page.text
    assert mailoutbox == []


def test_an_inquiry_is_started_with_the_case_filled_in(story, desk):
    message = case(story.office, now=timezone.now())

    page = desk.post(f"/messages/{message.pk}/acts/letter/", {})

    letter = Letter.objects.get()
    assert page.url == f"/letters/{letter.pk}/edit/"
    assert (letter.kind, letter.subject) == ("casework", f"Inquiry for a constituent ({message.number})")
    assert letter.release_signed_on == day_of(timezone.now())
    to = letter.recipients.get()
    assert (to.agency, to.title) == (story.state, "Congressional Liaison")
    assert "Nobody has told me where it stands." in letter.body
    assert "PPT-17" in letter.body
    assert "When will my passport be ready?" in letter.requests.get().text
    assert queries.messages_of(letter, story.clerk).get() == message
    assert not queries.messages_of(letter, story.viewer).exists()


def test_an_inquiry_is_started_once_while_it_is_a_draft(story, desk):
    message = case(story.office)
    desk.post(f"/messages/{message.pk}/acts/letter/", {})

    page = desk.post(f"/messages/{message.pk}/acts/letter/", {})

    assert page.status_code == 409
    assert Letter.objects.count() == 1


def test_without_a_release_an_inquiry_is_written_and_not_sent_until_one_is_recorded(story, desk):
    yesterday = day_of(timezone.now()) - timedelta(1)
    message = case(story.office, signature="")
    warned = desk.get(f"/messages/{message.pk}/acts/letter/")
    desk.post(f"/messages/{message.pk}/acts/letter/", {})
    letter = Letter.objects.get()
    assert "cannot be sent until one is" in warned.text
    assert letter.release_signed_on is None

    desk.post(
        f"/messages/{message.pk}/acts/release/",
        {
            "agency_named": "Department of State",
            "signed_name": "Rosalind Abernathy",
            "signed_on": f"{yesterday}",
            "how": "paper",
            "file": SimpleUploadedFile("release.pdf", b"%PDF-1.7 signed"),
        },
    )

    letter.refresh_from_db()
    release = message.releases.get()
    assert letter.release_signed_on == yesterday
    assert release.document.name == "release.pdf"
    assert desk.get(f"/messages/releases/{release.pk}/file/").status_code == 200


def test_a_release_taken_back_leaves_a_draft_that_cannot_be_sent(story, desk):
    message = case(story.office)
    desk.post(f"/messages/{message.pk}/acts/letter/", {})

    desk.post(
        f"/messages/{message.pk}/acts/withdraw-release/",
        {"release": message.releases.get().pk, "why": "She called."},
    )

    assert Letter.objects.get().release_signed_on is None
    assert "taken back" in desk.get(f"/messages/{message.pk}/").text


def test_a_message_is_tied_to_a_letter_and_untied(story, desk):
    message, letter = opinion(story.office), story.sent()

    desk.post(f"/messages/{message.pk}/acts/link/", {"letter_words": letter.reference})
    assert letter.reference in desk.get(f"/messages/{message.pk}/").text
    desk.post(f"/messages/{message.pk}/acts/unlink/", {"letter": letter.pk})

    assert not message.letter_links.exists()


def test_a_message_is_closed_and_open_again(story, desk):
    message = opinion(story.office)

    desk.post(f"/messages/{message.pk}/acts/close/", {"how": "no_answer", "note": "A thank-you."})
    assert Message.objects.get().state == "closed"
    desk.post(f"/messages/{message.pk}/acts/reopen/", {})

    assert Message.objects.get().state == "open"


def test_an_opinion_becomes_a_case_once_its_agency_is_named(story, desk):
    message = opinion(story.office)

    desk.post(
        f"/messages/{message.pk}/acts/case/",
        {"agency_words": "Department of State", "what_happened": "Her passport is late."},
    )

    assert Message.objects.get().case.agency == story.state


def test_todays_page_finds_what_nobody_has_begun_on(story):
    new, begun = opinion(story.office), opinion(story.office, text="Another one of them.")
    actions.assign_messages([begun], to=story.clerk, by=story.clerk, now=at(2023, 5, 4))

    assert list(queries.new_messages(story.clerk)) == [new]
    assert not queries.new_messages(story.viewer).exists()
    assert not queries.new_messages(Constituents("HSGO").manager).exists()


def test_the_same_words_from_others_are_counted(story, desk):
    message = opinion(story.office)
    opinion(story.office, who={"first_name": "Peter", "email": "p@example.org"}, text=message.text.upper())

    page = desk.get(f"/messages/{message.pk}/")

    assert "1 other message says just the same" in page.text


@pytest.mark.django_db(transaction=True)
def test_a_refused_answer_is_shown_kept_and_written_again(story, desk, post_office):  # noqa: F811
    message = opinion(story.office)
    post_office.refuses = {"rosalind@example.org": "550 No such user here"}
    url = f"/messages/{message.pk}/answer/"
    typed = {"subject": "Thanks", "body": "We read it.", "token": token_of(desk.get(url)), "send": "1"}

    page = desk.post(url, typed, follow=True)
    mail = message.mails.get(kind="answer")
    desk.post(f"/messages/{message.pk}/acts/contact/", {"email": "r.abernathy@example.org", "phone": ""})
    again = desk.get(url, {"again": mail.pk})
    desk.post(url, typed | {"token": token_of(again)})

    assert "550 No such user here" in page.text
    assert f"{url}?again={mail.pk}" in page.text
    assert "We read it." in again.text
    assert [one.reached for one in post_office.mails] == [["r.abernathy@example.org"]]
    assert Message.objects.get().state == "answered"
