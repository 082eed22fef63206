"""The public form's steps, in words that people use. Everything is checked here and again by the action."""

import re

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from correspondence.casework.models import Constituent, Message, PolicyArea
from correspondence.casework.models.desk import State
from correspondence.casework.rules import LONGEST_TEXT, signature_fault, ssn_fault
from correspondence.forms.inputs import AreaInput

ACCEPT = "image/*,.pdf,.doc,.docx,.odt,.rtf,.txt"


class StepForm(forms.Form):
    """A step: its fields in a crispy layout, without a form tag, as the page has more than the form."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("auto_id", "%s")
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.field_template = "write/_field.html"
        self.helper.layout = self.layout()
        for name, field in self.fields.items():
            if field.required:
                field.error_messages["required"] = self.missing.get(name) or _("Please fill this in.")

    missing = {}

    def layout(self):
        return Layout(*self.fields)

    def faults(self):
        """What is wrong, in the order of the fields: the words, and the id to go to."""
        found = []
        for name in [*self.fields, None]:
            for what in self.errors.get(name or "__all__", ()):
                there = (self[name].id_for_label or f"{self[name].auto_id}_group") if name else ""
                found.append({"id": there, "where": self[name].label if name else "", "what": what})
        return found

    def typed(self):
        """What was sent for each field, as it was sent."""
        return {
            name: self.data.get(name, "")
            for name, field in self.fields.items()
            if not isinstance(field, forms.FileField)
        }


class WhoForm(StepForm):
    prefix_ = forms.ChoiceField(label=gettext_lazy("Title"), required=False)
    first_name = forms.CharField(label=gettext_lazy("First name"), max_length=60)
    last_name = forms.CharField(label=gettext_lazy("Last name"), max_length=80)
    address1 = forms.CharField(label=gettext_lazy("Street and number"), max_length=120)
    address2 = forms.CharField(label=gettext_lazy("Apartment or floor"), max_length=120, required=False)
    city = forms.CharField(label=gettext_lazy("City"), max_length=80)
    state = forms.ChoiceField(label=gettext_lazy("State"))
    zip_code = forms.CharField(label=gettext_lazy("ZIP code"), max_length=10)
    email = forms.CharField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        widget=forms.EmailInput,
        help_text=gettext_lazy("We send your receipt here."),
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
        help_text=gettext_lazy("Only for questions about your message."),
    )
    website = forms.CharField(
        label=gettext_lazy("Leave this box empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    began = forms.CharField(required=False, widget=forms.HiddenInput)

    missing = {
        "first_name": gettext_lazy("Type your first name."),
        "last_name": gettext_lazy("Type your last name."),
        "address1": gettext_lazy("Type your street and number."),
        "city": gettext_lazy("Type your city or town."),
        "state": gettext_lazy("Choose your state."),
        "zip_code": gettext_lazy("Type your ZIP code. It has five digits."),
        "email": gettext_lazy("Type your e-mail address, so that we can answer."),
    }
    AUTOCOMPLETE = {
        "prefix_": "honorific-prefix",
        "first_name": "given-name",
        "last_name": "family-name",
        "address1": "address-line1",
        "address2": "address-line2",
        "city": "address-level2",
        "state": "address-level1",
        "zip_code": "postal-code",
        "email": "email",
        "phone": "tel-national",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["prefix_"].choices = [("", _("None")), *Constituent.Prefix.choices]
        self.fields["state"].choices = [("", _("Choose")), *State.choices]
        for name, words in self.AUTOCOMPLETE.items():
            self.fields[name].widget.attrs["autocomplete"] = words
        self.fields["zip_code"].widget.attrs["inputmode"] = "numeric"

    def layout(self):
        return Layout(
            Fieldset(
                _("Name and address"),
                Div("prefix_", css_class="narrow"),
                Div("first_name", "last_name", css_class="pair"),
                "address1",
                "address2",
                Div("city", "zip_code", css_class="pair wide-first"),
                "state",
            ),
            Fieldset(_("How we can reach you"), "email", Div("phone", css_class="narrow")),
            Div(Field("website"), css_class="trap"),
            "began",
        )

    def clean_zip_code(self):
        given = re.sub(r"\s", "", self.cleaned_data["zip_code"])
        if re.fullmatch(r"\d{9}", given):
            given = f"{given[:5]}-{given[5:]}"
        if not re.fullmatch(r"\d{5}(-\d{4})?", given):
            raise ValidationError(_("A ZIP code has five digits, such as 21201."))
        return given

    def clean_email(self):
        given = self.cleaned_data["email"].strip()
        name, at, domain = given.partition("@")
        if not (at and name and domain):
            raise ValidationError(_("Type the whole address, with the @ sign, such as name@example.org."))
        if "." not in domain:
            raise ValidationError(
                _("Add what comes after “%(domain)s”, such as “.org”.") % {"domain": domain}
            )
        EmailValidator(_("This is not an e-mail address yet. Look for spaces or signs that do not belong."))(
            given
        )
        return given

    def clean_phone(self):
        given = self.cleaned_data["phone"].strip()
        digits = re.sub(r"\D", "", given).removeprefix("1")
        if not given:
            return ""
        if len(digits) == 10:
            return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
        if given.startswith("+") and len(digits) >= 7:
            return given
        raise ValidationError(_("Type all ten digits, with the area code, such as 202-555-0142."))

    def clean_website(self):
        if self.cleaned_data["website"]:
            raise ValidationError(_("Please leave this box empty. It is there to stop machines."))
        return ""


class AboutForm(StepForm):
    stance = forms.ChoiceField(
        label=gettext_lazy("What do you want?"), choices=Message.Stance.choices, widget=forms.RadioSelect
    )
    area = forms.ChoiceField(
        label=gettext_lazy("What is it about?"), help_text=gettext_lazy("Choose what fits best.")
    )

    missing = {
        "stance": gettext_lazy("Choose one of the two."),
        "area": gettext_lazy("Choose what it is about."),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        areas = sorted(PolicyArea.choices, key=lambda pair: str(pair[1]))
        self.fields["area"].choices = [("", _("Choose")), *areas]


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Any number of files: a list. They are looked at one by one as they are kept."""

    widget = FilesInput(attrs={"accept": ACCEPT})

    def clean(self, data, initial=None):
        return [one for one in (data if isinstance(data, list | tuple) else [data]) if one]


