"""Small faults put into files by chance, the same for the same seed."""

import io
import random
import zipfile
import zlib

_NUMBERS = [
    b"0",
    b"-1",
    b"1",
    b"65536",
    b"2147483647",
    b"4294967296",
    b"99999999999999999999",
    b"1e308",
    b"NaN",
]
_WORDS = [
    b"obj", b"endobj", b"stream", b"/Kids", b"/Parent", b"/Length", b"<<", b">>", b"[", b"(", b"\x00",
    b"\xff\xff", b"<w:p>", b"</w:p>", b"<w:tbl>", b"&a;", b"]]>", b"<!--", b"--b", b"\r\n\r\n",
    b"=?utf-8?b?", b"charset=x",
    b"Content-Type: multipart/mixed; boundary=b\r\n", b"Content-Transfer-Encoding: base64\r\n",
]  # fmt: skip


def mutated(data, seed):
    """The file with one to eight faults in it."""
    chance = random.Random(seed)
    if data.startswith(b"PK") and chance.random() < 0.7:
        return _in_a_part(data, chance)
    if data.startswith(b"\x89PNG") and chance.random() < 0.5:
        return _with_checksums(_with_faults(data, chance))
    return _with_faults(data, chance)


def _with_faults(data, chance):
    data = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        chance.choice(_FAULTS)(data, chance)
    return bytes(data)


def _flip(data, chance):
    if data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _overwrite(data, chance):
    place = chance.randrange(len(data) + 1)
    data[place : place + 4] = chance.randbytes(4)


def _leave_out(data, chance):
    place = chance.randrange(len(data) + 1)
    del data[place : place + chance.choice((1, 4, 40, 400))]


def _repeat(data, chance):
    place, much = chance.randrange(len(data) + 1), chance.choice((2, 20, 200))
    data[place:place] = bytes(data[place : place + much]) * chance.choice((1, 5, 50))


def _insert(data, chance):
    place = chance.randrange(len(data) + 1)
    data[place:place] = chance.choice(_WORDS)


def _cut(data, chance):
    if chance.random() < 0.3:
        del data[chance.randrange(len(data) + 1) :]


def _renumber(data, chance):
    places = [place for place, byte in enumerate(data) if 48 <= byte <= 57]
    if places:
        place = chance.choice(places)
        data[place : place + 1] = chance.choice(_NUMBERS)


_FAULTS = [_flip, _flip, _overwrite, _leave_out, _repeat, _insert, _insert, _cut, _renumber, _renumber]


def _in_a_part(data, chance):
    """A ZIP file that unpacks well, with a fault in what it holds."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        parts = old.infolist()
        wrong = chance.choice([part for part in parts if part.filename.endswith((".xml", ".rels"))]).filename
        if chance.random() < 0.6:
            wrong = chance.choice(["word/document.xml", "word/numbering.xml"])
        for part in parts:
            content = old.read(part)
            new.writestr(part.filename, _with_faults(content, chance) if part.filename == wrong else content)
    return held.getvalue()


def _with_checksums(data):
    """A PNG whose chunks have the right checksums again, so that its faults are not found out at once."""
    found, place = bytearray(data[:8]), 8
    while place + 12 <= len(data):
        length = int.from_bytes(data[place : place + 4])
        chunk = data[place + 4 : place + 8 + length]
        if place + 12 + length > len(data):
            break
        found += data[place : place + 4] + chunk + zlib.crc32(chunk).to_bytes(4)
        place += 12 + length
    return bytes(found + data[place:])
