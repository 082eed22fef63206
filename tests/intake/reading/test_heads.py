"""What stands above the salutation: whose paper, the date, to whom, copies, subject."""

from datetime import date

import pytest

from tests.intake.reading.pasted import names, of_pages, printed, read

END = "\n\nWe write about the ferry.\n\nSincerely,\n\nRon Wyden\nUnited States Senator\n"

MEMBER = """
MARK POCAN
2ND DISTRICT, WISCONSIN

COMMITTEE ON APPROPRIATIONS
SUBCOMMITTEE ON LABOR, HEALTH AND HUMAN SERVICES
JOINT ECONOMIC COMMITTEE

Congress of the United States
House of Representatives
Washington, DC 20515

1026 LONGWORTH HOUSE OFFICE BUILDING
WASHINGTON, DC 20515
(202) 225-2906

June 3, 2022

The Honorable Xavier Becerra
Secretary
U.S. Department of Health and Human Services
200 Independence Avenue, SW
Washington, DC 20201

Dear Secretary Becerra:

I write about the dental clinic in Beloit, which has had no dentist since March.

Sincerely,

Mark Pocan
Member of Congress
"""


def test_paper_that_lists_a_members_committees_is_the_members():
    letter = read(MEMBER)

    assert letter.office.value == "Office of Representative Mark Pocan"
    assert letter.dated_on.value == "2022-06-03"
    assert names(letter.to) == ["Xavier Becerra"]


def test_paper_with_a_roster_is_the_committees_though_its_chairman_signs_alone():
    letter = read(
        """
JASON SMITH, MISSOURI, CHAIRMAN            RICHARD E. NEAL, MASSACHUSETTS, RANKING MEMBER
VERN BUCHANAN, FLORIDA                     LLOYD DOGGETT, TEXAS
ADRIAN SMITH, NEBRASKA                     MIKE THOMPSON, CALIFORNIA

U.S. HOUSE OF REPRESENTATIVES
COMMITTEE ON WAYS AND MEANS
1139 LONGWORTH HOUSE OFFICE BUILDING
WASHINGTON, DC 20515

March 14, 2023

The Honorable Daniel Werfel
Commissioner
Internal Revenue Service
1111 Constitution Avenue, NW
Washington, DC 20224

Dear Commissioner Werfel:

The Committee is looking at how long callers wait.

Sincerely,

Jason Smith
Chairman
"""
    )

    assert letter.office.value == "Committee on Ways and Means"
    assert names(letter.signatories) == ["Jason Smith"]
    assert letter.signatories[0].title.value == "Chairman"


@pytest.mark.parametrize(
    ("head", "office"),
    [
        ("Congress of the United States\nWashington, DC 20515", ""),
        ("United States Senate\nWASHINGTON, DC 20510", ""),
        ("RON WYDEN\nOREGON\n\nUnited States Senate\nWASHINGTON, DC 20510-3703", "Office of Senator Ron "
            "Wyden"),
        ("United States Senate\nPERMANENT SELECT COMMITTEE ON\nINTELLIGENCE", "Permanent Select Committee "
            "on Intelligence"),
        ("United States Senate\nCOMMITTEE ON HEALTH, EDUCATION,\nLABOR, AND PENSIONS", "Committee on "
            "Health, Education, Labor, and Pensions"),
        ("Congressional Western Caucus\nWashington, DC", "Congressional Western Caucus"),
        ("Congress of the United States\nJOINT ECONOMIC COMMITTEE", "Joint Economic Committee"),
        ("OREGON CONGRESSIONAL DELEGATION", "Oregon Congressional Delegation"),
        ("House of Representatives\nCOMMITTEE ON THE JUDICIARY\n"
         "Subcommittee on Antitrust, Commercial, and Administrative Law",
         "Subcommittee on Antitrust, Commercial, and Administrative Law"),
    ],
)  # fmt: skip
def test_office_is_whose_paper_it_is(head, office):
    letter = read(f"{head}\n\nMay 2, 2023\n\nMr. John Doe\nPresident\nDoe Company\n\nDear Mr. Doe:{END}")

    assert letter.office.value == office


