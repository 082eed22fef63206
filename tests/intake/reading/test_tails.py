"""What stands below the close: who signs, how many more, what is enclosed."""

import pytest

from tests.intake.reading.pasted import names, of_pages, printed, read

HEAD = "May 2, 2023\n\nMr. John Doe\nPresident\nDoe Company\n\nDear Mr. Doe:\n\nWe write about the ferry.\n\n"


def test_signers_one_below_the_other_have_their_titles():
    letter = read(
        HEAD + "Sincerely,\n\nCathy McMorris Rodgers\nChair\nCommittee on Energy and Commerce\n\n"
        "Morgan Griffith\nChair\n"
        "Subcommittee on Oversight and Investigations\n\nCc: Frank Pallone, Ranking Member\n"
    )

    assert names(letter.signatories) == ["Cathy McMorris Rodgers", "Morgan Griffith"]
    assert [person.title.value for person in letter.signatories] == [
        "Chair, Committee on Energy and Commerce",
        "Chair, Subcommittee on Oversight and Investigations",
    ]
    assert names(letter.cc) == ["Frank Pallone"]


def test_signers_typed_side_by_side_are_told_by_the_space_between():
    letter = read(
        HEAD + "Sincerely,\n\nMaria Cantwell                         Ted Cruz\n"
        "Chair                                  Ranking Member\n"
    )

    assert names(letter.signatories) == ["Maria Cantwell", "Ted Cruz"]
    assert [person.title.value for person in letter.signatories] == ["Chair", "Ranking Member"]


def test_columns_that_ran_together_are_cut_by_their_titles():
    letter = read(
        HEAD + "Sincerely,\n\nSheldon Whitehouse Jack Reed Seth Magaziner\n"
        "United States Senator United States Senator Member of Congress\n"
    )

    assert names(letter.signatories) == ["Sheldon Whitehouse", "Jack Reed", "Seth Magaziner"]
    assert letter.signatories[2].title.value == "Member of Congress"


def test_names_without_titles_are_cut_where_given_names_begin():
    letter = read(HEAD + "Respectfully,\n\nBrian Schatz Mazie K. Hirono\nEd Case Jill N. Tokuda\n")

    assert names(letter.signatories) == ["Brian Schatz", "Mazie K. Hirono", "Ed Case", "Jill N. Tokuda"]


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("and 23 other Members of Congress", 23),
        ("And twelve other Senators", 12),
        ("plus 4 additional colleagues", 4),
        ("and twenty-one other Members", 21),
    ],
)
def test_others_who_sign_are_counted_and_are_no_names(line, count):
    letter = read(HEAD + f"Sincerely,\n\nGrace Meng\nMember of Congress\n\n{line}\n")

    assert names(letter.signatories) == ["Grace Meng"]
    assert letter.more_signatories == count


@pytest.mark.parametrize(
    ("block", "name"),
    [
        ("Benjamin L. Cardin\n\nBan Cardin\n\nChairman", "Benjamin L. Cardin"),
        ("Joe Manchin\n\nJoe Manchin III\nChairman", "Joe Manchin III"),
        ("/s/ Bill Pascrell\nBill Pascrell, Jr.\nMember of Congress", "Bill Pascrell, Jr."),
        ("Bob Casey\n\nRobert P. Casey, Ir.\nChairman", "Robert P. Casey, Jr."),
    ],
)
def test_signature_and_typed_name_are_one_signer(block, name):
    letter = read(HEAD + f"Sincerely,\n\n{block}\n")

    assert names(letter.signatories) == [name]


