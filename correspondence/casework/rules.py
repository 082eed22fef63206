"""Decisions about messages: values in, value out; no query, no clock."""

import hashlib
import re
import unicodedata
from collections import namedtuple
from datetime import timedelta

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

MEGABYTE = 1024 * 1024
MOST_FILES = 5
LARGEST_FILE = 10 * MEGABYTE
LARGEST_POST = MOST_FILES * LARGEST_FILE + MEGABYTE
LONGEST_TEXT = 10_000  # characters, as in CWC
RELEASE_DAYS = 365

# What may be sent, by what its bytes show, with the word that people know it by.
TAKEN = {
    "application/pdf": "PDF",
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/gif": "GIF",
    "image/heic": "HEIC",
    "image/tiff": "TIFF",
    "image/webp": "WebP",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/msword": "Word",
    "application/vnd.oasis.opendocument.text": "OpenDocument",
    "application/rtf": "RTF",
    "text/plain": "text",
}

# A Social Security number: never 000, 666 or 9.. first, 00 in the middle, 0000 last (SSA, since 2011).
_SSN = re.compile(
    r"(?<![0-9A-Za-z-])(?!000|666|9)(\d{3})([- ._\u2010-\u2015]?)(?!00)(\d{2})\2(?!0000)(\d{4})"
    r"(?![0-9]|-[0-9])"
)
_SSN_IN_A_NAME = re.compile(
    r"(?<![0-9])(?!000|666|9)(\d{3})([- ._\u2010-\u2015]?)(?!00)(\d{2})\2(?!0000)(\d{4})(?![0-9])"
)

Found = namedtuple("Found", "line last_four is_bare")


def social_security_numbers(text):
    """What looks like a Social Security number in a text: its line (from 1) and its last four digits.

    With dashes, spaces, dots, or bare. A bare number of nine digits may be something else.
    """
    return [
        Found(number, hit.group(4), not hit.group(2))
        for number, line in enumerate(text.splitlines(), start=1)
        for hit in _SSN.finditer(line)
    ]


def ssn_fault(text):
    """What to say of a text that holds a Social Security number, and where; nothing where it has none."""
    found = social_security_numbers(text)
    if not found:
        return ""
    first = found[0]
    several = len(text.splitlines()) > 1
    where = _("Line %(line)s") % {"line": first.line} if several else _("This")
    return _(
        "%(where)s has what looks like a Social Security number, ending in %(digits)s. "
        "Please take it out. The agency can find you by your name and address."
    ) % {"where": where, "digits": first.last_four}


def ssn_fault_of_name(name):
    """The same of a file's name."""
    found = _SSN_IN_A_NAME.search(name)
    if not found:
        return ""
    return _(
        "The name of a file has what looks like a Social Security number, ending in %(digits)s. "
        "Please give the file another name, and add it again."
    ) % {"digits": found.group(4)}


def file_fault(name, size, kind):
    """Why a file is not taken, in words; nothing where it is. `kind` is what its bytes show."""
    if not size:
        return _("%(name)s is empty.") % {"name": name}
    if size > LARGEST_FILE:
        return _("%(name)s is too large. A file may have up to %(most)s MB.") % {
            "name": name,
            "most": LARGEST_FILE // MEGABYTE,
        }
    if kind not in TAKEN:
        return _("We cannot open %(name)s. Please send a photo, a PDF, or a Word or text file.") % {
            "name": name
        }
    return ssn_fault_of_name(name)


def size_in_words(size):
    """412 kB, 3 MB."""
    if size >= MEGABYTE:
        return f"{size / MEGABYTE:.1f} MB".replace(".0 ", " ")
    return f"{max(size // 1024, 1)} kB"


def fingerprint(*texts):
    """A hash of what is said, whatever its case, marks and spaces: the same words give the same."""
    plain = unicodedata.normalize("NFKD", " ".join(texts)).casefold()
    return hashlib.sha256(" ".join(re.findall(r"[^\W_]+", plain)).encode()).hexdigest()


def same_person(constituent, given):
    """Whether somebody who wrote before is who writes now: all that they gave is the same, but for the title.

    E-mail addresses are shared in families and names by strangers: neither alone is enough.
    """
    columns = ("first_name", "middle_name", "last_name", "suffix", "email")
    columns += ("address1", "address2", "city", "state", "zip_code", "phone")
    return all(_plain(getattr(constituent, one)) == _plain(given.get(one, "")) for one in columns)


def _plain(text):
    return " ".join(text.casefold().split())


def message_number(code, year, count):
    """SFRC-M-2023-00012: no letter has such a number."""
    return f"{code}-M-{year}-{count:05}"