def test_two_committees_that_write_together_are_both_named():
    letter = read(
        "Congress of the United States\nWashington, DC\n\nCommittee on Armed Services\n"
        "United States Senate\n\n"
        "Committee on Armed Services\nU.S. House of Representatives\n\nCommittee on Veterans’ Affairs\n\n"
        "May 2, 2023\n\nMr. John Doe\n\nDear Mr. Doe:" + END
    )

    assert letter.office.value == "Committee on Armed Services and Committee on Veterans’ Affairs"


@pytest.mark.parametrize(
    "line",
    [
        "November 29, 2023",
        "29 November 2023",
        "November 29th, 2023",
        "NOV 29 2023",
        "Nov. 29, 2023",
        "Date: November 29, 2023",
        "11/29/2023",
        "2023-11-29",
        "Novemher 29, 2023",
        "Wednesday, November 29, 2023",
        "Washington, DC, November 29, 2023",
        "November 29,2023",
    ],
)
def test_date_is_read_however_it_is_written(line):
    letter = read(f"United States Senate\n\n{line}\n\nMr. John Doe\nDoe Company\n\nDear Mr. Doe:{END}")

    assert letter.dated_on.value == "2023-11-29"


def test_days_that_the_body_mentions_are_not_the_letters():
    letter = read(
        "Mr. John Doe\nDoe Company\n\nDear Mr. Doe:\n\nYou wrote to us on\nMarch 3, 2021\n"
        "about the bridge.\n\nSincerely,\n\nRon Wyden"
    )

    assert letter.dated_on.value == ""


def test_date_below_the_address_is_found():
    letter = read(
        "Congress of the United States\nWashington, DC 20515\n\nThe Honorable Pete Buttigieg\n"
        "Secretary of Transportation\n"
        "1200 New Jersey Avenue, SE\nWashington, DC 20590\n\n4 August 2022\n\nDear Secretary Buttigieg:" + END
    )

    assert letter.dated_on.value == "2022-08-04"
    assert names(letter.to) == ["Pete Buttigieg"]
    assert letter.to[0].title.value == "Secretary of Transportation"
    assert letter.to[0].address.value == "1200 New Jersey Avenue, SE Washington, DC 20590"


def test_three_addressees_one_below_the_other_are_three():
    letter = read(
        """
United States Senate

July 9, 2021

The Honorable Merrick B. Garland
Attorney General
U.S. Department of Justice
950 Pennsylvania Avenue, NW
Washington, DC 20530

The Honorable Alejandro N. Mayorkas
Secretary
Department of Homeland Security
2707 Martin Luther King Jr. Avenue, SE
Washington, DC 20528

Ms. Tae D. Johnson
Acting Director
Immigration and Customs Enforcement
500 12th Street, SW
Washington, DC 20536

Dear Attorney General Garland, Secretary Mayorkas, and
Acting Director Johnson:"""
        + END
    )

    assert names(letter.to) == ["Merrick B. Garland", "Alejandro N. Mayorkas", "Tae D. Johnson"]
    assert [person.title.value for person in letter.to] == [
        "Attorney General",
        "Secretary",
        "Acting Director",
    ]
    assert letter.to[1].organization.value == "Department of Homeland Security"
    assert letter.salutation.value == (
        "Dear Attorney General Garland, Secretary Mayorkas, and Acting Director Johnson"
    )


def test_addressees_without_space_between_them_are_told_by_their_honorifics():
    letter = read(
        "July 9, 2021\nThe Honorable Jerome H. Powell\nChair\n"
        "Board of Governors of the Federal Reserve System\n"
        "Washington, DC 20551\nMs. Jelena McWilliams\nChairman\nFederal Deposit Insurance Corporation\n"
        "550 17th Street, NW\nWashington, DC 20429\nDear Chair Powell and Chairman McWilliams:" + END
    )

    assert names(letter.to) == ["Jerome H. Powell", "Jelena McWilliams"]
    assert letter.to[0].organization.value == "Board of Governors of the Federal Reserve System"


