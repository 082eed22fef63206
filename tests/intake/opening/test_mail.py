"""Mails: what of them is the letter, what their head says, and what came beside it."""

import pytest

from correspondence.intake.opening.child import open_file
from correspondence.intake.opening.faults import CannotOpen, Fault
from correspondence.intake.pages import Source
from tests.intake.opening import samples

LONG = "Dear Secretary Roe:\n\n" + "We write about the gauges in the small streams of our State. " * 30


@pytest.fixture
def read(tmp_path):
    def opened(data):
        (tmp_path / "letter.eml").write_bytes(data)
        return open_file(tmp_path / "letter.eml")

    return opened


def test_attached_letter_is_read_and_the_mail_about_it_is_not(read):
    letter = samples.pdf(samples.LETTER)
    mail = samples.mail(
        "Please see the attached letter.",
        ("Enclosure 1.pdf", "application/pdf", samples.pdf(["A table."])),
        ("Letter to Secretary Roe.pdf", "application/pdf", letter),
    )

    opened = read(mail)

    assert [line.text for line in opened.pages[0].lines] == samples.LETTER
    assert opened.pages[0].source == Source.LAYER
    assert opened.attachments == ("Enclosure 1.pdf",)
    assert opened.notes == ("The letter was taken from the file Letter to Secretary Roe.pdf in the mail.",)


def test_letter_written_as_the_mail_is_read_and_its_enclosure_is_not(read):
    mail = samples.mail(LONG, ("table.pdf", "application/pdf", samples.pdf(["A table."])))

    opened = read(mail)

    assert opened.pages[0].lines[0].text == "Dear Secretary Roe:"
    assert opened.attachments == ("table.pdf",)
    assert opened.notes == ("The letter was taken from what the mail says.",)


def test_attached_word_file_is_read(read):
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    opened = read(samples.mail("Attached.", ("letter.docx", kind, samples.word())))

    assert [line.text for line in opened.pages[0].lines] == samples.LETTER


def test_attached_photographs_are_pages_in_the_order_of_their_names(read):
    pages = [
        (f"page {n}.png", "image/png", samples.saved(samples.drawn([f"This is page {n}."]), "PNG"))
        for n in (10, 2)
    ]

    opened = read(samples.mail("The letter, photographed.", *pages))

    assert [page.text for page in opened.pages] == ["This is page 2.", "This is page 10."]
    assert opened.attachments == ()


def test_attachment_that_cannot_be_read_gives_way_to_the_next(read):
    mail = samples.mail(
        "Attached.",
        ("letter.pdf", "application/pdf", samples.locked_pdf()),
        ("other.pdf", "application/pdf", samples.pdf(samples.LETTER)),
    )

    opened = read(mail)

    assert opened.pages[0].lines[0].text == samples.LETTER[0]
    assert "letter.pdf in the mail could not be read. The file is protected" in opened.notes[0]
    assert opened.attachments == ("letter.pdf",)


def test_head_of_the_mail_is_kept(read):
    mail = samples.mail(
        "Dear Ms. Roe:",
        In_Reply_To="<first@office.example>",
        References="<zero@office.example> <first@office.example>",
        Cc="Élan Vital <elan@committee.example>",
        Auto_Submitted="auto-replied",
    )

    headers = read(mail).headers

    assert headers == {
        "message_id": "<one@committee.example>",
        "in_reply_to": "<first@office.example>",
        "references": "<zero@office.example> <first@office.example>",
        "from": "Clerk <clerk@committee.example>",
        "to": "inbox@office.example",
        "cc": "Élan Vital <elan@committee.example>",
        "subject": "A letter",
        "date": "Mon, 04 Mar 2024 10:00:00 -0500",
        "auto_submitted": "auto-replied",
    }


def test_mail_written_as_a_web_page_is_read_with_its_lists(read):
    html = (
        "<html><head><style>p {color: red}</style></head><body>"
        "<p>Dear Ms.&nbsp;Roe:</p><div>Please send<br>us:</div>"
        '<ol type="a"><li>the list<sup>3</sup></li><li>its cost<ul><li>in dollars</li></ul></li></ol>'
        "<script>alert(1)</script></body></html>"
    )

    opened = read(samples.mail(html=html))

    assert [line.text for line in opened.pages[0].lines if line.text] == [
        "Dear Ms. Roe:",
        "Please send",
        "us:",
        "a. the list³",
        "b. its cost",
        "    • in dollars",
    ]


def test_plain_text_is_preferred_to_the_same_as_a_web_page(read):
    opened = read(samples.mail("Dear Ms. Roe: plain", html="<p>Dear Ms. Roe: web</p>"))

    assert opened.pages[0].text == "Dear Ms. Roe: plain"


def test_text_in_the_wrong_encoding_is_still_read(read):
    head = b"From: a@b.example\nTo: c@d.example\nSubject: x\nContent-Type: text/plain; charset=nonsense\n"

    assert read(head + b"\nCaf\xe9").pages[0].text == "Café"


def test_lines_broken_only_for_sending_are_joined(read):
    head = b"From: a@b.example\nTo: c@d.example\nSubject: x\nContent-Type: text/plain; format=flowed\n\n"

    opened = read(head + b"We ask that you \nsend us the list.\n\nSincerely,\nJohn Doe\n")

    assert opened.pages[0].text == "We ask that you send us the list.\n\nSincerely,\nJohn Doe"


def test_sealed_mail_says_so(read):
    mail = samples.mail("", ("smime.p7m", "application/pkcs7-mime", b"sealed" * 100))

    with pytest.raises(CannotOpen) as refused:
        read(mail)

    assert refused.value.fault == Fault.ENCRYPTED
    assert "mail program" in refused.value.message


def test_mail_without_a_letter_says_so(read):
    with pytest.raises(CannotOpen) as refused:
        read(samples.mail("", ("sound.mp3", "audio/mpeg", b"ID3" * 100)))

    assert refused.value.fault == Fault.NO_LETTER


def test_mail_inside_mail_without_end_is_survived(read):
    deep = b"From: a@b.example\nTo: c@d.example\nSubject: x\n"
    mail = (deep + b"Content-Type: message/rfc822\n\n") * 3000 + deep + b"\nHello"

    with pytest.raises(CannotOpen) as refused:
        read(mail)

    assert refused.value.fault in {Fault.MALFORMED, Fault.NO_LETTER}
