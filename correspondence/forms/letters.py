"""A letter and its rows as they are typed, whichever door they are typed at, into what the actions take.

The admin and the web form each put their own fields for people, agencies and earlier letters over these.
"""

from django import forms
from django.forms.models import BaseInlineFormSet

from correspondence.accounts.models import User
from correspondence.accounts.roles import Act, offices_where
from correspondence.core.text import split_list
from correspondence.directory.models import Office
from correspondence.directory.queries import post_on, posts_on, seat_on, seats_on
from correspondence.forms.inputs import AreaInput, DayInput
from correspondence.letters.deadlines import first_due, not_a_working_day, read_due_phrase
from correspondence.letters.models import (
    FollowUpRequest,
    Letter,
    LetterDocument,
    Recipient,
    Signatory,
    Topic,
)
from correspondence.letters.rules import faults_of_letter

LARGEST_FILE = 50 * 1024 * 1024
_LACKING = {
    "office": "Choose the office whose letter it is.",
    "subject": "Enter what the letter is about.",
    "dated_on": "Enter the date on the letter.",
}
_TERMS = ("due_anchor", "due_named_on", "due_count", "due_unit")


class LetterForm(forms.ModelForm):
    """A letter's own columns. Rows are in formsets. A subclass says who types (`user`), and has `follows`."""

    user = refusal = None
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    paste = forms.CharField(
        widget=AreaInput(attrs={"rows": 4}),
        required=False,
        strip=False,
        label="Paste a list",
        help_text="A numbered, lettered or bulleted list, as it stands in the letter: each item becomes a "
        "request below when you save, the words before the first become their lead-in.",
    )

    class Meta:
        model = Letter
        fields = ()  # the door says which

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version if self.instance.pk else None
        for name in _LACKING.keys() & self.fields.keys():
            self.fields[name].error_messages["required"] = _LACKING[name]
        self.offer()

    def offer(self):
        """Say what may be chosen."""
        if "office" in self.fields:
            offices = Office.objects.filter(pk__in=offices_where(self.user, Act.ENTER), code__isnull=False)
            self.fields["office"].queryset = offices
            self.fields["office"].empty_label = None if len(offices) == 1 else "Choose"
            if len(offices) == 1:
                self.fields["office"].initial = offices[0].pk
                self.fields["letterhead"].initial = offices[0].letterhead
        if "assigned_to" in self.fields:
            self.fields["assigned_to"].queryset = (
                User.objects.filter(memberships__office__in=list(self.user.roles), is_active=True)
                .distinct()
                .order_by("last_name", "first_name")
            )
            self.fields["assigned_to"].empty_label = "Nobody"
        if "topics" in self.fields:
            self.fields["topics"].queryset = Topic.objects.filter(office__in=list(self.user.roles))
        if "follows" in self.fields and self.instance.pk:
            self.initial["follows"] = list(self.instance.earlier_links.values_list("earlier", flat=True))

    def clean(self):
        facts = super().clean()
        if self.refusal:
            self.add_error(
                self.refusal.field if self.refusal.field in self.fields else None, self.refusal.message
            )
            return facts
        if self.is_stale(facts):
            self.tell_stale()
        if "due_phrase" in self.fields:
            self._read_due_phrase(facts)
        if "subject" in self.fields:
            for field, message in faults_of_letter(facts).items():
                if field not in self.errors and field in self.fields:
                    self.add_error(field, message)
        return facts

    def is_stale(self, facts):
        """Whether somebody has saved the letter since this form was opened."""
        version = facts.get("version")
        return bool(self.instance.pk and version is not None and version != self.instance.version)

    def tell_stale(self):
        """Say so. A door that shows both versions says it in its own way."""
        self.add_error(
            None,
            "Somebody has saved this letter since you opened it. Nothing of yours is lost: it stands "
            "below. Open the letter in another window, compare, and enter there what is still missing.",
        )

    def _read_due_phrase(self, facts):
        """Take the terms from the phrase, unless the person has entered terms of their own."""
        phrase = facts.get("due_phrase", "")
        typed = any(name in self.changed_data for name in _TERMS)
        if typed or not phrase or ("due_phrase" not in self.changed_data and facts.get("due_anchor")):
            return
        terms = read_due_phrase(phrase, facts.get("dated_on"))
        facts["due_anchor"], facts["due_named_on"] = terms.anchor, terms.named_on
        facts["due_count"], facts["due_unit"] = terms.count, terms.unit

    def pasted_requests(self):
        """The rows of the pasted list, in the shape the action takes; places count on from the last row."""
        return split_list(self.cleaned_data.get("paste") or "")