@pytest.mark.parametrize(
    ("block", "name", "title", "body"),
    [
        ("The President\nThe White House\n1600 Pennsylvania Avenue, NW\nWashington, DC 20500", "", "The "
            "President", "The White House"),
        ("Mr. Sundar Pichai\nChief Executive Officer\nAlphabet Inc.\n1600 Amphitheatre Parkway\n"
         "Mountain View, CA 94043",
         "Sundar Pichai", "Chief Executive Officer", "Alphabet Inc."),
        ("General Charles Q. Brown, Jr.\nChairman of the Joint Chiefs of Staff\n"
         "9999 Joint Staff Pentagon\nWashington, DC 20318",
         "Charles Q. Brown, Jr.", "Chairman of the Joint Chiefs of Staff", ""),
        ("The Honorable Gene L. Dodaro\nComptroller General of the United States\n"
         "U.S. Government Accountability Office\n441 G Street, NW\nWashington, DC 20548",
         "Gene L. Dodaro", "Comptroller General of the United States", "U.S. Government Accountability "
             "Office"),
        ("Mandy K. Cohen, M.D., M.P.H.\nDirector\nCenters for Disease Control and Prevention\n"
         "1600 Clifton Road\nAtlanta, GA 30329",
         "Mandy K. Cohen", "Director", "Centers for Disease Control and Prevention"),
        ("The Honorable Michael S. Regan, Administrator\nEnvironmental Protection Agency\n"
         "1200 Pennsylvania Avenue, NW\nWashington, DC 20460",
         "Michael S. Regan", "Administrator", "Environmental Protection Agency"),
        ("Secretary Xavier Becerra\nU.S. Department of Health and Human Services\n"
         "200 Independence Avenue, SW\nWashington, DC 20201",
         "Xavier Becerra", "Secretary", "U.S. Department of Health and Human Services"),
        ("Office of Legislative Affairs\nU.S. Department of Justice\n950 Pennsylvania Avenue, NW\n"
         "Washington, DC 20530",
         "", "", "Office of Legislative Affairs, U.S. Department of Justice"),
    ],
)  # fmt: skip
def test_addressee_is_name_title_and_body(block, name, title, body):
    letter = read(f"United States Senate\n\nMay 2, 2023\n\n{block}\n\nDear Sir or Madam:{END}")

    [person] = letter.to
    assert (person.name.value, person.title.value, person.organization.value) == (name, title, body)


def test_how_the_letter_was_sent_is_no_addressee():
    letter = read(
        "United States Senate\n\nMay 2, 2023\n\nVIA ELECTRONIC TRANSMISSION\n\n"
        "The Honorable Lina M. Khan\nChair\n"
        "Federal Trade Commission\n\nDear Chair Khan:" + END
    )

    assert names(letter.to) == ["Lina M. Khan"]
    assert letter.to[0].organization.value == "Federal Trade Commission"


def test_subject_above_the_addressee_is_the_subject():
    letter = read(
        "United States Senate\n\nMay 2, 2023\n\nRe: Ferry service to Vashon Island\n\n"
        "The Honorable Lina M. Khan\nChair\n"
        "Federal Trade Commission\n\nDear Chair Khan:" + END
    )

    assert letter.subject.value == "Ferry service to Vashon Island"
    assert names(letter.to) == ["Lina M. Khan"]


def test_subject_of_two_lines_is_joined_and_one_below_the_salutation_found():
    letter = read(
        "May 2, 2023\n\nMr. John Doe\nDoe Company\n\nDear Mr. Doe:\n\n"
        "SUBJECT: The recall of 40,000 heaters\nsold since 2019" + END
    )

    assert letter.subject.value == "The recall of 40,000 heaters sold since 2019"
    assert letter.body.value == "We write about the ferry."