class WordsForm(StepForm):
    """What an opinion and a case share: words without a Social Security number, and files."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.WORDS:
            self.fields[name].widget.attrs["rows"] = 8 if name == self.WORDS[0] else 4

    WORDS = ("text",)

    def clean(self):
        data = super().clean()
        for name in self.WORDS:
            words = data.get(name, "")
            if fault := ssn_fault(words):
                self.add_error(name, fault)
            elif name in data and len(words) < 6:
                self.add_error(name, _("Please write a little more."))
            elif len(words) > LONGEST_TEXT:
                self.add_error(
                    name,
                    _("This is %(long)s characters. Please keep it under %(most)s.")
                    % {"long": f"{len(words):,}", "most": f"{LONGEST_TEXT:,}"},
                )
        return data


_FILES = {
    "label": gettext_lazy("Files"),
    "required": False,
    "help_text": gettext_lazy(
        "Photos, PDF, Word or text. Up to 5 files, 10 MB each. Cover any Social Security number first."
    ),
}
_NO_SSN = gettext_lazy("Do not write your Social Security number. We do not need it.")


class OpinionForm(WordsForm):
    text = forms.CharField(label=gettext_lazy("Your message"), widget=AreaInput, help_text=_NO_SSN)
    files = FilesField(**_FILES)

    missing = {"text": gettext_lazy("Write your message.")}


class HelpForm(WordsForm):
    agency_named = forms.CharField(
        label=gettext_lazy("Which agency?"),
        max_length=200,
        widget=forms.TextInput(attrs={"list": "agencies", "autocomplete": "off"}),
        help_text=gettext_lazy("Start to type its name. If you are not sure, write what you know."),
    )
    what_happened = forms.CharField(
        label=gettext_lazy("What happened?"),
        widget=AreaInput,
        help_text=gettext_lazy(
            "Say when it began and what the agency told you. Do not write your Social Security number."
        ),
    )
    text = forms.CharField(
        label=gettext_lazy("What should we ask the agency?"),
        widget=AreaInput,
        help_text=gettext_lazy("For example: When will my passport be ready?"),
    )
    case_number = forms.CharField(
        label=gettext_lazy("Your case number"),
        max_length=80,
        required=False,
        help_text=gettext_lazy(
            "The agency’s number, from its letter or website. Never your Social Security number."
        ),
    )
    files = FilesField(**_FILES)

    WORDS = ("what_happened", "text")
    missing = {
        "agency_named": gettext_lazy("Type the name of the agency."),
        "what_happened": gettext_lazy("Tell us what happened."),
        "text": gettext_lazy("Tell us what to ask."),
    }

    def clean_case_number(self):
        given = self.cleaned_data["case_number"].strip()
        if fault := ssn_fault(given):
            raise ValidationError(fault)
        return given


class PermissionForm(StepForm):
    SIGNS = (
        ("yes", gettext_lazy("I give this permission, and sign below")),
        ("no", gettext_lazy("Not now. I know that the office cannot ask about my case without it")),
    )
    signs = forms.ChoiceField(
        label=gettext_lazy("Do you allow this?"), choices=SIGNS, widget=forms.RadioSelect
    )
    signature = forms.CharField(
        label=gettext_lazy("Type your full name to sign"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    missing = {"signs": gettext_lazy("Choose one of the two.")}

    def __init__(self, *args, first_name="", last_name="", **kwargs):
        self.names = first_name, last_name
        super().__init__(*args, **kwargs)
        self.fields["signature"].is_asked = True  # who does not sign leaves it empty

    def clean(self):
        data = super().clean()
        if data.get("signs") == "yes" and (fault := signature_fault(data.get("signature", ""), *self.names)):
            self.add_error("signature", fault)
        return data


class StatusForm(StepForm):
    number = forms.CharField(
        label=gettext_lazy("Your number"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("It is on your receipt, such as SFRC-M-2023-00012."),
    )
    email = forms.CharField(
        label=gettext_lazy("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=gettext_lazy("The one you gave when you wrote."),
    )

    missing = {
        "number": gettext_lazy("Type your number."),
        "email": gettext_lazy("Type your e-mail address."),
    }

    def clean_number(self):
        return re.sub(r"\s", "", self.cleaned_data["number"]).upper()

    def clean_email(self):
        return self.cleaned_data["email"].strip()
