"""One way in for every mail: what is taken, once; what files itself, and what a person has to see."""

import time
from dataclasses import replace
from email import policy

import pytest
from django.db import transaction

from correspondence.audit.models import Entry
from correspondence.casework import actions as casework
from correspondence.casework.models import Message, MessageReply, OutgoingMail
from correspondence.core.reply_tokens import ADDRESS, LETTER, MAIL_ID, MESSAGE, new_mail_id, token_for
from correspondence.documents.models import Document
from correspondence.intake.mail.actions import CannotTakeMail, take_mail
from correspondence.intake.mail.child import LIMITS, read_apart
from correspondence.intake.mail.models import IncomingMail
from correspondence.intake.mail.reading import read_mail
from correspondence.intake.models import IntakeItem
from tests.constituents import Constituents, case, opinion
from tests.intake.mail.mails import PDF, a_bounce, a_mail, with_file
from tests.story import at

pytestmark = pytest.mark.django_db
NOW = at(2023, 5, 8)


def take(mail, story, **given):
    raw = mail if isinstance(mail, bytes) else mail.as_bytes(policy=policy.SMTP)
    return take_mail(raw, office=story.office, now=NOW, **given)


def answered(message, story):
    """The answer that the office mailed about a message."""
    mail = casework.write_answer(
        message,
        subject="About your message",
        body="We read it.",
        token="0b2c8f1e-52f1-4a0e-9a5c-6f3c1e0b7a11",
        by=story.clerk,
        now=at(2023, 5, 5),
    )
    casework.deliver(mail, now=at(2023, 5, 5))
    return OutgoingMail.objects.get(pk=mail.pk)


def by_token(kind, pk, purpose=ADDRESS):
    return f"letters+{token_for(kind, pk, purpose)}@example.gov"


def test_an_answer_by_its_token_becomes_part_of_the_message_which_waits_again(story):
    message = case(story.office)
    answered(message, story)
    mail = with_file(a_mail("Here is my form.", to=by_token(MESSAGE, message.pk)), name="form.pdf")

    taken = take(mail, story)

    reply = MessageReply.objects.get()
    assert (reply.message, reply.text, reply.from_address) == (
        message,
        "Here is my form.",
        "rosalind@example.org",
    )
    assert [one.name for one in reply.attachments.all()] == ["form.pdf"]
    assert Message.objects.get().state == "open"
    assert (taken.reply, taken.settled_by, taken.waits) == (reply, None, False)


def test_a_closed_message_is_open_again_once_they_write_back(story):
    message = case(story.office)
    casework.close_message(message, how="no_answer", by=story.clerk, now=at(2023, 5, 5))

    take(a_mail(to=by_token(MESSAGE, message.pk)), story)

    assert Message.objects.get().closed_at is None
    assert Message.objects.waiting().get() == message


def test_a_token_in_capital_letters_counts(story):
    message = case(story.office)

    taken = take(a_mail(to=by_token(MESSAGE, message.pk).upper()), story)

    assert taken.reply.message == message


@pytest.mark.parametrize("line", ["cc", "delivered_to", "x_original_to"])
def test_the_token_counts_wherever_a_server_says_whom_it_was_for(story, line):
    message = case(story.office)

    taken = take(a_mail(to="letters@example.gov", **{line: by_token(MESSAGE, message.pk)}), story)

    assert taken.reply.message == message


def test_an_answer_by_its_message_id_counts_with_the_address_that_was_written_to(story):
    message = case(story.office)
    sent = answered(message, story)

    taken = take(a_mail(in_reply_to=sent.mail_id), story)

    assert taken.reply.message == message


def test_references_count_as_in_reply_to_does(story):
    message = case(story.office)
    sent = answered(message, story)

    taken = take(a_mail(references=f"<other@example.org> {sent.mail_id}"), story)

    assert taken.reply.message == message


def test_a_mail_from_before_there_were_tokens_is_known_by_its_message_id(story):
    message = case(story.office)
    sent = answered(message, story)
    OutgoingMail.objects.filter(pk=sent.pk).update(mail_id="<168321.77@letters.example.gov>")

    taken = take(a_mail(in_reply_to="<168321.77@letters.example.gov>"), story)

    assert taken.reply.message == message


def test_another_sender_with_our_message_id_is_left_to_a_person(story):
    message = case(story.office)
    sent = answered(message, story)

    taken = take(a_mail(sender="Somebody <else@example.net>", in_reply_to=sent.mail_id), story)

    assert (taken.why, taken.answers_message, taken.reply) == ("other_sender", message, None)
    assert taken.waits
    assert not MessageReply.objects.exists()
    assert Message.objects.get().answered_at is not None


