"""What the admin's modules share: scope by office, roles in place of Django's permissions, capped counts."""

from django.contrib import admin
from django.core.paginator import Paginator
from django.http import HttpResponseNotAllowed
from django.utils import timezone
from django.utils.functional import cached_property
from simple_history.admin import SimpleHistoryAdmin

from correspondence.accounts.roles import Act, may, offices_where
from correspondence.admin.widgets import LeanMedia
from correspondence.core.days import day_of

COUNT_UP_TO = 250


def today():
    """Today's Eastern day: the admin is an edge, and may read the clock."""
    return day_of(timezone.now())


class CappedPaginator(Paginator):
    """Counts to 250, or past the page that is looked at: a count of everything grows with the archive.

    The filters are asked once, for the keys in order; count and page are both read from these.
    """

    def __init__(self, *args, page_number=1, **kwargs):
        super().__init__(*args, **kwargs)
        self.cap = max(COUNT_UP_TO, (page_number + 1) * self.per_page) + 1

    @cached_property
    def keys(self):
        """The keys of the first rows, in order, as far as is counted."""
        return list(self.object_list.values_list("pk", flat=True)[: self.cap])

    @cached_property
    def count(self):
        return len(self.keys if self.is_asked else self.object_list)

    @property
    def is_asked(self):
        """Whether the rows come from the database, and not from a list."""
        return hasattr(self.object_list, "query")

    def page(self, number):
        if not self.is_asked:
            return super().page(number)
        number = self.validate_number(number)
        keys = self.keys[(number - 1) * self.per_page :][: self.per_page]
        # Cut to their number: whatever index the rows are sought by, the search ends with the last of them.
        return self._get_page(self.object_list.filter(pk__in=keys)[: len(keys)], number, self)

    @property
    def count_words(self):
        """The count as it is shown: "14", or "250+" where counting stopped."""
        return f"{self.cap - 1}+" if self.count >= self.cap else str(self.count)


class ScopedAdmin(LeanMedia, admin.ModelAdmin):
    """Rows of the user's offices, with what their role there lets them do.

    Other offices' rows do not exist. A subclass says where a row's office is (`office_path`), and
    which act each of Django's permissions is (None: nobody's, not in the admin).
    """

    office_path = "office"
    act_to_add = Act.ENTER
    act_to_change = Act.ENTER
    act_to_delete = None
    list_per_page = 25
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def get_paginator(self, request, queryset, per_page, orphans=0, allow_empty_first_page=True):
        page = request.GET.get("p", "1")
        return CappedPaginator(
            queryset,
            per_page,
            orphans,
            allow_empty_first_page,
            page_number=int(page) if page.isdecimal() and len(page) < 7 else 1,
        )

    def office_of(self, row):
        """The office that a row belongs to."""
        for name in self.office_path.split("__"):
            row = getattr(row, name)
        return row

    def _may(self, request, act, row):
        if act is None:
            return False
        if row is None:
            return bool(offices_where(request.user, act))
        return may(request.user, act, self.office_of(row))

    def has_module_permission(self, request):
        return bool(request.user.roles)

    def has_view_permission(self, request, obj=None):
        return self._may(request, Act.READ, obj)

    def has_add_permission(self, request):
        return self._may(request, self.act_to_add, None)

    def has_change_permission(self, request, obj=None):
        return self._may(request, self.act_to_change, obj)

    def has_delete_permission(self, request, obj=None):
        return self._may(request, self.act_to_delete, obj)


class ScopedHistoryAdmin(ScopedAdmin, SimpleHistoryAdmin):
    """With the history of each row that the user may see; what was deleted, no other office sees."""

    def history_view(self, request, object_id, extra_context=None):
        if self.get_object(request, object_id) is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return super().history_view(request, object_id, extra_context)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        if request.method not in ("GET", "HEAD"):  # what was is looked at, never saved over what is
            return HttpResponseNotAllowed(["GET", "HEAD"])
        if self.get_object(request, object_id) is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return super().history_form_view(request, object_id, version_id, extra_context)
