"""Marking a letter as sent, and taking that back."""

from datetime import date

import pytest

from correspondence.followups.actions import log_contact, take_back_sending
from correspondence.followups.models import Reminder
from correspondence.followups.reminders import raise_reminders, start_rules
from correspondence.letters import actions as letters
from correspondence.letters.models import Decision, Letter, Part, Recipient
from correspondence.letters.queries import text_of
from correspondence.letters.rules import text_hash, undo
from correspondence.responses import actions as responses
from tests.factories import AgencyFactory
from tests.story import ASKED, Story, at

pytestmark = pytest.mark.django_db
NOW, NEXT_DAY, SEED = at(2023, 11, 29), at(2023, 11, 30), date(2023, 11, 29)
DueGround = Decision.DueGround


@pytest.fixture
def story(db):
    return Story()


def send(story, letter, on=SEED, now=NOW, **given):
    return letters.mark_sent(letter, on=on, by=story.clerk, now=now, **given)


def _without_signatory(story):
    draft = story.draft()
    draft.signatories.all().delete()
    return draft


def _to(story, **values):
    draft = story.draft()
    Recipient.objects.filter(letter=draft).update(**values)
    return draft


def _narrowed(story):
    return story.draft(requests=[{"place": 1, "text": "a", "put_to": [AgencyFactory()]}])


def _repeating_a_later_one(story):
    later = story.sent(dated=date(2023, 12, 4), now=at(2023, 12, 4))
    return story.draft(requests=[{"place": 1, "text": "a", "repeats": [later.requests.first()]}])


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        (_without_signatory, "at least one signatory"),
        (lambda story: _to(story, role="cc"), "at least one recipient on a To line"),
        (lambda story: _to(story, agency=None), "Choose the agency of The Secretary of Department of State"),
        (_narrowed, "on no To line"),
        (_repeating_a_later_one, "repeats one of SFRC-2023-0001, which is dated later"),
        (lambda story: story.draft(kind="casework"), "day on the constituent's privacy release"),
        (
            lambda story: story.draft(kind="casework", release_signed_on=date(2023, 11, 30)),
            "signed after that day",
        ),
        (lambda story: story.draft(dated=date(2023, 11, 30)), "cannot have been sent before the date on it"),
        (lambda story: story.sent(), "marked as sent on 29 November 2023 already"),
    ],
)
def test_a_letter_cannot_be_sent(story, prepare, words):
    letter = prepare(story)
    parts = Part.objects.count()

    with pytest.raises(letters.CannotSend, match=words):
        send(story, letter)

    assert Part.objects.count() == parts


def test_every_reason_is_told_at_once(story):
    draft = _without_signatory(story)
    draft.recipients.all().delete()

    with pytest.raises(letters.CannotSend) as refusal:
        send(story, draft, on=date(2023, 11, 28))

    assert [field for field, _ in refusal.value.faults] == ["on", None, None]


def test_a_day_to_come_is_refused_by_the_eastern_clock(story):
    draft = story.draft(dated=date(2023, 11, 29))

    with pytest.raises(letters.CannotSend, match="still to come"):
        send(story, draft, on=date(2023, 11, 30), now=at(2023, 11, 29, 23))

    assert send(story, draft, on=date(2023, 11, 30), now=at(2023, 11, 30, 0)).sent_on == date(2023, 11, 30)


def test_sending_freezes_and_remembers_who_and_when(story):
    letter = send(story, story.draft(), on=date(2023, 12, 4), now=at(2023, 12, 5), delivery="hand")

    letter.refresh_from_db()
    assert (letter.sent_on, letter.sent_by, letter.sent_recorded_at) == (
        date(2023, 12, 4),
        story.clerk,
        at(2023, 12, 5),
    )
    assert (letter.delivery, letter.version) == ("hand", 2)
    assert letter.sent_hash == text_hash(text_of(letter))
    assert letter.next_due_on == date(2023, 12, 18)


