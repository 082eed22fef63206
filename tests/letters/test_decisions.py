"""What people decide about parts, and what the kept columns say afterwards."""

from datetime import date

import pytest

from correspondence.audit.models import Entry
from correspondence.letters import actions as letters
from correspondence.letters.models import Decision, Part
from correspondence.letters.rules import Standing, standing
from tests.factories import AgencyFactory
from tests.story import ASKED, Story, at

NOW = at(2023, 12, 5)


@pytest.fixture
def story(db):
    return Story()


@pytest.fixture
def letter(story):
    return story.sent()


@pytest.fixture
def part(story, letter):
    return story.parts(letter)[1]


def settle(story, *parts, ground="answered", now=NOW, **given):
    return letters.settle(list(parts), ground=ground, by=story.counsel, now=now, **given)


def reopen(story, *parts, now=NOW, **given):
    return letters.reopen(list(parts), why="Not so", by=story.counsel, now=now, **given)


def extend(story, *parts, to=date(2023, 12, 27), now=NOW, **given):
    return letters.extend(list(parts), to=to, by=story.counsel, now=now, **given)


def test_settling_writes_the_decision_the_part_and_the_audit(story, letter, part):
    [decision] = settle(story, part, why="All of it").values()

    part.refresh_from_db()
    assert part.settled_on == date(2023, 12, 5)
    assert (decision.what, decision.ground, decision.on, decision.by, decision.why) == (
        "settled",
        "answered",
        date(2023, 12, 5),
        story.counsel,
        "All of it",
    )
    entry = Entry.objects.get(act="settled")
    assert (entry.record, entry.record_id, entry.office_id) == (
        "followuprequest",
        part.request_id,
        story.office.pk,
    )


def test_a_part_may_be_settled_again_on_another_ground(story, part):
    settle(story, part)
    settle(story, part, ground="overtaken", now=at(2023, 12, 6))

    part.refresh_from_db()
    assert part.settled_on == date(2023, 12, 6)
    assert list(part.decisions.values_list("ground", flat=True)) == ["assumed", "answered", "overtaken"]


@pytest.mark.parametrize("ground", ["", "extended", "phrase", "because"])
def test_only_what_settles_is_a_ground_for_settling(story, part, ground):
    with pytest.raises(letters.CannotDecide, match="on what ground"):
        settle(story, part, ground=ground)


def test_nothing_is_settled_where_nothing_is_chosen(story):
    with pytest.raises(letters.CannotDecide, match="at least one request"):
        settle(story)


def test_a_request_that_is_gone_is_not_settled(story, letter, part):
    letters.unsend(letter, why="x", by=story.counsel, now=at(2023, 11, 30))

    with pytest.raises(letters.CannotDecide, match="no longer there"):
        settle(story, part)


@pytest.mark.parametrize(
    ("on", "words"),
    [(date(2023, 12, 6), "still to come"), (date(2023, 11, 28), "was sent after that day")],
)
def test_a_decision_has_a_day_that_can_be(story, part, on, words):
    with pytest.raises(letters.CannotDecide, match=words):
        settle(story, part, on=on)


def test_settling_is_backdated_to_the_day_it_was_decided(story, part):
    settle(story, part, on=date(2023, 12, 1))

    part.refresh_from_db()
    assert part.settled_on == date(2023, 12, 1)


def test_settling_is_not_backdated_before_a_later_decision(story, part):
    settle(story, part)
    reopen(story, part, due_on=date(2024, 1, 5))

    with pytest.raises(letters.CannotDecide, match=r"later decision stands \(reopened, 5 December 2023\)"):
        settle(story, part, on=date(2023, 12, 4), now=at(2023, 12, 7))

    part.refresh_from_db()
    assert part.settled_on is None


def test_a_later_due_date_does_not_keep_settling_from_being_backdated(story, part):
    extend(story, part)

    settle(story, part, on=date(2023, 12, 1), now=at(2023, 12, 7))

    part.refresh_from_db()
    assert (part.settled_on, part.due_on) == (date(2023, 12, 1), date(2023, 12, 27))


