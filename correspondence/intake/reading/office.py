"""Whose paper a letter is written on: the committee, subcommittee, caucus, delegation, or Member's own
office. Pure.

A committee's paper lists its Members; a Member's paper lists the committees that the Member sits on. So the
paper is a Member's where one Member's name heads it with a State or district and no roster, and that Member
signs. "Congress of the United States" alone is nobody's: Members who write together use it.
"""

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from correspondence.intake.reading.person_names import cleaned, is_person, key, same_person
from correspondence.intake.reading.rows import Row
from correspondence.intake.reading.vocabulary import CHAIR_TITLE, STATE

_KIND = r"(?:permanent\s+select|permanent|select|special|joint|standing|ad\s+hoc)"
_COMMITTEE = re.compile(
    rf"(?:(?:united\s+states\s+|u\.?s\.?\s+)?(?:senate|"
    rf"house)\s+)?(?:{_KIND}\s+)?(?:sub)?comm[il1]ttee\s+on\s+(?:the\s+)?[a-z]|"
    rf"joint\s+(?:economic|taxation)\s+committee|(?:senate|house)\s+republican\s+conference|"
    rf"democratic\s+policy",
    re.I,
)
_OTHER = re.compile(
    r"\b(?:caucus|delegation|coalition|task\s+force|commission\s+on|executive\s+commission|new\s+democrats|"
    r"blue\s+dog|republican\s+study\s+committee|progressive|working\s+group)\b",
    re.I,
)
_SUB = re.compile(rf"^\s*(?:{_KIND}\s+)?subcommittee", re.I)
_ROSTER = re.compile(rf",\s*(?:{STATE}|CHAIR\w*|RANKING\b.*)\W*$", re.I)
_DISTRICT = re.compile(
    rf"^(?:.{{0,25}}\bdistrict\b.{{0,30}}|(?:{STATE})|member of congress|u\.?s\.? senator.*|"
    rf"united states senator.*|"
    r"[A-Z]{2}[-–]\d{1,2}|.{0,20}\bat[- ]large\b.{0,20})$",
    re.I,
)
_SENATE = re.compile(r"united states senate|u\.?s\.? senate", re.I)
_HOUSE = re.compile(r"house of representatives", re.I)
_CONGRESS = re.compile(r"congress of the united states", re.I)
_OPEN = re.compile(r"(?:,|\b(?:and|of|on|for|the)|&)$", re.I)
_NOT_NAME = re.compile(
    r"\d{3,}|washington,|office building|www\.|https?:|\.gov|congress\b|united states|"
    r"house of representatives|"
    r"^(?:chair|ranking|staff|majority|minority|suite|room)|\(\d",
    re.I,
)
_CHAIR = re.compile(r"\bchair", re.I)
_RANKING = re.compile(r"\branking\b", re.I)
_SMALL = frozenset(["of", "on", "the", "and", "for", "in", "to", "a", "with", "at"])
_MEMBERS_OWN = re.compile(
    r"^(?:office of )(?:the honorable\s+|u\.?s\.? )?"
    r"(congress(?:man|woman)|representative|rep\.|senator|sen\.)\s+(.{4,60})$",
    re.I,
)
_AGENCY = re.compile(
    r"^(?:the\s+)?(?:u\.?\s?s\.?\s+|united states\s+)?(?:department of|office of|bureau of|"
    r".{3,60}\b(?:administration|agency|service|bureau|commission|"
    r"corps of engineers|library of congress|archives)\b)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Paper:
    """Whose paper it is: the name as the letterhead has it, lowered from capitals, and the rows that say
    so."""

    name: str = ""
    rows: tuple[Row, ...] = ()
    chamber: str = ""  # senate, house, joint, or ""
    member: str = ""  # where it is a Member's own, the Member as the letterhead has the name
    why: str = ""


def paper_of(letterhead, signers):
    """Read the letterhead. `signers` are the names and titles of those who sign, as (name, title)."""
    rows = _unwrapped([row for row in letterhead if row.text.strip()])
    chamber = _chamber(rows)
    committees = _committees(rows)
    others = [
        (row.text, (row,)) for row in rows if _OTHER.search(row.text) and not _is_list_of_committees(row)
    ]
    member = _member(rows, signers, bool(committees))
    if member:
        return member
    if others and not any(_is_full(name) for name, _ in committees):
        name, where = others[0]
        return Paper(lowered(_bare(name)), where, chamber or "joint")
    if committees:
        return _of_committees(committees, chamber)
    own = next((own for own in map(own_office, rows) if own), None)
    if own:
        return own
    if not chamber:
        for row in rows:
            if _AGENCY.match(row.text) and len(row.text) < 90:
                return Paper(lowered(_bare(row.text)), (row,), "", why="The letterhead is an agency's.")
    return Paper(chamber=chamber)


def own_office(row):
    """The Member's own office that a line names ("Office of Congresswoman Jane Roe"), or None."""
    own = _MEMBERS_OWN.match(_bare(row.text))
    if not own or not is_person(own[2]):
        return None
    what, chamber = ("Senator", "senate") if own[1].lower().startswith("sen") else ("Representative", "house")
    name = cleaned(own[2])
    return Paper(f"Office of {what} {name}", (row,), chamber, name)


def _chamber(rows):
    text = " ".join(row.text for row in rows)
    senate, house = bool(_SENATE.search(text)), bool(_HOUSE.search(text))
    if senate and house:
        return "joint"
    return "senate" if senate else "house" if house else ""


def _unwrapped(rows):
    """The rows, names that are cut over two or three joined: "COMMITTEE ON ENERGY" / "AND COMMERCE"."""
    joined = []
    for row in rows:
        before = joined[-1] if joined else None
        if (
            before is not None
            and _COMMITTEE.search(before.text + " x")
            and len(before.text) < 90
            and before.page == row.page
            and (_OPEN.search(before.text) or re.match(r"^(?:and|&)\s", row.text, re.I))
            and not _NOT_NAME.search(row.text)
            and (
                not row.placed
                or abs(_middle(row) - _middle(before)) < 0.1
                or abs(row.indent - before.indent) < 0.03
            )
        ):
            joined[-1] = Row(
                before.tokens + row.tokens,
                before.page,
                before.gap,
                before.indent,
                max(before.right, row.right),
                row.top,
                before.size,
                min(before.sure, row.sure),
                before.placed,
                margin=before.margin,
            )
        else:
            joined.append(row)
    return joined


def _middle(row):
    return (row.indent + row.right) / 2


def _is_list_of_committees(row):
    return row.margin


def _committees(rows):
    """(name, rows) of the committees that the letterhead names, those in a margin last."""
    found = []
    for row in rows:
        starts = [match.start() for match in _COMMITTEE.finditer(row.text)]
        for first, last in zip(starts, [*starts[1:], len(row.text)], strict=False):
            name = _bare(row.text[first:last])
            name = re.split(r",\s*(?:ranking|chair|vice)|\s+[–—|•·]\s+|\s{2,}", name, flags=re.I)[0]
            words = _bare(name).split()
            while len(words) > 3 and len(words[-1]) < 3 and not words[-1].isdigit():
                words.pop()
            found.append((" ".join(words), (row,)))
    return found


def _is_full(name):
    return bool(_COMMITTEE.match(name))


def _bare(text):
    return re.sub(r"^[\W_]+|[^\w)’']+$", "", text)


def _of_committees(committees, chamber):
    subs = [(name, rows) for name, rows in committees if _SUB.match(name)]
    full = [(name, rows) for name, rows in committees if not _SUB.match(name)]
    full = [pair for at, pair in enumerate(full) if not any(_alike(pair[0], other[0]) for other in full[:at])]
    if len(subs) == 1 and len(full) <= 1:
        return Paper(lowered(subs[0][0]), subs[0][1], chamber)
    chosen = full or subs
    if len(chosen) > 2:
        chosen = chosen[:1]
    rows = tuple(
        row
        for at, (_, where) in enumerate(chosen)
        for row in where
        if not any(row is r for _, w in chosen[:at] for r in w)
    )
    return Paper(" and ".join(lowered(name) for name, _ in chosen), rows, chamber)


def _alike(one, other):
    return fuzz.ratio(one.lower(), other.lower()) > 92


def _member(rows, signers, committees):
    """The Member's own paper, or None."""
    if len(signers) != 1:
        return _of_first(rows, signers)
    name, title = signers[0]
    chairs = re.search(r"\b(?:chair\w*|ranking)\b", title, re.I)
    if chairs and committees:
        return None
    if committees and not re.search(r"\bsenator\b|member of congress", title, re.I) and _has_two_heads(rows):
        return None
    roster = sum(bool(_ROSTER.search(row.text)) for row in rows)
    for at, row in enumerate(rows):
        said, state = _said(row.text)
        if not said or not same_person(said, name) or fuzz.ratio(key(said), key(name)) < 70:
            continue
        near = rows[at + 1 : at + 3] + rows[max(at - 2, 0) : at]
        placed = state or any(_DISTRICT.match(_bare(other.text)) for other in near)
        if roster - bool(state) > 2 or (chairs and (state or not placed)):
            return None
        if (
            placed
            or not committees
            or at == 0
            or re.search(r"\b(?:member of congress|senator)\b", title, re.I)
        ):
            chamber = _chamber(rows)
            senator = re.search(r"senator", title, re.I) or (
                chamber == "senate" and not re.search(r"member of congress|representative", title, re.I)
            )
            return Paper(
                f"Office of {'Senator' if senator else 'Representative'} {name}",
                (row,),
                "senate" if senator else "house",
                name,
            )
    if (
        re.search(r"\bsenator\b|member of congress|congress(?:man|woman)|representative", title, re.I)
        and not roster
    ):
        full = [pair for pair in _committees([row for row in rows if not row.margin]) if _is_full(pair[0])]
        if not full and not _CONGRESS.search(" ".join(r.text for r in rows)) and _chamber(rows) == "senate":
            named = [row for row in rows if is_person(row.text) and not _NOT_NAME.search(row.text)]
            if len(named) == 1 and same_person(cleaned(named[0].text), name):
                return Paper(f"Office of Senator {name}", (named[0],), "senate", name)
    return None


def _has_two_heads(rows):
    """Whether a chair and a ranking member head it, the title of each on a line alone, as a committee's."""
    titles = [row.text for row in rows if re.fullmatch(rf"\W*(?:{CHAIR_TITLE})\W*", row.text, re.I)]
    titles = [text for text in titles if not text.rstrip().endswith(",")]
    return any(_CHAIR.search(text) for text in titles) and any(_RANKING.search(text) for text in titles)


def _of_first(rows, signers):
    """Where several sign, the paper of one whose name and State head it, and no other's do; or None."""
    headed = [(at, *_said(row.text)) for at, row in enumerate(rows)]
    headed = [(at, said, state or _has_place(rows, at)) for at, said, state in headed if said]
    placed = [(at, said) for at, said, place in headed if place]
    if len(placed) != 1 or placed[0][0] > 1:
        return None
    at, said = placed[0]
    for name, title in signers:
        if not same_person(said, name) or fuzz.ratio(key(said), key(name)) < 70:
            continue
        if re.search(r"\b(?:chair\w*|ranking)\b", title, re.I):
            return None
        senator = re.search(r"senator", title, re.I) or _chamber(rows) == "senate"
        what, chamber = ("Senator", "senate") if senator else ("Representative", "house")
        return Paper(f"Office of {what} {name}", (rows[at],), chamber, name)
    return None


def _has_place(rows, at):
    return any(_DISTRICT.match(_bare(row.text)) for row in rows[at + 1 : at + 3])  # columns may come between


def _said(text):
    """The Member's name on a line of the letterhead, and the State beside it, if any."""
    text = _bare(re.sub(r"\s+(?:sub)?committees?\s*:?\W*$", "", text, flags=re.I))
    if _NOT_NAME.search(text):
        return "", ""
    found = re.match(
        rf"^(.{{4,60}}?)(?:,|\s[-–—|•·])\s*((?:{STATE})|.{{0,25}}district.{{0,25}})$", text, re.I
    )
    if found and is_person(found[1]):
        return cleaned(found[1]), found[2]
    return (cleaned(text), "") if is_person(text) else ("", "")


def lowered(name):
    """A name in capitals as it is written in a sentence: "Committee on Foreign Relations"."""
    name = re.sub(r"\s+", " ", name).strip()
    name = re.sub(
        r"(?i)\b((?:sub)?)comm[1l]ttee",
        lambda m: (m.group(1) or "") + ("committee" if m.group(1) else "Committee"),
        name,
    )
    letters = [one for one in name if one.isalpha()]
    if sum(one.isupper() for one in letters) < 0.6 * len(letters):
        return name
    words = []
    for at, word in enumerate(name.split()):
        low = word.lower()
        if at and low in _SMALL:
            words.append(low)
        elif re.fullmatch(r"(?:[A-Z]\.){2,}", word):
            words.append(word)
        else:
            words.append(re.sub(r"[^\W\d_]+(?:[’'][^\W\d_]+)?", lambda part: part.group().capitalize(), word))
    return " ".join(words)


_LED = re.compile(rf"^(?:(?:{CHAIR_TITLE}|staff director|committees?|subcommittees?)\W+)+", re.I)
_ON_ROSTER = re.compile(
    r"([^\W\d_][^\W\d_’'.-]+(?:[ -][“\"‘(]?[^\W\d_][^\W_’'”\")]*(?:[’'.”\")]{1,2}[^\W\d_]*)?){1,6}"
    rf"(?:,? (?:[JS][rR]\.|I{{2,3}}|IV))?),\s*(?:{STATE})\b",
    re.I,
)


def roster_of(letterhead):
    """The names on the letterhead with their State: {key: name}, as they are printed."""
    names = {}
    for row in letterhead:
        for found in _ON_ROSTER.finditer(row.text[:400]):
            name = _LED.sub("", found[1])
            if is_person(name):
                names[key(cleaned(name))] = cleaned(name)
    return names
