"""Printed lines taken apart into cells where people stand side by side: addressees in columns, signatures in
rows.

Where places are known the columns are; where columns have run together ("Administrator Administrator"), the
line is
cut at what must begin a new one. Pure.
"""

import re
from itertools import pairwise

from correspondence.intake.reading.person_names import is_person, split_names
from correspondence.intake.reading.vocabulary import (
    BEGINS_BODY,
    BEGINS_TITLE,
    BEGINS_WITH_HONORIFIC,
    CHAIR_TITLE,
    HEAD_OF_TITLE,
    MEMBER_TITLE,
    SURE_HONORIFIC,
)

_ZIP = re.compile(r"^\d{5}(?:[-–]\d{4})?[,.]?$")
_SIGNERS = re.compile(rf"(?<![\w-])(?:{CHAIR_TITLE}|{MEMBER_TITLE})(?![\w-])", re.I)
OF_NO_TITLE = re.compile(r"\d{3}|@|\bwww\.|https?:|\.(?:gov|com|org)\b")  # an address
_ENDS_BODY = re.compile(
    r"^(?:administration|agency|department|bureau|commission|services?|office|board|corps|institutes?|center|"
    r"authority|corporation|company|inc\.?|university|council|committee|foundation|bank|survey|institution|"
    r"state|treasury|defense|justice|interior|agriculture|commerce|labor|energy|education|affairs|security|"
    r"transportation|development|congress)[,.]?$",
    re.I,
)
_HOUSE = re.compile(r"^(?:\d|(?:One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten)$)")  # its number
_STREET = re.compile(
    r"^(?:n\.?w|s\.?w|n\.?e|s\.?e|street|st|avenue|ave|road|rd|drive|dr|boulevard|blvd|place|pl|lane|plaza|"
    r"way|"
    r"building|bldg|parkway|pike|highway)\b\.?,?$",
    re.I,
)


def printed_lines(rows):
    """The rows that stand on one printed line together, in a list each."""
    lines = []
    for row in rows:
        before = lines[-1][-1] if lines else None
        if (before is not None and _typed_beside(before, row)) or (
            before is not None
            and row.placed
            and before.placed
            and row.page == before.page
            and abs(row.top - before.top) < 0.6 * max(row.size, before.size)
            and row.indent >= before.right - 0.01
        ):
            lines[-1].append(row)
        else:
            lines.append([row])
    return lines


def _typed_beside(before, row):
    return (
        not row.placed
        and not before.placed
        and row.page == before.page
        and bool(row.tokens and before.tokens)
        and row.tokens[0].line == before.tokens[-1].line
    )


def honorifics_begin(words):
    """Places at which "The Honorable", "Mr." and the like begin on a line."""
    begins = []
    for at in range(len(words)):
        if SURE_HONORIFIC.match(" ".join(words[at : at + 4])) and (not begins or at - begins[-1] > 1):
            begins.append(at)
    return begins


def cut_at(row, places):
    """A row cut before each of these words."""
    places = [0, *[at for at in places if 0 < at < len(row.tokens)]]
    return [row.cut(first, last) for first, last in pairwise([*places, len(row.tokens)])]


def into_columns(row, count):
    """A line on which `count` columns of an address ran together, cut into them; whole where that cannot be
    told."""
    words = [token.text for token in row.tokens]
    if count < 2 or len(words) < count:
        return [row]
    named = honorifics_begin(words)
    if len(named) == count:
        return cut_at(row, named)
    if len(words) % count == 0:  # the same words in each
        size = len(words) // count
        parts = [words[at : at + size] for at in range(0, len(words), size)]
        if all(part == parts[0] for part in parts):
            return cut_at(row, range(0, len(words), size))
    zips = [at + 1 for at, word in enumerate(words) if _ZIP.match(word) and at + 1 < len(words)]
    if len(zips) == count - 1:
        return cut_at(row, zips)
    if count == 2:
        place = (
            _middle(words, _numbered)
            or _middle(words, _titled)
            or _middle(words, _bodied)
            or _middle(words, _repeated)
        )
        if place:
            return cut_at(row, [place])
    return [row]


def _middle(words, begins):
    """Of the places where a column may begin, the one nearest to the middle."""
    half = len(" ".join(words)) / 2
    places = [at for at in range(1, len(words)) if begins(words, at)]
    return min(places, key=lambda at: abs(len(" ".join(words[:at])) - half), default=None)


def _numbered(words, at):
    return bool(
        _HOUSE.match(words[0])
        and (re.match(r"^\d+\w*$", words[at]) or (_HOUSE.match(words[at]) and words[at][0].isupper()))
        and not _ZIP.match(words[at])
    )


def _titled(words, at):
    open_ = re.match(
        r"^(?:and|of|for|the|under|deputy|assistant|acting|vice|principal|associate|&)$", words[at - 1], re.I
    )
    return bool(
        not open_
        and BEGINS_TITLE.match(words[0])
        and BEGINS_TITLE.match(words[at])
        and HEAD_OF_TITLE.search(words[at - 1])
    )


def _bodied(words, at):
    return bool(_ENDS_BODY.match(words[at - 1]) and words[at][:1].isupper())


def _repeated(words, at):
    """A word that begins both, or what begins the name of a body."""
    return words[at] == words[0] or bool(BEGINS_BODY.match(" ".join(words[at : at + 3])))


def signers_titles(row):
    """A line of the titles of several signers, cut before each; [row] for one title, [] where it is none."""
    text = row.text
    found = list(_SIGNERS.finditer(text))
    if (
        not found
        or OF_NO_TITLE.search(text)
        or re.match(r"\w", text[: found[0].start()].strip(" ©:;.,'‘’“”\"|*_-"))
    ):
        return []
    begins = []
    for title in found:
        lead = text[: title.start()]
        if begins and re.search(r"(?:\b(?:and|of|the|former|as|to)|[&(/,])\s*$", lead, re.I):
            continue  # "Chair and Ranking Member", "Chairman, Senate …": one title
        begins.append(len(lead.split()))
    if len(begins) == 1:
        return [] if BEGINS_WITH_HONORIFIC.match(text) and is_person(text) else [row]
    return cut_at(row, begins)


def into_names(row, count, known=frozenset()):
    """A line of names, cut into `count` of them, or into as many as read best."""
    words = [token.text for token in row.tokens]
    places = split_names(words, count, known)
    return cut_at(row, places) if places else [row]
