"""PDFs: the text layer where it is sane, else recognition, page by page."""

import io

import pypdfium2
import pytest

from correspondence.intake.opening.child import open_file
from correspondence.intake.pages import Source
from tests.intake.opening import samples

BODY = samples.LETTER[5:]


@pytest.fixture
def read(tmp_path):
    """Opens bytes as a file of the name given."""

    def opened(data, name="letter.pdf", **options):
        (tmp_path / name).write_bytes(data)
        return open_file(tmp_path / name, **options)

    return opened


def test_text_layer_is_taken_line_by_line_with_the_place_of_each_word(read):
    letter = samples.pdf(samples.LETTER)

    opened = read(letter)

    page = opened.pages[0]
    assert (opened.media_type, opened.notes, page.source) == ("application/pdf", (), Source.LAYER)
    assert [line.text for line in page.lines] == samples.LETTER
    assert (page.width, page.height) == (612, 792)
    first = page.lines[0].words[0]
    assert (first.text, first.confidence) == ("United", 1.0)
    assert first.box.left == pytest.approx(72 / 612, abs=0.005)
    assert first.box.top < 1 - 740 / 792 < first.box.bottom  # its baseline


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_layer_of_a_page_that_lies_on_its_side_is_read_upright(read, turn):
    letter = samples.pdf(samples.LETTER, rotate=turn)

    page = read(letter).pages[0]

    assert [line.text for line in page.lines] == samples.LETTER
    assert page.turned == (-turn // 90) % 4
    assert (page.width, page.height) == (612, 792)


def test_column_gap_ends_a_line_and_columns_are_read_one_after_the_other(read):
    roster = [(72, 700 - 10 * n, 8, f"Member {n}, Ohio") for n in range(4)]
    roster += [(400, 700 - 10 * n, 8, f"Senator {n}, Iowa") for n in range(4)]
    signed = [
        (72, 400, 11, "John Doe"),
        (320, 400, 11, "Jane Roe"),
        (72, 386, 11, "Chair"),
        (320, 386, 11, "Vice"),
    ]

    page = read(samples.pdf([(200, 740, 14, "United States Senate"), *roster, *signed])).pages[0]

    assert [line.text for line in page.lines] == [
        "United States Senate",
        *(f"Member {n}, Ohio" for n in range(4)),
        *(f"Senator {n}, Iowa" for n in range(4)),
        *("John Doe", "Chair", "Jane Roe", "Vice"),
    ]


def test_list_number_stays_with_its_text_over_a_tab(read):
    page = read(
        samples.pdf([(72, 700, 11, "1."), (108, 700, 11, "Name each gauge."), *[(72, 600, 11, "End")]])
    ).pages[0]

    assert [line.text for line in page.lines] == ["1. Name each gauge.", "End"]


def test_raised_footnote_mark_is_told_from_a_figure(read):
    marked = [(72, 700, 12, "the law"), (111, 706, 6, "3"), (72, 600, 12, "of 1934")]
    note = [(72, 63, 6, "3"), (76, 60, 10, "Ch. 12")]

    page = read(samples.pdf([*marked, *note])).pages[0]

    assert page.text.replace(" ", "").splitlines() == ["thelaw³", "of1934", "³Ch.12"]


def test_scan_is_recognised_straightened(read):
    scan = samples.scanned_pdf(samples.drawn(turn=1.5))

    page = read(scan).pages[0]

    assert page.source == Source.OCR
    assert page.straightened == pytest.approx(-1.5, abs=0.4)
    assert [line.text for line in page.lines] == samples.LETTER
    assert all(0 < word.confidence <= 1 for line in page.lines for word in line.words)
    tops = [line.box.top for line in page.lines]
    assert tops == sorted(tops)


def test_mixed_file_is_read_page_by_page(read):
    mixed = pypdfium2.PdfDocument.new()
    for part in (samples.pdf(samples.LETTER), samples.scanned_pdf(samples.drawn(samples.LETTER[5:8]))):
        mixed.import_pages(pypdfium2.PdfDocument(part))
    held = io.BytesIO()
    mixed.save(held)

    opened = read(held.getvalue())

    assert [page.source for page in opened.pages] == [Source.LAYER, Source.OCR]
    assert opened.pages[1].lines[0].text == "Dear Secretary Roe:"


def test_layer_that_says_nothing_readable_gives_way_to_recognition(read):
    junk = ["".join(chr(200 + (7 * n + m) % 50) for m in range(9)) + " )(#$ %%x" for n in range(12)]

    page = read(samples.pdf(junk)).pages[0]

    assert page.source == Source.OCR


def test_blank_page_among_others_is_noted(read):
    opened = read(samples.pdf(samples.LETTER, []))

    assert [len(page.lines) for page in opened.pages] == [len(samples.LETTER), 0]
    assert len(opened.notes) == 1
    assert "page 2" in opened.notes[0].lower()


def test_letterhead_that_is_a_picture_is_recognised_above_the_layer(read):
    head = samples.drawn(["United States Senate", "COMMITTEE ON SMALL STREAMS"], size=16).crop(
        (150, 180, 1500, 380)
    )
    held = io.BytesIO()
    document = pypdfium2.PdfDocument(
        samples.pdf([(72, 500 - 20 * n, 11, line) for n, line in enumerate(BODY)])
    )
    image = pypdfium2.PdfImage.new(document)
    image.set_bitmap(pypdfium2.PdfBitmap.from_pil(head.convert("RGB")))
    image.set_matrix(pypdfium2.PdfMatrix().scale(480, 72).translate(66, 680))
    first = document[0]
    first.insert_obj(image)
    first.gen_content()
    document.save(held)

    opened = read(held.getvalue())

    page = opened.pages[0]
    assert [line.text for line in page.lines] == ["United States Senate", "COMMITTEE ON SMALL STREAMS", *BODY]
    assert page.lines[0].confidence < 1 == page.lines[2].confidence
    assert opened.notes == ("The letterhead is a picture; what it says was recognised.",)


def test_stamp_on_a_scan_does_not_pass_for_its_text(read):
    held = io.BytesIO()
    document = pypdfium2.PdfDocument(samples.pdf([(400, 20, 8, "Received 3/5/2024")]))
    image = pypdfium2.PdfImage.new(document)
    image.set_bitmap(pypdfium2.PdfBitmap.from_pil(samples.drawn().convert("RGB")))
    image.set_matrix(pypdfium2.PdfMatrix().scale(612, 792))
    first = document[0]
    first.insert_obj(image)
    first.gen_content()
    document.save(held)

    page = read(held.getvalue()).pages[0]

    assert page.source == Source.OCR
    assert [line.text for line in page.lines][: len(samples.LETTER)] == samples.LETTER
