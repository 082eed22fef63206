"""The forms of a response, whichever the door: its facts, and a row for each part that it may answer."""

from django import forms
from django.forms.utils import ErrorDict

from correspondence.accounts.roles import Act, may
from correspondence.core.days import day_of
from correspondence.documents.rules import MAX_SIZE
from correspondence.forms.inputs import AreaInput, DayInput
from correspondence.forms.lookups import LookupField, look_up
from correspondence.responses.models import Answer, Response
from correspondence.responses.rules import JUDGED, PROPOSES_TO_SETTLE, Judgement

AREA = AreaInput(attrs={"rows": 2})


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, each with the limits of one."""

    widget = FilesInput(attrs={"multiple": True})

    def clean(self, data, initial=None):
        files = [super(FilesField, self).clean(one, initial) for one in (data or []) if one]
        if any(one.size > MAX_SIZE for one in files):
            raise forms.ValidationError(
                "A file is larger than 50 MB. Send it in parts, or enter where it lies."
            )
        return files


class ResponseForm(forms.Form):
    """What came: by which channel, when, from whom. `agencies` are those that were asked."""

    files = FilesField(label="Files", required=False, help_text="Up to 50 MB each.")
    agency = forms.TypedChoiceField(
        label="Agency", error_messages={"required": "Choose the agency that it came from."}
    )
    kind = forms.ChoiceField(
        label="Kind",
        choices=[("", "Choose"), *Response.Kind.choices],
        error_messages={"required": "Choose what kind of response it is."},
    )
    channel = forms.ChoiceField(label="By", choices=Response.Channel.choices)
    received_on = forms.DateField(
        label="Received on",
        widget=DayInput,
        error_messages={"required": "Enter the day on which it was received."},
    )
    dated_on = forms.DateField(label="Date on it", required=False, widget=DayInput)
    control_number = forms.CharField(
        label="Agency's control number",
        max_length=80,
        required=False,
        help_text="Put on the letter's To line.",
    )
    signer_name = forms.CharField(
        label="Signed or spoken by", max_length=200, required=False, help_text="Often nobody on the letter."
    )
    signer_title = forms.CharField(label="Title", max_length=300, required=False)
    signer = LookupField(
        "people",
        words="signer_name",
        label="Signed or spoken by",
        required=False,
        help_text="Often nobody on the letter. Kept as written.",
    )
    summary = forms.CharField(label="In a line", required=False, widget=AREA)
    also = LookupField(
        "letters",
        multiple=True,
        label="Also answers these letters",
        required=False,
        help_text="By reference. Logged on each of them in one step, with the same files.",
    )

    def __init__(self, *args, letter, user, agencies, agency, now, **kwargs):
        super().__init__(*args, **kwargs)
        self.letter = letter
        self.fields["agency"].choices = [(one.pk, str(one)) for one in agencies]
        self.fields["agency"].coerce = {str(one.pk): one for one in agencies}.get
        self.fields["agency"].initial = agency.pk if agency else None
        self.fields["received_on"].initial = day_of(now)
        self.take_lookups(user)

    def take_lookups(self, user):
        """Let people and letters be found by this user."""
        look_up(self, user=user)

    def clean_also(self):
        """The other letters, without this one: sent ones of the same office."""
        letters = [one for one in self.cleaned_data["also"] if one.pk != self.letter.pk]
        for one in letters:
            if one.sent_on is None:
                raise forms.ValidationError(f"{one.reference} is a draft: nothing can have answered it.")
            if one.office_id != self.letter.office_id:
                raise forms.ValidationError(f"{one.reference} is another office's letter.")
        return letters


class AnswerForm(forms.Form):
    """How the response answers one part. A row that is left as it is says nothing, and is not kept."""

    outcome = forms.ChoiceField(
        label="Outcome",
        choices=[("", "None"), *Answer.Outcome.choices],
        required=False,
        widget=forms.Select(attrs={"data-proposes": " ".join(sorted(PROPOSES_TO_SETTLE))}),
    )
    settles = forms.BooleanField(label="Settles it", required=False)
    quote = forms.CharField(
        label="Their words", required=False, widget=AreaInput(attrs={"rows": 2, "class": "verbatim"})
    )
    note = forms.CharField(label="Note", required=False, widget=AREA)
    extension_until = forms.DateField(label="Asks for time until", required=False, widget=DayInput)
    promised_on = forms.DateField(label="Promises it by", required=False, widget=DayInput)
    ground = forms.CharField(label="Ground given", max_length=200, required=False)
    pages = forms.IntegerField(label="Pages", min_value=1, required=False)
    bates = forms.CharField(label="Bates range", max_length=120, required=False)
    delivered_where = forms.CharField(label="Delivered where", max_length=200, required=False)
    delivered_on = forms.DateField(label="Delivered on", required=False, widget=DayInput)

    more = (
        "note",
        "extension_until",
        "promised_on",
        "ground",
        "pages",
        "bates",
        "delivered_where",
        "delivered_on",
    )

    def __init__(self, *args, part, user, today, several_letters=False, **kwargs):
        super().__init__(*args, prefix=f"part-{part.pk}", **kwargs)
        self.part = part
        request = part.request
        self.number = request.label
        of = [request.letter.reference] if several_letters else []
        of += [request.asker] if request.asker else []
        self.name = ", ".join([*of, f"request {request.label}"])
        self.name = self.name[:1].upper() + self.name[1:]
        self.heading = request.text
        self.is_late = part.settled_on is None and part.due_on is not None and part.due_on < today
        self.facts = " · ".join([*of, standing_in_words(part, today)])
        if not may(user, Act.SETTLE, request.letter.office):
            del self.fields["settles"]

    def judgement(self):
        """What the row says, as far as it can be read."""
        self.is_valid()
        data = {name: self.cleaned_data[name] for name in JUDGED if name in self.cleaned_data}
        return Judgement(self.part, settles=self.cleaned_data.get("settles", False), **data)


def standing_in_words(part, today):
    """Where a part stands: due 13 Dec 2023, 36 days late."""
    if part.settled_on:
        return f"settled {part.settled_on:%-d %b %Y}"
    if part.due_on is None:
        return "clock paused"
    days = (today - part.due_on).days
    late = f", {days:,} day{'' if days == 1 else 's'} late" if days > 0 else ""
    return f"due {part.due_on:%-d %b %Y}{late}"


class AnswerRows:
    """The rows of one page, keyed by part: what was typed stays with its part, whichever rows are shown."""

    prefix = "rows"
    row_name = "request"
    management_form = ""
    is_bound = True

    def __init__(self, parts, data, user, *, today, initial=None):
        letters = {part.request.letter_id for part in parts}
        self.is_bound = data is not None
        self.forms = [
            AnswerForm(
                data,
                part=part,
                user=user,
                today=today,
                several_letters=len(letters) > 1,
                initial=(initial or {}).get(part.pk),
            )
            for part in parts
        ]

    def __iter__(self):
        return iter(self.forms)

    def __len__(self):
        return len(self.forms)

    def is_valid(self):
        return not sum(not form.is_valid() for form in self.forms)  # all of them are asked

    def judgements(self):
        return [form.judgement() for form in self.forms]

    def total_error_count(self):
        return sum(len(form.errors) for form in self.forms) if self.is_bound else 0

    def non_form_errors(self):
        return []

    def show_faults(self, form, faults):
        """Put the faults that an action found beside their fields; those of no row go to the form."""
        rows = {one.part.pk: one for one in self.forms}
        for fault in faults:
            place = rows.get(fault.part_id, form)
            place.add_error(fault.field if fault.field in place.fields else None, fault.message)

    def show_without_faults(self):
        """What was typed, before anybody said that it is finished."""
        for form in self.forms:
            form.full_clean()
            form._errors = ErrorDict()

    @property
    def media(self):
        return forms.Media(js=["js/respond.js"])

    def is_multipart(self):
        return False
