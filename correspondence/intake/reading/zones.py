"""Which lines of a letter are what: letterhead, date, addressees, copies, subject, salutation, body, closing,
signatures, enclosures.

The order is that of the business letter: what stands above the salutation, the body, what stands below the
complimentary close. Where a part is missing the others are still told. Pure.
"""

import re
from dataclasses import dataclass

from correspondence.intake.reading.closings import closing_of
from correspondence.intake.reading.dates import day_of_line
from correspondence.intake.reading.furniture import Apart
from correspondence.intake.reading.mail_head import mail_head, unlabelled
from correspondence.intake.reading.rows import Row
from correspondence.intake.reading.vocabulary import (
    BEGINS_TITLE,
    BEGINS_WITH_HONORIFIC,
    SMALL_WORDS,
    SURE_HONORIFIC,
)

_DEAR = re.compile(
    r"^[\W_]{0,2}(?:Dear\b|Dcar\b|Gentlemen\s*:|Ladies and Gentlemen|To Whom It May Concern|"
    r"To the Honorable\b|"
    r"(?:Mr|Madam)\.? (?:Secretary|President|Chairman|Chairwoman|Director)\s*:|Greetings\s*[:,]|"
    r"(?:Good (?:morning|afternoon|evening|day)|Hello|Hi)\b.{0,50}[,:!]\s*$|"
    r"(?:Your|Her|His) (?:Excellency|Honor|Eminence)\s*[:,])",
    re.I,
)
_TITLED = (
    r"(?:(?:Acting|Deputy|Under|Assistant|Madam|Mr\.?) )*(?:Mr|Ms|Mrs|Dr|Secretary|Director|Administrator|"
    r"Senator|Commissioner|General|Chair(?:man|woman)?|Ambassador|Attorney General|President|Representative|"
    r"Congress(?:man|woman))\b\.?(?: [A-Z][\w.’'-]*){1,4}"
)
_DEAR_LEFT_OUT = re.compile(rf"^{_TITLED}(?:(?:,| and|, and) {_TITLED}){{0,3}}\s*[:,]$")
_SUBJECT = re.compile(
    r"^(?:re|in re|subject|subj|regarding|reference|ref)\s*(?:[:.;]|(?<=re)\s*[-–—])\s*", re.I
)
_COPY = re.compile(
    r"^(?:cc|c\.c\.|c c|copy to|copies to|copy|with copies to|courtesy copy)\s*[:;.]?\s+|^cc[:;.]", re.I
)
_COPY_READ_WRONGLY = re.compile(r"^[ceoé¢©€]{1,2}[ce¢]\s?[:;.]\s+(?=[A-Z])")
_COPY_ALONE = re.compile(r"^(?:cc|c\.c\.|copy to|copies to|copies)\s*[:;.]?$", re.I)
_BLIND = re.compile(r"^bcc\s*[:;.]", re.I)
_SENT = re.compile(
    r"^\W*(?:(?:sent |submitted |transmitted |delivered )?(?:via|by)\b.{0,60}(?:mail|email|electronic|"
    r"facsimile|fax|courier|"
    r"hand|deliver\w*|fedex|portal|messenger|transmission)|(?:certified|registered|overnight|"
    r"first[- ]class) mail|"
    r"hand deliver|electronic mail|e-?mail only|original by)",
    re.I,
)
_ADDRESS_OF_MAIL = re.compile(r"^(?:e-?mail:?\s*)?\S+@\S+\.\w+\W*$", re.I)
_ENCLOSED = re.compile(
    r"^(?:\(?\d?\)?\s*)?(?:enclosures?|attachments?|encls?|encs?|att(?:ach)?s?)\b\.?(?:\s*[:(–-].{0,80}|"
    r"\s*\d{0,2}|\s+as stated)?$",
    re.I,
)
_INITIALS = re.compile(r"^[A-Z]{2,4}\s*[:/]\s*[a-zA-Z]{2,4}$")
_ANNEX = re.compile(
    r"^(?:(?:attachment|appendix|annex|exhibit|schedule|addendum|"
    r"enclosure)\s*(?:[A-Z0-9]{1,3})?\s*[:.–-]?(?:\s.{0,80})?$|"
    r"questions? (?:submitted )?for the record|additional questions|instructions\b.{0,80}$|definitions\s*:?$|"
    r"definitions and instructions|document requests?\s*:?$|responding to .{0,60}requests|questions from\b|"
    r"post-hearing questions)",
    re.I,
)
_SALUTED_LINES = 4
_MOST_HEAD = 150  # rows above the salutation: a roster of a large committee has about 60


