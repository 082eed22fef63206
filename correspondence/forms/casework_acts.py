"""What can be done to a constituent's message."""

from django import forms

from correspondence.accounts.models import OfficeMembership, User
from correspondence.accounts.roles import Act
from correspondence.casework import actions
from correspondence.casework.models import Message, PrivacyRelease
from correspondence.casework.queries import good_release
from correspondence.casework.rules import ssn_fault
from correspondence.forms.acts import WHY, ActForm, Done, RecordAct
from correspondence.forms.inputs import AreaInput, DayInput
from correspondence.forms.lookups import LookupField, look_up
from correspondence.letters.models import Letter

_READERS = [role for role in OfficeMembership.Role.values if role != OfficeMembership.Role.VIEWER]


class AssignForm(ActForm):
    to = forms.ModelChoiceField(User.objects.none(), label="Assign to", required=False, empty_label="Nobody")

    def prepare(self):
        people = User.objects.filter(
            is_active=True, memberships__office=self.record.office_id, memberships__role__in=_READERS
        )
        self.fields["to"].queryset = people.order_by("last_name", "first_name")
        self.fields["to"].initial = self.record.assigned_to_id or self.user.pk


class CaseForm(ActForm):
    agency = LookupField("agencies", label="Agency in the directory", required=False)
    agency_named = forms.CharField(
        label="Agency, as the constituent wrote it", max_length=200, required=False
    )
    case_number = forms.CharField(label="Agency’s case number", max_length=80, required=False)
    what_happened = forms.CharField(label="What happened", widget=AreaInput(attrs={"rows": 8}))

    def prepare(self):
        look_up(self, user=self.user)
        case = getattr(self.record, "case", None)
        self.fields["what_happened"].initial = case.what_happened if case else self.record.text
        if case:
            self.fields["agency"].initial = case.agency_id
            self.fields["agency_named"].initial = case.agency_named
            self.fields["case_number"].initial = case.case_number

    def clean(self):
        data = super().clean()
        for name in ("case_number", "what_happened"):
            if fault := ssn_fault(data.get(name) or ""):
                self.add_error(name, fault)
        if not data.get("agency") and not data.get("agency_named") and "agency" not in self.errors:
            self.add_error("agency", "Name the agency.")
        return data


class LinkForm(ActForm):
    letter = LookupField("letters", label="Letter", help_text="Its reference, or words of its subject.")

    def prepare(self):
        look_up(self, user=self.user)


class UnlinkForm(ActForm):
    letter = forms.ModelChoiceField(Letter.objects.none(), label="Letter", empty_label=None)

    def prepare(self):
        self.fields["letter"].queryset = _untied(self.record)
        self.fields["letter"].label_from_instance = lambda letter: letter.name


class StartForm(ActForm):
    """Nothing is asked: the draft is filled in, and gone over before it is sent."""


class ReleaseForm(ActForm):
    agency_named = forms.CharField(label="Which agency it names", max_length=200)
    signed_name = forms.CharField(label="Who signed", max_length=200)
    signed_on = forms.DateField(label="Signed on", widget=DayInput)
    how = forms.ChoiceField(
        label="How it came",
        choices=[one for one in PrivacyRelease.How.choices if one[0] != PrivacyRelease.How.FORM],
    )
    file = forms.FileField(label="The release, scanned", required=False, help_text="At most 50 MB.")

    def prepare(self):
        case = getattr(self.record, "case", None)
        self.fields["agency_named"].initial = case.agency_words if case else ""
        self.fields["signed_name"].initial = self.record.constituent.signed_name


class WithdrawReleaseForm(ActForm):
    release = forms.ModelChoiceField(PrivacyRelease.objects.none(), label="Release", empty_label=None)
    why = forms.CharField(label="Why", max_length=300, **WHY)

    def prepare(self):
        self.fields["release"].queryset = _standing_releases(self.record)
        self.fields["release"].label_from_instance = lambda one: (
            f"{one.agency_named}, signed {one.signed_on:%-d %b %Y}"
        )


class ContactForm(ActForm):
    email = forms.EmailField(label="E-mail")
    phone = forms.CharField(label="Phone", max_length=20, required=False)

    def prepare(self):
        self.fields["email"].initial = self.record.constituent.email
        self.fields["phone"].initial = self.record.constituent.phone


class CloseForm(ActForm):
    how = forms.ChoiceField(label="On the ground", choices=Message.ClosedHow.choices)
    note = forms.CharField(
        label="Note", required=False, help_text="For the office alone: the constituent never sees it.", **WHY
    )

    def prepare(self):
        if not self.record.answered_at:
            self.fields["how"].initial = Message.ClosedHow.NO_ANSWER