def test_links_are_no_part_of_the_text_that_is_frozen(story):
    letter = story.sent()

    letters.link_sent(letter, assigned_to=None, topics=[], follows=[], by=story.clerk, now=NOW)

    assert text_hash(text_of(letter)) == letter.sent_hash


@pytest.mark.parametrize(
    ("terms", "due", "ground"),
    [
        ({}, date(2023, 12, 18), DueGround.ASSUMED),
        ({"due_anchor": "stated", "due_named_on": date(2023, 12, 25)}, date(2023, 12, 25), DueGround.PHRASE),
        ({"due_anchor": "letter", "due_count": 14, "due_unit": "days"}, date(2023, 12, 13), DueGround.PHRASE),
        ({"due_anchor": "sent", "due_count": 2, "due_unit": "weeks"}, date(2023, 12, 18), DueGround.PHRASE),
        (
            {"due_anchor": "receipt", "due_count": 10, "due_unit": "business"},
            date(2023, 12, 18),
            DueGround.PROVISIONAL,
        ),
    ],
)
def test_due_dates_follow_from_the_letters_words_and_the_day_it_was_sent(story, terms, due, ground):
    letter = send(story, story.draft(**terms), on=date(2023, 12, 4), now=at(2024, 1, 2))

    [first] = story.parts(letter)[1].decisions.all()
    assert story.parts(letter)[1].due_on == due
    assert (first.what, first.ground, first.on, first.new_due_on) == (
        "due_set",
        ground,
        date(2023, 12, 4),
        due,
    )


def test_an_offices_own_days_are_counted_where_the_letter_names_none(story):
    story.office.response_days = 30
    story.office.save()

    letter = story.sent()

    assert letter.next_due_on == date(2023, 12, 29)


def test_a_request_with_a_day_of_its_own_is_due_then(story):
    letter = story.sent(
        requests=[{"place": 1, "text": "a"}, {"place": 2, "text": "b", "due_named_on": date(2023, 12, 1)}]
    )

    assert [part.due_on.day for part in story.parts(letter).values()] == [13, 1]
    assert letter.next_due_on == date(2023, 12, 1)


def test_each_agency_owes_what_it_was_asked(story):
    treasury, twice = AgencyFactory(), story.state
    letter = story.sent(
        to=[story.state, treasury, twice],
        requests=[{"place": 1, "text": "a"}, {"place": 2, "text": "b", "put_to": [treasury]}],
    )

    owed = Part.objects.filter(request__letter=letter).values_list("request__place", "agency")
    assert sorted(owed) == sorted([(1, story.state.pk), (1, treasury.pk), (2, treasury.pk)])


def test_who_is_copied_owes_nothing(story):
    draft = story.draft()
    copied = AgencyFactory()
    Recipient.objects.create(letter=draft, place=2, role="cc", name="An ambassador", agency=copied)

    send(story, draft)

    assert not Part.objects.filter(agency=copied).exists()


def test_a_letter_that_asks_nothing_is_sent_and_owed_nothing(story):
    draft = story.draft()
    draft.requests.all().delete()

    letter = send(story, draft)

    assert letter.next_due_on is None
    assert not Letter.objects.open().exists()


# Taking back


def take_back(story, letter, now=NEXT_DAY, why="Not sent after all"):
    return take_back_sending(letter, why=why, by=story.counsel, now=now)


def _log(story, letter):
    responses.log_response(
        letter, agency=story.state, kind="ack", channel="email", received_on=SEED, by=story.clerk, now=NOW
    )


def _withdrawn_response(story, letter):
    _log(story, letter)
    responses.withdraw_response(letter.responses.get(), why="Wrong", by=story.counsel, now=NOW)


def _contact(story, letter):
    log_contact(letter, kind="call", on=SEED, summary="Called.", by=story.clerk, now=NOW)


