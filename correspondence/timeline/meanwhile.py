"""What has happened to a letter since somebody opened a page of it: for who acts on what is no longer so."""

from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Max

from correspondence.core.days import day_of
from correspondence.letters.models import Decision, Letter
from correspondence.responses.models import Answer
from correspondence.timeline.entries import short_day
from correspondence.timeline.telling.told import in_a_sentence

_MOST = 12  # of what happened, the latest


@dataclass(frozen=True, slots=True)
class Seen:
    """How far a letter had come when a page of it was made: its version, last decision and last answer."""

    version: int
    decision: int
    answer: int

    def __str__(self):
        return f"{self.version}.{self.decision}.{self.answer}"

    @classmethod
    def read(cls, text):
        """What was written into a page; None where it was not written by us."""
        numbers = text.split(".")
        if len(numbers) != 3 or not all(one.isdecimal() and len(one) < 19 for one in numbers):
            return None
        return cls(*map(int, numbers))


def seen_now(letter):
    """How far a letter has come. Two queries."""
    decisions = Decision.objects.filter(part__request__letter=letter).order_by()
    answers = Answer.objects.filter(part__request__letter=letter).order_by()
    return Seen(
        letter.version,
        decisions.aggregate(last=Max("pk"))["last"] or 0,
        answers.aggregate(last=Max("pk"))["last"] or 0,
    )


def happened_since(letter, seen, *, parts=None):
    """What was decided, judged and saved since, in sentences: about these parts (ids), or about everything.

    That the letter itself was saved is told only where no parts are given. Three queries at most.
    """
    of_letter = {"part__request__letter": letter}
    if parts is not None:
        of_letter["part__in"] = parts
    decisions = Decision.objects.filter(**of_letter, pk__gt=seen.decision)
    answers = Answer.objects.filter(**of_letter, pk__gt=seen.answer)
    found = [
        (row.recorded_at, f"{_part(row)}: {_decided(row)}, by {row.by}, {short_day(day_of(row.recorded_at))}")
        for row in decisions.select_related("part__request", "part__agency", "by")
    ]
    found += [
        (row.judged_at, f"{_part(row)}: an answer was logged, {_outcome(row)}, by {row.judged_by}")
        for row in answers.select_related("part__request", "part__agency", "judged_by")
    ]
    if parts is None:
        found += _saved(letter, seen)
    return [words for _, words in sorted(found)[-_MOST:]]


def _part(row):
    return f"{row.part.request} ({row.part.agency.short_name})"


def _outcome(row):
    return in_a_sentence(row.get_outcome_display()) or "without an outcome"


def _decided(row):
    words = in_a_sentence(row.get_what_display())
    if row.what == Decision.What.SETTLED:
        return f"{words}, {in_a_sentence(Decision.Ground(row.ground).label)}"
    if row.new_due_on and row.what != Decision.What.EXTENSION_REFUSED:
        return f"{words}, due {short_day(row.new_due_on)}"
    return words


def _saved(letter, seen):
    """Each saving of the letter since, with what is another than before."""
    rows = letter.history.filter(version__gte=seen.version).select_related("history_user")
    rows = list(rows.order_by("version", "history_id"))
    for before, row in pairwise(rows):
        if row.version > seen.version:
            what = ", ".join(_changed(before, row)) or "its rows"
            yield row.history_date, f"The letter was saved by {row.history_user or 'somebody'}: {what}"


def _changed(before, row):
    for field in Letter._meta.concrete_fields:
        name = field.attname
        if name in ("version", "next_due_on") or not hasattr(row, name):
            continue
        if getattr(before, name) != getattr(row, name):
            yield str(field.verbose_name)
