"""Reading a mailbox over IMAP (RFC 3501; MOVE of RFC 6851 where the server has it).

A mail is taken, and committed, before anything is done to it in the mailbox. Where it ends between the two,
the next one finds the mail in the ledger, and does only the rest. Two may read a mailbox at once.
"""

import contextlib
import imaplib
import re
import ssl

from correspondence.core.refusals import Cannot
from correspondence.documents.rules import MAX_SIZE
from correspondence.intake.mail.actions import take_mail, take_too_large
from correspondence.intake.mail.models import Mailbox
from correspondence.intake.mail.queries import same_mail
from correspondence.intake.mail.reading import LONGEST_HEAD, read_head
from correspondence.intake.mail.rules import key_of

TIMEOUT = 30  # seconds for each answer of the server
AT_ONCE = 100  # mails whose heads are asked for together

# What can go wrong on the way to the server and back.
NETWORK_FAULTS = (OSError, EOFError, imaplib.IMAP4.error)


class CannotFetch(Cannot):
    """The mailbox was not read, or not to its end."""


class Session:
    """A mailbox that is open: `with Session(address, office, now=now) as session`.

    `waiting()` gives the numbers (UID) of the mails to look at, `take(uid)` takes one and returns its row,
    and `finish()` remembers how far it was read. Raises CannotFetch, and keeps what was said on the Mailbox.
    """

    def __init__(self, address, office, *, now):
        self.address, self.office, self.now = address, office, now
        self.row, _ = Mailbox.objects.get_or_create(name=address.name, defaults={"office": office})
        self.server = None
        self.failed = []
        self._heads = {}
        self._uids = []

    def __enter__(self):
        try:
            self.server = _signed_in(self.address)
            self._open()
        except NETWORK_FAULTS as fault:
            self._close()
            raise self._fault(fault) from fault
        return self

    def __exit__(self, kind, fault, traceback):
        self._close()
        if isinstance(fault, NETWORK_FAULTS):
            raise self._fault(fault) from fault

    def _close(self):
        if self.server is not None:
            with contextlib.suppress(*NETWORK_FAULTS):  # it may be gone already
                self.server.logout()

    def _open(self):
        _ok(self.server.select(_quoted(self.address.folder)), f"open {self.address.folder}")
        said = self.server.response("UIDVALIDITY")[1]
        validity = int(said[0]) if said and said[0] else None
        if validity != self.row.uid_validity:  # the server counts its mails anew: all are looked at again
            self.row.uid_validity, self.row.seen_up_to = validity, 0
        self.can_move = b"MOVE" in _ok(self.server.capability(), "say what it can")[0].upper().split()

    def waiting(self):
        """The numbers of the mails to look at, in the order in which they came."""
        first = 1 if self.address.done else self.row.seen_up_to + 1
        found = _ok(self.server.uid("SEARCH", "UNDELETED", "UID", f"{first}:*"), "look through its mails")
        uids = sorted(int(uid) for uid in (found[0] or b"").split())
        self._uids = [uid for uid in uids if uid >= first]  # `n:*` always gives the last one
        return self._uids

    def take(self, uid):
        """Take one mail, and then mark or move it in the mailbox. Returns its row; None where it is gone."""
        size, key = self._head(uid)
        if size is None:
            return None
        if key and (mail := same_mail(self.office, key)):
            mail.came_now = False
        elif size > MAX_SIZE:
            return self._note_too_large(uid, size)
        else:
            raw = self._fetched(uid, MAX_SIZE + 1)
            if raw is None:
                return None
            if len(raw) > MAX_SIZE:
                return self._note_too_large(uid, len(raw))
            try:
                mail = take_mail(raw, office=self.office, now=self.now)
            except OSError as fault:  # of the disk, not of the network
                raise CannotFetch(f"It could not be stored ({fault.strerror or fault}).") from fault
        if mail.document_id:
            self._touch(uid)
        return mail

    def finish(self):
        """Remember that it was read to the end, but for the mails in `failed`, which are looked at again."""
        if self._uids:
            last = min(self.failed) - 1 if self.failed else self._uids[-1]
            self.row.seen_up_to = max(self.row.seen_up_to, last)
        self.row.tried_at = self.now
        if self.failed:
            many = "One mail" if len(self.failed) == 1 else f"{len(self.failed)} mails"
            self._note(f"{many} could not be taken.")
        else:
            self.row.read_at, self.row.fault, self.row.fault_since = self.now, "", None
        self.row.save()

    def _head(self, uid):
        """The size of a mail, and the key it is known by where that can be told from its head."""
        if uid not in self._heads:
            ahead = [one for one in self._uids if one >= uid][:AT_ONCE] or [uid]
            asked = "(UID RFC822.SIZE BODY.PEEK[HEADER.FIELDS (MESSAGE-ID FROM)])"
            self._heads = dict.fromkeys(ahead, (None, ""))
            data = _ok(self.server.uid("FETCH", ",".join(map(str, ahead)), asked), "show its mails")
            for found, about, head in _parts(data):
                size = re.search(rb"RFC822\.SIZE (\d+)", about)
                read = read_head(head)
                key = key_of(read, b"") if read.message_id else ""
                self._heads[found] = int(size.group(1)) if size else 0, key
        return self._heads[uid]

    def _fetched(self, uid, most, section=""):
        """The bytes of a mail up to so many; None where it is gone. It is not marked as read by this."""
        data = _ok(self.server.uid("FETCH", str(uid), f"(UID BODY.PEEK[{section}]<0.{most}>)"), "show a mail")
        return next((content for found, _, content in _parts(data) if found == uid), None)

    def _note_too_large(self, uid, size):
        head = self._fetched(uid, LONGEST_HEAD, "HEADER")
        return None if head is None else take_too_large(head, size, office=self.office, now=self.now)

    def _touch(self, uid):
        """Mark or move a mail that is kept. That somebody else has moved it meanwhile is fine."""
        number, done = str(uid), self.address.done
        if not done:
            _ok(self.server.uid("STORE", number, "+FLAGS.SILENT", r"(\Seen)"), "mark a mail as read")
            return
        command = "MOVE" if self.can_move else "COPY"
        answer, _ = self.server.uid(command, number, _quoted(done))
        if answer != "OK":
            self.server.create(_quoted(done))  # where it is there already, what follows says what is wrong
            _ok(self.server.uid(command, number, _quoted(done)), f"move a mail to {done}")
        if not self.can_move:
            _ok(
                self.server.uid("STORE", number, "+FLAGS.SILENT", r"(\Deleted)"),
                "delete a mail that was copied",
            )
            # Not EXPUNGE: it would take along whatever somebody else has marked.

    def _fault(self, fault):
        self.row.tried_at = self.now
        self._note(_said(fault))
        self.row.save()
        return CannotFetch(f"{self.address.name}: {self.row.fault}")

    def _note(self, fault):
        self.row.fault = fault[:300]
        self.row.fault_since = self.row.fault_since or self.now


