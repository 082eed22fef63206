"""Raises what is owed a reminder: manage.py raise_reminders [--today DAY] [--dry-run]"""

from argparse import ArgumentTypeError
from datetime import date

from django.core.management.base import BaseCommand
from django.utils import timezone

from correspondence.core.days import day_of
from correspondence.followups.reminders import raise_reminders


def day(text):
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no day: write it as 2024-01-02.") from None


class Command(BaseCommand):
    help = "Raises what is owed a reminder. Run twice, it raises nothing twice."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--today", type=day, metavar="DAY", help="Instead of today, for example 2024-01-02."
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would be raised, and write nothing."
        )

    def handle(self, *, today=None, dry_run=False, **options):
        now = timezone.now()
        raised = raise_reminders(today=today or day_of(now), now=now, dry_run=dry_run)
        if raised.total:
            done = "Would raise" if dry_run else "Raised"
            about = [(raised.parts, "request"), (raised.letters, "letter")]
            about = " and ".join(_count(count, noun) for count, noun in about if count)
            self.stdout.write(f"{done} {_count(raised.total, 'reminder')}, of {about}.")
        else:
            self.stdout.write("Nothing to raise.")


def _count(count, noun):
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
