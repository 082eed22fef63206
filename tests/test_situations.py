"""Ten situations an office meets, gone through the actions, with the days of the story."""

from datetime import date

import pytest

from correspondence.core.refusals import Cannot
from correspondence.followups.actions import log_contact
from correspondence.letters import actions as letters
from correspondence.letters.models import Decision, Letter, Part
from correspondence.letters.queries import text_of
from correspondence.letters.rules import text_hash, undo
from correspondence.responses import actions as responses
from correspondence.responses.models import Answer, Response
from correspondence.responses.queries import awaiting_acknowledgment
from correspondence.responses.rules import Judgement
from tests.factories import AgencyFactory, PersonFactory
from tests.story import ASKED, Story, at

pytestmark = pytest.mark.django_db
Outcome, Kind = Answer.Outcome, Response.Kind


@pytest.fixture
def story(db):
    return Story()


def _open_labels(letter):
    return [part.request.place for part in Part.objects.open().filter(request__letter=letter)]


def test_1_entered_late(story):
    now = at(2024, 1, 2)

    letter = story.sent(on=date(2023, 11, 29), now=now)

    parts = story.parts(letter)
    assert [parts[n].due_on for n in range(1, 6)] == [date(2023, 12, 13)] * 5
    assert {part.agency for part in parts.values()} == {story.state}
    [first] = parts[1].decisions.all()
    assert (first.ground, first.on) == (Decision.DueGround.ASSUMED, date(2023, 11, 29))
    assert (date(2024, 1, 2) - parts[1].due_on).days == 20
    assert letter.sent_recorded_at == now
    assert letter.sent_on == date(2023, 11, 29)


def test_2_acknowledged_and_more_time_asked(story):
    letter = story.sent()
    parts = story.parts(letter)
    now = at(2023, 12, 4)

    responses.log_response(
        letter,
        agency=story.state,
        kind=Kind.ACKNOWLEDGMENT,
        channel="email",
        received_on=date(2023, 12, 4),
        control_number="2023-1204-017",
        judgements=[Judgement(part, extension_until=date(2023, 12, 27)) for part in parts.values()],
        by=story.clerk,
        now=now,
    )
    letters.extend([parts[1], parts[2], parts[3]], to=date(2023, 12, 27), by=story.counsel, now=now)
    letters.refuse_extension(
        [parts[4], parts[5]],
        asked_until=date(2023, 12, 27),
        why="Two weeks suffice.",
        by=story.counsel,
        now=now,
    )

    parts = story.parts(letter)
    assert _open_labels(letter) == [1, 2, 3, 4, 5]
    assert awaiting_acknowledgment(letter) == set()
    assert letter.recipients.get().control_number == "2023-1204-017"
    assert [parts[n].due_on.day for n in range(1, 6)] == [27, 27, 27, 13, 13]
    refused = parts[4].decisions.get(what="refused")
    assert (refused.by, refused.why, refused.old_due_on) == (
        story.counsel,
        "Two weeks suffice.",
        date(2023, 12, 13),
    )
    granted = parts[1].decisions.get(ground="extended")
    assert (granted.by, granted.old_due_on, granted.new_due_on) == (
        story.counsel,
        date(2023, 12, 13),
        date(2023, 12, 27),
    )
    letter.refresh_from_db()
    assert letter.next_due_on == date(2023, 12, 13)


