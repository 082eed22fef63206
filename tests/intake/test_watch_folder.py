"""The watched folder: what is still being written is left alone, and each file is taken once."""

import os
import time

import pytest
from django.core.management import CommandError, call_command

from correspondence.intake.models import IntakeItem
from correspondence.management.commands.watch_folder import WatchedFolder
from tests.arrivals import LETTER, came_in, upload
from tests.story import Story, at

pytestmark = pytest.mark.django_db
STILL = 0.05


@pytest.fixture
def story(db):
    return Story()


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "scans"
    made.mkdir()
    return made


def watch(folder, **given):
    call_command("watch_folder", folder, office="SFRC", once=True, still=STILL, **given)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def ours(watched):
    """What the watcher can have, when it looks twice."""
    first = [one.name for one in watched.claim()]
    time.sleep(2 * STILL)
    return first + [one.name for one in watched.claim()]


def test_a_file_is_taken_in_and_moved_to_done(folder, story):
    (folder / "letter.txt").write_text(LETTER)

    watch(folder)

    item = IntakeItem.objects.get()
    assert (item.name, item.office, item.batch.how, item.batch.received_by) == (
        "letter.txt",
        story.office,
        "folder",
        None,
    )
    assert item.files.get().document.file.read().decode() == LETTER
    assert names(folder / "done") == ["letter.txt"]
    assert names(folder) == ["done", "failed", "working"]
    assert names(folder / "working") == []


@pytest.mark.parametrize(
    "name", ["a.pdf.part", "a.pdf.crdownload", "a.tmp", ".a.pdf.swp", ".hidden.pdf", "~$letter.docx"]
)
def test_what_a_program_is_still_writing_is_left_alone(folder, story, name):
    (folder / name).write_text(LETTER)

    watch(folder)

    assert not IntakeItem.objects.exists()
    assert (folder / name).exists()


def test_folders_links_and_pipes_are_ignored(folder, story, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("Not ours")
    (folder / "link.txt").symlink_to(secret)
    (folder / "sub").mkdir()
    (folder / "sub" / "letter.txt").write_text(LETTER)
    os.mkfifo(folder / "pipe.txt")

    watch(folder)

    assert not IntakeItem.objects.exists()
    assert names(folder) == ["done", "failed", "link.txt", "pipe.txt", "sub", "working"]


def test_a_file_that_grows_is_left_alone_whatever_it_says_of_its_time(folder):
    watched, file = WatchedFolder(folder, still=2 * STILL), folder / "letter.txt"
    file.write_text("Dear")
    os.utime(file, (0, 0))

    assert [one.name for one in watched.claim()] == []
    time.sleep(2 * STILL)
    file.write_text("Dear Secretary")
    os.utime(file, (0, 0))
    assert [one.name for one in watched.claim()] == []
    time.sleep(3 * STILL)

    assert [one.name for one in watched.claim()] == ["letter.txt"]


def test_a_file_whose_time_lies_ahead_is_taken_all_the_same(folder):
    watched, file = WatchedFolder(folder, still=STILL), folder / "letter.txt"
    file.write_text("Dear")
    os.utime(file, (time.time() + 9e6, time.time() + 9e6))

    assert ours(watched) == ["letter.txt"]


def test_two_watchers_at_once_take_nothing_twice(folder):
    one, other = WatchedFolder(folder, still=0), WatchedFolder(folder, still=0)
    (folder / "letter.txt").write_text(LETTER)

    [first] = one.claim()
    with first:
        second = list(other.claim())

    assert second == []


def test_what_another_claimed_and_left_when_it_died_is_taken_up(folder):
    one, other = WatchedFolder(folder, still=0), WatchedFolder(folder, still=0)
    (folder / "letter.txt").write_text(LETTER)
    [claimed] = one.claim()
    os.close(claimed.handle)  # as the system does where a process dies

    [found] = other.claim()

    assert found.name == "letter.txt"


def test_a_watcher_that_died_after_storing_takes_nothing_twice(folder, story):
    came_in(story.office, upload("letter.txt"), how="folder", now=at(2023, 12, 5))
    WatchedFolder(folder)
    (folder / "working" / "0123456789abcdef-letter.txt").write_text(LETTER)

    watch(folder)

    assert IntakeItem.objects.count() == 1
    assert names(folder / "done") == ["letter.txt", "letter.txt.txt"]
    assert "has this file already" in (folder / "done" / "letter.txt.txt").read_text()


@pytest.mark.parametrize(
    ("size", "reason"), [(0, "The file is empty."), (50 * 1024 * 1024 + 1, "larger than 50 MB")]
)
def test_what_cannot_be_taken_goes_to_failed_with_its_reason(folder, story, size, reason):
    with (folder / "scan.pdf").open("wb") as file:
        file.truncate(size)

    watch(folder)

    assert names(folder / "failed") == ["scan.pdf", "scan.pdf.txt"]
    assert reason in (folder / "failed" / "scan.pdf.txt").read_text()


def test_files_of_one_name_stand_side_by_side_in_done(folder, story):
    for words in ("One", "Two"):
        (folder / "scan.txt").write_text(words)
        watch(folder)

    assert names(folder / "done") == ["scan-2.txt", "scan.txt"]
    assert IntakeItem.objects.count() == 2


def test_odd_names_are_taken(folder, story):
    long = "ü" * 120 + ".txt"
    (folder / long).write_text("One")
    (folder / os.fsdecode(b"latin-\xe9.txt")).write_text("Two")

    watch(folder)

    assert IntakeItem.objects.count() == 2
    assert len(names(folder / "done")) == 2
    assert all(name.endswith(".txt") for name in names(folder / "done"))


def test_an_office_or_a_folder_that_there_is_not_is_told_in_one_line(folder, story):
    with pytest.raises(CommandError, match="no office with the code NONE"):
        call_command("watch_folder", folder, office="NONE", once=True)
    with pytest.raises(CommandError, match="cannot be watched: No such file"):
        call_command("watch_folder", folder / "nowhere", office="SFRC", once=True)
