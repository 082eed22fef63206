"""Mails: the letter is what the mail says, or a file that came with it."""

import re
import tempfile
from email import policy
from email.errors import MessageError
from email.parser import BytesParser
from pathlib import Path

from correspondence.documents.rules import plain_name
from correspondence.intake.opening.contents import Texts
from correspondence.intake.opening.faults import CannotOpen, Fault
from correspondence.intake.opening.html import text_of
from correspondence.intake.opening.kinds import MAIL, contents_of
from correspondence.intake.opening.text import decoded, pages_of_text

MOST_PARTS = 300
HEADERS = ["message-id", "in-reply-to", "references", "from", "to", "cc", "subject", "date", "auto-submitted"]
LONGEST_HEADER = 4000
DAMAGED = (
    "The mail is damaged: no text and no letter can be made out in it. Save it anew, or print it to PDF."
)
LETTER = 1200  # characters: what a mail says of its own is rarely longer where the letter is attached
SMALL_PICTURE = 40_000  # bytes: a logo, not a page
# What the email package raises, beside its own errors, on headers and bodies that nobody should have sent.
ODD = (
    MessageError,
    ArithmeticError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    AssertionError,
    RecursionError,
)
_RANKS = {"application/pdf": 3, "docx": 2, "image": 1}
_MAIN = re.compile(r"(?i)letter|ltr|inquiry|request|signed|final|congress|committee|member|senat")
_BESIDE = re.compile(r"(?i)enclos|attachment|exhibit|appendix|annex|bio\b|flyer|agenda|invoice|logo|image\d+")
_SALUTATION = re.compile(r"(?m)^\s*(?:Dear|To the Honorable)\b")
_POINTS_ELSEWHERE = re.compile(r"(?i)\b(?:attach(?:ed|ment|ing)|enclosed|see the letter)\b")


class _Attached:
    """A file in a mail."""

    def __init__(self, part, number):
        self.name = plain_name(_try(part.get_filename) or f"part {number}")
        self.kind = part.get_content_type()
        self.data = _try(part.get_payload, decode=True) or b""
        self.is_inline = _try(part.get_content_disposition) == "inline" or part.get("Content-ID") is not None

    @property
    def rank(self):
        """How likely it is to be the letter by its kind: 0 where it cannot be."""
        head = self.data[:1024]
        if b"%PDF-" in head:
            return 3
        if head.startswith(b"PK\x03\x04") and b"word/" in self.data:
            return 2
        if head.startswith((b"\xff\xd8\xff", b"\x89PNG", b"II*\0", b"MM\0*")):
            return int(len(self.data) > SMALL_PICTURE or not self.is_inline)
        return 0

    @property
    def order(self):
        """The likeliest first."""
        hints = bool(_MAIN.search(self.name)) - bool(_BESIDE.search(self.name))
        return (-self.rank, -hints)


def mail_contents(path, most_pages):
    """The letter in a mail, with the mail's headers and the names of its other files. Raises CannotOpen."""
    message = _parsed(path)
    text, attached, is_locked = _parts(message)
    candidates = sorted((one for one in attached if one.rank), key=lambda one: one.order)
    if is_locked and not text and not candidates:
        raise CannotOpen(
            Fault.ENCRYPTED, "The mail is encrypted. Open it in the mail program and save its letter."
        )
    contents, taken = _letter(text, candidates, most_pages, attached)
    if contents is None:
        is_damaged = any(part.defects for part in message.walk())
        raise CannotOpen(Fault.MALFORMED, DAMAGED) if is_damaged else CannotOpen(Fault.NO_LETTER)
    contents.media_type = MAIL
    contents.headers = _headers(message)
    contents.attachments = tuple(one.name for one in attached if one not in taken)
    return contents


def _parsed(path):
    with open(path, "rb") as file:
        try:
            return BytesParser(policy=policy.default).parse(file)
        except ODD:
            pass
        file.seek(0)
        try:
            return BytesParser(policy=policy.compat32).parse(file)
        except ODD as fault:
            raise CannotOpen(Fault.MALFORMED) from fault


