"""Putting right what was sent: each change kept, so that the sent text can be got back."""

from datetime import date

import pytest

from correspondence.audit.models import Entry
from correspondence.followups.actions import correct_letter, log_contact
from correspondence.letters import actions as letters
from correspondence.letters.models import Letter, Part
from correspondence.letters.queries import text_of
from correspondence.letters.rules import text_hash, undo
from correspondence.responses import actions as responses
from correspondence.responses.rules import Judgement
from tests.factories import AgencyFactory, PersonFactory
from tests.story import ASKED, Story, at

Change, SEED, NOW = letters.Change, date(2023, 11, 29), at(2023, 12, 5)


@pytest.fixture
def story(db):
    return Story()


@pytest.fixture
def letter(story):
    return story.sent()


def correct(story, letter, *changes, why="Typing error", now=NOW):
    return correct_letter(letter, list(changes), why=why, by=story.counsel, now=now)


def leads_back(letter):
    """Whether undoing the corrections gives the text that was sent."""
    letter = Letter.objects.get(pk=letter.pk)
    text = undo(text_of(letter), letter.corrections.values_list("path", "old"))
    return text_hash(text) == letter.sent_hash


def request_of(letter, place):
    return letter.requests.get(place=place)


def log(story, letter, *places, settles=False, received=date(2023, 12, 4)):
    parts = story.parts(letter, story.state)
    return responses.log_response(
        letter,
        agency=story.state,
        kind="partial",
        channel="email",
        received_on=received,
        judgements=[Judgement(parts[place], "full", settles=settles) for place in places],
        by=story.clerk,
        now=NOW,
    )


def test_a_signatory_is_corrected_added_and_dropped(story, letter):
    first = letter.signatories.get()

    corrections = correct(
        story,
        letter,
        Change("signatories", {"name": "Benjamin Louis Cardin"}, pk=first.pk),
        Change("signatories", {"name": "James E. Risch", "title": "Ranking Member"}),
        Change("signatories", None, pk=first.pk),
    )

    assert list(letter.signatories.values_list("name", flat=True)) == ["James E. Risch"]
    assert [(one.old is None, one.new is None) for one in corrections] == [
        (False, False),
        (True, False),
        (False, True),
    ]
    assert {one.why for one in corrections} == {"Typing error"}
    assert leads_back(letter)
    assert Entry.objects.get(act="corrected").reason == "Typing error"


def test_the_last_correction_keeps_the_hash_of_the_text_as_it_is_now(story, letter):
    corrections = correct(
        story,
        letter,
        Change("letter", {"subject": "Accountability", "salutation": "Dear Mr. Secretary:"}),
        Change("requests", {"text": "Another wording"}, pk=request_of(letter, 2).pk),
    )

    letter.refresh_from_db()
    assert [one.path for one in corrections] == [
        "letter.subject",
        "letter.salutation",
        f"requests.{request_of(letter, 2).pk}",
    ]
    assert corrections[-1].hash_after == text_hash(text_of(letter)) != letter.sent_hash
    assert leads_back(letter)


def test_one_change_of_the_letter_leaves_one_row_of_history(story, letter):
    before = letter.history.count()

    correct(story, letter, Change("letter", {"subject": "Accountability", "closing": "Respectfully,"}))

    assert letter.history.count() == before + 1
    last = letter.history.first()
    assert (last.history_user, last.history_change_reason) == (story.counsel, "Typing error")


def test_an_overlooked_request_is_owed_from_the_day_the_letter_was_sent(story, letter):
    correct(story, letter, Change("requests", {"text": "An overlooked sixth"}))

    part = story.parts(letter)[6]
    [first] = part.decisions.all()
    assert (part.agency, part.due_on) == (story.state, date(2023, 12, 13))
    assert (first.on, first.recorded_at) == (SEED, NOW)
    assert leads_back(letter)


def test_an_overlooked_request_may_be_put_to_one_of_the_agencies(story):
    treasury = AgencyFactory()
    letter = story.sent(to=[story.state, treasury])

    correct(story, letter, Change("requests", {"text": "To Treasury alone", "put_to": [treasury]}))

    assert list(Part.objects.filter(request__place=6).values_list("agency", flat=True)) == [treasury.pk]


