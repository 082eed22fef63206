"""The pages of mail: the list, a mail, its files, what can be done with it, and the way up for .eml files."""

from datetime import timedelta
from email import policy

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from correspondence.audit.models import Entry
from correspondence.casework.models import Message, MessageReply
from correspondence.core.reply_tokens import ADDRESS, MESSAGE, new_mail_id, token_for
from correspondence.intake.mail.actions import take_mail
from correspondence.intake.mail.models import IncomingMail, Mailbox
from correspondence.intake.models import IntakeItem
from tests.constituents import Constituents, case
from tests.intake.mail.mails import PDF, a_mail, with_file
from tests.story import at

pytestmark = pytest.mark.django_db
NOW = at(2023, 5, 8)
MOST = 5  # statements of the list: session, user, mails, their files, counts


@pytest.fixture
def desk(story, client):
    client.force_login(story.clerk)
    return client


def taken(story, mail=None, **head):
    return take_mail((mail or a_mail(**head)).as_bytes(policy=policy.SMTP), office=story.office, now=NOW)


def test_the_list_says_who_wrote_what_when_and_why_it_is_here(story, desk):
    mail = taken(story, with_file(a_mail(subject="About the visas", sender="Pat Doe <pat@state.example>")))

    page = desk.get("/mail/")

    for words in (
        "About the visas",
        "Pat Doe",
        "pat@state.example",
        "8 May 2023, 10:00 a.m.",
        "Answers no mail of ours",
        "Reply to the Chairman.pdf",
        f'href="/mail/{mail.pk}/acts/letter/"',
        f'href="/mail/{mail.pk}/acts/message/"',
        f'href="/mail/{mail.pk}/acts/aside/"',
    ):
        assert words in page.text, words


def test_the_list_takes_as_many_statements_for_two_hundred_mails_as_for_one(
    story, desk, django_assert_num_queries
):
    taken(story, with_file(a_mail(subject="Mail 0")))
    with django_assert_num_queries(MOST):
        desk.get("/mail/")
    for n in range(1, 200):
        mail = with_file(a_mail(subject=f"Mail {n}")) if n < 60 else a_mail(subject=f"Mail {n}")
        taken(story, mail)

    with django_assert_num_queries(MOST):
        page = desk.get("/mail/")

    assert page.text.count('role="rowheader"') == 50
    assert "1 to 50" in page.text
    assert "Mail 49" in page.text
    assert "Mail 50" not in page.text
    assert "Mail 199" in desk.get("/mail/?view=waiting&page=4").text
    assert len(page.content) < 100_000


def test_each_view_has_its_mails_alone(story, desk):
    message = case(story.office)
    waits = taken(story, subject="Waits")
    taken(story, subject="Filed", to=f"letters+{token_for(MESSAGE, message.pk, ADDRESS)}@example.gov")
    taken(story, subject="Automatic reply: Away")
    aside = taken(story, subject="Advertisement")
    desk.post(f"/mail/{aside.pk}/acts/aside/", {"why": "Nobody asked for it"})

    found = {
        view: desk.get(f"/mail/?view={view}") for view in ("waiting", "filed", "automatic", "aside", "all")
    }

    names = ["Waits", "Filed", "Automatic reply: Away", "Advertisement"]
    shown = {view: [name for name in names if f">{name}</a>" in page.text] for view, page in found.items()}
    assert shown == {
        "waiting": ["Waits"],
        "filed": ["Filed"],
        "automatic": ["Automatic reply: Away"],
        "aside": ["Advertisement"],
        "all": names,
    }
    assert "Nobody asked for it" in found["aside"].text
    assert waits.waits


def test_an_empty_list_says_how_mail_comes(story, desk):
    page = desk.get("/mail/")

    assert "No mail has come yet" in page.text
    assert "IMAP_URL" in page.text


def test_a_list_that_is_done_says_so(story, desk):
    taken(story, subject="Automatic reply: Away")

    page = desk.get("/mail/")

    assert "Every mail is filed" in page.text


