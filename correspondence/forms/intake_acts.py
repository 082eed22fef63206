"""What can be done about something that came in."""

from django import forms

from correspondence.accounts.roles import Act
from correspondence.forms.acts import ActForm, Done, RecordAct
from correspondence.intake import actions
from correspondence.intake.models import IntakeItem


class NothingForm(ActForm):
    """Asks for nothing: the act says it all."""


class SetAsideForm(ActForm):
    why = forms.CharField(
        label="Why it is not entered",
        max_length=200,
        help_text="For example: sent to us by mistake; the second half of another letter.",
    )


class TakeForForm(ActForm):
    taken_for = forms.ChoiceField(
        label="It is", choices=IntakeItem.TakenFor.choices, widget=forms.RadioSelect, required=False
    )

    def prepare(self):
        self.fields["taken_for"].initial = self.record.taken_for


class OrderForm(ActForm):
    """The place of each file, as a number to type: it needs no script."""

    def prepare(self):
        files = list(self.record.files.select_related("document").order_by("place"))
        for file in files:
            self.fields[f"file-{file.pk}"] = forms.IntegerField(
                label=file.document.name,
                min_value=1,
                max_value=len(files),
                initial=file.place,
                error_messages={"required": "Enter its place.", "invalid": "Enter its place as a number."},
            )

    def clean(self):
        data = super().clean()
        places = [value for name, value in data.items() if name.startswith("file-")]
        if len(places) == len(self.fields) and len(set(places)) < len(places):
            raise forms.ValidationError("Two files have the same place: give each a place of its own.")
        return data


def order_of(data):
    """The ids of the files, by the places typed for them."""
    places = {int(name.removeprefix("file-")): place for name, place in data.items()}
    return sorted(places, key=places.get)


def _set_aside(item, data, by, now):
    actions.set_aside(item, why=data["why"], by=by, now=now)
    return Done(f"Set aside: {item}.", undo=("bring-back", {}))


def _bring_back(item, data, by, now):
    actions.bring_back(item, by=by, now=now)
    return f"It waits here again: {item}."


def _read_again(item, data, by, now):
    actions.read_again(item, by=by, now=now)
    return f"Being read again: {item}."


def _take_for(item, data, by, now):
    item = actions.take_for(item, data["taken_for"], by=by, now=now)
    return f"{item.get_taken_for_display()}: {item}."


def _order(item, data, by, now):
    actions.order_files(item, order_of(data), by=by, now=now)
    return f"The pages of {item} are in their new order."


def _at_hand(item):
    return not (item.letter_id or item.response_id or item.set_aside_at)


def _has_files(item):
    return _at_hand(item) and item.files.exists()


def _has_an_order(item):
    return _at_hand(item) and item.files.count() > 1


INTAKE_ACTS = {
    act.name: act
    for act in (
        RecordAct(
            "set-aside",
            "Set aside",
            SetAsideForm,
            Act.ENTER,
            _set_aside,
            _at_hand,
            intro="It is not entered. Its files and pages are kept, and it can be brought back.",
        ),
        RecordAct(
            "bring-back",
            "Bring back",
            NothingForm,
            Act.ENTER,
            _bring_back,
            lambda item: bool(item.set_aside_at),
        ),
        RecordAct(
            "read-again",
            "Read again",
            NothingForm,
            Act.ENTER,
            _read_again,
            _has_files,
            intro="Pages that are missing are read, and what it says is proposed anew.",
        ),
        RecordAct(
            "take-for",
            "Say what it is",
            TakeForForm,
            Act.ENTER,
            _take_for,
            _at_hand,
            intro="What it says is then proposed anew.",
            button="Save",
        ),
        RecordAct(
            "order",
            "Order the files",
            OrderForm,
            Act.ENTER,
            _order,
            _has_an_order,
            intro="The pages stand in the order of their files. What it says is then proposed anew.",
            button="Save the order",
        ),
    )
}
