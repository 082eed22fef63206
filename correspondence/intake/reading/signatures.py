"""Those who sign, in the order in which they stand, with their titles, and how many more there are. Pure.

Signatures stand one below the other, in columns, or in columns that have run together; a picture has the
signature itself, read as it may be, above or below the name that is typed.
"""

import re
from dataclasses import replace

from rapidfuzz import fuzz

from correspondence.intake.reading.addressees import is_address
from correspondence.intake.reading.cells import OF_NO_TITLE, cut_at, into_names, printed_lines, signers_titles
from correspondence.intake.reading.person_names import (
    cleaned,
    is_given,
    is_person,
    key,
    same_person,
    title_before_name,
)
from correspondence.intake.reading.titling import Signer, column_of, continued, give
from correspondence.intake.reading.vocabulary import (
    BEGINS_TITLE,
    BEGINS_WITH_HONORIFIC,
    BODY_WORDS,
    HEAD_OF_TITLE,
    SIGNERS_TITLE,
    STATE,
    SUFFIX,
)
from correspondence.intake.reading.zones import is_prose

MOST_SIGNERS = 535
SCRIBBLE = 0.5  # less sure than this, a line is handwriting
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
}  # fmt: skip
MORE = re.compile(
    r"^\W*(?:and|plus|\+|along with|joined by|together with)?\s*(?P<n>\d{1,3}|[a-z]+(?:-[a-z]+)?)\s+"
    r"(?:(?:other|additional|more|further)\s+(?:members?|senators?|representatives?|colleagues?|"
    r"signatories|signers|cosigners)"
    r"|(?:others|(?:members|senators) (?:more|in all))).{0,40}$",
    re.I,
)
_PLACE = re.compile(
    rf"^(?:(?:{STATE})(?:['’]s)?(?:,?\s+.{{0,20}}district.{{0,20}})?|[A-Z]{{2}}[-–]\s?\d{{1,2}}|"
    rf"\(?[RDI]-[A-Z]{{2}}(?:-\d+)?\)?|"
    r"(?:[a-z-]+(?:st|nd|rd|th)|second) (?:congressional )?district|"
    r".{0,30}\bdistrict(?:,| of| -).{0,30}|\d{1,2}(?:st|nd|rd|th) .{0,20}district.{0,30})$",
    re.I,
)
_BODY = re.compile(
    r"^(?:and |the |on |house |senate |u\.?s\.? |united states |of |joint |select |special |permanent )*"
    r"(?:sub)?(?:committee|caucus|commission|congress|delegation|department|office|bureau|task force|"
    r"administration|agency|division)\b",
    re.I,
)
_BODY_BEGINS = re.compile(
    r"^(?:(?:U\.?S\.? )?(?:Senate|House) )?(?:(?:Permanent|Select|Special|Joint) )*(?:Sub)?[Cc]ommittee on"
)
_LEADS_BODY = re.compile(
    r"^(?:Senate|House|Permanent|Select|Special|Joint|United|States|U\.?S\.?|the|of|and|,)$|.*,$"
)
_CONTINUES = re.compile(r"^(?:and|of|for|the|on|in|to|&|or)\b")
_DIRT = re.compile(r"^[\W_\d]*$")
_TELEPHONE_OR_ZIP = re.compile(r"\(?\b\d{3}\)?[ .–-]{1,3}\d{3}[.–-]\d{4}\b|\b[A-Z]{2},? \d{5}(?:[-–]\d{4})?$")
_OFFICE_LINES = 5  # a district office in a foot has a building, a street, a suite, a place and a telephone


def signers(rows, known=frozenset()):
    """(signers in order, how many more are only counted). `known` are keys of names in the directory."""
    found, more, titled = [], 0, []
    lines = [_usable(line) for line in printed_lines(rows)]
    lines = _above_offices([line for line in lines if line])
    for at, line in enumerate(lines):
        counted = _more(" ".join(row.text for row in line))
        if counted:
            more += counted
            titled = []
            continue
        if len(line) == 1 and is_prose(line[0]):
            break
        left, titled = continued(found, titled, line, lines[at + 1] if at + 1 < len(lines) else [])
        titled += _read_line(found, left, lines[at + 1 : at + 4], known) if left else []
        if len(found) > MOST_SIGNERS:
            break
    return _merged(found), more


