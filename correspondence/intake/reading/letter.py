"""A file that was opened, read as a letter: `read_letter` calls all that read a part of it. Pure."""

import re

from rapidfuzz import fuzz

from correspondence.intake.proposal import Proposed, ProposedLetter, ProposedPerson
from correspondence.intake.reading import requests as asked
from correspondence.intake.reading.addressees import addressees, joined, name_of
from correspondence.intake.reading.copies import copies
from correspondence.intake.reading.dates import day_of_line, day_within_line
from correspondence.intake.reading.deadline import read_deadline
from correspondence.intake.reading.furniture import set_apart
from correspondence.intake.reading.names import EMPTY, Votes, agency_named, match, office_named
from correspondence.intake.reading.office import own_office, paper_of, roster_of
from correspondence.intake.reading.paragraphs import body_of_zones
from correspondence.intake.reading.person_names import (
    cleaned,
    given_mended,
    is_given,
    key,
    same_person,
    surname,
)
from correspondence.intake.reading.rows import rows_of
from correspondence.intake.reading.signatures import signers
from correspondence.intake.reading.zones import zones_of

NOTHING = Proposed("")
_SUBJECT_LABEL = re.compile(r"^(?:in re|re|subject|subj|regarding|reference|ref)\b\s*[:.;–—-]*\s*", re.I)
_SENT_ON = re.compile(r"^(?:(?:fwd?|re)\s*:\s*)+", re.I)
_SPECKS = re.compile(r"(?:\s+[.,:;'‘’|*~_°`•-]{1,2})+$")
_SEAT = re.compile(r"\s*[(\[](?:[RDI]\s?[-–—]\s?)?[A-Z]{2}(?:[-–— ]{0,2}\d{1,2})?[)\]]")  # (NV-01), (R–TX)
MOST_LETTERHEAD = 4_000


def read_letter(opened, directory=None, as_of=None):
    """What a letter says, for a person to confirm.

    `directory` is a function from a day to the `names.Directory` of that day, or None where there is none.
    It is
    asked for the letter's own day, or for `as_of` where that is given; where neither is known, not at all.
    """
    apart = set_apart(rows_of(opened))
    zones = zones_of(apart)
    body = body_of_zones(zones)
    dated, day = _date(zones, opened.headers)
    known = directory(as_of or day) if directory and (as_of or day) else EMPTY
    signed, more = signers(zones.signatures, known.keys)
    titles = [_SEAT.sub("", joined(signer.title, ", ")) for signer in signed]
    paper = paper_of(
        zones.letterhead, [(signer.said, title) for signer, title in zip(signed, titles, strict=True)]
    )
    if not paper.name:  # as the mail's head, or the staff member who signs, says
        said_by = [*zones.sender, *(row for signer in signed for row in signer.title)]
        paper = next((own for own in map(own_office, said_by) if own), paper)
    office, near = _office(paper, known)
    roster = roster_of(zones.letterhead)
    people = tuple(
        _signatory(signer, title, roster, known, near) for signer, title in zip(signed, titles, strict=True)
    )
    own = next((p for p in people if paper.member and same_person(p.name.value, paper.member)), None)
    if own:
        office = _of_member(paper, own, office)
    salutation = _salutation(zones)
    heads = [row.text for row in apart.furniture if 6 < len(row.text) < 90]
    to = tuple(
        _addressee(person, known, [salutation.value, *heads], near) for person in addressees(zones.addressees)
    )
    cc = tuple(_addressee(person, known, [], near) for person in copies(zones.copies))
    requests = asked.read_requests(body, day)
    deadline = read_deadline(body, day)
    return ProposedLetter(
        office=office,
        letterhead=_letterhead(zones, roster, known, near),
        dated_on=dated,
        subject=_subject(zones, opened.headers),
        salutation=salutation,
        body=_body(body),
        closing=_said(zones.closing, 0.97, ",. "),
        due_phrase=deadline.phrase,
        due_on=deadline.due_on,
        signatories=people,
        more_signatories=more,
        to=to,
        cc=cc,
        requests=requests,
    )


def _spans(rows):
    return tuple(span for row in rows for span in row.spans)


def _sure(rows, most):
    """How sure, from how well the words were recognised."""
    return round(min((row.sure for row in rows), default=0) * most, 2)


