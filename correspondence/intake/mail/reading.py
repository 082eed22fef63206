"""What stands in a mail: its head, its words, its files. Never believed, and never the cause of a crash.

What cannot be read is left out and noted (`is_broken`). Nothing here is run, opened or looked up.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.parser import BytesHeaderParser, BytesParser
from email.utils import getaddresses, parsedate_to_datetime
from html import unescape

MOST_FILES = 50
MOST_PARTS = 500
LONGEST_TEXT = 100_000  # characters that are shown; the mail itself is kept whole
LONGEST_HEAD = 64 * 1024  # bytes

# What the standard library raises on mails that no mail program would write.
_FAULTS = (
    AssertionError,
    AttributeError,
    LookupError,
    MessageError,
    RecursionError,
    TypeError,
    ValueError,
)
# Where the servers that carried a mail say whom it was for.
_RECEIVERS = ("to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "resent-to")
_NOT_IN_A_LINE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+"
)
_NOT_IN_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_ID = re.compile(r"<[^<>\s]{1,990}>")
_ADDRESS = re.compile(r"[^\s<>\",;:@]{1,64}@[^\s<>\",;:@]{1,255}")
_BLOCKS = re.compile(r"(?i)<\s{0,9}(?:br|/p|/div|/tr|/li|/h[1-6]|/blockquote)\s{0,9}/?>")
_UNSEEN = re.compile(r"(?is)<!--.*?(?:-->|\Z)|<(script|style|title)\b.*?(?:</\1\s{0,9}>|\Z)")
_TAG = re.compile(r"</?[a-zA-Z!?][^<>]{0,5000}>")


@dataclass(frozen=True)
class FileInMail:
    """A file as it stands in a mail."""

    name: str
    data: bytes


@dataclass
class Read:
    """What a mail says. Addresses are in small letters; `sender` is empty unless there is just one."""

    message_id: str = ""
    sender: str = ""
    sender_name: str = ""
    subject: str = ""
    dated_at: datetime | None = None
    answers: tuple[str, ...] = ()  # Message-IDs of In-Reply-To and References, latest first
    receivers: tuple[str, ...] = ()
    head: dict = field(default_factory=dict)  # the lines that say that a machine wrote it
    content_type: str = ""
    report_type: str = ""
    text: str = ""
    files: tuple[FileInMail, ...] = ()
    is_broken: bool = False


_OF_MACHINES = (
    "auto-submitted",
    "x-auto-response-suppress",
    "x-autoreply",
    "x-autorespond",
    "x-autoresponder",
    "x-auto-reply",
    "precedence",
    "return-path",
    "x-failed-recipients",
)


def read_mail(raw):
    """A mail, from its bytes. Never raises."""
    read = read_head(raw)
    try:
        mail = BytesParser(policy=policy.compat32).parsebytes(raw)
        parts = list(_leaves(mail))
    except _FAULTS:
        read.is_broken = True
        return read
    texts, files = [], []
    if len(parts) > MOST_PARTS:
        read.is_broken = True
    for part in parts[:MOST_PARTS]:
        try:
            _take(part, texts, files)
        except _FAULTS:
            read.is_broken = True
    if len(files) > MOST_FILES:
        read.is_broken = True
    read.text = _plain(texts)
    read.files = tuple(files[:MOST_FILES])
    return read


def read_head(raw):
    """What the head of a mail says, from its bytes. Never raises."""
    read = Read()
    try:
        head = BytesHeaderParser(policy=policy.compat32).parsebytes(raw[:LONGEST_HEAD])
        lines = [(name.lower(), str(value)) for name, value in head.items()]
    except _FAULTS:
        read.is_broken = True
        return read
    first = {}
    for name, value in lines:
        first.setdefault(name, value)
    read.message_id = _first_id(first.get("message-id", ""))
    senders = _addresses(value for name, value in lines if name == "from")
    if len(senders) == 1:
        [(read.sender_name, read.sender)] = senders
    else:
        read.sender_name = ", ".join(address for _, address in senders)[:200]
    read.subject = _one_line(_decoded(first.get("subject", "")))[:300]
    read.dated_at = _instant(first.get("date", ""))
    answered = [*_ID.findall(first.get("in-reply-to", "")), *_ID.findall(first.get("references", ""))[::-1]]
    read.answers = tuple(dict.fromkeys(answered))[:50]
    receivers = _addresses(value for name, value in lines if name in _RECEIVERS)
    read.receivers = tuple(dict.fromkeys(address for _, address in receivers))[:100]
    read.head = {name: _one_line(first[name])[:200] for name in _OF_MACHINES if name in first}
    try:
        read.content_type = head.get_content_type()
        report = head.get_param("report-type", "")
        read.report_type = report.lower() if isinstance(report, str) else ""
    except _FAULTS:
        read.is_broken = True
    if not lines:
        read.is_broken = True
    return read


def _leaves(mail):
    """The parts that hold something, a mail that is attached to this one being one of them.

    Not by recursion: a mail may claim any depth.
    """
    waiting = [mail]
    while waiting:
        part = waiting.pop()
        inside = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inside, list):
            if part.get_content_type() == "multipart/alternative":
                inside = _best(inside)
            waiting.extend(reversed(inside))
        else:
            yield part


def _best(parts):
    """Of several versions of the same words the plain one; what is no version of them stays."""
    plain = [part for part in parts if part.get_content_type() == "text/plain"]
    if not plain:
        return parts
    return [part for part in parts if part.get_content_type() != "text/html"]


def _take(part, texts, files):
    kind, name = part.get_content_type(), _file_name(part)
    is_attached = part.get_content_disposition() == "attachment" or bool(name)
    if kind == "message/rfc822":
        inside = part.get_payload()
        data = inside[0].as_bytes() if isinstance(inside, list) and inside else b""
        files.append(FileInMail(name or "attached mail.eml", data))
    elif kind in ("text/plain", "text/html") and not is_attached:
        words = _words(part)
        texts.append(_from_html(words) if kind == "text/html" else words)
    elif kind.startswith("message/"):
        pass  # the machine's part of a report
    else:
        data = part.get_payload(decode=True)
        if data:
            files.append(FileInMail(name or f"attachment{_ending(kind)}", data))


def _file_name(part):
    try:
        name = part.get_filename() or ""
    except _FAULTS:
        name = ""
    return _one_line(_decoded(name))[:255]


def _ending(kind):
    return {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}.get(kind, "")


def _words(part):
    data = part.get_payload(decode=True) or b""
    charset = part.get_content_charset() or "utf-8"
    try:
        return data.decode(charset)
    except (LookupError, UnicodeDecodeError):
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            return data.decode("cp1252", errors="replace")


def _from_html(text):
    """The words of a web page, to be shown as text; html.parser takes minutes on hostile ones."""
    text = _UNSEEN.sub("", text[: 10 * LONGEST_TEXT])
    text = re.sub(r"\s+", " ", text)
    return unescape(_TAG.sub("", _BLOCKS.sub("\n", text)))


def _plain(texts):
    text = "\n\n".join(one.replace("\r\n", "\n").replace("\r", "\n").strip() for one in texts)
    text = _NOT_IN_TEXT.sub("", text)
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", text).strip()[:LONGEST_TEXT]


def _decoded(text):
    """A line of the head with its encoded words read."""
    try:
        return str(make_header(decode_header(text)))
    except _FAULTS:
        return text


def _one_line(text):
    return " ".join(_NOT_IN_A_LINE.sub(" ", text).split())


def _first_id(text):
    found = _ID.search(text)
    return found.group(0) if found else _one_line(text)[:998]


def _addresses(values):
    """The (name, address) pairs of lines of the head; what is no address is left out."""
    found = []
    try:
        pairs = getaddresses([_one_line(value)[:20_000] for value in values])
    except _FAULTS:
        return found
    for name, address in pairs:
        if _ADDRESS.fullmatch(address) and address.isascii():
            found.append((_one_line(_decoded(name))[:200], address.lower()))
    return found


def _instant(text):
    """When a mail says it was written; None where that is no date."""
    try:
        moment = parsedate_to_datetime(text)
    except (*_FAULTS, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment if 1971 < moment.year < 9000 else None
