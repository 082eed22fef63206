"""What is read held against the directory as it was on the letter's day: people, offices, agencies.

A wrong correction is worse than none. A name that the directory has, initials, accents and nicknames apart,
is
linked and kept as it is printed. A name that it does not have is corrected only to one who has reason to
stand
there (a seat in the office that writes, a post in the agency that is written to, else a seat in Congress),
who
is alike enough, and to whom nobody else there comes near. Pure: `intake.directory_as_of` reads the database.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from rapidfuzz import fuzz

from correspondence.intake.reading.person_names import is_given, key

# How alike, 0 to 100, where the context says who should stand there, and where it is any Member of Congress.
NEAR, NEAR_LAST = 82, 74
FAR, FAR_LAST = 88, 82
AHEAD = 8  # by how much the best must be ahead of the next
OFFICE_ALIKE, AGENCY_ALIKE = 90, 91
MOST_LETTERS = 200

_CHAMBER = re.compile(r"^(?:(?:united states |u\.?s\.? )?(?:senate|house(?: of representatives)?)\s+)", re.I)
_LEAD = re.compile(r"^(?:the\s+)?(?:(?:u\.?\s?s\.?|united states)\s+)?", re.I)


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person, and what he or she held on the day: (office id, title) and (agency id, title)."""

    id: int
    name: str
    first: str = ""
    last: str = ""
    chamber: str = ""  # of a Member of Congress: senate or house
    seats: tuple[tuple[int, str], ...] = ()
    posts: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class KnownOffice:
    """An office, by the name it had on the day."""

    id: int
    name: str
    chamber: str = ""


@dataclass(frozen=True, slots=True)
class KnownAgency:
    """An agency, and the other names it goes by."""

    id: int
    name: str
    names: tuple[str, ...] = ()
    parent: int | None = None


@dataclass(frozen=True)
class Directory:
    """What the directory says of a day. Empty where there is none: then nothing is corrected."""

    day: date | None = None
    people: tuple[KnownPerson, ...] = ()
    offices: tuple[KnownOffice, ...] = ()
    agencies: tuple[KnownAgency, ...] = ()

    @cached_property
    def keys(self):
        """The names of all people, as `person_names.key` has them, also by first and last name alone."""
        return frozenset(spelled for person in self.people for spelled in spellings(person))

    @cached_property
    def _by_key(self):
        found = {}
        for person in self.people:
            for spelled in spellings(person):
                found.setdefault(spelled, []).append(person)
        return found

    def exactly(self, name):
        """The people of this name, initials, accents, suffix and case apart."""
        found = self._by_key.get(key(name[:MOST_LETTERS]), ())
        return list({person.id: person for person in found}.values())

    def seated_in(self, office_ids):
        """Those with a seat in one of these offices."""
        return [p for p in self.people if any(office in office_ids for office, _ in p.seats)]

    def posted_in(self, agency_ids):
        """Those with a post in one of these agencies, or in a part of one."""
        wanted = set(agency_ids)
        wanted |= {agency.id for agency in self.agencies if agency.parent in wanted}
        return [p for p in self.people if any(agency in wanted for agency, _ in p.posts)]

    @cached_property
    def members(self):
        """The Members of Congress."""
        return [person for person in self.people if person.chamber]


EMPTY = Directory()


@dataclass(frozen=True, slots=True)
class Match:
    """Who is meant, and the name to propose: as printed, or corrected, with the reason."""

    name: str
    person: KnownPerson | None = None
    corrected: bool = False
    sure: float = 0.0
    why: str = ""


def spellings(person):
    """The keys by which a person is met: the whole name, and first and last name."""
    found = {key(person.name)}
    if person.first and person.last:
        found.add(key(f"{person.first} {person.last}"))
    return {spelled for spelled in found if " " in spelled}