def test_brothers_in_name_who_both_sign_are_two():
    letter = read(
        HEAD + "Sincerely,\n\nRick Scott\nUnited States Senator\n\nTim Scott\nUnited States Senator\n"
    )

    assert names(letter.signatories) == ["Rick Scott", "Tim Scott"]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Raphael Warnock (D-GA)", "Raphael Warnock"),
        ("Rep. W. Gregory Steube", "W. Gregory Steube"),
        ("JOAQUIN CASTRO", "Joaquin Castro"),
        ("Senator J.D. Vance", "J.D. Vance"),
        ("Marc A. Veasey, M.C.", "Marc A. Veasey"),
        ("Henry C. “Hank” Johnson, Jr.", "Henry C. “Hank” Johnson, Jr."),
        ("Dean Phillips", "Dean Phillips"),
        ("Young Kim", "Young Kim"),
    ],
)
def test_a_signers_name_is_as_the_person_is_called(line, name):
    letter = read(HEAD + f"Sincerely,\n\n{line}\nMember of Congress\n")

    assert names(letter.signatories) == [name]
    assert letter.signatories[0].title.value == "Member of Congress"


def test_name_and_title_on_one_line_are_parted():
    letter = read(HEAD + "Sincerely,\n\nJack Reed, United States Senator\n")

    assert names(letter.signatories) == ["Jack Reed"]
    assert letter.signatories[0].title.value == "United States Senator"


def test_states_initials_enclosures_and_postscripts_are_no_signers():
    letter = read(
        HEAD + "Sincerely,\n\nRaphael Warnock\nUnited States Senator\nGeorgia\n\nRW:jd\n"
        "Enclosures: Letter of March 3; Map\n\n"
        "P.S. My staff will be in Savannah for the whole of the month of June.\n"
    )

    assert names(letter.signatories) == ["Raphael Warnock"]
    assert letter.cc == ()


@pytest.mark.parametrize("close", ["Sincerely yours,", "Respectfully submitted,", "Very truly "
    "yours,", "Sinccrely,", "With appreciation,", "Cordially"])  # fmt: skip
def test_close_is_known_in_its_many_forms(close):
    letter = read(HEAD + f"{close}\n\nGrace Meng\nMember of Congress\n")

    assert letter.closing.value == close.rstrip(",")
    assert names(letter.signatories) == ["Grace Meng"]


def test_a_sentence_that_begins_like_a_close_is_none():
    letter = read(
        HEAD
        + "Respectfully, we do not agree with the view that the Department took in March.\n\nSincerely,\n"
        "\nGrace Meng\nMember of Congress\n"
    )

    assert "Respectfully, we do not agree" in letter.body.value
    assert letter.closing.value == "Sincerely"


def test_signatures_in_columns_of_a_scan_leave_out_handwriting():
    page = printed(
        (0.1, 0.1, "May 2, 2023"),
        (0.1, 0.14, "Dear Mr. Doe:"),
        (0.1, 0.2, "We write about the ferry that has not sailed since the storm of last November."),
        (0.1, 0.3, "Sincerely,"),
        (0.1, 0.35, "AUN ANE", 0.25, 0.03, 0.1),
        (0.55, 0.35, "Wnna Smlr", 0.7, 0.03, 0.2),
        (0.1, 0.4, "Patty Murray"),
        (0.55, 0.4, "Maria Cantwell"),
        (0.1, 0.42, "United States Senator"),
        (0.55, 0.42, "United States Senator"),
    )

    letter = of_pages(page)

    assert names(letter.signatories) == ["Patty Murray", "Maria Cantwell"]
    assert [person.title.value for person in letter.signatories] == ["United States Senator"] * 2


def test_what_is_enclosed_is_no_part_of_the_letter():
    letter = read(
        HEAD + "Sincerely,\n\nGrace Meng\nMember of Congress\n\nEnclosure\n\f"
        "Instructions for Responding to Committee Requests\n"
        "1. Produce every record in your possession, whoever holds it.\n"
        "2. Sincerely held beliefs of the producer are no ground to withhold.\n\nSincerely,\n\nJohn Doe\n"
        "Chairman\n"
    )

    assert names(letter.signatories) == ["Grace Meng"]
    assert "Produce every record" not in letter.body.value


