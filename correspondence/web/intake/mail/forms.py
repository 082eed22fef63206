"""The form by which mails are uploaded."""

from django import forms

from correspondence.accounts.roles import Act, offices_where
from correspondence.directory.models import Office
from correspondence.forms.responses import FilesField


class MailsForm(forms.Form):
    """Mails as files. Whose they are is asked of somebody who reads messages in several offices."""

    office = forms.ModelChoiceField(Office.objects.none(), empty_label=None)
    files = FilesField(
        label="Mails",
        help_text="Files that end in .eml, up to 50 MB each. What was taken before is not taken again.",
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        offices = Office.objects.filter(pk__in=offices_where(user, Act.CASEWORK)).order_by("name")
        self.fields["office"].queryset = offices
        if len(offices) == 1:
            self.fields["office"].initial = offices[0]
            self.fields["office"].widget = forms.HiddenInput()

    def clean_files(self):
        if not self.cleaned_data["files"]:
            raise forms.ValidationError("Choose a mail.")
        return self.cleaned_data["files"]
