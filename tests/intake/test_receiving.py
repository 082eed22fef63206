"""Taking files in: each by itself, nothing lost for what is wrong with another, nothing twice unasked."""

import pytest
from django.core.exceptions import PermissionDenied
from django_tasks_db.models import DBTaskResult

from correspondence.documents.models import Document
from correspondence.intake.actions import CannotReceive, order_files, receive_files, set_aside, take_for
from correspondence.intake.models import IntakeBatch, IntakeItem
from correspondence.letters.models import LetterDocument
from tests.arrivals import came_in, give_page, read, upload
from tests.story import Story, at

pytestmark = pytest.mark.django_db
NOW = at(2023, 12, 5)


@pytest.fixture
def story(db):
    return Story()


def take(story, *uploads, **given):
    return receive_files(story.office, uploads, how="uploaded", by=story.clerk, now=NOW, **given)


def test_each_file_is_an_item_of_one_batch_and_is_queued_to_be_read(story):
    received = take(story, upload("a.txt", "One"), upload("b.txt", "Two"))

    assert [item.name for item in received.items] == ["a.txt", "b.txt"]
    assert {item.batch for item in received.items} == {IntakeBatch.objects.get()}
    assert DBTaskResult.objects.count() == 2
    assert IntakeItem.objects.being_read().count() == 2


def test_what_is_wrong_with_one_file_harms_no_other(story):
    too_large = upload("large.pdf", b"x" * (50 * 1024 * 1024 + 1))

    received = take(
        story, upload("a.txt", "One"), too_large, upload("empty.pdf", b""), upload("b.txt", "Two")
    )

    assert [one.name for one in received.refused] == ["large.pdf"]
    assert "larger than 50 MB" in received.refused[0].message
    assert {item.name for item in IntakeItem.objects.being_read()} == {"a.txt", "b.txt"}
    assert [(item.name, item.reading.failure_code) for item in IntakeItem.objects.failed()] == [
        ("empty.pdf", "empty")
    ]


def test_a_file_that_waits_here_already_is_not_taken_again_and_the_way_to_it_is_told(story):
    [first] = came_in(story.office, by=story.clerk, now=NOW)

    received = take(story, upload("under another name.txt"))

    [(name, document, [place])] = received.known
    assert (name, document, place.what, place.row) == (
        "under another name.txt",
        first.files.get().document,
        "item",
        first,
    )
    assert IntakeItem.objects.count() == 1


def test_a_file_that_is_on_the_record_already_leads_to_its_letter(story):
    [item] = came_in(story.office, by=story.clerk, now=NOW)
    letter = story.sent()
    LetterDocument.objects.create(letter=letter, document=item.files.get().document)
    set_aside(item, why="Entered by hand", by=story.clerk, now=NOW)

    received = take(story, upload())

    assert [(place.what, place.row) for place in received.known[0][2]] == [("letter", letter)]
    assert received.batch is None


def test_the_same_file_is_taken_again_where_somebody_says_so(story):
    came_in(story.office, by=story.clerk, now=NOW)

    received = take(story, upload(), again=True)

    assert len(received.items) == 1
    assert Document.objects.count() == 1


def test_what_was_set_aside_may_come_again(story):
    [item] = came_in(story.office, by=story.clerk, now=NOW)
    set_aside(item, why="Not ours", by=story.clerk, now=NOW)

    received = take(story, upload())

    assert len(received.items) == 1


def test_the_same_file_twice_in_one_go_is_one(story):
    received = take(story, upload("a.txt"), upload("copy of a.txt"))

    assert [item.name for item in received.items] == ["a.txt"]
    assert received.known == []


def test_another_office_knows_nothing_of_it(story):
    came_in(story.office, by=story.clerk, now=NOW)
    other = Story(code="HSFA")

    received = take(other, upload())

    assert received.known == []
    assert len(received.items) == 1


def test_pictures_in_order_are_one_item_whose_order_somebody_may_change(story):
    [item] = take(story, upload("1.txt", "One"), upload("2.txt", "Two"), as_one=True).items
    first, second = item.files.order_by("place")

    order_files(item, [second.pk, first.pk], by=story.clerk, now=NOW)

    assert [file.document.name for file in item.files.order_by("place")] == ["2.txt", "1.txt"]


def test_an_order_that_leaves_out_a_file_is_refused(story):
    [item] = take(story, upload("1.txt", "One"), upload("2.txt", "Two"), as_one=True).items

    with pytest.raises(CannotReceive, match="no longer the pages"):
        order_files(item, [item.files.first().pk], by=story.clerk, now=NOW)


def test_what_is_taken_for_something_else_is_proposed_anew_and_its_pages_are_not_read_again(story):
    [item] = came_in(story.office, by=story.clerk, now=NOW)
    page = give_page(item, now=NOW)

    take_for(item, "response", by=story.clerk, now=at(2023, 12, 6))
    read(item, now=at(2023, 12, 6))

    page.refresh_from_db()
    assert page.read_at == NOW
    assert IntakeItem.objects.get(pk=item.pk).get_taken_for_display() == "A reply"


def test_a_folder_brings_files_without_anybody_but_a_viewer_may_not(story):
    by_folder = receive_files(story.office, [upload()], how="folder", by=None, now=NOW)

    assert by_folder.items[0].batch.received_by is None
    with pytest.raises(PermissionDenied):
        receive_files(story.office, [upload()], how="uploaded", by=story.viewer, now=NOW)
