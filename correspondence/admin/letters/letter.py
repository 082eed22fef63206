"""The letter's form and list. Every write ends in one action of `letters.actions`."""

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, TextField
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_date

from correspondence.accounts.roles import Act
from correspondence.admin.acts import act_view
from correspondence.admin.base import ScopedHistoryAdmin, today
from correspondence.admin.letters import bulk
from correspondence.admin.letters.acts import LETTER_ACTS
from correspondence.admin.letters.filters import (
    AgencyFilter,
    AssignedFilter,
    OfficeFilter,
    StateFilter,
    YearFilter,
)
from correspondence.admin.letters.forms import DayInput, LetterForm
from correspondence.admin.letters.inlines import (
    DocumentInline,
    RecipientInline,
    RequestInline,
    SignatoryInline,
)
from correspondence.admin.letters.neighbours import neighbours
from correspondence.admin.responses.respond import respond
from correspondence.core.refusals import Cannot
from correspondence.directory.models import Office, Person
from correspondence.directory.queries import post_on, seat_on
from correspondence.documents.actions import store_document
from correspondence.letters import actions
from correspondence.letters.deadlines import first_due, not_a_working_day
from correspondence.letters.models import Letter, Recipient, Signatory
from correspondence.letters.rules import LETTER_AS_WRITTEN
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

    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)
        stands = standings(self.result_list, today())
        for letter in self.result_list:
            letter.standing = stands[letter.pk]


