"""Logging what came back, judging it, and mending what was logged wrongly."""

from datetime import date

import pytest

from correspondence.audit.models import Entry
from correspondence.documents.models import Document
from correspondence.letters import actions as letters
from correspondence.letters.models import Decision, Part
from correspondence.letters.queries import text_of
from correspondence.letters.rules import text_hash
from correspondence.responses import actions as responses
from correspondence.responses.models import Answer, Response
from correspondence.responses.queries import agencies_that_may_answer, parts_to_judge
from correspondence.responses.rules import PROPOSES_TO_SETTLE, Judgement
from tests.factories import AgencyFactory
from tests.story import ASKED, Story, at

Outcome, Kind = Answer.Outcome, Response.Kind
NOW, DAY = at(2023, 12, 5), date(2023, 12, 5)


@pytest.fixture
def story(db):
    return Story()


@pytest.fixture
def letter(story):
    return story.sent()


def log(story, letter, *judgements, **given):
    facts = {"agency": story.state, "kind": Kind.PARTIAL, "channel": "email", "received_on": DAY}
    facts |= {"by": story.clerk, "now": NOW} | given
    return responses.log_response(letter, judgements=judgements, **facts)


def document_of(office):
    return Document.objects.create(
        office=office, name="a", sha256=f"{Document.objects.count():064}", size=1, added_at=NOW
    )


def part_of(story, letter, place=1):
    return story.parts(letter)[place]


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"received_on": date(2023, 12, 6)}, "received_on", "still to come"),
        ({"received_on": date(2023, 11, 28)}, "received_on", "is dated 29 November 2023"),
        ({"dated_on": date(2023, 12, 6)}, "dated_on", "before the date on it"),
    ],
)
def test_a_response_has_days_that_can_be(story, letter, given, field, words):
    with pytest.raises(responses.CannotLog, match=words) as refusal:
        log(story, letter, **given)

    assert [fault.field for fault in refusal.value.faults] == [field]
    assert not Response.objects.exists()


def test_nothing_answers_a_draft(story):
    with pytest.raises(responses.CannotLog, match="mark it as sent first"):
        log(story, story.draft())


def test_an_agency_that_was_not_asked_does_not_answer(story, letter):
    with pytest.raises(responses.CannotLog, match="was not asked"):
        log(story, letter, agency=AgencyFactory(name="Department of Energy"))


def test_an_agency_to_which_a_part_was_moved_may_answer_it(story, letter):
    energy = AgencyFactory(name="Department of Energy")
    part = part_of(story, letter)
    letters.move_part(part, to_agency=energy, why="Referred", by=story.counsel, now=NOW)

    assert agencies_that_may_answer(letter) == {story.state.pk, energy.pk}
    answer = log(story, letter, Judgement(part, Outcome.FULL), agency=energy).answers.get()

    assert answer.part == part
    assert parts_to_judge([letter], energy) == [part]


def test_a_file_of_another_office_is_refused(story, letter):
    with pytest.raises(responses.CannotLog, match="file of another office"):
        log(story, letter, documents=[(document_of(Story(code="HFAC").office), "")])


def test_a_file_that_is_sent_twice_is_kept_once(story, letter):
    scan = document_of(story.office)

    response = log(story, letter, documents=[(scan, "Reply"), (scan, "Reply again")])

    assert response.attachments.get().title == "Reply"


@pytest.mark.parametrize(
    ("judgement", "field", "words"),
    [
        ({"settles": True}, "outcome", "outcome that settles it"),
        ({"outcome": Outcome.REFUSED}, "ground", "ground that the agency gave"),
        ({"outcome": Outcome.PRIVILEGE, "ground": " "}, "ground", "ground that the agency gave"),
        ({"outcome": Outcome.ELSEWHERE, "delivered_on": DAY}, "delivered_where", "never what"),
        ({"outcome": Outcome.ELSEWHERE, "delivered_where": "x"}, "delivered_on", "day it was delivered"),
        ({"pages": 12}, "outcome", "Choose an outcome"),
        ({"bates": "S-1"}, "outcome", "Choose an outcome"),
    ],
)
def test_a_judgement_is_refused_for_what_it_lacks(story, letter, judgement, field, words):
    part = part_of(story, letter)

    with pytest.raises(responses.CannotLog, match=words) as refusal:
        log(story, letter, Judgement(part, **judgement))

    assert [(fault.field, fault.part_id) for fault in refusal.value.faults] == [(field, part.pk)]
    assert not Response.objects.exists()


