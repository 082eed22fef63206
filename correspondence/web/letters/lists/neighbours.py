"""The letters before and after one, within the list it was opened from."""

from django.db.models import Exists, Subquery
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.http import urlencode

from correspondence.core.counting import CountOf
from correspondence.letters.models import Letter
from correspondence.web.addresses import address
from correspondence.web.letters.lists.choices import agencies_named
from correspondence.web.letters.lists.listing import COUNT_UP_TO, Listing, place_of


def neighbours(user, letter, listed, *, today):
    """What `components/neighbours.html` takes, for a letter within a list of the user's.

    `listed` is what the list put into its link to the letter (`?list=`): the list's query string; empty
    for the whole list. One statement; one more where it names an agency in words.
    """
    given = QueryDict(listed[:2000])
    agency = given.get("agency", "").strip()
    named = [(int(agency), "")] if agency.isdecimal() and len(agency) < 19 else agencies_named(agency)
    listing = Listing(user, given, today=today, named=named)
    before, after = _beside(listing, letter, onward=False), _beside(listing, letter, onward=True)
    passed = listing.letters.filter(listing.order.beyond(place_of(letter, listing.order), onward=False))
    row = Letter.objects.filter(pk=letter.pk).values_list(
        before,
        after,
        CountOf(passed.order_by().values("pk")[: COUNT_UP_TO + 1]),
        listing.counted(),
        Exists(listing.letters.filter(pk=letter.pk)),
    )
    previous, following, passed, count, is_listed = row.get()
    has_place = is_listed and passed < COUNT_UP_TO and _first(letter, listing.order) is not None
    tail = f"?{urlencode({'list': listing.token})}" if listing.token else ""
    return {
        "previous": address("letter", previous) + tail if previous else None,
        "next": address("letter", following) + tail if following else None,
        "place": passed + 1 if has_place else None,
        "count": listing.in_words(count),
    }


def _beside(listing, letter, *, onward):
    """The id of the next letter, or of the one before, as a subquery: an index leads to it."""
    order = listing.order
    rows = listing.letters.order_by(*order.ordering(onward=onward))
    beside = Subquery(rows.filter(order.beyond(place_of(letter, order), onward=onward)).values("pk")[:1])
    value, column = _first(letter, order), order.columns[0][0]
    if order.nulls_last and onward == (value is not None):
        # At the end of its stretch of the list the other stretch begins.
        other = rows.filter(**{f"{column}__isnull": onward})
        beside = Coalesce(beside, Subquery(other.values("pk")[:1]))
    return beside


def _first(letter, order):
    return place_of(letter, order)[0]
