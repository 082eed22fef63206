"""An item as it is now, locked."""

from correspondence.intake.models import IntakeItem


def locked(item):
    """The item, locked until the transaction ends, with its office."""
    return (
        IntakeItem.objects.select_for_update(of=("self",)).select_related("office", "batch").get(pk=item.pk)
    )
