"""Widgets of the admin's forms, and what its pages load."""

from django import forms
from django.conf import settings
from django.db import models


class DayInput(forms.DateInput):
    """A day, in the browser's own field: it needs no script, and is read aloud as a date."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class AreaInput(forms.Textarea):
    """Several lines. Browsers end each with CR LF; here it ends with LF, as in what comes by other ways."""

    def value_from_datadict(self, data, files, name):
        value = super().value_from_datadict(data, files, name)
        return value.replace("\r\n", "\n") if isinstance(value, str) else value


# For a ModelAdmin's or inline's `formfield_overrides`.
FIELDS = {
    models.DateField: {"widget": DayInput},
    models.TextField: {"widget": AreaInput(attrs={"class": "vLargeTextField"})},
}


class LeanMedia:
    """For a ModelAdmin, before it in the bases: leaves out the scripts for slugs, which no form here has."""

    @property
    def media(self):
        extra = "" if settings.DEBUG else ".min"
        scripts = [f"vendor/jquery/jquery{extra}.js", "jquery.init.js", "core.js"]
        scripts += ["admin/RelatedObjectLookups.js", "actions.js"]
        return forms.Media(js=[f"admin/js/{script}" for script in scripts])
