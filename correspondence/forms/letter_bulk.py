"""What is done to several letters at once, whichever door: what was done, and what was refused and why."""

from dataclasses import dataclass, field

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied

from correspondence.accounts.roles import Act, may
from correspondence.core.refusals import Cannot
from correspondence.followups.reminders import raise_reminders
from correspondence.forms.acts import WHY, ActForm
from correspondence.forms.inputs import DayInput
from correspondence.forms.letter_acts import SendForm
from correspondence.forms.letter_filing import AssignForm
from correspondence.letters import actions
from correspondence.letters.models import Decision

MOST = 500  # letters in one act
_NAMED = 20  # refusals told one by one


class BulkSendForm(SendForm):
    def prepare(self):
        self.fields["on"].help_text = "The same day for each."


class BulkSettleForm(ActForm):
    """On what ground, and on which day, all that is open on the letters is settled."""

    ground = forms.ChoiceField(
        label="On the ground",
        choices=[("", "Choose …"), *Decision.Ground.choices],
        error_messages={"required": "Choose on what ground it is settled."},
    )
    on = forms.DateField(label="Settled on", widget=DayInput)
    why = forms.CharField(label="Note", required=False, **WHY)

    def prepare(self):
        self.fields["on"].initial = self.today


@dataclass
class Outcome:
    """What came of it: letters it was done to, letters that were so already, and why others were refused."""

    title: str
    done: list = field(default_factory=list)
    unchanged: list = field(default_factory=list)
    refused: list = field(default_factory=list)
    nothing_open: list = field(default_factory=list)

    def said(self):
        """(level, words) of each message that tells it."""
        if self.done:
            yield messages.SUCCESS, f"{self.title}: {letters_of(len(self.done))} done."
        if self.unchanged:
            yield messages.INFO, f"{letters_of(len(self.unchanged))} left as before: it was so already."
        if self.nothing_open:
            yield (
                messages.INFO,
                f"{letters_of(len(self.nothing_open))} left as before: nothing is open there.",
            )
        for line in self.refused[:_NAMED]:
            yield messages.WARNING, f"Refused. {line}"
        if len(self.refused) > _NAMED:
            yield messages.WARNING, f"And {len(self.refused) - _NAMED} more were refused."


def send(letters, data, by, now):
    """Mark each as sent, on the same day and by the same way."""
    outcome = Outcome("Mark as sent")
    for letter in letters:
        try:
            actions.mark_sent(letter, on=data["on"], delivery=data["delivery"], by=by, now=now)
        except (Cannot, PermissionDenied) as refusal:
            outcome.refused.append(f"{letter}: {refusal}")
        else:
            outcome.done.append(letter)
    return outcome


def assign(letters, data, by, now):
    """Assign each to a member of its office, or to nobody."""
    outcome = Outcome(f"Assign to {data['to'] or 'nobody'}")
    for letter in letters:
        try:
            changed = actions.assign([letter], to=data["to"], by=by, now=now)
        except (Cannot, PermissionDenied) as refusal:
            outcome.refused.append(f"{letter}: {refusal}")
        else:
            (outcome.done if changed else outcome.unchanged).append(letter)
    return outcome


def settle(letters, data, by, now):
    """Settle all that is open on each, in one transaction, on the same ground and day."""
    outcome = Outcome("Settle what is open")
    try:
        settled = actions.settle_letters(
            letters, ground=data["ground"], on=data["on"], why=data["why"], by=by, now=now
        )
    except (Cannot, PermissionDenied) as refusal:
        outcome.refused.append(str(refusal))
        return outcome
    outcome.done, outcome.nothing_open = settled.letters, settled.unchanged
    outcome.refused = [f"{letter}: {why}" for letter, why in settled.refused]
    if settled.requests:
        requests = "1 request" if settled.requests == 1 else f"{settled.requests} requests"
        ground = Decision.Ground(data["ground"]).label
        outcome.title = f"{requests} settled, {ground[:1].lower()}{ground[1:]}"
    return outcome


BULK_ACTS = {
    "settle": (Act.SETTLE, BulkSettleForm, "Settle what is open", settle),
    "send": (Act.SEND, BulkSendForm, "Mark as sent", send),
    "assign": (Act.ASSIGN, AssignForm, "Assign", assign),
}


def remind(letters, *, by, today, now):
    """Raise what is owed today on these letters, as the nightly run would. Yields what to say of it."""
    allowed = [one for one in letters if may(by, Act.LOG, one.office)]
    raised = raise_reminders(today=today, now=now, letters=allowed, by=by).total if allowed else 0
    drafts, refused = sum(1 for one in allowed if one.sent_on is None), len(letters) - len(allowed)
    if raised:
        reminders = "1 reminder" if raised == 1 else f"{raised} reminders"
        yield messages.SUCCESS, f"{reminders} raised for {letters_of(len(allowed))}."
    elif allowed:
        yield messages.INFO, "No reminder is owed that has not been raised already."
    if drafts:
        words = "1 draft" if drafts == 1 else f"{drafts} drafts"
        yield messages.INFO, f"{words} left out: nothing is owed on a draft."
    if refused:
        yield messages.WARNING, f"{letters_of(refused)} refused: your role there does not let you do this."


def letters_of(count):
    """ "1 letter", "14 letters"."""
    return "1 letter" if count == 1 else f"{count} letters"
