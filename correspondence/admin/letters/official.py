"""A person who was chosen in a row: what to fill in, as it was on the letter's day."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.utils.dateparse import parse_date

from correspondence.admin.base import today
from correspondence.directory.models import Office, Person
from correspondence.forms.letters import official_on


def official(request):
    """What to fill in for a person who was chosen: their post on a day, as JSON."""
    if not request.user.roles:
        raise PermissionDenied
    given = request.GET
    on = _day(given.get("on", "")) or today()
    person = (
        Person.objects.filter(pk=given["person"]).first() if given.get("person", "").isdecimal() else None
    )
    if person is None:
        raise Http404
    office = None
    if given.get("office", "").isdecimal():
        office = Office.objects.filter(pk=given["office"], pk__in=list(request.user.roles)).first()
        if office is None:
            return JsonResponse({"name": person.name, "title": ""})
    return JsonResponse(official_on(person, on, office))


def _day(text):
    try:
        return parse_date(text)
    except ValueError:
        return None