@pytest.mark.parametrize(
    "sender",
    [
        "rosalind@example.org, else@example.net",
        "not an address",
        '"rosalind@example.org" <else@example.net>',
        "else@example.net (rosalind@example.org)",
    ],
)
def test_who_only_looks_like_the_sender_is_not_the_sender(story, sender):
    message = case(story.office)
    sent = answered(message, story)
    raw = a_mail(in_reply_to=sent.mail_id).as_bytes(policy=policy.SMTP)
    raw = raw.replace(b"from: Rosalind Abernathy <rosalind@example.org>", f"from: {sender}".encode())

    taken = take(raw, story)

    assert taken.waits
    assert not MessageReply.objects.exists()


def test_a_second_sender_line_is_no_way_in(story):
    message = case(story.office)
    sent = answered(message, story)
    raw = b"From: else@example.net\r\n" + a_mail(in_reply_to=sent.mail_id).as_bytes(policy=policy.SMTP)

    taken = take(raw, story)

    assert (taken.why, taken.from_address) == ("other_sender", "")


def test_the_senders_address_alone_files_nothing(story):
    case(story.office)

    taken = take(a_mail(subject="SFRC-M-2023-00001"), story)

    assert (taken.why, taken.answers_message) == ("no_match", None)
    assert not MessageReply.objects.exists()


def test_the_token_of_a_message_id_is_none_in_an_address(story):
    message = case(story.office)

    taken = take(a_mail(sender="else@example.net", to=by_token(MESSAGE, message.pk, MAIL_ID)), story)

    assert taken.why == "no_match"


def test_a_token_that_was_changed_counts_for_nothing(story):
    first, second = case(story.office), opinion(story.office)
    address = by_token(MESSAGE, first.pk).replace(f"m{first.pk}-", f"m{second.pk}-")

    taken = take(a_mail(to=address), story)

    assert taken.why == "no_match"
    assert not MessageReply.objects.exists()


@pytest.mark.parametrize("kind", [MESSAGE, LETTER])
def test_another_offices_token_leads_nowhere(story, kind):
    other = Constituents("HSGO")
    record = case(other.office) if kind == MESSAGE else other.sent()
    mails = a_mail(to=by_token(kind, record.pk)), a_mail(in_reply_to=new_mail_id(kind, record.pk))

    taken = [take(one, story) for one in mails]

    assert [(one.why, one.answers_message, one.answers_letter, one.office) for one in taken] == [
        ("no_match", None, None, story.office)
    ] * 2
    assert not MessageReply.objects.exists()


def test_tokens_of_two_messages_are_left_to_a_person(story):
    first, second = case(story.office), opinion(story.office)
    to = f"{by_token(MESSAGE, first.pk)}, {by_token(MESSAGE, second.pk)}"

    taken = take(a_mail(to=to), story)

    assert taken.why == "several"


def test_an_answer_to_a_letter_by_its_token_lies_in_the_tray_and_changes_nothing_of_the_letter(story):
    letter = story.sent()
    before = sorted((part.pk, part.settled_on, part.due_on) for part in story.parts(letter).values())

    taken = take(with_file(a_mail(sender="liaison@state.example", to=by_token(LETTER, letter.pk))), story)

    [item] = IntakeItem.objects.all()
    assert (taken.letter, taken.item, item.batch.how, item.taken_for) == (letter, item, "mail", "response")
    assert [one.document.media_type for one in item.files.all()] == ["application/pdf"]
    assert not letter.responses.exists()
    assert sorted((p.pk, p.settled_on, p.due_on) for p in story.parts(letter).values()) == before


def test_an_answer_to_a_letter_without_a_file_lies_in_the_tray_as_the_mail_itself(story):
    letter = story.sent()

    taken = take(a_mail(sender="liaison@state.example", to=by_token(LETTER, letter.pk)), story)

    assert [one.document for one in taken.item.files.all()] == [taken.document]


def test_a_message_id_of_a_letter_is_left_to_a_person_with_the_letter_named(story):
    letter = story.sent()

    taken = take(a_mail(sender="liaison@state.example", in_reply_to=new_mail_id(LETTER, letter.pk)), story)

    assert (taken.why, taken.answers_letter, taken.letter) == ("letter", letter, None)
    assert not IntakeItem.objects.exists()


def test_the_same_mail_by_another_way_is_the_same_mail(story):
    mail = a_mail()
    first = take(mail, story)
    raw = b"Received: from elsewhere\r\n" + mail.as_bytes(policy=policy.SMTP)

    again = take(raw, story, came_by="upload", by=story.clerk)

    assert (again.pk, again.came_now) == (first.pk, False)
    assert Entry.objects.filter(act="mail came").count() == 1