def release_text(name, agency, office):
    """The words of a release, in plain English: who allows which agency to tell whom what, and for how long.

    A written consent by 5 U.S.C. 552a(b), with the declaration of 28 U.S.C. 1746 in place of a notary,
    which agencies accept with a typed signature (CASES Act, Pub. L. 116-50).
    """
    return _(
        "I, %(name)s, asked the %(office)s for help with this agency: %(agency)s.\n\n"
        "I allow the agency to share with this office what it knows about my case. "
        "It may show the office my records and talk with the office about me.\n\n"
        "This lasts one year. I can take it back at any time by telling the office.\n\n"
        "I declare under penalty of perjury under the laws of the United States of America "
        "that I am this person and that this is true."
    ) % {"name": name, "agency": agency, "office": office}


def good_until(signed_on):
    """The last day of a release."""
    return signed_on + timedelta(days=RELEASE_DAYS)


def signature_fault(signature, first_name, last_name):
    """Why a typed signature is not taken, in words; nothing where it has the names that were given."""
    words = _plain(signature)
    if not words:
        return _("Type your full name to sign.")
    if _plain(last_name) not in words or _plain(first_name) not in words:
        return _("Type your name as you gave it: %(name)s.") % {"name": f"{first_name} {last_name}"}
    return ""


# What may stand in braces in the text of an answer.
PLACEHOLDERS = {
    "name": "Ms. Testperson",
    "first_name": "Jane",
    "last_name": "Testperson",
    "number": "SFRC-M-2023-00012",
    "received": "29 November 2023",
    "about": "Other countries, passports and travel",
    "agency": "Department of State",
    "case_number": "123",
    "letter": "SFRC-2023-0001",
    "office": "Committee on Foreign Relations",
    "contact": "202-555-0142",
}
_BRACES = re.compile(r"\{([^{}\n]*)\}")


def unknown_placeholders(text):
    """What stands in braces and cannot be filled in."""
    return [name for name in _BRACES.findall(text) if name not in PLACEHOLDERS]


def filled_in(text, values):
    """The text with its placeholders filled in. One without a value stays, so that somebody sees it."""
    return _BRACES.sub(lambda hit: values.get(hit.group(1)) or hit.group(0), text)


def left_open(text):
    """The placeholders that still stand in a text that is to be sent."""
    return [name for name in _BRACES.findall(text) if name in PLACEHOLDERS]


# How far a message is, in the words of its page for the constituent.
Standing = namedtuple("Standing", "mark words detail")


def public_standing(state, *, wants_help=False, has_release=False, agency="", sent_on=None, answered_on=None):
    """What a constituent is told: one short line, and what happens next. Nothing internal.

    `sent_on` is the day the office last wrote to the agency, `answered_on` the day it last heard from it.
    """
    if state == "closed":
        return Standing("settled", _("Closed"), _("We are done with this message. You can write again."))
    if state == "answered":
        return Standing(
            "settled", _("Answered"), _("We sent you an answer by e-mail. Look in your spam folder too.")
        )
    if answered_on:
        return Standing(
            "reply",
            _("The agency answered us"),
            _("We are reading its answer. We will write to you about it."),
        )
    if sent_on:
        return Standing(
            "sent",
            _("We wrote to the agency"),
            _("Now we wait for %(agency)s. This can take some weeks.") % {"agency": agency},
        )
    if wants_help and not has_release:
        return Standing(
            "soon",
            _("We need your permission"),
            _("We cannot ask the agency about you until you sign. Please call or write to the office."),
        )
    if state == "open":
        return Standing("open", _("We are working on it"), _("Somebody in the office has your message."))
    return Standing("open", _("We have it"), _("Your message came. Somebody will read it soon."))


# How often one address may do what, within which time: enough for a library's computer, and soon over.
LIMITS = {
    "send": (12, timedelta(minutes=10)),
    "look_up": (20, timedelta(minutes=10)),
    "hold": (60, timedelta(minutes=10)),
}


def source_of(address):
    """A keyed hash of an internet address: counts can be kept by it, and the address cannot be got back."""
    return salted_hmac("correspondence.casework", address, algorithm="sha256").hexdigest()


def inquiry_body(message, case, has_release):
    """The text of an inquiry: who asks, what happened, what is asked. Neutral: it urges no outcome."""
    person = message.constituent
    paragraphs = [
        f"I write for {person.name}, {', '.join(person.address_lines)}, "
        f"who has asked me for help with the {case.agency_words}.",
        case.what_happened,
    ]
    if case.case_number:
        paragraphs.append(f"Your number for this case is {case.case_number}.")
    paragraphs.append(inquiry_request(message))
    if has_release:
        paragraphs.append("A signed privacy release is enclosed.")
    paragraphs.append("Please look into this under your rules, and let me know what you find.")
    return "\n\n".join(paragraphs)


def inquiry_request(message):
    """What the agency is asked: what the constituent wants asked, in their words."""
    return f"My constituent asks: {message.text.strip()}"
