"""Acts that file a letter rather than decide about it: whose it is, what goes with it, what follows it."""

from django import forms

from correspondence.accounts.models import User
from correspondence.accounts.roles import Act
from correspondence.documents.actions import store_document
from correspondence.forms.acts import ActForm, Done, RecordAct
from correspondence.forms.inputs import DayInput
from correspondence.letters import actions as letters
from correspondence.letters.models import Part


class AssignForm(ActForm):
    """To whom a letter, or each letter of a list, is assigned: a member of all their offices."""

    to = forms.ModelChoiceField(User.objects.none(), label="Assign to", required=False, empty_label="Nobody")

    def prepare(self):
        its = self.record if isinstance(self.record, list) else [self.record]
        members = User.objects.filter(is_active=True)
        for office in {letter.office_id for letter in its}:
            members = members.filter(memberships__office=office)
        self.fields["to"].queryset = members.distinct().order_by("last_name", "first_name")
        if len(its) == 1:
            self.fields["to"].initial = its[0].assigned_to_id


class FollowUpForm(ActForm):
    dated_on = forms.DateField(label="Date on the new letter", widget=DayInput)

    def prepare(self):
        self.fields["dated_on"].initial = self.today


class FileForm(ActForm):
    file = forms.FileField(label="File", help_text="At most 50 MB.")
    title = forms.CharField(
        label="What it is", max_length=200, required=False, help_text="For example: letter as signed."
    )


def _assign(letter, data, by, now):
    before = letter.assigned_to_id
    letters.assign([letter], to=data["to"], by=by, now=now)
    undo = ("assign", {"to": before or ""}) if before != (data["to"].pk if data["to"] else None) else None
    return Done(f"{letter} is assigned to {data['to'] or 'nobody'}.", undo=undo)


def _follow_up(letter, data, by, now):
    draft = letters.draft_follow_up(letter, dated_on=data["dated_on"], by=by, now=now)
    count = draft.requests.count()
    asked = "the open request" if count == 1 else f"the {count} open requests"
    return Done(f"{draft} is a draft that repeats {asked} of {letter}. Go over it before it is sent.", draft)


def _add_file(letter, data, by, now):
    document = store_document(letter.office, data["file"], by=by, now=now)
    letters.add_files(letter, [(document, data["title"])], by=by, now=now)
    return f"{data['title'] or document.name} is added."


def _owes(letter):
    return letter.sent_on is not None and Part.objects.open().filter(request__letter=letter).exists()


FILING_ACTS = (
    RecordAct("assign", "Assign", AssignForm, Act.ASSIGN, _assign),
    RecordAct(
        "follow-up",
        "Draft follow-up",
        FollowUpForm,
        Act.ENTER,
        _follow_up,
        _owes,
        "A draft is made that follows this letter and repeats its open requests verbatim. Nothing is sent.",
        button="Make the draft",
    ),
    RecordAct("file", "Add a file", FileForm, Act.ENTER, _add_file),
)
