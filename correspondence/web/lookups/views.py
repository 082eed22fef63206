"""Choices while somebody types, and what a chosen official was on a letter's day; as JSON."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from correspondence.core.days import day_of
from correspondence.directory.models import Person
from correspondence.forms.letters import official_on
from correspondence.forms.lookups import KINDS, find


@require_safe
def lookup(request, kind):
    """What is called so: id, the words for the text box, and a note that tells it from its namesakes."""
    its = KINDS.get(kind)
    if its is None:
        raise Http404
    if not request.user.roles:
        raise PermissionDenied
    rows, more = find(kind, request.GET.get("q", ""), request.user)
    found = [{"id": row.pk, "text": its.name(row), "note": its.note(row)} | _holds(row) for row in rows]
    return JsonResponse({"found": found, "more": more})


@require_safe
def lookup_person(request, pk):
    """What to fill in for a person who was chosen: the post, or the seat in an office, held on a day."""
    if not request.user.roles:
        raise PermissionDenied
    person = get_object_or_404(Person, pk=pk)
    office = next(
        (one.office for one in request.user.seats if str(one.office_id) == request.GET.get("office")), None
    )
    return JsonResponse(official_on(person, _day(request.GET.get("on", "")), office))


def _day(text):
    try:
        return parse_date(text) or day_of(timezone.now())
    except ValueError:
        return day_of(timezone.now())


def _holds(row):
    """The last name of a person: a link stands while the words still hold it."""
    last_name = getattr(row, "last_name", "")
    return {"holds": last_name} if last_name else {}
