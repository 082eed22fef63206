"""How form fields become HTML: Django's way, but for those that a form has by the hundred.

A letter with five requests has 150 fields, and Django runs its template engine two to twenty times
for each. Written here they cost a tenth, and the page a third less. All else is rendered from
templates, ours (`templates/django/forms`) before Django's.
"""

from django.forms.renderers import TemplatesSetting
from django.utils.html import conditional_escape, escape
from django.utils.safestring import mark_safe

NO_CHOICE = "---------"  # what Django shows where nothing is chosen


class Renderer(TemplatesSetting):
    """For settings.FORM_RENDERER."""

    def render(self, template_name, context, request=None):
        write = WRITERS.get(template_name)
        return (
            mark_safe(write(context["widget"])) if write else super().render(template_name, context, request)
        )


def _attributes(attrs):
    return "".join(
        f" {name}" if value is True else f' {name}="{escape(value)}"'
        for name, value in attrs.items()
        if value is not False and value is not None
    )


def _input(widget):
    attrs = {"type": widget["type"], "name": widget["name"], "value": widget["value"], **widget["attrs"]}
    return f"<input{_attributes(attrs)}>"


def _textarea(widget):
    # The first line break is no part of what stands in it.
    value = escape(widget["value"] or "")
    return f'<textarea name="{escape(widget["name"])}"{_attributes(widget["attrs"])}>\n{value}</textarea>'


def _select(widget):
    groups = "".join(
        f'<optgroup label="{conditional_escape(name)}">{_options(options)}</optgroup>'
        if name
        else _options(options)
        for name, options, _ in widget["optgroups"]
    )
    return f'<select name="{escape(widget["name"])}"{_attributes(widget["attrs"])}>{groups}</select>'


def _options(options):
    return "".join(
        f'<option value="{escape(option["value"])}"{_attributes(option["attrs"])}>'
        f"{'–' if option['label'] == NO_CHOICE else conditional_escape(option['label'])}</option>"
        for option in options
    )


_WIDGETS = "django/forms/widgets"
WRITERS = {
    f"{_WIDGETS}/{kind}.html": _input
    for kind in ("input", "text", "hidden", "number", "email", "url", "date", "password", "checkbox", "file")
} | {f"{_WIDGETS}/textarea.html": _textarea, f"{_WIDGETS}/select.html": _select}
