"""What somebody has typed and not saved yet. It is theirs alone, no part of the record, and not audited."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from correspondence.accounts.roles import Act, offices_where, require
from correspondence.core.refusals import Cannot
from correspondence.letters.models import EntryDraft

MOST = 100  # drafts of one person; then something is to be discarded first


class CannotKeep(Cannot):
    """What was typed could not be kept."""


def keep_draft(key, values, *, serial, letter=None, by, now):
    """Keep what the letter form holds (names with lists of values) under a key; returns the EntryDraft.

    The last serial wins: where a later one is kept already, that one is returned as it is. Raises
    CannotKeep where the key is somebody else's or too many are kept, or PermissionDenied.
    """
    if letter is not None:
        require(by, Act.ENTER, letter.office)
    elif not offices_where(by, Act.ENTER):
        raise PermissionDenied(f"Your role does not let you {Act.ENTER.words}.")
    mine = EntryDraft.objects.filter(key=key, user=by)
    if mine.filter(serial__lt=serial).update(values=values, serial=serial, saved_at=now):
        return mine.get()
    if kept := mine.first():
        return kept
    if EntryDraft.objects.filter(user=by).count() >= MOST:
        raise CannotKeep(
            f"You have {MOST} letters that are not saved yet. Discard or save some of them first."
        )
    try:
        with transaction.atomic():
            return EntryDraft.objects.create(
                key=key, user=by, letter=letter, values=values, serial=serial, started_at=now, saved_at=now
            )
    except IntegrityError:
        if kept := mine.first():  # two windows kept the first words at once
            return kept
        raise CannotKeep("This draft is not yours.") from None


def discard_draft(key, *, by):
    """Throw away what was kept under a key; returns whether there was anything."""
    mine = EntryDraft.objects.filter(key=key, user=by)
    return bool(mine._raw_delete(mine.db))  # nothing hangs on it: `delete` begins a transaction to look
