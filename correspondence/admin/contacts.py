"""Contacts. One is logged on its letter's page, and withdrawn rather than edited."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html

from correspondence.accounts.roles import Act
from correspondence.admin.acts import ActingAdmin
from correspondence.followups.models import Contact
from correspondence.forms.contact_acts import CONTACT_ACTS
from correspondence.templatetags.marks import day


@admin.register(Contact)
class ContactAdmin(ActingAdmin):
    acts = CONTACT_ACTS
    office_path = "letter__office"
    act_to_add = Act.LOG
    act_to_change = None
    list_display = ("day_of", "kind", "letter_link", "with_whom", "promise", "standing")
    list_display_links = ("day_of", "kind")
    list_filter = ("kind",)
    search_fields = ("letter__reference", "with_whom", "summary")
    search_help_text = "Reference, person, or what was said"
    sortable_by = ("day_of",)
    fields = (
        "letter_link",
        ("kind", "day_of", "with_whom"),
        "summary",
        "requests",
        "promise",
        "logged_by",
        "standing",
    )

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .select_related("letter__office", "agency", "logged_by", "withdrawn_by")
        )

    @admin.display(description="Day", ordering="on")
    def day_of(self, contact):
        return day(contact.on)

    @admin.display(description="Letter")
    def letter_link(self, contact):
        url = reverse("admin:correspondence_letter_change", args=[contact.letter_id])
        return format_html('<a href="{}">{}</a>', url, contact.letter)

    @admin.display(description="Promise")
    def promise(self, contact):
        if not contact.promised_on:
            return "–"
        kept = f", kept {day(contact.promise_kept_on)}" if contact.promise_kept_on else ""
        return f"{contact.promised}, by {day(contact.promised_on)}{kept}"

    @admin.display(description="Requests")
    def requests(self, contact):
        rows = contact.about.select_related("part__request", "decision")
        return (
            ", ".join(
                f"{row.part.request.label}{' (settled by it)' if row.decision_id else ''}" for row in rows
            )
            or "–"
        )

    @admin.display(description="Standing")
    def standing(self, contact):
        if not contact.withdrawn_on:
            return "Stands"
        return f"Withdrawn {day(contact.withdrawn_on)}, by {contact.withdrawn_by}: {contact.withdrawn_why}"

    def add_view(self, request, form_url="", extra_context=None):
        """A contact is logged on a letter: say which first."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(reverse("admin:correspondence_letter_changelist") + "?state=open")