def test_names_that_go_on_over_the_page_all_sign():
    letter = read(
        HEAD + "Sincerely,\n\nGrace Meng\nMember of Congress\n\fMr. John Doe\nMay 2, 2023\nPage 2\n\n"
        "Yvette D. Clarke\nMember of Congress\n"
        "Gregory W. Meeks\nMember of Congress\n"
    )

    assert names(letter.signatories) == ["Grace Meng", "Yvette D. Clarke", "Gregory W. Meeks"]


def test_columns_with_little_space_between_them_have_as_many_names_as_titles():
    letter = read(
        HEAD + "Sincerely,\n\nBrian K. Fitzpatrick    Josh Gottheimer   Don Bacon\n"
        "Member of Congress      Member of Congress    Member of Congress\n"
    )

    assert names(letter.signatories) == ["Brian K. Fitzpatrick", "Josh Gottheimer", "Don Bacon"]


def test_signers_at_the_head_of_a_page_are_no_running_head_though_the_letterhead_names_them():
    first = printed(
        (0.4, 0.05, "Congressional Ferry Caucus"),
        (0.4, 0.07, "Rep. Grace Meng"),
        (0.4, 0.09, "Chair"),
        (0.1, 0.12, "May 2, 2023"),
        (0.1, 0.15, "The Honorable Lina M. Khan"),
        (0.1, 0.17, "Chair"),
        (0.1, 0.22, "Dear Chair Khan:"),
        (0.1, 0.26, "We write about the ferry that has not sailed since the storm of last November."),
        (0.1, 0.9, "Sincerely,"),
    )
    second = printed(
        (0.1, 0.04, "Chair Khan"),
        (0.1, 0.055, "May 2, 2023"),
        (0.1, 0.07, "Page 2"),
        (0.1, 0.12, "Grace Meng"),
        (0.5, 0.12, "Ed Case"),
        (0.1, 0.135, "Member of Congress"),
        (0.5, 0.135, "Member of Congress"),
        page=2,
    )

    letter = of_pages(first, second)

    assert names(letter.signatories) == ["Grace Meng", "Ed Case"]


def test_a_digital_signatures_stamp_is_no_signer():
    letter = read(
        HEAD + "Sincerely,\n\nCARLOS URIARTE\nDigitally signed by CARLOS URIARTE\n"
        "Date: 2024.03.01 10:22:11 -05'00'\n"
        "Carlos Felipe Uriarte\nAssistant Attorney General\n"
    )

    assert names(letter.signatories) == ["Carlos Felipe Uriarte"]


def test_district_offices_at_the_foot_are_no_signers():
    letter = read(
        HEAD + "Sincerely,\n\nGrace Meng\nMember of Congress\n40 WATER ST\nSUITE 3\nALBANY, NY 12207\n"
        "(518) 555-0142\nGEORGE CLINTON TOWER\n9 HILL RD\nUTICA, NY 13501\n(315) 555-0108\n"
        "HTTPS://EXAMPLE.HOUSE.GOV\nPRINTED ON RECYCLED PAPER\n"
    )

    assert names(letter.signatories) == ["Grace Meng"]
    assert letter.signatories[0].title.value == "Member of Congress"


def test_those_who_sign_below_an_address_sign_too():
    letter = read(
        HEAD + "Sincerely,\n\nGrace Meng\nMember of Congress\n40 Water Street\nAlbany, NY 12207\n\n"
        "Jack Reed\nUnited States Senator\n"
    )

    assert names(letter.signatories) == ["Grace Meng", "Jack Reed"]


def test_a_title_that_goes_on_below_is_no_second_signer():
    letter = read(
        HEAD + "Sincerely,\n\nAmy Klobuchar                     Chuck Grassley\n"
        "Chair, Subcommittee on            Ranking Member, Committee on\n"
        "Competition Policy                the Judiciary\n\ncc (w/ encl.): Farm Service Agency\n"
    )

    assert names(letter.signatories) == ["Amy Klobuchar", "Chuck Grassley"]
    assert letter.signatories[0].title.value == "Chair, Subcommittee on Competition Policy"
    assert letter.cc[0].organization.value == "Farm Service Agency"
