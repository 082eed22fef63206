"""Our crispy templates: labels above, hints below, faults at the field and first in a summary."""

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout, Row, Submit
from crispy_forms.utils import render_crispy_form
from django import forms
from django.template import Context, Template


class WriteForm(forms.Form):
    name = forms.CharField(label="Your full name")
    email = forms.EmailField(label="E-mail", help_text="We send your receipt here.")
    phone = forms.CharField(label="Phone", required=False)
    about = forms.ChoiceField(
        label="About", choices=[("a", "A bill"), ("b", "An agency")], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label="I agree")
    step = forms.CharField(widget=forms.HiddenInput, required=False)


class LaidOutForm(WriteForm):
    @property
    def helper(self):
        helper = FormHelper()
        helper.layout = Layout(
            Fieldset("Who are you?", Row("name", "email"), Div("phone"), "about"),
            "agreed",
            "step",
            Submit("go", "Go"),
        )
        return helper


def shown(form, template="{% load crispy_forms_tags %}{{ form|crispy }}"):
    return Template(template).render(Context({"form": form}))


@pytest.mark.parametrize("render", [shown, lambda form: render_crispy_form(form)], ids=["filter", "tag"])
def test_each_field_has_a_label_and_what_is_optional_says_so(render):
    html = render(WriteForm())

    assert '<label for="id_name">Your full name</label>' in html
    assert 'Phone<span class="optional">, if you like</span>' in html
    assert "Your full name<span" not in html


def test_a_hint_describes_its_field():
    html = shown(WriteForm())

    assert 'aria-describedby="id_email_helptext"' in html
    assert '<div class="hint" id="id_email_helptext">We send your receipt here.</div>' in html


def test_choices_share_a_legend():
    html = shown(WriteForm())

    assert "<legend>About</legend>" in html
    assert html.count('type="radio"') == 2


def test_faults_come_first_and_lead_to_their_fields():
    html = shown(WriteForm({"name": "Rosalind", "email": "rosalind@example"}))

    assert html.index("3 things need a second look") < html.index("Your full name")
    assert '<a href="#id_email">E-mail: Enter a valid email address.</a>' in html
    assert '<a href="#id_about_group">About: This field is required.</a>' in html
    assert 'id="id_about_group"' in html
    assert 'id="id_email_error"' in html
    assert 'aria-invalid="true" aria-describedby="id_email_helptext id_email_error"' in html
    assert 'value="rosalind@example"' in html


def test_a_layout_is_followed():
    html = render_crispy_form(LaidOutForm(), context={"csrf_token": "token"})

    assert "<legend><h2>Who are you?</h2></legend>" in html.replace("\n", "")
    assert (
        html.index('class="line"') < html.index("id_name") < html.index("id_email") < html.index("id_phone")
    )
    assert 'name="csrfmiddlewaretoken"' in html
    assert 'type="submit" name="go" value="Go"' in html


def test_a_page_with_a_summary_above_has_no_second_one():
    form = LaidOutForm({})

    html = shown(
        form, "{% load crispy_forms_tags %}{% with summary_above=True %}{% crispy form %}{% endwith %}"
    )

    assert "second look" not in html
    assert html.count("This field is required.") == 4


def test_the_rows_of_a_formset_are_shown_with_their_faults():
    formset_class = forms.formset_factory(WriteForm, extra=2)
    formset = formset_class({"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 0, "form-1-name": "Rosalind"})

    html = shown(formset)

    assert 'name="form-TOTAL_FORMS"' in html
    assert '<a href="#id_form-1-email">Row 2, e-mail: This field is required.</a>' in html
    assert html.count("second look") == 1
