"""Saving rows of which every change is kept, with who and why."""

from functools import cache

from django.db import transaction
from simple_history.utils import get_history_manager_for_model

_history_of = cache(get_history_manager_for_model)  # each asking makes a class anew


def save_with_history(row, *, by, now, why=""):
    """Save one row, its history told who did it, when and why."""
    row._history_user, row._history_date, row._change_reason = by, now, why[:100]
    row.save()


def create_with_history(model, rows, *, by, now, why=""):
    """Insert rows in one statement, and their history in another. Returns them with their ids."""
    if not rows:
        return []
    with transaction.atomic(savepoint=False):
        made = model._default_manager.bulk_create(rows)
        _write_history(model, made, by=by, now=now, why=why)
    return made


def update_with_history(model, rows, fields, *, by, now, why=""):
    """Update these fields of rows in one statement, and write their history in another."""
    if rows:
        with transaction.atomic(savepoint=False):
            model._default_manager.bulk_update(rows, fields)
            _write_history(model, rows, by=by, now=now, why=why, update=True)


def _write_history(model, rows, *, by, now, why, update=False):
    _history_of(model).bulk_history_create(
        rows, default_user=by, default_date=now, default_change_reason=why[:100], update=update
    )


def delete_with_history(row, *, by, now, why=""):
    """Delete one row, its history told who did it, when and why."""
    row._history_user, row._history_date, row._change_reason = by, now, why[:100]
    row.delete()
