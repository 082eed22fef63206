"""Requests and topics. A request is entered on its letter's form; here it is found and looked at."""

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from correspondence.accounts.roles import Act
from correspondence.admin.base import ScopedAdmin, ScopedHistoryAdmin, today
from correspondence.letters.models import FollowUpRequest, Part, Topic
from correspondence.templatetags.marks import day, mark_html


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("overdue", "Overdue"), ("open", "Open"), ("settled", "Settled")]

    def queryset(self, request, queryset):
        parts = Part.objects.filter(request=OuterRef("pk"))
        match self.value():
            case "overdue":
                return queryset.filter(Exists(parts.overdue(today())))
            case "open":
                return queryset.filter(Exists(parts.open()))
            case "settled":
                return queryset.filter(Exists(parts), ~Exists(parts.open()))
        return queryset


@admin.register(FollowUpRequest)
class FollowUpRequestAdmin(ScopedHistoryAdmin):
    office_path = "letter__office"
    act_to_add = None
    act_to_change = None
    list_display = ("name", "letter_link", "words", "kind", "asked_of")
    list_display_links = ("name",)
    list_filter = (StateFilter, "kind")
    search_fields = ("letter__reference", "text")
    search_help_text = "Reference, or words of the request"
    sortable_by = ()
    ordering = ("-letter", "place")
    readonly_fields = ("letter_link", "asked_of", "decisions")
    fieldsets = (
        (
            "As written",
            {"fields": ("letter_link", ("number", "place", "kind"), "lead_in", "text", "asker", "asked_by")},
        ),
        ("Where it stands", {"fields": ("asked_of", "decisions")}),
    )

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("letter__office", "asked_by")
        return rows.prefetch_related("parts__agency")

    @admin.display(description="Request")
    def name(self, request):
        return str(request)

    @admin.display(description="Letter")
    def letter_link(self, request):
        return format_html(
            '<a href="{}">{}</a>',
            reverse("admin:correspondence_letter_change", args=[request.letter_id]),
            request.letter,
        )

    @admin.display(description="Words")
    def words(self, request):
        return request.text if len(request.text) <= 160 else f"{request.text[:159]}…"

    @admin.display(description="Asked of")
    def asked_of(self, request):
        return (
            format_html_join(
                "",
                "<div>{} {}</div>",
                ((part.agency.short_name, _mark(part)) for part in request.parts.all()),
            )
            or "–"
        )

    @admin.display(description="Decisions")
    def decisions(self, request):
        rows = [
            (one.on, part.agency.short_name, one)
            for part in request.parts.all()
            for one in part.decisions.select_related("by")
        ]
        return (
            format_html_join(
                "",
                "<p>{} {}: {}{}{}, by {}{}</p>",
                (
                    (
                        day(on),
                        agency,
                        one.get_what_display(),
                        f", {one.get_ground_display().lower()}" if one.ground else "",
                        f", to {day(one.new_due_on)}" if one.new_due_on else "",
                        one.by,
                        f". {one.why}" if one.why else "",
                    )
                    for on, agency, one in sorted(rows, key=lambda row: (row[0], row[2].pk))
                ),
            )
            or "None: the letter is a draft."
        )

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        extra_context = extra_context or {}
        if object_id and self.get_object(request, object_id):
            extra_context["acts"] = [
                {"label": "Timeline", "url": f"{reverse('request', args=[object_id])}#lanes-head"}
            ]
        return super().changeform_view(request, object_id, form_url, extra_context)


def _mark(part):
    if part.settled_on:
        return mark_html("settled", f"Settled {day(part.settled_on)}")
    if part.carried_on_by_id:
        return mark_html("up", "Asked again")
    if part.due_on is None:
        return mark_html("open", "Clock paused")
    if part.due_on < today():
        return mark_html("late", f"Due {day(part.due_on)}, late")
    return mark_html("open", f"Due {day(part.due_on)}")


@admin.register(Topic)
class TopicAdmin(ScopedAdmin):
    act_to_add = Act.ENTER
    act_to_change = Act.ENTER
    act_to_delete = Act.MANAGE
    list_display = ("name", "office")
    search_fields = ("name",)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "office":
            kwargs["queryset"] = db_field.related_model.objects.filter(pk__in=list(request.user.roles))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
