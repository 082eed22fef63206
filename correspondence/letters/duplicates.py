"""Whether a letter may be on the record already: two statements, however large the record is."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.db.models.functions import Substr

from correspondence.core.prepared import Prepared
from correspondence.letters.models import FollowUpRequest, Letter, Recipient

LOOKED_AT = 40  # letters: the latest of the office to these agencies, up to some weeks after this date
AFTER = timedelta(days=45)
COMPARED = 1500  # signs of the body
ALIKE = 0.6  # of the runs of words
_SHOWN = ("pk", "reference", "kind", "subject", "dated_on", "sent_on")


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
    agencies, but = sorted(agencies), sorted(but)
    lists = [keys for keys in (agencies, but) if keys]
    near = _latest(bool(agencies), bool(but)).rows(office.pk, dated_on + AFTER, *lists)
    near = [_Near._make(row) for row in near]
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


class _Near(NamedTuple):
    """The columns of a letter that is looked at, and how its body begins."""

    pk: int
    reference: str
    kind: str
    subject: str
    dated_on: date
    sent_on: date | None
    begins: str


@cache
def _latest(to_some, but_some):
    """The letters to look at: of an office, up to a day, to some agencies or to all, without some or none."""

    def rows(office, until, *lists):
        lists = list(lists)
        letters = Letter.objects.filter(office=office, dated_on__lte=until)
        if to_some:
            to = Recipient.objects.filter(
                letter=OuterRef("pk"), agency__in=lists.pop(0), role=Recipient.Role.TO
            )
            letters = letters.filter(Exists(to))
        if but_some:
            letters = letters.exclude(pk__in=lists.pop())
        begins = Substr("body", 1, COMPARED)
        return letters.order_by("-dated_on", "-id").values_list(*_SHOWN, begins)[:LOOKED_AT]

    return Prepared(rows)


def _asked_there(letters, requests):
    """The ids of those letters that ask one of these in the same words."""
    words = [text for text in requests if len(text) > 25]
    if not words:
        return set()
    return {letter for (letter,) in _ASKED_THERE.rows([one.pk for one in letters], words)}


_ASKED_THERE = Prepared(
    lambda letters, texts: (
        FollowUpRequest.objects.order_by().filter(letter__in=letters, text__in=texts).values_list("letter")
    )
)


def _runs(subject, body):
    """Each run of three words, of the subject and of how the body begins."""
    words = f"{subject} {body[:COMPARED]}".lower().split()
    return set(zip(words, words[1:], words[2:], strict=False))


def _share(one, other):
    """How much of the shorter text stands in the other; texts of a few words are too short to say."""
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter >= 8 else float(one == other)
