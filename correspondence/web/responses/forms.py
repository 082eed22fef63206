"""How the form of a response is laid out at the desk, and what can be put into all its empty rows."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms

from correspondence.forms.responses import ResponseForm
from correspondence.responses.models import Answer

FILL_WITH = Answer.Outcome.choices


class DeskResponseForm(ResponseForm):
    """The facts, in the order of the paper. Of one agency alone nobody is asked which it is."""

    def __init__(self, *args, agencies, **kwargs):
        super().__init__(*args, agencies=agencies, **kwargs)
        if len(agencies) == 1:
            self.fields["agency"].widget = forms.HiddenInput()
        self.fields[
            "files"
        ].help_text = "PDF, mail, Word or pictures, up to 50 MB each. The same file is kept once."
        self.fields["summary"].widget.attrs["rows"] = 1
        self.fields["summary"].label = "Summary in a line"

    @property
    def of_files(self):
        return _laid_out("files")

    @property
    def of_facts(self):
        return _laid_out(
            Div("kind", "channel", "received_on", "dated_on", css_class="line"),
            Div("agency", "signer", "signer_title", "control_number", css_class="line"),
            Div("also", "summary", css_class="line"),
        )


def _laid_out(*fields):
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.form_show_errors = True
    helper.include_media = False
    helper.layout = Layout(*fields)
    return helper