def _said(rows, most, strip=" "):
    if not rows:
        return NOTHING
    text = re.sub(r"\s+", " ", " ".join(row.text for row in rows))
    return Proposed(text.strip().rstrip(strip), _sure(rows, most), _spans(rows))


def _date(zones, headers):
    """The letter's date and its day: the line that says a day and nothing else, above the body or else below
    it."""
    for rows, most in (
        (zones.date, 0.98),
        (zones.letterhead, 0.9),
        (zones.sent_by, 0.8),
        (zones.enclosures, 0.6),
    ):
        for row in rows:
            day = day_of_line(row.text)
            if day:
                return Proposed(
                    day.isoformat(), _sure([row], most), row.spans, as_read=_other(row.text, day)
                ), day
    for rows, most in (
        (zones.letterhead, 0.75),
        (zones.sent_by, 0.75),
        (zones.addressees, 0.6),
        (zones.signatures, 0.5),
    ):
        for row in rows:
            day = day_within_line(row.text)
            if day:
                return Proposed(day.isoformat(), _sure([row], most), row.spans), day
    day = day_within_line(str(headers.get("date", ""))) if headers else None
    if day:
        return Proposed(day.isoformat(), 0.5, why="The page has no date; this is the mail's."), day
    return NOTHING, None


def _other(text, day):
    return "" if f"{day:%Y}" in text else text


def _salutation(zones):
    said = _said(zones.salutation, 0.97, " ,:;.•|")
    text = re.sub(r"^[\W_]+", "", said.value)
    text = re.sub(r"^Dcar\b", "Dear", text)
    return Proposed(text, said.sure, said.spans)


def _subject(zones, headers):
    if not zones.subject:
        return (
            Proposed(str(headers["subject"])[:300], 0.5, why="The mail's subject.")
            if headers.get("subject")
            else NOTHING
        )
    text = " ".join(_SPECKS.sub("", row.text) for row in zones.subject)
    text = _SENT_ON.sub("", _SUBJECT_LABEL.sub("", re.sub(r"\s+", " ", text))).strip()
    return Proposed(text, _sure(zones.subject, 0.95), _spans(zones.subject))


def _body(body):
    own = [paragraph for paragraph in body.paragraphs if paragraph.part == "body"]
    if not own:
        return NOTHING
    spans = tuple(span for paragraph in own for span in paragraph.spans())
    return Proposed(body.text, round(min(paragraph.sure for paragraph in own) * 0.97, 2), spans)


# --- The office --------------------------------------------------------------------------------------------


def _office(paper, known):
    """The office, and who has a seat in it on the day."""
    if not paper.name:
        return NOTHING, []
    names, near, mended = paper.name.split(" and Committee on "), [], []
    names = [names[0], *("Committee on " + name for name in names[1:])]
    linked = 0
    for name in names:
        chamber = paper.chamber if len(names) == 1 else ""
        office, exactly = office_named(name, chamber, known)
        if office:
            linked += 1
            near += known.seated_in([office.id])
        mended.append(name if exactly or not office else _as_printed(office.name))
    value = " and ".join(mended)
    sure = 0.98 if linked == len(names) else 0.9
    if value != paper.name:
        why = f"The directory has {value}."
        return Proposed(value, 0.85, _spans(paper.rows), as_read=paper.name, why=why), near
    return Proposed(value, _sure(paper.rows, sure), _spans(paper.rows), why=paper.why), near


def _as_printed(name):
    return re.sub(r"^(?:Senate|House) (?=.*[Cc]ommittee)", "", name)


def _of_member(paper, signatory, office):
    name = signatory.name.value
    value = paper.name.replace(paper.member, name)
    return Proposed(
        value, office.sure, office.spans, as_read=paper.name if value != paper.name else "", why=office.why
    )


def _letterhead(zones, roster, known, near):
    """The letterhead, line by line, with the names of its roster put right where the directory is certain."""
    if not zones.letterhead:
        return NOTHING
    lines, why = [], []
    for row in zones.letterhead:
        line = row.text
        for printed in roster.values():
            at = re.search(re.escape(printed), line, re.I)
            if not at:
                continue
            found = match(printed, known, near)
            if found.corrected:
                new = found.name.upper() if at.group().isupper() else found.name
                line = line[: at.start()] + new + line[at.end() :]
                why.append(f"{at.group()} is {found.name} in the directory.")
        lines.append(line)
    printed = "\n".join(row.text for row in zones.letterhead)[:MOST_LETTERHEAD]
    value = "\n".join(lines)[:MOST_LETTERHEAD]
    return Proposed(
        value,
        _sure(zones.letterhead, 0.9 if not why else 0.8),
        _spans(zones.letterhead),
        as_read=printed if value != printed else "",
        why=" ".join(why)[:1000],
    )


