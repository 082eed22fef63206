"""What one box finds: a letter by its whole reference, else letters, requests, agencies and people by words.

Everything is bounded. Full text can come later, behind `find`.
"""

import re
from dataclasses import dataclass, field

from correspondence.directory.finding import find_agencies, find_people
from correspondence.letters.finding import find_letters, find_requests, letters_called

MOST = 8  # of each kind; one more is fetched, to know whether there are more
AMONG = 40  # agencies among which the one of just this name is looked for
LONGEST = 120  # signs of what was typed that are looked at
_SPOKEN = re.compile(
    r"^what\s+(?:does|do|did)\s+(?P<who>.+?)\s+(?:still\s+)?(?:owes?|owed)(?:\s+(?:us|me|the\s+\w+))?$", re.I
)
_REFERENCE = re.compile(r"[A-Z][A-Z0-9]{1,11}-[0-9]{4}-[0-9]{4,}", re.I)


@dataclass
class Found:
    """What was found: `letter` alone where the words were its whole reference, else a few of each kind."""

    words: str
    letter: object = None
    agencies: list = field(default_factory=list)
    people: list = field(default_factory=list)
    letters: list = field(default_factory=list)
    requests: list = field(default_factory=list)
    more: set = field(default_factory=set)

    def __bool__(self):
        return bool(self.letter or self.agencies or self.people or self.letters or self.requests)


def find(user, words):
    """What the user may see that these words name, whatever was typed.

    One statement for a whole reference, else six. "What does State still owe us?" is understood as "State".
    """
    words = plain(words)
    found = Found(words)
    if not words:
        return found
    if _REFERENCE.fullmatch(words):
        found.letter = next(iter(letters_called(words, user)), None)
        if found.letter:
            return found
    for kind, rows in (
        ("agencies", _called_first(find_agencies(words)[:AMONG], words)),
        ("people", find_people(words)),
        ("letters", find_letters(words, user)),
        ("requests", find_requests(words, user)),
    ):
        rows = list(rows[: MOST + 1])
        if len(rows) > MOST:
            found.more.add(kind)
        setattr(found, kind, rows[:MOST])
    return found


def _called_first(agencies, words):
    """Those that are called just so come first: "State" is the department, not the United States Mint."""
    words = words.lower()

    def is_other(agency):
        names = {agency.name, agency.short_name, agency.acronym, *agency.aliases.splitlines()}
        return words not in {name.strip().lower() for name in names}

    return sorted(agencies, key=is_other)


def plain(words):
    """What was typed, without what no name has: control signs, spaces too many, and more than enough."""
    words = "".join(sign if sign.isprintable() else " " for sign in words[: 4 * LONGEST])
    words = " ".join(words.split())[:LONGEST].strip()
    spoken = _SPOKEN.match(words.rstrip(" ?"))
    return spoken["who"] if spoken else words
