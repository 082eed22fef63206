"""Decisions about messages: numbers of Social Security, the same words, the words of a release."""

from types import SimpleNamespace

import pytest

from correspondence.casework import rules
from correspondence.casework.models import PolicyArea


@pytest.mark.parametrize(
    "text",
    [
        "123-45-6789",
        "123 45 6789",
        "123456789",
        "SSN:123-45-6789",
        "(123-45-6789)",
        "123-45-6789A",
        "0 123-45-6789",
    ],
)
def test_a_social_security_number_is_found(text):
    assert [one.last_four for one in rules.social_security_numbers(text)] == ["6789"]


@pytest.mark.parametrize(
    "text",
    [
        "410-555-0142",
        "4105550142",
        "21201-0001",
        "000-12-3456",
        "666-12-3456",
        "912-34-5678",
        "123-00-4567",
        "123-45-0000",
        "A123456789",
        "1234567890",
        "123-456789",
        "IOE0912345678",
        "2023-11-29",
    ],
)
def test_what_is_none_is_let_pass(text):
    assert rules.social_security_numbers(text) == []


def test_where_it_stands_is_told_by_its_line_and_its_last_digits_alone():
    fault = rules.ssn_fault("First line\nMine is 123-45-6789, thank you")

    assert fault.startswith("Line 2 has what looks like a Social Security number, ending in 6789.")
    assert "123-45" not in fault


def test_words_are_the_same_whatever_their_case_marks_and_spaces():
    assert rules.fingerprint("Please, keep it  OPEN!") == rules.fingerprint("please keep it open")
    assert rules.fingerprint("Please keep it open") != rules.fingerprint("Please keep it shut")


def test_there_are_the_32_policy_areas_of_the_library_of_congress():
    assert len(PolicyArea) == len({label for _, label in PolicyArea.choices}) == 32
    assert {"Taxation", "Arts, Culture, Religion", "Water Resources Development"} <= set(PolicyArea.values)


def test_a_placeholder_without_a_value_stays_to_be_seen():
    text = rules.filled_in("Dear {name}, of {agency} and {braces}", {"name": "Ms. Abernathy", "agency": ""})

    assert text == "Dear Ms. Abernathy, of {agency} and {braces}"
    assert rules.left_open(text) == ["agency"]
    assert rules.unknown_placeholders(text) == ["braces"]


def test_an_address_is_kept_as_a_hash_that_differs_by_address():
    assert rules.source_of("192.0.2.1") != rules.source_of("192.0.2.2")
    assert len(rules.source_of("192.0.2.1")) == 64


def test_a_family_that_shares_an_address_is_not_one_person():
    given = {name: name for name in ("last_name", "email", "address1", "city", "state", "zip_code")}
    rosalind = SimpleNamespace(
        **given, first_name="Rosalind", middle_name="", suffix="", address2="", phone=""
    )

    assert rules.same_person(rosalind, given | {"first_name": " ROSALIND "})
    assert not rules.same_person(rosalind, given | {"first_name": "Peter"})
