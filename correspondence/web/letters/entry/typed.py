"""What is typed into the letter form, between the browser and the drafts that are kept of it.

Each form carries a key, and a signed proof of whose it is. By the proof alone a draft is kept for that
person, even where the session has ended meanwhile; nothing else is done by it.
"""

import uuid

from django.core import signing
from django.http import QueryDict

from correspondence.accounts.models import User
from correspondence.letters.models import EntryDraft

PROOF_LASTS = 30 * 24 * 3600  # seconds
_SALT = "whose entry draft this is"
ITEM = "intake_item"  # what came in that the form was filled in from; its id goes along with what is typed
_NOT_KEPT = {"csrfmiddlewaretoken", "proof", "serial", "anyway", "compared"}
_PRESSED = (
    "add-",
    "remove-",
    "restore-",
    "up-",
    "down-",
    "join-",
    "save",
    "split",
    "roster",
    "keep",
    "resolve",
    "anyway",
)


def new_key():
    return str(uuid.uuid4())


def proof_of(user, key, letter_id=None):
    return signing.dumps([user.pk, str(key), letter_id], salt=_SALT)


def read_proof(data):
    """(user's id, key, letter's id) that a form was made out for; None where it cannot be believed."""
    try:
        return signing.loads(data.get("proof", ""), salt=_SALT, max_age=PROOF_LASTS)
    except signing.BadSignature:
        return None


def owner(user_id):
    """The person a proof was made out for."""
    return User.objects.filter(pk=user_id, is_active=True).first()


def values_of(data):
    """What of a POST is kept: each name with its values, without tokens and buttons."""
    return {
        name: values
        for name, values in data.lists()
        if name not in _NOT_KEPT and not name.startswith(_PRESSED)
    }


def serial_of(data):
    text = data.get("serial", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def as_data(values):
    """A kept draft as a POST."""
    data = QueryDict(mutable=True)
    for name, its in values.items():
        data.setlist(name, its)
    return data


def drafts_of(user, letter=None):
    """A person's drafts, the latest first: of new letters, or of one that is edited."""
    return EntryDraft.objects.filter(user=user, letter=letter).order_by("-saved_at")


def first_words(draft):
    """By what somebody knows a draft again."""
    for name in ("subject", "body", "paste", "requests-0-text", "recipients-0-name", "salutation"):
        if words := " ".join("".join(draft.values.get(name, [])).split()):
            return words if len(words) <= 80 else f"{words[:79].rstrip()}…"
    return "no words yet"
