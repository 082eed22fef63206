"""Finding the letter that a reply answers, where it was not recognised."""

from django import forms

from correspondence.forms.lookups import LookupField, look_up


class FindLetterForm(forms.Form):
    """Any letter that the office has sent, by its reference or its words."""

    other = LookupField("letters", label="Another letter", help_text="Its reference, or its subject.")

    def __init__(self, *args, user, item, **kwargs):
        super().__init__(*args, **kwargs)
        self.item = item
        look_up(self, user=user)

    def clean_other(self):
        letter = self.cleaned_data["other"]
        if letter.office_id != self.item.office_id:
            raise forms.ValidationError(f"{letter.reference} is another office's letter.")
        if letter.sent_on is None:
            raise forms.ValidationError(f"{letter.reference} is a draft: nothing can have answered it.")
        return letter