def _parts(message):
    """What the mail says, the files in it, and whether it is sealed."""
    plain, html, attached, is_locked = [], [], [], False
    try:
        parts = [part for part, _ in zip(message.walk(), range(MOST_PARTS), strict=False)]
    except ODD as fault:
        raise CannotOpen(Fault.MALFORMED) from fault
    inside = set()  # of mails that are attached: their parts are theirs
    for number, part in enumerate(parts):
        if id(part) in inside:
            continue
        kind = part.get_content_type()
        if kind == "message/rfc822" and part is not message:
            inside.update(id(one) for one in part.walk() if one is not part)
            attached.append(_Attached(part, number))
        elif part.is_multipart():
            continue
        elif kind in ("application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"):
            is_locked = True
        elif _try(part.get_content_disposition) == "attachment" or not kind.startswith("text/"):
            attached.append(_Attached(part, number))
        elif kind == "text/html":
            html.append(text_of(_text(part)))
        elif kind == "text/plain":
            plain.append(_text(part))
    said = "\n".join(plain).strip() or "\n\n".join(html).strip()
    return said, attached, is_locked


def _text(part):
    """The text of a part, in the encoding that it names, or in the one that it is really in."""
    data = _try(part.get_payload, decode=True) or b""
    try:
        text = data.decode(part.get_content_charset() or "utf-8")
    except (*ODD, UnicodeError):
        text = decoded(data)
    if _try(part.get_param, "format") == "flowed":
        text = _unflowed(text)
    return text.replace("\r\n", "\n")


def _unflowed(text):
    """Lines that were only broken for sending (RFC 3676), joined again."""
    return re.sub(r"(?<!^--) \r?\n(?!\r?\n|>)", " ", text, flags=re.M)


def _letter(text, candidates, most_pages, attached):
    """What is to be read as the letter, and the files that were used for it; (None, []) where nothing is."""
    if candidates and not _is_letter_itself(text):
        contents, taken = _from_files(candidates, most_pages)
        if contents:
            return contents, taken
    if text:
        notes = ["The letter was taken from what the mail says."] if attached else []
        return Texts(MAIL, pages_of_text(text), notes=tuple(notes)), []
    return None, []


def _is_letter_itself(text):
    if not _SALUTATION.search(text):
        return False
    return len(text) > LETTER * (3 if _POINTS_ELSEWHERE.search(text) else 1)


def _from_files(candidates, most_pages):
    """The first of the files that opens, or all pictures if it is one; (None, []) where none does."""
    folder = Path(tempfile.mkdtemp(prefix="mail-"))
    notes = []
    for number, one in enumerate(candidates):
        try:
            if one.rank == 1:
                return _from_pictures(candidates[number:], folder, notes)
            path = folder / str(number)
            path.write_bytes(one.data)
            contents = contents_of(path, one.name, most_pages=most_pages)
        except CannotOpen as fault:
            notes.append(f"The file {one.name} in the mail could not be read. {fault.message}")
            continue
        contents.notes = (
            *notes,
            f"The letter was taken from the file {one.name} in the mail.",
            *contents.notes,
        )
        return contents, [one]
    return None, []


def _from_pictures(pictures, folder, notes):
    from correspondence.intake.opening.pictures import Pictures

    pictures = sorted(
        pictures, key=lambda one: [int(n) if n.isdigit() else n for n in re.split(r"(\d+)", one.name)]
    )
    paths = []
    for number, one in enumerate(pictures):
        paths.append(folder / f"picture {number}")
        paths[-1].write_bytes(one.data)
    contents = Pictures(paths, MAIL)
    names = ", ".join(one.name for one in pictures)
    contents.notes = (*notes, f"The letter was taken from {names} in the mail.")
    return contents, pictures


def _headers(message):
    """The headers that say where a mail belongs, as text."""
    found = {}
    for name in HEADERS:
        value = _try(message.get, name)
        if value is not None and (said := " ".join(str(value).split())[:LONGEST_HEADER]):
            found[name.replace("-", "_")] = "".join(one for one in said if one.isprintable())
    return found


def _try(function, *args, **kwargs):
    """What a function of the email package gives, or None where it trips over what it was given."""
    try:
        return function(*args, **kwargs)
    except ODD:
        return None
