"""A later letter repeats what an earlier one asked: owed, counted and settled once."""

from datetime import date

import pytest

from correspondence.letters import actions as letters
from correspondence.letters.models import Part
from tests.factories import AgencyFactory
from tests.story import ASKED, Story, at

WHY = {"why": "Not so"}


@pytest.fixture
def story(db):
    return Story()


def sent(story, day, *repeats, number=1, **given):
    """A letter of one request on a day of January 2024, which repeats these requests."""
    requests = [{"place": n, "text": f"{n}", "repeats": list(repeats)} for n in range(1, number + 1)]
    return story.sent(dated=date(2024, 1, day), now=at(2024, 1, day), requests=requests, **given)


def the_request(letter):
    return letter.requests.order_by("place").first()


def the_part(letter, agency=None):
    parts = Part.objects.filter(request__letter=letter)
    return parts.get(agency=agency) if agency else parts.get()


def settle(story, part, day=20):
    letters.settle([part], ground="answered", by=story.counsel, now=at(2024, 1, day))


def test_one_consolidated_letter_is_settled_when_the_last_it_stands_for_is(story):
    first, second = sent(story, 2), sent(story, 3)
    both = sent(story, 10, the_request(first), the_request(second))

    settle(story, the_part(first))
    assert the_part(both).settled_on is None

    settle(story, the_part(second), day=21)
    assert the_part(both).settled_on == date(2024, 1, 21)


def test_settling_the_consolidated_letter_settles_all_it_stands_for(story):
    first, second = sent(story, 2), sent(story, 3)
    both = sent(story, 10, the_request(first), the_request(second))

    settle(story, the_part(both))

    assert {the_part(letter).settled_on for letter in (first, second, both)} == {date(2024, 1, 20)}
    why = the_part(first).decisions.last().why
    assert why == "With another asking of the same request."


def test_settling_goes_along_a_chain_of_three(story):
    first = sent(story, 2)
    second = sent(story, 5, the_request(first))
    third = sent(story, 9, the_request(second))

    settle(story, the_part(first))

    assert the_part(second).settled_on == the_part(third).settled_on == date(2024, 1, 20)
    for letter in (first, second, third):
        letter.refresh_from_db()
        assert letter.next_due_on is None


def test_reopening_goes_along_the_chain_and_the_latest_asking_is_owed(story):
    first = sent(story, 2)
    second = sent(story, 5, the_request(first))
    settle(story, the_part(first))

    letters.reopen([the_part(first)], due_on=date(2024, 3, 1), by=story.counsel, now=at(2024, 1, 21), **WHY)

    assert list(Part.objects.open()) == [the_part(second)]
    assert the_part(second).due_on == date(2024, 3, 1)


def test_a_third_letter_that_repeats_the_first_carries_on_the_second(story):
    first = sent(story, 2)
    second = sent(story, 5, the_request(first))

    third = sent(story, 9, the_request(first))

    assert the_part(second).carried_on_by == the_part(third)
    assert list(Part.objects.open()) == [the_part(third)]


def test_what_was_settled_before_is_not_carried_on(story):
    first = sent(story, 2)
    settle(story, the_part(first), day=4)

    second = sent(story, 5, the_request(first))

    assert the_part(first).carried_on_by is None
    assert the_part(second).is_open


def test_only_agencies_that_both_letters_ask_are_carried_on(story):
    treasury = AgencyFactory()
    first = sent(story, 2, to=[story.state, treasury])

    second = sent(story, 5, the_request(first), to=[treasury])

    assert the_part(first, treasury).carried_on_by == the_part(second)
    assert the_part(first, story.state).is_open


def test_two_requests_of_one_letter_do_not_carry_each_other_on(story):
    first = sent(story, 2)

    second = sent(story, 5, the_request(first), number=2)

    parts = story.parts(second)
    assert the_part(first).carried_on_by == parts[1]
    assert parts[1].is_open
    assert parts[2].is_open


def test_a_letter_that_is_sent_after_its_repetition_is_carried_on_by_it(story):
    first = story.draft(dated=date(2024, 1, 2), now=at(2024, 1, 2), asked=ASKED[:1])
    second = sent(story, 5, the_request(first))

    first = letters.mark_sent(first, on=date(2024, 1, 2), by=story.clerk, now=at(2024, 1, 6))

    assert the_part(first).carried_on_by == the_part(second)
    assert first.next_due_on is None


def test_what_is_dated_later_does_not_become_the_earlier_asking(story):
    first = story.draft(dated=date(2024, 1, 2), now=at(2024, 1, 2), asked=ASKED[:1])
    second = sent(story, 5, the_request(first))
    letters.revise_draft(
        first,
        facts={"subject": "Later than thought", "dated_on": date(2024, 1, 9)},
        signatories=[{"name": "Benjamin L. Cardin"}],
        recipients=[{"name": "The Secretary", "agency": story.state}],
        requests=[{"id": the_request(first).pk, "text": "1"}],
        by=story.clerk,
        now=at(2024, 1, 9),
    )

    first = letters.mark_sent(first, on=date(2024, 1, 9), by=story.clerk, now=at(2024, 1, 9))

    assert the_part(first).carried_on_by is None
    assert the_part(second).is_open


def test_what_was_moved_meanwhile_is_not_carried_on_for_its_old_agency(story):
    commerce = AgencyFactory()
    first = sent(story, 2)
    second = sent(story, 5, the_request(first))
    letters.move_part(the_part(second), to_agency=commerce, why="x", by=story.counsel, now=at(2024, 1, 6))

    third = sent(story, 9, the_request(first), the_request(second))

    assert the_part(second).carried_on_by is None
    assert the_part(third).is_open


@pytest.mark.parametrize(
    "decide",
    [
        lambda story, part: letters.extend([part], to=date(2024, 3, 1), by=story.counsel, now=at(2024, 1, 9)),
        lambda story, part: letters.pause([part], why="x", by=story.counsel, now=at(2024, 1, 9)),
        lambda story, part: letters.move_part(
            part, to_agency=AgencyFactory(), why="x", by=story.counsel, now=at(2024, 1, 9)
        ),
    ],
)
def test_dates_are_decided_at_the_latest_asking(story, decide):
    first = sent(story, 2)
    sent(story, 5, the_request(first))

    with pytest.raises(letters.CannotDecide, match="decide at its latest asking"):
        decide(story, the_part(first))


def test_settling_is_not_backdated_before_the_later_asking_was_sent(story):
    first = sent(story, 2)
    second = sent(story, 5, the_request(first))

    with pytest.raises(letters.CannotDecide, match=f"{second.reference} was sent after that day"):
        letters.settle(
            [the_part(first)], ground="answered", on=date(2024, 1, 4), by=story.counsel, now=at(2024, 1, 9)
        )

    assert Part.objects.filter(settled_on__isnull=False).count() == 0
