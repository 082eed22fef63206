"""Every fault of a file ends in a message of its own; none of them is told from the file's name."""

import io
import struct
import zlib

import pytest

from correspondence.intake.opening.child import open_file
from correspondence.intake.opening.faults import MESSAGES, CannotOpen, Fault
from correspondence.intake.opening.limits import Limits
from tests.intake.opening import samples

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1000)


def _bomb():
    """A document with a part that unpacks to 200 MB."""
    return samples.repacked(samples.word(), {"word/media/image1.bmp": bytes(200 * 1024 * 1024)})


def _entities():
    """A document that names an entity of entities, a billion laughs in all."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = samples.repacked(
        samples.word(),
        {
            "word/document.xml": f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "ha">{laughs}]>'
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            "<w:body><w:p><w:r><w:t>&l9;</w:t></w:r></w:p></w:body></w:document>"
        },
    )
    return text


def _huge_png():
    """A PNG that says it is 60,000 pixels wide and high, and is not."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )


FAULTS = {
    "nothing at all": (b"", Fault.EMPTY),
    "only white": (b" \n\n\t ", Fault.EMPTY),
    "PDF with a password": (samples.locked_pdf, Fault.ENCRYPTED),
    "Word file with a password": (OLE + "EncryptedPackage".encode("utf-16-le"), Fault.ENCRYPTED),
    "PDF cut short": (lambda: samples.pdf(samples.LETTER)[:600], Fault.TRUNCATED),
    "JPEG cut short": (lambda: samples.saved(samples.drawn(), "JPEG")[:9000], Fault.TRUNCATED),
    "Word file cut short": (lambda: samples.word()[:-3000], Fault.TRUNCATED),
    "PDF without pages": (b"%PDF-1.4\nnothing of the kind\n%%EOF", Fault.MALFORMED),
    "Word file whose text is no XML": (
        lambda: samples.repacked(samples.word(), {"word/document.xml": "<w:document"}),
        Fault.MALFORMED,
    ),
    "Word file that unpacks without end": (_bomb, Fault.ZIP_BOMB),
    "picture of giant size": (_huge_png, Fault.IMAGE_BOMB),
    "old Word file": (OLE + "WordDocument".encode("utf-16-le"), Fault.UNSUPPORTED),
    "program": (b"MZ\x90\x00" + bytes(range(256)) * 8, Fault.UNSUPPORTED),
    "web page": (b"<!doctype html><p>Dear Ms. Roe", Fault.UNSUPPORTED),
    "blank scan": (lambda: samples.saved(samples.drawn([]), "PNG"), Fault.NO_TEXT),
    "mail of nothing": (lambda: samples.mail(), Fault.NO_LETTER),
}


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_told_by_its_own_message(name, tmp_path):
    data, fault = FAULTS[name]
    file = tmp_path / "letter.pdf"
    file.write_bytes(data() if callable(data) else data)

    with pytest.raises(CannotOpen) as refused:
        open_file(file)

    assert refused.value.fault == fault
    assert refused.value.message.endswith(".")


def test_each_fault_has_words_of_its_own():
    assert set(MESSAGES) == set(Fault)
    assert len(set(MESSAGES.values())) == len(Fault)


def test_entities_are_never_filled_in(tmp_path):
    file = tmp_path / "laughs.docx"
    file.write_bytes(_entities())

    try:
        text = open_file(file).pages[0].text
    except CannotOpen as refused:
        text = refused.message

    assert "haha" not in text


def test_size_is_refused_before_the_file_is_read(tmp_path):
    file = tmp_path / "large.txt"
    with file.open("wb") as large:
        large.truncate(50 * 1024 * 1024 + 1)

    with pytest.raises(CannotOpen) as refused:
        open_file(file)

    assert refused.value.fault == Fault.TOO_LARGE
    assert "50 MB" in refused.value.message


@pytest.mark.parametrize("kind", ["pdf", "tiff"])
def test_too_many_pages_are_refused_by_their_number(tmp_path, kind):
    file = tmp_path / f"long.{kind}"
    if kind == "pdf":
        file.write_bytes(samples.pdf(*[["Dear Ms. Roe:"]] * 6))
    else:
        page = samples.drawn(["Dear Ms. Roe:"], dpi=30)
        file.write_bytes(samples.saved(page, "TIFF", save_all=True, append_images=[page] * 5))

    with pytest.raises(CannotOpen) as refused:
        open_file(file, limits=Limits(pages=5))

    assert refused.value.fault == Fault.TOO_MANY_PAGES
    assert "more than 5 pages" in refused.value.message


@pytest.mark.parametrize(
    ("name", "made", "kind"),
    [
        ("letter.pdf", lambda: samples.word(), "a Word document"),
        ("letter.docx", lambda: samples.pdf(samples.LETTER), "a PDF"),
        ("letter.txt", lambda: samples.mail("Dear Ms. Roe"), "a mail"),
        ("letter.jpg", lambda: b"Dear Ms. Roe", "plain text"),
    ],
)
def test_wrong_name_is_noted_and_the_file_opened_as_what_it_is(tmp_path, name, made, kind):
    (tmp_path / "stored").write_bytes(made())

    opened = open_file(tmp_path / "stored", name=name)

    ending = name.partition(".")[2]
    assert opened.notes == (f"The file is named .{ending}, but is {kind}, and was opened as that.",)
    assert opened.pages[0].lines


@pytest.mark.parametrize(
    ("encoding", "text"), [("utf-8", "café"), ("utf-8-sig", "café"), ("utf-16", "café"), ("cp1252", "“café”")]
)
def test_plain_text_keeps_its_lines_in_whatever_encoding(tmp_path, encoding, text):
    written = f"Dear Ms. Roe:\r\n\r\n    (a) {text} and more of the letter\r\n\f Second page"
    (tmp_path / "letter.txt").write_bytes(written.encode(encoding))

    opened = open_file(tmp_path / "letter.txt")

    assert [line.text for line in opened.pages[0].lines][:3] == [
        "Dear Ms. Roe:",
        "",
        f"    (a) {text} and more of the letter",
    ]
    assert opened.pages[1].text == " Second page"
    assert opened.pages[0].lines[2].words[0].box is None


def test_broken_page_leaves_the_others(tmp_path):
    pages = [samples.drawn(["The first page."]), samples.drawn(["The second page."])]
    held = io.BytesIO()
    pages[0].save(held, "TIFF", save_all=True, append_images=pages[1:], compression="tiff_lzw")
    data = bytearray(held.getvalue())
    strips = bytes(data).rfind(
        struct.pack("<HHI", 273, 4, 1)
    )  # where the first frame's picture is said to be
    struct.pack_into("<I", data, strips + 8, 2**31)
    (tmp_path / "two.tif").write_bytes(data)

    opened = open_file(tmp_path / "two.tif")

    assert [page.text for page in opened.pages] == ["", "The second page."]
    assert opened.notes[0].startswith("Page 1 could not be read.")
