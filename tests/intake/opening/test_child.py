"""The child is bound by its limits, really: each of these tests drives it into one."""

import io
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from correspondence.intake.opening import child
from correspondence.intake.opening.child import open_file, page_image
from correspondence.intake.opening.faults import CannotOpen, Fault
from correspondence.intake.opening.limits import MIB, Limits
from correspondence.intake.opening.wire import opened_as_json, opened_from_json
from tests.intake.opening import samples


@pytest.fixture
def letter(tmp_path):
    file = tmp_path / "letter.pdf"
    file.write_bytes(samples.pdf(samples.LETTER, ["The second page."], ["The third page."]))
    return file


@pytest.fixture
def scan(tmp_path):
    file = tmp_path / "scan.png"
    file.write_bytes(samples.saved(samples.drawn(turn=1), "PNG", dpi=(200, 200)))
    return file


def _refused(*args, **kwargs):
    with pytest.raises(CannotOpen) as refused:
        open_file(*args, **kwargs)
    return refused.value.fault


@pytest.fixture(autouse=True)
def nothing_is_left_behind(tmp_path, monkeypatch):
    """Whatever becomes of a file: no folder of a child stays, and no child that was not there before."""
    folder, before = tmp_path / "folders", _children()
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield
    assert list(folder.iterdir()) == []
    assert _children() <= before


def _children():
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())


def test_computing_time_is_limited(tmp_path):
    Image.effect_noise((1700, 2200), 200).save(tmp_path / "snow.png")  # which is looked at for a long time

    assert _refused(tmp_path / "snow.png", limits=Limits(computing=1)) == Fault.TOO_SLOW


def test_silence_is_limited_and_the_child_is_gone_then(scan):
    begun = time.monotonic()

    fault = _refused(scan, limits=Limits(silence=0.3))

    assert fault == Fault.TOO_SLOW
    assert time.monotonic() - begun < 5


def test_memory_is_limited(tmp_path):
    file = tmp_path / "wide.png"
    Image.new("RGB", (6000, 6000)).save(file)  # 100 MB unpacked

    assert _refused(file, limits=Limits(memory=90 * MIB)) == Fault.TOO_MUCH_MEMORY


def test_open_files_are_limited(letter):
    assert _refused(letter, limits=Limits(files=4)) == Fault.MALFORMED


def test_answer_is_limited(letter):
    assert _refused(letter, limits=Limits(answer=50)) == Fault.TOO_MUCH_MEMORY


def test_written_files_are_limited(tmp_path):
    file = tmp_path / "letter.eml"
    file.write_bytes(samples.mail("Attached.", ("l.pdf", "application/pdf", samples.pdf(samples.LETTER))))

    assert _refused(file, limits=Limits(written=100)) in {Fault.MALFORMED, Fault.TOO_MUCH_MEMORY}


def test_child_that_dies_is_told_from_one_that_refuses(letter):
    class Dying(child.Process):
        def __init__(self, task, folder):
            super().__init__(task, folder)
            os.kill(self.popen.pid, signal.SIGSEGV)

    assert _refused(letter, process=Dying) == Fault.MALFORMED


@pytest.mark.parametrize(
    "said", [b"nonsense\n", b"[]\n", b'{"of": -1}\n', b'{"page": 3}\n', b"\xff" * 100 + b"\n"]
)
def test_child_is_not_believed(letter, said):
    class Lying(child.Process):
        def __init__(self, task, folder):
            self.popen = subprocess.Popen(
                [sys.executable, "-c", f"import sys; sys.stdout.buffer.write({said!r})"],
                stdout=subprocess.PIPE,
                start_new_session=True,
            )
            self.output = self.popen.stdout.fileno()

    assert _refused(letter, process=Lying) in {Fault.MALFORMED, Fault.TOO_MANY_PAGES}


def test_child_sees_nothing_of_the_environment_and_leaves_nothing(letter, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "not for a child")
    seen = []

    class Watched(child.Process):
        def __init__(self, task, folder):
            super().__init__(task, folder)
            seen.append(Path(f"/proc/{self.popen.pid}/environ").read_bytes())
            seen.append(os.getsid(self.popen.pid) == self.popen.pid)

    open_file(letter, process=Watched)

    assert b"SECRET_KEY" not in seen[0]
    assert seen[1]


