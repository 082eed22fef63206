"""Letters whose head or foot is unlike others: whole ones, each with several oddities."""

import pytest

from tests.intake.reading.pasted import names, read

END = "\n\nWe write about the ferry.\n\nSincerely,\n\nRon Wyden\nUnited States Senator\n"


def titles(people):
    return [person.title.value for person in people]


def test_a_members_paper_that_several_sign_is_the_members():
    letter = read(
        "TINA SMITH\nMINNESOTA\nCOMMITTEES:\nBANKING\nRANKING MEMBER:\nSUBCOMMITTEE ON HOUSING,\n"
        "TRANSPORTATION, AND COMMUNITY DEVELOPMENT\nUnited States Senate\nWASHINGTON, DC 20510\n\n"
        "May 2, 2023\n\nMr. John Doe\n\nDear Mr. Doe:\n\nWe write about the ferry.\n\n"
        "Sincerely,\n\nAmy Klobuchar\nUnited States Senator\n\nTina Smith\nUnited States Senator\n"
    )

    assert letter.office.value == "Office of Senator Tina Smith"


def test_a_roster_of_one_line_is_no_members_paper_though_several_sign():
    letter = read(
        "MAX BAUCUS, MONTANA, CHAIRMAN\nUnited States Senate\nCOMMITTEE ON FINANCE\n\nMay 2, 2013\n\n"
        "Mr. John Doe\n\nDear Mr. Doe:\n\nWe write about the ferry.\n\nSincerely,\n\n"
        "Max Baucus\nChairman\n\nRon Wyden\nUnited States Senator\n"
    )

    assert letter.office.value == "Committee on Finance"


def test_a_label_that_ran_into_the_members_name_is_no_part_of_it():
    letter = read(
        "RON WYDEN COMMITTEES:\nOREGON\nFINANCE\nUnited States Senate INTELLIGENCE\n"
        "WASHINGTON, DC 20510-3703\n\nMay 2, 2023\n\nMr. John Doe\n\nDear Mr. Doe:" + END
    )

    assert letter.office.value == "Office of Senator Ron Wyden"


def test_permanent_subcommittee_keeps_its_whole_name():
    letter = read(
        "United States Senate\nCOMMITTEE ON\nHOMELAND SECURITY AND GOVERNMENTAL AFFAIRS\n"
        "PERMANENT SUBCOMMITTEE ON INVESTIGATIONS\nWASHINGTON, DC 20510\n\nMay 2, 2025\n\n"
        "Mr. John Doe\n\nDear Mr. Doe:\n\nI write about the ferry.\n\nSincerely,\n\nRichard Blumenthal\n"
        "Ranking Member\nPermanent Subcommittee on Investigations\n\ncc:  The Honorable Ron Johnson\n"
        "     Chairman\n     Permanent Subcommittee on Investigations\n\n     The Honorable Gene L. Dodaro\n"
        "     Comptroller General of the United States\n"
    )

    assert letter.office.value == "Permanent Subcommittee on Investigations"
    assert titles(letter.signatories) == ["Ranking Member, Permanent Subcommittee on Investigations"]
    assert names(letter.cc) == ["Ron Johnson", "Gene L. Dodaro"]
    assert titles(letter.cc) == ["Chairman", "Comptroller General of the United States"]
    assert letter.cc[0].organization.value == "Permanent Subcommittee on Investigations"


def test_two_letterheads_beside_each_other_and_a_rule_to_sign_on():
    letter = read(
        "          United States Senate                    Congress of the United States\n"
        "       COMMITTEE ON THE BUDGET                       House of Representatives\n"
        "         WASHINGTON, DC 20510                        COMMITTEE ON RULES\n\n"
        "                                March 4, 2024\n\nVIA ELECTRONIC MAIL\n\n"
        "The Honorable Colette S. Peters\nDirector\nFederal Bureau of Prisons\n320 First Street, NW\n"
        "Washington, DC 20534\n\nDear Director Peters:\n\nWe write about the roofs.\n\nSincerely,\n\n"
        "   ____________________                 ____________________\n"
        "   Sheldon Whitehouse                   Michael C. Burgess, M.D.\n"
        "   Chairman                             Chairman\n"
        "   Senate Committee on the              House Committee on Rules\n"
        "   Budget\n"
    )

    assert letter.office.value == "Committee on the Budget and Committee on Rules"
    assert letter.to[0].address.value == "320 First Street, NW Washington, DC 20534"
    assert names(letter.signatories) == ["Sheldon Whitehouse", "Michael C. Burgess"]
    assert titles(letter.signatories) == [
        "Chairman, Senate Committee on the Budget",
        "Chairman, House Committee on Rules",
    ]


