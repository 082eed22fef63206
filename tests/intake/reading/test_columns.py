"""Signers beside each other: whose a line of titles is, and names that were recognised badly."""

import pytest

from correspondence.intake.reading.person_names import given_mended
from tests.intake.reading.pasted import names, of_pages, printed, read

HEAD = "May 2, 2023\n\nMr. John Doe\nPresident\nDoe Company\n\nDear Mr. Doe:\n\nWe write about the ferry.\n\n"


def titles(letter):
    return [person.title.value for person in letter.signatories]


def test_bodies_that_are_cut_over_two_lines_ran_together_are_each_signers_own():
    letter = read(
        HEAD + "Sincerely,\nMike Lee Amy Klobuchar\nChairman Ranking Member\n"
        "Select Subcommittee on Select Subcommittee on\nCompetition Competition\n"
    )

    assert names(letter.signatories) == ["Mike Lee", "Amy Klobuchar"]
    assert titles(letter) == [
        "Chairman, Select Subcommittee on Competition",
        "Ranking Member, Select Subcommittee on Competition",
    ]


def test_a_body_typed_in_columns_goes_on_below_though_it_could_be_a_name():
    letter = read(
        HEAD + "Sincerely,\n\n"
        "    Nancy Mace                             Gerald E. Connolly\n"
        "    Chairwoman                             Vice Chairman\n"
        "    Caucus on Western                      Caucus on Western\n"
        "    Water Rights                           Water Rights\n"
    )

    assert names(letter.signatories) == ["Nancy Mace", "Gerald E. Connolly"]
    assert titles(letter) == [
        "Chairwoman, Caucus on Western Water Rights",
        "Vice Chairman, Caucus on Western Water Rights",
    ]


@pytest.mark.parametrize(
    ("below", "title"),
    [
        ("Subcommittee on Rural\nRoads, Ports, and Rail", "Subcommittee on Rural Roads, Ports, and Rail"),
        ("Subcommittee on Conservation and\nForestry", "Subcommittee on Conservation and Forestry"),
        ("\nSubcommittee on Highways\nand Transit", "Subcommittee on Highways and Transit"),
    ],
)  # fmt: skip
def test_one_body_below_two_who_ran_together_is_the_last_ones(below, title):
    letter = read(
        HEAD + f"Sincerely,\nSam Graves Eleanor Holmes Norton\nChairman Ranking Member\n{below}\n"
        "cc: Hon. Rick Larsen\n"
    )

    assert titles(letter) == ["Chairman", f"Ranking Member, {title}"]


def test_the_unfinished_title_of_three_is_the_one_that_goes_on():
    letter = read(
        HEAD + "Sincerely,\nMike Rogers Adam Smith Jen Kiggans\n"
        "Chairman Chair, Subcommittee Member of Congress\non Readiness\n"
    )

    assert titles(letter) == ["Chairman", "Chair, Subcommittee on Readiness", "Member of Congress"]


def test_a_title_cut_within_its_column_goes_on_at_its_place():
    letter = of_pages(
        printed(
            (0.12, 0.10, "May 2, 2023"),
            (0.12, 0.14, "Mr. John Doe"),
            (0.12, 0.20, "Dear Mr. Doe:"),
            (0.12, 0.24, "We write about the ferry that has not run since the storm of last week."),
            (0.12, 0.30, "Sincerely,"),
            (0.12, 0.38, "Sam Graves"),
            (0.55, 0.38, "Rick Larsen"),
            (0.12, 0.40, "Chairman"),
            (0.55, 0.40, "Ranking Member"),
            (0.12, 0.42, "Subcommittee on Coast"),
            (0.55, 0.42, "Subcommittee on Coast"),
            (0.12, 0.44, "Guard Affairs"),
            (0.55, 0.44, "Guard Affairs"),
        )
    )

    assert names(letter.signatories) == ["Sam Graves", "Rick Larsen"]
    assert titles(letter) == [
        "Chairman, Subcommittee on Coast Guard Affairs",
        "Ranking Member, Subcommittee on Coast Guard Affairs",
    ]


def test_chamber_before_a_body_is_no_title_of_its_own():
    letter = read(
        HEAD + "Sincerely,\n\nRand Paul, M.D.\nRanking Member\nU.S. Senate Committee on Banking,\n"
        "Housing, and Urban Affairs\n"
    )

    assert names(letter.signatories) == ["Rand Paul"]
    assert titles(letter) == ["Ranking Member, U.S. Senate Committee on Banking, Housing, and Urban Affairs"]


def test_a_degree_stays_with_the_name_before_it():
    letter = read(HEAD + "Sincerely,\nAndy Harris, Jr., M.D. Kim Schrier\nChairman Ranking Member\n")

    assert names(letter.signatories) == ["Andy Harris, Jr.", "Kim Schrier"]


def test_names_read_badly_are_as_many_as_the_titles_below_them():
    letter = read(
        HEAD + "Sincerely,\n\n¢ Oavid Schweikert | Adarn Schiff ~ Marl< Takano\n"
        "Member of Congress Member of Congress Member of Congress\n\njoe Neguse Michae] Guest\n"
        "Member of Congress Member of Congress\n"
    )

    assert names(letter.signatories) == [
        "David Schweikert",
        "Adam Schiff",
        "Mark Takano",
        "Joe Neguse",
        "Michael Guest",
    ]
    assert "Adarn" in letter.signatories[1].name.as_read
    assert letter.signatories[1].name.sure < 0.8


@pytest.mark.parametrize(
    ("read_as", "rightly"),
    [
        ("Thornas H. Kean", "Thomas H. Kean"),
        ("Howarcl Coble", "Howard Coble"),
        ("J. Ranoy Weber", "J. Randy Weber"),
        ("Orrin Hatch", "Orrin Hatch"),
        ("Silvestre Reyes", "Silvestre Reyes"),
        ("Mary Oave", "Mary Oave"),
        ("Bo Derek", "Bo Derek"),
        ("Elia Suarez", "Elia Suarez"),
    ],
)
def test_a_given_name_is_put_right_only_where_one_letter_makes_it_a_common_one(read_as, rightly):
    assert given_mended(read_as) == rightly


def test_a_comma_after_an_initial_is_a_stop():
    letter = read(HEAD + "Sincerely,\n\nWilliam V, Roth\nUnited States Senator\n")

    assert names(letter.signatories) == ["William V. Roth"]


def test_an_address_below_the_signers_is_no_title():
    letter = read(
        HEAD + "Best regards,\n\nSusie Lee\nMember of Congress (NV-03)\n\n________________\n"
        "Congresswoman Susie Lee | 365 Cannon House Office Building | Washington, DC 20515\n"
    )

    assert names(letter.signatories) == ["Susie Lee"]
    assert titles(letter) == ["Member of Congress"]
