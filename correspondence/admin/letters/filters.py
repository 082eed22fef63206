"""Filters of the letter list. Each reads an index; none counts."""

from django.contrib import admin
from django.db.models import OuterRef, Subquery

from correspondence.accounts.models import User
from correspondence.admin.base import today
from correspondence.directory.models import Agency, Office
from correspondence.letters.models import Letter, Recipient
from correspondence.responses.queries import STATES, in_state


class OfficeFilter(admin.SimpleListFilter):
    """Only for somebody who is a member of several offices."""

    title = "office"
    parameter_name = "office"

    def lookups(self, request, model_admin):
        offices = (
            Office.objects.filter(pk__in=list(request.user.roles)) if len(request.user.roles) > 1 else ()
        )
        return [(str(office.pk), office.name) for office in offices]

    def queryset(self, request, queryset):
        return queryset.filter(office=self.value()) if (self.value() or "").isdecimal() else queryset


class StateFilter(admin.SimpleListFilter):
    title = "requests"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return STATES

    def queryset(self, request, queryset):
        return in_state(queryset, self.value(), today())


class AgencyFilter(admin.SimpleListFilter):
    title = "agency"
    parameter_name = "agency"

    def lookups(self, request, model_admin):
        offices = list(request.user.roles)
        # A subquery, not Exists, which PostgreSQL would make a join of all recipients.
        written_to = Recipient.objects.filter(agency=OuterRef("pk"), letter__office__in=offices)
        agencies = Agency.objects.alias(written_to=Subquery(written_to.order_by().values("pk")[:1]))
        agencies = agencies.exclude(written_to=None).only("name", "kind", "acronym")
        return sorted(((str(agency.pk), agency.short_name) for agency in agencies), key=lambda pair: pair[1])

    def queryset(self, request, queryset):
        return queryset.addressed_to(self.value()) if (self.value() or "").isdecimal() else queryset


class AssignedFilter(admin.SimpleListFilter):
    title = "assigned to"
    parameter_name = "assigned"

    def lookups(self, request, model_admin):
        others = User.objects.filter(memberships__office__in=list(request.user.roles)).exclude(
            pk=request.user.pk
        )
        rows = [(str(user.pk), str(user)) for user in others.distinct().order_by("last_name", "first_name")]
        return [("me", "Me"), ("nobody", "Nobody"), *rows]

    def queryset(self, request, queryset):
        value = self.value() or ""
        if value == "me":
            return queryset.filter(assigned_to=request.user)
        if value == "nobody":
            return queryset.filter(assigned_to=None)
        return queryset.filter(assigned_to=value) if value.isdecimal() else queryset


class YearFilter(admin.SimpleListFilter):
    """By the year of the letter's date: two look-ups, where Django's date hierarchy reads every date."""

    title = "year"
    parameter_name = "year"

    def lookups(self, request, model_admin):
        days = Letter.objects.filter(office=OuterRef("pk")).values("dated_on")
        ends = Office.objects.filter(pk__in=list(request.user.roles)).values_list(
            Subquery(days.order_by("dated_on")[:1]), Subquery(days.order_by("-dated_on")[:1])
        )
        years = [day.year for pair in ends for day in pair if day]
        return [(str(year), str(year)) for year in range(max(years), min(years) - 1, -1)] if years else []

    def queryset(self, request, queryset):
        value = self.value() or ""
        if value.isdecimal() and 1 <= int(value) <= 9999:
            return queryset.filter(dated_on__range=(f"{int(value):04}-01-01", f"{int(value):04}-12-31"))
        return queryset