@admin.register(Letter)
class LetterAdmin(ScopedHistoryAdmin):
    form = LetterForm
    inlines = (SignatoryInline, RecipientInline, RequestInline, DocumentInline)
    list_display = ("reference", "dated", "subject", "to", "progress", "next_due", "state")
    list_display_links = ("reference",)
    sortable_by = ("reference", "dated", "next_due")
    list_filter = (StateFilter, AgencyFilter, AssignedFilter, YearFilter, OfficeFilter)
    search_fields = ("reference", "subject")
    search_help_text = "Reference, subject, person or agency"
    autocomplete_fields = ("topics",)
    actions = (bulk.mark_as_sent, bulk.assign_to, bulk.generate_reminders, bulk.export_csv)
    ordering = ("-dated_on", "-id")
    act_to_delete = Act.DELETE_DRAFT
    line_names = {"kind": "Letter", "due_phrase": "When", "due_anchor": "Counted", "hearing_title": "Hearing"}
    formfield_overrides = {TextField: {"widget": admin.widgets.AdminTextareaWidget}}

    class Media:
        js = ("admin/js/jquery.init.js", "js/officials.js")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("office", "assigned_to", "sent_by")

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
        """Each word in the reference, the subject, a name, a title or an agency of the letter."""
        for word in search_term.split():
            people = Q(name__icontains=word) | Q(title__icontains=word)
            recipients = people | Q(organization__icontains=word) | Q(agency__name__icontains=word)
            queryset = queryset.filter(
                Q(reference__icontains=word)
                | Q(subject__icontains=word)
                | Exists(
                    Recipient.objects.filter(
                        recipients | Q(agency__acronym__iexact=word), letter=OuterRef("pk")
                    )
                )
                | Exists(Signatory.objects.filter(people, letter=OuterRef("pk")))
            )
        return queryset, False

    # The form

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(
            form.__name__, (form,), {"user": request.user, "refusal": getattr(request, "refusal", None)}
        )

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.get_internal_type() == "DateField":
            kwargs["widget"] = DayInput
        return super().formfield_for_dbfield(db_field, request, **kwargs)

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
                    "description": "Enter the phrase as written: the rest is read from it, and stays editable.",
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
        due = first_due(letter, sent_on=letter.sent_on or letter.dated_on)
        flag = not_a_working_day(due.on)
        return f"{due.on:%A, %-d %B %Y}. {due.why}" + (f" Mind: that day is {flag}." if flag else "")

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
        acts = [
            {
                "label": act.label,
                "url": reverse("admin:correspondence_letter_act", args=[letter.pk, act.name]),
                "primary": act.name == "send",
            }
            for act in LETTER_ACTS.values()
            if act.is_open_to(request.user, letter, letter.office)
        ]
        if letter.sent_on and self.has_change_permission(request, letter):
            url = reverse("admin:correspondence_letter_respond", args=[letter.pk])
            acts.insert(0, {"label": "Log a response", "url": url, "primary": True})
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
        now, data = timezone.now(), form.cleaned_data
        for formset in formsets:
            formset.save(commit=False)  # tells Django what changed, and writes nothing
        signatories, recipients, requests, documents = formsets
        letter = form.instance
        office = letter.office if change else data["office"]
        # A letter that was sent keeps its date, which is not in the form then.
        dated_on = data.get("dated_on") or letter.dated_on
        rows = {
            "signatories": [one.row(dated_on, office) for one in signatories.kept_forms()],
            "recipients": [one.row(dated_on) for one in recipients.kept_forms()],
            "requests": [one.row() for one in requests.kept_forms()],
        }
        links = {"topics": data.get("topics", ()), "follows": data.get("follows", ())}
        files = [
            (
                store_document(office, one.cleaned_data["upload"], by=request.user, now=now),
                one.cleaned_data["title"],
            )
            for one in documents.kept_forms()
            if one.cleaned_data.get("upload")
        ]
        given = {"documents": files, "by": request.user, "now": now} | links
        if change and Letter.objects.filter(pk=letter.pk, sent_on__isnull=False).exists():
            by_id = {
                name: {row["id"]: _links_of(row) for row in its if row["id"]} for name, its in rows.items()
            }
            saved = actions.link_sent(
                letter, assigned_to=data.get("assigned_to"), rows=by_id, version=data.get("version"), **given
            )
        else:
            pasted = form.pasted_requests()
            rows["requests"] = _with_pasted(rows["requests"], pasted)
            facts = {name: value for name, value in data.items() if name in actions.LETTER_COLUMNS}
            if change:
                gone = [one.instance.pk for one in documents.deleted_forms if one.instance.pk]
                saved = actions.revise_draft(
                    letter, facts=facts, version=data.get("version"), detach=gone, **rows, **given
                )
            else:
                saved = actions.enter_letter(office, facts=facts, **rows, **given)
            if pasted:
                count = len(pasted)
                messages.info(
                    request, "1 request was" if count == 1 else f"{count} requests were made from the list."
                )
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

    def get_actions(self, request):
        found = super().get_actions(request)
        found.pop("delete_selected", None)  # drafts are deleted one by one, knowingly
        return found

    # Pages of its own

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("official/", wrap(self.official_view), name="correspondence_letter_official"),
            path("bulk/<slug:name>/", wrap(self.bulk_view), name="correspondence_letter_bulk"),
            path("<int:pk>/acts/<slug:name>/", wrap(self.act_view), name="correspondence_letter_act"),
            path("<int:pk>/respond/", wrap(self.respond_view), name="correspondence_letter_respond"),
            *super().get_urls(),
        ]

    def _letter_or_404(self, request, pk):
        letter = self.get_queryset(request).filter(pk=pk).first()
        if letter is None:
            raise Http404
        return letter

    def act_view(self, request, pk, name):
        """One act on one letter."""
        letter = self._letter_or_404(request, pk)
        if name not in LETTER_ACTS:
            raise Http404
        back = reverse("admin:correspondence_letter_change", args=[pk])
        return act_view(self, request, letter, LETTER_ACTS[name], back_url=back, office=letter.office)

    def respond_view(self, request, pk):
        """Log a response to this letter."""
        return respond(self, request, self._letter_or_404(request, pk))

    def bulk_view(self, request, name):
        """An act on the letters that were ticked in the list."""
        return bulk.bulk_view(self, request, name)

    def official_view(self, request):
        """What to fill in for a person who was chosen: their post on a day, as JSON."""
        if not request.user.roles:
            raise PermissionDenied
        given = request.GET
        on = _day(given.get("on", "")) or today()
        person = (
            Person.objects.filter(pk=given["person"]).first() if given.get("person", "").isdecimal() else None
        )
        if person is None:
            raise Http404
        found = {"name": person.name}
        if given.get("office", "").isdecimal():
            office = Office.objects.filter(pk=given["office"], pk__in=list(request.user.roles)).first()
            seat = seat_on(person, office, on) if office else None
            found["title"] = seat.title if seat else ""
        elif post := post_on(person, on):
            agency = post.agency
            found |= {
                "title": post.title,
                "organization": agency.name,
                "address": agency.address,
                "agency": {"id": agency.pk, "text": str(agency)},
            }
        return JsonResponse(found)


def _day(text):
    try:
        return parse_date(text)
    except ValueError:
        return None


def _links_of(row):
    return {
        name: row[name]
        for name in ("person", "seat", "appointment", "control_number", "asked_by")
        if name in row
    }


def _with_pasted(rows, items):
    """The typed rows, then the pasted ones, in places after theirs."""
    last = max((row["place"] or 0 for row in rows), default=0)
    for n, row in enumerate(rows):
        row["place"] = row["place"] or last + n + 1
    start = max((row["place"] for row in rows), default=0) + 1
    return [
        *rows,
        *(
            {
                "place": start + n,
                "number": item.number,
                "lead_in": item.lead_in,
                "text": item.text,
                "parent_place": None if item.parent is None else start + item.parent,
            }
            for n, item in enumerate(items)
        ),
    ]
