"""A letter that is there already, and a draft that two people change: told, shown, and left to the person."""

from datetime import date

import pytest

from correspondence.letters import actions
from correspondence.letters.duplicates import possible_duplicates
from correspondence.letters.models import Letter
from tests.admin_forms import fill
from tests.factories import AgencyFactory
from tests.story import ASKED, Story, at
from tests.web.letters.test_entry import NEW, edit, pressed, typed

pytestmark = pytest.mark.django_db
BODY = (
    "While terrible tragedies elsewhere have diverted the world's attention, I write to ensure that we "
    "remain focused on holding the Aliyev regime accountable for its brazen campaign in Nagorno-Karabakh."
)


@pytest.fixture
def story():
    return Story()


@pytest.fixture
def desk(client, story):
    client.force_login(story.clerk)
    return client


# A possible duplicate


@pytest.mark.parametrize(
    ("there", "changes", "why"),
    [
        ({}, {"dated_on": "2023-11-29"}, "the same agency and bears the same date"),
        (
            {"subject": "Nagorno-Karabakh, again", "body": BODY},
            {"dated_on": "2023-12-20", "subject": "About Nagorno-Karabakh", "body": f"{BODY} Truly."},
            "much like this one",
        ),
        ({}, {"dated_on": "2023-12-20", "requests-0-text": ASKED[1]}, "asks the same in the same words"),
    ],
)
def test_a_letter_that_may_be_there_already_is_shown_and_the_choice_is_left(desk, story, there, changes, why):
    letter = story.sent(**there)
    data = typed(desk, **changes)

    page = desk.post(NEW, data)

    assert page.status_code == 422
    assert why in page.text
    assert f'href="/letters/{letter.pk}/"' in page.text
    assert Letter.objects.count() == 1
    page = desk.post(NEW, pressed(fill(page), "anyway", "save-next"))
    assert page.url == NEW
    assert Letter.objects.count() == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"dated_on": "2023-11-30"},
        {"recipients-0-agency_words": "Department of the Treasury"},
        {"dated_on": "2023-11-29", "kind": "casework"},
    ],
)
def test_another_letter_is_saved_at_once(desk, story, changes):
    story.sent()
    AgencyFactory(name="Department of the Treasury")

    page = desk.post(NEW, typed(desk, **changes))

    assert page.status_code == 302
    assert Letter.objects.count() == 2


def test_a_letter_that_follows_another_may_repeat_it(desk, story):
    earlier = story.sent()
    data = typed(desk, dated_on="2023-12-20", follows_words=earlier.reference)
    data["requests-0-text"] = ASKED[1]

    page = desk.post(NEW, data)

    assert page.status_code == 302


def test_another_offices_letters_are_no_duplicates(desk):
    Story("HSGO").sent(body=BODY)

    page = desk.post(NEW, typed(desk, body=BODY))

    assert page.status_code == 302


def test_looking_for_duplicates_takes_two_statements_however_many_letters_there_are(
    story, django_assert_num_queries
):
    for n in range(50):
        story.draft(dated=date(2023, 11, 1 + n % 28), subject=f"Letter {n}")

    with django_assert_num_queries(2):
        found = possible_duplicates(
            story.office,
            dated_on=date(2023, 12, 20),
            agencies=[story.state.pk],
            kind="oversight",
            subject="Another",
            body="",
            requests=list(ASKED),
        )

    assert {one.why for one in found} == {"it asks the same in the same words"}


# Two people, one draft


def revise(letter, by, **facts):
    """A colleague saves the draft meanwhile, with all its rows as they are."""
    kept = {
        name: getattr(letter, name) for name in ("subject", "dated_on", "body", "salutation", "due_phrase")
    }
    actions.revise_draft(
        letter,
        facts=kept | facts,
        signatories=[{"id": row.pk, "place": row.place} for row in letter.signatories.all()],
        recipients=[{"id": row.pk, "place": row.place} for row in letter.recipients.all()],
        requests=[{"id": row.pk, "place": row.place} for row in letter.requests.all()],
        by=by,
        now=at(2023, 11, 30),
    )


def test_the_second_is_told_and_shown_both_versions_and_loses_nothing(desk, story):
    letter = story.draft()
    data = fill(desk.get(edit(letter)), subject="What I typed", salutation="Dear Mr. Secretary,")
    revise(letter, story.counsel, subject="What counsel typed")

    page = desk.post(edit(letter), data)

    assert page.status_code == 409
    assert str(story.counsel) in page.text
    assert "What counsel typed" in page.text
    assert fill(page)["subject"] == "What I typed"
    letter.refresh_from_db()
    assert letter.subject == "What counsel typed"


