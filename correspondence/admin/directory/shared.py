"""What the directory's admins share: who may see and change its rows, and how they are searched."""

from django import forms
from django.contrib import admin
from django.db.models import F

from correspondence.accounts.roles import Act, offices_where
from correspondence.admin.autocomplete import KnownChoiceSelect, in_search
from correspondence.admin.widgets import FIELDS, LeanMedia
from correspondence.directory.models import Appointment


def roles_of(request):
    """The user's roles by office; none for somebody who is not signed in."""
    return getattr(request.user, "roles", {})


class ForMembers:
    """Everybody with an office sees the row; clerks and above add and change; the administrator deletes."""

    def has_view_permission(self, request, obj=None):
        return request.user.is_superuser or bool(roles_of(request))

    def has_add_permission(self, request, obj=None):
        return request.user.is_superuser or bool(roles_of(request) and offices_where(request.user, Act.ENTER))

    def has_change_permission(self, request, obj=None):
        return self.has_add_permission(request)

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_module_permission(self, request):
        return self.has_view_permission(request)


class ToReadOnly(ForMembers):
    """Rows that stand on the form to be read."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class DirectoryAdmin(LeanMedia, ForMembers, admin.ModelAdmin):
    """A list of the directory, searched by how its words begin."""

    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    formfield_overrides = FIELDS

    def matches(self, word):
        """The rows in which this word is found, as a Q."""
        raise NotImplementedError

    def best_first(self, queryset, words):
        """The order in which choices are offered."""
        return queryset

    def get_search_results(self, request, queryset, search_term):
        for word in search_term.split():
            queryset = queryset.filter(self.matches(word))
        if in_search(request) and search_term.strip():
            queryset = self.best_first(queryset, search_term.strip())
        return queryset, False


class PostForm(forms.ModelForm):
    """A post whose person and agency, fetched with it, are shown without asking again."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("person", "agency"):
            widget = getattr(self.fields.get(name), "widget", None)
            widget = getattr(widget, "widget", widget)
            if isinstance(widget, KnownChoiceSelect) and self.instance.pk:
                widget.known = getattr(self.instance, name)


class PostInline(ForMembers, admin.TabularInline):
    model = Appointment
    form = PostForm
    extra = 1
    formfield_overrides = FIELDS
    verbose_name = "post"
    ordering = (F("held_from").desc(nulls_last=True), "pk")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person", "agency")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.autocomplete_fields:
            kwargs["widget"] = KnownChoiceSelect(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