def test_3_two_of_five_answered_one_elsewhere(story):
    letter = story.sent()
    parts = story.parts(letter)

    response = responses.log_response(
        letter,
        agency=story.state,
        kind=Kind.PARTIAL,
        channel="email",
        received_on=date(2024, 1, 18),
        signer_name="Naz Durakoğlu",
        signer_title="Assistant Secretary for Legislative Affairs",
        judgements=[
            Judgement(parts[1], Outcome.FULL, settles=True, quote="The Department has funded two teams."),
            Judgement(parts[2], Outcome.UNDER_REVIEW),
            Judgement(
                parts[3],
                Outcome.ELSEWHERE,
                delivered_where="Office of Senate Security",
                delivered_on=date(2024, 1, 18),
            ),
            Judgement(parts[4]),
            Judgement(parts[5], Outcome.FULL, settles=True),
        ],
        by=story.clerk,
        now=at(2024, 1, 18),
    )

    assert _open_labels(letter) == [2, 3, 4]
    parts = story.parts(letter)
    assert [parts[n].settled_on for n in (1, 5)] == [date(2024, 1, 18)] * 2
    answers = {answer.part.request.place: answer for answer in response.answers.all()}
    assert sorted(answers) == [1, 2, 3, 5]
    assert answers[3].delivered_where == "Office of Senate Security"
    assert answers[1].decision == parts[1].decisions.get(what="settled")
    assert list(Part.objects.overdue(date(2024, 1, 18)).values_list("request__place", flat=True)) == [2, 3, 4]


def test_4_two_agencies(story):
    treasury, commerce = (
        AgencyFactory(name="Department of the Treasury"),
        AgencyFactory(name="Department of Commerce"),
    )
    letter = story.sent(
        to=[story.state, treasury],
        requests=[
            {"place": 1, "text": ASKED[0]},
            {"place": 2, "text": ASKED[1]},
            {"place": 3, "text": ASKED[2], "put_to": [treasury]},
        ],
    )
    now = at(2023, 12, 5)

    responses.log_response(
        letter,
        agency=story.state,
        kind=Kind.SUBSTANTIVE,
        channel="mail",
        received_on=date(2023, 12, 5),
        judgements=[
            Judgement(part, Outcome.FULL, settles=True) for part in story.parts(letter, story.state).values()
        ],
        by=story.clerk,
        now=now,
    )

    assert Part.objects.filter(request__letter=letter).count() == 5
    assert not Part.objects.open().filter(agency=story.state).exists()
    assert Part.objects.open().filter(agency=treasury).count() == 3
    assert letter.requests.exclude(parts__in=Part.objects.open()).count() == 0  # "0 of 3" settled
    assert awaiting_acknowledgment(letter) == {treasury.pk}

    letters.move_part(
        story.parts(letter, treasury)[2],
        to_agency=commerce,
        why="Treasury refers it.",
        by=story.counsel,
        now=now,
    )

    moved = story.parts(letter, commerce)[2]
    assert moved.due_on == date(2023, 12, 13)
    decision = moved.decisions.get(what="moved")
    assert (decision.old_agency, decision.new_agency) == (treasury, commerce)
    assert Part.objects.filter(request__letter=letter).count() == 5


def test_5_rolling_production(story):
    letter = story.sent(asked=["All documents concerning the blockade."])
    [part] = story.parts(letter).values()

    for month, pages, bates in ((1, 1204, "S-1–1204"), (3, 310, "S-1205–1514"), (5, 2877, "S-1515–4391")):
        responses.log_response(
            letter,
            agency=story.state,
            kind=Kind.ROLLING,
            channel="portal",
            received_on=date(2024, month, 10),
            judgements=[
                Judgement(
                    part,
                    Outcome.INSTALMENT,
                    pages=pages,
                    bates=bates,
                    promised_on=date(2024, 3, 31) if month == 3 else None,
                )
            ],
            by=story.clerk,
            now=at(2024, month, 10),
        )
    responses.log_response(
        letter,
        agency=story.state,
        kind=Kind.ROLLING,
        channel="email",
        received_on=date(2024, 5, 20),
        judgements=[Judgement(part, Outcome.FULL, quote="This completes our production.")],
        by=story.clerk,
        now=at(2024, 5, 20),
    )

    part.refresh_from_db()
    assert part.is_open
    assert part.due_on == date(2023, 12, 13)
    answers = Answer.objects.filter(part=part)
    assert answers.count() == 4
    assert sum(answer.pages or 0 for answer in answers) == 4391
    letters.settle([part], ground="answered", by=story.counsel, now=at(2024, 5, 21))
    part.refresh_from_db()
    assert part.settled_on == date(2024, 5, 21)


