"""Where mail comes in: each mailbox that is read over IMAP, as the environment names it.

One address a mailbox, with white space between them:

    imaps://user:password@mail.example.gov/INBOX?office=SFRC&done=Taken&reply_to=letters@example.gov

`imaps` is TLS from the first byte (port 993), `imap+tls` begins it with STARTTLS (port 143). Plain `imap` is
for this machine alone. What has a meaning of its own in an address is written with per cent: `%40` for @.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

_PORTS = {"imaps": 993, "imap+tls": 143, "imap": 143}
_OPTIONS = {"office", "done", "reply_to", "ca"}
_EXAMPLE = "imaps://user:password@mail.example.gov/INBOX?office=SFRC"


class BadMailbox(ValueError):
    """An address of a mailbox that cannot be used; the message says why, and never repeats a password."""


@dataclass(frozen=True)
class MailboxAddress:
    """One mailbox: whose it is, how it is reached, and what becomes of a mail that was taken from it.

    `done` is the folder that a taken mail is moved to; without one it stays, marked as read. Answers to the
    office's mails come here where `reply_to` names an address of this mailbox: with `{token}` in it, or with
    the token after a plus sign. `ca` is a file of certificates, for a server that no public authority signed.
    """

    office: str  # its code
    scheme: str
    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    done: str = ""
    reply_to: str = ""
    ca: str = ""

    @property
    def name(self):
        """What it is called where people read along."""
        return f"{self.folder} of {self.user} at {self.host}"


def mailboxes_in(text: str, *, is_loopback: Callable[[str], bool]) -> tuple[MailboxAddress, ...]:
    """The mailboxes that a text names; none for an empty one. Raises BadMailbox."""
    found = tuple(_mailbox(one, is_loopback) for one in text.split())
    if len({one.name for one in found}) < len(found):
        raise BadMailbox("names the same mailbox twice.")
    return found


def _mailbox(text, is_loopback):
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
        given = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
    except ValueError as fault:
        raise BadMailbox(
            f"cannot be read: write @ : / # and % in a password as %40 %3A %2F %23 and %25. {_EXAMPLE}"
        ) from fault
    if parts.scheme not in _PORTS:
        raise BadMailbox(f"begins with {parts.scheme or '?'}: use imaps or imap+tls, for example {_EXAMPLE}")
    if not host or not parts.username or not parts.password:
        raise BadMailbox(f"needs a host, a user and a password: {_EXAMPLE}")
    if parts.scheme == "imap" and not is_loopback(host):
        raise BadMailbox(f"would send a password to {host} for anybody to read: use imaps or imap+tls.")
    if unknown := set(given) - _OPTIONS:
        raise BadMailbox(
            f"has an option that is not known: {sorted(unknown)[0]}. There are office, done, reply_to, ca."
        )
    if not given.get("office"):
        raise BadMailbox(
            f"does not say whose mail it is: end it with ?office= and the office’s code. {_EXAMPLE}"
        )
    if (reply_to := given.get("reply_to", "")) and reply_to.count("@") != 1:
        raise BadMailbox(f"has {reply_to} for reply_to: give an address of the mailbox, letters@example.gov.")
    if (ca := given.get("ca", "")) and not Path(ca).is_file():
        raise BadMailbox(f"has {ca} for ca: there is no such file.")
    folder = unquote(parts.path.strip("/")) or "INBOX"
    if not (folder + given.get("done", "")).isascii():
        raise BadMailbox("names a folder with letters that are not ASCII: rename the folder.")
    if given.get("done") == folder:
        raise BadMailbox(f"has {folder} for done, which is the folder it reads: choose another.")
    return MailboxAddress(
        office=given["office"],
        scheme=parts.scheme,
        host=host,
        port=port or _PORTS[parts.scheme],
        user=unquote(parts.username),
        password=unquote(parts.password),
        folder=folder,
        done=given.get("done", ""),
        reply_to=reply_to,
        ca=ca,
    )
