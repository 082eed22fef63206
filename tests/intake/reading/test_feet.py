"""What a page has at its foot: the paper's own lines, and notes."""

import pytest

from correspondence.intake.reading.paragraphs import body_of
from tests.intake.reading.pasted import opened

HEAD = "May 2, 2023\nThe Honorable Michael S. Regan\nAdministrator\nEnvironmental Protection Agency\n"
HEAD += "Dear Administrator Regan:\n"
NEXT = "The Honorable Michael S. Regan\nMay 2, 2023\nPage 2\n"


def texts(text):
    return [p.text for p in body_of(opened(HEAD + text)).paragraphs]


def test_addresses_of_the_paper_within_a_sentence_are_left_out():
    [text] = texts(
        "The plant at the mouth of the river has been closed for nine months, and finally please tell\n"
        "12 HARBOR STREET\nSUITE 30\nDULUTH, MN 55802\n(218) 555–0101\nU.S. CUSTOM HOUSE\n4 MAIN ST\n"
        "SUPERIOR, WI 54880\nPRINTED ON RECYCLED PAPER\n"
        "us who has closed it, and whether anybody asked the town before that was done.\n"
    )

    assert "and finally please tell us who has closed it" in text


def test_the_foot_of_a_page_is_left_out_though_no_other_page_has_it():
    first, second = texts(
        "Please send us the following documents, each with its day:\n"
        "1. All orders that were given to the plant in the year before it was closed, by whomever\n"
        "they were signed.\n"
        "20 Harbor Street • Duluth, MN 55802 • (218) 555-0101 • Fax: (218) 555-0102\nhttp://harbor.house.gov\n"
        + NEXT
        + "2. All answers.\n"
    )[1:]

    assert first.endswith("by whomever they were signed.")
    assert second == "All answers."


@pytest.mark.parametrize(
    "foot",
    ["PRINTED ON RECYCLED PAPER\na\n", "THIS MAILING WAS PRINTED AT TAXPAYER EXPENSE\n", "(218) 555-0101\n"],
)
def test_a_foot_of_few_words_is_left_out_of_the_item_that_goes_on(foot):
    [_, item] = texts(
        "Please send us the following:\n1. The name of each plant that was closed, and also the\n"
        + foot
        + NEXT
        + "money that it had.\n"
    )

    assert item == "The name of each plant that was closed, and also the money that it had."


@pytest.mark.parametrize(
    "address",
    ["12 Harbor Street, Duluth, MN 55802.", "write to office@harbor.example or call (218) 555-0101"],
)
def test_an_address_that_the_letter_gives_stays(address):
    [text] = texts(
        "The plant has been closed for nine months. Whoever wants to know more about that may go to\n"
        f"{address}\n"
        "where all that was written about it is kept and may be seen by anybody who asks for it.\n"
    )[:1]

    assert address.rstrip(".") in text


@pytest.mark.parametrize(
    "notes",
    [
        "1 Closing the Plants: Hearing Before the H. Comm. on Rivers, 118th Cong. (2023).\n"
        "2 Log on file with the Committee.\n",
        "1 24 C.F.R. § 902.11(d).\n2 42 U.S.C. § 1437d(j).\n",
        "1\n  Letter from the Mayor to the Committee (Jan. 26, 2023).\n2\n  21 C.F.R. § 1301.74(b).\n",
        "1 E-mail from the Warden to the Clerk (May 1, 2023).\n2 Id. at 4.\n",
    ],
)
def test_notes_at_the_foot_are_left_out_and_the_item_goes_on(notes):
    said, item = texts(
        "The plant has been closed since the flood.1 Please send us whatever was written about it:2\n"
        "1. All orders that were given to the plant in the year before it was closed, including any\n"
        + notes
        + NEXT
        + "goal, quota, or benchmark for its work.\n"
    )

    assert said.endswith("about it:")
    assert item.endswith("including any goal, quota, or benchmark for its work.")


def test_a_note_whose_like_comes_twice_is_no_foot_of_the_paper():
    found = texts(
        "The plant was shut.1 It was opened.2 It was shut once more, as the log of the town says, for a\n"
        "1 Id. at 4.\n2 Id. at 6.\n3 Letter from the Clerk to the Committee (May 1, 2023).\n"
        + NEXT
        + "reason which nobody gives.3 We ask that it be opened.\n"
    )

    assert found == [
        "The plant was shut. It was opened. It was shut once more, as the log of the town says, for a reason "
        "which nobody gives. We ask that it be opened."
    ]