def test_6_a_new_chair_asks_again_and_a_congress_ends(story):
    seed = story.sent()
    asked = list(seed.requests.order_by("place"))
    new = story.sent(
        dated=date(2025, 1, 28),
        now=at(2025, 1, 28),
        follows=[seed],
        requests=[
            {"place": 1, "number": "1", "text": ASKED[1], "repeats": [asked[1]]},
            {"place": 2, "number": "2", "text": ASKED[2], "repeats": [asked[2]]},
            {"place": 3, "number": "3", "text": ASKED[3], "repeats": [asked[3]]},
            {"place": 4, "number": "4", "text": "What has changed since?"},
        ],
    )
    old_parts, new_parts = story.parts(seed), story.parts(new)
    assert [old_parts[n].carried_on_by for n in (2, 3, 4)] == [new_parts[1], new_parts[2], new_parts[3]]
    assert _open_labels(seed) == [1, 5]

    responses.log_response(
        new,
        agency=story.state,
        kind=Kind.PARTIAL,
        channel="mail",
        received_on=date(2025, 2, 20),
        judgements=[Judgement(new_parts[2], Outcome.FULL, settles=True)],
        by=story.clerk,
        now=at(2025, 2, 20),
    )

    old_parts = story.parts(seed)
    assert old_parts[3].settled_on == date(2025, 2, 20)
    assert seed.signatories.get().title == "Chairman"
    letters.settle(
        [old_parts[1], old_parts[5]],
        ground="lapsed",
        why="118th Congress",
        by=story.counsel,
        now=at(2025, 2, 21),
    )
    seed.refresh_from_db()
    assert not Letter.objects.open().filter(pk=seed.pk).exists()
    assert seed.next_due_on is None


def test_6_reopening_goes_along_the_chain(story):
    seed = story.sent(asked=[ASKED[0]])
    new = story.sent(
        dated=date(2025, 1, 28),
        now=at(2025, 1, 28),
        requests=[{"place": 1, "text": ASKED[0], "repeats": [seed.requests.get()]}],
    )
    letters.settle([story.parts(seed)[1]], ground="answered", by=story.counsel, now=at(2025, 2, 1))
    assert story.parts(new)[1].settled_on == date(2025, 2, 1)

    letters.reopen(
        [story.parts(new)[1]], due_on=date(2025, 3, 1), why="Not so.", by=story.counsel, now=at(2025, 2, 3)
    )

    assert story.parts(seed)[1].settled_on is None
    assert story.parts(new)[1].due_on == date(2025, 3, 1)


def test_7_questions_for_the_record(story):
    members = [PersonFactory(name=f"Senator {n}") for n in range(8)]
    rows = []
    for member in members:
        for number in range(1, 5 if member is not members[-1] else 4):
            rows.append(
                {"place": len(rows) + 1, "number": str(number), "text": f"Why {number}?", "asked_by": member}
            )
    letter = story.sent(
        kind=Letter.Kind.QFR,
        hearing_title="Sanctions",
        hearing_on=date(2024, 3, 7),
        dated=date(2024, 3, 14),
        now=at(2024, 3, 14),
        requests=rows,
    )
    parts = story.parts(letter)

    responses.log_response(
        letter,
        agency=story.state,
        kind=Kind.PARTIAL,
        channel="email",
        received_on=date(2024, 5, 2),
        judgements=[Judgement(parts[n], Outcome.FULL, settles=True) for n in parts if n not in (7, 30)],
        by=story.clerk,
        now=at(2024, 5, 2),
    )

    assert len(parts) == 31
    assert Answer.objects.count() == 29
    left = (
        Part.objects.open()
        .filter(request__letter__hearing_on=date(2024, 3, 7))
        .select_related("request__asked_by")
    )
    assert [part.request.asked_by for part in left] == [members[1], members[7]]


