"""Taking a message: kept once, numbered without a gap, with a receipt by a real mail server."""

import threading
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection

from correspondence.casework import actions
from correspondence.casework.models import Attempt, HeldFile, Message, OutgoingMail
from tests.constituents import Constituents, case, open_desk, opinion
from tests.factories import OfficeFactory
from tests.followups.conftest import post_office, text_of  # noqa: F401
from tests.story import at


@pytest.mark.django_db
def test_numbers_count_up_in_each_office_and_year():
    story, other = Constituents(), OfficeFactory(code="ADAIR")
    open_desk(other)

    messages = [
        opinion(story.office),
        opinion(story.office, text="Another one of them."),
        opinion(other),
        opinion(story.office, now=at(2024, 1, 2)),
    ]

    assert [one.number for one in messages] == [
        "SFRC-M-2023-00001",
        "SFRC-M-2023-00002",
        "ADAIR-M-2023-00001",
        "SFRC-M-2024-00001",
    ]


@pytest.mark.django_db
def test_an_office_without_an_open_desk_takes_nothing():
    with pytest.raises(actions.CannotReceive, match="does not take messages"):
        opinion(OfficeFactory(code="ADAIR"))


@pytest.mark.django_db
def test_a_social_security_number_never_reaches_the_record():
    story = Constituents()

    with pytest.raises(actions.CannotReceive) as refusal:
        case(story.office, given={"what_happened": "My number is 123-45-6789."})

    assert refusal.value.field == "what_happened"
    assert not Message.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_one_moment_make_one_message():
    story, token, found = Constituents(), uuid4(), []
    ready = threading.Barrier(2)

    def click():
        ready.wait()
        try:
            found.append(opinion(story.office, token=token))
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len({one.pk for one in found}) == 1
    assert sorted(one.came_now for one in found) == [False, True]
    assert OutgoingMail.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_receipt_goes_out_by_smtp_and_names_no_trouble(post_office):  # noqa: F811
    story = Constituents()
    story.desk.reply_to = "help@office.example"
    story.desk.save()
    message = case(story.office)

    taken = actions.deliver(message.mails.get(), now=at(2023, 5, 3))

    [mail] = post_office.mails
    assert taken
    assert mail.reached == ["rosalind@example.org"]
    assert mail["Subject"] == f"We have your message: {message.number}"
    assert mail["Message-ID"] == message.mails.get().mail_id
    assert (mail["Reply-To"], mail["Auto-Submitted"]) == ("help@office.example", "auto-replied")
    assert "/write/status/" in text_of(mail)
    assert "passport" not in str(mail)


@pytest.mark.django_db(transaction=True)
def test_a_refused_receipt_is_kept_with_what_the_server_said(post_office):  # noqa: F811
    story = Constituents()
    post_office.refuses = {"rosalind@example.org": "550 No such user here"}
    message = opinion(story.office)

    taken = actions.deliver(message.mails.get(), now=at(2023, 5, 3))

    mail = message.mails.get()
    assert not taken
    assert (mail.sent_at, mail.refusal) == (None, "The mail server refused it: 550 No such user here")


@pytest.mark.django_db(transaction=True)
def test_a_dead_mail_server_loses_neither_message_nor_answer(post_office):  # noqa: F811
    story = Constituents()
    post_office.unplug()
    message = opinion(story.office)
    answer = actions.write_answer(
        message, subject="Thanks", body="We read it.", token=uuid4(), by=story.clerk, now=at(2023, 5, 4)
    )

    assert not actions.deliver(answer, now=at(2023, 5, 4))

    answer.refresh_from_db()
    assert answer.refusal.startswith("The mail server could not be reached")
    assert Message.objects.get().state == "open"


@pytest.mark.django_db
def test_files_of_messages_that_nobody_sent_are_thrown_away_after_a_day(settings):
    story = Constituents()
    held = actions.hold_file(story.office, ContentFile(b"%PDF-1.7", "old.pdf"), now=at(2023, 5, 1))
    path = held.file.path

    actions.hold_file(story.office, ContentFile(b"%PDF-1.7", "new.pdf"), now=at(2023, 5, 3))

    assert [one.name for one in HeldFile.objects.all()] == ["new.pdf"]
    assert not Path(path).exists()


@pytest.mark.django_db
def test_a_limit_is_by_source_and_soon_over():
    for n in range(12):
        assert actions.may_try("send", "here", now=at(2023, 5, 3)), n

    assert not actions.may_try("send", "here", now=at(2023, 5, 3))
    assert actions.may_try("send", "there", now=at(2023, 5, 3))
    assert actions.may_try("send", "here", now=at(2023, 5, 3, 11))
    assert actions.may_try("send", "here", now=at(2023, 5, 5))
    assert Attempt.objects.count() == 1


@pytest.mark.django_db
def test_what_was_typed_and_not_sent_is_forgotten_by_the_clock():
    story = Constituents()
    held = actions.hold_file(story.office, ContentFile(b"%PDF-1.7", "old.pdf"), now=at(2023, 5, 1))
    typed = SessionStore()
    typed["write SFRC"] = {"who": {"last_name": "Abernathy"}}
    typed.set_expiry(at(2023, 5, 1))
    typed.save()

    call_command("tick", stdout=StringIO())

    assert not HeldFile.objects.exists()
    assert not Path(held.file.path).exists()
    assert not Session.objects.filter(pk=typed.session_key).exists()