def _above_offices(lines):
    """The lines above the district offices at the foot of a Member's paper, where nobody signs below them."""
    for at, line in enumerate(lines[1:], 1):
        ahead = [row.text for below in lines[at : at + _OFFICE_LINES] for row in below]
        if not any(is_address(row.text) and not _more(row.text) for row in line):
            continue
        below = (row.text for rows in lines[at:] for row in rows)
        if any(map(_TELEPHONE_OR_ZIP.search, ahead)) and not any(map(SIGNERS_TITLE.match, below)):
            return lines[:at]
    return lines


def _read_line(found, line, below, known):
    """Add those whose names stand on a line; who it gives a title."""
    titled = []
    cells = _cells(line, below, known)
    for place, (row, kind) in enumerate(cells):
        where = (row, place, len(cells))
        if kind == "name":
            found.append(Signer(row, column=column_of(*where)))
        elif kind == "led":
            begin = title_before_name([token.text for token in row.tokens])
            found.append(Signer(row.cut(begin), [row.cut(0, begin)], column=column_of(*where)))
        elif kind == "both":
            found.append(_both(row))
            found[-1].column = column_of(*where)
            titled.append(found[-1])
        elif kind == "title":
            to = give(found, *where)
            titled += [to] if to is not None and to not in titled else []
    return [signer for signer in titled if signer.title]


def _usable(line):
    return [row for row in line if not _DIRT.match(row.text)]


def _more(text):
    found = MORE.match(text) if len(text) < 90 else None
    if not found:
        return 0
    said = found["n"].lower()
    if said.isdigit():
        return int(said)
    if "-" in said:
        tens, ones = said.split("-", 1)
        worth = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60}.get(tens)
        return worth + _NUMBERS.get(ones, 0) if worth else 0
    return _NUMBERS.get(said, {"thirty": 30, "forty": 40, "fifty": 50}.get(said, 0))


def _cells(line, below, known):
    """The cells of a printed line, each with its kind: name, title, both, or "" for what is neither."""
    if len(line) == 1 or any(len(signers_titles(row)) > 1 for row in line):
        titles = [cell for row in line for cell in signers_titles(row)]
        if titles and sum(len(t.tokens) for t in titles) >= sum(len(r.tokens) for r in line) - 1:
            return [(cell, "title") for cell in titles]
    if len(line) > 1 and not line[0].placed and below:
        count = sum(len(signers_titles(row)) for row in below[0])
        if count > len(line) and all(_kind(row) in ("name", "") for row in line):
            whole = replace(line[0], tokens=tuple(token for row in line for token in row.tokens))
            return [(part, "name") for part in into_names(whole, count, known)]
    cells = []
    for row in line:
        kind = _kind(row)
        if row.sure < SCRIBBLE and (
            row.sure < 0.7 * SCRIBBLE or not (kind and is_given(cleaned(row.text).split()[0]))
        ):
            continue  # the signature itself
        if kind == "name" or (kind == "" and len(row.tokens) >= 4):
            parts, counted = _names(row, len(line), below, known)
            if len(parts) > 1 or kind == "name":
                cells += [
                    (part, "name")
                    for part in parts
                    if is_person(part.text) or (counted and _may_be_name(part))
                ]
                continue
        if kind == "title" and len(line) == 1:
            cells += [(part, "title") for part in _bodies(row)]
            continue
        cells.append((row, kind))
    return cells


def _kind(row):
    text = row.text.strip(" ,;:|©*")
    if _PLACE.match(text) or OF_NO_TITLE.search(text):
        return ""
    if title_before_name(text.split()):
        return "led"
    if _is_title(text):
        return "title"
    first, _, rest = text.partition(",")
    if rest and is_person(first) and not SUFFIX.match(rest.strip().split(" ")[0].strip(",")):
        rest = rest.strip()
        if _is_title(rest):
            return "both"
        if _PLACE.match(rest):
            return "name"
    if rest and is_person(first) and SUFFIX.match(rest.strip().split(",")[0].strip()):
        last = rest.partition(",")[2].strip()
        if last and _is_title(last):
            return "both"
    if is_person(re.sub(r"\s*[(\[].*$", "", text)) and len(text) < 200:
        return "name"
    if BODY_WORDS.search(text) or _CONTINUES.match(text):
        return "title"
    return ""


