"""Changes that people make to how the product serves them."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from correspondence.accounts.models import User
from correspondence.accounts.rules import KEY_NAMES
from correspondence.audit.actions import record_act
from correspondence.core.refusals import Cannot


class CannotSwitchKeys(Cannot):
    """A key could not be switched off or on."""


@transaction.atomic
def switch_keys(user, *, off, by, now):
    """Leave these keys switched off for a person, and all others on; nothing is written where they are so.

    Raises CannotSwitchKeys for a key that there is not, and PermissionDenied where the keys are another's.
    """
    if by.pk != user.pk:
        raise PermissionDenied("Everybody switches their own keys.")
    if unknown := set(off) - set(KEY_NAMES):
        raise CannotSwitchKeys(f"There is no key called {sorted(unknown)[0]}.", field="on")
    user = User.objects.select_for_update().get(pk=user.pk)
    kept = [name for name in KEY_NAMES if name in off]
    if user.keys_off == kept:
        return user
    user.keys_off = kept
    user.save(update_fields=["keys_off"])
    reason = f"Off: {', '.join(kept)}" if kept else "All on"
    record_act("keys switched", user, by=by, now=now, reason=reason)
    return user
