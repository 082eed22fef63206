"""What is read from an agency's reply, for a person to judge."""

from datetime import date

import pytest

from correspondence.intake.pages import Line, Opened, Page, Word
from correspondence.intake.reading.letter import read_letter
from correspondence.intake.reading.replies import Candidate, OpenRequest, is_reply, read_reply
from correspondence.responses.models import Response

Kind = Response.Kind
WAR_CRIMES = OpenRequest(
    11,
    "Supporting efforts to substantiate and collect evidence regarding the regime's "
    "commission of war crimes;",
    "1",
)
SANCTIONS = OpenRequest(
    12, "Holding officials accountable, including by sanctions and visa restrictions;", "2"
)
DISPLACED = OpenRequest(13, "Supporting Armenians displaced in the September 2023 assault;", "3")
LETTER = Candidate(
    1,
    "SFRC-2023-0001",
    date(2023, 11, 29),
    "Accountability for the campaign in Nagorno-Karabakh",
    ("Department of State",),
    ("Benjamin L. Cardin",),
    "Committee on Foreign Relations",
    (WAR_CRIMES, SANCTIONS, DISPLACED),
)
OTHER = Candidate(
    2,
    "SFRC-2023-0002",
    date(2023, 10, 2),
    "Staffing of the embassy in Lima",
    ("Department of State",),
    ("Benjamin L. Cardin",),
    "Committee on Foreign Relations",
    (OpenRequest(21, "The number of consular officers at the embassy in Lima."),),
)

HEAD = """United States Department of State
Washington, D.C. 20520

December 14, 2023

The Honorable Benjamin L. Cardin
Chairman
Committee on Foreign Relations
United States Senate
Washington, DC 20510

Dear Mr. Chairman:

"""
TAIL = """

Sincerely,

Ann Roe
Assistant Secretary
Bureau of Legislative Affairs
"""


def reply(body, head=HEAD):
    lines = tuple(
        Line(line, tuple(Word(word) for word in line.split())) for line in (head + body + TAIL).split("\n")
    )
    return Opened("text/plain", (Page(1, lines),))


def test_a_reply_says_who_signed_it_when_and_for_whom():
    read = read_reply(reply("Thank you for your letter of November 29, 2023."), [LETTER])

    assert read.dated_on.value == "2023-12-14"
    assert read.agency.value == "Department of State"
    assert read.signer.name.value == "Ann Roe"
    assert read.signer.title.value == "Assistant Secretary, Bureau of Legislative Affairs"


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("Thank you for your letter of November 29, 2023, about the matter.", ["2023-11-29"]),
        ("This responds to your November 29 letter to Secretary Blinken.", ["2023-11-29"]),
        ("I write in reply to the Committee's letter dated 29 November 2023.", ["2023-11-29"]),
        ("We have your letters of October 2 and November 29, 2023.", ["2023-10-02", "2023-11-29"]),
        ("Thank you for your inquiry, dated November 29, 2023.", ["2023-11-29"]),
        ("Your letter of December 20 reached us.", ["2022-12-20"]),
        ("As we said in our letter of November 1, 2023, the team is at work.", []),
        ("Our Bureau has received your letter of November 29, 2023.", ["2023-11-29"]),
        ("The team left on November 29, 2023.", []),
    ],
)
def test_a_reply_says_the_date_of_the_letter_that_it_answers(words, days):
    read = read_reply(reply(words))

    assert sorted(one.value for one in read.letter_dates) == days


def test_a_reply_cites_our_reference_and_its_own_number():
    head = HEAD.replace(
        "December 14", "In Reply Refer To: H20231130-004\nYour reference: SFRC–2023–0001\n\nDecember 14"
    )

    read = read_reply(reply("Thank you for your letter.", head), [OTHER, LETTER])

    assert [one.value for one in read.references] == ["SFRC-2023-0001"]
    assert [one.value for one in read.control_numbers] == ["H20231130-004"]
    assert read.matches[0].letter_id == 1
    assert "It cites SFRC-2023-0001." in read.matches[0].reasons


