"""Offices: committees, subcommittees and Members' own, with their names and their members today."""

from django.contrib import admin
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils import timezone

from correspondence.accounts.roles import Act, may, offices_where
from correspondence.admin.base import today
from correspondence.admin.directory.shared import DirectoryAdmin, ToReadOnly, roles_of
from correspondence.admin.widgets import FIELDS
from correspondence.directory.finding import begins_a_word
from correspondence.directory.models import FormerName, Office, Seat
from correspondence.directory.queries import by_rank
from correspondence.followups.reminders import start_rules


class RosterInline(ToReadOnly, admin.TabularInline):
    model = Seat
    fields = ("side", "rank", "held_from", "held_to", "person", "title")
    verbose_name_plural = "Members today"
    show_change_link = True

    def get_queryset(self, request):
        return by_rank(super().get_queryset(request).on(today()).select_related("person", "office"))


class FormerNameInline(admin.TabularInline):
    """The names an office had before; changed by whoever may change the office."""

    model = FormerName
    extra = 1
    formfield_overrides = FIELDS
    fields = ("name", "held_from", "held_to")
    verbose_name_plural = "Former names"

    def has_view_permission(self, request, obj=None):
        return True

    def has_add_permission(self, request, obj=None):
        return _may_manage(request, obj)

    def has_change_permission(self, request, obj=None):
        return _may_manage(request, obj)

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser


class MineFilter(admin.SimpleListFilter):
    title = "membership"
    parameter_name = "mine"

    def lookups(self, request, model_admin):
        return [("yes", "My offices")]

    def queryset(self, request, queryset):
        return queryset.filter(pk__in=roles_of(request)) if self.value() == "yes" else queryset


@admin.register(Office)
class OfficeAdmin(DirectoryAdmin):
    list_display = ("name", "kind", "chamber", "whole", "thomas_id")
    list_select_related = ("parent",)
    list_filter = (MineFilter, "kind", "chamber")
    search_fields = ("name", "former_names__name", "thomas_id", "code")
    search_help_text = "How a name begins, former names too, or the Thomas id"
    autocomplete_fields = ("parent", "member")
    inlines = (FormerNameInline, RosterInline)
    settings = ("code", "letterhead", "response_days", "clerks_may_settle")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "name",
                    "named_from",
                    "kind",
                    "chamber",
                    "parent",
                    "member",
                    "thomas_id",
                    "address",
                ),
                "description": "When an office is renamed, give its new name with its first day, and add the "
                "old one below with its last. The import does both for committees.",
            },
        ),
        ("How this office keeps its letters", {"fields": settings}),
    )
    # The import finds a committee by these:
    administrators = ("kind", "chamber", "parent", "thomas_id")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("parent")

    def get_fieldsets(self, request, obj=None):
        """An office's settings are shown to its own people."""
        fieldsets = super().get_fieldsets(request, obj)
        is_shown = request.user.is_superuser or (obj is not None and obj.pk in roles_of(request))
        return fieldsets if is_shown else fieldsets[:1]

    def get_readonly_fields(self, request, obj=None):
        return () if request.user.is_superuser else self.administrators

    def has_add_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_change_permission(self, request, obj=None):
        return _may_manage(request, obj)

    def save_model(self, request, obj, form, change):
        """An office that is given a code keeps letters here from then on, with the rules all begin with."""
        super().save_model(request, obj, form, change)
        if obj.code and "code" in form.changed_data:
            start_rules(obj, by=request.user, now=timezone.now())

    def matches(self, word):
        former = FormerName.objects.filter(begins_a_word("name", word), office=OuterRef("pk"))
        return (
            begins_a_word("name", word)
            | Q(thomas_id__istartswith=word)
            | Q(code__iexact=word)
            | Exists(former)
        )

    @admin.display(description="part of", ordering="parent__name")
    def whole(self, office):
        return office.parent

    def best_first(self, queryset, words):
        by_id = Case(
            When(Q(thomas_id__iexact=words) | Q(code__iexact=words), then=Value(0)), default=Value(1)
        )
        return queryset.order_by(by_id, "name", "pk")

    def choice_name(self, office):
        return f"{office}, {office.parent}" if office.parent else str(office)


def _may_manage(request, office):
    """Whether the user looks after this office, or, where none is named, any."""
    if request.user.is_superuser:
        return True
    if not roles_of(request):
        return False
    return may(request.user, Act.MANAGE, office) if office else bool(offices_where(request.user, Act.MANAGE))
