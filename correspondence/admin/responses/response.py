"""The list of what came back. A response is logged on its letter's page, and never edited: it is judged anew,

withdrawn or moved.
"""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join

from correspondence.accounts.roles import Act
from correspondence.admin.acts import ActingAdmin
from correspondence.admin.base import ScopedHistoryAdmin
from correspondence.admin.letters.inlines import file_link
from correspondence.admin.responses.judge import judge_page
from correspondence.forms.response_acts import RESPONSE_ACTS
from correspondence.responses.models import Response
from correspondence.templatetags.marks import day


class StandingFilter(admin.SimpleListFilter):
    title = "standing"
    parameter_name = "standing"

    def lookups(self, request, model_admin):
        return [("yes", "Standing"), ("withdrawn", "Withdrawn")]

    def queryset(self, request, queryset):
        match self.value():
            case "yes":
                return queryset.standing()
            case "withdrawn":
                return queryset.filter(withdrawn_on__isnull=False)
        return queryset


@admin.register(Response)
class ResponseAdmin(ActingAdmin, ScopedHistoryAdmin):
    acts = RESPONSE_ACTS
    office_path = "letter__office"
    act_to_add = Act.LOG
    act_to_change = None
    list_display = ("received", "letter_link", "agency", "kind", "signer_name", "standing")
    list_display_links = ("received",)
    list_select_related = ("letter", "agency")
    list_filter = ("kind", "channel", StandingFilter)
    search_fields = ("letter__reference", "signer_name", "agency__name")
    search_help_text = "Reference, signer or agency"
    sortable_by = ("received",)
    readonly_fields = ("letter_link", "files", "logged", "withdrawal", "answers")
    fieldsets = (
        (
            "What came",
            {
                "fields": (
                    "letter_link",
                    ("agency", "kind", "channel"),
                    ("received_on", "dated_on"),
                    ("signer_name", "signer_title"),
                    "summary",
                    "files",
                    "logged",
                    "withdrawal",
                )
            },
        ),
        ("What it says to each request", {"fields": ("answers",)}),
    )

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .select_related("letter__office", "agency", "logged_by", "withdrawn_by")
        )

    @admin.display(description="Received", ordering="received_on")
    def received(self, response):
        return day(response.received_on)

    @admin.display(description="Letter")
    def letter_link(self, response):
        url = reverse("admin:correspondence_letter_change", args=[response.letter_id])
        return format_html('<a href="{}">{}</a>', url, response.letter)

    @admin.display(description="Standing")
    def standing(self, response):
        return f"Withdrawn {day(response.withdrawn_on)}" if response.withdrawn_on else "Stands"

    @admin.display(description="Logged")
    def logged(self, response):
        return f"by {response.logged_by}"

    @admin.display(description="Withdrawn")
    def withdrawal(self, response):
        if not response.withdrawn_on:
            return "No"
        return f"{day(response.withdrawn_on)}, by {response.withdrawn_by}: {response.withdrawn_why}"

    @admin.display(description="Files")
    def files(self, response):
        rows = response.attachments.select_related("document")
        return (
            format_html_join("", "<p>{}</p>", ((file_link(row, "response-file"),) for row in rows)) or "None"
        )

    @admin.display(description="Answers")
    def answers(self, response):
        rows = response.answers.select_related("part__request", "judged_by", "decision")
        return (
            format_html_join(
                "",
                "<p><strong>Request {}</strong>: {}{}{}</p>",
                (
                    (
                        row.part.request.label,
                        row.get_outcome_display() or "No outcome",
                        f", judged by {row.judged_by}" + (", settled it" if row.decision_id else ""),
                        f". “{row.quote}”" if row.quote else "",
                    )
                    for row in rows
                ),
            )
            or "Nothing answered"
        )

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/judge/", wrap(self.judge_view), name="correspondence_response_judge"),
            *super().get_urls(),
        ]

    def add_view(self, request, form_url="", extra_context=None):
        """A response is logged on a letter: say which first."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(reverse("admin:correspondence_letter_changelist") + "?state=open")

    def offered(self, request, response):
        acts = super().offered(request, response)
        if response.withdrawn_on is None and self._may(request, Act.LOG, response):
            acts.insert(0, {"label": "Judge", "url": self.url_of("judge", response), "primary": True})
        return acts

    def judge_view(self, request, pk):
        """Judge the response anew, part by part."""
        return judge_page(self, request, self.record_or_404(request, pk))