def test_post_without_a_name_in_care_of_another_and_the_date_at_the_end():
    letter = read(
        "RON WYDEN\nOREGON\n\nUnited States Senate\nWASHINGTON, DC 20510\n\n"
        "By: email and first-class mail\n\nCommissioner\nSocial Security Administration\n"
        "c/o Office of Congressional Affairs\n"
        "ATTN: Mr. Tom Klouda\n6401 Security Boulevard\nBaltimore, MD 21235\n\nDear Commissioner:\n\n"
        "I ask that you tell me whether the office will open.\n\nSincerely,\n\n/s/ Ron Wyden\nRON WYDEN\n"
        "United States Senator\n\nJune 3, 2022\n"
    )

    assert letter.dated_on.value == "2022-06-03"
    assert (names(letter.to), letter.to[0].organization.value) == (
        ["[Commissioner]"],
        "Social Security Administration",
    )
    assert letter.to[0].address.value == (
        "c/o Office of Congressional Affairs ATTN: Mr. Tom Klouda 6401 Security Boulevard Baltimore, MD 21235"
    )
    assert names(letter.signatories) == ["Ron Wyden"]


@pytest.mark.parametrize("line", ["Congressional Liaison", "Legislative Liaison", "Outreach Officer"])
def test_an_officer_of_no_name_is_a_title(line):
    letter = read(
        f"May 2, 2023\n\n{line}\nU.S. Citizenship and Immigration Services\n1887 Monterey Road\n"
        "San Jose, CA 95112\n\nDear Madam or Sir:" + END
    )

    assert names(letter.to) == [f"[{line}]"]


def test_agency_that_begins_with_its_country_is_the_body():
    letter = read(
        "May 2, 2023\n\nThe Honorable Robin Carnahan\nActing Administrator\n"
        "U.S. General Services Administration\n1800 F Street, NW\nWashington, DC 20405\n\n"
        "Dear Administrator Carnahan:" + END
    )

    assert letter.to[0].title.value == "Acting Administrator"
    assert letter.to[0].organization.value == "U.S. General Services Administration"


def test_two_addressees_with_an_and_between_degrees_notes_and_the_senders_own_file():
    letter = read(
        "May 2, 2023\n\nDr. Robert M. Califf, M.D., MACC\nCommissioner of Food and Drugs\n"
        "Food and Drug Administration\n10903 New Hampshire Ave\nSilver Spring, MD 20993-0002\n\nand\n\n"
        "Mr. Albert Bourla\nChairman & CEO\nPfizer Inc.\n66 Hudson Boulevard East\nNew York, NY 10001\n\n"
        "cc via email: The Honorable Marty Walsh, Secretary of Labor\n\nDear Dr. Califf and Mr. Bourla:"
        + END
        + "\ncc:  Dr. Patrizia Cavazzoni (via e-mail)\n     Hon. Bill Cassidy, Ranking Member\n     File\n"
    )

    assert names(letter.to) == ["Robert M. Califf", "Albert Bourla"]
    assert titles(letter.to) == ["Commissioner of Food and Drugs", "Chairman & CEO"]
    assert letter.to[0].address.value == "10903 New Hampshire Ave Silver Spring, MD 20993-0002"
    assert names(letter.cc) == ["Marty Walsh", "Patrizia Cavazzoni", "Bill Cassidy"]
    assert titles(letter.cc) == ["Secretary of Labor", "", "Ranking Member"]


def test_footnote_below_the_copies_is_no_part_of_one():
    letter = read(
        "May 2, 2023\n\nMr. John Doe\n\nDear Mr. Doe:" + END.rstrip() + "\ncc: The Honorable Jerrold Nadler, "
        "Ranking Member, Subcommittee on\nCourts and Intellectual Property\n"
        "4 See the Report of the Comptroller General, p. 12 (2021).\n"
    )

    assert names(letter.cc) == ["Jerrold Nadler"]
    assert letter.cc[0].organization.value == "Subcommittee on Courts and Intellectual Property"
    assert not letter.cc[0].address.value


def test_signatures_on_pages_of_their_own_with_states_and_districts():
    letter = read(
        "Congress of the United States\nWashington, DC 20515\n\nJuly 8, 2024\n\nThe Honorable Deb Haaland\n"
        "Secretary of the Interior\n\nDear Secretary Haaland,\n\nWe write of wells.\n\nSincerely,\n\n\f\n"
        "Matthew M. Rosendale, Sr.\nMember of Congress\nMontana, 2nd District\n\nRyan K. Zinke\n"
        "Member of Congress\nMontana\nFirst District\n\n\f\n/s/\nJon Tester\nUnited States Senator\n\n"
        "Jahana Hayes, M.C. (CT-05)\nJoe Courtney, M.C. (CT-02)\nBarbara Lee (CA-13)\n"
    )

    assert not letter.office.value
    assert names(letter.signatories) == [
        "Matthew M. Rosendale, Sr.",
        "Ryan K. Zinke",
        "Jon Tester",
        "Jahana Hayes",
        "Joe Courtney",
        "Barbara Lee",
    ]
    assert titles(letter.signatories)[:3] == [
        "Member of Congress",
        "Member of Congress",
        "United States Senator",
    ]


