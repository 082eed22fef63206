"""What cron or a systemd timer calls every 15 minutes: raises reminders, then sends what is due.

It also forgets what constituents typed and did not send: ended sessions, files that waited for a day; takes
the mail of the mailboxes that are set (IMAP_URL); queues again what came in and nobody reads; and deletes the
pictures of pages that were drawn long ago.
"""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from correspondence.casework.actions import throw_away_old
from correspondence.intake.pictures import forget_pictures
from correspondence.intake.tasks import revive


class Command(BaseCommand):
    help = "Raises reminders and sends digests. To be called every 15 minutes; two at once do no harm."
    requires_system_checks = []  # it is called every 15 minutes

    def handle(self, **options):
        call_command("raise_reminders", stdout=self.stdout, stderr=self.stderr)
        call_command("send_reminders", stdout=self.stdout, stderr=self.stderr)
        call_command("clearsessions")
        throw_away_old(now=timezone.now())
        revive(now=timezone.now())
        forget_pictures(now=timezone.now())
        call_command("prune_db_task_results", min_age_days=7, verbosity=0)
        if settings.MAILBOXES:
            try:
                call_command("fetch_mail", stdout=self.stdout, stderr=self.stderr)
            except CommandError as fault:  # told on the page of mail and in /healthz
                self.stderr.write(str(fault))
