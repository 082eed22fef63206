"""The complimentary close, on one line or two, and what is none."""

import pytest

from correspondence.intake.reading.closings import closing_of, is_closing
from tests.intake.reading.pasted import names, read

HEAD = "May 2, 2023\n\nMr. John Doe\nPresident\nDoe Company\n\nDear Mr. Doe:\n\nWe write about the ferry.\n\n"


@pytest.mark.parametrize(
    "line",
    ["With my very best wishes,", "And with high personal esteem,", "I remain respectfully yours,", "Yours,"],
)
def test_a_close_may_be_worded_in_many_ways(line):
    assert is_closing(line)


@pytest.mark.parametrize(
    "line", ["With regard to the ferry,", "I am the keeper,", "Our deep regret remains,", "We are", ""]
)
def test_what_only_begins_like_a_close_is_none(line):
    assert not is_closing(line)


def test_signers_and_copies_stand_below_a_close_of_two_lines():
    letter = read(
        HEAD
        + "With kindest personal regards,\n\nI am very truly yours,\n\nGRACE MENG\nMember of Congress\n\n"
        "cc: Ms. Jane Roe, Harbor Master\n"
    )

    assert letter.closing.value == "With kindest personal regards, I am very truly yours"
    assert names(letter.signatories) == ["Grace Meng"]
    assert names(letter.cc) == ["Jane Roe"]


def test_a_bare_thank_you_closes_only_where_nothing_else_does():
    assert closing_of(["The ferry is late.", "Thank you,", "Sincerely,", "Jane Roe"], 0) == (2, 3)
    assert closing_of(["The ferry is late.", "Thank you,", "Jane Roe"], 0) == (1, 2)
    assert closing_of(["The ferry is late."], 0) == (1, 1)
