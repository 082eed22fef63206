"""Bring database, demo office and static files to where the code needs them. Does nothing twice."""

import hashlib
import sys

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from correspondence.audit.actions import record_event
from correspondence.audit.models import Entry
from correspondence.core.demonstration import LOADED, note_demonstration
from correspondence.directory.models import Office

BEGUN_EMPTY = "begun empty"


class Command(BaseCommand):
    help = "Migrate, load the demo office into a database that holds nothing yet, collect static files."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--empty", action="store_true", help="begin without the demo office, for good")

    def handle(self, *, empty, **options):
        try:
            self.migrate()
            self.begin(empty)
            note_demonstration(Entry.objects.filter(act=LOADED).exists())
            self.collect_static()
        except Error as fault:
            sys.exit(f"The database {database_name()} cannot be used: {first_line(fault)}")
        except OSError as fault:
            sys.exit(f"{fault.filename or settings.VAR} cannot be used: {fault.strerror}")

    def migrate(self):
        """Apply the migrations that the database lacks."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            verb = "Updating" if executor.loader.applied_migrations else "Making"
            self.stdout.write(f"{verb} the database {database_name()} …")
            call_command("migrate", verbosity=0, interactive=False)

    def begin(self, empty):
        """Load the demo office into a database in which nobody ever did anything, unless told not to.

        An entry in the audit trail remembers that it was begun empty, so that no later start fills it.
        Never in production.
        """
        users = get_user_model().objects
        if not (users.exists() or Entry.objects.exists() or Office.objects.exists()):
            if empty or settings.IS_PRODUCTION:
                record_event(BEGUN_EMPTY, now=timezone.now())
            else:
                self.stdout.write("Loading the demo office …")
                call_command("load_demo", stdout=self.stdout)
        elif empty and not Entry.objects.filter(act=BEGUN_EMPTY).exists():
            self.stdout.write(f"--empty changes nothing: {database_name()} holds records already.")
        if not users.filter(is_active=True).exists():
            self.stdout.write("Nobody can sign in yet. Make an administrator, in another terminal:")
            self.stdout.write("  .venv/bin/python manage.py createsuperuser")

    def collect_static(self):
        """Collect the static files, where any has changed since the last time."""
        stamp = settings.VAR / "static.sha256"
        found = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
        for finder in get_finders():
            for path, storage in finder.list(["CVS", ".*", "*~"]):
                held = storage.path(path)
                found.update(f"{held} {storage.size(path)} {storage.get_modified_time(path)}\n".encode())
        collected = (settings.STATIC_ROOT / "staticfiles.json").exists()
        if not collected or not stamp.exists() or stamp.read_text() != found.hexdigest():
            self.stdout.write("Collecting static files …")
            call_command("collectstatic", verbosity=0, interactive=False)
            stamp.write_text(found.hexdigest())


def database_name():
    """What the database is called where people may read along: its file, or its host and name."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return facts["NAME"]
    return f"{facts['NAME']} on {facts['HOST'] or 'this machine'}"


def first_line(fault):
    return str(fault).strip().partition("\n")[0]
