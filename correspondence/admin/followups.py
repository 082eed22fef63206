"""Reminder rules, which an office's managers keep, and the reminders they raised, which are only read."""

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from correspondence.accounts.roles import Act, offices_where
from correspondence.accounts.visibility import of_my_offices
from correspondence.admin.base import ScopedAdmin
from correspondence.admin.letters.filters import OfficeFilter
from correspondence.audit.actions import record_act
from correspondence.directory.models import Office
from correspondence.followups.models import Reminder, ReminderRule
from correspondence.followups.queries import owed, still_owed
from correspondence.followups.rules import in_words
from correspondence.letters.models import Letter
from correspondence.templatetags.marks import day, moment

MOST_DAYS = 1000


class RuleForm(forms.ModelForm):
    """Asks all constraints: Django's own leaves out those that name a column which is only shown."""

    count = forms.IntegerField(label="Number", min_value=1, max_value=MOST_DAYS)
    every = forms.IntegerField(
        min_value=1,
        max_value=MOST_DAYS,
        required=False,
        label="Then every",
        help_text="Calendar days until the next; left empty, it reminds once.",
    )

    def validate_unique(self):
        if not self.errors:
            try:
                self.instance.validate_constraints()
            except ValidationError as error:
                self.add_error(None, error)


@admin.register(ReminderRule)
class ReminderRuleAdmin(ScopedAdmin):
    """Kept by managers. A rule that has raised a reminder is switched off, never deleted."""

    form = RuleForm
    act_to_add = act_to_change = act_to_delete = Act.MANAGE
    actions = None
    list_display = ("name", "about", "when", "switch", "its_office")
    list_filter = (OfficeFilter, "about", "is_on")
    list_select_related = ("office",)
    search_fields = ("name",)
    search_help_text = "Name"
    sortable_by = ()
    ordering = ("office__name", "about", "-anchor", "count")
    fieldsets = (
        (None, {"fields": ("office", "name", "is_on")}),
        (
            "When it reminds",
            {
                "fields": ("about", ("count", "unit", "anchor"), "every"),
                "description": "Of each letter, and of each open request, only the latest step already due "
                "is raised. A change holds from the next run; what was raised stays.",
            },
        ),
    )

    def get_queryset(self, request):
        return of_my_offices(admin.ModelAdmin.get_queryset(self, request), request.user).select_related(
            "office"
        )

    def get_readonly_fields(self, request, obj=None):
        return ("office", "about") if obj else ()

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "office":
            kwargs["queryset"] = Office.objects.filter(pk__in=offices_where(request.user, Act.MANAGE))
            kwargs["empty_label"] = None if kwargs["queryset"].count() == 1 else "Choose"
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_delete_permission(self, request, obj=None):
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not obj.reminders.exists())

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        self._record(request, "reminder rule changed" if change else "reminder rule added", obj)

    def delete_model(self, request, obj):
        self._record(request, "reminder rule deleted", obj)
        super().delete_model(request, obj)

    def _record(self, request, act, rule):
        record_act(
            act, rule, by=request.user, now=timezone.now(), office_id=rule.office_id, reason=in_words(rule)
        )

    def get_list_display(self, request):
        """The office, for somebody who has several."""
        return self.list_display if len(request.user.roles) > 1 else self.list_display[:-1]

    @admin.display(description="When")
    def when(self, rule):
        return in_words(rule)

    @admin.display(description="Switched")
    def switch(self, rule):
        return "On" if rule.is_on else "Off"

    @admin.display(description="Office")
    def its_office(self, rule):
        return rule.office.name


class ReminderList(ChangeList):
    """A page of reminders, each with whether it is still owed, in a fixed number of queries."""

    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)
        owed_of_page = still_owed([(row.pk, row.letter_id) for row in self.result_list])
        for row in self.result_list:
            row.is_owed = row.pk in owed_of_page