def test_an_acknowledgment_settles_nothing(story, letter):
    with pytest.raises(responses.CannotLog, match="An acknowledgment answers nothing"):
        log(
            story,
            letter,
            Judgement(part_of(story, letter), Outcome.FULL, settles=True),
            kind=Kind.ACKNOWLEDGMENT,
        )


def test_answers_to_another_letter_or_agency_are_refused(story, letter):
    treasury = AgencyFactory()
    both = story.sent(to=[story.state, treasury])

    for part in (part_of(story, story.sent()), story.parts(both, treasury)[1]):
        with pytest.raises(responses.CannotLog, match="another letter or agency"):
            log(story, both, Judgement(part, Outcome.FULL))

    assert not Response.objects.exists()


def test_one_request_is_judged_once_in_one_response(story, letter):
    part = part_of(story, letter)

    with pytest.raises(responses.CannotLog, match="judged twice"):
        log(story, letter, Judgement(part, Outcome.PARTIAL), Judgement(part, Outcome.FULL))


def test_all_that_is_wrong_is_told_at_once(story, letter):
    with pytest.raises(responses.CannotLog) as refusal:
        log(
            story,
            letter,
            Judgement(part_of(story, letter), Outcome.REFUSED),
            received_on=date(2023, 12, 6),
            agency=AgencyFactory(),
        )

    assert [fault.field for fault in refusal.value.faults] == ["received_on", "agency", "ground"]


def test_only_full_and_no_records_propose_to_settle():
    assert [one for one in Outcome if one in PROPOSES_TO_SETTLE] == [Outcome.FULL, Outcome.NO_RECORDS]


@pytest.mark.parametrize(
    ("outcome", "ground"),
    [(Outcome.FULL, "answered"), (Outcome.NO_RECORDS, "no_records"), (Outcome.PARTIAL, "answered")],
)
def test_a_person_settles_and_the_outcome_gives_the_ground(story, letter, outcome, ground):
    part = part_of(story, letter)

    answer = log(story, letter, Judgement(part, outcome, settles=True)).answers.get()

    part.refresh_from_db()
    assert part.settled_on == DAY
    assert (answer.decision.what, answer.decision.ground, answer.decision.by) == (
        "settled",
        ground,
        story.clerk,
    )


def test_full_settles_nothing_by_itself(story, letter):
    log(story, letter, Judgement(part_of(story, letter), Outcome.FULL))

    assert part_of(story, letter).is_open


def test_a_row_left_as_it_was_is_no_answer(story, letter):
    response = log(story, letter, *(Judgement(part) for part in story.parts(letter).values()))

    assert not response.answers.exists()


def test_a_promise_moves_no_due_date_and_is_kept_once_it_comes(story, letter):
    answer = log(story, letter, Judgement(part_of(story, letter), promised_on=date(2024, 1, 5))).answers.get()

    responses.keep_promise(answer, on=date(2024, 1, 4), by=story.clerk, now=at(2024, 1, 4))

    answer.refresh_from_db()
    assert part_of(story, letter).due_on == date(2023, 12, 13)
    assert answer.promise_kept_on == date(2024, 1, 4)


def test_only_a_promise_is_kept_and_not_before_its_day_has_come(story, letter):
    first, second = log(
        story,
        letter,
        Judgement(part_of(story, letter, 1), Outcome.PARTIAL),
        Judgement(part_of(story, letter, 2), promised_on=date(2024, 1, 5)),
    ).answers.all()

    with pytest.raises(responses.CannotLog, match="Nothing was promised"):
        responses.keep_promise(first, on=DAY, by=story.clerk, now=NOW)
    with pytest.raises(responses.CannotLog, match="still to come"):
        responses.keep_promise(second, on=date(2023, 12, 6), by=story.clerk, now=NOW)


def test_a_settled_part_still_takes_answers(story, letter):
    part = part_of(story, letter)
    log(story, letter, Judgement(part, Outcome.FULL, settles=True))

    log(story, letter, Judgement(part, Outcome.PARTIAL, note="A correction of theirs"))

    assert part.answers.count() == 2
    assert not part_of(story, letter).is_open


def test_the_control_number_stands_with_the_agencys_line_of_a_frozen_letter(story, letter):
    log(story, letter, control_number="2023-1204-017")

    recipient = letter.recipients.get()
    assert recipient.control_number == "2023-1204-017"
    assert recipient.history.first().history_user == story.clerk
    assert text_hash(text_of(letter)) == letter.sent_hash


