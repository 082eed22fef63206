"""Agencies, and who held which post there."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Case, F, Q, Value, When

from correspondence.admin.base import today
from correspondence.admin.directory.shared import DirectoryAdmin, PostInline
from correspondence.directory.finding import begins_a_word
from correspondence.directory.models import Agency

HOW_TO_RENAME = (
    "When an agency is renamed, leave its name as it is: letters were sent to it by that name. Enter the "
    "last day of the old name here and save. Add the new one as an agency of its own, with the day it "
    "begins. Then come back and choose it as the successor."
)


class PostInAgencyInline(PostInline):
    fields = ("person", "title", "held_from", "held_to")
    autocomplete_fields = ("person",)
    verbose_name_plural = "Who held which post"


class EndedFilter(admin.SimpleListFilter):
    title = "name"
    parameter_name = "ended"

    def lookups(self, request, model_admin):
        return [("no", "In use"), ("yes", "Of the past")]

    def queryset(self, request, queryset):
        is_past = Q(valid_to__lt=today())
        return {"no": queryset.exclude(is_past), "yes": queryset.filter(is_past)}.get(self.value(), queryset)


class AgencyForm(forms.ModelForm):
    """No agency is part of itself, or comes after itself, by a roundabout way."""

    def clean(self):
        data = super().clean()
        for name in ("parent", "successor"):
            above = data.get(name)
            seen = {self.instance.pk}
            while above is not None and self.instance.pk is not None:
                if above.pk in seen:
                    self.add_error(
                        name, ValidationError("That way round, it would lead back to this agency.")
                    )
                    break
                seen.add(above.pk)
                above = getattr(above, name)
        return data


@admin.register(Agency)
class AgencyAdmin(DirectoryAdmin):
    """Agencies. A renamed agency is two rows: the old one with its last day, the new one its successor."""

    form = AgencyForm
    list_display = ("name", "acronym", "whole", "valid_to")
    list_select_related = ("parent",)
    list_filter = (EndedFilter, "kind", ("parent", admin.RelatedOnlyFieldListFilter))
    search_fields = ("name", "acronym", "aliases")
    search_help_text = "How a name begins, or the acronym"
    autocomplete_fields = ("parent", "successor")
    inlines = (PostInAgencyInline,)
    fieldsets = (
        (None, {"fields": ("name", "acronym", "aliases", "kind", "parent", "address")}),
        ("Liaison with Congress", {"fields": ("liaison_name", "liaison_email", "liaison_phone")}),
        (
            "When it is renamed",
            {"fields": ("valid_from", "valid_to", "successor"), "description": HOW_TO_RENAME},
        ),
        ("Known elsewhere as", {"fields": ("federal_register_slug", "cgac")}),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("parent")

    def matches(self, word):
        return begins_a_word("name", word) | Q(acronym__istartswith=word) | begins_a_word("aliases", word)

    @admin.display(description="part of", ordering="parent__name")
    def whole(self, agency):
        return agency.parent

    def best_first(self, queryset, words):
        rank = Case(
            When(acronym__iexact=words, then=Value(0)),
            When(name__istartswith=words, then=Value(1)),
            default=Value(2),
        )
        return queryset.order_by(rank, F("valid_to").desc(nulls_first=True), "name", "pk")

    def choice_name(self, agency):
        name = f"{agency} ({agency.acronym})" if agency.acronym else str(agency)
        name = f"{name}, {agency.parent}" if agency.parent else name
        return f"{name}, until {agency.valid_to:%-d %b %Y}" if agency.valid_to else name