def test_a_third_addressee_below_two_beside_each_other_has_a_block_of_its_own():
    letter = read(
        "August 15, 2019\n\n"
        "Mr. Peter Alder                              Ms. Ruth Birch\n"
        "CEO                                          Chief Operating Officer\n"
        "Alder, Inc.                                  Birch and Daughters,\n"
        "1355 Market Street, Suite 900                Inc.\n"
        "San Francisco, CA 94103                      1 Canal Way\n"
        "                                             Menlo Park, CA 94025\n\n"
        "Mr. Sunil Cherry\nCEO\nCherry LLC\n1600 Parkway Drive\nMountain View, CA 94043\n\n"
        "Dear Mr. Alder, Ms. Birch, and Mr. Cherry:" + END
    )

    assert names(letter.to) == ["Peter Alder", "Ruth Birch", "Sunil Cherry"]
    assert titles(letter.to) == ["CEO", "Chief Operating Officer", "CEO"]
    assert letter.to[2].organization.value == "Cherry LLC"
    assert letter.to[2].address.value == "1600 Parkway Drive Mountain View, CA 94043"
    assert letter.to[0].address.value == "1355 Market Street, Suite 900 San Francisco, CA 94103"


def test_names_of_a_scan_in_an_address_and_an_officer_of_a_region():
    letter = read(
        "March 15, 2016\n\nThe Honorab1e Jacob J, Lane\nSecretary of the Treasury\n\n"
        "Regional Administrator Casey Fisher\nU.S. EPA Region 10\n1200 Sixth Avenue\nSeattle, WA 98101\n\n"
        "Dear Secretary Lane and Mr. Fisher:\n\nI write about the coins.\n\nAll the best,\n\n"
        "ANN McLANE DeFAZIO\nMember of Congress\n"
    )

    assert names(letter.to) == ["Jacob J. Lane", "Casey Fisher"]
    assert titles(letter.to) == ["Secretary of the Treasury", "Regional Administrator"]
    assert letter.closing.value == "All the best"
    assert names(letter.signatories) == ["Ann McLane DeFazio"]


def test_copies_to_bodies_and_to_governors_are_one_each():
    letter = read(
        "May 2, 2023\n\nMr. John Doe\n\nDear Mr. Doe:" + END + "\n"
        "cc: Senate Committee on Small Business and Entrepreneurship\n    House Committee on Small Business\n"
        "    Governor Mary Pine; Governor Joseph Stone\n"
    )

    assert [person.organization.value for person in letter.cc[:2]] == [
        "Senate Committee on Small Business and Entrepreneurship",
        "House Committee on Small Business",
    ]
    assert names(letter.cc[2:]) == ["Mary Pine", "Joseph Stone"]


def test_four_addressees_whose_columns_ran_together_and_a_members_paper_typed_in_columns():
    letter = read(
        "GRACE MENG                                     2209 RAYBURN HOUSE OFFICE BUILDING\n"
        "6TH DISTRICT, NEW YORK                         WASHINGTON, DC 20515\n\n"
        "COMMITTEE ON APPROPRIATIONS                    40-13 159TH STREET\n\n"
        "              Congress of the United States\n                House of Representatives\n\n"
        "April 22, 2021\nThe Honorable Mary Stone The Honorable Ruth Pine\nAttorney General Chair\n"
        "Department of Justice Federal Trade Commission\n"
        "950 Pennsylvania Avenue, NW 600 Pennsylvania Avenue, NW\nWashington, DC 20530 Washington, DC 20580\n"
        "Mr. Paul Alder Mr. Peter Birch\nChief Executive Officer Executive Chairman\nAlder Inc. Birch, Inc.\n"
        "One Alder Park Way 410 Birch Avenue North\nCupertino, CA 95014 Seattle, WA 98109\n"
        "Dear Attorney General Stone, Chair Pine, Mr. Alder, and Mr. Birch:\nWe write about the stores.\n"
        "Sincerely,\nGrace Meng Joe Neguse\nMember of Congress Member of Congress\n"
    )

    assert letter.office.value == "Office of Representative Grace Meng"
    assert names(letter.to) == ["Mary Stone", "Ruth Pine", "Paul Alder", "Peter Birch"]
    assert [person.address.value for person in letter.to[2:]] == [
        "One Alder Park Way Cupertino, CA 95014",
        "410 Birch Avenue North Seattle, WA 98109",
    ]


@pytest.mark.parametrize("gap", [" " * 40, "\n"])
@pytest.mark.parametrize(
    ("title", "office"),
    [("", "Committee on Rivers and Locks"), ("Member of Congress", "Office of Representative Jane Roe")],
)
def test_paper_headed_by_a_chair_and_a_ranking_member_is_the_committees_unless_one_signs_as_member(
    gap, title, office
):
    letter = read(
        f"JANE ROE, OHIO{gap}JOHN DOE, IOWA\nCHAIRWOMAN{gap}RANKING MEMBER\n\n"
        "Congress of the United States\nHouse of Representatives\nCOMMITTEE ON RIVERS AND LOCKS\n\n"
        "May 2, 2023\n\nMr. John Poe\nPresident\nPoe Company\n\nDear Mr. Poe:\n\n"
        f"We write about the ferry.\n\nSincerely,\n\nJane Roe\n{title}\n"
    )

    assert letter.office.value == office
