"""Letters and requests found by reference or words, the latest first: quick however large the record is."""

import re
from datetime import date

from django.db.models import F, Q

from correspondence.accounts.visibility import of_my_offices, of_offices
from correspondence.core.prepared import Prepared
from correspondence.letters.models import FollowUpRequest, Letter

LATEST_LETTERS = 1000  # among so many of the latest, words are looked for; a reference among all
LATEST_ASKING = 250
_BEGINS_A_REFERENCE = re.compile(r"[A-Z][A-Z0-9]{1,11}-[0-9-]*", re.I)
_COUNT = re.compile(r"[0-9]{1,6}")
_REQUEST = re.compile(r"(?P<reference>\S+?),?(?:\s+(?:request\s+)?(?P<number>\S+))?", re.I)
_YEARS = 12  # how far back a bare number is looked for
_SHOWN = ("office", "reference", "kind", "subject", "dated_on", "sent_on")  # of a letter that is offered
_ASKED = ("place", "number", "text", *(f"letter__{name}" for name in _SHOWN))
AFTER = "\uffff"  # sorts after every sign that a reference has


def find_letters(words, user):
    """Letters of the person's offices: by how the reference begins, by its last number, or by the subject."""
    letters = of_my_offices(Letter.objects, user).only(*_SHOWN)
    order = ("-dated_on", "-id")
    if not (words := " ".join(words.split())):
        return letters.order_by(*order)
    if _BEGINS_A_REFERENCE.fullmatch(words):
        return letters.filter(_begins(words.upper())).order_by("-reference", "pk")
    if _COUNT.fullmatch(words):
        return letters.filter(reference__in=_numbered(int(words), user)).order_by(*order)
    letters = letters.filter(dated_on__gte=_since(LATEST_LETTERS, user))
    for word in words.split():
        letters = letters.filter(subject__icontains=word)
    return letters.order_by(*order)


def letters_called(words, user):
    """The letter of exactly this reference; what follows a comma is its subject, and is left aside."""
    reference = words.partition(",")[0].strip().upper()
    return list(of_my_offices(Letter.objects.select_related("office"), user).filter(reference=reference))


def find_requests(words, user):
    """Requests in letters of the person's offices: by their letter's reference, or by words of their own."""
    requests = _asked(user)
    words = " ".join(words.split())
    if (found := _REQUEST.fullmatch(words)) and _BEGINS_A_REFERENCE.fullmatch(found["reference"]):
        letters = Letter.objects.filter(_begins(found["reference"].rstrip(",").upper()))
        requests = requests.filter(letter__in=of_my_offices(letters, user))
        if number := found["number"]:
            requests = requests.filter(_numbered_so(number.rstrip(":")))
        return requests.order_by("-letter__reference", "place")
    requests = requests.filter(letter__dated_on__gte=_since(LATEST_ASKING, user))
    for word in words.split():
        requests = requests.filter(text__icontains=word)
    return requests.order_by("-letter__dated_on", "-letter", "place")


def requests_called(words, user):
    """The request of this reference and number: "SFRC-2023-0001, request 2", or "SFRC-2023-0001 2"."""
    found = _REQUEST.fullmatch(" ".join(words.partition(":")[0].split()))
    if not found or not found["number"]:
        return []
    rows = _asked(user).filter(letter__reference=found["reference"].upper())
    return [one for one in rows if one.label == found["number"]]


def _asked(user):
    requests = FollowUpRequest.objects.select_related("letter").only(*_ASKED)
    return of_my_offices(requests, user, "letter__office").annotate(dated_on=F("letter__dated_on"))


def _since(count, user):
    """The day from which on there are so many letters, or all. One statement, so that the next knows the day.

    A database that must guess how many letters there are since a day reads them all.
    """
    days = _LATEST[count].rows(list(user.roles))
    return days[0][0] if days else date.min


def _latest(count):
    return Prepared(
        lambda offices: (
            of_offices(Letter.objects, offices)
            .order_by("-dated_on", "-id")
            .values_list("dated_on")[count - 1 : count]
        )
    )


_LATEST = {count: _latest(count) for count in (LATEST_LETTERS, LATEST_ASKING)}


def _begins(reference):
    # As a span, which an index can be read by; and as a beginning, which is what is meant.
    return Q(reference__gte=reference, reference__lt=reference + AFTER) & Q(reference__startswith=reference)


def _numbered(number, user):
    """The references that this number has in the years up to that of the latest letter."""
    latest = of_my_offices(Letter.objects, user).order_by("-dated_on", "-id").values_list("dated_on")[:1]
    years = [row[0].year - n for row in latest for n in range(-1, _YEARS)]
    codes = [seat.office.code for seat in user.seats if seat.office.code]
    return [f"{code}-{year}-{number:04}" for code in codes for year in years]


def _numbered_so(label):
    by_place = Q(number="", place=int(label)) if label.isdecimal() and int(label) < 10_000 else Q()
    return Q(number__istartswith=label) | by_place if by_place else Q(number__istartswith=label)
