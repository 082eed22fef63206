"""What can be done to a letter besides typing it: the forms of the acts, and which act they call."""

from django import forms

from correspondence.accounts.roles import Act
from correspondence.directory.models import Agency
from correspondence.followups.actions import correct_letter, log_contact, take_back_sending
from correspondence.followups.models import Contact
from correspondence.forms.acts import WHY, ActForm, Done, ReasonForm, RecordAct
from correspondence.forms.inputs import AreaInput, DayInput
from correspondence.forms.letter_filing import FILING_ACTS
from correspondence.letters import actions as letters
from correspondence.letters.models import Decision, Letter, Part
from correspondence.letters.rules import LETTER_AS_WRITTEN

_LONGEST_ID = 18  # digits: what is longer is the number of no row
_MUST_SAY = {"signatories": "name", "recipients": "name", "requests": "text"}


class PartField(forms.ModelMultipleChoiceField):
    """Requests to choose from, each with its agency where the letter has more than one."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {
        "required": "Tick at least one request.",
        "invalid_choice": "A request that you ticked is not among these any more.",
    }

    def clean(self, value):
        if any(not str(pk).isdecimal() or len(str(pk)) > _LONGEST_ID for pk in value or ()):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().clean(value)

    def label_from_instance(self, part):
        words = part.request.text if len(part.request.text) < 140 else part.request.text[:139].rstrip() + "…"
        due = f", due {part.due_on:%-d %b %Y}" if part.due_on else ", clock paused"
        return f"{part.request.label}. {words} ({part.agency.short_name}{'' if part.settled_on else due})"


class PartsForm(ActForm):
    """With the parts that the act may be done to, all ticked where there is one."""

    parts = PartField(Part.objects.none(), label="Requests")
    state = "open"

    def prepare(self):
        self.fields["parts"].queryset = of_letter(self.record, self.state)
        if self.fields["parts"].queryset.count() == 1:
            self.fields["parts"].initial = [part.pk for part in self.fields["parts"].queryset]


def of_letter(letter, state):
    """The parts of a letter that are in a state: open, running, paused, settled, or all (a name each)."""
    parts = Part.objects.filter(request__letter=letter).select_related("request", "agency")
    match state:
        case "open":
            return parts.open()
        case "running":
            return parts.open().filter(due_on__isnull=False)
        case "paused":
            return parts.open().filter(due_on=None)
        case "settled":
            return parts.filter(settled_on__isnull=False)
    return parts


class SendForm(ActForm):
    on = forms.DateField(label="Sent on", widget=DayInput)
    delivery = forms.ChoiceField(label="How", choices=Letter.Delivery.choices, initial=Letter.Delivery.EMAIL)

    def prepare(self):
        self.fields["on"].initial = self.record.dated_on if self.record.dated_on <= self.today else None


class SettleForm(PartsForm):
    ground = forms.ChoiceField(label="On the ground", choices=Decision.Ground.choices)
    on = forms.DateField(label="Settled on", widget=DayInput)
    why = forms.CharField(label="Note", required=False, **WHY)
    state = "all"

    def prepare(self):
        super().prepare()
        self.fields["on"].initial = self.today


class ReopenForm(PartsForm):
    due_on = forms.DateField(label="New due date", widget=DayInput)
    why = forms.CharField(label="Why", **WHY)
    state = "settled"


class UndoForm(PartsForm):
    state = "settled"


class ExtendForm(PartsForm):
    to = forms.DateField(label="New due date", widget=DayInput)
    why = forms.CharField(label="Why", required=False, **WHY)
    state = "running"


class RefuseForm(PartsForm):
    asked_until = forms.DateField(label="The agency asked for time until", required=False, widget=DayInput)
    why = forms.CharField(label="Why", **WHY)


class PauseForm(PartsForm):
    why = forms.CharField(label="What the office owes the agency first", **WHY)
    state = "running"


class ResumeForm(PartsForm):
    due_on = forms.DateField(label="New due date", widget=DayInput)
    why = forms.CharField(label="Note", required=False, **WHY)
    state = "paused"


class MoveForm(ActForm):
    part = forms.ModelChoiceField(Part.objects.none(), label="Request")
    to_agency = forms.ModelChoiceField(Agency.objects.all(), label="To the agency")
    why = forms.CharField(label="Why", **WHY)

    def prepare(self):
        self.fields["part"].queryset = of_letter(self.record, "open")
        self.fields["part"].label_from_instance = PartField.label_from_instance.__get__(self.fields["part"])


class ContactForm(ActForm):
    kind = forms.ChoiceField(label="Kind", choices=Contact.Kind.choices, initial=Contact.Kind.CALL)
    on = forms.DateField(label="Day", widget=DayInput)
    agency = forms.ModelChoiceField(Agency.objects.all(), label="Agency", required=False)
    with_whom = forms.CharField(label="With whom", max_length=200, required=False)
    summary = forms.CharField(label="What was said", **WHY)
    promised = forms.CharField(label="What was promised", max_length=300, required=False)
    promised_on = forms.DateField(label="By when", required=False, widget=DayInput)
    parts = PartField(Part.objects.none(), label="About the requests", required=False)
    ground = forms.ChoiceField(
        label="Settles them on the ground",
        choices=[("", "Settles nothing"), *Decision.Ground.choices],
        required=False,
    )

    def prepare(self):
        self.fields["on"].initial = self.today
        self.fields["parts"].queryset = of_letter(self.record, "all")
        asked = Agency.objects.filter(parts__request__letter=self.record).distinct()
        self.fields["agency"].initial = asked[0] if len(asked) == 1 else None

    def clean(self):
        data = super().clean()
        if data.get("ground") and not data.get("parts"):
            self.add_error("parts", "Tick what it settles.")
        return data


class CorrectForm(ActForm):
    """One correction at a time: what, the words as they should be, and why."""

    what = forms.ChoiceField(label="What is to be put right")
    words = forms.CharField(
        label="As it should read",
        required=False,
        strip=False,
        widget=AreaInput(attrs={"rows": 5, "class": "verbatim"}),
        help_text="For a day: 2023-11-29. Leave it empty to drop the row.",
    )
    why = forms.CharField(label="Why", **WHY)

    def prepare(self):
        letter = self.record
        columns = [(f"letter.{name}", _column(Letter, name)) for name in ("sent_on", *LETTER_AS_WRITTEN)]
        rows = []
        for where, queryset, names in (
            ("signatories", letter.signatories.all(), ("name", "title")),
            ("recipients", letter.recipients.all(), ("name", "title", "organization", "address")),
            ("requests", letter.requests.all(), ("text", "number", "lead_in")),
        ):
            for row in queryset:
                rows += [
                    (f"{where}.{row.pk}.{name}", f"{row}: {_column(type(row), name).lower()}")
                    for name in names
                ]
            if where == "requests":
                rows.append(("requests.new.text", "An overlooked request: its words"))
            if where == "signatories":
                rows.append(("signatories.new.name", "An overlooked signatory: the name"))
        self.fields["what"].choices = [("The letter", columns), ("Its rows", rows)]

    def clean(self):
        data = super().clean()
        if "what" not in data:
            return data
        where, *rest = data["what"].split(".")
        words = data.get("words", "")
        if where == "letter":
            field = Letter._meta.get_field(rest[0])
            try:
                value = field.clean(words or (None if field.null else ""), self.record)
            except forms.ValidationError as error:
                self.add_error("words", error)
                return data
            data["change"] = letters.Change("letter", {rest[0]: value})
        else:
            key, name = rest
            pk = None if key == "new" else int(key)
            if pk is None and not words.strip():
                self.add_error("words", "Enter the words.")
            drop = pk is not None and not words.strip() and name == _MUST_SAY[where]
            data["change"] = letters.Change(where, None if drop else {name: words.strip()}, pk=pk)
        return data


def _column(model, name):
    return str(model._meta.get_field(name).verbose_name).capitalize()


def _sent(letter):
    return letter.sent_on is not None


def _has(state):
    return lambda letter: _sent(letter) and of_letter(letter, state).exists()


def _count(parts):
    return "1 request" if len(parts) == 1 else f"{len(parts)} requests"


def _send(letter, data, by, now):
    letters.mark_sent(letter, on=data["on"], delivery=data["delivery"], by=by, now=now)
    return f"{letter} is marked as sent on {data['on']:%-d %B %Y}. What it says is frozen."


def _settle(letter, data, by, now):
    data["parts"] = list(data["parts"])  # as they were before
    letters.settle(data["parts"], ground=data["ground"], on=data["on"], why=data["why"], by=by, now=now)
    chosen = [part.pk for part in data["parts"]]
    was_open = all(part.settled_on is None for part in data["parts"])
    undo = ("undo-settling", {"parts": chosen}) if was_open else None
    return Done(f"{_count(data['parts'])} settled.", undo=undo)


def _undo_settling(letter, data, by, now):
    letters.undo_settling(data["parts"], by=by, now=now)
    return f"Undone: {_count(data['parts'])} open again, due as before."


def _reopen(letter, data, by, now):
    letters.reopen(data["parts"], due_on=data["due_on"], why=data["why"], by=by, now=now)
    return f"{_count(data['parts'])} reopened, due {data['due_on']:%-d %B %Y}."


def _extend(letter, data, by, now):
    letters.extend(data["parts"], to=data["to"], why=data["why"], by=by, now=now)
    return f"{_count(data['parts'])} due {data['to']:%-d %B %Y} now."


def _refuse(letter, data, by, now):
    letters.refuse_extension(data["parts"], asked_until=data["asked_until"], why=data["why"], by=by, now=now)
    return f"More time refused for {_count(data['parts'])}: the due date stands."


def _pause(letter, data, by, now):
    letters.pause(data["parts"], why=data["why"], by=by, now=now)
    return f"The clock of {_count(data['parts'])} is paused."


def _resume(letter, data, by, now):
    letters.resume(data["parts"], due_on=data["due_on"], why=data["why"], by=by, now=now)
    return f"The clock of {_count(data['parts'])} runs again, to {data['due_on']:%-d %B %Y}."


def _move(letter, data, by, now):
    letters.move_part(data["part"], to_agency=data["to_agency"], why=data["why"], by=by, now=now)
    return f"{data['to_agency']} owes {data['part'].request} now."


def _contact(letter, data, by, now):
    log_contact(
        letter,
        kind=data["kind"],
        on=data["on"],
        agency=data["agency"],
        with_whom=data["with_whom"],
        summary=data["summary"],
        promised=data["promised"],
        promised_on=data["promised_on"],
        parts=data["parts"],
        settles=dict.fromkeys(data["parts"], data["ground"]) if data["ground"] else None,
        by=by,
        now=now,
    )
    return "The contact is logged."


def _correct(letter, data, by, now):
    correct_letter(letter, [data["change"]], why=data["why"], by=by, now=now)
    return "Corrected. What was sent can still be got back from the record."


def _take_back(letter, data, by, now):
    take_back_sending(letter, why=data["why"], by=by, now=now)
    return f"{letter} is a draft again."


LETTER_ACTS = {
    act.name: act
    for act in (
        RecordAct(
            "send",
            "Mark as sent",
            SendForm,
            Act.SEND,
            _send,
            lambda letter: letter.sent_on is None,
            "What the letter says is frozen then. Due dates count from that day, in the past too.",
            question="Has it gone out as it stands here? What it says cannot be edited afterwards.",
        ),
        RecordAct(
            "contact", "Add a contact", ContactForm, Act.LOG, _contact, _sent, button="Log the contact"
        ),
        RecordAct("settle", "Settle", SettleForm, Act.SETTLE, _settle, _has("all")),
        RecordAct("extend", "Extend", ExtendForm, Act.EXTEND, _extend, _has("running")),
        RecordAct("refuse", "Refuse more time", RefuseForm, Act.EXTEND, _refuse, _has("running")),
        RecordAct("reopen", "Reopen", ReopenForm, Act.REOPEN, _reopen, _has("settled")),
        RecordAct("pause", "Pause the clock", PauseForm, Act.EXTEND, _pause, _has("running")),
        RecordAct("resume", "Let the clock run", ResumeForm, Act.EXTEND, _resume, _has("paused")),
        RecordAct("move", "Move to another agency", MoveForm, Act.EXTEND, _move, _has("open")),
        RecordAct(
            "correct", "Correct what was sent", CorrectForm, Act.CORRECT, _correct, _sent, button="Correct"
        ),
        RecordAct(
            "take-back",
            "Take back the sending",
            ReasonForm,
            Act.CORRECT,
            _take_back,
            _sent,
            "The letter is a draft again, and nothing is owed on it. Only for one that never went out.",
            question="Was it never sent? What was counted from its sending is dropped for good.",
        ),
        *FILING_ACTS,
    )
}

# Offered where something was just done, nowhere else.
UNDOING_ACTS = {
    "undo-settling": RecordAct(
        "undo-settling", "Undo the settling", UndoForm, Act.SETTLE, _undo_settling, _has("settled")
    )
}
