"""The list of letters: its columns, its order, its search; a fixed number of queries a page."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import F

from correspondence.admin.base import ScopedHistoryAdmin, today
from correspondence.admin.letters import bulk
from correspondence.admin.letters.filters import (
    AgencyFilter,
    AssignedFilter,
    OfficeFilter,
    StateFilter,
    YearFilter,
)
from correspondence.letters.queries import with_words
from correspondence.responses.standing import State, standings
from correspondence.templatetags.marks import day, mark_html, progress_html

_MARKS = {
    State.WAITING: "open",
    State.PAUSED: "open",
    State.ASKED_AGAIN: "up",
}


def state_mark(standing):
    """The mark and words of where a letter stands."""
    return mark_html(_MARKS.get(standing.state, standing.state.value), standing.words)


class LetterList(ChangeList):
    """A page of letters without their long texts, with where each stands, in a fixed number of queries."""

    def get_queryset(self, request, **kwargs):
        return super().get_queryset(request, **kwargs).defer("body", "letterhead")

    def get_ordering(self, request, queryset):
        """By next due, what has nothing due comes last, and an index gives the order."""
        ordering = super().get_ordering(request, queryset)
        if ordering[0] == "next_due_on":
            return [F("next_due_on").asc(nulls_last=True), "id"]
        if ordering[0] == "-next_due_on":
            return [F("next_due_on").desc(nulls_first=True), "-id"]
        return ordering

    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)
        stands = standings(self.result_list, today())
        for letter in self.result_list:
            letter.standing = stands[letter.pk]


class LetterListAdmin(ScopedHistoryAdmin):
    """What `LetterAdmin` shows as a list."""

    list_display = ("reference", "dated", "subject", "to", "progress", "next_due", "state")
    list_display_links = ("reference",)
    sortable_by = ("reference", "dated", "next_due")
    list_filter = (StateFilter, AgencyFilter, AssignedFilter, YearFilter, OfficeFilter)
    search_fields = ("reference", "subject")
    search_help_text = "Reference, subject, person or agency"
    actions = (bulk.mark_as_sent, bulk.assign_to, bulk.generate_reminders, bulk.export_csv)
    ordering = ("-dated_on", "-id")

    def get_list_display(self, request):
        """With the office, for somebody who is a member of several."""
        return ("office", *self.list_display) if len(request.user.roles) > 1 else self.list_display

    def get_changelist(self, request, **kwargs):
        return LetterList

    @admin.display(description="Date", ordering="dated_on")
    def dated(self, letter):
        return day(letter.dated_on)

    @admin.display(description="To")
    def to(self, letter):
        return ", ".join(letter.standing.to) or "–"

    @admin.display(description="Settled")
    def progress(self, letter):
        its = letter.standing
        return progress_html(its.settled, its.late, its.open + its.again)

    @admin.display(description="Next due", ordering="next_due_on")
    def next_due(self, letter):
        return day(letter.next_due_on) if letter.next_due_on else "–"

    @admin.display(description="State")
    def state(self, letter):
        return state_mark(letter.standing)

    def get_search_results(self, request, queryset, search_term):
        return with_words(queryset, search_term), False

    def get_actions(self, request):
        found = super().get_actions(request)
        found.pop("delete_selected", None)  # drafts are deleted one by one, knowingly
        return found
