"""What can be done about a reminder."""

from datetime import timedelta

from django import forms

from correspondence.accounts.roles import Act
from correspondence.core.days import add_business_days
from correspondence.followups import actions
from correspondence.followups.models import Reminder
from correspondence.followups.queries import still_owed
from correspondence.forms.acts import WHY, ActForm, Done, RecordAct
from correspondence.forms.inputs import DayInput

_UNDO = ("reopen", {})


class NothingForm(ActForm):
    """Asks for nothing: the act says it all."""


class PutOffForm(ActForm):
    until = forms.DateField(
        label="Until", widget=DayInput, help_text="It is mailed again on that day, or the business day after."
    )

    def prepare(self):
        self.fields["until"].initial = add_business_days(self.today + timedelta(days=1), 3)


class NotNeededForm(ActForm):
    why = forms.CharField(label="Why it is not needed", **WHY)


def _done(reminder, data, by, now):
    actions.close_reminders([reminder], outcome=Reminder.Outcome.DONE, by=by, now=now)
    return Done(f"Done: {reminder.rule}.", undo=_UNDO)


def _put_off(reminder, data, by, now):
    actions.put_off_reminders([reminder], until=data["until"], by=by, now=now)
    return Done(f"{reminder.rule}: put off until {data['until']:%-d %B %Y}.", undo=_UNDO)


def _not_needed(reminder, data, by, now):
    actions.close_reminders([reminder], outcome=Reminder.Outcome.NOT_NEEDED, why=data["why"], by=by, now=now)
    return Done(f"{reminder.rule}: put down as not needed.", undo=_UNDO)


def _reopen(reminder, data, by, now):
    actions.reopen_reminders([reminder], by=by, now=now)
    return f"{reminder.rule}: neither closed nor put off now."


def _is_owed(reminder):
    return bool(still_owed([(reminder.pk, reminder.letter_id)]))


REMINDER_ACTS = {
    act.name: act
    for act in (
        RecordAct("done", "Done", NothingForm, Act.LOG, _done, _is_owed, button="It is done"),
        RecordAct("put-off", "Put off", PutOffForm, Act.LOG, _put_off, _is_owed),
        RecordAct("not-needed", "Not needed", NotNeededForm, Act.LOG, _not_needed, _is_owed),
        RecordAct(
            "reopen",
            "Take up again",
            NothingForm,
            Act.LOG,
            _reopen,
            lambda one: bool(one.outcome or one.put_off_until),
        ),
    )
}
