"""What is brought in: files, or words that were pasted."""

from django import forms
from django.core.files.base import ContentFile

from correspondence.accounts.roles import Act, offices_where
from correspondence.documents.rules import MAX_SIZE
from correspondence.forms.inputs import AreaInput
from correspondence.forms.responses import FilesInput
from correspondence.intake.models import IntakeItem

ACCEPT = ".pdf,.jpg,.jpeg,.png,.tif,.tiff,.docx,.eml,.txt,application/pdf,image/jpeg,image/png,image/tiff"
LONGEST_TEXT = 1_000_000  # characters: 200 pages have half of that


class FilesTogetherField(forms.FileField):
    """Any number of files. What is wrong with one is told by what takes it in, and harms no other."""

    widget = FilesInput(attrs={"multiple": True, "accept": ACCEPT})

    def clean(self, data, initial=None):
        return list(data or [])


class IntakeForm(forms.Form):
    """Files to be read, or text that was pasted."""

    files = FilesTogetherField(
        label="Files",
        required=False,
        help_text="PDF, scans and photographs (JPEG, PNG, TIFF), Word, mail (.eml), plain text. "
        "Up to 50 MB and 200 pages each.",
    )
    text = forms.CharField(
        label="Or paste the text",
        required=False,
        strip=False,
        max_length=LONGEST_TEXT,
        widget=AreaInput(attrs={"rows": 3}),
    )
    taken_for = forms.ChoiceField(
        label="It is",
        required=False,
        choices=IntakeItem.TakenFor.choices,
        widget=forms.RadioSelect,
        initial=IntakeItem.TakenFor.UNKNOWN,
    )
    as_one = forms.BooleanField(
        label="The files are pages of one letter, in this order",
        required=False,
    )
    office = forms.TypedChoiceField(label="Office", coerce=int)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        may = offices_where(user, Act.ENTER)
        self.offices = {seat.office_id: seat.office for seat in user.seats if seat.office_id in may}
        if len(self.offices) < 2:
            del self.fields["office"]
        else:
            self.fields["office"].choices = [(pk, str(office)) for pk, office in self.offices.items()]

    @property
    def office_chosen(self):
        """The office that it is for: the one chosen, or the only one."""
        key = self.cleaned_data.get("office") or next(iter(self.offices))
        return self.offices[key]

    def clean(self):
        data = super().clean()
        if not data.get("files") and not (data.get("text") or "").strip() and not self.errors:
            self.add_error("files", "Choose a file, or paste the text below.")
        return data

    def uploads(self):
        """The files in their order; the pasted words are the last of them."""
        files = self.cleaned_data["files"]
        text = self.cleaned_data["text"]
        if text.strip():
            files = [*files, ContentFile(text.encode()[:MAX_SIZE], name="pasted.txt")]
        return files

    @property
    def is_pasted(self):
        """Whether there are only words that were pasted."""
        return not self.cleaned_data["files"]