def _is_title(text):
    if BEGINS_WITH_HONORIFIC.match(text) and is_person(text) and not HEAD_OF_TITLE.search(text.split()[-1]):
        return False
    if SIGNERS_TITLE.match(text) or _BODY.match(text):
        return True
    if not (BEGINS_TITLE.match(text) and HEAD_OF_TITLE.search(text)):
        return False
    return not (is_person(text) and is_given(text.split()[0]))


def _names(row, on_line, below, known):
    """The names of a cell, as many as have titles below it where columns have run together; and whether the
    titles say how many."""
    row = replace(row, tokens=tuple(token for token in row.tokens if re.search(r"\w", token.text)))
    count = None
    for line in below:
        titles = [cell for other in line for cell in signers_titles(other)]
        if titles:
            if len(line) > 1 and (row.placed or on_line > 1):
                titles = [
                    t for t in titles if row.indent - 0.03 <= (t.indent + t.right) / 2 <= row.right + 0.03
                ]
            elif on_line > 1:
                titles = titles[:1]
            count = len(titles) or 1
            break
    if count == 1 or (count and len(row.tokens) < 2 * count):
        return [row], False
    parts = into_names(row, count, known)
    return parts, len(parts) == count


def _may_be_name(row):
    """Whether it can be a name that was recognised badly, where the titles below say that it is one."""
    words = [token.text for token in row.tokens]
    return 2 <= len(words) <= 6 and all(re.match(r"^[“\"'‘(]?[^\W\d_]", word) for word in words)


def _bodies(row):
    """Bodies of two signers that ran together: "Senate Committee on … House Committee on …"."""
    words = [token.text for token in row.tokens]
    half = len(words) // 2
    if len(words) % 2 == 0 and words[:half] == words[half:] and half > 1:
        return cut_at(row, [half])
    places = [
        at
        for at in range(1, len(words))
        if _BODY_BEGINS.match(" ".join(words[at : at + 5])) and not _LEADS_BODY.match(words[at - 1])
    ]
    if places:
        return cut_at(row, places)
    return [row]


def _both(row):
    words = [token.text for token in row.tokens]
    for at, word in enumerate(words[:-1], 1):
        if word.endswith(",") and not SUFFIX.match(words[at].strip(",")):
            return Signer(row.cut(0, at), [row.cut(at)])
    return Signer(row)


def _merged(found):
    """One signer where a signature was read beside the name that is typed; what is no name left out."""
    titled = [signer for signer in found if signer.title]
    if not titled:
        return _without_twins(found)
    kept = []
    for signer in found:
        before = next((s for s in reversed(kept) if _beside(s, signer) and not s.title), None)
        if before is not None and not signer.title:
            twin = same_person(before.said, signer.said)
        else:
            twin = before is not None and (
                same_person(before.said, signer.said) or _same_last(before, signer)
            )
        if twin:
            kept.remove(before)
            kept.append(_better(before, signer))
            continue
        if before is not None and signer.title and not is_given(before.said.split()[0]) and len(titled) > 1:
            kept.remove(before)
        kept.append(signer)
    last = [
        s
        for s in kept
        if s.title or not any(same_person(s.said, t.said) for t in kept if t is not s and t.title)
    ]
    return last


def _same_last(one, other):
    mine, theirs = key(one.said).split(), key(other.said).split()
    return bool(mine and theirs) and fuzz.ratio(mine[-1], theirs[-1]) >= 85


def _without_twins(found):
    kept = []
    for signer in found:
        twin = next((s for s in kept[-4:] if _beside(s, signer) and same_person(s.said, signer.said)), None)
        if twin:
            kept[kept.index(twin)] = _better(twin, signer)
        else:
            kept.append(signer)
    return kept


def _beside(one, other):
    """Whether they stand in one column, near each other."""
    if one.name.placed and other.name.placed:
        return (
            one.name.page == other.name.page
            and (abs(one.column - other.column) < 0.12 or abs(one.name.indent - other.name.indent) < 0.04)
            and abs(other.name.top - one.name.top) < 0.12
        )
    return abs(one.column - other.column) < 0.01


def _better(one, other):
    """The fuller and more likely spelling of two of one person, with the titles of both."""

    def worth(signer):
        words = signer.said.split()
        return (
            is_given(words[0]) if words else False,
            len(key(signer.said).split()) > 1,
            len(words),
            signer.name.sure,
        )

    first, second = (other, one) if worth(other) >= worth(one) else (one, other)
    return Signer(first.name, one.title + other.title, [*first.also, second.name, *second.also], first.column)
