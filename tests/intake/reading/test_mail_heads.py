"""Letters sent as mails, printed or pasted with the head that the mail program sets above them."""

from pathlib import Path

import pytest

from correspondence.intake.opening.kinds import contents_of
from tests.intake.reading.pasted import names, of_pages, printed, read

MAIL = """From: Office of Congressman Hal Rogers
Sent: Tuesday, May 3, 2022 8:15 AM
To: The Honorable Denis McDonough, Secretary of Veterans Affairs
Cc: The Honorable Shereef Elnahal, Under Secretary for Health; Mr. Ray Tellez, Director
Subject: FW: RE: The clinic at Hazard

Dear Secretary McDonough:

I write about the clinic. Please tell me by June 1, 2022, when it will open.

Regards,

Hal Rogers
Member of Congress
"""


def test_a_mails_head_says_who_when_to_whom_and_of_what():
    letter = read(MAIL)

    assert letter.office.value == "Office of Representative Hal Rogers"
    assert letter.dated_on.value == "2022-05-03"
    assert letter.subject.value == "The clinic at Hazard"
    assert names(letter.to) == ["Denis McDonough"]
    assert letter.to[0].title.value == "Secretary of Veterans Affairs"
    assert names(letter.cc) == ["Shereef Elnahal", "Ray Tellez"]
    assert not letter.letterhead.value


def test_what_the_letter_in_a_mail_says_itself_comes_before_the_mails_head():
    letter = read(
        "[EXTERNAL EMAIL]\n\nFrom: Okafor, Jane <jane@senate.example>\n"
        "Date: Tuesday, May 3, 2022 at 8:15 AM\nTo: McDonough, Denis <d@va.example>; ola@va.example\n"
        "Cc: Tellez, Raymond\nSubject: Letter\n\nRON WYDEN\nOREGON\n\nUnited States Senate\n"
        "WASHINGTON, DC 20510\n\nMay 2, 2022\n\nThe Honorable Denis R. McDonough\nSecretary\n"
        "Department of Veterans Affairs\n\nDear Secretary McDonough:\n\nI write about the clinic.\n\n"
        "Sincerely,\n\nRon Wyden\nUnited States Senator\n\nCC:\nShereef Elnahal, Under Secretary for Health\n"
    )

    assert letter.dated_on.value == "2022-05-02"
    assert letter.office.value == "Office of Senator Ron Wyden"
    assert names(letter.to) == ["Denis R. McDonough"]
    assert names(letter.cc) == ["Shereef Elnahal"]
    assert letter.letterhead.value.splitlines()[0] == "RON WYDEN"


def test_labels_printed_in_a_column_of_their_own_belong_to_what_stands_beside_them():
    letter = of_pages(
        printed(
            (0.10, 0.06, "From:"), (0.24, 0.06, "Office of Senator Ron Wyden"),
            (0.10, 0.08, "Sent:"), (0.24, 0.08, "Tuesday, May 3, 2022 8:15 AM"),
            (0.10, 0.10, "To:"), (0.24, 0.10, "Tellez, Raymond"),
            (0.10, 0.12, "Subject:"), (0.24, 0.12, "The clinic at Burns"),
            (0.10, 0.18, "Dear Mr. Tellez:"),
            (0.10, 0.22, "We write about the clinic that has not been open since the storm of last week."),
            (0.10, 0.28, "Thank you,"),
            (0.10, 0.32, "Erin Oakes"),
        )
    )  # fmt: skip

    assert letter.office.value == "Office of Senator Ron Wyden"
    assert letter.dated_on.value == "2022-05-03"
    assert letter.subject.value == "The clinic at Burns"
    assert names(letter.to) == ["Raymond Tellez"]


def test_staff_who_write_for_a_member_say_whose_office_it_is():
    letter = read(
        "From: casework@house.example\nSent: Monday, March 7, 2022 6:01 PM\nTo: congressional@usps.example\n"
        "Subject: Sorting line\n\nGood afternoon,\n\nCould you tell us why the line stands still?\n\n"
        "Thank you,\n\nErin Oakes\nDistrict Director\nOffice of Congressman Dan Kildee (MI-05)\n"
    )

    assert letter.salutation.value == "Good afternoon"
    assert letter.office.value == "Office of Representative Dan Kildee"
    assert names(letter.signatories) == ["Erin Oakes"]


def test_a_memorandums_labels_are_no_mails_head():
    letter = read(
        "Committee on Finance\nUnited States Senate\n\nDate: May 19, 2021\n\n"
        "To: The Honorable Jerome H. Powell, Chair, Board of Governors of the Federal Reserve System\n\n"
        "Re: Overdraft fees\n\nChair Powell and Director Chopra:\n\nWe write about the fees.\n\n"
        "Sincerely,\n\nRon Wyden\nChairman\n"
    )

    assert letter.salutation.value == "Chair Powell and Director Chopra"
    assert letter.office.value == "Committee on Finance"
    assert names(letter.to) == ["Jerome H. Powell"]


@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [
        ("pasted.txt", "", "text/plain"),
        ("mail.eml", "", "message/rfc822"),
        ("mail.txt", "Message-ID: <1@house.example>\n", "message/rfc822"),
    ],
)
def test_a_text_that_begins_as_mails_are_printed_is_a_text(tmp_path: Path, name, head, kind):
    path = tmp_path / "file"
    path.write_text(head + MAIL)

    contents = contents_of(path, name)

    assert contents.media_type == kind
