"""Contacts. One is logged on its letter's page, and withdrawn rather than edited."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html

from correspondence.accounts.roles import Act
from correspondence.admin.acts import AdminAct, act_view
from correspondence.admin.base import ScopedAdmin
from correspondence.admin.letters.acts import ActForm, ReasonForm
from correspondence.admin.letters.forms import DayInput
from correspondence.followups import actions
from correspondence.followups.models import Contact
from correspondence.templatetags.marks import day


class KeptForm(ActForm):
    on = forms.DateField(label="Kept on", widget=DayInput)

    def prepare(self):
        self.fields["on"].initial = self.today


def _withdraw(contact, data, by, now):
    actions.withdraw_contact(contact, why=data["why"], by=by, now=now)
    return "The contact is withdrawn. It stays on the record."


def _kept(contact, data, by, now):
    actions.keep_contact_promise(contact, on=data["on"], by=by, now=now)
    return "Put down as kept."


def _standing(contact):
    return contact.withdrawn_on is None


CONTACT_ACTS = {
    act.name: act
    for act in (
        AdminAct(
            "withdraw",
            "Withdraw",
            ReasonForm,
            Act.WITHDRAW_OWN,
            _withdraw,
            _standing,
            may=actions.may_withdraw_contact,
        ),
        AdminAct(
            "kept",
            "Promise kept",
            KeptForm,
            Act.LOG,
            _kept,
            lambda one: _standing(one) and one.promised_on is not None and one.promise_kept_on is None,
        ),
    )
}


@admin.register(Contact)
class ContactAdmin(ScopedAdmin):
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

    def get_urls(self):
        wrap = self.admin_site.admin_view
        own = path("<int:pk>/acts/<slug:name>/", wrap(self.act_view), name="correspondence_contact_act")
        return [own, *super().get_urls()]

    def add_view(self, request, form_url="", extra_context=None):
        """A contact is logged on a letter: say which first."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(reverse("admin:correspondence_letter_changelist") + "?state=open")

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        extra_context = extra_context or {}
        contact = self.get_object(request, object_id) if object_id else None
        if contact:
            extra_context["acts"] = [
                {
                    "label": act.label,
                    "url": reverse("admin:correspondence_contact_act", args=[contact.pk, act.name]),
                }
                for act in CONTACT_ACTS.values()
                if act.is_open_to(request.user, contact, contact.letter.office)
            ]
        return super().changeform_view(request, object_id, form_url, extra_context)

    def act_view(self, request, pk, name):
        """One act on one contact."""
        contact = self.get_queryset(request).filter(pk=pk).first()
        if contact is None or name not in CONTACT_ACTS:
            raise Http404
        back = reverse("admin:correspondence_contact_change", args=[pk])
        return act_view(
            self, request, contact, CONTACT_ACTS[name], back_url=back, office=contact.letter.office
        )