def test_a_mail_without_a_message_id_is_known_by_all_of_it(story):
    first, other = a_mail(message_id=None), a_mail("Other words.", message_id=None)
    take(first, story)
    take(other, story)

    again = take(first, story)
    by_other_line_ends = take(first.as_bytes(), story)

    assert not again.came_now
    assert not by_other_line_ends.came_now
    assert IncomingMail.objects.count() == 2


def test_a_message_id_that_somebody_else_used_first_keeps_no_mail_out(story):
    take(a_mail("Nonsense", sender="else@example.net", message_id="<known@example.org>"), story)

    real = take(a_mail("The real one", message_id="<known@example.org>"), story)

    assert real.came_now
    assert IncomingMail.objects.count() == 2


def test_two_offices_each_take_a_mail_to_both(story):
    other, mail = Constituents("HSGO"), a_mail()

    taken = [take(mail, one) for one in (story, other)]

    assert [one.came_now for one in taken] == [True, True]


def test_what_is_refused_leaves_nothing(story):
    for raw, why in [
        (b"", "empty"),
        (b"\r\n \r\n", "empty"),
        (b"x" * (50 * 1024 * 1024 + 1), "larger than 50 MB"),
    ]:
        with pytest.raises(CannotTakeMail, match=why):
            take(raw, story)

    assert not IncomingMail.objects.exists()
    assert not Document.objects.exists()


def test_a_file_that_is_no_mail_is_not_taken_from_somebody_who_uploads_it(story):
    with pytest.raises(CannotTakeMail, match="This is no mail"):
        take(PDF, story, came_by="upload", by=story.clerk)


AUTOMATIC = {
    "out of office": ({"subject": "Automatic reply: Your message", "auto_submitted": "auto-replied"}, "away"),
    "away, by its subject alone": ({"subject": "Out of Office: About your message"}, "away"),
    "auto-replied": ({"auto_submitted": "auto-replied (vacation)"}, "reply"),
    "auto-generated": ({"auto_submitted": "auto-generated"}, "bulk"),
    "suppress": ({"x_auto_response_suppress": "All"}, "reply"),
    "precedence auto_reply": ({"precedence": "auto_reply"}, "reply"),
    "precedence bulk": ({"precedence": "bulk"}, "bulk"),
    "precedence junk": ({"precedence": "Junk"}, "bulk"),
    "x-autoreply": ({"x_autoreply": "yes"}, "reply"),
    "mailer-daemon": ({"sender": "MAILER-DAEMON@mx.example.org"}, "bounce"),
    "no return path": ({"return_path": "<>"}, "bounce"),
}


@pytest.mark.parametrize(("head", "kind"), AUTOMATIC.values(), ids=AUTOMATIC)
def test_what_a_machine_answers_is_kept_and_changes_nothing(story, head, kind):
    message = case(story.office)
    answered(message, story)
    before = Message.objects.values().get()

    taken = take(a_mail(to=by_token(MESSAGE, message.pk), **head), story)

    assert (taken.automatic, taken.waits, taken.settled_at) == (kind, False, None)
    assert Message.objects.values().get() == before
    assert not MessageReply.objects.exists()
    assert b"Thank you" in taken.document.file.read()


def test_a_bounce_is_kept_and_changes_nothing(story):
    message = case(story.office)
    sent = answered(message, story)
    before = Message.objects.values().get()

    taken = take(a_bounce(in_reply_to=sent.mail_id), story)

    assert (taken.automatic, taken.answers_message) == ("bounce", message)
    assert Message.objects.values().get() == before


def test_a_read_receipt_is_told_from_a_bounce(story):
    raw = a_bounce(in_reply_to="<x@example.gov>").replace(b"delivery-status;", b"disposition-notification;")

    assert take(raw, story).automatic == "receipt"


@pytest.mark.parametrize(
    "head", [{"auto_submitted": "no"}, {"x_auto_response_suppress": "None"}, {"precedence": "normal"}]
)
def test_what_says_that_a_person_wrote_it_is_no_automatic_mail(story, head):
    assert take(a_mail(**head), story).automatic == ""


def test_a_machine_that_sends_a_letter_is_seen_by_a_person(story):
    mail = with_file(a_mail("Please see the attached.", auto_submitted="auto-generated"))

    taken = take(mail, story)

    assert (taken.why, taken.waits) == ("files", True)
    assert taken.files.count() == 1


