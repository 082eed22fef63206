"""What can be done to a response that is logged."""

from django import forms

from correspondence.accounts.roles import Act
from correspondence.forms.acts import WHY, ActForm, ReasonForm, RecordAct
from correspondence.forms.inputs import DayInput
from correspondence.letters.models import Letter
from correspondence.responses import actions
from correspondence.responses.models import Answer


class MoveForm(ActForm):
    to = forms.CharField(
        label="To the letter",
        max_length=24,
        help_text="Its reference, for example SFRC-2023-0004. The response is judged anew there.",
    )
    why = forms.CharField(label="Why", **WHY)

    def clean_to(self):
        """The letter of this reference, in the same office."""
        reference = self.cleaned_data["to"].strip().upper()
        letter = Letter.objects.filter(office=self.record.letter.office, reference=reference).first()
        if letter is None:
            raise forms.ValidationError(f"The office has no letter {reference}.")
        return letter


class KeptForm(ActForm):
    answer = forms.ModelChoiceField(Answer.objects.none(), label="The promise")
    on = forms.DateField(label="Kept on", widget=DayInput)

    def prepare(self):
        self.fields["answer"].queryset = _promises(self.record)
        self.fields["answer"].label_from_instance = lambda answer: (
            f"Request {answer.part.request.label}, promised by {answer.promised_on:%-d %b %Y}"
        )
        self.fields["on"].initial = self.today


def _promises(response):
    rows = response.answers.filter(promised_on__isnull=False, promise_kept_on=None)
    return rows.select_related("part__request")


def _withdraw(response, data, by, now):
    actions.withdraw_response(response, why=data["why"], by=by, now=now)
    return "The response is withdrawn. It stays on the record."


def _move(response, data, by, now):
    moved = actions.move_response(response, to=data["to"], why=data["why"], by=by, now=now)
    return f"The response is logged on {moved.letter} now: judge it there."


def _kept(response, data, by, now):
    actions.keep_promise(data["answer"], on=data["on"], by=by, now=now)
    return "Put down as kept."


def _standing(response):
    return response.withdrawn_on is None


RESPONSE_ACTS = {
    act.name: act
    for act in (
        RecordAct(
            "withdraw",
            "Withdraw",
            ReasonForm,
            Act.WITHDRAW_OWN,
            _withdraw,
            _standing,
            may=actions.may_withdraw,
        ),
        RecordAct(
            "move",
            "Move to another letter",
            MoveForm,
            Act.WITHDRAW_OWN,
            _move,
            _standing,
            may=actions.may_withdraw,
        ),
        RecordAct(
            "kept",
            "Promise kept",
            KeptForm,
            Act.LOG,
            _kept,
            lambda one: _standing(one) and _promises(one).exists(),
        ),
    )
}