def test_progress_is_told_page_by_page_and_work_goes_on_where_it_stopped(letter):
    told = []

    class Enough(Exception):
        pass

    def stop_after_first(page, of):
        told.append((page.number, of))
        raise Enough

    with pytest.raises(Enough):
        open_file(letter, on_page=stop_after_first)
    rest = open_file(letter, on_page=lambda page, of: told.append((page.number, of)), first=2)

    assert told == [(1, 3), (2, 3), (3, 3)]
    assert [page.text for page in rest.pages] == ["The second page.", "The third page."]


def test_children_take_turns_over_many_pages(letter):
    started = []

    class Counted(child.Process):
        def __init__(self, task, folder):
            started.append((task["first"], task["last"]))
            super().__init__(task, folder)

    opened = open_file(letter, limits=Limits(pages_a_child=2), process=Counted)

    assert started == [(1, 2), (3, 4)]
    assert [page.number for page in opened.pages] == [1, 2, 3]


def test_page_that_ends_its_child_is_left_out_and_the_rest_is_read(letter):
    class DyingOnSecond(child.Process):
        def __init__(self, task, folder):
            super().__init__({**task, "path": task["path"] if task["first"] != 2 else "/nowhere"}, folder)

    opened = open_file(letter, limits=Limits(pages_a_child=1), process=DyingOnSecond)

    assert [page.text.splitlines()[:1] for page in opened.pages] == [
        ["United States Senate"],
        [],
        ["The third page."],
    ]
    assert opened.notes[0].startswith("Page 2 could not be read. ")


def test_picture_of_a_page_shows_the_words_where_they_were_read(scan):
    page = open_file(scan).pages[0]

    picture = Image.open(
        io.BytesIO(page_image(scan, 1, width=850, turned=page.turned, straightened=page.straightened))
    ).convert("L")

    assert picture.width == 850
    for line in page.lines:
        box = line.box
        place = (
            round(box.left * picture.width),
            round(box.top * picture.height),
            round(box.right * picture.width) + 1,
            round(box.bottom * picture.height) + 1,
        )
        assert min(picture.crop(place).tobytes()) < 100  # print
        above = (place[0], place[1] - 8, place[2], place[1] - 4)
        assert min(picture.crop(above).tobytes()) > 150  # paper


def test_picture_of_a_layers_page_is_turned_as_its_words_are(tmp_path):
    file = tmp_path / "side.pdf"
    file.write_bytes(samples.pdf(samples.LETTER, rotate=90))
    page = open_file(file).pages[0]

    picture = Image.open(io.BytesIO(page_image(file, 1, width=612, turned=page.turned)))

    assert (picture.width, picture.height) == (612, 792)
    box = page.lines[0].box
    place = (box.left * 612, box.top * 792, box.right * 612 + 1, box.bottom * 792 + 1)
    assert min(picture.convert("L").crop(tuple(map(round, place))).tobytes()) < 100


def test_there_is_no_picture_of_text(tmp_path):
    (tmp_path / "a.txt").write_text("Dear Ms. Roe")

    with pytest.raises(CannotOpen) as refused:
        page_image(tmp_path / "a.txt", 1)

    assert "no picture" in refused.value.message


def test_what_was_opened_goes_through_json_and_back(scan):
    opened = open_file(scan)

    again = opened_from_json(opened_as_json(opened))

    assert opened_as_json(again) == opened_as_json(opened)
    assert again.pages[0].text == opened.pages[0].text


def test_command_prints_what_it_read(letter, tmp_path):
    command = [sys.executable, "-m", "correspondence.intake.opening"]

    good = subprocess.run(
        [*command, letter], capture_output=True, text=True, cwd=settings.BASE_DIR, check=False
    )
    bad = subprocess.run(
        [*command, __file__ + "x"], capture_output=True, text=True, cwd=settings.BASE_DIR, check=False
    )

    assert good.returncode == 0
    assert '"United States Senate"' in good.stdout
    assert bad.returncode == 1
    assert "Traceback" not in bad.stderr
