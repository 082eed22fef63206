"""The letters before and after one, within the filtered and sorted list it was opened from."""

from copy import copy

from django.db.models import F, Q
from django.db.models.expressions import OrderBy
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from correspondence.admin.letters.listing import LetterList
from correspondence.letters.models import Letter


class _Rows(LetterList):
    """The rows and the order of a list, without its page."""

    def get_results(self, request):
        """Nothing is shown."""


def neighbours(model_admin, request, letter):
    """{"previous": url or None, "next": url or None}: two look-ups by the order's own columns."""
    filters = request.GET.get("_changelist_filters", "")
    rows, order = Letter.objects.visible_to(request.user), ["-dated_on", "-id"]
    if filters:
        its_list = copy(request)
        its_list.GET = QueryDict(filters)
        columns = list(model_admin.get_list_display(request))
        if model_admin.get_actions(its_list):  # as in the list itself, where columns are counted from it
            columns.insert(0, "action_checkbox")
        listed = _Rows(
            its_list,
            Letter,
            columns,
            model_admin.get_list_display_links(request, columns),
            model_admin.get_list_filter(request),
            model_admin.date_hierarchy,
            model_admin.get_search_fields(request),
            model_admin.get_list_select_related(request),
            model_admin.list_per_page,
            model_admin.list_max_show_all,
            model_admin.list_editable,
            model_admin,
            model_admin.get_sortable_by(request),
            model_admin.search_help_text,
        )
        rows, order = listed.queryset, listed.queryset.query.order_by
    terms = [_term(term) for term in order]
    if any(getattr(letter, name) is None for name, _ in terms):
        return {"previous": None, "next": None}  # where nothing is due, the order says nothing
    found = {}
    for name, onward in (("previous", False), ("next", True)):
        beyond = rows.filter(_beyond(letter, terms, onward)).order_by(
            *(F(field).desc() if descending == onward else F(field).asc() for field, descending in terms)
        )
        found[name] = _url(beyond.values_list("pk", flat=True).first(), filters)
    return found


def _term(term):
    """(column, descending) of one term of an order."""
    if isinstance(term, OrderBy):
        return term.expression.name, term.descending
    name = term.lstrip("-")
    return ("id" if name == "pk" else name), term.startswith("-")


def _beyond(letter, terms, onward):
    """What comes after the letter in this order, or before it."""
    found, same = Q(pk__in=[]), Q()
    for name, descending in terms:
        value = getattr(letter, name)
        way = "lt" if descending == onward else "gt"
        found |= same & Q(**{f"{name}__{way}": value})
        same &= Q(**{name: value})
    # Said apart, the bound of the first column lets PostgreSQL begin there in its index.
    name, descending = terms[0]
    way = "lte" if descending == onward else "gte"
    return Q(**{f"{name}__{way}": getattr(letter, name)}) & found


def _url(pk, filters):
    if pk is None:
        return None
    url = reverse("admin:correspondence_letter_change", args=[pk])
    return f"{url}?{urlencode({'_changelist_filters': filters})}" if filters else url