def test_copies_below_the_signature_are_one_a_line():
    letter = read(
        "May 2, 2023\n\nMr. John Doe\nDoe Company\n\nDear Mr. Doe:" + END + "\nEnclosures (2)\n\ncc:\n"
        "The Honorable Tim Scott, Ranking Member, Committee on Banking, Housing,\nand Urban Affairs\n"
        "Ms. Jane Roe, General Counsel\nThe Solicitor General\n"
    )

    assert names(letter.cc) == ["Tim Scott", "Jane Roe", "[The Solicitor General]"]
    assert letter.cc[0].organization.value == "Committee on Banking, Housing, and Urban Affairs"


def test_a_foot_below_the_copies_is_no_copy():
    letter = read(
        "May 2, 2023\n\nMr. John Doe\nDoe Company\n\nDear Mr. Doe:"
        + END
        + "\ncc: The Honorable Tim Scott, Ranking Member\n"
        "Printed on recycled paper for the use of the Committee.\n"
    )

    assert names(letter.cc) == ["Tim Scott"]


def test_reply_of_an_agency_is_read_the_other_way_round():
    letter = read(
        """
United States Department of State
Washington, D.C. 20520

January 17, 2024

The Honorable
Benjamin L. Cardin
Chairman
Committee on Foreign Relations
United States Senate
Washington, DC 20510

Dear Mr. Chairman:

Thank you for your letter of November 29, 2023.

Sincerely,

Naz Durakoglu
Assistant Secretary
Bureau of Legislative Affairs
"""
    )

    assert letter.office.value == "United States Department of State"
    assert names(letter.to) == ["Benjamin L. Cardin"]
    assert letter.to[0].title.value == "Chairman"
    assert letter.to[0].organization.value == "Committee on Foreign Relations, United States Senate"
    assert names(letter.signatories) == ["Naz Durakoglu"]
    assert letter.signatories[0].title.value == "Assistant Secretary, Bureau of Legislative Affairs"


def test_addressees_side_by_side_are_read_down_their_columns():
    page = printed(
        (0.35, 0.05, "United States Senate"),
        (0.1, 0.12, "May 2, 2023"),
        (0.1, 0.16, "The Honorable Janet L. Yellen"),
        (0.55, 0.16, "The Honorable Gary Gensler"),
        (0.1, 0.18, "Secretary of the Treasury"),
        (0.55, 0.18, "Chair"),
        (0.1, 0.20, "1500 Pennsylvania Avenue, NW"),
        (0.55, 0.20, "Securities and Exchange Commission"),
        (0.1, 0.22, "Washington, DC 20220"),
        (0.55, 0.22, "100 F Street, NE"),
        (0.55, 0.24, "Washington, DC 20549"),
        (0.1, 0.28, "Dear Secretary Yellen and Chair Gensler:"),
        (0.1, 0.32, "We write about the rule of last year on which both of your offices have spoken."),
        (0.1, 0.36, "Sincerely,"),
    )

    letter = of_pages(page)

    assert names(letter.to) == ["Janet L. Yellen", "Gary Gensler"]
    assert letter.to[0].title.value == "Secretary of the Treasury"
    assert letter.to[1].organization.value == "Securities and Exchange Commission"
    assert letter.to[1].address.value == "100 F Street, NE Washington, DC 20549"


def test_what_stands_in_the_margin_is_no_part_of_the_body():
    line = "The river rose for nine days and the gauge at the mill was read by hand then."
    body = [(0.25, 0.3 + n * 0.018, line, 0.88) for n in range(8)]
    beside = ("COMMITTEES:", "APPROPRIATIONS", "INDIAN AFFAIRS", "RULES")
    margin = [(0.05, 0.3 + n * 0.036, text) for n, text in enumerate(beside)]

    letter = of_pages(printed((0.25, 0.1, "May 2, 2023"), (0.25, 0.2, "Dear Mr. Doe:"), *margin, *body))

    assert "APPROPRIATIONS" not in letter.body.value
    assert "APPROPRIATIONS" in letter.letterhead.value


