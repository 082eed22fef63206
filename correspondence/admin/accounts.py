"""Users and members. A manager keeps the members of the office; the administrator keeps everything here."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db.models import Q

from correspondence.accounts.models import OfficeMembership, User
from correspondence.accounts.roles import Act, offices_where
from correspondence.directory.models import Office

admin.site.unregister(Group)  # roles are memberships


def _managed(user):
    return offices_where(user, Act.MANAGE)


@admin.register(OfficeMembership)
class OfficeMembershipAdmin(admin.ModelAdmin):
    """The administrator sees all, a manager those of the offices they manage, others none."""

    list_display = ("user", "office", "role")
    list_filter = ("role",)
    list_select_related = ("user", "office")
    search_fields = ("user__username", "user__last_name", "user__first_name")
    autocomplete_fields = ("user",)

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows if request.user.is_superuser else rows.filter(office__in=_managed(request.user))

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "office":
            offices = Office.objects.filter(code__isnull=False)
            if not request.user.is_superuser:
                offices = offices.filter(pk__in=_managed(request.user))
            kwargs["queryset"] = offices
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def _allowed(self, request, obj=None):
        if request.user.is_superuser:
            return True
        managed = _managed(request.user)
        return bool(managed) and (obj is None or obj.office_id in managed)

    def has_module_permission(self, request):
        return self._allowed(request)

    def has_view_permission(self, request, obj=None):
        return self._allowed(request, obj)

    has_add_permission = has_module_permission
    has_change_permission = has_view_permission
    has_delete_permission = has_view_permission


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """The administrator keeps users. A manager adds new ones, and makes them members of the office."""

    list_display = ("username", "first_name", "last_name", "email", "is_active")
    list_filter = ("is_active",)
    search_fields = ("username", "first_name", "last_name", "email")
    ordering = ("username",)
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Person", {"fields": ("first_name", "last_name", "email")}),
        ("Access", {"fields": ("is_active", "is_superuser")}),
        ("Days", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "fields": (
                    "username",
                    "first_name",
                    "last_name",
                    "email",
                    "usable_password",
                    "password1",
                    "password2",
                )
            },
        ),
    )
    readonly_fields = ("last_login", "date_joined")

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        if request.user.is_superuser:
            return rows
        mine = Q(memberships__office__in=list(request.user.roles))
        if _managed(request.user):
            mine |= Q(memberships=None, is_superuser=False)  # new ones, not members of any office yet
        return rows.filter(mine).distinct()

    def has_module_permission(self, request):
        return self.has_add_permission(request)

    def has_view_permission(self, request, obj=None):
        return request.user.is_superuser or bool(request.user.roles)

    def has_add_permission(self, request):
        return request.user.is_superuser or bool(_managed(request.user))

    def has_change_permission(self, request, obj=None):
        """Of nobody in particular, Django asks this of whoever adds a user."""
        return request.user.is_superuser or (obj is None and self.has_add_permission(request))

    def has_delete_permission(self, request, obj=None):
        return False  # what they did stays on the record: switch them off instead
