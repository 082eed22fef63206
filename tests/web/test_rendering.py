"""That the fields we write ourselves are the fields that Django's templates would write."""

from datetime import date
from html.parser import HTMLParser

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

from correspondence.web.rendering import Renderer

CHOICES = [("", "---------"), ("a", "A & B"), ("Group", [("c", "<C>"), (4, "four")])]


class Tokens(HTMLParser):
    """HTML as a browser takes it: tags with their attributes, and words."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        if data.strip():
            self.found.append(data.strip().replace("---------", "–"))


@pytest.mark.parametrize(
    ("widget", "value"),
    [
        (forms.TextInput({"maxlength": 20, "required": True, "disabled": False}), '"Quoted" & <b>'),
        (forms.TextInput(), None),
        (forms.TextInput(), ""),
        (forms.HiddenInput(), 7),
        (forms.NumberInput({"min": 1}), 0),
        (forms.EmailInput(), "a@b.example"),
        (forms.DateInput({"type": "date"}, format="%Y-%m-%d"), date(2023, 11, 29)),
        (forms.PasswordInput(), "never shown again"),
        (forms.CheckboxInput(), True),
        (forms.CheckboxInput(), False),
        (forms.ClearableFileInput(), None),
        (forms.Textarea({"rows": 2}), "\nfirst line\n</textarea>"),
        (forms.Textarea(), None),
        (forms.Select(choices=CHOICES), 4),
        (forms.Select({"class": "wide"}, choices=CHOICES), None),
        (forms.SelectMultiple(choices=CHOICES), ["a", "c"]),
        (forms.RadioSelect(choices=CHOICES[:2]), "a"),
    ],
)
def test_a_field_is_what_django_would_write(widget, value):
    theirs = widget.render("field", value, {"id": "id_field"}, renderer=DjangoTemplates())

    ours = widget.render("field", value, {"id": "id_field"}, renderer=Renderer())

    assert Tokens(ours).found == Tokens(theirs).found


def test_a_field_that_begins_with_an_empty_line_keeps_it():
    html = forms.Textarea().render("body", "\nSincerely,", renderer=Renderer())

    assert ">\n\nSincerely,</textarea>" in html


def test_what_somebody_typed_never_becomes_markup():
    html = forms.TextInput().render("name", '"><script>alert(1)</script>', renderer=Renderer())

    assert "<script" not in html