@dataclass(frozen=True, slots=True)
class Zones:
    """The rows of each part, in reading order; empty where the letter has no such part."""

    letterhead: tuple[Row, ...] = ()
    date: tuple[Row, ...] = ()
    addressees: tuple[Row, ...] = ()
    copies: tuple[Row, ...] = ()
    subject: tuple[Row, ...] = ()
    salutation: tuple[Row, ...] = ()
    body: tuple[Row, ...] = ()
    closing: tuple[Row, ...] = ()
    signatures: tuple[Row, ...] = ()
    enclosures: tuple[Row, ...] = ()
    attachment: tuple[Row, ...] = ()
    sent_by: tuple[Row, ...] = ()
    sender: tuple[Row, ...] = ()  # of a mail: who it is from
    page_begins: frozenset = frozenset()  # the (page, line) of rows that follow a page's end


def zones_of(apart: Apart):
    """Divide what `furniture.set_apart` left."""
    rows = apart.rows
    begins = frozenset((rows[at].page, rows[at].tokens[0].line) for at in apart.after_break)
    dear, body_at = _salutation(rows)
    end, tail_at = closing_of([row.text for row in rows], body_at)
    head = _head(rows[: dear if dear is not None else body_at])
    subject, body_at = _subject_below(rows, body_at, head["subject"])
    tail = _tail(rows, tail_at, begins) if tail_at > end else {}
    return Zones(
        letterhead=tuple(head["letterhead"]),
        date=tuple(head["date"]),
        addressees=tuple(head["addressees"]),
        copies=(() if head["mailed"] and tail.get("copies") else tuple(head["copies"]))
        + tuple(tail.get("copies", ())),
        subject=tuple(subject),
        salutation=tuple(rows[dear:body_at]) if dear is not None and not head["below"] else (),
        body=tuple(rows[body_at:end]),
        closing=tuple(rows[end:tail_at]),
        signatures=tuple(tail.get("signatures", ())),
        enclosures=tuple(tail.get("enclosures", ())),
        attachment=tuple(tail.get("attachment", ())),
        sent_by=tuple(head["sent_by"]),
        sender=tuple(head["sender"]),
        page_begins=begins,
    )


def _is_copy(text):
    return bool(_COPY.match(text) or _COPY_ALONE.match(text) or _COPY_READ_WRONGLY.match(text))


def _salutation(rows):
    """Where the salutation begins, and the row after it; without one, where running text begins."""
    for at, row in enumerate(rows[:_MOST_HEAD]):
        if _DEAR.match(row.text) and not row.margin:
            if len(row.text) > 160:
                return None, at
            last = at
            while (
                last - at + 1 < _SALUTED_LINES
                and last + 1 < len(rows)
                and not re.search(r"[:;,.]\W{0,2}$", rows[last].text)
            ) or (
                last - at + 1 < _SALUTED_LINES
                and last + 1 < len(rows)
                and re.search(r"(?:,|\band)$", rows[last].text)
                and rows[last + 1].gap < 0.5
                and re.search(r":$", rows[last + 1].text)
                and len(rows[last + 1].text) < 90
            ):
                if rows[last + 1].gap > 0.6 or len(rows[last + 1].text) > 100:
                    break
                last += 1
            return at, last + 1
    for at, row in enumerate(rows[: min(_MOST_HEAD, len(rows) - 1)]):
        said = _DEAR_LEFT_OUT.match(row.text)
        if said and (is_prose(rows[at + 1]) or (row.text.endswith(":") and (rows[at + 1].gap or row.gap))):
            return at, at + 1
        if is_prose(row):
            return None, at
    return None, min(len(rows), _MOST_HEAD)


