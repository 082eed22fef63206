"""What the office mails carries the way back, and the whole way round is walked once."""

import pytest

from correspondence.casework.models import Message, MessageReply
from correspondence.core.reply_tokens import ADDRESS, MAIL_ID, records_in
from correspondence.intake.mail.actions import take_mail
from tests.constituents import case
from tests.followups.conftest import post_office  # noqa: F401
from tests.intake.mail.mails import a_mail
from tests.story import at

pytestmark = pytest.mark.django_db


def send_answer(message, client, story):
    client.force_login(story.clerk)
    page = client.get(f"/messages/{message.pk}/answer/")
    values = page.context["form"].initial | {
        "subject": "About your message",
        "body": "We read it.",
        "send": "1",
    }
    values["token"] = page.context["form"]["token"].value()
    return client.post(f"/messages/{message.pk}/answer/", values, follow=True)


def test_an_answer_carries_the_way_back_in_its_address_and_in_its_message_id(
    story,
    client,
    mailbox,
    post_office,  # noqa: F811
):
    message = case(story.office)

    send_answer(message, client, story)

    [mail] = post_office.mails
    assert mail["Reply-To"].startswith("letters+m")
    assert records_in(mail["Reply-To"], ADDRESS) == [("m", message.pk)]
    assert records_in(mail["Message-ID"], MAIL_ID) == [("m", message.pk)]


def test_without_a_mailbox_answers_go_to_the_desks_own_address(story, client, post_office):  # noqa: F811
    story.desk.reply_to = "desk@example.gov"
    story.desk.save()
    message = case(story.office)

    send_answer(message, client, story)

    assert post_office.mails[0]["Reply-To"] == "desk@example.gov"


def test_a_mail_program_that_answers_it_brings_it_back_to_the_message(
    story,
    client,
    mailbox,
    post_office,  # noqa: F811
):
    message = case(story.office)
    send_answer(message, client, story)
    [sent] = post_office.mails
    assert Message.objects.get().state == "answered"
    back = a_mail(
        to=str(sent["Reply-To"]), in_reply_to=str(sent["Message-ID"]), subject=f"Re: {sent['Subject']}"
    )

    take_mail(bytes(back), office=story.office, now=at(2026, 1, 5))

    assert MessageReply.objects.get().message == message
    page = client.get(f"/messages/{message.pk}/")
    assert "Wrote back by e-mail" in page.text
    assert Message.objects.get().state == "open"


def test_a_mail_program_that_ignores_reply_to_brings_it_back_all_the_same(
    story,
    client,
    mailbox,
    post_office,  # noqa: F811
):
    message = case(story.office)
    send_answer(message, client, story)
    [sent] = post_office.mails

    take_mail(bytes(a_mail(in_reply_to=str(sent["Message-ID"]))), office=story.office, now=at(2026, 1, 5))

    assert MessageReply.objects.get().message == message
