"""Reading items: page by page, by one at a time, and on from where the last one died."""

import io
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.conf import settings as product
from django.core.management import call_command
from django.db import connection
from django_tasks_db.models import DBTaskResult
from PIL import Image, ImageDraw, ImageFont

from correspondence.intake import reader, tasks
from correspondence.intake.actions import bring_back, read_again, set_aside
from correspondence.intake.models import IntakeItem, IntakePage, IntakeReading
from correspondence.intake.queries import latest_proposal, pages_of, proposed
from correspondence.intake.rules import MOST_TRIES, STALE
from tests.arrivals import came_in, pdf, progress, read, upload
from tests.story import Story, at

NOW = at(2023, 12, 5)
WORDS = "Dear Secretary Blinken I write about page"


@pytest.fixture
def story(db):
    return Story()


@pytest.fixture
def three(story):
    """An item of three pages with a text layer."""
    content = pdf(*(f"{WORDS} {n}" for n in (1, 2, 3)))
    [item] = came_in(story.office, upload("three.pdf", content), by=story.clerk, now=NOW)
    return item


def test_a_letter_is_read_and_proposed(story):
    [item] = came_in(story.office, by=story.clerk, now=NOW)

    assert read(item, now=NOW)

    letter = proposed(latest_proposal(item))
    assert letter.dated_on.value == "2023-11-29"
    assert [one.name.value for one in letter.signatories] == ["Benjamin L. Cardin"]
    assert IntakeItem.objects.to_confirm().get() == item


def test_pages_are_kept_with_the_places_of_their_words(three):
    read(three, now=NOW)

    pages = pages_of(three)
    assert [page.number for page in pages] == [1, 2, 3]
    assert [page.text for page in pages] == [f"{WORDS} {n}" for n in (1, 2, 3)]
    assert 0 < pages[0].lines[0].words[0].box.left < 0.5
    assert progress(three) == "3 of 3 pages read"


def test_when_its_time_is_up_another_has_its_turn_and_it_goes_on_where_it_was(three):
    assert not read(three, now=NOW, seconds=0)
    assert progress(three) == "1 of 3 pages read"
    assert three.reading.__class__.objects.get(item=three).claim is None

    assert read(three, now=NOW + timedelta(minutes=5))

    times = IntakePage.objects.filter(file__item=three).order_by("number").values_list("read_at", flat=True)
    assert [read_at < NOW + timedelta(minutes=1) for read_at in times] == [True, False, False]
    assert IntakeItem.objects.to_confirm().exists()


def test_nobody_reads_what_another_is_reading(three):
    reader.take(three.pk, NOW)

    assert read(three, now=NOW + STALE - timedelta(seconds=1))

    assert not IntakePage.objects.exists()


def test_who_says_nothing_for_long_is_dead_and_another_goes_on(three):
    reader.take(three.pk, NOW)

    assert read(three, now=NOW + STALE + timedelta(seconds=1))

    assert IntakeItem.objects.to_confirm().get() == three


def test_what_ends_its_reader_again_and_again_is_left_alone_and_says_so(three):
    for n in range(MOST_TRIES + 1):
        reader.take(three.pk, NOW + n * 2 * STALE)

    reading = IntakeReading.objects.get(item=three)
    assert reading.failed_at
    assert reading.failure == reader.STOPPED


def test_setting_aside_stops_the_reading_and_bringing_back_goes_on(three, story):
    claim = reader.take(three.pk, NOW)
    set_aside(three, why="Not ours", by=story.clerk, now=NOW)
    assert not reader.let_go(three.pk, claim)
    assert read(three, now=NOW)
    assert not IntakePage.objects.exists()

    bring_back(three, by=story.clerk, now=NOW)
    read(three, now=NOW)

    assert progress(three) == "3 of 3 pages read"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("cut.pdf", pdf(WORDS)[:200], "damaged|breaks off"),
        ("zip.docx", b"PK\x03\x04" + b"x" * 40, "damaged|breaks off"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + b"x" * 40, "damaged|breaks off"),
        ("program.exe", b"MZ" + bytes(200), "cannot be read"),
        ("blank.pdf", pdf(" "), "No text was found"),
    ],
)
def test_a_file_that_cannot_be_opened_is_kept_with_its_reason(story, name, content, words):
    [item] = came_in(story.office, upload(name, content), by=story.clerk, now=NOW)

    read(item, now=NOW)

    failed = IntakeItem.objects.failed().get()
    assert any(word in failed.reading.failure for word in words.split("|")), failed.reading.failure
    assert failed.files.get().document.file.read() == content


def test_what_failed_can_be_read_again(story):
    [item] = came_in(story.office, upload("cut.pdf", pdf(WORDS)[:200]), by=story.clerk, now=NOW)
    read(item, now=NOW)

    read_again(item, by=story.clerk, now=NOW)

    assert IntakeItem.objects.being_read().get() == item