def test_viewers_see_no_mail_at_all(story, client):
    mail = taken(story, with_file(a_mail()))
    client.force_login(story.viewer)

    assert client.get("/mail/").status_code == 403
    assert client.get("/mail/upload/").status_code == 403
    for address in (
        f"/mail/{mail.pk}/",
        f"/mail/{mail.pk}/original/",
        f"/mail/files/{mail.files.get().pk}/",
        f"/mail/{mail.pk}/acts/aside/",
    ):
        assert client.get(address).status_code == 404, address


def test_another_offices_mail_does_not_exist(story, client):
    mail = taken(story, with_file(a_mail(subject="Zangezur")))
    client.force_login(Constituents("HSGO").manager)

    assert "Zangezur" not in client.get("/mail/?view=all").text
    for address in (f"/mail/{mail.pk}/", f"/mail/{mail.pk}/original/", f"/mail/files/{mail.files.get().pk}/"):
        assert client.get(address).status_code == 404, address


def test_the_page_shows_words_as_words_and_folds_what_is_quoted(story, desk):
    words = "See <b>this</b>.\n\nOn Mon, May 1, 2023, the office wrote:\n> We read it."
    mail = taken(story, text=words)

    page = desk.get(f"/mail/{mail.pk}/")

    assert "See &lt;b&gt;this&lt;/b&gt;." in page.text
    shown, _, quoted = page.text.partition("<summary>What it quotes</summary>")
    assert "We read it." not in shown
    assert "We read it." in quoted


def test_the_files_of_a_mail_are_downloads_and_the_mail_is_one_too(story, desk):
    raw = with_file(a_mail(), b"<script>alert(1)</script>", "page.html", "text/html")
    mail = taken(story, raw)

    file = desk.get(f"/mail/files/{mail.files.get().pk}/")
    original = desk.get(f"/mail/{mail.pk}/original/")

    assert file["Content-Disposition"] == 'attachment; filename="page.html"'
    assert "sandbox" in file["Content-Security-Policy"]
    assert b"".join(file.streaming_content) == b"<script>alert(1)</script>"
    assert original["Content-Disposition"].startswith("attachment;")
    assert b"".join(original.streaming_content) == raw.as_bytes(policy=policy.SMTP)


def test_a_mail_is_filed_with_a_letter_and_its_file_lies_in_the_tray(story, desk):
    letter, mail = story.sent(), taken(story, with_file(a_mail(sender="pat@state.example")))

    page = desk.post(f"/mail/{mail.pk}/acts/letter/", {"letter": letter.pk})

    item = IntakeItem.objects.get()
    assert page.url == reverse("intake-item", args=[item.pk])
    mail.refresh_from_db()
    assert (mail.letter, mail.item, mail.settled_by) == (letter, item, story.clerk)
    assert [one.document.media_type for one in item.files.all()] == ["application/pdf"]
    assert not letter.responses.exists()


def test_a_draft_is_no_letter_to_file_with(story, desk):
    letter, mail = story.draft(), taken(story)

    page = desk.post(f"/mail/{mail.pk}/acts/letter/", {"letter": letter.pk})

    assert page.status_code == 422
    assert "is a draft, and nobody can have answered it" in page.text
    assert not IntakeItem.objects.exists()


def test_another_offices_letter_cannot_be_chosen(story, desk):
    letter, mail = Constituents("HSGO").sent(), taken(story)

    page = desk.post(f"/mail/{mail.pk}/acts/letter/", {"letter": letter.pk})

    assert page.status_code == 422
    mail.refresh_from_db()
    assert mail.waits


def test_a_mail_is_filed_with_the_message_of_its_sender(story, desk):
    message, mail = case(story.office), taken(story, with_file(a_mail("My new number is 410-555-0143.")))
    form = desk.get(f"/mail/{mail.pk}/acts/message/")

    page = desk.post(f"/mail/{mail.pk}/acts/message/", {"message": message.pk}, follow=True)

    assert message.number in form.text
    assert page.redirect_chain[-1][0] == f"/messages/{message.pk}/"
    for words in ("My new number is 410-555-0143.", "Wrote back by e-mail", "Reply to the Chairman.pdf"):
        assert words in page.text, words
    assert "Wrote back" in desk.get("/messages/").text


