"""Whether a letter may be on the record already: two statements, however large the record is."""

import re
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.db.models.functions import Substr

from correspondence.letters.models import FollowUpRequest, Letter, Recipient

LOOKED_AT = 40  # letters: the latest of the office to these agencies, up to some weeks after this date
AFTER = timedelta(days=45)
COMPARED = 1500  # signs of the body
ALIKE = 0.6  # of the runs of words
_SHOWN = ("pk", "reference", "kind", "subject", "dated_on", "sent_on")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Like:
    """A letter that may be the same, and why."""

    letter: Letter
    why: str


def possible_duplicates(office, *, dated_on, agencies, kind, subject, body, requests, but=()):
    """Letters of this office that may be this one: same agency and date, like text, or the same request.

    `agencies` are ids; without any, letters to everybody are looked at. `requests` are their words, `but`
    the ids of the letter itself and of those it follows, which it may well repeat. Casework inquiries go
    to one agency by the dozen on a day: of these, only like text counts.
    """
    letters = Letter.objects.filter(office=office, dated_on__lte=dated_on + AFTER)
    if agencies:
        to = Recipient.objects.filter(letter=OuterRef("pk"), agency__in=agencies, role=Recipient.Role.TO)
        letters = letters.filter(Exists(to))
    if but:
        letters = letters.exclude(pk__in=but)
    letters = letters.annotate(begins=Substr("body", 1, COMPARED)).order_by("-dated_on", "-id")
    near = list(letters.values_list(*_SHOWN, "begins", named=True)[:LOOKED_AT])
    if not near:
        return []
    asked = _asked_there(near, requests)
    runs = _runs(subject, body)
    found = []
    for row in near:
        same_day = agencies and row.dated_on == dated_on and kind != Letter.Kind.CASEWORK
        why = ""
        if runs and _share(runs, _runs(row.subject, row.begins)) >= ALIKE:
            why = "its text is much like this one's"
        elif same_day:
            why = "it went to the same agency and bears the same date"
        elif row.pk in asked:
            why = "it asks the same in the same words"
        if why:
            found.append(Like(Letter(**{name: getattr(row, name) for name in _SHOWN}), why))
    return found


def _asked_there(letters, requests):
    """The ids of those letters that ask one of these in the same words."""
    words = [text for text in requests if len(text) > 25]
    if not words:
        return set()
    rows = FollowUpRequest.objects.order_by().filter(letter__in=[one.pk for one in letters], text__in=words)
    return set(rows.values_list("letter", flat=True))


def _runs(subject, body):
    """Each run of three words, of the subject and of how the body begins."""
    words = _WORD.findall(f"{subject} {body[:COMPARED]}".lower())
    return set(zip(words, words[1:], words[2:], strict=False))


def _share(one, other):
    """How much of the shorter text stands in the other; texts of a few words are too short to say."""
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter >= 8 else float(one == other)