def is_prose(row):
    """Whether a line reads as running text: small words, and long enough to be no name, title or address."""
    words = [word.strip(".,;:()“”\"'’") for word in row.text.split()]
    if len(words) < 6:
        return False
    small = sum(word in SMALL_WORDS for word in words)
    lower = sum(word[:1].islower() for word in words)
    return lower >= len(words) * 0.5 and small >= 2


def _subject_below(rows, body_at, subject):
    """A subject line may stand below the salutation as well."""
    if subject or body_at >= len(rows) or not _SUBJECT.match(rows[body_at].text):
        return subject, body_at
    if re.match(r"^reference|^regarding", rows[body_at].text, re.I):
        return subject, body_at
    last = body_at
    while (
        last + 1 < len(rows)
        and last - body_at < 3
        and rows[last + 1].gap < 0.4
        and not is_prose(rows[last + 1])
    ):
        last += 1
    return list(rows[body_at : last + 1]), last + 1


# --- Above the salutation ------------------------------------------------------------------------------


def _head(rows):
    names = ("date", "subject", "copies", "sent_by", "sender", "addressees", "letterhead")
    parts = {**{name: [] for name in names}, "below": False, "mailed": False}
    mail = mail_head(rows)
    kind = ["mail" if at in mail else "margin" if row.margin else "" for at, row in enumerate(rows)]
    dated = _date_row(rows, kind)
    if dated is not None:
        kind[dated] = "date"
    _label(rows, kind)
    limit = next((at for at, what in enumerate(kind) if what in ("subject", "copies")), len(rows))
    free = [at for at in range(limit) if not kind[at]]
    after = [at for at in free if dated is not None and at > dated]
    if after and not _only_letterhead([rows[at] for at in after]):
        addressees = after
    else:
        addressees = _block_before(rows, [at for at in free if dated is None or at < dated])
    if not addressees and limit < len(rows):  # the subject stands above the addressee
        addressees = [at for at in range(limit, len(rows)) if not kind[at]]
    for at in addressees:
        kind[at] = "addressees"
    for row, what in zip(rows, kind, strict=True):
        if what != "mail":
            parts[what if what in parts else "letterhead"].append(row)
    for at, what in mail.items():
        into = _OF_MAIL.get(what, "sent_by")
        if into in ("sent_by", "sender") or into not in kind:  # what the letter itself says comes first
            parts[into].append(unlabelled(rows[at]) if into in _PEOPLE else rows[at])
            parts["mailed"] = parts["mailed"] or into == "copies"
    return parts


_OF_MAIL = {"from": "sender", "to": "addressees", "cc": "copies", "subject": "subject"}
_PEOPLE = frozenset(["sender", "addressees", "copies"])


def _date_row(rows, kind):
    """The row that is a date; of several the first that is one and no more, below the letterhead if it can
    be."""
    found = [at for at, row in enumerate(rows) if not kind[at] and day_of_line(row.text)]
    return found[0] if found else None


def _label(rows, kind):
    at = 0
    while at < len(rows):
        text = rows[at].text
        if kind[at]:
            at += 1
            continue
        if _SENT.match(text) or _ADDRESS_OF_MAIL.match(text):
            kind[at] = "sent_by"
        elif _SUBJECT.match(text):
            at = _run(rows, kind, at, "subject", 6)
            continue
        elif _is_copy(text):
            at = _run(rows, kind, at, "copies", 12)
            continue
        elif _BLIND.match(text) or re.match(r"^From\s*:", text, re.I):
            kind[at] = "sent_by"
        elif re.match(r"^MEMORANDUM\W*$", text):
            kind[at] = "letterhead"
        at += 1


