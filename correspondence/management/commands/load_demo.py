"""Load the demonstration: manage.py load_demo"""

import os
import secrets
import sys

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from correspondence.core.demonstration import note_demonstration
from correspondence.demo.addressees import CannotLoad
from correspondence.demo.loading import load
from correspondence.demo.office import is_loaded, usernames, why_not_here


class Command(BaseCommand):
    help = "Load the demonstration: one real letter, invented ones around today, and four sign-ins."

    def handle(self, **options):
        if is_loaded():
            self.stdout.write("The demonstration is loaded already: nothing was done.")
            return
        if reason := why_not_here():
            sys.exit(reason)
        given = os.environ.get("DEMO_PASSWORD", "").strip()
        password = given or secrets.token_urlsafe(12)
        folder = settings.VAR / "mail"
        try:
            loaded = load(now=timezone.now(), password=password, mail_folder=folder, say=self.stdout.write)
        except CannotLoad as refusal:
            sys.exit(refusal.message)
        except OSError as fault:
            sys.exit(f"{fault.filename or folder} cannot be written: {fault.strerror or fault}")
        note_demonstration(True)
        self.stdout.write(
            f"Loaded {loaded.letters} letters and {loaded.responses} responses; raised {loaded.reminders} "
            f"reminders, told in {loaded.mails} mails that lie in {folder}."
        )
        self.stdout.write("Only the letter of 29 November 2023 is real; the rest is invented and says so.")
        said = "as set in DEMO_PASSWORD" if given else password
        self.stdout.write(f"Sign in as {', '.join(usernames())}; the password of each is {said}")
