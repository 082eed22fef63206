"""Fields as every form shows them, whichever door it stands at."""

from django import forms


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
