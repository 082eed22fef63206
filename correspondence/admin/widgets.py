"""Widgets of the admin's forms, and what its pages load."""

from django import forms
from django.conf import settings
from django.db import models

from correspondence.forms.inputs import AreaInput, DayInput

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