def test_an_overlooked_recipient_owes_what_was_put_to_all(story):
    treasury = AgencyFactory()
    letter = story.sent(
        requests=[{"place": 1, "text": "a"}, {"place": 2, "text": "b", "put_to": [story.state]}]
    )

    correct(story, letter, Change("recipients", {"role": "to", "name": "The Secretary", "agency": treasury}))

    assert list(Part.objects.filter(agency=treasury).values_list("request__place", flat=True)) == [1]
    assert leads_back(letter)


def test_an_overlooked_recipient_owes_at_the_latest_asking(story):
    treasury = AgencyFactory()
    first = story.sent(asked=ASKED[:1], to=[story.state, treasury])
    later = story.sent(
        dated=date(2023, 12, 4),
        now=at(2023, 12, 4),
        requests=[{"place": 1, "text": "a", "repeats": [request_of(first, 1)]}],
    )

    correct(story, later, Change("recipients", {"role": "to", "name": "The Secretary", "agency": treasury}))

    assert story.parts(first, treasury)[1].carried_on_by == story.parts(later, treasury)[1]
    first.refresh_from_db()
    assert first.next_due_on is None


def test_dropping_a_request_takes_its_part_along(story, letter):
    correct(story, letter, Change("requests", None, pk=request_of(letter, 2).pk))

    assert sorted(story.parts(letter)) == [1, 3, 4, 5]
    assert leads_back(letter)


def test_dropping_the_later_asking_opens_the_earlier_one(story):
    first = story.sent(asked=ASKED[:1])
    later = story.sent(
        dated=date(2023, 12, 4),
        now=at(2023, 12, 4),
        requests=[
            {"place": 1, "text": "a", "repeats": [request_of(first, 1)]},
            {"place": 2, "text": "b"},
        ],
    )

    correct(story, later, Change("requests", None, pk=request_of(later, 1).pk))

    first.refresh_from_db()
    assert story.parts(first)[1].is_open
    assert first.next_due_on == date(2023, 12, 13)


def _answered(story, letter):
    log(story, letter, 2)


def _settled(story, letter):
    log(story, letter, 2, settles=True)


def _extended(story, letter):
    letters.refuse_extension([story.parts(letter)[2]], why="x", by=story.counsel, now=NOW)


def _repeated(story, letter):
    story.sent(
        dated=date(2023, 12, 4),
        now=at(2023, 12, 4),
        requests=[{"place": 1, "text": "a", "repeats": [request_of(letter, 2)]}],
    )


def _called(story, letter):
    log_contact(
        letter,
        kind="call",
        on=date(2023, 12, 4),
        summary="x",
        parts=[story.parts(letter)[2]],
        by=story.clerk,
        now=NOW,
    )


@pytest.mark.parametrize("prepare", [_answered, _settled, _extended, _repeated, _called])
def test_a_request_that_something_stands_on_is_not_dropped(story, letter, prepare):
    prepare(story, letter)

    with pytest.raises(letters.CannotCorrect, match="settle it as logged in error"):
        correct(story, letter, Change("requests", None, pk=request_of(letter, 2).pk))

    assert letter.requests.count() == 5
    assert not letter.corrections.exists()


def test_a_recipient_from_whom_a_part_was_moved_is_not_dropped(story):
    treasury = AgencyFactory()
    letter = story.sent(to=[story.state, treasury], asked=ASKED[:1])
    letters.move_part(
        story.parts(letter, treasury)[1], to_agency=AgencyFactory(), why="x", by=story.counsel, now=NOW
    )

    with pytest.raises(letters.CannotCorrect, match="Something has been decided"):
        correct(story, letter, Change("recipients", None, pk=letter.recipients.get(agency=treasury).pk))


def test_a_recipient_that_answered_is_not_dropped(story):
    letter = story.sent(to=[story.state, AgencyFactory()], asked=ASKED[:1])
    log(story, letter)

    with pytest.raises(letters.CannotCorrect, match="Department of State was asked"):
        correct(story, letter, Change("recipients", None, pk=letter.recipients.get(agency=story.state).pk))


