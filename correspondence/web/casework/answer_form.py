"""The answer to a constituent: a subject, words, and what stands in braces filled in."""

from uuid import uuid4

from django import forms

from correspondence.casework.models import PolicyArea
from correspondence.casework.rules import filled_in, left_open
from correspondence.core.days import day_of
from correspondence.forms.inputs import AreaInput
from correspondence.templatetags.marks import day


class AnswerForm(forms.Form):
    subject = forms.CharField(max_length=200, help_text="Anybody may see it: name no trouble in it.")
    body = forms.CharField(label="Answer", widget=AreaInput(attrs={"rows": 16}))
    token = forms.UUIDField(widget=forms.HiddenInput)

    @classmethod
    def fresh(cls, *, template=None, values=None, number="", subject="", body=""):
        """A form to begin with, with a token of its own."""
        if template:
            subject, body = filled_in(template.subject, values), filled_in(template.body, values)
        return cls(
            initial={"subject": subject or f"Your message {number}", "body": body, "token": str(uuid4())}
        )

    def clean(self):
        data = super().clean()
        for name in ("subject", "body"):
            if still := left_open(data.get(name, "")):
                self.add_error(name, f"Fill in {{{still[0]}}}, or take it out.")
        return data


def values_of(message):
    """What stands for each placeholder in an answer to this message."""
    person, case = message.constituent, getattr(message, "case", None)
    desk = getattr(message.office, "message_desk", None)
    links = [link.letter.reference for link in message.letter_links.all() if link.letter.sent_on]
    return {
        "name": person.greeting_name,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "number": message.number,
        "received": day(day_of(message.received_at)),
        "about": str(PolicyArea(message.area).label),
        "agency": case.agency_words if case else "",
        "case_number": case.case_number if case else "",
        "letter": links[-1] if links else "",
        "office": message.office.name,
        "contact": desk.contact if desk else "",
    }
