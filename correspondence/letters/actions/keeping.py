"""The three kept columns: written here, from the decisions, and nowhere else."""

from collections import defaultdict

from django.db.models import Min, OuterRef, Subquery

from correspondence.letters.models import Decision, Letter, Part
from correspondence.letters.rules import standing


def restate(parts, letters):
    """Write where these parts stand by their decisions, and what is next due on these letters (or ids).

    Three statements, however many there are.
    """
    decisions = defaultdict(list)
    for decision in Decision.objects.filter(part__in=[part.pk for part in parts]):
        decisions[decision.part_id].append(decision)
    changed = []
    for part in parts:
        now = standing(decisions[part.pk])
        before = (part.due_on, part.settled_on, part.agency_id)
        part.due_on, part.settled_on = now.due_on, now.settled_on
        part.agency_id = now.agency_id or part.agency_id
        if before != (part.due_on, part.settled_on, part.agency_id):
            changed.append(part)
    if changed:
        Part.objects.bulk_update(changed, ["due_on", "settled_on", "agency"])
    keep_next_due(letters)


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