def test_a_reference_that_a_scanner_misread_still_points_at_its_letter():
    read = read_reply(reply("This is in reply to SFRC-2O23-OOO1."), [OTHER, LETTER])

    assert read.matches[0].letter_id == 1
    assert "It cites a number that reads like SFRC-2023-0001." in read.matches[0].reasons


def test_a_reply_that_cites_only_a_date_points_at_the_letter_of_that_day():
    read = read_reply(reply("Thank you for your letter of October 2."), [LETTER, OTHER])

    assert read.matches[0].letter_id == 2
    assert read.matches[0].sure > 0.5
    assert all(match.sure < 0.5 for match in read.matches[1:])


def test_a_letter_that_was_written_after_the_reply_is_no_match():
    later = Candidate(3, "SFRC-2024-0001", date(2024, 1, 5), "A later matter", ("Department of State",))

    read = read_reply(reply("Thank you for your letter."), [later])

    assert read.matches == ()


def test_a_reply_that_cites_nothing_points_at_the_letter_whose_requests_it_repeats():
    read = read_reply(
        reply(
            "1. The number of consular officers at the embassy in Lima.\n\nThere are "
            "fourteen officers in Lima."
        ),
        [LETTER, OTHER],
    )

    assert read.matches[0].letter_id == 2
    assert "It repeats 1 of 1 open requests." in read.matches[0].reasons


KINDS = {
    "Thank you for your letter of November 29, 2023. We have received it and assigned it to the "
    "Bureau.": Kind.ACKNOWLEDGMENT,
    "I write to acknowledge receipt of your letter. We will respond as soon as "
    "possible.": Kind.ACKNOWLEDGMENT,
    "Thank you for your letter. The Department is currently reviewing your request and will respond "
    "by January 12, 2024.": Kind.INTERIM,
    "This is an interim response to your letter of November 29, 2023.": Kind.INTERIM,
    "We respectfully request an extension until January 12, 2024, to respond to your letter.": Kind.EXTENSION,
    "The Department needs additional time to answer and asks for 30 more days.": Kind.EXTENSION,
    "Your letter has been referred to the Department of Justice, which will respond to you "
    "directly.": Kind.REFERRAL,
    "The matter falls within the jurisdiction of the Department of Justice. We have forwarded your "
    "letter to the Department of Justice.": Kind.REFERRAL,
    "The Department respectfully declines to provide the documents, which are subject to executive "
    "privilege.": Kind.REFUSAL,
    "We are not in a position to comment on the matter.": Kind.REFUSAL,
    "Enclosed is the first production of documents, Bates numbered 1 to 400.": Kind.ROLLING,
    "The Department would be pleased to offer your staff a briefing on this subject.": Kind.BRIEFING,
    "This is a partial response to your letter. "
    "" + "The team has seen two hundred people and written down what they saw. " * 8
    + "Answers to the remaining questions will follow.": Kind.PARTIAL,
    "Responses to your questions are enclosed.": Kind.SUBSTANTIVE,
    "The Department has sent two teams to the region. " * 12: Kind.SUBSTANTIVE,
}  # fmt: skip


@pytest.mark.parametrize(("words", "kind"), KINDS.items(), ids=[words[:60] for words in KINDS])
def test_the_words_of_a_reply_tell_its_kind(words, kind):
    read = read_reply(reply(words))

    assert read.kind.value == kind.value


def test_why_it_is_of_a_kind_agrees_with_the_kind():
    read = read_reply(
        reply("Thank you for your letter of November 29, 2023. We share your concern."), [LETTER]
    )

    assert (read.kind.value, read.kind.why) == (
        Kind.ACKNOWLEDGMENT,
        "It says little, and none of it answers.",
    )


def test_an_agencys_letter_to_congress_is_a_reply_though_it_cites_nothing():
    page = reply("Thank you for your letter. We are reviewing it and expect to answer within thirty days.")

    letter = read_letter(page)

    read = read_reply(page, [], letter=letter)
    assert read.kind.value == Kind.INTERIM
    assert is_reply(read, letter)