def test_day_counts_from_the_letter_and_not_from_what_it_recalls():
    letter = read(
        "May 2, 2023\n\nMr. John Doe\nDoe Company\n\nDear Mr. Doe:\n\nOn March 1, 2023, we wrote to you. "
        "Please send us the list within 14 days of the date of this letter.\n\nSincerely,\n\nRon Wyden\n"
        "United States Senator"
    )

    assert letter.due_on == date(2023, 5, 16)


def test_addressees_typed_side_by_side_and_those_that_ran_together_are_two():
    apart = "The Honorable Debra Haaland          The Honorable Martha Williams\n"
    apart += "Secretary                            Director\n"
    apart += "Department of the Interior           U.S. Fish and Wildlife Service\n"
    apart += "1849 C Street NW                     1849 C Street NW\n"
    apart += "Washington, DC 20240                 Washington, DC 20240"
    together = "\n".join(" ".join(line.split()) for line in apart.split("\n"))

    for block in (apart, together):
        letter = read(f"August 12, 2022\n\n{block}\n\nDear Secretary Haaland and Director Williams:{END}")

        assert names(letter.to) == ["Debra Haaland", "Martha Williams"]
        assert [person.title.value for person in letter.to] == ["Secretary", "Director"]
        assert letter.to[1].organization.value == "U.S. Fish and Wildlife Service"
        assert letter.to[1].address.value == "1849 C Street NW Washington, DC 20240"


def test_a_body_that_could_be_a_name_is_the_addressees_body():
    letter = read(
        "May 2, 2023\n\nMr. David M. Solomon\nChairman and CEO\nGoldman Sachs\n200 West Street\n"
        "New York, NY 10282\n\n"
        "Dear Mr. Solomon:" + END
    )

    [person] = letter.to
    assert person.title.value == "Chairman and CEO"
    assert person.organization.value == "Goldman Sachs"


def test_paper_of_a_member_stays_the_members_though_a_ranking_member_signs():
    letter = read(
        "CHARLES E. GRASSLEY\nIOWA\n\nCOMMITTEES:\nBUDGET, RANKING MEMBER\nJUDICIARY\n\n"
        "United States Senate\n"
        "WASHINGTON, DC 20510-1501\n\nOctober 6, 2023\n\nThe Honorable Merrick Garland\nAttorney General\n\n"
        "Dear Attorney General Garland:\n\nI wrote to you in July.\n\nSincerely,\n\nCharles E. Grassley\n"
        "Ranking Member\n"
        "Committee on the Budget\n"
    )

    assert letter.office.value == "Office of Senator Charles E. Grassley"
    assert letter.signatories[0].title.value == "Ranking Member, Committee on the Budget"


@pytest.mark.parametrize(
    "line", ["Secretary Vilsack,", "Mr. Chairman:", "Your Excellency:", "To Whom It May Concern:"]
)
def test_salutation_need_not_say_dear(line):
    letter = read(
        f"May 2, 2023\n\nMr. John Doe\nDoe Company\n\n{line}\n\n"
        f"Thank you for your letter of the first of this month.\n\n"
        "Sincerely,\n\nRon Wyden\nUnited States Senator"
    )

    assert letter.salutation.value == line.rstrip(",:")
    assert names(letter.to) == ["John Doe"]
    assert letter.body.value == "Thank you for your letter of the first of this month."


def test_honorific_read_wrongly_is_still_one():
    letter = read(
        "May 2, 2023\n\n‘Tbe Honorahle Lina M. Khan\nChair\nFederal Trade Commission\n\n"
        "Dear Chair Khan:" + END
    )

    assert names(letter.to) == ["Lina M. Khan"]


def test_places_of_what_was_read_lead_back_to_it():
    letter = read(MEMBER)

    [span] = letter.to[0].name.spans
    assert MEMBER.strip("\n").split("\n")[span.line] == "The Honorable Xavier Becerra"
    assert (span.first, span.last) == (0, 3)