def test_a_mail_is_filed_with_another_message_by_its_number(story, desk):
    message = case(story.office)
    mail = taken(story, sender="Her daughter <else@example.net>")

    page = desk.post(f"/mail/{mail.pk}/acts/message/", {"number": message.number.lower()}, follow=True)

    assert "A mail came from else@example.net" in page.text
    assert MessageReply.objects.get().message == message


def test_a_number_that_there_is_not_is_refused_and_kept(story, desk):
    other, mail = case(Constituents("HSGO").office), taken(story)

    page = desk.post(f"/mail/{mail.pk}/acts/message/", {"number": other.number})

    assert page.status_code == 422
    assert f"There is no message {other.number} in this office." in page.text
    assert f'value="{other.number}"' in page.text


def test_what_another_sender_says_it_answers_is_offered_first(story, desk):
    message = case(story.office)
    head = {"sender": "else@example.net", "in_reply_to": new_mail_id(MESSAGE, message.pk)}
    mail = taken(story, **head)

    page = desk.get(f"/mail/{mail.pk}/acts/message/")

    assert (
        f"{message.number}: Other countries, passports and travel, new, which it says it answers" in page.text
    )


def test_setting_aside_needs_a_reason_and_can_be_undone(story, desk):
    mail = taken(story)

    refused = desk.post(f"/mail/{mail.pk}/acts/aside/", {"why": ""})
    desk.post(f"/mail/{mail.pk}/acts/aside/", {"why": "Advertisement"})
    mail.refresh_from_db()
    aside = mail.set_aside_why
    desk.post(f"/mail/{mail.pk}/acts/back/", {"why": "It was none"})

    assert refused.status_code == 422
    assert aside == "Advertisement"
    mail.refresh_from_db()
    assert (mail.waits, mail.set_aside_why, mail.settled_by) == (True, "", None)
    acts = Entry.objects.filter(record="incomingmail").order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["mail came", "mail set aside", "mail put back"]


def test_a_mail_filed_with_the_wrong_message_is_taken_back_and_shown_there_no_more(story, desk):
    message = case(story.office)
    mail = taken(
        story,
        with_file(a_mail("Secret", to=f"letters+{token_for(MESSAGE, message.pk, ADDRESS)}@example.gov")),
    )
    file = mail.reply.attachments.get()

    desk.post(f"/mail/{mail.pk}/acts/back/", {"why": "It is her sister’s"})

    page = desk.get(f"/messages/{message.pk}/")
    assert "Secret" not in page.text
    assert "It is her sister’s" in page.text
    assert desk.get(reverse("reply-file", args=[file.pk])).status_code == 404
    assert desk.get(reverse("reply-original", args=[mail.reply_id])).status_code == 404
    mail.refresh_from_db()
    assert mail.waits
    desk.post(f"/mail/{mail.pk}/acts/message/", {"message": message.pk})
    assert MessageReply.objects.standing().count() == 1


def test_what_was_taken_for_automatic_is_put_on_the_list_with_its_files(story, desk):
    mail = taken(story, with_file(a_mail(subject="Out of office: but read this")))

    desk.post(f"/mail/{mail.pk}/acts/back/", {"why": "A person wrote it"})

    page = desk.get("/mail/")
    assert "Out of office: but read this" in page.text
    assert "Reply to the Chairman.pdf" in page.text


def test_nothing_is_filed_twice(story, desk):
    message, mail = case(story.office), taken(story)
    desk.post(f"/mail/{mail.pk}/acts/message/", {"message": message.pk})

    again = desk.post(f"/mail/{mail.pk}/acts/message/", {"message": message.pk})

    assert again.status_code == 409
    assert MessageReply.objects.count() == 1


def test_mails_are_uploaded_and_taken_as_those_from_the_mailbox(story, desk):
    message = case(story.office)
    answer = a_mail(to=f"letters+{token_for(MESSAGE, message.pk, ADDRESS)}@example.gov")
    uploads = [
        SimpleUploadedFile(f"{n}.eml", mail.as_bytes(policy=policy.SMTP))
        for n, mail in enumerate([answer, a_mail(subject="Second"), answer])
    ]

    page = desk.post("/mail/upload/", {"office": story.office.pk, "files": uploads}, follow=True)

    assert "2 mails are taken. One had come before." in page.text
    assert MessageReply.objects.get().message == message
    mails = IncomingMail.objects.all()
    assert {(one.came_by, one.taken_by) for one in mails} == {("upload", story.clerk)}


