"""Reads across the tables of a letter."""

from collections import defaultdict

from correspondence.letters.models import Letter, Part
from correspondence.letters.rules import text_as_written


def text_of(letter):
    """What the letter says now, as `rules.text_as_written` shapes it. Three queries."""
    return text_as_written(letter, letter.signatories.all(), letter.recipients.all(), letter.requests.all())


def locked(letters):
    """The letters, by id, locked in the order of their ids until the transaction ends."""
    keys = sorted({getattr(letter, "pk", letter) for letter in letters})
    rows = Letter.objects.select_for_update(of=("self",)).select_related("office").filter(pk__in=keys)
    return {letter.pk: letter for letter in rows.order_by("pk")}


def chain_of(parts):
    """All parts that ask the same thing as these, through every later and earlier asking, by id.

    One query where nothing was asked again; one more for each step of the longest chain.
    """
    rows = Part.objects.select_related("request__letter__office", "agency")
    found = {part.pk: part for part in parts}
    edge = set(found)
    while edge:
        later = {found[pk].carried_on_by_id for pk in edge} - {None} - set(found)
        fresh = {part.pk: part for part in rows.filter(carried_on_by__in=edge).exclude(pk__in=found)}
        if later:
            fresh |= {part.pk: part for part in rows.filter(pk__in=later)}
        found |= fresh
        edge = set(fresh)
    return found


def agencies_asked(letter):
    """The parts of a letter by the id of the agency that owes them, in the order of the requests."""
    asked = defaultdict(list)
    for part in Part.objects.filter(request__letter=letter).select_related("request", "agency"):
        asked[part.agency_id].append(part)
    return dict(asked)
