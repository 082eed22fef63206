"""Choices while somebody types, as JSON."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.views.decorators.http import require_safe

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


def _holds(row):
    """The last name of a person: a link stands while the words still hold it."""
    last_name = getattr(row, "last_name", "")
    return {"holds": last_name} if last_name else {}
