"""What the list of open requests can be narrowed by. All of it stands in the address."""

from datetime import date

import django_filters
from django.db.models import Exists, OuterRef, Q

from correspondence.directory.models import Agency
from correspondence.forms.inputs import DayInput
from correspondence.letters.models import Part, Signatory, Topic
from correspondence.reports.owed import LETTER, SOON, of_whom

_CONGRESSES = 6  # that can be chosen, the present one first


def congress_of(day):
    """The number of the Congress that sits on a day: each begins on 3 January of an odd year."""
    year = day.year if (day.month, day.day) >= (1, 3) else day.year - 1
    return (year - 1789) // 2 + 1


def days_of(congress):
    """The first day of a Congress, and the first of the next."""
    return date(1787 + 2 * congress, 1, 3), date(1789 + 2 * congress, 1, 3)


def _ordinal(number):
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


class OwedFilter(django_filters.FilterSet):
    agency = django_filters.ChoiceFilter(label="Agency", empty_label="All agencies")
    due = django_filters.ChoiceFilter(
        label="Due",
        empty_label="Whenever",
        choices=[("late", "Overdue"), ("soon", f"Within {SOON} days")],
        method="by_due",
    )
    whose = django_filters.ChoiceFilter(
        label="Assigned to", empty_label="Anybody", choices=[("mine", "Me and nobody")], method="by_whose"
    )
    topic = django_filters.ModelChoiceFilter(
        label="Topic", empty_label="All topics", queryset=Topic.objects.none(), field_name=f"{LETTER}__topics"
    )
    hearing = django_filters.DateFilter(
        label="Day of the hearing", field_name=f"{LETTER}__hearing_on", widget=DayInput
    )
    asker = django_filters.CharFilter(label="Member who asked", method="by_asker")
    signatory = django_filters.CharFilter(label="Signed by", method="by_signatory")
    congress = django_filters.ChoiceFilter(label="Congress", empty_label="All", method="by_congress")

    class Meta:
        model = Part
        fields = ()

    def __init__(self, data, *, queryset, user, today, agencies):
        super().__init__(data, queryset=queryset)
        self.user, self.today = user, today
        present = congress_of(today)
        self.filters["congress"].field.choices = [
            (str(number), _ordinal(number)) for number in range(present, present - _CONGRESSES, -1)
        ]
        self.filters["topic"].queryset = Topic.objects.visible_to(user)
        chosen = (data.get("agency") or "").strip()
        choices = sorted((str(one.agency_id), one.name) for one in agencies)
        if chosen.isdecimal() and chosen not in dict(choices):  # it owes nothing
            found = Agency.objects.filter(pk=int(chosen[:18])).first()
            choices += [(chosen, found.short_name)] if found else []
        self.names = dict(choices)
        self.filters["agency"].field.choices = sorted(choices, key=lambda one: one[1])

    @property
    def agency_id(self):
        """The id of the agency chosen, or None."""
        chosen = self.form.cleaned_data.get("agency") if self.form.is_valid() else ""
        return int(chosen) if chosen else None

    @property
    def agency_name(self):
        return self.names.get(str(self.agency_id), "")

    def by_due(self, parts, name, value):
        if value == "late":
            return parts.filter(due_on__lt=self.today)
        return parts.filter(due_on__range=(self.today, self.today.fromordinal(self.today.toordinal() + SOON)))

    def by_whose(self, parts, name, value):
        return of_whom(parts, self.user, value)

    def by_asker(self, parts, name, value):
        return parts.filter(
            Q(request__asker__icontains=value.strip()) | Q(request__asked_by__name__icontains=value.strip())
        )

    def by_signatory(self, parts, name, value):
        signed = Signatory.objects.filter(letter=OuterRef(LETTER), name__icontains=value.strip())
        return parts.filter(Exists(signed))

    def by_congress(self, parts, name, value):
        begins, ends = days_of(int(value))
        return parts.filter(**{f"{LETTER}__dated_on__gte": begins, f"{LETTER}__dated_on__lt": ends})