def _run(rows, kind, at, what, most):
    """Mark a labelled part to its end: the next part, a date, an honorific, or an empty line after it."""
    kind[at] = what
    begun = at
    at += 1
    while at < len(rows) and at - begun < most and not kind[at]:
        row = rows[at]
        if _SUBJECT.match(row.text) or _is_copy(row.text) or _SENT.match(row.text):
            break
        if what == "subject" and (row.gap > 0.6 or SURE_HONORIFIC.match(row.text)):
            break
        if what == "copies" and row.gap > 1.4:
            break
        kind[at] = what
        at += 1
    return at


_LETTERHEAD = re.compile(
    r"united states senate|congress of the united states|house of representatives|\bcongress$|www\.|"
    r"https?:|\.gov\b|"
    r"^washington,? d\.?\s?c\.?\W*(?:\d{5}(?:[-–]\d{4})?)?\W*$|\(\d{3}\)\s*\d{3}[-–]\d{4}|majority|"
    r"minority|staff director|"
    r"^(?:the )?(?:sub)?committees?\b|ranking member$|office building",
    re.I,
)


def _only_letterhead(rows):
    return all(_LETTERHEAD.search(row.text) for row in rows)


def _block_before(rows, free):
    """The addressee's block at the end of these rows, where no date divides it from the letterhead."""
    if not free:
        return []
    start = None
    for at in free:
        text = rows[at].text
        named = SURE_HONORIFIC.match(text) or (
            BEGINS_WITH_HONORIFIC.match(text) and not text.isupper() and len(text.split()) > 2
        )
        if named and not _LETTERHEAD.search(text):
            start = at if start is None or (rows[at].gap > 1.4 and at - start > 12) else start
    if start is not None:
        return [at for at in free if at >= start]
    last = max((at for at in free if _LETTERHEAD.search(rows[at].text)), default=None)
    gaps = [at for at in free if rows[at].gap >= 1 and (last is None or at > last)]
    if gaps:
        return [at for at in free if at >= gaps[0]]
    if last is not None and last < free[-1]:
        return [at for at in free if at > last]
    titled = [at for at in free if BEGINS_TITLE.match(rows[at].text) and not rows[at].text.isupper()]
    return [at for at in free if titled and at >= titled[0]]


# --- Below the complimentary close --------------------------------------------------------------------------


def _tail(rows, start, begins):
    parts = {"signatures": [], "copies": [], "enclosures": [], "attachment": []}
    now = "signatures"
    for at in range(start, len(rows)):
        row, text = rows[at], rows[at].text
        if now != "attachment":
            if _is_copy(text):
                now = "copies"
            elif _BLIND.match(text):
                now = "enclosures"
            elif _begins_annex(rows, at, now, begins):
                now = "attachment"
            elif _ENCLOSED.match(text) or _INITIALS.match(text):
                parts["enclosures"].append(row)
                now = "enclosures" if now != "copies" else now
                continue
            elif now == "enclosures" and row.gap < 0.5 and not is_prose(row):
                pass
        parts[now].append(row)
    return parts


def _begins_annex(rows, at, now, begins):
    """Whether what is enclosed begins here: a heading that says so, prose, or a new page that is no list of
    names."""
    row = rows[at]
    new_page = (row.page, row.tokens[0].line) in begins
    if _ANNEX.match(row.text) and (new_page or not _ENCLOSED.match(row.text)):
        return True
    if re.match(r"^\(?1[.)]\s", row.text) and len(row.text) > 25:
        return True
    if re.match(r"^(?:and|plus|\+)\s+\S+\s+(?:other|additional|more)\b", row.text, re.I):
        return False
    if is_prose(row) and not BEGINS_WITH_HONORIFIC.match(row.text) and not _continues_copy(row, now):
        return True
    if new_page:  # a heading over prose or a list
        for ahead in rows[at + 1 : at + 5]:
            if re.match(r"^(?:\(?(?:1|A|a|I)[.)]|[•●–-])\s", ahead.text):
                return True
            if is_prose(ahead) and not BEGINS_WITH_HONORIFIC.match(ahead.text):
                return True
    return False


def _continues_copy(row, now):
    return now == "copies" and row.gap < 0.4 and len(row.text) < 60 and not row.text.endswith(".")
