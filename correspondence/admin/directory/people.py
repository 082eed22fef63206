"""People: Members with their terms and seats, officials with their posts."""

from django import forms
from django.contrib import admin
from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, Value, When

from correspondence.admin.base import today
from correspondence.admin.directory.shared import DirectoryAdmin, PostInline, ToReadOnly
from correspondence.directory.finding import begins_a_word
from correspondence.directory.models import Appointment, Person, Seat, Term


class TermInline(ToReadOnly, admin.TabularInline):
    model = Term
    fields = ("held_from", "held_to", "chamber", "state", "district", "party")
    verbose_name_plural = "Terms in Congress, from the import"


class SeatInline(ToReadOnly, admin.TabularInline):
    model = Seat
    fields = ("held_from", "held_to", "side", "rank", "office", "title")
    verbose_name_plural = "Seats on committees"
    show_change_link = True
    ordering = ("-held_from", "office__name")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("office", "person")


class PostOfPersonInline(PostInline):
    fields = ("title", "agency", "held_from", "held_to")
    autocomplete_fields = ("agency",)
    verbose_name_plural = "Posts in agencies"


class InOfficeFilter(admin.SimpleListFilter):
    title = "what they are today"
    parameter_name = "now"

    def lookups(self, request, model_admin):
        return [
            ("senate", "Senators"),
            ("house", "Representatives"),
            ("post", "In an agency"),
            ("none", "Neither"),
        ]

    def queryset(self, request, queryset):
        terms = Term.objects.on(today()).filter(person=OuterRef("pk"))
        posts = Appointment.objects.on(today()).filter(person=OuterRef("pk"))
        match self.value():
            case "senate" | "house":
                return queryset.filter(Exists(terms.filter(chamber=self.value())))
            case "post":
                return queryset.filter(Exists(posts))
            case "none":
                return queryset.filter(~Exists(terms), ~Exists(posts))
        return queryset


class PersonForm(forms.ModelForm):
    """People are found by their last name, so it must be there."""

    class Meta:
        model = Person
        fields = ("name", "first_name", "last_name", "bioguide_id")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "last_name" in self.fields:
            self.fields["last_name"].required = True


@admin.register(Person)
class PersonAdmin(DirectoryAdmin):
    form = PersonForm
    list_display = ("name", "what_they_are", "bioguide_id")
    list_filter = (InOfficeFilter,)
    search_fields = ("last_name", "first_name", "name", "bioguide_id")
    search_help_text = "How a name begins, or the Bioguide id"
    inlines = (PostOfPersonInline, SeatInline, TermInline)

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .prefetch_related(
                Prefetch(
                    "appointments",
                    Appointment.objects.on(today()).order_by(F("held_from").desc(nulls_last=True)),
                    to_attr="posts_today",
                ),
                Prefetch("terms", Term.objects.on(today()), to_attr="terms_today"),
            )
        )

    def matches(self, word):
        return (
            Q(last_name__istartswith=word)
            | Q(first_name__istartswith=word)
            | begins_a_word("name", word)
            | Q(bioguide_id__istartswith=word)
        )

    def best_first(self, queryset, words):
        by_last_name = Case(When(last_name__istartswith=words, then=Value(0)), default=Value(1))
        return queryset.order_by(by_last_name, "last_name", "first_name", "name", "pk")

    def choice_name(self, person):
        told_by = [part for part in (self.what_they_are(person), person.bioguide_id) if part]
        return f"{person} ({'; '.join(told_by)})" if told_by else str(person)

    @admin.display(description="today", empty_value="–")
    def what_they_are(self, person):
        posts = [post.title for post in person.posts_today]
        terms = [f"{term.get_chamber_display()}, {_constituency(term)}" for term in person.terms_today]
        return "; ".join(posts or terms[:1])


@admin.register(Seat)
class SeatAdmin(DirectoryAdmin):
    """A seat, opened from its person or office: for what changes between two imports."""

    list_display = ("person", "committee", "title", "side", "rank", "held_from", "held_to")
    list_select_related = ("person", "office")
    list_filter = ("side",)
    search_fields = ("person__last_name", "office__name")
    autocomplete_fields = ("person", "office")

    def matches(self, word):
        return Q(person__last_name__istartswith=word) | begins_a_word("office__name", word)

    @admin.display(description="office", ordering="office__name")
    def committee(self, seat):
        return seat.office

    def has_module_permission(self, request):
        return False


def _constituency(term):
    return f"{term.state}-{term.district}" if term.district else term.state
