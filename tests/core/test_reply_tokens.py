"""Tokens by which an answer finds back: made, read, and not to be guessed or carried over."""

import pytest

from correspondence.core.mailboxes import mailboxes_in
from correspondence.core.reply_tokens import (
    ADDRESS,
    LETTER,
    MAIL_ID,
    MESSAGE,
    new_mail_id,
    records_in,
    reply_address,
    token_for,
)


def mailbox(reply_to, office="SFRC"):
    text = f"imaps://u:p@mail.example.gov?office={office}&reply_to={reply_to}"
    return mailboxes_in(text, is_loopback=lambda host: False)


@pytest.mark.parametrize(
    "shown", [str, str.upper, lambda token: f"<letters+{token}@example.gov>, a@example.org"]
)
def test_a_token_is_found_in_any_case_and_place(shown):
    text = shown(token_for(MESSAGE, 17, ADDRESS))

    assert records_in(text, ADDRESS) == [("m", 17)]


def test_each_record_is_named_once_in_its_order():
    letter, message = token_for(LETTER, 2, ADDRESS), token_for(MESSAGE, 1, ADDRESS)

    assert records_in(f"{letter} {message} {letter}", ADDRESS) == [("l", 2), ("m", 1)]


@pytest.mark.parametrize(
    "forged",
    [
        lambda token: token.replace("m17-", "m18-"),
        lambda token: token.replace("m17-", "l17-"),
        lambda token: token[:-1] + ("a" if token[-1] != "a" else "b"),
        lambda token: token[:-1],
        lambda token: token + "a",
        lambda token: "x" + token,
        lambda token: token.replace("m17-", "m017-"),
        lambda token: "m17-" + "a" * 26,
    ],
)
def test_what_was_changed_is_no_token(forged):
    assert records_in(forged(token_for(MESSAGE, 17, ADDRESS)), ADDRESS) == []


def test_a_token_for_one_purpose_is_none_for_the_other():
    assert records_in(token_for(MESSAGE, 17, MAIL_ID), ADDRESS) == []
    assert records_in(token_for(MESSAGE, 17, ADDRESS), MAIL_ID) == []


def test_a_message_id_is_another_each_time_and_names_the_record():
    first, second = new_mail_id(MESSAGE, 17), new_mail_id(MESSAGE, 17)

    assert first != second
    assert records_in(first, MAIL_ID) == records_in(second, MAIL_ID) == [("m", 17)]
    assert first.endswith("@testserver>")


def test_a_token_of_another_secret_key_counts_while_that_key_is_remembered(settings):
    settings.SECRET_KEY = "before" * 10
    token = token_for(MESSAGE, 17, ADDRESS)
    settings.SECRET_KEY = "after" * 12
    assert records_in(token, ADDRESS) == []

    settings.SECRET_KEY_FALLBACKS = ["before" * 10]

    assert records_in(token, ADDRESS) == [("m", 17)]


def test_a_token_stands_after_a_plus_sign_and_fits_into_an_address(settings):
    settings.MAILBOXES = mailbox("letters@example.gov")

    address = reply_address("SFRC", MESSAGE, 10**17)

    local, _, domain = address.partition("@")
    assert (local[:8], domain) == ("letters+", "example.gov")
    assert len(local) <= 64
    assert records_in(address, ADDRESS) == [("m", 10**17)]


def test_a_token_stands_where_the_address_has_room_for_it(settings):
    settings.MAILBOXES = mailbox("{token}@in.example.gov")

    assert reply_address("SFRC", LETTER, 3) == f"{token_for(LETTER, 3, ADDRESS)}@in.example.gov"


def test_an_office_whose_mailbox_nobody_reads_has_no_such_address(settings):
    settings.MAILBOXES = mailbox("letters@example.gov", office="HSGO")

    assert reply_address("SFRC", MESSAGE, 1) == ""
