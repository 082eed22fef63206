"""Mails each person what is owed: manage.py send_reminders [--now INSTANT] [--dry-run]"""

from argparse import ArgumentTypeError
from datetime import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from correspondence.core.days import EASTERN
from correspondence.followups.digests import send_reminders


def instant(text):
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no instant: write it as 2024-01-02T07:00.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=EASTERN)


class Command(BaseCommand):
    help = "Mails each person what is owed, once a business day, from 07:00 Eastern time."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--now",
            type=instant,
            metavar="INSTANT",
            help="Instead of now, for example 2024-01-02T07:00 (Eastern time, where no offset is given).",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Say who would be told; send and write nothing."
        )

    def handle(self, *, now=None, dry_run=False, **options):
        sending = send_reminders(now=now or timezone.now(), dry_run=dry_run)
        if sending.quiet:
            self.stdout.write(sending.quiet)
            return
        for person, said in sending.told:
            self.stdout.write(f"{'Would tell' if dry_run else 'Told'} {person}: {said}.")
        for office, count in sending.nobody:
            self.stdout.write(
                f"Nobody in the {office} can be told of {_count(count, 'reminder')}: "
                "give it a manager with an e-mail address."
            )
        if not (sending.told or sending.nobody or sending.failed):
            self.stdout.write("Nothing to send.")
        if sending.failed:
            raise CommandError("\n".join(sending.failed))


def _count(count, noun):
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
