"""Decisions about what came in: values in, value out; no query, no clock."""

from dataclasses import dataclass
from datetime import timedelta

VERSION = 1  # of the rules in intake.reading: raised when they would propose something else

STALE = timedelta(seconds=150)  # a page takes 60 seconds at most: who says nothing for longer is dead
SLICE = 60  # seconds that one item is read before another has its turn
AT_ONCE = 4.0  # seconds in which the page that takes files in reads what it can
SMALL = 1024 * 1024  # bytes: what is larger waits for the worker from the start
MOST_TRIES = 4  # times that reading an item may die before it is left alone

# A folder's files that somebody is still writing, by how their names end or begin.
_PARTIAL = (".part", ".partial", ".crdownload", ".download", ".tmp", ".temp", ".filepart", ".swp", "~")
_HIDDEN = (".", "~$", "#")


@dataclass(frozen=True)
class Refused:
    """A file that was not taken in, and why, to be shown to whoever brought it."""

    name: str
    message: str


@dataclass(frozen=True)
class Progress:
    """How far an item has been read."""

    read: int
    known: int | None  # None: how many pages it has is not known yet

    @property
    def words(self):
        """For a person: "3 of 12 pages read"."""
        if self.known is None:
            return "Waiting to be opened" if not self.read else f"{_pages(self.read)} read"
        return f"{self.read} of {_pages(self.known)} read"


def _pages(number):
    return "1 page" if number == 1 else f"{number} pages"


def is_small(media_type, size):
    """Whether a file may be read while somebody waits: text, or what is likely to be a few pages of it."""
    if media_type.startswith("image/"):
        return False
    return size <= (SMALL if media_type != "text/plain" else SMALL // 8)


def is_half_written(name):
    """Whether a file of this name in a folder is hidden, or on its way there."""
    return name.startswith(_HIDDEN) or name.lower().endswith(_PARTIAL)


def is_stale(beat_at, now):
    """Whether whoever reads an item, and said so last at `beat_at`, must be taken for dead."""
    return beat_at is not None and beat_at < now - STALE
