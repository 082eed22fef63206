"""Views of the letter list that somebody keeps by a name, for themselves or for the whole office."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from correspondence.accounts.roles import Act, may, require
from correspondence.audit.actions import record_act
from correspondence.core.refusals import Cannot
from correspondence.letters.models import SavedFilter

MOST = 40  # of one person in one office; a bar of more is no help
_NAME, _QUERY = (SavedFilter._meta.get_field(name).max_length for name in ("name", "query"))


class CannotSaveFilter(Cannot):
    """A view could not be saved so."""


@transaction.atomic
def save_filter(office, *, name, query, is_shared=False, by, now):
    """Keep a view of the list (its query string) by a name. Raises CannotSaveFilter, or PermissionDenied."""
    require(by, Act.READ, office)
    saved = SavedFilter(office=office, owner=by, query=query)
    if SavedFilter.objects.filter(office=office, owner=by).count() >= MOST:
        raise CannotSaveFilter(f"You have saved {MOST} views already. Delete one first.")
    _write(saved, name, is_shared, by)
    record_act("view saved", saved, by=by, now=now)
    return saved


@transaction.atomic
def revise_filter(saved, *, name, is_shared, query=None, by, now):
    """Rename a view, share it or no longer, or give it another query string. Its owner may, or a manager."""
    saved = _locked(saved, by)
    if query is not None:
        saved.query = query
    _write(saved, name, is_shared, by)
    record_act("view changed", saved, by=by, now=now)
    return saved


@transaction.atomic
def drop_filter(saved, *, by, now):
    """Delete a saved view. Its owner may, or a manager where it is shared."""
    saved = _locked(saved, by)
    record_act("view deleted", saved, by=by, now=now)
    saved.delete()


def may_change_filter(saved, user):
    """Whether the user may rename, share or delete a saved view."""
    if saved.owner_id == user.pk:
        return may(user, Act.READ, saved.office)
    return saved.is_shared and may(user, Act.MANAGE, saved.office)


def _locked(saved, by):
    rows = SavedFilter.objects.select_for_update(of=("self",)).select_related("office")
    saved = rows.filter(pk=saved.pk).first()
    if saved is None:
        raise CannotSaveFilter("It has been deleted meanwhile.")
    if not may_change_filter(saved, by):
        raise PermissionDenied("Only who saved a view, or a manager where it is shared, may change it.")
    return saved


def _write(saved, name, is_shared, by):
    name = " ".join(name.split())
    if not name:
        raise CannotSaveFilter("Give it a name.", field="name")
    if len(name) > _NAME:
        raise CannotSaveFilter(f"Use at most {_NAME} characters.", field="name")
    if len(saved.query) > _QUERY:
        raise CannotSaveFilter("This view has too many filters to be saved.")
    if is_shared and not saved.is_shared:
        require(by, Act.SHARE, saved.office)
    saved.name, saved.is_shared = name, is_shared
    try:
        with transaction.atomic():
            saved.save()
    except IntegrityError as fault:
        raise CannotSaveFilter("You have a view of this name already.", field="name") from fault
