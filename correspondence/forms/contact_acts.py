"""What can be done to a contact that is logged."""

from django import forms

from correspondence.accounts.roles import Act
from correspondence.followups import actions
from correspondence.forms.acts import ActForm, ReasonForm, RecordAct
from correspondence.forms.inputs import DayInput


class KeptForm(ActForm):
    on = forms.DateField(label="Kept on", widget=DayInput)

    def prepare(self):
        self.fields["on"].initial = self.today


def _withdraw(contact, data, by, now):
    actions.withdraw_contact(contact, why=data["why"], by=by, now=now)
    return "The contact is withdrawn. It stays on the record."


def _kept(contact, data, by, now):
    actions.keep_contact_promise(contact, on=data["on"], by=by, now=now)
    return "Put down as kept."


def _standing(contact):
    return contact.withdrawn_on is None


CONTACT_ACTS = {
    act.name: act
    for act in (
        RecordAct(
            "withdraw",
            "Withdraw",
            ReasonForm,
            Act.WITHDRAW_OWN,
            _withdraw,
            _standing,
            may=actions.may_withdraw_contact,
        ),
        RecordAct(
            "kept",
            "Promise kept",
            KeptForm,
            Act.LOG,
            _kept,
            lambda one: _standing(one) and one.promised_on is not None and one.promise_kept_on is None,
        ),
    )
}
