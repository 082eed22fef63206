"""Take the mail that came to the mailboxes of IMAP_URL; `manage.py tick` calls it where there are any."""

import logging

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from correspondence.core.refusals import Cannot
from correspondence.directory.models import Office
from correspondence.intake.mail.fetching import NETWORK_FAULTS, Session

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Takes mail from the mailboxes in IMAP_URL. Two at once do no harm, nor one that dies half-way."
    requires_system_checks = []  # it is called every 15 minutes

    def handle(self, **options):
        if not settings.MAILBOXES:
            raise CommandError(
                "IMAP_URL names no mailbox: give one, for example "
                "imaps://user:password@mail.example.gov/INBOX?office=SFRC (core/mailboxes.py explains it)."
            )
        now, faults = timezone.now(), []
        offices = {office.code: office for office in Office.objects.exclude(code=None)}
        for address in settings.MAILBOXES:
            if address.office not in offices:
                faults.append(f"IMAP_URL names an office that there is not: {address.office}.")
                continue
            try:
                faults += self.fetch(address, offices[address.office], now)
            except Cannot as refusal:
                faults.append(refusal.message)
        if faults:
            raise CommandError("\n".join(faults))

    def fetch(self, address, office, now):
        """Take what one mailbox holds. Returns what could not be taken, in sentences."""
        faults, taken, known = [], 0, 0
        with Session(address, office, now=now) as session:
            for uid in session.waiting():
                try:
                    mail = session.take(uid)
                except NETWORK_FAULTS:
                    raise
                except Exception as fault:  # whatever is wrong with one, the others are taken
                    log.exception("Mail %s of %s could not be taken.", uid, address.name)
                    session.failed.append(uid)
                    faults.append(f"{address.name}: mail {uid} could not be taken ({type(fault).__name__}).")
                else:
                    taken += bool(mail and mail.came_now)
                    known += bool(mail and not mail.came_now)
            session.finish()
        had = f", {known} had come before" if known else ""
        self.stdout.write(f"{address.name}: {taken} taken{had}.")
        return faults
