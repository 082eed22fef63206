"""How an answer to one of our mails finds back to what it is about, without anybody being able to guess it.

A token names a record (a letter of the alphabet for its kind, and its number) and is signed with the secret
key. It stands in the address that answers go to, and, signed for another purpose, in the Message-ID, which
comes back in In-Reply-To. The two prove different things: the address is known to who was written to; a
Message-ID travels with every copy that is passed on. So one cannot be made from the other.

Small letters and digits alone, as mail servers change the case of addresses.
"""

import re
import secrets
from base64 import b32encode

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

MESSAGE, LETTER = "m", "l"  # a constituent's message; a letter to an agency
ADDRESS, MAIL_ID = "address", "message-id"  # what a token is for

_TOKEN = re.compile(r"(?<![a-z0-9])([a-z])([1-9][0-9]{0,17})-([a-z2-7]{26})(?![a-z0-9])", re.I)


def token_for(kind, pk, purpose):
    """The token of a record: `m17-…`, 128 bits signed."""
    return f"{kind}{pk}-{_signature(kind, pk, purpose, settings.SECRET_KEY)}"


def records_in(text, purpose):
    """The (kind, number) of each record that a text has a true token of, each once, in their order."""
    found = []
    for kind, pk, given in _TOKEN.findall(text.lower()):
        is_true = any(
            constant_time_compare(given, _signature(kind, pk, purpose, key))
            for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        )
        if is_true and (kind, int(pk)) not in found:
            found.append((kind, int(pk)))
    return found


def new_mail_id(kind, pk):
    """A Message-ID for a mail about a record; another each time."""
    return f"<{token_for(kind, pk, MAIL_ID)}.{secrets.token_hex(8)}@{settings.SITE_HOST}>"


def reply_address(office_code, kind, pk):
    """The address that answers about a record go to; empty where no mailbox is read for the office."""
    for mailbox in settings.MAILBOXES:
        if mailbox.office == office_code and mailbox.reply_to:
            token = token_for(kind, pk, ADDRESS)
            if "{token}" in mailbox.reply_to:
                return mailbox.reply_to.replace("{token}", token)
            local, _, domain = mailbox.reply_to.partition("@")
            return f"{local}+{token}@{domain}"
    return ""


def _signature(kind, pk, purpose, key):
    digest = salted_hmac(f"correspondence.reply.{purpose}", f"{kind}{pk}", secret=key, algorithm="sha256")
    return b32encode(digest.digest()[:16]).decode().rstrip("=").lower()