def test_one_mail_that_is_uploaded_is_shown(story, desk):
    upload = SimpleUploadedFile("a.eml", a_mail().as_bytes(policy=policy.SMTP))

    page = desk.post("/mail/upload/", {"office": story.office.pk, "files": [upload]})

    assert page.url == f"/mail/{IncomingMail.objects.get().pk}/"


@pytest.mark.parametrize(
    ("files", "fault"),
    [
        ([], "Choose a mail."),
        ([("letter.pdf", PDF)], "letter.pdf: This is no mail"),
        ([("a.eml", b" ")], "a.eml: The mail is empty."),
    ],
)
def test_what_is_no_mail_is_refused_beside_its_field(story, desk, files, fault):
    uploads = [SimpleUploadedFile(name, data) for name, data in files]

    page = desk.post("/mail/upload/", {"office": story.office.pk, "files": uploads})

    assert page.status_code == 422
    assert fault in page.text
    assert not IncomingMail.objects.exists()


def test_a_mail_cannot_be_uploaded_into_another_office(story, desk):
    other = Constituents("HSGO")
    upload = SimpleUploadedFile("a.eml", a_mail().as_bytes(policy=policy.SMTP))

    page = desk.post("/mail/upload/", {"office": other.office.pk, "files": [upload]})

    assert page.status_code == 422
    assert not IncomingMail.objects.exists()


@pytest.fixture
def troubled(story, settings, tmp_path):
    """A mailbox that could not be read since nine o'clock."""
    from tests.intake.mail.post_box import PostBox

    settings.MAILBOXES = (PostBox(tmp_path).address(),)
    name = settings.MAILBOXES[0].name
    return Mailbox.objects.create(
        office=story.office, name=name, tried_at=NOW, fault="Refused.", fault_since=NOW - timedelta(hours=1)
    )


def test_a_mailbox_that_cannot_be_read_is_told_and_managers_see_why(story, client, troubled):
    pages = {}
    for user in (story.clerk, story.manager):
        client.force_login(user)
        pages[user] = client.get("/mail/").text

    for text in pages.values():
        assert "The mailbox has not been read since 8 May 2023, 9:00 a.m." in text
    assert "Refused." not in pages[story.clerk]
    assert "Refused." in pages[story.manager]


def test_another_offices_mailbox_is_not_told_of(troubled, client):
    client.force_login(Constituents("HSGO").manager)

    assert "has not been read" not in client.get("/mail/").text


def test_monitors_are_told_without_why_and_it_stays_in_service(troubled, client):
    page = client.get("/healthz")

    assert (page.status_code, page.text) == (200, "ok\nmail: not read since 2023-05-08T13:00Z\n")


def test_monitors_are_told_where_nobody_has_tried_for_an_hour(troubled, client):
    Mailbox.objects.update(fault="", fault_since=None)

    assert client.get("/healthz").text == "ok\nmail: not read since 2023-05-08T14:00Z\n"


def test_a_mailbox_that_is_no_longer_set_is_told_of_no_more(troubled, client, settings):
    settings.MAILBOXES = ()

    assert client.get("/healthz").text == "ok\n"


def test_tick_fetches_mail_and_does_the_rest_where_it_cannot(troubled, capsys):
    from django.core.management import call_command

    call_command("tick")

    assert "could not be reached" in capsys.readouterr().err
    assert Message.objects.count() == 0


def test_the_page_of_a_mail_takes_as_many_statements_however_many_files_it_has(
    story, desk, django_assert_num_queries
):
    one, many = with_file(a_mail(subject="One")), a_mail(subject="Many")
    for n in range(10):
        many = with_file(many, PDF + bytes([n]), f"{n}.pdf")
    one, many = taken(story, one), taken(story, many)

    for mail, files in ((one, 1), (many, 10)):
        with django_assert_num_queries(4):
            page = desk.get(f"/mail/{mail.pk}/")
        assert page.text.count("/mail/files/") == files
