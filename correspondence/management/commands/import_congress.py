"""Import Members, committees, seats and Presidents from the congress-legislators files."""

from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from correspondence.core.days import day_of
from correspondence.directory.actions import import_congress
from correspondence.directory.importers import CannotImport, read_congress


class Command(BaseCommand):
    help = (
        "Import the files of github.com/unitedstates/congress-legislators: legislators-current, "
        "committees-current, committee-membership-current and executive."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="DIR", type=Path, help="the folder that holds the four files")
        parser.add_argument(
            "--as-of",
            type=_day,
            metavar="YYYY-MM-DD",
            help="the day the files speak of; today, in Washington, unless given",
        )

    def handle(self, *, folder, as_of, **options):
        now = timezone.now()
        as_of = as_of or day_of(now)
        say = self._say if self.stderr.isatty() else _say_nothing
        try:
            done = import_congress(read_congress(folder, say=say), as_of=as_of, by=None, now=now, say=say)
        except CannotImport as refusal:
            raise CommandError(refusal.message) from refusal
        finally:
            say("")
        self.stdout.write(_summary(done))

    def _say(self, words):
        line = f"{words} …" if words else ""
        self.stderr.write(f"\r\033[K{line}", style_func=str, ending="")
        self.stderr.flush()


def _say_nothing(words):
    pass


def _summary(done):
    if done.was_there_already:
        return f"Already imported as of {done.as_of}: nothing added, changed or ended."
    lines = [f"Imported as of {done.as_of}.", f"{'':12}{'added':>8}{'changed':>9}{'ended':>8}"]
    for name, count in done.kinds.items():
        lines.append(f"{name:12}{count.added:8}{count.changed:9}{count.ended:8}")
    if done.renamed:
        lines.append(f"{done.renamed} committees have a new name; the former one is kept, with its last day.")
    if done.not_listed:
        lines.append(f"Known from before and not in these files: {', '.join(done.not_listed)}.")
    if done.seats_left_out:
        lines.append(
            f"{done.seats_left_out} seats were left out: the Member's term does not hold on the day."
        )
    if done.doubled_seats:
        lines.append(f"{done.doubled_seats} seats were listed twice, once ex officio: the other was kept.")
    return "\n".join(lines)


def _day(text):
    return date.fromisoformat(text)