def match(name, directory, near=(), title=""):
    """Who a printed name is. `near` are those who have reason to stand there; then any Member may be
    meant."""
    if not name or not directory.people or len(name) > MOST_LETTERS:
        return Match(name)
    exact = directory.exactly(name)
    ids = {person.id for person in near}
    preferred = [person for person in exact if person.id in ids] or exact
    if len(preferred) == 1:
        return _linked(name, preferred[0])
    if preferred:
        return Match(name, sure=0.6, why=f"The directory has {len(preferred)} people of this name.")
    called, agrees = _by_first_and_last(name, directory, ids)
    if called:
        return (
            _linked(name, called)
            if agrees
            else Match(name, sure=0.6, why=f"The directory has {called.name}.")
        )
    found = _same_last(name, near, title)
    if found:
        return found
    best = _closest(name, near, NEAR, NEAR_LAST) or _closest(name, directory.members, FAR, FAR_LAST)
    return _corrected(name, best) if best else Match(name)


def _by_first_and_last(name, directory, near):
    """Who alone has the first and last name of one with a middle name too, and whether that agrees."""
    words = key(name).split()
    if len(words) < 3 or any(len(word) < 4 for word in words[1:-1]):
        return None, False  # a short word may be an initial, read badly
    found = directory.exactly(f"{words[0]} {words[-1]}")
    found = [person for person in found if person.id in near] or found
    if len(found) != 1:
        return None, False
    theirs = [word[0].lower() for word in found[0].name.split()[1:-1]]
    return found[0], not theirs or any(word[0] in theirs for word in words[1:-1])


def _linked(name, person):
    """As printed, with the accents and capitals that the directory has where the page has none."""
    if not name.isupper():
        spelled = {word.casefold(): word for word in person.name.split()}
        name = " ".join(spelled.get(word.casefold(), word) for word in name.split())
    if (
        name != person.name
        and name.isascii()
        and not person.name.isascii()
        and _bare(name) == _bare(person.name)
    ):
        return Match(person.name, person, True, 0.95, f"The directory has {person.name}.")
    return Match(name, person, False, 0.98)


def _bare(name):
    return (
        key(name)
        + "|"
        + "".join(sorted(word[0].lower() for word in name.split() if len(word.strip(".")) == 1))
    )


def _corrected(name, person):
    return Match(person.name, person, True, 0.8, f"The directory has {person.name}.")


def _same_last(name, near, title):
    """Who alone there has this last name: linked, and corrected where the first name is none at all."""
    words = key(name).split()
    if len(words) < 2:
        return None
    there = [person for person in near if key(person.name).split()[-1:] == words[-1:]]
    if len(there) != 1:
        return None
    person = there[0]
    first = words[0]
    firsts = {key(person.name).split()[0], key(person.first) if person.first else key(person.name).split()[0]}
    alike = max(fuzz.ratio(first, other) for other in firsts)
    if is_given(first) and alike < 80:
        if any(first[0] == other[0] for other in firsts):
            return Match(name, person, False, 0.85, f"The directory has {person.name}.")
        return None
    held = {held.lower() for _, held in (*person.seats, *person.posts) if held}
    agrees = any(fuzz.ratio(said, title.lower()) > 80 for said in held if title)
    if alike >= 60 or agrees or any(first[0] == other[0] for other in firsts):
        return _corrected(name, person)
    return None


def _closest(name, people, alike, alike_last):
    """Who is near enough, and alone so; None otherwise."""
    said = key(name)
    words = said.split()
    if len(words) < 2:
        return None
    scored = {}
    for person in people:
        for spelled in spellings(person):
            theirs = spelled.split()
            last = fuzz.ratio(words[-1], theirs[-1])
            if last < alike_last:
                continue
            first = fuzz.ratio(words[0], theirs[0])
            if is_given(words[0]) and first < 80:
                continue  # another person of a like name
            short = fuzz.ratio(f"{words[0]} {words[-1]}", f"{theirs[0]} {theirs[-1]}")
            score = max(fuzz.ratio(said, spelled), short if len(words) > 2 else 0)
            scored[person.id] = max(scored.get(person.id, (0, None))[0], score), person
    ranked = sorted(scored.values(), key=lambda pair: -pair[0])
    if not ranked or ranked[0][0] < alike:
        return None
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < AHEAD:
        return None
    return ranked[0][1]


