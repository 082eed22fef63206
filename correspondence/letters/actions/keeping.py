"""The three kept columns: written here, from the decisions, and nowhere else."""

from collections import defaultdict

from django.db import connection

from correspondence.core.prepared import Prepared
from correspondence.letters.models import Decision, FollowUpRequest, Letter, Part
from correspondence.letters.rules import standing

_DECISIONS = Prepared(lambda parts: Decision.objects.filter(part__in=parts))
_FEW = 2  # ways in which parts stand: for more of them one statement that knows each part is cheaper


def restate(parts, letters):
    """Write where these parts stand by their decisions, and what is next due on these letters (or ids).

    Four statements at most, however many there are.
    """
    decisions = defaultdict(list)
    for decision in _DECISIONS.objects([part.pk for part in parts]):
        decisions[decision.part_id].append(decision)
    changed = []
    for part in parts:
        now = standing(decisions[part.pk])
        before = (part.due_on, part.settled_on, part.agency_id)
        part.due_on, part.settled_on = now.due_on, now.settled_on
        part.agency_id = now.agency_id or part.agency_id
        if before != (part.due_on, part.settled_on, part.agency_id):
            changed.append(part)
    _write(changed)
    keep_next_due(letters)


def _write(parts):
    """Write the kept columns of parts: those that stand alike in one plain statement, many kinds in one."""
    alike = defaultdict(list)
    for part in parts:
        alike[part.due_on, part.settled_on, part.agency_id].append(part.pk)
    if len(alike) > _FEW:
        Part.objects.bulk_update(parts, ["due_on", "settled_on", "agency"])
        return
    for (due_on, settled_on, agency), keys in alike.items():
        Part.objects.filter(pk__in=keys).update(due_on=due_on, settled_on=settled_on, agency=agency)


def keep_next_due(letters):
    """Write the earliest due date of the open parts of these letters (or ids). One statement."""
    keys = [getattr(letter, "pk", letter) for letter in letters]
    if keys:
        with connection.cursor() as cursor:
            cursor.execute(_KEEP_NEXT_DUE + f"({', '.join(['%s'] * len(keys))})", keys)


# Open as in `PartQuerySet.open`; in words of its own, as building it takes as long as the database does.
_LETTERS, _PARTS, _REQUESTS = (table._meta.db_table for table in (Letter, Part, FollowUpRequest))
_KEEP_NEXT_DUE = (
    f"UPDATE {_LETTERS} SET next_due_on = (SELECT MIN(part.due_on) FROM {_PARTS} part "
    f"JOIN {_REQUESTS} request ON request.id = part.request_id WHERE request.letter_id = {_LETTERS}.id "
    "AND part.settled_on IS NULL AND part.carried_on_by_id IS NULL) WHERE id IN "
)
