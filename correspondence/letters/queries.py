"""Reads across the tables of a letter."""

import re

from django.db.models import Exists, F, OuterRef, Q

from correspondence.core.prepared import Prepared
from correspondence.letters.models import Letter, Part, Recipient, Repeats, Signatory
from correspondence.letters.rules import text_as_written

_REFERENCE = re.compile(r"[A-Z][A-Z0-9]+-[0-9]{4}-[0-9]{4,}", re.IGNORECASE)


def with_words(letters, words):
    """Of these letters those with each word in the reference, the subject, a name, a title or an agency.

    A whole reference finds its letter alone, by index.
    """
    for word in words.split():
        if _REFERENCE.fullmatch(word):
            letters = letters.filter(reference=word.upper())
            continue
        people = Q(name__icontains=word) | Q(title__icontains=word)
        recipients = people | Q(organization__icontains=word) | Q(agency__name__icontains=word)
        letters = letters.filter(
            Q(reference__icontains=word)
            | Q(subject__icontains=word)
            | Exists(
                Recipient.objects.filter(recipients | Q(agency__acronym__iexact=word), letter=OuterRef("pk"))
            )
            | Exists(Signatory.objects.filter(people, letter=OuterRef("pk")))
        )
    return letters


def text_of(letter):
    """What the letter says now, as `rules.text_as_written` shapes it. Three queries."""
    return text_as_written(letter, letter.signatories.all(), letter.recipients.all(), letter.requests.all())


def locked(letters):
    """The letters, by id, locked in the order of their ids until the transaction ends."""
    keys = sorted({getattr(letter, "pk", letter) for letter in letters})
    return {letter.pk: letter for letter in _LOCKED.objects(keys)}


_LOCKED = Prepared(
    lambda keys: (
        Letter.objects.select_for_update(of=("self",))
        .select_related("office")
        .filter(pk__in=keys)
        .order_by("pk")
    )
)


def locked_with_askings(letters):
    """The letters, locked with every letter that asks again what they ask, or that they ask again.

    All in the order of their ids, so that no two writers wait for each other for ever. By id.
    """
    keys = {getattr(letter, "pk", letter) for letter in letters}
    return locked(keys | letters_tied_to(keys))


def letters_tied_to(keys):
    """The ids of the letters tied to these by an asking that is repeated or carried on.

    One query where none is; two more, and one for each step of the longest chain, where some are.
    """
    requests, letters = set(), set()
    for request, letter in _TIES.rows(sorted(keys)):
        requests.add(request)
        letters.add(letter)
    if requests:
        chain = chain_of(Part.objects.select_related("request").filter(request__in=requests))
        letters |= {part.request.letter_id for part in chain.values()}
    return letters


def _ties(keys):
    """(request, letter) of each asking that is tied to one on these letters."""
    here, there = (
        Repeats.objects.filter(request__letter__in=keys),
        Repeats.objects.filter(earlier__letter__in=keys),
    )
    parts = Part.objects.filter(request__letter__in=keys).order_by()
    return here.values_list(F("earlier"), F("earlier__letter")).union(
        there.values_list(F("request"), F("request__letter")),
        parts.filter(carried_on_by__isnull=False).values_list(F("request"), F("request__letter")),
        parts.filter(carries_on__isnull=False).values_list(F("request"), F("request__letter")),
    )


_TIES = Prepared(_ties)


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
