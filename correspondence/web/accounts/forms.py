"""What somebody may set for themselves."""

from crispy_forms.bootstrap import FormActions
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Submit
from django import forms

from correspondence.accounts.rules import KEY_NAMES, KEYS


def told(key):
    """A key and what it does, in one phrase: "g then t opens Today"."""
    return f"{' then '.join(key.presses)} {key.does[0].lower()}{key.does[1:]}"


class PreferencesForm(forms.Form):
    """Which keys do something: ticked is on."""

    on = forms.MultipleChoiceField(
        label="Keys that are on",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(key.name, told(key)) for key in KEYS],
        help_text="Untick a key that gets in the way of your browser, a screen reader or speech input.",
    )

    def __init__(self, *args, user, **kwargs):
        on = [name for name in KEY_NAMES if name not in user.keys_off]
        super().__init__(*args, initial={"on": on}, **kwargs)
        self.helper = FormHelper()
        self.helper.attrs = {"data-keys": "save"}
        self.helper.layout = Layout(
            Fieldset("Keys", "on"), FormActions(Submit("save", "Save your preferences", data_key="save"))
        )

    @property
    def off(self):
        """The names of the keys that were left unticked."""
        return [name for name in KEY_NAMES if name not in self.cleaned_data["on"]]