def test_one_reply_to_several_letters_is_logged_on_each_with_one_file(story, letter):
    other, scan = story.sent(asked=ASKED[:1]), document_of(story.office)

    first, second = responses.log_reply(
        [letter, other],
        agency=story.state,
        kind=Kind.SUBSTANTIVE,
        channel="mail",
        received_on=DAY,
        control_number="17",
        documents=[(scan, "Reply")],
        judgements=[
            Judgement(part_of(story, letter, 3), Outcome.FULL, settles=True),
            Judgement(part_of(story, other), Outcome.PARTIAL),
        ],
        by=story.clerk,
        now=NOW,
    )

    assert [first.letter, second.letter] == [letter, other]
    assert {row.document for response in (first, second) for row in response.attachments.all()} == {scan}
    assert [first.answers.get().part, second.answers.get().part] == [
        part_of(story, letter, 3),
        part_of(story, other),
    ]
    assert {one.recipients.get().control_number for one in (letter, other)} == {"17"}


def test_a_reply_is_logged_on_every_letter_or_on_none(story, letter):
    later = story.sent(dated=date(2023, 12, 6), now=at(2023, 12, 6))
    facts = {"agency": story.state, "kind": Kind.PARTIAL, "channel": "mail", "received_on": DAY}

    with pytest.raises(responses.CannotLog, match="is dated 6 December 2023"):
        responses.log_reply([letter, later], **facts, by=story.clerk, now=at(2023, 12, 7))
    with pytest.raises(responses.CannotLog, match="another letter"):
        responses.log_reply(
            [letter], judgements=[Judgement(part_of(story, later))], **facts, by=story.clerk, now=NOW
        )

    assert not Response.objects.exists()


# Judging anew


def judge(story, response, *judgements, now=NOW, **given):
    return responses.judge(response, judgements, **{"by": story.clerk, "now": now} | given)


def test_an_answer_that_is_judged_anew_keeps_what_it_was(story, letter):
    part = part_of(story, letter)
    response = log(story, letter, Judgement(part, Outcome.UNDER_REVIEW))

    judge(story, response, Judgement(part, Outcome.FULL, settles=True), by=story.counsel, now=at(2023, 12, 6))

    answer = response.answers.get()
    assert (answer.outcome, answer.judged_by) == ("full", story.counsel)
    assert [row.outcome for row in answer.history.order_by("history_id")] == ["review", "full"]
    assert part_of(story, letter).settled_on == date(2023, 12, 6)


def test_judging_anew_reopens_nothing(story, letter):
    part = part_of(story, letter)
    response = log(story, letter, Judgement(part, Outcome.FULL, settles=True))
    decision = response.answers.get().decision

    judge(story, response, Judgement(part, Outcome.PARTIAL))

    answer = response.answers.get()
    assert (answer.outcome, answer.decision) == ("partial", decision)
    assert not part_of(story, letter).is_open


def test_an_answer_that_settled_keeps_an_outcome(story, letter):
    part = part_of(story, letter)
    response = log(story, letter, Judgement(part, Outcome.FULL, settles=True))

    with pytest.raises(responses.CannotLog, match="have the request reopened") as refusal:
        judge(story, response, Judgement(part, note="Misread"))

    assert refusal.value.faults[0].part_id == part.pk


def test_a_promise_that_is_judged_away_is_not_kept(story, letter):
    part = part_of(story, letter)
    response = log(story, letter, Judgement(part, promised_on=date(2024, 1, 5)))
    responses.keep_promise(response.answers.get(), on=DAY, by=story.clerk, now=NOW)

    judge(story, response, Judgement(part, Outcome.PARTIAL))

    answer = response.answers.get()
    assert (answer.promised_on, answer.promise_kept_on) == (None, None)


def test_what_was_withdrawn_is_not_judged(story, letter):
    response = log(story, letter)
    responses.withdraw_response(response, why="Wrong", by=story.clerk, now=NOW)

    with pytest.raises(responses.CannotLog, match="it answers nothing"):
        judge(story, response, Judgement(part_of(story, letter), Outcome.FULL))


# Withdrawing and moving


def withdraw(story, response, by=None, why="Misread", now=NOW):
    return responses.withdraw_response(response, why=why, by=by or story.clerk, now=now)


def test_withdrawing_opens_what_it_settled_and_deletes_nothing(story, letter):
    part = part_of(story, letter)
    letters.extend([part], to=date(2023, 12, 27), by=story.counsel, now=at(2023, 12, 4))
    response = log(story, letter, Judgement(part, Outcome.FULL, settles=True))

    withdraw(story, response)

    response.refresh_from_db()
    part.refresh_from_db()
    assert (response.withdrawn_on, response.withdrawn_by, response.withdrawn_why) == (
        DAY,
        story.clerk,
        "Misread",
    )
    assert (part.settled_on, part.due_on) == (None, date(2023, 12, 27))
    assert part.decisions.last().why == "Response withdrawn: Misread"
    assert Answer.objects.count() == 1
    assert Entry.objects.filter(act="withdrawn", reason="Misread").count() == 1


