"""Settling everything that is still open on many letters, as when a Congress ends."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import transaction

from correspondence.accounts.roles import Act, may
from correspondence.letters.actions.decisions import CannotDecide, settle
from correspondence.letters.models import Part
from correspondence.letters.queries import locked_with_askings

MOST = 500  # letters in one act


@dataclass
class Settled:
    """What became of each letter: how many requests were settled on it, or why it was left as it is."""

    requests: int = 0
    letters: list = field(default_factory=list)
    unchanged: list = field(default_factory=list)
    refused: list = field(default_factory=list)


@transaction.atomic
def settle_letters(letters, *, ground, on=None, why="", by, now):
    """Settle every open part of these letters, and with it every earlier asking, on one ground and day.

    In one transaction. A letter that cannot be settled so is left as it is, and told with the reason;
    one with nothing open is left unchanged. Returns a Settled. Raises CannotDecide where there are too
    many letters, PermissionDenied where the person may settle on none of them.
    """
    if len(letters) > MOST:
        raise CannotDecide(f"Choose at most {MOST} letters at a time.")
    offices = {letter.office_id: letter.office for letter in letters}
    allowed = {pk for pk, office in offices.items() if may(by, Act.SETTLE, office)}
    if not allowed:
        raise PermissionDenied("Your role does not let you settle requests on these letters.")
    locked_with_askings([letter for letter in letters if letter.office_id in allowed])
    still_open = defaultdict(list)
    rows = Part.objects.open().filter(request__letter__in=[letter.pk for letter in letters])
    for part in rows.select_related("request").order_by("request__place", "pk"):
        still_open[part.request.letter_id].append(part)
    found = Settled()
    for letter in letters:
        if letter.office_id not in allowed:
            found.refused.append((letter, "your role there does not let you settle requests"))
        elif not still_open[letter.pk]:
            found.unchanged.append(letter)
        else:
            _settle(letter, still_open[letter.pk], found, ground=ground, on=on, why=why, by=by, now=now)
    return found


def _settle(letter, parts, found, **decision):
    try:
        with transaction.atomic():
            settle(parts, **decision)
    except CannotDecide as refusal:
        if refusal.field == "ground":
            raise
        found.refused.append((letter, refusal.message))
    else:
        found.requests += len(parts)
        found.letters.append(letter)