def test_8_withdrawn_and_back(story):
    letter = story.sent()
    part = story.parts(letter)[4]

    contact = log_contact(
        letter,
        kind="briefing",
        on=date(2024, 2, 2),
        with_whom="Bureau of Legislative Affairs",
        summary="Briefed staff.",
        promised="The documents",
        promised_on=date(2024, 3, 1),
        settles={part: "withdrawn"},
        by=story.counsel,
        now=at(2024, 2, 2),
    )
    assert story.parts(letter)[4].settled_on == date(2024, 2, 2)
    assert contact.about.get().decision.ground == "withdrawn"

    letters.reopen(
        [part], due_on=date(2024, 3, 18), why="They did not come.", by=story.counsel, now=at(2024, 3, 4)
    )

    part.refresh_from_db()
    assert (part.settled_on, part.due_on) == (None, date(2024, 3, 18))
    assert [one.what for one in part.decisions.all()] == ["due_set", "settled", "reopened"]


def test_9_the_wrong_letter(story):
    wrong, right = story.sent(), story.sent()
    parts = story.parts(wrong)
    response = responses.log_response(
        wrong,
        agency=story.state,
        kind=Kind.PARTIAL,
        channel="email",
        received_on=date(2023, 12, 18),
        judgements=[
            Judgement(parts[1], Outcome.FULL, settles=True),
            Judgement(parts[2], Outcome.FULL, settles=True),
        ],
        by=story.clerk,
        now=at(2023, 12, 18),
    )
    letters.settle([parts[2]], ground="overtaken", by=story.counsel, now=at(2023, 12, 19))

    with pytest.raises(Cannot, match="built on it"):
        responses.move_response(response, to=right, why="Wrong letter.", by=story.clerk, now=at(2023, 12, 19))
    moved = responses.move_response(
        response, to=right, why="Wrong letter.", by=story.counsel, now=at(2023, 12, 19)
    )

    response.refresh_from_db()
    assert response.withdrawn_why == f"Moved to {right}: Wrong letter."
    assert (moved.letter, moved.moved_from) == (right, response)
    assert moved.answers.count() == 0
    assert _open_labels(wrong) == [1, 3, 4, 5]
    assert story.parts(wrong)[1].due_on == date(2023, 12, 13)
    assert response.answers.count() == 2


def test_10_casework_by_telephone(story):
    letter = story.draft(
        kind=Letter.Kind.CASEWORK, dated=date(2024, 5, 4), now=at(2024, 5, 4), asked=["Please expedite."]
    )
    with pytest.raises(letters.CannotSend, match="privacy release"):
        letters.mark_sent(letter, on=date(2024, 5, 4), by=story.clerk, now=at(2024, 5, 4))
    letter = story.sent(
        kind=Letter.Kind.CASEWORK,
        release_signed_on=date(2024, 5, 3),
        dated=date(2024, 5, 4),
        now=at(2024, 5, 4),
        asked=["Please expedite."],
    )

    responses.log_response(
        letter,
        agency=story.state,
        kind=Kind.SUBSTANTIVE,
        channel="phone",
        received_on=date(2024, 5, 9),
        signer_name="The liaison officer",
        judgements=[Judgement(story.parts(letter)[1], Outcome.FULL, settles=True)],
        by=story.clerk,
        now=at(2024, 5, 9),
    )

    assert not Letter.objects.open().filter(pk=letter.pk).exists()
    assert letter.name == letter.reference


def test_the_sent_text_can_be_got_back_by_undoing_corrections(story):
    letter = story.sent()
    sent_hash = letter.sent_hash
    request = letter.requests.get(place=2)
    letters.correct_sent(
        letter,
        [
            letters.Change("letter", {"subject": "Accountability"}),
            letters.Change("requests", {"text": "Another wording"}, pk=request.pk),
            letters.Change("requests", {"text": "An overlooked sixth"}),
        ],
        why="Typing errors",
        by=story.counsel,
        now=at(2023, 12, 1),
    )

    letter.refresh_from_db()
    now = text_of(letter)
    assert text_hash(now) != sent_hash
    assert letter.corrections.order_by("-id")[0].hash_after == text_hash(now)
    assert text_hash(undo(now, letter.corrections.values_list("path", "old"))) == sent_hash
    assert story.parts(letter)[6].due_on == date(2023, 12, 13)
