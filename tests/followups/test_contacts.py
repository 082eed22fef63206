"""Calls, meetings and other contacts about a sent letter."""

from datetime import date

import pytest

from correspondence.audit.models import Entry
from correspondence.core.refusals import Cannot
from correspondence.followups.actions import (
    keep_contact_promise,
    log_contact,
    may_withdraw_contact,
    withdraw_contact,
)
from correspondence.followups.models import Contact
from correspondence.letters import actions as letters
from tests.story import Story, at

NOW, DAY = at(2023, 12, 5), date(2023, 12, 5)


@pytest.fixture
def story(db):
    return Story()


@pytest.fixture
def letter(story):
    return story.sent()


def call(story, letter, **given):
    facts = {"kind": "call", "on": DAY, "summary": "Called H.", "by": story.clerk, "now": NOW}
    return log_contact(letter, **facts | given)


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"on": date(2023, 12, 6)}, "on", "still to come"),
        ({"on": date(2023, 11, 28)}, "on", "is dated 29 November 2023"),
        ({"summary": "  "}, "summary", "what was said"),
        ({"promised": "The documents"}, "promised_on", "Enter both"),
        ({"promised_on": date(2024, 1, 5)}, "promised", "Enter both"),
    ],
)
def test_a_contact_is_refused_for_what_it_lacks(story, letter, given, field, words):
    with pytest.raises(Cannot, match=words) as refusal:
        call(story, letter, **given)

    assert refusal.value.field == field
    assert not Contact.objects.exists()


def test_nobody_is_called_about_a_draft(story):
    with pytest.raises(Cannot, match="mark it as sent first"):
        call(story, story.draft())


def test_a_contact_is_about_requests_of_its_own_letter(story, letter):
    other = story.parts(story.sent())[1]

    for given in ({"parts": [other]}, {"settles": {other: "withdrawn"}}):
        with pytest.raises(Cannot, match="another letter"):
            call(story, letter, **given)

    assert not Contact.objects.exists()


def test_a_contact_settles_on_the_grounds_a_person_chose(story, letter):
    parts = story.parts(letter)

    contact = call(
        story,
        letter,
        parts=[parts[1], parts[2]],
        settles={parts[2]: "withdrawn", parts[3]: "overtaken"},
        by=story.counsel,
    )

    about = {row.part.request.place: row.decision for row in contact.about.select_related("part__request")}
    assert about[1] is None
    assert [about[2].ground, about[3].ground] == ["withdrawn", "overtaken"]
    assert sorted(place for place, part in story.parts(letter).items() if part.is_open) == [1, 4, 5]
    assert Entry.objects.filter(act="contact logged").count() == 1


def test_a_refused_settling_logs_no_contact(story, letter):
    with pytest.raises(letters.CannotDecide, match="on what ground"):
        call(story, letter, settles={story.parts(letter)[1]: "because"})

    assert not Contact.objects.exists()


def test_a_promise_moves_no_due_date(story, letter):
    call(story, letter, promised="The documents", promised_on=date(2024, 1, 5))

    letter.refresh_from_db()
    assert letter.next_due_on == date(2023, 12, 13)


def test_a_promise_is_kept_once_it_has_come(story, letter):
    contact = call(story, letter, promised="The documents", promised_on=date(2024, 1, 5))

    with pytest.raises(Cannot, match="still to come"):
        keep_contact_promise(contact, on=date(2023, 12, 6), by=story.clerk, now=NOW)
    keep_contact_promise(contact, on=DAY, by=story.clerk, now=NOW)
    with pytest.raises(Cannot, match="Nothing was promised"):
        keep_contact_promise(call(story, letter), on=DAY, by=story.clerk, now=NOW)

    contact.refresh_from_db()
    assert contact.promise_kept_on == DAY


def test_withdrawing_keeps_the_contact_and_what_it_settled(story, letter):
    part = story.parts(letter)[1]
    contact = call(story, letter, settles={part: "withdrawn"}, by=story.counsel)

    withdraw_contact(contact, why="Another letter", by=story.counsel, now=NOW)

    contact.refresh_from_db()
    part.refresh_from_db()
    assert (contact.withdrawn_on, contact.withdrawn_by, contact.withdrawn_why) == (
        DAY,
        story.counsel,
        "Another letter",
    )
    assert part.settled_on == DAY
    assert list(Contact.objects.standing()) == []


def test_a_contact_is_withdrawn_once_and_with_a_reason(story, letter):
    contact = call(story, letter)

    with pytest.raises(Cannot, match="Say why"):
        withdraw_contact(contact, why=" ", by=story.clerk, now=NOW)
    withdraw_contact(contact, why="Twice", by=story.clerk, now=NOW)
    with pytest.raises(Cannot, match="withdrawn already"):
        withdraw_contact(contact, why="Twice", by=story.clerk, now=NOW)


def test_who_logged_it_withdraws_it_until_a_decision_rests_on_it(story, letter):
    alone = call(story, letter)
    settling = call(story, letter, settles={story.parts(letter)[1]: "withdrawn"})
    of_counsel = call(story, letter, by=story.counsel)

    assert [may_withdraw_contact(one, story.clerk) for one in (alone, settling, of_counsel)] == [
        True,
        False,
        False,
    ]
    assert all(may_withdraw_contact(one, story.counsel) for one in (alone, settling, of_counsel))
