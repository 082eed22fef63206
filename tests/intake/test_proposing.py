"""What an item seems to be, in a line for the tray."""

from correspondence.intake.proposal import (
    Proposed,
    ProposedLetter,
    ProposedMatch,
    ProposedPerson,
    ProposedReply,
    ProposedRequest,
)
from correspondence.intake.proposing import gist_of

NOTHING = Proposed("")


def person(name="", title="", organization=""):
    return ProposedPerson(Proposed(name), Proposed(title), Proposed(organization))


def letter(**given):
    blank = ("office", "letterhead", "dated_on", "subject", "salutation", "body", "closing", "due_phrase")
    return ProposedLetter(**(dict.fromkeys(blank, NOTHING) | given))


def reply(**given):
    blank = ("dated_on", "agency", "kind", "subject", "body")
    return ProposedReply(**(dict.fromkeys(blank, NOTHING) | {"signer": person()} | given))


def test_a_letter_says_its_day_its_first_addressee_and_how_much_it_asks():
    values = letter(
        dated_on=Proposed("2023-11-29"),
        to=(person("Antony J. Blinken"), person("Michèle Taylor")),
        requests=(ProposedRequest(Proposed("When?")),),
    )

    assert gist_of(values) == "Letter of 29 Nov 2023 to Antony J. Blinken and 1 more, 1 request"


def test_an_addressee_without_a_name_is_called_by_title_or_organization():
    assert gist_of(letter(to=(person(title="Director"),))) == "Letter to Director, no requests found"
    assert gist_of(letter(to=(person(organization="FEMA"),))) == "Letter to FEMA, no requests found"


def test_a_reply_says_its_kind_its_day_whose_it_is_and_to_which_letter():
    values = reply(
        kind=Proposed("ack"),
        dated_on=Proposed("2024-01-05"),
        agency=Proposed("Department of State"),
        matches=(ProposedMatch(1, "SFRC-2023-0001", 0.9), ProposedMatch(2, "SFRC-2023-0002", 0.2)),
    )

    assert gist_of(values) == "Reply of 5 Jan 2024 from Department of State to SFRC-2023-0001, acknowledgment"


def test_what_is_not_known_is_left_out():
    assert gist_of(reply()) == "Reply"
    assert gist_of(letter()) == "Letter, no requests found"


def test_a_very_long_name_leaves_room_for_the_rest():
    gist = gist_of(letter(to=(person("A" * 500),), requests=(ProposedRequest(Proposed("When?")),)))

    assert len(gist) <= 200
    assert gist.endswith("…, 1 request")
