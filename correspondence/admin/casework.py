"""Messages, cases and releases, which are only read here, and the answers and desk that managers keep."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from correspondence.accounts.roles import Act, offices_where
from correspondence.admin.acts import ActingAdmin
from correspondence.admin.base import ScopedAdmin
from correspondence.admin.letters.filters import OfficeFilter
from correspondence.audit.actions import record_act
from correspondence.audit.history import save_with_history
from correspondence.casework.models import AnswerTemplate, Case, Message, MessageDesk, PrivacyRelease
from correspondence.casework.rules import PLACEHOLDERS, unknown_placeholders
from correspondence.directory.models import Office
from correspondence.forms.casework_acts import MESSAGE_ACTS
from correspondence.templatetags.marks import day, moment


class CaseworkAdmin(ScopedAdmin):
    """Rows of casework: nobody below a clerk sees that they exist."""

    act_to_add = act_to_change = None
    actions = None

    def has_module_permission(self, request):
        return bool(offices_where(request.user, Act.CASEWORK))

    def has_view_permission(self, request, obj=None):
        return self._may(request, Act.CASEWORK, obj)


@admin.register(Message)
class MessageAdmin(CaseworkAdmin, ActingAdmin):
    """Read, and acted on: what a constituent wrote is never edited. Lists show no name and no words."""

    acts = MESSAGE_ACTS
    primary = "assign"
    seldom = ("case", "release", "withdraw-release", "contact", "unlink", "link")
    list_display = ("number", "received", "stance", "area", "state_word", "assigned_to")
    list_filter = ("stance", "area", OfficeFilter)
    search_fields = ("number", "constituent__last_name")
    search_help_text = "Number or last name"
    sortable_by = ("received",)
    list_select_related = ("assigned_to", "office")
    fields = (
        ("number", "received", "state_word"),
        ("stance", "area"),
        "who",
        "text",
        ("assigned_to", "page"),
    )

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .select_related("office", "constituent", "assigned_to", "case__agency")
        )

    @admin.display(description="Came", ordering="received_at")
    def received(self, message):
        return moment(message.received_at)

    @admin.display(description="State")
    def state_word(self, message):
        return message.state.capitalize()

    @admin.display(description="Constituent")
    def who(self, message):
        return ", ".join([message.constituent.name, *message.constituent.address_lines])

    @admin.display(description="Its page")
    def page(self, message):
        return format_html('<a href="{}">Open it at the desk</a>', reverse("message", args=[message.pk]))


@admin.register(Case)
class CaseAdmin(CaseworkAdmin):
    """Read only: a case is changed on its message."""

    office_path = "message__office"
    list_display = ("message_link", "agency_named", "agency", "received")
    list_display_links = None
    list_filter = (("agency", admin.RelatedOnlyFieldListFilter),)
    search_fields = ("message__number", "case_number")
    search_help_text = "Number of the message, or the agency’s"
    sortable_by = ()
    fields = ("message_link", ("agency_named", "agency", "case_number"), "what_happened")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("message__office", "agency")

    @admin.display(description="Message")
    def message_link(self, case):
        return format_html('<a href="{}">{}</a>', reverse("message", args=[case.message_id]), case.message)

    @admin.display(description="Came")
    def received(self, case):
        return moment(case.message.received_at)


@admin.register(PrivacyRelease)
class PrivacyReleaseAdmin(CaseworkAdmin):
    """Read only: a release is recorded, and taken back, on its message."""

    office_path = "message__office"
    list_display = ("message_link", "agency_named", "signed", "until", "how", "standing")
    list_display_links = None
    list_filter = ("how",)
    search_fields = ("message__number",)
    search_help_text = "Number of the message"
    sortable_by = ("signed",)
    fields = (
        "message_link",
        ("agency_named", "agency"),
        "text",
        ("signed_name", "signed", "until"),
        ("how", "recorded_by", "standing"),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("message__office", "agency", "recorded_by")

    message_link = CaseAdmin.message_link

    @admin.display(description="Signed on", ordering="signed_on")
    def signed(self, release):
        return day(release.signed_on)

    @admin.display(description="Good until")
    def until(self, release):
        return day(release.good_until)

    @admin.display(description="Standing")
    def standing(self, release):
        if release.withdrawn_on:
            return f"Taken back {day(release.withdrawn_on)}: {release.withdrawn_why}"
        return "Stands"


class KeptAdmin(CaseworkAdmin):
    """What an office's managers keep: one row, saved with its history, and an entry in the audit."""

    act_to_add = act_to_change = act_to_delete = Act.MANAGE
    said = ""

    def get_readonly_fields(self, request, obj=None):
        return ("office",) if obj else ()

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "office":
            offices = Office.objects.filter(pk__in=offices_where(request.user, Act.MANAGE))
            kwargs["queryset"] = offices.exclude(code=None)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        now = timezone.now()
        save_with_history(obj, by=request.user, now=now)
        verb = "changed" if change else "added"
        record_act(f"{self.said} {verb}", obj, by=request.user, now=now, office_id=obj.office_id)

    def delete_model(self, request, obj):
        record_act(f"{self.said} deleted", obj, by=request.user, now=timezone.now(), office_id=obj.office_id)
        super().delete_model(request, obj)


class AnswerTemplateForm(forms.ModelForm):
    """Refuses braces around what nothing fills in."""

    def _known(self, name):
        words = self.cleaned_data[name]
        if unknown := unknown_placeholders(words):
            known = ", ".join(f"{{{one}}}" for one in PLACEHOLDERS)
            raise ValidationError(f"There is no {{{unknown[0]}}}. There are: {known}.")
        return words

    def clean_subject(self):
        return self._known("subject")

    def clean_body(self):
        return self._known("body")


@admin.register(AnswerTemplate)
class AnswerTemplateAdmin(KeptAdmin):
    """The texts that answers begin with."""

    form = AnswerTemplateForm
    said = "answer template"
    list_display = ("name", "subject", "is_on")
    search_fields = ("name", "subject")
    search_help_text = "Name or subject"
    sortable_by = ()
    fieldsets = (
        (
            None,
            {
                "fields": ("office", ("name", "is_on"), "subject", "body"),
                "description": "Filled in from the message: "
                + ", ".join(f"{{{one}}}" for one in PLACEHOLDERS)
                + ".",
            },
        ),
    )


@admin.register(MessageDesk)
class MessageDeskAdmin(KeptAdmin):
    """Whether an office takes messages, and what its form says of it."""

    said = "message desk"
    act_to_delete = None
    list_display = ("office", "heading", "state", "is_open")
    sortable_by = ()
    fields = ("office", "is_open", "heading", ("state", "district"), "contact", "reply_to")

    def get_queryset(self, request):
        rows = super(ScopedAdmin, self).get_queryset(request).select_related("office")
        return rows.filter(office_id__in=offices_where(request.user, Act.CASEWORK))
