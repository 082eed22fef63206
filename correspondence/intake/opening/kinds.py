"""Which kind a file is of, from its bytes; its name is only compared with them."""

import re
from pathlib import PurePath

from correspondence.documents.rules import HEAD, TAIL, media_type
from correspondence.intake.opening.contents import Texts
from correspondence.intake.opening.faults import MESSAGES, CannotOpen, Fault

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAIL = "message/rfc822"
NAMES = {
    "application/pdf": "a PDF",
    "image/jpeg": "a JPEG picture",
    "image/png": "a PNG picture",
    "image/tiff": "a TIFF picture",
    WORD: "a Word document",
    MAIL: "a mail",
    "text/plain": "plain text",
}
_ENDINGS = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "docx": WORD,
    "eml": MAIL,
    "txt": "text/plain",
}
_NEEDED = re.compile(rb"(?im)^(?:message-id|mime-version|received|return-path|content-type|x-[\w-]+)\s*:")
_ADVICE = {
    "application/msword": "This is a Word file of the old kind (.doc). Save it as .docx or PDF.",
    "application/vnd.ms-word.document.macroEnabled.12": (
        "This Word file may hold programs (.docm). Save it as .docx or PDF."
    ),
    "application/vnd.ms-outlook": "This is a mail in Outlook's own format (.msg). Save it as .eml or PDF.",
    "application/rtf": "This is a rich text file (.rtf). Save it as .docx or PDF.",
    "application/zip": "This is a ZIP archive. Unpack it, and send the letter itself.",
    "text/html": "This is a web page. Print it to PDF.",
}


def kind_of(path):
    """A file's media type. Raises CannotOpen where it is empty, locked or cut short already by its looks."""
    with open(path, "rb") as file:
        head = file.read(HEAD)
        if not head.strip(b"\x00\t\n\f\r "):
            raise CannotOpen(Fault.EMPTY)
        size = file.seek(0, 2)
        file.seek(max(0, size - TAIL))
        tail = file.read()
    found = media_type(head, tail)
    if found.startswith("application/x-ole") or found == "application/msword":
        if "EncryptedPackage".encode("utf-16-le") in head + tail:
            raise CannotOpen(Fault.ENCRYPTED)
    if found == "application/zip" and b"PK\x05\x06" not in tail:
        raise CannotOpen(Fault.TRUNCATED)
    return found


def _is_printed_mail(path):
    """Whether its head is one that a mail program prints: without anything by which mails are sent."""
    with open(path, "rb") as file:
        head = re.split(rb"\r?\n\r?\n", file.read(HEAD), maxsplit=1)[0]
    return not _NEEDED.search(head)


def contents_of(path, name, *, most_pages=200):
    """The opened file as what it is, whatever it is called. Raises CannotOpen."""
    kind = kind_of(path)
    ending = PurePath(name).suffix.lower().removeprefix(".")
    if kind == MAIL and ending != "eml" and _is_printed_mail(path):
        kind = "text/plain"
    contents = _opened(path, kind, most_pages)
    if contents.count > most_pages:
        contents.close()
        raise CannotOpen(Fault.TOO_MANY_PAGES, MESSAGES[Fault.TOO_MANY_PAGES].replace("200", str(most_pages)))
    if _ENDINGS.get(ending, kind) != kind:
        note = f"The file is named .{ending}, but is {NAMES[kind]}, and was opened as that."
        contents.notes = (note, *contents.notes)
    return contents


def _opened(path, kind, most_pages):
    """Each kind is imported only where a file is of it: a child that reads text needs no Tesseract."""
    if kind == "application/pdf":
        from correspondence.intake.opening.pdf import Pdf

        return Pdf(path)
    if kind in {"image/jpeg", "image/png", "image/tiff"}:
        from correspondence.intake.opening.pictures import Pictures

        return Pictures([path], kind, most=most_pages)
    if kind == WORD:
        from correspondence.intake.opening.word import word_contents

        return word_contents(path)
    if kind == MAIL:
        from correspondence.intake.opening.mail import mail_contents

        return mail_contents(path, most_pages)
    if kind == "text/plain":
        from correspondence.intake.opening.text import decoded, pages_of_text

        with open(path, "rb") as file:
            return Texts(kind, pages_of_text(decoded(file.read())))
    raise CannotOpen(Fault.UNSUPPORTED, _ADVICE.get(kind, ""))