def _signed_in(address):
    trusted = ssl.create_default_context(cafile=address.ca or None)
    if address.scheme == "imaps":
        server = imaplib.IMAP4_SSL(address.host, address.port, ssl_context=trusted, timeout=TIMEOUT)
    else:
        server = imaplib.IMAP4(address.host, address.port, timeout=TIMEOUT)
    try:
        if address.scheme == "imap+tls":
            server.starttls(ssl_context=trusted)
        server.login(address.user, address.password)
    except NETWORK_FAULTS:
        with contextlib.suppress(*NETWORK_FAULTS):  # what went wrong first is told
            server.shutdown()
        raise
    return server


def _ok(answer, what):
    """What the server said, where it said OK."""
    kind, said = answer
    if kind != "OK":
        words = said[0].decode(errors="replace") if said and isinstance(said[0], bytes) else ""
        raise imaplib.IMAP4.error(f"The server would not {what}: {words}")
    return said


def _parts(data):
    """The (number, what is said about it, content) of each mail in an answer to FETCH."""
    for at, item in enumerate(data):
        if not isinstance(item, tuple):
            continue
        after = data[at + 1] if at + 1 < len(data) and isinstance(data[at + 1], bytes) else b""
        about = item[0] + b" " + after
        if number := re.search(rb"\bUID (\d+)", about):
            yield int(number.group(1)), about, item[1]


def _quoted(folder):
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _said(fault):
    """What went wrong, in a line; never what was sent."""
    if isinstance(fault, ssl.SSLCertVerificationError):
        return f"Its certificate is not trusted: {fault.verify_message}."
    if isinstance(fault, OSError) and not isinstance(fault, ssl.SSLError):
        return f"It could not be reached ({fault.strerror or str(fault) or type(fault).__name__})."
    words = fault.args[0] if fault.args else type(fault).__name__
    words = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
    return " ".join(words.split())
