"""`manage.py fetch_mail` against a real IMAP server, over TLS."""

import threading
from dataclasses import replace
from email import policy
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from correspondence.audit.models import Entry
from correspondence.casework.models import Message, MessageReply
from correspondence.core.reply_tokens import ADDRESS, MESSAGE, token_for
from correspondence.intake.mail.actions import take_mail
from correspondence.intake.mail.fetching import Session
from correspondence.intake.mail.models import IncomingMail, Mailbox
from tests.constituents import Constituents, case
from tests.intake.mail.mails import a_mail, with_file
from tests.intake.mail.post_box import PostBox
from tests.story import at

NOW = at(2023, 5, 4)


def fetch():
    out = StringIO()
    call_command("fetch_mail", stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_mails_are_taken_once_and_then_moved(mailbox, story):
    mailbox.put(a_mail(subject="First"), with_file(a_mail(subject="Second")))

    said = fetch()
    again = fetch()

    assert "2 taken." in said
    assert "0 taken." in again
    assert [one.subject for one in IncomingMail.objects.order_by("pk")] == ["First", "Second"]
    assert mailbox.subjects() == []
    assert mailbox.subjects("Taken") == ["First", "Second"]


@pytest.mark.django_db
def test_the_mail_is_kept_as_it_came_byte_by_byte(mailbox, story):
    mail = with_file(a_mail(subject="Anlässlich"))
    mailbox.put(mail)

    fetch()

    kept = IncomingMail.objects.get()
    assert kept.document.file.read() == mail.as_bytes(policy=policy.SMTP)
    assert kept.document.media_type == "message/rfc822"
    assert kept.size == len(mail.as_bytes(policy=policy.SMTP))
    [attached] = kept.files.all()
    assert (attached.name, attached.document.media_type) == ("Reply to the Chairman.pdf", "application/pdf")


@pytest.mark.django_db
def test_without_a_folder_for_what_is_done_mails_stay_and_are_marked_as_read(post_box, settings, story):
    settings.MAILBOXES = (post_box.address(),)
    post_box.put(a_mail(subject="First"))
    fetch()
    post_box.put(a_mail(subject="Second"))

    said = fetch()

    assert "1 taken." in said
    assert post_box.subjects() == ["First", "Second"]
    assert post_box.flags() == [{rb"\Seen"}, {rb"\Seen"}]
    assert Mailbox.objects.get().seen_up_to == 102


@pytest.mark.django_db
def test_a_server_that_counts_anew_is_read_anew_and_nothing_is_taken_twice(post_box, settings, story):
    settings.MAILBOXES = (post_box.address(),)
    kept, fresh = a_mail(subject="Kept"), a_mail(subject="Fresh")
    post_box.put(kept, a_mail(subject="Gone"))
    fetch()
    before = Mailbox.objects.get()
    post_box.close()
    post_box.open()  # empty, with another UIDVALIDITY
    post_box.put(fresh, kept)

    said = fetch()

    after = Mailbox.objects.get()
    assert after.uid_validity != before.uid_validity
    assert "1 taken, 1 had come before." in said
    assert sorted(IncomingMail.objects.values_list("subject", flat=True)) == ["Fresh", "Gone", "Kept"]


@pytest.mark.django_db
def test_a_mail_that_was_kept_and_not_yet_moved_is_only_moved(mailbox, story):
    mail = a_mail(subject="Half-way")
    mailbox.put(mail)
    take_mail(bytes(mail), office=story.office, now=NOW)  # and then the power went

    said = fetch()

    assert "0 taken, 1 had come before." in said
    assert IncomingMail.objects.count() == 1
    assert mailbox.subjects("Taken") == ["Half-way"]


@pytest.mark.django_db(transaction=True)
def test_two_that_fetch_at_once_take_each_mail_once(mailbox):
    Constituents()
    mailbox.put(
        *(with_file(a_mail(subject=f"Mail {n}"), data=b"%PDF-1.4 " + bytes([65 + n]) * 9) for n in range(8))
    )
    faults, start = [], threading.Barrier(2)

    def run():
        try:
            start.wait(10)
            fetch()
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert faults == []
    assert sorted(IncomingMail.objects.values_list("subject", flat=True)) == [f"Mail {n}" for n in range(8)]
    assert Entry.objects.filter(act="mail came").count() == 8
    assert mailbox.subjects() == []
    assert set(mailbox.subjects("Taken")) == {f"Mail {n}" for n in range(8)}


@pytest.mark.django_db
def test_a_broken_mail_does_not_stop_the_others(mailbox, story):
    mailbox.put(
        a_mail(subject="Before"),
        b"From: =?utf-8?q?=ff=fe?= <broken@@example..org>\r\n"
        b"Content-Type: text/plain; charset=no-such\r\n\r\n\xff\xfe\x00",
        a_mail(subject="After"),
    )

    fetch()

    assert IncomingMail.objects.count() == 3
    assert IncomingMail.objects.filter(subject__in=["Before", "After"]).count() == 2
    assert mailbox.subjects() == []


@pytest.mark.django_db
def test_a_mail_that_cannot_be_stored_stays_in_the_mailbox_and_is_tried_again(
    mailbox, story, settings, tmp_path
):
    mailbox.put(a_mail(subject="One"))
    files = settings.MEDIA_ROOT
    (tmp_path / "no-folder").write_text("in the way")
    settings.MEDIA_ROOT = tmp_path / "no-folder"

    with pytest.raises(CommandError, match="could not be taken"):
        fetch()

    assert not IncomingMail.objects.exists()
    assert mailbox.subjects() == ["One"]
    assert Mailbox.objects.get().fault == "One mail could not be taken."
    settings.MEDIA_ROOT = files
    assert "1 taken." in fetch()
    assert Mailbox.objects.get().fault == ""


@pytest.mark.django_db
def test_a_mail_that_is_too_large_is_noted_and_left_where_it_is(mailbox, story):
    large = a_mail(subject="Large").as_bytes(policy=policy.SMTP) + b"x" * 50 * 1024 * 1024
    mailbox.put(large, a_mail(subject="Small"))

    fetch()
    fetch()

    assert mailbox.subjects() == ["Large"]
    noted = IncomingMail.objects.get(subject="Large")
    assert (noted.why, noted.document, noted.size) == ("too_large", None, len(large))
    assert noted.waits
    assert IncomingMail.objects.count() == 2


@pytest.mark.django_db
def test_an_answer_comes_from_the_mailbox_to_its_message(mailbox, story):
    message = case(story.office)
    to = f"letters+{token_for(MESSAGE, message.pk, ADDRESS)}@example.gov"
    mailbox.put(a_mail("It has come, thank you.", to=to))

    fetch()

    assert MessageReply.objects.get().message == message
    assert Message.objects.get().replies.get().text == "It has come, thank you."


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"password": "wrong"}, "Invalid|AUTHENTICATIONFAILED|credentials"),
        ({"ca": ""}, "certificate is not trusted"),
        ({"port": 1}, "could not be reached"),
        ({"folder": "No such"}, "would not open No such"),
    ],
)
def test_a_mailbox_that_cannot_be_read_says_why_and_keeps_saying_since_when(
    post_box, settings, story, change, fault
):
    settings.MAILBOXES = (replace(post_box.address(), **change),)

    with pytest.raises(CommandError, match=fault) as refusal:
        fetch()

    row = Mailbox.objects.get()
    assert row.fault
    assert row.fault_since
    assert "correct horse" not in f"{refusal.value} {row.fault} {row.name}"


