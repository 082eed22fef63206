"""The forms of the page that enters a letter: the letter's own columns, and rows in any number."""

from functools import cached_property

from django import forms
from django.core import signing

from correspondence.accounts.models import User
from correspondence.accounts.roles import Act, offices_where
from correspondence.forms import letters
from correspondence.forms.inputs import AreaInput, DayInput
from correspondence.forms.lookups import LookupField
from correspondence.letters.models import Letter, Topic

_SALT = "a file that is kept for a letter"
MOST_ROWS = 400  # of one kind: an argument against a page that never ends


class Offered:
    """A choice among some rows, which are asked for once and only where they are needed."""

    def __init__(self, rows, *, none="", **kwargs):
        self._rows, self.none = rows, none
        super().__init__(choices=self._choices, coerce=self._row, **kwargs)

    def __deepcopy__(self, memo):
        copied = super().__deepcopy__(memo)
        copied.coerce = copied._row
        copied.offer(self._rows)
        return copied

    @cached_property
    def by_key(self):
        return {str(row.pk): row for row in self._rows()}

    def offer(self, rows, none=None):
        """Offer other rows: `rows()` gives them."""
        self._rows, self.none = rows, self.none if none is None else none
        self.__dict__.pop("by_key", None)
        self.choices = self._choices

    def _choices(self):
        first = [("", self.none)] if self.none else []
        return first + [(row.pk, str(row)) for row in self.by_key.values()]

    def _row(self, key):
        return self.by_key.get(str(key))


class OneOf(Offered, forms.TypedChoiceField):
    """One of some rows, or None."""

    def __init__(self, rows, **kwargs):
        super().__init__(rows, empty_value=None, **kwargs)

    def prepare_value(self, value):
        return getattr(value, "pk", value)


class SomeOf(Offered, forms.TypedMultipleChoiceField):
    """Any number of some rows."""

    def __init__(self, rows, **kwargs):
        super().__init__(rows, widget=forms.CheckboxSelectMultiple, empty_value=[], **kwargs)

    def prepare_value(self, value):
        return [getattr(one, "pk", one) for one in value or ()]


class AsTyped:
    """Without Django's checks of the model, a statement for each column: the action asks the same rules."""

    def _post_clean(self):
        pass


class EntryForm(AsTyped, letters.LetterForm):
    """A letter's own columns, in the order of the paper."""

    office = OneOf(list, label="Office")
    dated_on = forms.DateField(label="Date on the letter", widget=DayInput)
    follows = LookupField(
        "letters",
        multiple=True,
        required=False,
        label="Follows",
        help_text="The earlier letters that this one stands on, by reference or subject.",
    )
    topics = SomeOf(list, label="Topics", required=False)
    assigned_to = OneOf(list, none="Nobody", label="Assigned to", required=False)
    sent_on = forms.DateField(label="Sent on", widget=DayInput, required=False)
    delivery = forms.ChoiceField(label="How", choices=Letter.Delivery.choices, required=False)

    class Meta(letters.LetterForm.Meta):
        fields = (
            "office",
            "letterhead",
            "dated_on",
            "salutation",
            "subject",
            "body",
            "due_phrase",
            "due_anchor",
            "due_named_on",
            "due_count",
            "due_unit",
            "closing",
            "kind",
            "topics",
            "hearing_title",
            "hearing_on",
            "assigned_to",
            "release_signed_on",
        )
        labels = {
            "letterhead": "Letterhead",
            "subject": "Subject",
            "body": "The letter's words",
            "due_phrase": "When an answer is asked for, in the letter's words",
            "due_anchor": "Counts from",
            "due_named_on": "Stated day",
            "due_count": "Number",
            "due_unit": "Unit",
            "hearing_title": "Hearing",
            "hearing_on": "Day of the hearing",
            "release_signed_on": "Release signed on",
        }
        widgets = {
            "letterhead": AreaInput(attrs={"rows": 6}),
            "body": AreaInput(attrs={"rows": 16}),
            "due_named_on": DayInput,
            "hearing_on": DayInput,
            "release_signed_on": DayInput,
        }
        help_texts = {"release_signed_on": "Casework: the day on the constituent's privacy release."}

    def __init__(self, *args, user, **kwargs):
        self.user, self.stale = user, False
        super().__init__(*args, **kwargs)
        self.fields["paste"].help_text = "Numbers, letters or bullets, as they stand in the letter."
        self.fields["paste"].label = "Paste a list"
        if self.instance.pk:
            del self.fields["office"]

    def offer(self):
        user = self.user
        offices = [seat.office for seat in user.seats if seat.office_id in offices_where(user, Act.ENTER)]
        offices = [office for office in offices if office.code]
        if "office" in self.fields:
            self.fields["office"].offer(lambda: offices, "Choose" if len(offices) > 1 else "")
            if len(offices) == 1:
                self.fields["office"].initial = offices[0].pk
                self.fields["letterhead"].initial = offices[0].letterhead
        mine = list(user.roles)
        self.fields["assigned_to"].offer(
            lambda: (
                User.objects.filter(memberships__office__in=mine, is_active=True)
                .distinct()
                .order_by("last_name", "first_name")
            )
        )
        self.fields["topics"].offer(lambda: Topic.objects.filter(office__in=mine))
        if self.instance.pk:
            links = self.instance.earlier_links.values_list("earlier", flat=True)
            self.initial["follows"] = list(links)

    def tell_stale(self):
        self.stale = True


class TypedRow(AsTyped):
    """A row of the page. One that holds nothing but its place is not there."""

    more = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["order"].widget = forms.HiddenInput()
        for name, field in self.fields.items():
            if words := getattr(field, "words", ""):  # its text box is this other field's, too
                self.fields[words].widget.attrs["id"] = self[name].auto_id

    def has_changed(self):
        return bool(set(self.changed_data) - {"order", "role", "kind"})


