"""Saving rows of which every change is kept, with who and why."""

from simple_history.utils import bulk_create_with_history, bulk_update_with_history


def save_with_history(row, *, by, now, why=""):
    """Save one row, its history told who did it, when and why."""
    row._history_user, row._history_date, row._change_reason = by, now, why[:100]
    row.save()


def create_with_history(model, rows, *, by, now, why=""):
    """Insert rows in one statement, and their history in another. Returns them with their ids."""
    if not rows:
        return []
    return bulk_create_with_history(
        rows, model, default_user=by, default_date=now, default_change_reason=why[:100]
    )


def update_with_history(model, rows, fields, *, by, now, why=""):
    """Update these fields of rows in one statement, and write their history in another."""
    if rows:
        bulk_update_with_history(
            rows, model, fields, default_user=by, default_date=now, default_change_reason=why[:100]
        )


def delete_with_history(row, *, by, now, why=""):
    """Delete one row, its history told who did it, when and why."""
    row._history_user, row._history_date, row._change_reason = by, now, why[:100]
    row.delete()
