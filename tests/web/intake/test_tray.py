"""The tray and what is brought into it, as a person meets them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from correspondence.intake.actions import record_letter, set_aside
from correspondence.intake.models import IntakeItem
from tests.arrivals import LETTER, came_in, give_page, pdf, read, upload
from tests.story import Story, at

pytestmark = pytest.mark.django_db
NOW = at(2023, 12, 5)


@pytest.fixture
def story(db):
    return Story()


@pytest.fixture
def desk(client, story):
    client.force_login(story.clerk)
    return client


def send(desk, *files, **given):
    return desk.post("/intake/", {"files": list(files), "text": "", "taken_for": ""} | given)


def file(name="letter.txt", content=LETTER):
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def items(story, count):
    return came_in(
        story.office, *(upload(f"{n}.txt", f"Letter {n}") for n in range(count)), by=story.clerk, now=NOW
    )


def test_one_file_is_taken_in_read_and_shown(desk):
    page = send(desk, file())

    item = IntakeItem.objects.to_confirm().get()
    assert page.url == f"/intake/{item.pk}/"
    page = desk.get(page.url)
    assert "Taken in: letter.txt." in page.text
    assert f'href="/intake/{item.pk}/confirm/"' in page.text


def test_several_files_stand_in_the_tray_by_the_batch_they_came_in(desk):
    page = send(desk, file("a.txt", "Dear A, please answer."), file("b.txt", "Dear B, please answer."))

    assert page.url == "/intake/"
    page = desk.get("/intake/")
    assert page.text.index(">a.txt<") < page.text.index(">b.txt<")
    assert page.text.count('class="batch"') == 1


def test_pasted_words_are_an_item(desk):
    send(desk, text=LETTER)

    item = IntakeItem.objects.get()
    assert (item.name, item.batch.how) == ("pasted.txt", "pasted")
    assert item.files.get().document.file.read().decode() == LETTER


def test_nothing_at_all_is_told_beside_the_field(desk):
    page = send(desk)

    assert page.status_code == 422
    assert "Choose a file, or paste the text below." in page.text


def test_good_files_are_kept_and_what_was_typed_stays_where_one_is_bad(desk):
    large = file("large.pdf", b"x" * (50 * 1024 * 1024 + 1))

    page = send(desk, file(), large, text="Dear Secretary, pasted", taken_for="letter")

    assert page.status_code == 422
    assert "large.pdf is larger than 50 MB" in page.text
    assert "Dear Secretary, pasted" in page.text
    assert {item.name for item in IntakeItem.objects.all()} == {"letter.txt", "pasted.txt"}
    assert "Taken in: 2 files." in page.text


def test_the_same_file_is_told_at_once_with_what_it_became(desk, story):
    [item] = came_in(story.office, by=story.clerk, now=NOW)
    letter = story.draft()
    record_letter(item, letter, by=story.clerk, now=NOW)

    page = send(desk, file())

    assert page.status_code == 422
    assert f'<a href="/letters/{letter.pk}/">the letter {letter.reference}</a>' in page.text
    assert IntakeItem.objects.count() == 1


def test_the_same_file_is_taken_all_the_same_without_choosing_it_again(desk, story):
    [item] = came_in(story.office, by=story.clerk, now=NOW)

    desk.post("/intake/", {"again": item.files.get().document_id})

    assert IntakeItem.objects.count() == 2


def test_a_file_of_another_office_is_not_taken(desk):
    [theirs] = came_in(Story(code="HSFA").office, now=NOW, how="folder")

    page = desk.post("/intake/", {"again": theirs.files.get().document_id})

    assert page.status_code == 404


def test_hostile_files_stand_in_the_tray_with_their_message_and_can_be_had(desk):
    send(desk, file("cut.pdf", pdf("Dear Secretary")[:200]), file("<b>.exe", b"MZ" + bytes(300)))

    page = desk.get("/intake/?show=failed")

    assert page.text.count("Could not be read</span>") == 2
    assert "&lt;b&gt;.exe" in page.text
    item = IntakeItem.objects.failed().get(name="<b>.exe")
    answer = desk.get(f"/intake/files/{item.files.get().pk}/")
    assert b"".join(answer) == b"MZ" + bytes(300)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_progress_is_shown_page_by_page_and_asked_for_again(desk, story):
    [item] = came_in(story.office, upload("three.pdf", pdf("A", "B", "C")), by=story.clerk, now=NOW)
    read(item, now=NOW, seconds=0)

    tray, page = desk.get("/intake/"), desk.get(f"/intake/{item.pk}/")

    assert '<progress max="3"' in tray.text
    assert 'hx-trigger="every 3s"' in tray.text
    assert "1 of 3 pages read." in page.text
    assert "Look again" in page.text


def test_what_is_read_is_no_longer_asked_for(desk, story):
    [item] = came_in(story.office, by=story.clerk, now=NOW)
    read(item, now=NOW)

    assert "hx-trigger" not in desk.get("/intake/").text
    assert "hx-trigger" not in desk.get(f"/intake/{item.pk}/").text


def test_an_item_is_set_aside_and_brought_back_by_undo(desk, story):
    [item] = came_in(story.office, by=story.clerk, now=NOW)

    refused = desk.post(f"/intake/{item.pk}/acts/set-aside/", {"why": ""})
    done = desk.post(f"/intake/{item.pk}/acts/set-aside/", {"why": "Not ours"}, follow=True)

    assert refused.status_code == 422
    assert f'action="/intake/{item.pk}/acts/bring-back/"' in done.text
    assert "Not ours" in desk.get("/intake/?show=set-aside").text
    desk.post(f"/intake/{item.pk}/acts/bring-back/")
    assert IntakeItem.objects.at_hand().get() == item


def test_files_are_put_in_order_by_their_places(desk, story):
    [item] = came_in(
        story.office, upload("1.txt", "One"), upload("2.txt", "Two"), as_one=True, by=story.clerk, now=NOW
    )
    one, two = item.files.order_by("place")

    same = desk.post(f"/intake/{item.pk}/acts/order/", {f"file-{one.pk}": 1, f"file-{two.pk}": 1})
    desk.post(f"/intake/{item.pk}/acts/order/", {f"file-{one.pk}": 2, f"file-{two.pk}": 1})

    assert same.status_code == 422
    assert "the same place" in same.text
    assert [file.pk for file in item.files.order_by("place")] == [two.pk, one.pk]


def test_a_viewer_sees_the_tray_and_nothing_to_take_in(client, story):
    items(story, 1)
    client.force_login(story.viewer)

    page = client.get("/intake/")

    assert "0.txt" in page.text
    assert "Take in" not in page.text
    assert client.post("/intake/", {"files": [file()]}).status_code == 403


@pytest.mark.parametrize("count", [1, 30])
def test_the_tray_takes_as_many_statements_for_one_as_for_many(desk, story, count, django_assert_num_queries):
    items(story, count)

    with django_assert_num_queries(4):  # session, user and seats, counts, rows
        page = desk.get("/intake/")

    assert page.text.count('class="file-name"') == count


def test_an_items_page_takes_few_statements(desk, story, django_assert_max_num_queries):
    [item] = came_in(
        story.office, *(upload(f"{n}.txt", f"{n}") for n in range(9)), as_one=True, by=story.clerk, now=NOW
    )

    with django_assert_max_num_queries(8):
        page = desk.get(f"/intake/{item.pk}/")

    assert page.status_code == 200


def test_200_rows_are_a_screen_and_the_rest_come_after_them(desk, story):
    items(story, 201)

    first = desk.get("/intake/")
    older = desk.get(f"/intake/{first.context['older']}")

    assert first.text.count('class="file-name"') == 200
    assert older.text.count('class="file-name"') == 1


def test_an_empty_tray_says_what_comes_into_it(desk):
    page = desk.get("/intake/")

    assert "Nothing waits here" in page.text


def test_a_pages_picture_is_drawn_once_and_kept(desk, story, settings):
    [item] = came_in(story.office, upload("a.pdf", pdf("Dear Secretary")), by=story.clerk, now=NOW)
    read(item, now=NOW)

    first = desk.get(f"/intake/{item.pk}/pages/1.jpg?w=200")
    [kept] = settings.MEDIA_ROOT.rglob("*.jpg")
    kept.write_bytes(b"kept")
    second = desk.get(f"/intake/{item.pk}/pages/1.jpg?w=240")

    assert first.content.startswith(b"\xff\xd8")
    assert first.headers["Content-Type"] == "image/jpeg"
    assert first.headers["Cache-Control"] == "private, max-age=3600"
    assert first.headers["X-Content-Type-Options"] == "nosniff"
    assert second.content == b"kept"
    etag = first.headers["ETag"]
    assert (
        desk.get(f"/intake/{item.pk}/pages/1.jpg?w=200", headers={"If-None-Match": etag}).status_code == 304
    )


@pytest.mark.parametrize("number", [0, 2, 999999])
def test_a_page_that_there_is_not_has_no_picture(desk, story, number):
    [item] = came_in(story.office, upload("a.pdf", pdf("Dear Secretary")), by=story.clerk, now=NOW)
    give_page(item, now=NOW)

    assert desk.get(f"/intake/{item.pk}/pages/{number}.jpg").status_code == 404


def test_text_has_no_picture_and_what_is_set_aside_still_has(desk, story):
    [text] = came_in(story.office, by=story.clerk, now=NOW)
    read(text, now=NOW)
    [item] = came_in(story.office, upload("a.pdf", pdf("Dear Secretary")), by=story.clerk, now=NOW)
    read(item, now=NOW)
    set_aside(item, why="Not ours", by=story.clerk, now=NOW)

    assert desk.get(f"/intake/{text.pk}/pages/1.jpg").status_code == 404
    assert desk.get(f"/intake/{item.pk}/pages/1.jpg").status_code == 200
