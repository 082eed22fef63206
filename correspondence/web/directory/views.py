"""Pages about agencies, offices and people, and the box that finds them. The directory is every member's.

Letters, counts and times on them are of the reader's own offices.
"""

from datetime import date

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from correspondence.core.days import day_of
from correspondence.directory.models import Agency, Office, Person
from correspondence.search.queries import find as find_words
from correspondence.web.directory.agency_page import agency_context
from correspondence.web.directory.find_page import find_context
from correspondence.web.directory.index_page import index_context
from correspondence.web.directory.office_page import DayForm, office_context
from correspondence.web.directory.person_page import person_context


@require_safe
def directory(request):
    """Agencies, offices and people, found by words."""
    return render(
        request, "directory/directory.html", index_context(request.GET, request.user, today=_today())
    )


@require_safe
def agency(request, pk):
    """What an agency is, what it owes us, and how long it takes."""
    row = _found(request.user, Agency.objects.select_related("parent", "successor"), pk)
    return render(request, "directory/agency.html", agency_context(row, request.user, today=_today()))


@require_safe
def office(request, pk):
    """An office, with its roster as of a day."""
    row = _found(request.user, Office.objects.select_related("parent", "member"), pk)
    form = DayForm(request.GET if "on" in request.GET else None, initial={"on": _today()})
    context = office_context(row, request.user, form=form, today=_today())
    return render(request, "directory/office.html", context, status=422 if form.errors else 200)


@require_safe
def person(request, pk):
    """Somebody's names, seats and posts, and the letters of ours that they signed or were sent."""
    row = _found(request.user, Person.objects, pk)
    return render(request, "directory/person.html", person_context(row, request.user, today=_today()))


@require_safe
def find(request):
    """What the words name; a whole reference leads to its letter at once."""
    found = find_words(request.user, request.GET.get("q", ""))
    if found.letter:
        return redirect("letter", found.letter.pk)
    return render(request, "directory/find.html", find_context(found, request.user, today=_today()))


def _found(user, rows, pk):
    """The row, to members of an office and to the administrator; to others it does not exist."""
    return get_object_or_404(rows if user.seats or user.is_superuser else rows.none(), pk=pk)


def _today() -> date:
    return day_of(timezone.now())
