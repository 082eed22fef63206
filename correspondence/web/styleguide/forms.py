"""Every field and widget, as the pages have them, without a fault and with one at each."""

from crispy_forms.bootstrap import FormActions
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Button, Fieldset, Layout, Row, Submit
from django import forms

from correspondence.forms.inputs import AreaInput, DayInput
from correspondence.forms.lookups import LookupField, look_up

CHOICES = [("full", "Full answer"), ("partial", "Partial answer"), ("none", "No answer")]


class SpecimenForm(forms.Form):
    """One field of each kind."""

    subject = forms.CharField(label="A line of text", max_length=200)
    reference = forms.CharField(label="One that may stay empty", required=False)
    control = forms.CharField(label="One with a hint", help_text="The agency's own number, as it writes it.")
    frozen = forms.CharField(label="One that is frozen", disabled=True, initial="SFRC-2023-0001")
    email = forms.EmailField(label="An e-mail address")
    password = forms.CharField(label="A password", widget=forms.PasswordInput)
    count = forms.IntegerField(label="A number", min_value=1)
    day = forms.DateField(label="A day", widget=DayInput)
    outcome = forms.ChoiceField(label="A choice", choices=[("", "---------"), *CHOICES])
    agency = LookupField("agencies", label="An agency, looked up while one types")
    letters = LookupField("letters", label="Several letters, looked up", multiple=True, required=False)
    topics = forms.MultipleChoiceField(label="Several of a list", choices=CHOICES)
    kind = forms.ChoiceField(label="One of a few", choices=CHOICES, widget=forms.RadioSelect)
    parts = forms.MultipleChoiceField(
        label="Several of a few", choices=CHOICES, widget=forms.CheckboxSelectMultiple
    )
    settles = forms.BooleanField(label="A yes or no", help_text="Ticked is yes.")
    text = forms.CharField(label="What somebody wrote", widget=AreaInput)
    file = forms.FileField(label="A file", help_text="PDF, Word or pictures, 25 MB each.")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        look_up(self, user=user)
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            Fieldset(
                "A section of a form",
                Row("subject", "reference", "control"),
                Row("frozen", "email", "password"),
                Row("count", "day", "outcome", "settles"),
                Row("agency", "letters"),
            ),
            Fieldset("Another section", Row("kind", "parts", "topics"), "text", "file"),
            FormActions(Submit("form", "Save", data_key="save"), Button("other", "Another button")),
        )

    def full_clean(self):
        """A fault at every field that can have one, whatever was typed."""
        super().full_clean()
        if self.is_bound:
            for name, field in self.fields.items():
                if name not in self.errors and not field.disabled:
                    self.add_error(name, "This is what is wrong, and this is how it is put right.")