class RowForm(forms.ModelForm):
    """A row with its order as a number: rows are numbered anew from it, so that two can change places."""

    order = forms.IntegerField(
        label="Order",
        required=False,
        min_value=1,
        max_value=9999,
        widget=forms.NumberInput(attrs={"size": 3}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["order"] = self.instance.place

    def _get_validation_exclusions(self):
        # The place is given by the action, which knows all rows.
        return super()._get_validation_exclusions() | {"place", "letter"}

    def row(self, columns):
        """This row as the action takes it."""
        values = {name: self.cleaned_data[name] for name in columns if name in self.cleaned_data}
        return values | {"id": self.instance.pk, "place": self.cleaned_data.get("order")}


class SignatoryForm(RowForm):
    class Meta:
        model = Signatory
        fields = ("name", "title", "person")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "name" in self.fields:
            self.fields["name"].required = False

    def clean(self):
        values = super().clean()
        if "name" not in self.fields:
            return values
        if person := values.get("person"):
            values["name"] = values.get("name") or person.name
        elif not values.get("name") and "name" not in self.errors:
            self.add_error("name", "Enter the name as it is signed, or choose the person.")
        return values

    def row(self, seats):
        """This row as the action takes it, with the seat the person held; `seats` are by person."""
        values = super().row(("name", "title", "person"))
        seat = seats.get(values.get("person"))
        values["seat"] = seat
        if seat and not values.get("title"):
            values["title"] = seat.title
        return values


class RecipientForm(RowForm):
    class Meta:
        model = Recipient
        fields = ("role", "name", "title", "organization", "address", "person", "agency", "control_number")
        widgets = {"address": AreaInput(attrs={"rows": 2})}

    def clean(self):
        values = super().clean()
        if values.get("person") and not values.get("name") and "name" in self.fields:
            values["name"] = values["person"].name
        said = any(values.get(key) for key in ("name", "title", "organization"))
        if not said and values.get("agency") and "organization" in self.fields:
            values["organization"] = values["agency"].name
        elif not said and "name" in self.fields:
            self.add_error("name", "Enter a name, a title or an organization.")
        return values

    def row(self, posts):
        """This row as the action takes it: an official fills what was left empty; `posts` are by person."""
        values = super().row(self.Meta.fields)
        post = posts.get(values.get("person"))
        values["appointment"] = post
        if post:
            values["title"] = values.get("title") or post.title
            values["agency"] = values.get("agency") or post.agency
            values["organization"] = values.get("organization") or post.agency.name
            values["address"] = values.get("address") or post.agency.address
        return values


class RequestForm(RowForm):
    """A subclass has `narrowed_to` (agencies) and `repeating` (earlier requests)."""

    order = forms.IntegerField(
        label="Place",
        required=False,
        min_value=1,
        max_value=9999,
        widget=forms.NumberInput(attrs={"size": 3}),
    )
    part_of = forms.IntegerField(
        label="Sub-item of place", required=False, min_value=1, max_value=9999, widget=forms.NumberInput()
    )

    class Meta:
        model = FollowUpRequest
        fields = ("number", "lead_in", "text", "kind", "asker", "asked_by", "due_named_on")
        widgets = {
            "text": AreaInput(attrs={"rows": 2, "class": "verbatim"}),
            "lead_in": AreaInput(attrs={"rows": 2, "class": "verbatim"}),
            "due_named_on": DayInput,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "text" in self.fields:
            self.fields["text"].error_messages["required"] = "Enter the words of the request."
        if self.instance.pk:
            self.initial["part_of"] = self.instance.parent.place if self.instance.parent_id else None
            self.initial["narrowed_to"] = [link.agency_id for link in self.instance.narrowed.all()]
            self.initial["repeating"] = [link.earlier_id for link in self.instance.repeat_links.all()]

    def row(self):
        values = super().row(self.Meta.fields)
        data = self.cleaned_data
        return values | {
            "parent_place": data.get("part_of"),
            "put_to": data.get("narrowed_to", ()),
            "repeats": data.get("repeating", ()),
        }


class DocumentForm(forms.ModelForm):
    upload = forms.FileField(
        label="File",
        required=False,
        help_text="Up to 50 MB. Nothing classified: enter where it was delivered.",
    )

    class Meta:
        model = LetterDocument
        fields = ("title",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:  # the file stays the one it is
            self.fields["upload"].disabled = True
            self.fields["upload"].widget = forms.HiddenInput()

    def clean(self):
        values = super().clean()
        if not self.instance.pk and not self.has_file(values) and "upload" not in self.errors:
            self.add_error("upload", "Choose the file.")
        return values

    def has_file(self, values):
        return bool(values.get("upload"))

    def clean_upload(self):
        upload = self.cleaned_data.get("upload")
        if upload and upload.size > LARGEST_FILE:
            raise forms.ValidationError("It is larger than 50 MB. Send it in parts, or enter where it lies.")
        return upload


class RowFormSet(BaseInlineFormSet):
    """Rows whose place the action gives: two may claim the same, and are taken in the order they stand."""

    def clean(self):
        super().clean()
        if any(form.instance.pk is None for form in self.initial_forms):
            raise forms.ValidationError(
                "A row came with the form that is not in this letter, or not any more. Load the page again."
            )

    def validate_unique(self):
        """Left to the action, which numbers the rows anew."""

    def kept_forms(self):
        """The forms that hold a row, without those to be deleted and the spare ones left empty."""
        return [
            form
            for form in self.forms
            if not (self.can_delete and self._should_delete_form(form))
            and (form.instance.pk or form.has_changed())
        ]


def official_on(person, on, office=None):
    """What to fill in for a person who was chosen: a seat in an office, or a post, held on a day."""
    found = {"name": person.name}
    if office is not None:
        seat = seat_on(person, office, on)
        return found | {"title": seat.title if seat else ""}
    if post := post_on(person, on):
        agency = post.agency
        found |= {
            "title": post.title,
            "organization": agency.name,
            "address": agency.address,
            "agency": {"id": agency.pk, "text": str(agency)},
        }
    return found


def due_in_words(letter):
    """When an answer to a letter is due by its phrase, and why; from the day it was sent, or is dated."""
    due = first_due(letter, sent_on=letter.sent_on or letter.dated_on)
    flag = not_a_working_day(due.on)
    return f"{due.on:%A, %-d %B %Y}. {due.why}" + (f" Mind: that day is {flag}." if flag else "")


def typed_rows(signatories, recipients, requests, *, dated_on, office):
    """The rows of three formsets as the actions take them, with seats and posts as of the letter's day."""
    signed, addressed = signatories.kept_forms(), recipients.kept_forms()
    seats = seats_on(_people(signed), office, dated_on)
    posts = posts_on(_people(addressed), dated_on)
    return {
        "signatories": [one.row(seats) for one in signed],
        "recipients": [one.row(posts) for one in addressed],
        "requests": [one.row() for one in requests.kept_forms()],
    }


def _people(rows):
    return [person for one in rows if (person := one.cleaned_data.get("person"))]


def links_of(row):
    """What stays editable of a row once its letter is sent."""
    names = ("person", "seat", "appointment", "control_number", "asked_by")
    return {name: row[name] for name in names if name in row}


def with_pasted(rows, items):
    """The typed requests, then the pasted ones, in places after theirs."""
    start = max((row["place"] or 0 for row in rows), default=0) + 1
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