# --- People ------------------------------------------------------------------------------------------------


def _signatory(signer, title, roster, known, near):
    printed = signer.said
    others = [cleaned(row.text) for row in signer.also]
    witnesses = [name for name in (*others, *roster.values()) if _could_be(name, printed)]
    voted = Votes(witnesses).settled(printed)
    name = given_mended(voted)
    found = match(name, known, near, title)
    if not found.person and others:
        for other in others:
            second = match(other, known, near, title)
            if second.person:
                found = second
                break
    spans = signer.name.spans + _spans(signer.also)
    also = next((row.text for row in signer.also if cleaned(row.text) != found.name), "")
    as_read = signer.name.text if _differs(printed, found.name) else also
    why = found.why or _why(printed, voted, found.name)
    if also and not why:
        why = f"The signature was read as {also}."
    sure = _sure([signer.name], _sure_of(found, voted)) if found.name else 0
    return ProposedPerson(
        name=Proposed(found.name, sure, spans, as_read=as_read, why=why),
        title=Proposed(title, _sure(signer.title, 0.93), _spans(signer.title)),
        person_id=found.person.id if found.person else None,
    )


def _sure_of(found, voted):
    if found.person:
        return found.sure if found.corrected or found.name == voted else min(found.sure, 0.85)
    return found.sure or (0.93 if found.name == voted and is_given(found.name.split()[0]) else 0.75)


def _why(printed, voted, name):
    if name != voted:
        return f"Read as {voted}, which seems to be a scanner’s fault."
    return f"Elsewhere in the letter it is {name}." if _differs(printed, name) else ""


def _could_be(one, other):
    mine, theirs = key(one).split(), key(other).split()
    return (
        bool(mine and theirs)
        and fuzz.ratio(mine[-1], theirs[-1]) >= 70
        and (fuzz.ratio(mine[0], theirs[0]) >= 50 or mine[0][0] == theirs[0][0])
    )


def _differs(one, other):
    return re.sub(r"\W", "", one).lower() != re.sub(r"\W", "", other).lower()


def _addressee(person, known, witnesses, near):
    printed = name_of(person)
    title, body = joined(person.title), joined(person.body, ", ")
    agency, exactly, mended = None, True, body
    for part in [body, *reversed(body.split(", "))] if body else []:
        agency, exactly = agency_named(part, known)
        if agency:
            mended = body if exactly else body.replace(part, agency.name)
            break
    last = surname(printed) if printed else ""
    voted = Votes([text for text in witnesses if last and _mentions(text, last)]).settled(printed)
    name = given_mended(voted)
    there = known.posted_in([agency.id]) if agency else [p for p in known.people if p.posts] + list(near)
    found = match(name, known, there, title)
    sure = found.sure or (0.93 if name == voted else 0.75)
    why = found.why or _why(printed, voted, found.name)
    return ProposedPerson(
        name=Proposed(
            found.name,
            _sure(person.name, sure),
            _spans(person.name),
            as_read=printed if _differs(printed, found.name) else "",
            why=why,
        )
        if printed
        else NOTHING,
        title=Proposed(title, _sure(person.title, 0.93), _spans(person.title)) if title else NOTHING,
        organization=Proposed(
            mended,
            _sure(person.body, 0.97 if agency and exactly else 0.85),
            _spans(person.body),
            as_read=body if mended != body else "",
            why=f"The directory has {agency.name}." if mended != body else "",
        )
        if body
        else NOTHING,
        address=Proposed(joined(person.address), _sure(person.address, 0.9), _spans(person.address))
        if person.address
        else NOTHING,
        person_id=found.person.id if found.person else None,
        agency_id=agency.id if agency else None,
    )


def _mentions(text, last):
    return any(fuzz.ratio(word.strip(".,:;").lower(), last.lower()) >= 70 for word in text.split())
