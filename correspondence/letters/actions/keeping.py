"""The three kept columns: written here, from the decisions, and nowhere else."""

from collections import defaultdict

from django.db.models import Min, OuterRef, Subquery

from correspondence.core.prepared import Prepared
from correspondence.letters.models import Decision, Letter, Part
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
    earliest = (
        Part.objects.open()
        .filter(request__letter=OuterRef("pk"))
        .order_by()
        .values("request__letter")
        .annotate(earliest=Min("due_on"))
        .values("earliest")
    )
    keys = [getattr(letter, "pk", letter) for letter in letters]
    Letter.objects.filter(pk__in=keys).update(next_due_on=Subquery(earliest))