def test_a_promise_has_its_day():
    read = read_reply(
        reply("We are at work. The Department will provide its answers no later than January 12, 2024.")
    )

    assert (read.promise.value, read.promised_on) == ("no later than January 12, 2024", date(2024, 1, 12))


def test_a_day_that_is_past_is_no_promise():
    read = read_reply(reply("The Department said that it would provide its answers by December 1, 2023."))

    assert read.promised_on is None


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("We request an extension until January 12, 2024, to respond.", date(2024, 1, 12)),
        ("The Department asks for an extension of 30 days.", date(2024, 1, 13)),
        (
            "The Department requests additional time, to January 12, to complete its answer.",
            date(2024, 1, 12),
        ),
        ("The Department requests an extension.", None),
    ],
)
def test_an_extension_has_its_day(words, day):
    assert read_reply(reply(words)).extension_until == day


def test_a_referral_says_to_whom():
    read = read_reply(reply("We have referred your letter to the Department of Justice for a direct reply."))

    assert read.referred_to.value == "Department of Justice"


def test_the_answer_follows_the_request_that_is_repeated():
    read = read_reply(
        reply(
            f"Thank you for your letter of November 29, 2023.\n\n{WAR_CRIMES.text}\n\n"
            "Answer: Two teams have spoken with two hundred people.\n\n"
            f"{SANCTIONS.text}\n\nThe Department is unable to discuss potential sanctions."
        ),
        [LETTER],
    )

    answers = {answer.request_id: answer for answer in read.answers}
    assert answers[11].passage.value == "Two teams have spoken with two hundred people."
    assert answers[12].passage.value == "The Department is unable to discuss potential sanctions."
    assert answers[12].hint == "Declines to give it."
    assert answers[11].passage.sure > 0.8
    assert 13 not in answers


@pytest.mark.parametrize(
    "turn", ["You also asked what came of it.", "With regard to your second question, much was done."]
)
def test_an_answer_ends_where_the_reply_turns_to_another_request(turn):
    said = WAR_CRIMES.text.rstrip(";") + ". Two teams have spoken with two hundred people."

    read = read_reply(reply(f"Thank you for your letter of November 29, 2023.\n\n{said}\n\n{turn}"), [LETTER])

    answers = {answer.request_id: answer for answer in read.answers}
    assert answers[11].passage.value == "Two teams have spoken with two hundred people."


def test_an_answer_may_stand_under_the_requests_number():
    read = read_reply(
        reply(
            "Thank you for your letter of November 29, 2023.\n\n1. Two teams have taken evidence.\n\n"
            "2. No responsive records were located.\n\n3. We have given 11 million dollars "
            "to those displaced."
        ),
        [LETTER],
    )

    answers = {answer.request_id: answer for answer in read.answers}
    assert answers[11].passage.value == "Two teams have taken evidence."
    assert answers[12].hint == "Says that there are no such records."
    assert answers[13].passage.value == "We have given 11 million dollars to those displaced."


def test_else_the_paragraph_with_the_requests_own_words_is_proposed_and_less_surely():
    read = read_reply(
        reply(
            "Thank you for your letter of November 29, 2023.\n\n"
            "The United States has given food and shelter to Armenians displaced by the "
            "assault of September 2023.\n\n"
            "The weather in the region has been mild this year, and roads are open."
        ),
        [LETTER],
    )

    answers = {answer.request_id: answer for answer in read.answers}
    assert answers[13].passage.value.startswith("The United States has given food")
    assert answers[13].passage.sure <= 0.6
    assert 12 not in answers


def test_a_passage_says_where_it_stands():
    read = read_reply(
        reply(f"{DISPLACED.text}\n\nWe gave eleven million dollars."), [LETTER], requests=(DISPLACED,)
    )

    span = read.answers[0].passage.spans[0]
    assert (
        reply(f"{DISPLACED.text}\n\nWe gave eleven million dollars.")
        .pages[0]
        .lines[span.line]
        .text.startswith("We gave")
    )


def test_nothing_is_read_from_an_empty_page():
    read = read_reply(Opened("text/plain", (Page(1, ()),)), [LETTER])

    assert read.matches == ()
    assert read.answers == ()
    assert read.dated_on.value == ""
