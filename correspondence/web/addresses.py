"""Addresses of a letter's pages, worked out once a page where many rows need them."""

from functools import cache

from django.urls import reverse

_ANY = 987654321  # stands for a number in an address until the number is known


@cache
def _pattern(name, *more):
    return reverse(name, args=[_ANY, *more])


def address(name, pk, *more):
    """The address of a record's page by the name of the URL."""
    return _pattern(name, *more).replace(str(_ANY), str(pk))


def act_address(letter_id, name, parts=()):
    """The page of an act on a letter, with these parts (ids) ticked."""
    query = "&".join(f"part={part}" for part in parts)
    return address("letter-act", letter_id, name) + (f"?{query}" if query else "")
