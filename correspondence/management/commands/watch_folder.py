"""Takes in each file that is put into a folder, such as by a scanner, once and no more.

    manage.py watch_folder DIR --office SFRC

A file is left alone while it is being written. Then it is moved to DIR/working, under a name of its own, so
that of two watchers one alone has it; taken in; and moved to DIR/done, or to DIR/failed with its reason
beside it in a file that ends in .txt. Files that stand in DIR/working when it starts were left there by a
watcher that was ended: they are taken in, which takes nothing twice, as the office has each file once.
"""

import contextlib
import fcntl
import os
import stat
import time
from pathlib import Path

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from correspondence.directory.models import Office
from correspondence.documents.rules import plain_name
from correspondence.intake.actions import receive_files
from correspondence.intake.models import IntakeBatch, IntakeItem
from correspondence.intake.rules import is_half_written

EVERY = 5.0  # seconds between two looks
STILL = 5.0  # seconds for which neither size nor time of a file may have changed


class Command(BaseCommand):
    help = "Takes in each file that is put into a folder, once; moves it to done, or to failed with a reason."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--office", required=True, metavar="CODE", help="whose letters they are")
        parser.add_argument(
            "--for",
            dest="taken_for",
            choices=[value for value in IntakeItem.TakenFor.values if value],
            default="",
            help="whether they are letters or replies, where all are",
        )
        parser.add_argument("--once", action="store_true", help="look once and end, for cron")
        parser.add_argument("--every", type=float, default=EVERY, help="seconds between two looks")
        parser.add_argument(
            "--still", type=float, default=STILL, help="seconds for which a file must not have changed"
        )

    def handle(self, *, folder, office, taken_for, once, every, still, **options):
        try:
            office = Office.objects.get(code=office)
        except Office.DoesNotExist:
            raise CommandError(f"There is no office with the code {office}.") from None
        try:
            watched = WatchedFolder(folder, still=still)
        except OSError as fault:
            raise CommandError(f"{folder} cannot be watched: {fault.strerror}.") from fault
        try:
            while True:
                self.look(watched, office, taken_for)
                time.sleep(still if once else every)
                if once:
                    self.look(watched, office, taken_for)  # what lay still in between
                    return
                close_old_connections()
        except KeyboardInterrupt:
            self.stdout.write("Stopped.")

    def look(self, watched, office, taken_for):
        """Take in whatever lies still in the folder, or was left in the middle."""
        for claimed in watched.claim():
            with claimed:
                try:
                    self.take(claimed, office, taken_for)
                except DatabaseError as fault:  # it is locked, or restarts: the file waits where it is
                    self.stderr.write(f"{claimed.name} waits: {fault}")

    def take(self, claimed, office, taken_for):
        """Take one file in, and put it where it belongs."""
        with claimed.path.open("rb") as stored:
            received = receive_files(
                office,
                [File(stored, claimed.name)],
                how=IntakeBatch.How.FOLDER,
                taken_for=taken_for,
                by=None,
                now=timezone.now(),
            )
        if received.refused:
            claimed.fail(received.refused[0].message)
        elif received.items and not received.items[0].files.exists():
            claimed.fail(received.items[0].reading.failure)
        elif received.known:
            places = "; ".join(place.name for place in received.known[0][2])
            claimed.finish(f"The office has this file already, with {places}. It was not taken in again.")
        else:
            claimed.finish()
        self.stdout.write(f"{claimed.name}: {claimed.became}")


class WatchedFolder:
    """A folder with the three in it that a file goes through. Raises OSError where they cannot be made."""

    def __init__(self, folder, *, still=STILL):
        self.folder, self.still = folder.resolve(strict=True), still
        self._watched = {}  # what we saw of each file, and since when it is so
        self.working, self.done, self.failed = (self.folder / name for name in ("working", "done", "failed"))
        for inner in (self.working, self.done, self.failed):
            inner.mkdir(exist_ok=True)

    def claim(self):
        """Each file that is ours now, one after the other: those left in the middle first."""
        for path in sorted(self.working.iterdir()):
            if claimed := Claimed.held(self, path):
                yield claimed
        for path in self._still():
            if claimed := self._claimed(path):
                yield claimed

    def _still(self):
        """The files that have not changed for a while, as far as we saw, the oldest first.

        What a file says of its own time is not believed: clocks differ, and copies keep old times.
        """
        now = time.monotonic()
        found = {path: seen for path in self.folder.iterdir() if (seen := _seen(path))}
        self._watched = {
            path: (seen, self._watched[path][1] if self._watched.get(path, ((),))[0] == seen else now)
            for path, seen in found.items()
        }
        quiet = [path for path, (_, since) in self._watched.items() if now - since >= self.still]
        return sorted(quiet, key=lambda path: found[path][1])

    def _claimed(self, path):
        """The file moved to where we work, or None where another was first."""
        ours = self.working / f"{os.urandom(8).hex()}-{_short(path.name)}"
        try:
            os.rename(path, ours)
        except FileNotFoundError:
            return None
        return Claimed.held(self, ours)


def _short(name, most=200):
    """A name of at most so many bytes, its ending kept."""
    stem, ending = os.path.splitext(os.fsencode(name))
    ending = ending[:20]
    return os.fsdecode(stem[: most - len(ending)] + ending)


def _seen(path):
    """Size and time of a file that is ours to take; None for a folder, a link, what we may not read."""
    if is_half_written(path.name) or not os.access(path, os.R_OK):
        return None
    with contextlib.suppress(OSError):
        found = path.lstat()
        if stat.S_ISREG(found.st_mode):
            return found.st_size, found.st_mtime
    return None


class Claimed:
    """A file that is ours for as long as this process lives, by a lock that ends with it."""

    def __init__(self, watched, path, handle):
        self.watched, self.path, self.handle = watched, path, handle
        self.name = plain_name(path.name.partition("-")[2])
        self.became = ""

    @classmethod
    def held(cls, watched, path):
        """The file at this place, or None where another works on it, or it is gone."""
        try:
            handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError:
            return None
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            same = os.fstat(handle)
            if stat.S_ISREG(same.st_mode) and os.path.samestat(same, path.lstat()):
                return cls(watched, path, handle)
        except OSError:
            pass
        os.close(handle)
        return None

    def __enter__(self):
        return self

    def __exit__(self, *fault):
        os.close(self.handle)

    def finish(self, note=""):
        """Put it with what is done."""
        self._move(self.watched.done, note)
        self.became = note or "taken in"

    def fail(self, reason):
        """Put it with what failed, and why beside it."""
        self._move(self.watched.failed, reason)
        self.became = reason

    def _move(self, folder, note):
        name, number = _short(self.name), 1
        target = folder / name
        while os.path.lexists(target):
            number += 1
            stem, ending = os.path.splitext(name)
            target = folder / f"{stem}-{number}{ending}"
        if note:
            target.with_name(f"{target.name}.txt").write_text(f"{note}\n")
        os.rename(self.path, target)
