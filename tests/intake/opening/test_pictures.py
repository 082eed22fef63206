"""Photographs and scans, one page a frame."""

import pytest
from PIL import Image

from correspondence.intake.opening.child import open_file
from correspondence.intake.pages import Source
from tests.intake.opening import samples


@pytest.fixture
def read(tmp_path):
    def opened(data, name):
        (tmp_path / name).write_bytes(data)
        return open_file(tmp_path / name)

    return opened


@pytest.mark.parametrize(("kind", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("TIFF", "a.tif")])
def test_picture_of_a_letter_is_recognised(read, kind, name):
    opened = read(samples.saved(samples.drawn(), kind, dpi=(200, 200)), name)

    page = opened.pages[0]
    assert [line.text for line in page.lines] == samples.LETTER
    assert (page.source, opened.notes) == (Source.OCR, ())
    assert (page.width, page.height) == (pytest.approx(612, abs=2), pytest.approx(792, abs=2))


def test_frames_of_a_tiff_are_pages_in_order(read):
    pages = [
        samples.drawn(["The first page of the letter."]),
        samples.drawn(["The second page of the letter."]),
    ]

    opened = read(samples.saved(pages[0], "TIFF", save_all=True, append_images=pages[1:]), "two.tiff")

    assert [page.text for page in opened.pages] == [
        "The first page of the letter.",
        "The second page of the letter.",
    ]


@pytest.mark.parametrize(("turn", "back"), [(90, 1), (180, 2), (270, 3)])
def test_picture_is_turned_upright(read, turn, back):
    picture = samples.drawn(dpi=150).rotate(turn, expand=True)

    page = read(samples.saved(picture, "PNG", dpi=(150, 150)), "turned.png").pages[0]

    assert [line.text for line in page.lines] == samples.LETTER
    assert page.turned == back
    assert page.width < page.height


def test_camera_says_how_it_was_held(read):
    exif = Image.Exif()
    exif[0x0112] = 6  # to be shown turned by 90 degrees clockwise
    picture = samples.drawn(dpi=150).rotate(90, expand=True)

    page = read(samples.saved(picture, "JPEG", exif=exif, quality=90), "photo.jpg").pages[0]

    assert [line.text for line in page.lines] == samples.LETTER
    assert page.turned == 0


def test_transparent_picture_is_seen_on_white(read):
    black = Image.new("L", samples.drawn(dpi=150).size, 0)
    picture = Image.merge("LA", (black, samples.drawn(dpi=150).point(lambda grey: 255 - grey)))

    page = read(samples.saved(picture, "PNG", dpi=(150, 150)), "glass.png").pages[0]

    assert page.lines[0].text == "United States Senate"


def test_grainy_faint_scan_is_still_read(read):
    picture = samples.drawn(turn=1).point(lambda grey: 70 + grey * 170 // 255)
    grain = Image.effect_noise(picture.size, 60)
    picture = Image.blend(picture, grain, 0.3)

    page = read(samples.saved(picture, "JPEG", quality=60, dpi=(200, 200)), "faint.jpg").pages[0]

    assert "Please provide the following:" in page.text
    assert "the reports that your Department has not sent" in page.text