def test_an_agency_from_which_a_part_was_moved_on_keeps_its_response(story):
    treasury, commerce = AgencyFactory(), AgencyFactory()
    letter = story.sent(asked=ASKED[:1])
    for agency in (treasury, commerce):
        [part] = story.parts(letter).values()
        letters.move_part(part, to_agency=agency, why="Referred", by=story.counsel, now=NOW)
        if agency == treasury:
            responses.log_response(
                letter, agency=treasury, kind="referral", channel="email", received_on=date(2023, 12, 5),
                by=story.clerk, now=NOW,
            )  # fmt: skip

    correct(story, letter, Change("letter", {"subject": "Accountability"}))

    letter.refresh_from_db()
    assert letter.subject == "Accountability"


def test_a_corrected_sent_day_moves_the_dates_that_follow_from_it(story, letter):
    parts = story.parts(letter)
    letters.extend([parts[1]], to=date(2024, 1, 5), by=story.counsel, now=NOW)
    letters.pause([parts[2]], why="x", by=story.counsel, now=NOW)

    correct(story, letter, Change("letter", {"sent_on": date(2023, 12, 1)}), now=at(2023, 12, 6))

    parts = story.parts(letter)
    assert [parts[n].due_on for n in (1, 2, 3)] == [date(2024, 1, 5), None, date(2023, 12, 15)]
    last = parts[3].decisions.last()
    assert (last.ground, last.old_due_on, last.on) == ("corrected", date(2023, 12, 13), date(2023, 12, 6))
    letter.refresh_from_db()
    assert (letter.sent_on, letter.next_due_on) == (date(2023, 12, 1), date(2023, 12, 15))
    assert leads_back(letter)


def test_a_date_is_worked_out_again_as_often_as_it_is_corrected(story, letter):
    correct(story, letter, Change("letter", {"sent_on": date(2023, 12, 1)}))
    correct(story, letter, Change("letter", {"sent_on": SEED}), now=at(2023, 12, 6))

    assert story.parts(letter)[1].due_on == date(2023, 12, 13)


def test_a_corrected_due_phrase_moves_the_dates(story, letter):
    correct(
        story,
        letter,
        Change(
            "letter",
            {"due_phrase": "by January 12", "due_anchor": "stated", "due_named_on": date(2024, 1, 12)},
        ),
        Change("requests", {"due_named_on": date(2024, 1, 5)}, pk=request_of(letter, 2).pk),
    )

    assert [part.due_on.day for part in story.parts(letter).values()] == [12, 5, 12, 12, 12]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ([], "Nothing is different"),
        ([Change("letter", {"subject": "Accountability for atrocities in Nagorno-Karabakh"})], "Nothing is"),
        ([Change("letter", {"subject": " "})], "what the letter is about"),
        ([Change("letter", {"dated_on": None})], "the date on the letter"),
        ([Change("letter", {"sent_on": None})], "the day it was sent"),
        ([Change("letter", {"due_anchor": "stated"})], "the day that the letter states"),
        ([Change("letter", {"sent_on": date(2023, 12, 6)})], "still to come"),
        ([Change("letter", {"sent_on": date(2023, 11, 28)})], "before the date on it"),
        ([Change("letter", {"dated_on": date(2023, 11, 30)})], "before the date on it"),
        ([Change("letter", {"kind": "casework"})], "privacy release"),
        ([Change("letter", {"reference": "SFRC-2023-0017"})], "not corrected so: reference"),
        ([Change("letter", {"assigned_to": None})], "not corrected so: assigned_to"),
        ([Change("signatories", {"name": " "})], "name of each signatory"),
        ([Change("recipients", {"role": "cc", "address": "x"})], "for each recipient"),
        ([Change("requests", {"text": ""})], "words of each request"),
        ([Change("requests", {"text": "a", "letter": 1})], "not corrected so: letter"),
        ([Change("recipients", {"role": "to", "name": "A company"})], "Choose the agency of A company"),
    ],
)
def test_what_would_leave_the_letter_unsound_is_refused(story, letter, changes, words):
    with pytest.raises(letters.CannotCorrect, match=words):
        correct(story, letter, *changes)

    assert not letter.corrections.exists()


def test_the_only_signatory_and_the_only_recipient_are_not_dropped(story, letter):
    for where, words in (("signatories", "at least one signatory"), ("recipients", "at least one recipient")):
        row = getattr(letter, where).get()
        with pytest.raises(letters.CannotCorrect, match=words):
            correct(story, letter, Change(where, None, pk=row.pk))


