"""The rows of a letter, in the order of the paper."""

from django.contrib import admin
from django.db.models import Prefetch
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html

from correspondence.accounts.roles import Act, may
from correspondence.admin.letters.forms import RequestForm
from correspondence.forms.letters import DocumentForm, RecipientForm, RowFormSet, SignatoryForm
from correspondence.letters.models import (
    FollowUpRequest,
    LetterDocument,
    PutTo,
    Recipient,
    Repeats,
    Signatory,
)


class RowInline(admin.TabularInline):
    """Rows that may be added, changed and deleted while the letter is a draft; then only their links change.

    Permission is the letter's: a row has none of its own.
    """

    formset = RowFormSet
    extra = 1
    frozen = ()  # what the letter said
    typed = ("order", "part_of", "narrowed_to", "repeating")  # of a draft alone

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form = type(formset.form.__name__, (formset.form,), {"user": request.user})
        return formset

    def _may_enter(self, request, letter):
        return letter is None or may(request.user, Act.ENTER, letter.office)

    def has_view_permission(self, request, obj=None):
        return True

    def has_add_permission(self, request, obj=None):
        return self._may_enter(request, obj) and (obj is None or obj.sent_on is None)

    def has_delete_permission(self, request, obj=None):
        return self.has_add_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        return self._may_enter(request, obj)

    def get_fields(self, request, obj=None):
        fields = super().get_fields(request, obj)
        if obj is not None and (obj.sent_on or not self._may_enter(request, obj)):
            return ["place", *(name for name in fields if name not in self.typed)]
        return fields

    def get_readonly_fields(self, request, obj=None):
        return ("place", *self.frozen) if obj is not None and obj.sent_on else ()


class SignatoryInline(RowInline):
    model = Signatory
    form = SignatoryForm
    fields = ("order", "person", "name", "title")
    frozen = ("name", "title")
    autocomplete_fields = ("person",)
    verbose_name_plural = "Signed by"


class RecipientInline(RowInline):
    model = Recipient
    form = RecipientForm
    fields = (
        "order",
        "role",
        "person",
        "name",
        "title",
        "organization",
        "address",
        "agency",
        "control_number",
    )
    frozen = ("role", "name", "title", "organization", "address", "agency")
    autocomplete_fields = ("person", "agency")
    verbose_name_plural = "To and copies"


class RequestInline(RowInline):
    model = FollowUpRequest
    form = RequestForm
    fields = (
        "order",
        "number",
        "kind",
        "text",
        "lead_in",
        "part_of",
        "asker",
        "asked_by",
        "due_named_on",
        "narrowed_to",
        "repeating",
    )
    frozen = ("number", "kind", "text", "lead_in", "asker", "due_named_on")
    more = ("lead_in", "part_of", "asker", "asked_by", "due_named_on", "narrowed_to", "repeating")
    autocomplete_fields = ("asked_by",)
    verbose_name_plural = "Requests"

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .select_related("parent")
            .prefetch_related(
                Prefetch("narrowed", PutTo.objects.select_related("agency")),
                Prefetch("repeat_links", Repeats.objects.select_related("earlier__letter")),
            )
        )


class DocumentInline(RowInline):
    """Files are added at any time, and taken off while the letter is a draft."""

    model = LetterDocument
    form = DocumentForm
    fields = ("upload", "title", "file_link")
    readonly_fields = ("file_link",)
    verbose_name_plural = "Documents"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("document")

    def has_add_permission(self, request, obj=None):
        return self._may_enter(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self._may_enter(request, obj) and (obj is None or obj.sent_on is None)

    def get_fields(self, request, obj=None):
        return self.fields

    def get_readonly_fields(self, request, obj=None):
        return self.readonly_fields

    @admin.display(description="Stored")
    def file_link(self, row):
        return file_link(row, "letter-file")


def file_link(row, url_name):
    """A link to a stored file, with its size."""
    if not row.pk:
        return "–"
    return format_html(
        '<a href="{}">{}</a> {}',
        reverse(url_name, args=[row.pk]),
        row.document.name,
        filesizeformat(row.document.size),
    )
