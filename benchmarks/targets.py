"""Which letters a run asks for, alike at every size: `python benchmarks/targets.py` prints them as JSON."""

import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import CLERK, OFFICE

THREES, FIVES = 20, 120  # letters to look at, and letters to log a response on


def targets():
    """Letters spread over the whole record, or the newest, and what else the operations' addresses need."""
    from django.contrib import admin
    from django.db.models import Count, Q

    from correspondence.accounts.models import User
    from correspondence.directory.models import Agency
    from correspondence.letters.models import Letter

    letters = Letter.objects.sent().filter(office__code=OFFICE).order_by("id")
    is_open = Q(requests__parts__settled_on=None, requests__parts__carried_on_by=None)
    counted = letters.annotate(
        asked=Count("requests", distinct=True),
        still_open=Count("requests__parts", filter=is_open, distinct=True),
        written_to=Count("recipients", filter=Q(recipients__role="to"), distinct=True),
        answered=Count("responses", distinct=True),
    )
    threes = list(counted.filter(asked=3, written_to=1, answered=2).values_list("pk", flat=True))
    fives = counted.filter(asked=5, still_open=5, written_to=1, answered=0).values_list("pk", flat=True)
    colleagues = User.objects.filter(memberships__office__code=OFFICE, memberships__role="clerk")
    middle = letters[letters.count() // 2]
    return {
        "database": _database(),
        "threes": threes[:: max(1, len(threes) // THREES)][:THREES],
        "fives": list(fives.reverse()[:FIVES]),
        "agency": Agency.objects.get(name__startswith="Benchmark Agency", acronym="BA3").pk,
        "busiest": Agency.objects.get(name__startswith="Benchmark Agency", acronym="BA1").pk,
        "colleague": colleagues.exclude(username=CLERK).order_by("pk")[0].pk,
        "next_due": admin.site.get_model_admin(Letter).list_display.index("next_due") + 1,
        "year": middle.dated_on.year,
        "deep": f"{middle.dated_on}.{middle.pk}",
        "topic": Letter.topics.through.objects.filter(letter__in=letters).order_by("-id")[0].topic_id,
        "hearing": letters.exclude(hearing_on=None)[0].hearing_on.isoformat(),
        "signatory": middle.signatories.exclude(person=None)[0].person_id,
        "reference": middle.reference,
        "rare": max(middle.subject.split(), key=len),
    }


def _database():
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sqlite_version()")
            return f"SQLite {cursor.fetchone()[0]}"
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0].split()[0]}"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "correspondence.settings")
    import django

    django.setup()
    print(json.dumps(targets()))
