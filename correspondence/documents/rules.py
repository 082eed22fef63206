"""Decisions about files: bytes in, value out; no query, no clock. What the sender says is never believed."""

import io
import re
import zipfile
from email.parser import BytesHeaderParser

import puremagic

MAX_SIZE = 50 * 1024 * 1024
HEAD, TAIL = 64 * 1024, 1024 * 1024  # as much of a file's beginning and end as is looked at

UNKNOWN = "application/octet-stream"
_OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_MACROS = {
    "word/": "application/vnd.ms-word.document.macroEnabled.12",
    "xl/": "application/vnd.ms-excel.sheet.macroEnabled.12",
    "ppt/": "application/vnd.ms-powerpoint.presentation.macroEnabled.12",
}
_OPEN_DOCUMENT = re.compile(rb"mimetype(application/vnd\.oasis\.opendocument\.[a-z-]+)")
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_OLE_STREAMS = {
    "__substg1.0_": "application/vnd.ms-outlook",
    "WordDocument": "application/msword",
    "Workbook": "application/vnd.ms-excel",
    "PowerPoint Document": "application/vnd.ms-powerpoint",
}
_MAIL_FIELDS = {"date", "subject", "message-id", "received", "mime-version", "to"}
_MARKUP = (
    (re.compile(rb"(?i)<!doctype html|<html[\s>]"), "text/html"),
    (re.compile(rb"(?i)(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<svg[\s>]", re.S), "image/svg+xml"),
    (re.compile(rb"<\?xml\s"), "application/xml"),
    (re.compile(rb"\{\\rtf"), "application/rtf"),
)
_NOT_IN_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_NOT_IN_A_NAME = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+"
)  # control and line marks, invisible characters, those that turn the reading direction


def media_type(head, tail):
    """What a file is, from its first `HEAD` and last `TAIL` bytes; octet-stream where they do not tell."""
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(head, tail)
    if head.startswith(_OLE):
        return _kind_of_ole(head + tail)
    if b"%PDF-" in head[:1024]:  # readers look for it there too
        return "application/pdf"
    if (text := _kind_of_text(head)) is not None:
        return text
    return _by_magic_number(head)


def plain_name(name):
    """A file name without a path or anything that a header, a list or a reader could trip over.

    At most 255 characters, the ending kept.
    """
    name = re.split(r"[/\\]", name or "")[-1]
    name = " ".join(_NOT_IN_A_NAME.sub(" ", name).split()).strip(". ")
    if not name:
        return "file"
    stem, dot, ending = name.rpartition(".")
    if dot and 0 < len(ending) <= 10:
        return stem[: 254 - len(ending)] + dot + ending
    return name[:255]


def _kind_of_zip(head, tail):
    if found := _OPEN_DOCUMENT.match(head[30:120]):
        return found.group(1).decode("ascii")
    try:
        # The list of what a ZIP file holds stands at its end; longer lists are no office document's.
        with zipfile.ZipFile(io.BytesIO(tail)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return "application/zip"
    if "[Content_Types].xml" not in names:
        return "application/zip"
    for folder, kind in _OFFICE.items():
        if any(name.startswith(folder) for name in names):
            return _MACROS[folder] if f"{folder}vbaProject.bin" in names else kind
    return "application/zip"


def _kind_of_ole(data):
    for stream, kind in _OLE_STREAMS.items():
        if stream.encode("utf-16-le") in data:
            return kind
    return "application/x-ole-storage"


def _kind_of_text(head):
    """The kind of a text, or None where the bytes are not text."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text/plain" if _reads_as(head[: len(head) // 2 * 2], "utf-16") else None
    if _NOT_IN_TEXT.search(head):
        return None
    begun = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for pattern, kind in _MARKUP:
        if pattern.match(begun):
            return kind
    if _is_mail(head):
        return "message/rfc822"
    if _reads_as(head, "utf-8") or (_reads_as(head, "cp1252") and _mostly_ascii(head)):
        return "text/plain"
    return None


def _is_mail(head):
    if not re.match(rb"(From |[A-Za-z][A-Za-z0-9-]*:[ \t\r\n])", head):
        return False
    fields = {name.lower() for name in BytesHeaderParser().parsebytes(head).keys()}  # noqa: SIM118
    return "from" in fields and len(fields & _MAIL_FIELDS) > 1


def _reads_as(data, encoding):
    try:
        data[:-4].decode(encoding)  # the last character may be cut
    except UnicodeDecodeError:
        return False
    return True


def _mostly_ascii(data):
    return sum(byte < 128 for byte in data) > 0.8 * len(data)


def _by_magic_number(head):
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return UNKNOWN
    for match in found:
        if match.confidence >= 0.3 and re.fullmatch(r"[a-z]+/[a-z0-9][a-z0-9.+-]{0,80}", match.mime_type):
            return match.mime_type
    return UNKNOWN
