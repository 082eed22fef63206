"""The letters before and after one, within the filtered and sorted list it was opened from."""

from copy import copy

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from correspondence.admin.letters.listing import LetterList
from correspondence.core.keyset import Order
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
    order = Order.of(order)
    place = [getattr(letter, name) for name, _ in order.columns]
    if None in place:
        return {"previous": None, "next": None}  # where nothing is due, the order says nothing
    found = {}
    for name, onward in (("previous", False), ("next", True)):
        beyond = rows.filter(order.beyond(place, onward=onward)).order_by(*order.ordering(onward=onward))
        found[name] = _url(beyond.values_list("pk", flat=True).first(), filters)
    return found


def _url(pk, filters):
    if pk is None:
        return None
    url = reverse("admin:correspondence_letter_change", args=[pk])
    return f"{url}?{urlencode({'_changelist_filters': filters})}" if filters else url
