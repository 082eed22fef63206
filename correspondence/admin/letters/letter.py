"""The letter's form and list. Every write ends in one action of `letters.actions`."""

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone

from correspondence.accounts.roles import Act
from correspondence.admin.acts import ActingAdmin
from correspondence.admin.base import today
from correspondence.admin.letters import bulk
from correspondence.admin.letters.forms import LetterForm
from correspondence.admin.letters.inlines import (
    DocumentInline,
    RecipientInline,
    RequestInline,
    SignatoryInline,
)
from correspondence.admin.letters.listing import LetterListAdmin, state_mark
from correspondence.admin.letters.neighbours import neighbours
from correspondence.admin.letters.official import official
from correspondence.admin.letters.saving import save_letter
from correspondence.admin.responses.respond import respond
from correspondence.admin.widgets import FIELDS
from correspondence.core.refusals import Cannot
from correspondence.forms.letter_acts import LETTER_ACTS
from correspondence.forms.letters import due_in_words
from correspondence.letters import actions
from correspondence.letters.models import Letter
from correspondence.letters.rules import LETTER_AS_WRITTEN
from correspondence.responses.standing import standings


@admin.register(Letter)
class LetterAdmin(ActingAdmin, LetterListAdmin):
    acts = LETTER_ACTS
    primary = "send"
    seldom = ("refuse", "pause", "resume", "move", "correct", "take-back", "assign", "follow-up", "file")
    form = LetterForm
    inlines = (SignatoryInline, RecipientInline, RequestInline, DocumentInline)
    autocomplete_fields = ("topics",)
    act_to_delete = Act.DELETE_DRAFT
    line_names = {"kind": "Letter", "due_phrase": "When", "due_anchor": "Counted", "hearing_title": "Hearing"}
    formfield_overrides = FIELDS

    class Media:
        js = ("admin/js/jquery.init.js", "js/officials.js")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("office", "assigned_to", "sent_by")

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(
            form.__name__, (form,), {"user": request.user, "refusal": getattr(request, "refusal", None)}
        )

    def get_fieldsets(self, request, obj=None):
        heading = [("kind", "dated_on", "assigned_to"), "subject", "letterhead"]
        if obj is None:
            heading.insert(0, "office")
        elif obj.sent_on:
            heading.insert(0, ("sent", "text_is"))
        writing = [
            ("Heading", {"fields": heading}),
            ("Text", {"fields": ["salutation", "body", "closing"]}),
            (
                "When an answer is due",
                {
                    "fields": [
                        "due_phrase",
                        ("due_anchor", "due_named_on", "due_count", "due_unit"),
                        *(["due_in_words"] if obj else []),
                    ],
                    "description": "Enter the phrase as written: the rest is read from it.",
                },
            ),
            (
                "Subject matter",
                {
                    "fields": ["topics", "follows", ("hearing_title", "hearing_on"), "release_signed_on"],
                    "classes": ["collapse"],
                },
            ),
        ]
        last = ["version"]
        if (obj is None or not obj.sent_on) and self.has_change_permission(request, obj):
            last.insert(0, "paste")
        return (
            [*writing, ("Requests from a list", {"fields": last})]
            if "paste" in last
            else [
                *writing[:-1],
                (writing[-1][0], writing[-1][1] | {"fields": [*writing[-1][1]["fields"], *last]}),
            ]
        )

    def get_readonly_fields(self, request, obj=None):
        derived = ("sent", "text_is", "due_in_words")
        if obj is not None and obj.sent_on:
            return (*derived, *LETTER_AS_WRITTEN, "release_signed_on")
        return derived

    @admin.display(description="Sent")
    def sent(self, letter):
        how = f", {letter.get_delivery_display().lower()}" if letter.delivery else ""
        return f"{letter.sent_on:%-d %B %Y}{how}, marked by {letter.sent_by}"

    @admin.display(description="SHA-256 of the text as sent")
    def text_is(self, letter):
        return letter.sent_hash

    @admin.display(description="So it is due")
    def due_in_words(self, letter):
        return due_in_words(letter)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or obj.sent_on is None)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """As Django's, but what an action refuses after the form was found sound goes back to the form."""
        extra_context = extra_context or {}
        if object_id:
            letter = self.get_object(request, object_id)
            if letter:
                extra_context |= self._around(request, letter)
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Cannot as refusal:
            request.refusal = refusal
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _around(self, request, letter):
        """State, acts and neighbours, for the head of the letter's page."""
        standing = standings([letter], today())[letter.pk]
        acts = self.offered(request, letter)
        if letter.sent_on and self.has_change_permission(request, letter):
            acts.insert(
                0, {"label": "Log a response", "url": self.url_of("respond", letter), "primary": True}
            )
        timeline = {"label": "Timeline", "url": reverse("letter-timeline", args=[letter.pk])}
        return {
            "state": state_mark(standing),
            "acts": [*acts, timeline],
            "neighbours": neighbours(self, request, letter),
            "classified": True,
        }

    # Saving: `save_model` does nothing, `save_related` calls one action.

    def save_model(self, request, obj, form, change):
        """Left to `save_related`, which has the rows."""

    def save_related(self, request, form, formsets, change):
        saved = save_letter(request, form, formsets, change=change)
        form.instance.__dict__.update(saved.__dict__)

    def get_deleted_objects(self, objs, request):
        """A draft goes with its rows, none of which is anybody's own to keep; the action refuses the rest."""
        deletable, counts, _, _ = super().get_deleted_objects(objs, request)
        return deletable, counts, set(), []

    def delete_view(self, request, object_id, extra_context=None):
        try:
            return super().delete_view(request, object_id, extra_context)
        except Cannot as refusal:
            messages.error(request, refusal.message)
            return HttpResponseRedirect(reverse("admin:correspondence_letter_change", args=[object_id]))

    def delete_model(self, request, obj):
        actions.delete_draft(obj, by=request.user, now=timezone.now())

    # Pages of its own

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("official/", wrap(self.official_view), name="correspondence_letter_official"),
            path("bulk/<slug:name>/", wrap(self.bulk_view), name="correspondence_letter_bulk"),
            path("<int:pk>/respond/", wrap(self.respond_view), name="correspondence_letter_respond"),
            *super().get_urls(),
        ]

    def respond_view(self, request, pk):
        """Log a response to this letter."""
        return respond(self, request, self.record_or_404(request, pk))

    def bulk_view(self, request, name):
        """An act on the letters that were ticked in the list."""
        return bulk.bulk_view(self, request, name)

    def official_view(self, request):
        """What to fill in for a person who was chosen, as JSON."""
        return official(request)
