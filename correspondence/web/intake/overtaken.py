"""What became of an item while somebody filled in a form for it: said on both screens that confirm."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from correspondence.intake.models import IntakeItem
from correspondence.intake.queries import taken_as

RESPONSE = IntakeItem.TakenFor.RESPONSE


@dataclass(frozen=True)
class Overtaken:
    """Who did what with it and when, and where that is; or, where nobody did, what it is taken for now."""

    url: str
    name: str = ""
    who: str = ""  # "You", where this person did it
    did: str = ""
    at: datetime | None = None
    why: str = ""
    taken_for: str = ""


def overtaken(item, user, *, kind):
    """Why `user` can confirm an item as `kind` (a letter or a response) no more; None where they can."""
    who, at = item.done_by, item.done_at
    if item.letter:
        did, name, url = "entered it", str(item.letter), reverse("letter", args=[item.letter_id])
    elif item.response:
        did, name = "logged it as a reply", f"{item.response}, to {item.response.letter.reference}"
        url = reverse("response", args=[item.response_id])
    elif item.set_aside_at:
        did, who, at = "set it aside", item.set_aside_by, item.set_aside_at
        name, url = str(item), reverse("intake-item", args=[item.pk])
    else:
        is_reply = taken_as(item) == RESPONSE
        if is_reply == (kind == RESPONSE):
            return None
        url = reverse("intake-reply" if is_reply else "intake-confirm", args=[item.pk])
        return Overtaken(url, taken_for="a reply" if is_reply else "a letter of ours")
    who = "You" if who == user else str(who or "Somebody")
    return Overtaken(url, name, who, did, at, item.set_aside_why)