class OwedFilter(admin.SimpleListFilter):
    title = "standing"
    parameter_name = "owed"

    def lookups(self, request, model_admin):
        return [("yes", "Owed now"), ("no", "Owed no more")]

    def queryset(self, request, queryset):
        match self.value():
            case "yes":
                return queryset.filter(pk__in=owed().order_by().values("pk"))
            case "no":
                return queryset.exclude(pk__in=owed().order_by().values("pk"))
        return queryset


class RuleFilter(admin.SimpleListFilter):
    title = "rule"
    parameter_name = "rule"

    def lookups(self, request, model_admin):
        rules = of_my_offices(ReminderRule.objects.select_related("office"), request.user)
        several = len(request.user.roles) > 1
        return [(str(rule.pk), f"{rule}, {rule.office}" if several else str(rule)) for rule in rules]

    def queryset(self, request, queryset):
        return queryset.filter(rule=self.value()) if (self.value() or "").isdecimal() else queryset


class RuleOfficeFilter(OfficeFilter):
    """By the office whose rule it is."""

    def queryset(self, request, queryset):
        return queryset.filter(rule__office=self.value()) if (self.value() or "").isdecimal() else queryset


@admin.register(Reminder)
class ReminderAdmin(ScopedAdmin):
    """Read only: reminders are raised by rules, and owed no more once what they are about is settled."""

    office_path = "rule__office"
    act_to_add = act_to_change = None
    actions = None
    list_display = ("scheduled", "called", "letter_link", "about", "standing")
    list_filter = (OwedFilter, RuleFilter, RuleOfficeFilter)
    search_fields = ("letter__reference",)  # shows the box; what is searched is below
    search_help_text = "A letter’s reference"
    sortable_by = ("scheduled",)
    fields = ("letter_link", "about", "rule", ("scheduled", "counted_from"), "raised", "standing", "told")

    def get_queryset(self, request):
        letters = ("letter", "part__request__letter")
        return (
            super()
            .get_queryset(request)
            .select_related("rule__office", "part__agency", *letters)
            .defer(*(f"{letter}__{long}" for letter in letters for long in ("body", "letterhead")))
        )

    def get_changelist(self, request, **kwargs):
        return ReminderList

    def get_search_results(self, request, queryset, search_term):
        """Each word in the reference of the letter that it is about."""
        for word in search_term.split():
            found = Letter.objects.visible_to(request.user).filter(reference__icontains=word).values("pk")
            queryset = queryset.filter(Q(letter__in=found) | Q(part__request__letter__in=found))
        return queryset, False

    @admin.display(description="Day", ordering="scheduled_on")
    def scheduled(self, reminder):
        return day(reminder.scheduled_on)

    @admin.display(description="Rule")
    def called(self, reminder):
        return reminder.rule.name

    @admin.display(description="Letter")
    def letter_link(self, reminder):
        letter = reminder.letter or reminder.part.request.letter
        url = reverse("admin:correspondence_letter_change", args=[letter.pk])
        return format_html('<a href="{}">{}</a>', url, letter)

    @admin.display(description="About")
    def about(self, reminder):
        if reminder.part is None:
            return "The letter"
        return f"{reminder.part.request}, {reminder.part.agency.short_name}"

    @admin.display(description="Standing")
    def standing(self, reminder):
        if not hasattr(reminder, "is_owed"):
            reminder.is_owed = bool(still_owed([(reminder.pk, reminder.letter_id)]))
        return "Owed" if reminder.is_owed else "Owed no more"

    @admin.display(description="Counted from")
    def counted_from(self, reminder):
        return f"{day(reminder.anchor_on)}, {'the due date' if reminder.part else 'the day it was sent'}"

    @admin.display(description="Raised")
    def raised(self, reminder):
        return moment(reminder.raised_at)

    @admin.display(description="Mailed")
    def told(self, reminder):
        digests = reminder.digests.filter(sent_at__isnull=False).select_related("person").order_by("sent_at")
        return ", ".join(f"to {digest.person}, {moment(digest.sent_at)}" for digest in digests) or "Not yet"