class SignatoryRow(TypedRow, letters.SignatoryForm):
    name = forms.CharField(label="Name as written", max_length=200, required=False)
    person = LookupField("people", words="name", required=False, label="Name as signed")

    class Meta(letters.SignatoryForm.Meta):
        labels = {"title": "Title as written"}


class RecipientRow(TypedRow, letters.RecipientForm):
    name = forms.CharField(label="Name as written", max_length=200, required=False)
    person = LookupField("people", words="name", required=False, label="Name as written")
    agency = LookupField("agencies", required=False, label="Agency that owes the answer")
    more = ("control_number",)

    class Meta(letters.RecipientForm.Meta):
        labels = {
            "role": "Line",
            "title": "Title as written",
            "organization": "Organization as written",
            "address": "Address as written",
        }
        help_texts = {"control_number": ""}


class RequestRow(TypedRow, letters.RequestForm):
    asked_by = LookupField("people", words="asker", required=False, label="Asked by")
    narrowed_to = LookupField(
        "agencies",
        multiple=True,
        required=False,
        label="Put to",
        help_text="Left empty: to every agency on a To line.",
    )
    repeating = LookupField(
        "requests",
        multiple=True,
        required=False,
        label="Repeats",
        help_text="Requests of earlier letters, for example SFRC-2023-0004 2.",
    )
    more = ("lead_in", "part_of", "asked_by", "due_named_on", "narrowed_to", "repeating")

    class Meta(letters.RequestForm.Meta):
        labels = {
            "number": "Number",
            "text": "Words, verbatim",
            "lead_in": "Lead-in, verbatim",
            "due_named_on": "Own due date",
        }
        help_texts = dict.fromkeys(("number", "lead_in", "asker", "due_named_on"), "")


class DocumentRow(TypedRow, letters.DocumentForm):
    """A file. One that came with an earlier try is kept: no browser sends it twice."""

    order = forms.IntegerField(required=False)
    upload = forms.FileField(label="File", required=False, help_text="Up to 50 MB.")
    kept = forms.CharField(required=False, widget=forms.HiddenInput)
    document = None

    class Meta(letters.DocumentForm.Meta):
        labels = {"title": "What it is"}

    def has_file(self, values):
        return super().has_file(values) or self.document is not None

    @property
    def key(self):
        """The id of the file that is kept, as the form's own token has it; None where there is none."""
        return read_token(self["kept"].value())

    def keep(self, document):
        """Let the row hold this file from now on. Its data must be a copy that can be written to."""
        self.document = document
        self.data[self.add_prefix("kept")] = token_of(document)


def token_of(document):
    return signing.dumps(document.pk, salt=_SALT)


def read_token(token):
    try:
        return signing.loads(token, salt=_SALT) if token else None
    except signing.BadSignature:
        return None


class Rows:
    """Rows of one kind: those the letter has, and those typed, each with an index that it keeps.

    Which stand where is told by their `order`; a row taken out keeps what was typed, and can be put back.
    """

    def __init__(self, form, prefix, row_name, data, files, *, kept=(), spare=1):
        self.form, self.prefix, self.row_name = form, prefix, row_name
        self.is_bound = data is not None
        self.foreign = False
        by_key = {str(row.pk): row for row in kept}
        self.all = []
        if self.is_bound:
            total = data.get(f"{prefix}-TOTAL", "0")
            total = min(int(total), MOST_ROWS) if total.isdecimal() else 0
            for n in range(total):
                key = data.get(f"{prefix}-{n}-id", "")
                self.foreign |= bool(key) and key not in by_key
                self._add(n, by_key.get(key), data, files, None, bool(data.get(f"{prefix}-{n}-DELETE")))
        else:
            for row in kept:
                self._add(len(self.all), row, None, None, None)
            for _ in range(spare):
                self._add(len(self.all), None, None, None, {})
            for n, one in enumerate(self.all, start=1):
                one.initial["order"] = n

    def _add(self, n, row, data, files, initial, is_out=False):
        given = {"instance": row} if row is not None else {}
        one = self.form(data, files, prefix=f"{self.prefix}-{n}", initial=initial, **given)
        one.empty_permitted, one.is_out, one.index = row is None, is_out, n
        self.all.append(one)

    @property
    def shown(self):
        """The rows that are there, in their order."""
        rows = [one for one in self.all if not one.is_out]
        rows.sort(key=lambda one: _number(one["order"].value()))
        for place, one in enumerate(rows, start=1):
            one.place, one.is_first, one.is_last = place, place == 1, place == len(rows)
            one.name = one.row_label = f"{self.row_name} {place}"
        return rows

    @property
    def taken_out(self):
        """The rows that were taken out and held something."""
        return [one for one in self.all if one.is_out and (one.instance.pk or one.has_changed())]

    @property
    def forms(self):
        return self.kept_forms()

    def kept_forms(self):
        """The rows to be saved."""
        return [one for one in self.shown if one.instance.pk or one.has_changed()]

    def deleted_keys(self):
        return [one.instance.pk for one in self.all if one.is_out and one.instance.pk]

    def is_valid(self):
        return all(one.is_valid() for one in self.kept_forms()) and not self.foreign

    def non_form_errors(self):
        return ["A row came that is not in this letter. Load the page again."] if self.foreign else []

    def total_error_count(self):
        rows = self.kept_forms() if self.is_bound else []
        return sum(len(one.errors) for one in rows) + len(self.non_form_errors())

    def __iter__(self):
        return iter(self.shown)


def _number(value):
    text = str(value or "")
    return int(text) if text.isdecimal() else 9999