@pytest.mark.parametrize(
    ("where", "values"),
    [
        ("recipients", {"role": "cc"}),
        ("recipients", {"agency": None}),
        ("requests", {"place": 4}),
        ("requests", {"put_to": []}),
    ],
)
def test_who_is_asked_and_the_order_are_not_changed_in_place(story, letter, where, values):
    row = getattr(letter, where).first()

    with pytest.raises(letters.CannotCorrect, match="drop the row and add the right one"):
        correct(story, letter, Change(where, values, pk=row.pk))


def test_a_row_of_another_letter_is_not_corrected_here(story, letter):
    other = request_of(story.sent(), 1)

    with pytest.raises(letters.CannotCorrect, match="not in this letter"):
        correct(story, letter, Change("requests", {"text": "x"}, pk=other.pk))


def test_links_alone_are_no_correction(story, letter):
    signatory = letter.signatories.get()

    with pytest.raises(letters.CannotCorrect, match="Nothing is different"):
        correct(story, letter, Change("signatories", {"person": PersonFactory()}, pk=signatory.pk))


def test_a_draft_and_a_correction_without_a_reason_are_refused(story, letter):
    change = Change("letter", {"subject": "Accountability"})

    with pytest.raises(letters.CannotCorrect, match="It is a draft"):
        correct(story, story.draft(), change)
    with pytest.raises(letters.CannotCorrect, match="Say why"):
        correct(story, letter, change, why=" ")


def test_the_sent_day_is_not_moved_past_what_was_decided(story, letter):
    letters.settle([story.parts(letter)[1]], ground="answered", on=SEED, by=story.counsel, now=NOW)

    with pytest.raises(letters.CannotCorrect, match="decided about it on 29 November 2023"):
        correct(story, letter, Change("letter", {"sent_on": date(2023, 12, 1)}))


def test_a_release_is_not_signed_after_the_corrected_sent_day(story):
    letter = story.sent(
        kind="casework", release_signed_on=date(2023, 12, 1), on=date(2023, 12, 1), now=at(2023, 12, 1)
    )

    with pytest.raises(letters.CannotCorrect, match="signed after that day"):
        correct(story, letter, Change("letter", {"sent_on": date(2023, 11, 30)}))


@pytest.mark.parametrize(
    "prepare",
    [
        lambda story, letter: log(story, letter, received=date(2023, 11, 30)),
        lambda story, letter: log_contact(
            letter, kind="call", on=date(2023, 11, 30), summary="x", by=story.clerk, now=NOW
        ),
    ],
)
def test_the_letters_date_is_not_moved_past_what_is_logged_on_it(story, prepare):
    letter = story.sent(on=date(2023, 12, 2), now=at(2023, 12, 2))
    prepare(story, letter)

    with pytest.raises(letters.CannotCorrect, match="before the letter's date"):
        correct(story, letter, Change("letter", {"dated_on": date(2023, 12, 1)}))


def test_a_letter_is_not_dated_after_the_one_that_asks_again(story):
    first = story.sent(on=date(2023, 12, 4), now=at(2023, 12, 4))
    later = story.sent(
        dated=date(2023, 12, 1),
        now=at(2023, 12, 4),
        requests=[{"place": 1, "text": "a", "repeats": [request_of(first, 1)]}],
    )

    with pytest.raises(letters.CannotCorrect, match="dated after the letter that asks it again"):
        correct(story, first, Change("letter", {"dated_on": date(2023, 12, 2)}))
    with pytest.raises(letters.CannotCorrect, match="dated after the letter that asks it again"):
        correct(story, later, Change("letter", {"dated_on": date(2023, 11, 28)}))


def test_sub_items_of_a_dropped_request_stand_by_themselves(story):
    letter = story.sent(requests=[{"place": 1, "text": "a"}, {"place": 2, "text": "b", "parent_place": 1}])

    correct(story, letter, Change("requests", None, pk=request_of(letter, 1).pk))

    child = request_of(letter, 2)
    assert child.parent is None
    assert (child.history.first().history_user, child.history.first().parent_id) == (story.counsel, None)