def _office_key(name):
    return re.sub(r"[^a-z ]", "", _CHAMBER.sub("", name.lower()).replace("&", "and")).strip()


def office_named(name, chamber, directory):
    """(office, whether the name is exactly its own) of a committee's name; (None, False) where it is not
    certain."""
    said = _office_key(name[:MOST_LETTERS])
    if not said:
        return None, False
    scored = []
    for office in directory.offices:
        if (
            chamber in ("senate", "house")
            and office.chamber in ("senate", "house")
            and office.chamber != chamber
        ):
            continue
        theirs = _office_key(office.name)
        if theirs == said or _word_by_word(said, theirs):
            scored.append((fuzz.ratio(said, theirs), office))
    scored.sort(key=lambda pair: -pair[0])
    if not scored or scored[0][0] < OFFICE_ALIKE:
        return None, False
    if len(scored) > 1 and scored[0][0] - scored[1][0] < 3:
        return None, False
    return scored[0][1], _office_key(scored[0][1].name) == said


def _agency_key(name):
    return re.sub(r"[^a-z0-9 ]", "", _LEAD.sub("", name.lower()).replace("&", "and")).strip()


def _word_by_word(one, other):
    """Whether two names have the same words but for faults of recognition: "Slate" for "State", not
    "Status"."""
    mine, theirs = one.split(), other.split()
    return len(mine) == len(theirs) > 1 and all(
        fuzz.ratio(word, like) >= 75 for word, like in zip(mine, theirs, strict=True)
    )


def agency_named(name, directory):
    """(agency, whether a name of it is exactly this); (None, False) where it is not certain."""
    said = _agency_key(name[:MOST_LETTERS])
    if not said:
        return None, False
    scored = {}
    for agency in directory.agencies:
        for other in (agency.name, *agency.names):
            theirs = _agency_key(other)
            score = 100 if theirs == said else fuzz.ratio(said, theirs) if _word_by_word(said, theirs) else 0
            if score > scored.get(agency.id, (0, None))[0]:
                scored[agency.id] = score, agency
    ranked = sorted(scored.values(), key=lambda pair: -pair[0])
    if not ranked or ranked[0][0] < AGENCY_ALIKE:
        return None, False
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < 4:
        return None, False
    return ranked[0][1], ranked[0][0] == 100


@dataclass(slots=True)
class Votes:
    """Spellings of one name that the letter itself has: in the block, the salutation, the roster, running
    heads."""

    readings: list[str] = field(default_factory=list)

    def settled(self, name):
        """The name with each word as most of the readings spell it; of three or more of one length, letter
        by letter."""
        words = name.split()
        for place, word in enumerate(words):
            bare = word.strip(".,")
            if len(bare) < 4:
                continue
            same = [other for other in self._like(bare) if other]
            given = {other.lower() for other in same if is_given(other)}
            if place + 1 < len(words) and len(given) == 1 and not is_given(bare):
                words[place] = word.replace(bare, _cased(bare, given.pop()))
                continue
            if len(same) < 2:
                continue
            words[place] = word.replace(bare, _vote(bare, same))
        return " ".join(words)

    def _like(self, word):
        for reading in self.readings:
            best = max(
                (part.strip(".,:;") for part in reading.split()),
                key=lambda part: fuzz.ratio(part.lower(), word.lower()),
                default="",
            )
            yield best if fuzz.ratio(best.lower(), word.lower()) >= 70 else ""


def _vote(word, others):
    spelled = [word.lower(), *(other.lower() for other in others)]
    counts = {one: spelled.count(one) for one in spelled}
    most = max(counts.values())
    if most > 1 or len({len(one) for one in spelled}) > 1:
        if counts[word.lower()] == most:
            return word
        return _cased(word, max(counts, key=counts.get)) if most > 1 else word
    letters = ""
    for column in zip(*spelled, strict=True):
        letters += max(column, key=lambda one: (column.count(one), one == column[0]))
    return _cased(word, letters)


def _cased(word, letters):
    if word.isupper():
        return letters.upper()
    return "".join(
        new.upper() if at < len(word) and word[at].isupper() else new for at, new in enumerate(letters)
    )