def test_pages_go_on_through_the_files_of_an_item(story):
    files = [upload(f"{n}.pdf", pdf(f"{WORDS} {n}", f"{WORDS} {n}b")) for n in (1, 2)]
    [item] = came_in(story.office, *files, as_one=True, by=story.clerk, now=NOW)

    read(item, now=NOW)

    assert [(page.number, page.text[-2:]) for page in pages_of(item)] == [
        (1, " 1"),
        (2, "1b"),
        (3, " 2"),
        (4, "2b"),
    ]


def test_small_files_are_read_while_somebody_waits_and_pictures_are_not(story):
    items = came_in(story.office, upload(), upload("p.png", picture()), by=story.clerk, now=NOW)

    tasks.read_at_once(items, now=NOW)

    assert IntakeItem.objects.to_confirm().get().name == "letter.txt"
    assert IntakeItem.objects.being_read().get().name == "p.png"


def test_what_nobody_reads_and_nobody_has_queued_is_found(three):
    DBTaskResult.objects.all().delete()

    assert tasks.revive(now=NOW) == 0
    assert tasks.revive(now=NOW + STALE + timedelta(seconds=1)) == 1

    assert DBTaskResult.objects.get().args_kwargs["args"] == [three.pk]


def picture(words="Dear Secretary Blinken", lines=12):
    """A page as a scanner sees it, as PNG bytes."""
    out = io.BytesIO()
    scan(words, lines).save(out, "PNG")
    return out.getvalue()


def scan(words, lines):
    image = Image.new("L", (1240, 1754), 245)
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(30)
    for n in range(lines):
        draw.text((140, 160 + 60 * n), f"{words}, line {n}", fill=20, font=font)
    return image


@pytest.fixture
def begun(transactional_db, tmp_path):
    """A scan of four pages, and a worker that has read one of them at least."""
    story = Story()
    scans = [scan(f"{WORDS} {n}", 30) for n in range(4)]
    scans[0].save(tmp_path / "scan.pdf", save_all=True, append_images=scans[1:], resolution=150)
    content = (tmp_path / "scan.pdf").read_bytes()
    [item] = came_in(story.office, upload("scan.pdf", content), by=story.clerk, now=at(2023, 12, 5))
    first = worker(tmp_path)
    wait_for(IntakePage.objects.exists)
    return item, first


def test_after_a_kill_the_next_worker_reads_the_pages_that_are_left(begun, tmp_path):
    item, first = begun
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    there = dict(IntakePage.objects.values_list("number", "read_at"))
    reading = IntakeReading.objects.get(item=item)
    assert reading.claim
    assert len(there) < 4

    IntakeReading.objects.filter(item=item).update(beat_at=reading.beat_at - 2 * STALE)
    tasks.revive(now=reading.beat_at)
    second = worker(tmp_path, "--batch")

    assert second.wait(timeout=120) == 0
    assert IntakeItem.objects.to_confirm().get() == item
    after = dict(IntakePage.objects.values_list("number", "read_at"))
    assert sorted(after) == [1, 2, 3, 4]
    assert {number: after[number] for number in there} == there


def test_a_worker_that_is_told_twice_to_end_leaves_the_item_to_the_next(begun):
    item, first = begun

    first.terminate()
    time.sleep(0.5)
    first.terminate()

    first.wait(timeout=30)
    reading = IntakeReading.objects.get(item=item)
    assert (reading.claim, reading.finished_at, reading.failure) == (None, None, "")
    queued = DBTaskResult.objects.filter(status="READY", run_after__gt=at(9000, 1, 1))
    assert queued.get().args_kwargs["args"] == [item.pk]


def worker(folder, *more):
    """`manage.py db_worker` on the test's own database and files."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{database['NAME']}"
    else:
        user, host = f"{database['USER']}:{database['PASSWORD']}", f"{database['HOST']}:{database['PORT']}"
        url = f"postgres://{user}@{host}/{database['NAME']}"
    ours = {"DJANGO_SETTINGS_MODULE": "correspondence.settings", "MODE": "test", "VAR": str(folder)}
    return subprocess.Popen(
        [sys.executable, "manage.py", "db_worker", "--interval", "0.1", "--no-startup-delay", *more],
        cwd=product.BASE_DIR,
        env=os.environ | ours | {"DATABASE_URL": url},
        start_new_session=True,
    )


def wait_for(found, seconds=120):
    deadline = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.django_db(transaction=True)
def test_the_worker_gives_a_long_item_its_turns(story, monkeypatch, three):
    monkeypatch.setattr("correspondence.intake.tasks.SLICE", 0)

    call_command("db_worker", "--batch", "--no-startup-delay", verbosity=0)

    assert IntakeItem.objects.to_confirm().get() == three
    done = DBTaskResult.objects.filter(status="SUCCESSFUL").order_by("finished_at")
    assert [task.priority for task in done] == [0, -10, -10]
