"""Writing the audit trail: called by every action, in the action's own transaction."""

from correspondence.audit.models import Entry


def record_act(act, record, *, by, now, office_id=None, reason=""):
    """Append one entry about a record; `by` is a user, or None where the product itself acted."""
    record_acts(act, [record], by=by, now=now, office_id=office_id, reason=reason)


def record_acts(act, records, *, by, now, office_id=None, reason=""):
    """Append one entry for each of several records, in one statement."""
    Entry.objects.bulk_create(
        Entry(
            act=act,
            at=now,
            by_id=by.pk if by else None,
            by_name=str(by) if by else "",
            office_id=office_id if office_id is not None else getattr(record, "office_id", None),
            record=record._meta.model_name,
            record_id=record.pk,
            record_name=str(record)[:200],
            reason=reason,
        )
        for record in records
    )


def record_event(act, *, now, reason=""):
    """Append an entry about the product as a whole, such as how its database was begun."""
    Entry.objects.create(act=act, at=now, reason=reason)
