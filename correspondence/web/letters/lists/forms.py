"""What is typed when a view of the letter list is saved."""

from django import forms

from correspondence.accounts.roles import Act, offices_where
from correspondence.letters.models import SavedFilter


class FilterForm(forms.Form):
    """A name, for whom it is, and of which office, where the person has several."""

    name = forms.CharField(
        label="Name of the view", max_length=SavedFilter._meta.get_field("name").max_length
    )
    office = forms.TypedChoiceField(label="Office", coerce=int)
    is_shared = forms.BooleanField(label="Show it to everybody in the office", required=False)

    def __init__(self, *args, user, saved=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = [(seat.office_id, seat.office.name) for seat in user.seats]
        if saved or len(user.seats) == 1:
            del self.fields["office"]
        if not offices_where(user, Act.SHARE) and not (saved and saved.is_shared):
            del self.fields["is_shared"]