def test_what_is_entered_last_counts_on_one_day(story, part):
    settle(story, part)
    reopen(story, part, due_on=date(2024, 1, 5))

    part.refresh_from_db()
    assert (part.settled_on, part.due_on) == (None, date(2024, 1, 5))


def test_reopening_without_a_date_goes_back_to_the_last(story, part):
    extend(story, part)
    settle(story, part)

    reopen(story, part)

    part.refresh_from_db()
    assert part.due_on == date(2023, 12, 27)
    assert part.decisions.last().old_due_on == date(2023, 12, 27)


def test_reopening_what_was_paused_goes_back_to_the_date_before_the_pause(story, part):
    letters.pause([part], why="We owe them a list", by=story.counsel, now=NOW)
    settle(story, part)

    reopen(story, part)

    part.refresh_from_db()
    assert part.due_on == date(2023, 12, 13)


def test_what_is_open_is_not_reopened(story, part):
    with pytest.raises(letters.CannotDecide, match="is open"):
        reopen(story, part)


def test_reopening_needs_a_reason(story, part):
    settle(story, part)

    with pytest.raises(letters.CannotDecide, match="Say why"):
        letters.reopen([part], why=" ", by=story.counsel, now=NOW)


def test_extending_moves_the_date_and_keeps_the_old_one(story, letter, part):
    [decision] = extend(story, part).values()

    part.refresh_from_db()
    letter.refresh_from_db()
    assert part.due_on == date(2023, 12, 27)
    assert (decision.ground, decision.old_due_on) == ("extended", date(2023, 12, 13))
    assert letter.next_due_on == date(2023, 12, 13)


def test_the_letter_is_next_due_with_the_earliest_open_part(story, letter):
    parts = story.parts(letter)

    extend(story, *parts.values())
    settle(story, parts[1], parts[2])
    letter.refresh_from_db()
    assert letter.next_due_on == date(2023, 12, 27)

    settle(story, *list(parts.values())[2:])
    letter.refresh_from_db()
    assert letter.next_due_on is None


@pytest.mark.parametrize(
    ("to", "words"),
    [(date(2023, 12, 13), "due on that day already"), (date(2023, 11, 28), "before the letter was sent")],
)
def test_a_due_date_moves_to_another_day_after_sending(story, part, to, words):
    with pytest.raises(letters.CannotDecide, match=words):
        extend(story, part, to=to)


@pytest.mark.parametrize("act", ["reopen", "resume"])
def test_no_date_is_set_before_the_letter_was_sent(story, part, act):
    letters.pause([part], why="x", by=story.counsel, now=NOW)
    if act == "reopen":
        settle(story, part)

    with pytest.raises(letters.CannotDecide, match="before the letter was sent"):
        getattr(letters, act)([part], due_on=date(2023, 11, 28), why="x", by=story.counsel, now=NOW)


def test_extending_is_not_backdated_before_a_later_due_date(story, part):
    extend(story, part)

    with pytest.raises(letters.CannotDecide, match="later decision stands"):
        extend(story, part, to=date(2024, 1, 5), on=date(2023, 12, 4), now=at(2023, 12, 7))


def test_refusing_more_time_moves_nothing(story, part):
    letters.refuse_extension(
        [part], asked_until=date(2023, 12, 27), why="Two weeks suffice", by=story.counsel, now=NOW
    )

    part.refresh_from_db()
    refusal = part.decisions.last()
    assert part.due_on == date(2023, 12, 13)
    assert (refusal.what, refusal.old_due_on, refusal.new_due_on) == (
        "refused",
        date(2023, 12, 13),
        date(2023, 12, 27),
    )


def test_a_paused_clock_runs_no_date_until_it_runs_again(story, letter):
    parts = story.parts(letter)
    letters.pause(list(parts.values()), why="We owe them a list", by=story.counsel, now=NOW)
    letter.refresh_from_db()
    assert letter.next_due_on is None
    assert not Part.objects.overdue(date(2025, 1, 1)).exists()

    letters.resume([parts[1]], due_on=date(2024, 1, 5), by=story.counsel, now=at(2023, 12, 7))

    letter.refresh_from_db()
    assert letter.next_due_on == date(2024, 1, 5)
    assert story.parts(letter)[2].due_on is None


