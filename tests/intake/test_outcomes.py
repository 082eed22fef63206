"""What became of an item: files are attached, what was proposed stays, and nothing becomes two things."""

import pytest

from correspondence.intake import actions
from correspondence.intake.models import IntakeItem
from correspondence.intake.queries import possible_originals
from correspondence.letters.actions import delete_draft
from correspondence.letters.models import Letter, LetterDocument
from correspondence.responses.actions import log_response
from tests.arrivals import came_in, read, upload
from tests.story import Story, at

pytestmark = pytest.mark.django_db
NOW = at(2023, 12, 5)


@pytest.fixture
def story(db):
    return Story()


@pytest.fixture
def item(story):
    [item] = came_in(story.office, by=story.clerk, now=NOW)
    return item


def test_a_letter_takes_the_file_and_what_was_proposed_stays(story, item):
    read(item, now=NOW)
    letter = story.draft()

    actions.record_letter(item, letter, by=story.clerk, now=NOW)

    assert letter.attachments.get().document == item.files.get().document
    assert letter.intake_items.get().proposals.get().values["dated_on"]["value"] == "2023-11-29"
    assert not IntakeItem.objects.at_hand().exists()


def test_an_item_becomes_one_thing(story, item):
    actions.record_letter(item, story.draft(), by=story.clerk, now=NOW)

    with pytest.raises(actions.CannotFinish, match="entered it already"):
        actions.attach_copy(item, story.sent(), by=story.clerk, now=NOW)
    with pytest.raises(actions.CannotFinish, match="entered it already"):
        actions.set_aside(item, why="x", by=story.clerk, now=NOW)


def test_a_copy_is_attached_to_the_letter_that_is_there_and_its_file_once(story, item):
    letter = story.sent()
    LetterDocument.objects.create(letter=letter, document=item.files.get().document)

    actions.attach_copy(item, letter, by=story.clerk, now=NOW)

    assert letter.attachments.count() == 1
    assert IntakeItem.objects.get(pk=item.pk).is_copy


def test_a_reply_becomes_a_response(story, item):
    response = log_response(
        story.sent(),
        agency=story.state,
        kind="ack",
        channel="mail",
        received_on=NOW.date(),
        by=story.clerk,
        now=NOW,
    )

    actions.record_response(item, response, by=story.clerk, now=NOW)

    assert response.attachments.get().document == item.files.get().document
    assert IntakeItem.objects.done().get() == item


def test_an_item_of_another_office_becomes_nothing_here(story, item):
    other = Story(code="HSFA")

    with pytest.raises(actions.CannotFinish, match="another office"):
        actions.record_letter(item, other.draft(), by=story.clerk, now=NOW)


def test_an_item_waits_again_where_the_draft_it_became_is_deleted(story, item):
    letter = story.draft()
    actions.record_letter(item, letter, by=story.clerk, now=NOW)

    delete_draft(letter, by=story.manager, now=NOW)

    assert not Letter.objects.exists()
    assert IntakeItem.objects.at_hand().get() == item


def test_what_is_set_aside_says_why_and_can_be_brought_back(story, item):
    with pytest.raises(actions.CannotFinish, match="in a few words"):
        actions.set_aside(item, why="  ", by=story.clerk, now=NOW)
    actions.set_aside(item, why="Sent to us by mistake", by=story.clerk, now=NOW)
    assert IntakeItem.objects.set_aside().get().set_aside_why == "Sent to us by mistake"

    actions.bring_back(item, by=story.clerk, now=NOW)

    assert IntakeItem.objects.being_read().get() == item


def test_letters_that_it_may_be_are_told_with_why_the_same_file_first(story):
    [item] = came_in(story.office, by=story.clerk, now=NOW)
    like, same = story.sent(), story.sent(dated=NOW.date().replace(day=1), now=NOW, subject="Other", body="x")
    LetterDocument.objects.create(letter=same, document=item.files.get().document)

    found = possible_originals(item, dated_on=like.dated_on, agencies=[story.state.pk], kind="oversight")

    assert [(one.letter, one.same_file) for one in found] == [(same, True), (like, False)]
    assert found[1].why == "it went to the same agency and bears the same date"


def test_like_text_is_told_whatever_the_date(story):
    [item] = came_in(story.office, upload("b.txt", "x"), by=story.clerk, now=NOW)
    body = "I write to ask for the staffing of each embassy and consulate in the region since September."
    letter = story.sent(body=body)

    found = possible_originals(item, dated_on=NOW.date(), subject=letter.subject, body=body)

    assert [(one.letter, one.why) for one in found] == [(letter, "its text is much like this one's")]
