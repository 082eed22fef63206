"""Look for what cannot be in the record. What is looked for stands in the checks of each package."""

import sys

from django.core.management.base import BaseCommand

from correspondence.casework.checks import findings as in_casework
from correspondence.core.snapshot import one_moment
from correspondence.followups.checks import findings as in_followups
from correspondence.letters.checks import findings as in_letters
from correspondence.letters.models import Letter
from correspondence.responses.checks import findings as in_responses


class Command(BaseCommand):
    help = (
        "Find whatever cannot be across the rows of the record, and every kept column that disagrees with "
        "its facts. Changes nothing. Ends with 1 where it finds anything."
    )

    def handle(self, **options):
        count = 0
        with one_moment():
            for find in (in_letters, in_responses, in_followups, in_casework):
                for finding in find():
                    count += 1
                    where = f"{finding.reference}, " if finding.reference else ""
                    self.stdout.write(f"{where}{finding.record} {finding.id}: {finding.sentence}")
            letters = Letter.objects.count()
        found = "Nothing is wrong" if not count else "1 finding" if count == 1 else f"{count:,} findings"
        self.stdout.write(f"{found} in {letters:,} {'letter' if letters == 1 else 'letters'}.")
        if count:
            sys.exit(1)
