"""The congress-legislators files (github.com/unitedstates/congress-legislators) as plain values.

Nothing here touches the database. A file that is not as it should be raises `CannotImport`, which names
the file, the line, the way to the value and what is wrong with it.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from correspondence.directory.importers.files import bytes_of, parsed

LEGISLATORS = "legislators-current.yaml"
COMMITTEES = "committees-current.yaml"
MEMBERSHIP = "committee-membership-current.yaml"
EXECUTIVE = "executive.yaml"

PRESIDENCY_SLUG = "executive-office-of-the-president"
_EXECUTIVE_TITLES = {
    "prez": "President of the United States",
    "viceprez": "Vice President of the United States",
}


@dataclass(frozen=True)
class PublishedTerm:
    """A Member's term, first and last day."""

    chamber: str
    state: str
    district: int | None
    party: str
    held_from: date
    held_to: date


@dataclass(frozen=True)
class PublishedPerson:
    """A Member, a President, a Vice President or an official; `terms` are a Member's."""

    name: str
    first_name: str
    last_name: str
    bioguide_id: str | None = None
    terms: tuple[PublishedTerm, ...] = ()


@dataclass(frozen=True)
class PublishedCommittee:
    """A committee, or a subcommittee, which has a parent and whose Thomas id begins with the parent's."""

    thomas_id: str
    name: str
    chamber: str
    address: str
    parent_id: str | None = None


@dataclass(frozen=True)
class PublishedSeat:
    """What a person is in a committee: title (or none), rank, majority or minority."""

    title: str
    rank: int
    side: str


@dataclass(frozen=True)
class PublishedPost:
    """A person's post in an agency, which is told by its name or its Federal Register slug."""

    person: PublishedPerson
    agency: str
    title: str
    held_from: date | None
    held_to: date | None


@dataclass
class Congress:
    """One folder of the congress-legislators files."""

    members: dict[str, PublishedPerson] = field(default_factory=dict)  # by Bioguide id
    committees: dict[str, PublishedCommittee] = field(default_factory=dict)  # by Thomas id, parents first
    seats: dict[tuple[str, str], PublishedSeat] = field(default_factory=dict)  # by Bioguide and Thomas id
    executives: list[PublishedPost] = field(default_factory=list)
    doubled_seats: int = 0
    sha256: str = ""


def read_congress(folder, *, say=lambda words: None):
    """The four files of a folder; `say` is told what is being read."""
    folder = Path(folder)
    congress, digest = Congress(), hashlib.sha256()
    for name, read in (
        (LEGISLATORS, _read_legislators),
        (COMMITTEES, _read_committees),
        (MEMBERSHIP, _read_membership),
        (EXECUTIVE, _read_executive),
    ):
        say(f"Reading {name}")
        raw = bytes_of(folder / name)
        digest.update(name.encode() + b"\0" + raw)
        read(parsed(folder / name, raw), congress)
    congress.sha256 = digest.hexdigest()
    return congress


def _read_legislators(file, congress):
    for row in file.rows(needed=True):
        bioguide = bioguide_id_at(row["id"]["bioguide"])
        if bioguide in congress.members:
            row["id"]["bioguide"].is_wrong(f"{bioguide} stands here a second time")
        terms, begun = [], set()
        for place in row["terms"].rows(needed=True):
            term = _term(place)
            if (term.chamber, term.held_from) in begun:
                place["start"].is_wrong(f"{bioguide} has a second term in the same chamber from this day")
            begun.add((term.chamber, term.held_from))
            terms.append(term)
        congress.members[bioguide] = _person(row["name"], bioguide, tuple(terms))


def _read_committees(file, congress):
    for row in file.rows(needed=True):
        chamber = row["type"].one_of("house", "senate", "joint")
        parent = _committee(
            row, row["thomas_id"].text(8, r"[A-Z]{4}", "four capitals, as SSFR"), chamber, congress
        )
        for below in row.get("subcommittees").rows():
            thomas_id = parent + below["thomas_id"].text(8, r"\d\d", "two digits, as 03")
            _committee(below, thomas_id, chamber, congress, parent)


def _committee(row, thomas_id, chamber, congress, parent_id=None):
    if thomas_id in congress.committees:
        row["thomas_id"].is_wrong(f"{thomas_id} stands here a second time")
    congress.committees[thomas_id] = PublishedCommittee(
        thomas_id=thomas_id,
        name=row["name"].text(300),
        chamber=chamber,
        address="\n".join(part.strip() for part in row.get("address").text(1000, needed=False).split(";")),
        parent_id=parent_id,
    )
    return thomas_id


def _read_membership(file, congress):
    for thomas_id, rows in file.pairs():
        if thomas_id not in congress.committees:
            rows.is_wrong(f"{thomas_id} is no committee of {COMMITTEES}")
        for row in rows.rows():
            bioguide = bioguide_id_at(row["bioguide"])
            if bioguide not in congress.members:
                row["bioguide"].is_wrong(f"{bioguide} is no Member of {LEGISLATORS}")
            seat = PublishedSeat(
                title=row.get("title").text(60, needed=False),
                rank=row["rank"].whole_number(1, 999),
                side=row["party"].one_of("majority", "minority"),
            )
            key = (bioguide, thomas_id)
            if key in congress.seats:
                seat = _one_of_two_seats(congress.seats[key], seat, row)
                congress.doubled_seats += 1
            congress.seats[key] = seat


def _one_of_two_seats(first, second, row):
    """Who sits in a committee and is a member ex officio besides has the seat that is not ex officio."""
    regular = [seat for seat in (first, second) if seat.title.lower() != "ex officio"]
    if len(regular) != 1:
        row["bioguide"].is_wrong("this Member has a seat in this committee already")
    return regular[0]


def _read_executive(file, congress):
    for row in file.rows(needed=True):
        bioguide = row["id"].get("bioguide")
        person = _person(row["name"], bioguide_id_at(bioguide) if bioguide.value is not None else None)
        for term in row["terms"].rows(needed=True):
            kind = term["type"].one_of(*_EXECUTIVE_TITLES)
            days = _days(term, "start", "end")
            congress.executives.append(PublishedPost(person, PRESIDENCY_SLUG, _EXECUTIVE_TITLES[kind], *days))


def _person(name, bioguide_id, terms=()):
    first, last = name["first"].text(100), name["last"].text(100)
    full = name.get("official_full").text(200, needed=False)
    if not full:
        middle = name.get("middle").text(100, needed=False)
        suffix = name.get("suffix").text(20, needed=False)
        full = " ".join(part for part in (first, middle, last) if part) + (f", {suffix}" if suffix else "")
    return PublishedPerson(full, first, last, bioguide_id, terms)


def _term(place):
    is_house = place["type"].one_of("sen", "rep") == "rep"
    held_from, held_to = _days(place, "start", "end")
    district = place["district"].whole_number(-1, 99) if is_house else -1  # -1 where it is not known
    return PublishedTerm(
        chamber="house" if is_house else "senate",
        state=place["state"].text(8, r"[A-Z]{2}", "two capitals, as MD"),
        district=None if district == -1 else district,
        party=place.get("party").text(40, needed=False),
        held_from=held_from,
        held_to=held_to,
    )


def _days(place, first, last):
    held_from, held_to = place[first].day(), place[last].day()
    if held_to < held_from:
        place[last].is_wrong(f"{held_to} is before {held_from}, the day it begins")
    return held_from, held_to


def bioguide_id_at(place):
    """The Bioguide id that stands at a place."""
    return place.text(20, r"[A-Z]\d{6}", "a capital and six digits, as C000141")
