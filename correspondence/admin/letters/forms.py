"""The letter form and its rows in the admin: what both doors share, with the admin's own lookups."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple

from correspondence.directory.models import Agency
from correspondence.forms import letters
from correspondence.letters.models import FollowUpRequest, Letter, PutTo, Repeats


class LetterForm(letters.LetterForm):
    follows = forms.ModelMultipleChoiceField(
        Letter.objects.none(),
        required=False,
        label="Follows",
        help_text="The earlier letters that this one stands on.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "follows" in self.fields:
            self.fields["follows"].queryset = Letter.objects.visible_to(self.user)
            _offer(self.fields["follows"], Letter._meta.get_field("follows"))


class RequestForm(letters.RequestForm):
    narrowed_to = forms.ModelMultipleChoiceField(
        Agency.objects.none(),
        required=False,
        label="Put to",
        help_text="Left empty: every agency on a To line.",
    )
    repeating = forms.ModelMultipleChoiceField(
        FollowUpRequest.objects.none(),
        required=False,
        label="Repeats",
        help_text="Requests of earlier letters.",
    )

    class Meta(letters.RequestForm.Meta):
        pass

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["narrowed_to"].queryset = Agency.objects.all()
        self.fields["repeating"].queryset = FollowUpRequest.objects.visible_to(self.user).select_related(
            "letter"
        )
        _offer(self.fields["narrowed_to"], PutTo._meta.get_field("agency"))
        _offer(self.fields["repeating"], Repeats._meta.get_field("earlier"))


def _offer(field, relation):
    """Let a field of several be found while typing, as the admin does."""
    field.widget = AutocompleteSelectMultiple(relation, admin.site)
    field.widget.choices = field.choices
