"""Putting the letter that came in on the record."""

from django.db import transaction

from correspondence.intake.actions.outcomes import record_letter
from correspondence.letters.actions import enter_letter


@transaction.atomic
def enter_from(item, *, by, now, **given):
    """Enter the letter that an item is, as a draft, and note that the item became it: both, or neither.

    `given` is what `enter_letter` takes. Raises CannotEnter, CannotFinish, or PermissionDenied.
    """
    letter = enter_letter(item.office, by=by, now=now, **given)
    record_letter(item, letter, by=by, now=now)
    return letter