def test_what_somebody_decided_afterwards_stands(story, letter):
    part = part_of(story, letter)
    response = log(story, letter, Judgement(part, Outcome.FULL, settles=True))
    letters.settle([part], ground="overtaken", by=story.counsel, now=at(2023, 12, 6))

    withdraw(story, response, by=story.counsel, now=at(2023, 12, 7))

    part.refresh_from_db()
    assert part.settled_on == date(2023, 12, 6)


def test_what_was_reopened_since_is_not_reopened_again(story, letter):
    part = part_of(story, letter)
    response = log(story, letter, Judgement(part, Outcome.FULL, settles=True))
    letters.reopen([part], why="Not so", by=story.counsel, now=at(2023, 12, 6))

    withdraw(story, response, by=story.counsel, now=at(2023, 12, 7))

    assert Decision.objects.filter(part=part, what="reopened").count() == 1


def test_a_response_is_withdrawn_once_and_with_a_reason(story, letter):
    response = log(story, letter)

    with pytest.raises(responses.CannotWithdraw, match="Say why"):
        withdraw(story, response, why=" ")
    withdraw(story, response)
    with pytest.raises(responses.CannotWithdraw, match="withdrawn already"):
        withdraw(story, response)


@pytest.mark.parametrize(
    "build",
    [
        lambda story, response, part: judge(
            story, response, Judgement(part, Outcome.PARTIAL), by=story.counsel, now=at(2023, 12, 6)
        ),
        lambda story, response, part: letters.extend(
            [part], to=date(2024, 1, 5), by=story.counsel, now=at(2023, 12, 6)
        ),
    ],
)
def test_who_logged_it_withdraws_it_until_somebody_builds_on_it(story, letter, build):
    part = part_of(story, letter)
    response = log(story, letter, Judgement(part, Outcome.UNDER_REVIEW))
    assert responses.may_withdraw(response, story.clerk)
    build(story, response, part)

    assert not responses.may_withdraw(response, story.clerk)
    with pytest.raises(responses.CannotWithdraw, match="ask counsel"):
        withdraw(story, response)
    withdraw(story, response, by=story.counsel)


def test_a_moved_response_is_withdrawn_here_and_logged_there(story, letter):
    part, scan, other = part_of(story, letter), document_of(story.office), story.sent()
    response = log(
        story, letter, Judgement(part, Outcome.FULL, settles=True), documents=[(scan, "Reply")], summary="x"
    )

    moved = responses.move_response(
        response,
        to=other,
        judgements=[Judgement(part_of(story, other, 2), Outcome.PARTIAL)],
        why="Wrong letter",
        by=story.clerk,
        now=NOW,
    )

    response.refresh_from_db()
    assert response.withdrawn_why == f"Moved to {other}: Wrong letter"
    assert (moved.moved_from, moved.summary, moved.received_on) == (response, "x", DAY)
    assert moved.attachments.get().document == scan
    assert moved.answers.get().part == part_of(story, other, 2)
    assert part_of(story, letter).is_open


def test_a_response_is_not_moved_to_where_it_is_or_where_it_cannot_be(story, letter):
    response = log(story, letter)
    elsewhere = story.sent(to=[AgencyFactory()])

    for to, words in (
        (letter, "on that letter already"),
        (elsewhere, "was not asked"),
        (story.draft(), "mark it as sent first"),
    ):
        with pytest.raises((responses.CannotWithdraw, responses.CannotLog), match=words):
            responses.move_response(response, to=to, why="Wrong", by=story.counsel, now=NOW)

    response.refresh_from_db()
    assert response.withdrawn_on is None


def test_a_move_needs_a_reason(story, letter):
    response = log(story, letter)

    with pytest.raises(responses.CannotWithdraw, match="Say why"):
        responses.move_response(response, to=story.sent(), why=" ", by=story.clerk, now=NOW)


def test_withdrawing_goes_along_the_chain(story):
    first = story.sent(asked=ASKED[:1])
    later = story.sent(
        dated=date(2023, 12, 1),
        now=at(2023, 12, 1),
        requests=[{"place": 1, "text": "a", "repeats": [first.requests.get()]}],
    )
    response = log(story, later, Judgement(part_of(story, later), Outcome.FULL, settles=True))
    assert not Part.objects.open().exists()

    withdraw(story, response)

    assert list(Part.objects.open()) == [part_of(story, later)]
    assert part_of(story, first).settled_on is None