def test_each_field_is_chosen_and_what_was_not_touched_is_taken_from_the_record(desk, story):
    letter = story.draft()
    data = fill(desk.get(edit(letter)), subject="What I typed", salutation="Dear Mr. Secretary,")
    revise(letter, story.counsel, subject="What counsel typed", body="Counsel's words.")
    shown = fill(desk.post(edit(letter), data))

    assert shown["choose-letter-body"] == "theirs"
    page = desk.post(edit(letter), pressed(shown | {"choose-letter-subject": "theirs"}, "resolve"))

    assert page.status_code == 302
    letter.refresh_from_db()
    assert (letter.subject, letter.body) == ("What counsel typed", "Counsel's words.")
    assert letter.salutation == "Dear Mr. Secretary,"


def test_mine_can_be_saved_over_it_whole(desk, story):
    letter = story.draft()
    data = fill(desk.get(edit(letter)), subject="What I typed")
    revise(letter, story.counsel, subject="What counsel typed", body="Counsel's words.")
    shown = fill(desk.post(edit(letter), data))

    desk.post(edit(letter), pressed(shown, "resolve", "mine"))

    letter.refresh_from_db()
    assert (letter.subject, letter.body) == ("What I typed", "I write to ensure that we remain focused.")


def test_rows_that_both_changed_are_chosen_one_by_one(desk, story):
    letter = story.draft(asked=("One?", "Two?", "Three?"))
    first, second, third = letter.requests.all()
    data = fill(desk.get(edit(letter)))
    data["requests-0-text"], data["requests-1-text"] = "Mine one?", "Mine two?"
    actions.revise_draft(
        letter,
        facts={"subject": letter.subject, "dated_on": letter.dated_on},
        signatories=[{"id": row.pk, "place": row.place} for row in letter.signatories.all()],
        recipients=[{"id": row.pk, "place": row.place} for row in letter.recipients.all()],
        requests=[
            {"id": first.pk, "place": 1, "text": "Theirs one?"},
            {"id": second.pk, "place": 2, "text": "Theirs two?"},
            {"place": 3, "text": "Added?"},
        ],
        by=story.counsel,
        now=at(2023, 11, 30),
    )
    added = letter.requests.get(text="Added?")

    shown = fill(desk.post(edit(letter), data))

    assert shown[f"choose-requests-{added.pk}"] == "theirs"
    assert shown[f"choose-requests-{third.pk}"] == "theirs"
    page = desk.post(edit(letter), pressed(shown | {f"choose-requests-{first.pk}": "theirs"}, "resolve"))
    assert page.status_code == 302
    assert [one.text for one in letter.requests.all()] == ["Theirs one?", "Mine two?", "Added?"]


def test_a_row_they_took_out_can_be_put_in_again(desk, story):
    letter = story.draft(asked=("One?", "Two?"))
    second = letter.requests.get(place=2)
    data = fill(desk.get(edit(letter)))
    data["requests-1-text"] = "Two, and more?"
    actions.revise_draft(
        letter,
        facts={"subject": letter.subject, "dated_on": letter.dated_on},
        signatories=[{"id": row.pk, "place": row.place} for row in letter.signatories.all()],
        recipients=[{"id": row.pk, "place": row.place} for row in letter.recipients.all()],
        requests=[{"id": letter.requests.get(place=1).pk, "place": 1}],
        by=story.counsel,
        now=at(2023, 11, 30),
    )
    shown = fill(desk.post(edit(letter), data))

    desk.post(edit(letter), pressed(shown | {f"choose-requests-{second.pk}": "mine"}, "resolve"))

    assert [one.text for one in letter.requests.all()] == ["One?", "Two, and more?"]


def test_what_was_chosen_for_an_older_version_is_asked_again(desk, story):
    letter = story.draft()
    data = fill(desk.get(edit(letter)), subject="Mine")
    revise(letter, story.counsel, subject="Second")
    shown = fill(desk.post(edit(letter), data))
    letter.refresh_from_db()
    revise(letter, story.manager, subject="Third")

    page = desk.post(edit(letter), pressed(shown, "resolve"))

    assert page.status_code == 409
    assert "Third" in page.text


def test_the_same_change_by_two_people_is_no_conflict(desk, story):
    letter = story.draft()
    data = fill(desk.get(edit(letter)), subject="The same")
    revise(letter, story.counsel, subject="The same")

    page = desk.post(edit(letter), data)

    assert page.status_code == 302


def test_a_letter_that_was_sent_meanwhile_is_not_changed_and_nothing_is_lost(desk, story):
    letter = story.draft()
    data = fill(desk.get(edit(letter)), subject="Too late")
    actions.mark_sent(letter, on=letter.dated_on, by=story.counsel, now=at(2023, 11, 30))

    page = desk.post(edit(letter), data, follow=True)

    letter.refresh_from_db()
    assert letter.subject != "Too late"
    assert "frozen" in page.text
