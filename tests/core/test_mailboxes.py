"""IMAP_URL: what it says, and what is refused with which hint."""

import pytest

from correspondence.core.mailboxes import BadMailbox, mailboxes_in

GOOD = "imaps://letters%40example.gov:pass%3Aword@mail.example.gov/Correspondence?office=SFRC"


def read(text):
    return mailboxes_in(text, is_loopback=lambda host: host == "localhost")


def test_nothing_names_no_mailbox():
    assert read("") == ()


def test_a_mailbox_is_read_with_its_options():
    [found] = read(f"{GOOD}&done=Taken&reply_to=letters@example.gov")

    assert (found.host, found.port, found.user, found.password) == (
        "mail.example.gov",
        993,
        "letters@example.gov",
        "pass:word",
    )
    assert (found.office, found.folder, found.done) == ("SFRC", "Correspondence", "Taken")
    assert found.reply_to == "letters@example.gov"


def test_several_stand_with_white_space_between():
    found = read("imaps://a:p@one.example?office=SFRC  imap+tls://b:p@two.example:1143?office=HSGO")

    assert [(one.folder, one.port, one.office) for one in found] == [
        ("INBOX", 993, "SFRC"),
        ("INBOX", 1143, "HSGO"),
    ]


def test_plain_imap_is_for_this_machine_alone():
    assert read("imap://a:p@localhost:1143?office=SFRC")[0].scheme == "imap"
    with pytest.raises(BadMailbox, match="would send a password to mail"):
        read("imap://a:p@mail.example.gov?office=SFRC")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("mail.example.gov", "begins with \\?: use imaps"),
        ("https://a:hidden@mail.example.gov?office=SFRC", "begins with https"),
        ("imaps://a:hidden@mail.example.gov", "does not say whose mail it is"),
        ("imaps://mail.example.gov?office=SFRC", "needs a host, a user and a password"),
        ("imaps://a:hidden@:993?office=SFRC", "needs a host"),
        ("imaps://a:hid/den@mail.example.gov?office=SFRC", "cannot be read: write @"),
        ("imaps://a:hidden@mail.example.gov?office=SFRC&folder=X", "option that is not known: folder"),
        ("imaps://a:hidden@mail.example.gov?office=SFRC&reply_to=letters", "has letters for reply_to"),
        ("imaps://a:hidden@mail.example.gov?office=SFRC&ca=/no/such.pem", "there is no such file"),
        ("imaps://a:hidden@mail.example.gov/Taken?office=SFRC&done=Taken", "which is the folder it reads"),
        ("imaps://a:hidden@mail.example.gov/Entwürfe?office=SFRC", "not ASCII"),
        (f"{GOOD} {GOOD}", "the same mailbox twice"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_hint_and_without_the_password(text, hint):
    with pytest.raises(BadMailbox, match=hint) as refusal:
        read(text)

    assert "hidden" not in str(refusal.value)


def test_a_password_is_never_shown():
    [found] = read(GOOD)

    assert "pass:word" not in f"{found!r} {found.name}"