@pytest.mark.django_db
def test_a_fault_is_forgotten_once_the_mailbox_is_read_again(mailbox, story):
    mailbox.close()
    with pytest.raises(CommandError, match="could not be reached"):
        fetch()
    since = Mailbox.objects.get().fault_since
    with pytest.raises(CommandError):
        fetch()
    assert Mailbox.objects.get().fault_since == since
    mailbox.open()

    fetch()

    assert (Mailbox.objects.get().fault, Mailbox.objects.get().fault_since) == ("", None)


@pytest.mark.django_db
def test_an_office_that_there_is_not_is_told_of_and_the_others_are_fetched(mailbox, story, settings):
    settings.MAILBOXES = (mailbox.address(office="NONE"), *settings.MAILBOXES)
    mailbox.put(a_mail())

    with pytest.raises(CommandError, match="an office that there is not: NONE"):
        fetch()

    assert IncomingMail.objects.count() == 1


@pytest.mark.django_db
def test_without_a_mailbox_it_says_how_to_name_one(settings):
    settings.MAILBOXES = ()

    with pytest.raises(CommandError, match="IMAP_URL names no mailbox"):
        fetch()


@pytest.mark.django_db
def test_a_mailbox_that_begins_tls_by_starttls_is_signed_in_to_under_tls_alone(story, settings, tmp_path):
    box = PostBox(tmp_path, scheme="imap+tls")
    box.open()
    settings.MAILBOXES = (box.address(), replace(box.address(), ca="", user="another"))

    with pytest.raises(CommandError) as refusal:
        fetch()

    box.close()
    faults = {one.fault.partition(":")[0] for one in Mailbox.objects.all()}
    assert faults == {"", "Its certificate is not trusted"}
    assert str(refusal.value).count("\n") == 0


@pytest.mark.django_db
def test_where_the_server_cannot_move_a_mail_is_copied_and_marked_as_deleted(mailbox, story, settings):
    mailbox.put(a_mail(subject="First"))

    with Session(settings.MAILBOXES[0], story.office, now=NOW) as session:
        session.can_move = False
        for uid in session.waiting():
            session.take(uid)
        session.finish()
    said = fetch()

    assert mailbox.subjects("Taken") == ["First"]
    assert mailbox.flags() == [{rb"\Deleted"}]
    assert "0 taken." in said
    assert IncomingMail.objects.count() == 1


@pytest.mark.django_db
def test_a_mail_that_another_has_moved_meanwhile_is_passed_over(mailbox, story, settings):
    mailbox.put(a_mail(subject="First"), a_mail(subject="Second"))

    with Session(settings.MAILBOXES[0], story.office, now=NOW) as session:
        first, second = session.waiting()
        with mailbox.signed_in() as other:
            other.uid("STORE", str(first), "+FLAGS", r"(\Deleted)")
            other.expunge()
        taken = [session.take(uid) for uid in (first, second)]
        session.finish()

    assert [one and one.subject for one in taken] == [None, "Second"]
    assert Mailbox.objects.get().fault == ""