def test_an_out_of_office_reply_with_a_picture_is_still_one(story):
    mail = with_file(
        a_mail(subject="Automatic reply: Hello"), b"\x89PNG\r\n\x1a\n" + b"0" * 99, "logo.png", "image/png"
    )

    taken = take(mail, story)

    assert taken.automatic == "away"
    assert not taken.files.exists()


@pytest.mark.parametrize(
    "raw",
    [
        b"\x00\x01\x02\xff\xfe",
        b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nno end",
        b"From: a@b.example\r\nContent-Type: multipart/mixed\r\n\r\nno boundary",
        b"From: a@b.example\r\nContent-Type: text/plain; charset=\xff\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n!!!",
        b"From: =?utf-8?b?////?= <a@b.example>\r\nSubject: =?no-such?q?=ff?=\r\nDate: yesterday\r\n\r\nx",
        b"From: a@b.example\r\nDate: Mon, 99 Foo 99999999 99:99:99 +9999\r\n\r\nx",
        b"Subject: " + b"a" * 300_000 + b"\r\nFrom: a@b.example\r\n\r\nx",
        b"From: a@b.example\r\n" + b"To: " + b"x@y.example, " * 20_000 + b"\r\n\r\nx",
        b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        + b"--b\r\n\r\nx\r\n" * 3000
        + b"--b--",
        b"From: a@b.example\r\n"
        + b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(1500)
        ),
        b"From: a@b.example\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * 1500,
        b"From: a@b.example\r\nContent-Type: application/pdf; name*0*=utf-8''%ff%; name*7=x\r\n\r\nx",
    ],
    ids=range(12),
)
def test_a_damaged_mail_is_kept_for_a_person_to_see(story, raw):
    taken = take(raw, story)

    with transaction.atomic():
        assert IncomingMail.objects.get().pk == taken.pk
    assert taken.waits
    assert taken.document.size == len(raw)


def test_html_alone_is_read_as_words_and_nothing_of_it_is_run(story):
    mail = a_mail()
    mail.set_content(
        "<html><head><style>p{}</style></head><body><p>Dear Senator,</p><script>alert(1)</script>"
        "Thank you&nbsp;&amp; good-bye<br>Rosalind<img src='https://example.net/x'></body></html>",
        subtype="html",
    )

    taken = take(mail, story)

    assert taken.text.replace("\xa0", " ") == "Dear Senator,\nThank you & good-bye\nRosalind"


def test_names_and_words_lose_what_could_turn_them_round(story):
    mail = with_file(a_mail("pay\u202eabc\x07 now", subject="Hi\u202e there"), name="inv\u202efdp.exe")

    taken = take(mail, story)

    assert (taken.subject, taken.text) == ("Hi there", "payabc now")
    assert "\u202e" not in taken.files.get().name


def test_a_mail_with_a_mail_in_it_has_it_as_a_file(story):
    mail = a_mail("See below.")
    mail.add_attachment(a_mail("The first one", subject="Inside"))

    taken = take(mail, story)

    assert taken.files.get().document.media_type == "message/rfc822"


def test_a_large_mail_is_read_with_its_file(story):
    mail = with_file(a_mail("See the attached."), PDF + b"\0" * 3_000_000)

    taken = take(mail, story)

    assert (taken.text, taken.from_address, taken.subject) == (
        "See the attached.",
        "rosalind@example.org",
        "Your answer",
    )
    assert taken.dated_at.isoformat() == "2023-05-04T09:30:00-04:00"
    assert taken.files.get().document.size == len(PDF) + 3_000_000


def test_a_mail_that_takes_too_much_to_read_is_kept_with_what_its_head_says():
    raw = a_mail(message_id="<a@example.org>").as_bytes(policy=policy.SMTP) + b"x\r\n" * 1_000_000

    for limits, patience in ((replace(LIMITS, memory=40_000_000), 60), (LIMITS, 0.05)):
        read = read_apart(raw, limits=limits, patience=patience)

        assert (read.message_id, read.sender, read.is_broken) == (
            "<a@example.org>",
            "rosalind@example.org",
            True,
        )
        assert read.text == ""


@pytest.mark.parametrize(
    "page",
    ["<" * 250_000, "<!--" * 60_000, "<a b='" * 40_000, "<script>" * 30_000, "</" * 120_000, "&" * 250_000],
)
def test_a_page_that_is_meant_to_take_for_ever_is_read_at_once(page):
    raw = b"From: a@example.org\r\nContent-Type: text/html\r\n\r\n" + page.encode()
    began = time.process_time()

    read_mail(raw[: 256 * 1024])

    assert time.process_time() - began < 2
