"""The response's facts as the admin asks for them: people and letters are found by its own autocomplete."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple

from correspondence.directory.models import Person
from correspondence.forms.responses import ResponseForm
from correspondence.letters.models import Follows, Letter
from correspondence.responses.models import Response


class AdminResponseForm(ResponseForm):
    signer = forms.ModelChoiceField(Person.objects.all(), label="In the directory", required=False)
    also = forms.ModelMultipleChoiceField(
        Letter.objects.none(),
        required=False,
        label="Also answers these letters",
        help_text="The reply is logged on each of them, in one step, with the same files.",
    )

    def take_lookups(self, user):
        self.fields["also"].queryset = Letter.objects.visible_to(user).sent().exclude(pk=self.letter.pk)
        self.fields["also"].widget = AutocompleteSelectMultiple(
            Follows._meta.get_field("earlier"), admin.site
        )
        self.fields["signer"].widget = AutocompleteSelect(Response._meta.get_field("signer"), admin.site)
        for name in ("also", "signer"):
            self.fields[name].widget.choices = self.fields[name].choices