class ReopenForm(ActForm):
    why = forms.CharField(label="Why", required=False, **WHY)


def _untied(message):
    return Letter.objects.filter(message_links__message=message, message_links__was_started_here=False)


def _standing_releases(message):
    return message.releases.filter(withdrawn_on=None)


def _assign(message, data, by, now):
    before = message.assigned_to_id
    actions.assign_messages([message], to=data["to"], by=by, now=now)
    undo = ("assign", {"to": before or ""}) if before != (data["to"].pk if data["to"] else None) else None
    return Done(f"{message} is assigned to {data['to'] or 'nobody'}.", undo=undo)


def _case(message, data, by, now):
    actions.note_case(message, **data, by=by, now=now)
    return "The case is noted."


def _start(message, data, by, now):
    letter = actions.start_letter(message, by=by, now=now)
    missing = "" if letter.release_signed_on else " It cannot be sent until a release is on file."
    return Done(
        f"{letter} is a draft, filled in from {message}. Go over it before it is sent.{missing}", letter
    )


def _link(message, data, by, now):
    actions.link_message(message, data["letter"], by=by, now=now)
    return f"{message} is linked to {data['letter']}."


def _unlink(message, data, by, now):
    actions.unlink_message(message, data["letter"], by=by, now=now)
    return f"{message} is linked to {data['letter']} no more."


def _release(message, data, by, now):
    file = data.pop("file")
    actions.record_release(message, **data, upload=file, by=by, now=now)
    return "The release is on file."


def _withdraw_release(message, data, by, now):
    actions.withdraw_release(data["release"], why=data["why"], by=by, now=now)
    return "The release is taken back. It stays on the record."


def _contact(message, data, by, now):
    actions.correct_contact(message, **data, by=by, now=now)
    return "Corrected."


def _close(message, data, by, now):
    actions.close_message(message, **data, by=by, now=now)
    return Done(f"{message} is closed.", undo=("reopen", {"why": ""}))


def _reopen(message, data, by, now):
    actions.reopen_message(message, **data, by=by, now=now)
    return f"{message} is open again."


def _is_open(message):
    return message.closed_at is None


def _may_start(message):
    case = getattr(message, "case", None)
    if not _is_open(message) or case is None or case.agency_id is None:
        return False
    links = message.letter_links.all()  # read already where a page shows them
    return not any(link.was_started_here and link.letter.sent_on is None for link in links)


def start_warning(message, today):
    """What to know before an inquiry is started: whether a release is on file."""
    if good_release(message, today):
        return ""
    return "No release is on file: the letter can be written, and cannot be sent until one is."


MESSAGE_ACTS = {
    act.name: act
    for act in (
        RecordAct("assign", "Assign", AssignForm, Act.CASEWORK, _assign, _is_open),
        RecordAct(
            "letter",
            "Start a letter to the agency",
            StartForm,
            Act.CASEWORK,
            _start,
            _may_start,
            "A draft is made to the agency’s liaison, filled in from the case, with the day of the release "
            "on file. Nothing is sent.",
            button="Make the draft",
        ),
        RecordAct(
            "link",
            "Link a letter",
            LinkForm,
            Act.CASEWORK,
            _link,
            _is_open,
            "To a letter that asks already what this message is about.",
        ),
        RecordAct(
            "case",
            "Agency and case",
            CaseForm,
            Act.CASEWORK,
            _case,
            _is_open,
            button="Save",
        ),
        RecordAct(
            "release",
            "Record a release",
            ReleaseForm,
            Act.CASEWORK,
            _release,
            _is_open,
            "A privacy release that came on paper or by e-mail.",
        ),
        RecordAct(
            "withdraw-release",
            "Release taken back",
            WithdrawReleaseForm,
            Act.CASEWORK,
            _withdraw_release,
            lambda message: any(one.withdrawn_on is None for one in message.releases.all()),
            "The constituent took it back. An inquiry that is still a draft cannot be sent then.",
        ),
        RecordAct("contact", "Correct the address", ContactForm, Act.CASEWORK, _contact, button="Correct"),
        RecordAct(
            "unlink",
            "Unlink a letter",
            UnlinkForm,
            Act.CASEWORK,
            _unlink,
            lambda message: any(not link.was_started_here for link in message.letter_links.all()),
        ),
        RecordAct("close", "Close", CloseForm, Act.CASEWORK, _close, _is_open),
        RecordAct(
            "reopen", "Reopen", ReopenForm, Act.CASEWORK, _reopen, lambda message: not _is_open(message)
        ),
    )
}
