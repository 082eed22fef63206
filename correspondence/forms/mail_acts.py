"""What can be done to a mail that came in."""

from django import forms

from correspondence.accounts.roles import Act, may
from correspondence.casework.models import Message
from correspondence.core.refusals import Cannot
from correspondence.forms.acts import ActForm, Done, ReasonForm, RecordAct
from correspondence.forms.lookups import LookupField, look_up
from correspondence.intake.mail import actions
from correspondence.intake.mail.queries import messages_from

ANOTHER = "another"  # none of the messages that are offered


class WithLetterForm(ActForm):
    letter = LookupField("letters", label="Letter", help_text="Its reference, or words of its subject.")

    def prepare(self):
        look_up(self, user=self.user)
        self.fields["letter"].initial = self.record.answers_letter_id


class WithMessageForm(ActForm):
    message = forms.ChoiceField(
        label="Message", widget=forms.RadioSelect, choices=[(ANOTHER, "Another message")]
    )
    number = forms.CharField(
        label="Number of another message",
        max_length=30,
        required=False,
        help_text="For example SFRC-M-2023-00012.",
    )

    def prepare(self):
        found = {one.pk: one for one in messages_from(self.record)}
        if says := self.record.answers_message:
            found = {says.pk: says} | found
        if not found:
            del self.fields["message"]
            self.fields["number"].label, self.fields["number"].required = "Number of the message", True
            return
        offered = [(str(pk), self._named(one)) for pk, one in found.items()]
        self.fields["message"].choices = [*offered, (ANOTHER, "Another message")]
        self.fields["message"].initial = offered[0][0]

    def _named(self, message):
        about = message.get_area_display()
        mark = ", which it says it answers" if message.pk == self.record.answers_message_id else ""
        return f"{message.number}: {about}, {message.state}{mark}"

    def clean(self):
        data = super().clean()
        mine = Message.objects.visible_to(self.user).filter(office=self.record.office_id)
        number = " ".join((data.get("number") or "").split())
        if number:
            data["message"] = mine.filter(number__iexact=number).first()
            if data["message"] is None:
                self.add_error("number", f"There is no message {number} in this office.")
        elif (chosen := data.get("message", ANOTHER)) != ANOTHER:
            data["message"] = mine.filter(pk=chosen).first()
        elif not self.errors:
            self.add_error("number", "Give the number of the message.")
        return data


def _with_letter(mail, data, by, now):
    filed = actions.file_with_letter(mail, data["letter"], by=by, now=now)
    if filed.item is None:
        return f"The mail is filed with {filed.letter}. The office had its files already."
    return Done(
        f"The mail is filed with {filed.letter}, and lies in the tray: confirm what it answers.", filed.item
    )


def _with_message(mail, data, by, now):
    try:
        actions.file_as_reply(mail, data["message"], by=by, now=now)
    except Cannot as refusal:
        raise Cannot(refusal.message, field="number") from refusal
    return Done(f"The mail goes on with {data['message']}, which waits again.", data["message"])


def _set_aside(mail, data, by, now):
    actions.set_mail_aside(mail, why=data["why"], by=by, now=now)
    return Done("The mail is set aside.", undo=("back", {"why": "Set aside by mistake"}))


def _put_back(mail, data, by, now):
    actions.put_mail_back(mail, why=data["why"], by=by, now=now)
    return "The mail is on the list again."


def _can_be_filed(mail):
    return mail.settled_at is None and not mail.automatic and mail.document_id is not None


def _may_file_with_letter(mail, user):
    return may(user, Act.CASEWORK, mail.office) and may(user, Act.LOG, mail.office)


MAIL_ACTS = {
    act.name: act
    for act in (
        RecordAct(
            "letter",
            "File with a letter",
            WithLetterForm,
            Act.LOG,
            _with_letter,
            _can_be_filed,
            "For a mail from an agency. What may be the reply goes into the tray, where you confirm what it "
            "answers; nothing of the letter changes before that.",
            button="File",
            may=_may_file_with_letter,
        ),
        RecordAct(
            "message",
            "File with a message",
            WithMessageForm,
            Act.CASEWORK,
            _with_message,
            _can_be_filed,
            "For a mail from a constituent. It becomes part of their message, which then waits again.",
            button="File",
        ),
        RecordAct(
            "aside",
            "Set aside",
            ReasonForm,
            Act.CASEWORK,
            _set_aside,
            lambda mail: mail.settled_at is None and not mail.automatic,
            "It leaves the list, and is kept.",
        ),
        RecordAct(
            "back",
            "Put back on the list",
            ReasonForm,
            Act.CASEWORK,
            _put_back,
            lambda mail: not mail.waits and mail.letter_id is None,
            "Where it was set aside, taken for automatic, or filed with the wrong message. A message that it "
            "was filed with keeps it as taken back.",
        ),
    )
}