def test_a_clock_is_paused_and_resumed_once(story, part):
    with pytest.raises(letters.CannotDecide, match="is not paused"):
        letters.resume([part], due_on=date(2024, 1, 5), by=story.counsel, now=NOW)
    letters.pause([part], why="x", by=story.counsel, now=NOW)

    with pytest.raises(letters.CannotDecide, match="paused already"):
        letters.pause([part], why="x", by=story.counsel, now=NOW)
    with pytest.raises(letters.CannotDecide, match="let it run again first"):
        extend(story, part)


@pytest.mark.parametrize(
    "decide",
    [
        lambda story, part: extend(story, part),
        lambda story, part: letters.refuse_extension([part], why="x", by=story.counsel, now=NOW),
        lambda story, part: letters.pause([part], why="x", by=story.counsel, now=NOW),
        lambda story, part: letters.resume([part], due_on=date(2024, 1, 5), by=story.counsel, now=NOW),
        lambda story, part: letters.move_part(
            part, to_agency=AgencyFactory(), why="x", by=story.counsel, now=NOW
        ),
    ],
)
def test_what_is_settled_is_reopened_before_it_is_changed(story, part, decide):
    settle(story, part)

    with pytest.raises(letters.CannotDecide, match="is settled: reopen it first"):
        decide(story, part)


@pytest.mark.parametrize(
    "decide",
    [
        lambda story, part: letters.refuse_extension([part], why="", by=story.counsel, now=NOW),
        lambda story, part: letters.pause([part], why=" ", by=story.counsel, now=NOW),
        lambda story, part: letters.move_part(
            part, to_agency=AgencyFactory(), why="", by=story.counsel, now=NOW
        ),
    ],
)
def test_what_the_agency_may_ask_about_has_a_reason(story, part, decide):
    with pytest.raises(letters.CannotDecide, match="Say why"):
        decide(story, part)


def test_a_moved_part_is_owed_by_the_other_agency_on_the_same_day(story, letter, part):
    commerce = AgencyFactory()

    letters.move_part(part, to_agency=commerce, why="Referred", by=story.counsel, now=NOW)

    part.refresh_from_db()
    assert (part.agency, part.due_on) == (commerce, date(2023, 12, 13))


def test_a_part_is_not_moved_to_whom_it_is_owed_by(story, part):
    with pytest.raises(letters.CannotDecide, match="owes it already"):
        letters.move_part(part, to_agency=story.state, why="x", by=story.counsel, now=NOW)


def test_a_part_is_not_moved_to_an_agency_that_was_asked_itself(story):
    treasury = AgencyFactory()
    letter = story.sent(to=[story.state, treasury])
    part = story.parts(letter, treasury)[1]

    with pytest.raises(letters.CannotDecide, match="was asked this itself"):
        letters.move_part(part, to_agency=story.state, why="x", by=story.counsel, now=NOW)


def test_decisions_on_letters_of_two_offices_are_audited_in_each(story, part):
    other = Story(code="HFAC")
    story.counsel.memberships.create(office=other.office, role="counsel")
    its = other.parts(other.sent(asked=ASKED[:1]))[1]

    settle(story, part, its)

    entries = Entry.objects.filter(act="settled").values_list("office_id", "record_id")
    assert sorted(entries) == sorted([(story.office.pk, part.request_id), (other.office.pk, its.request_id)])


def test_decisions_are_read_in_the_order_of_their_days_then_of_their_entry():
    def decision(key, day, what, **values):
        return Decision(pk=key, on=date(2023, 12, day), what=what, **values)

    decisions = [
        decision(4, 5, "settled", ground="answered"),
        decision(1, 1, "due_set", ground="assumed", new_due_on=date(2023, 12, 13)),
        decision(3, 9, "reopened", new_due_on=date(2024, 1, 5)),
        decision(2, 7, "moved", old_agency_id=1, new_agency_id=2),
        decision(5, 9, "paused"),
    ]

    assert standing(decisions[:2]) == Standing(
        due_on=date(2023, 12, 13), settled_on=date(2023, 12, 5), due_ground="assumed"
    )
    assert standing(decisions) == Standing(agency_id=2, is_paused=True)
    assert standing([]) == Standing()
