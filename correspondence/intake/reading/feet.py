"""What the paper itself prints at the foot of a page, or beside it: the office's address and telephone.

Where no place on the page is known such lines stand in the text as it was copied: at the end of a page, or in
the midst of a sentence that goes on below them. They are told by what they say. Pure.
"""

import re

_REACHES = re.compile(
    r"\(?\b\d{3}\)?[-–.\s]{1,2}\d{3}[-–.]\d{4}\b|https?://|\bwww\.\w|\S@\S+\.\w|\b\w+\.(?:senate|house)\.gov\b"
    r"|(?:\b[A-Z]{2}|D\.C\.),? \d{5}(?:[-–]\d{4})?\b|\bprinted on recycled\b"
    r"|\b(?:printed|mailed) at (?:government|public|taxpayer) expense\b",
    re.IGNORECASE,
)
_SMALL = frozenset(["of", "and", "the", "on", "at", "for", "de", "la"])
_ENDS = re.compile(r"[.?!:;][”\"’')\]]{0,3}\d{0,2}$")
_CLOSES = re.compile(r"^\W*(?:Sincerely|Respectfully|Very truly|Yours)\b", re.IGNORECASE)
_LONGEST = 130
_PROSE = 40  # letters of a line that is no part of an address


def mark_feet(rows, kind, breaks, start):
    """Mark as furniture the lines of the paper below row `start` and above the complimentary close."""
    end = next((at for at in range(start, len(rows)) if _CLOSES.match(rows[at].text)), len(rows))
    at = start + 1
    while at < end:
        last = at
        while last < end and not kind[last] and _is_of_paper(rows[last].text):
            last += 1
        if last > at and any(_REACHES.search(row.text) for row in rows[at:last]):
            after = next((place for place in range(last, end) if not kind[place]), end)
            ends_page = after < end and any(place in breaks for place in range(last, after + 1))
            within = last - at > 2 and after < end and _goes_on(rows[at - 1].text, rows[after].text)
            if ends_page or within:
                kind[at:last] = ["furniture"] * (last - at)
        at = last + 1


def _is_of_paper(text):
    """Whether a line is part of an address and its telephones, or stands in capitals; no sentence."""
    if len(text) > _LONGEST or re.search(r"[?!;:,]$|[a-z\d]\.$", text):
        return False
    if len(text) < 3 and text.isalpha():
        return True  # a speck that was read as a letter
    plain = [word for word in text.split() if word.isalpha() and word[0].islower() and word not in _SMALL]
    return not plain and bool(
        _REACHES.search(text) or (text.isupper() and not re.match(r"[(\[]?\w{1,3}[.)] ", text))
    )


def _goes_on(before, after):
    """Whether a sentence that one line leaves open goes on in the other."""
    return len(before) > _PROSE and not _ENDS.search(before) and after[:1].islower() and len(after) > _PROSE