def _extend(story, letter):
    letters.extend([story.parts(letter)[1]], to=date(2024, 1, 5), by=story.counsel, now=NOW)


def _ask_again(story, letter):
    story.sent(requests=[{"place": 1, "text": "a", "repeats": [letter.requests.first()]}])


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        (_log, "A response is logged on it"),
        (_withdrawn_response, "A response is logged on it"),
        (_contact, "A contact is logged on it"),
        (_extend, "Something has been decided"),
        (_ask_again, "later letter asks it again"),
    ],
)
def test_a_sending_that_something_stands_on_is_not_taken_back(story, prepare, words):
    letter = story.sent()
    prepare(story, letter)

    with pytest.raises(letters.CannotSend, match=words):
        take_back(story, letter)

    letter.refresh_from_db()
    assert letter.sent_on == SEED
    assert len(story.parts(letter)) == 5


def test_a_draft_has_no_sending_to_take_back(story):
    with pytest.raises(letters.CannotSend, match="not marked as sent"):
        take_back(story, story.draft())


def test_taking_back_needs_a_reason(story):
    with pytest.raises(letters.CannotSend, match="Say why"):
        take_back(story, story.sent(), why=" ")


def test_what_was_taken_back_is_a_draft_and_its_parts_are_gone(story):
    letter = story.sent()
    sent_hash = letter.sent_hash

    take_back(story, letter)

    letter.refresh_from_db()
    assert (letter.sent_on, letter.sent_by, letter.sent_hash, letter.next_due_on) == (None, None, "", None)
    assert not Part.objects.filter(request__letter=letter).exists()
    correction = letter.corrections.get()
    assert correction.old == {"sent_on": "2023-11-29", "delivery": "email", "sent_hash": sent_hash}
    assert (correction.why, correction.by) == ("Not sent after all", story.counsel)


def test_what_was_corrected_can_be_taken_back_and_sent_again(story):
    letter = story.sent()
    letters.correct_sent(
        letter, [letters.Change("letter", {"subject": "First"})], why="x", by=story.counsel, now=NOW
    )

    take_back(story, letter)
    letters.revise_draft(
        letter,
        facts={"subject": "Second", "dated_on": SEED},
        signatories=[{"place": 1, "name": "Benjamin L. Cardin"}],
        recipients=[{"place": 1, "name": "The Secretary", "agency": story.state}],
        requests=[{"place": 1, "text": ASKED[0]}],
        by=story.clerk,
        now=at(2023, 12, 1),
    )
    again = send(story, letter, on=date(2023, 12, 4), now=at(2023, 12, 4))
    letters.correct_sent(
        again,
        [letters.Change("letter", {"subject": "Third"})],
        why="x",
        by=story.counsel,
        now=at(2023, 12, 5),
    )

    corrections = again.corrections.values_list("path", "old")
    assert text_hash(undo(text_of(Letter.objects.get(pk=again.pk)), corrections)) == again.sent_hash
    assert len(story.parts(again)) == 1


def test_taking_back_the_later_asking_opens_the_earlier_one(story):
    seed = story.sent(asked=ASKED[:1])
    later = story.sent(
        dated=date(2023, 12, 20),
        now=at(2023, 12, 20),
        requests=[{"place": 1, "text": "a", "repeats": [seed.requests.get()]}],
    )
    seed.refresh_from_db()
    assert seed.next_due_on is None

    take_back(story, later, now=at(2023, 12, 20))

    seed.refresh_from_db()
    assert story.parts(seed)[1].is_open
    assert seed.next_due_on == date(2023, 12, 13)


def test_nobody_is_reminded_of_what_was_taken_back(story):
    start_rules(story.office, by=story.manager, now=NOW)
    letter = story.sent()
    raise_reminders(today=date(2023, 12, 20), now=at(2023, 12, 20))
    assert Reminder.objects.filter(letter=letter).exists()

    take_back(story, letter, now=at(2023, 12, 20))

    assert not Reminder.objects.exists()
