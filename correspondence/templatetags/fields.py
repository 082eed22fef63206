"""What forms show: the shape of a field, the faults of a page, the names of rows."""

import json

from django import forms, template
from django.contrib.admin.widgets import AutocompleteMixin, RelatedFieldWidgetWrapper
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from django.utils.text import capfirst

register = template.Library()


def _widget(field):
    """The widget of a bound field, out of the admin's wrapper."""
    widget = field.field.widget
    return widget.widget if isinstance(widget, RelatedFieldWidgetWrapper) else widget


@register.filter
def shape(field):
    """What a bound field looks like, in a word: it decides how wide it is."""
    widget = _widget(field)
    kind = getattr(widget, "input_type", "")
    if isinstance(widget, AutocompleteMixin) or kind == "lookup":
        return "lookup"
    if isinstance(widget, forms.CheckboxSelectMultiple | forms.RadioSelect):
        return "choices"
    if isinstance(widget, forms.Textarea):
        return "area"
    if isinstance(widget, forms.SelectMultiple):
        return "many"
    if kind in {"number", "date", "select", "file"}:
        return kind
    return "check" if kind == "checkbox" else "text"


@register.filter
def is_choices(field):
    """Whether a bound field is several boxes or buttons, which take a legend and no label."""
    return shape(field) == "choices"


@register.filter
def line_name(line):
    """The name of a line of several fields, from the ModelAdmin's `line_names` by its first field."""
    names = getattr(line.model_admin, "line_names", {})
    return names.get(line.fields[0], "")


@register.filter
def row_settings(formset):
    """Django's settings for adding inline rows, with "Add another signatory" in a sentence's capitals."""
    data = json.loads(formset.inline_formset_data())
    data["options"]["addText"] = f"Add another {formset.opts.verbose_name}"
    return json.dumps(data)


@register.filter
def hints(formset):
    """The help texts of an inline's fields, once for all its rows."""
    return [
        {"label": capfirst(field.label), "text": field.help_text}
        for field in formset.formset.form.base_fields.values()
        if field.help_text and not field.widget.is_hidden
    ]


@register.simple_tag
def faults(form, *formsets):
    """Everything that is wrong on a page: where, what, and the id to go to.

    Takes a form, and formsets or the admin's inline formsets; either may be missing.
    """
    found = _faults_of(form, "") if form else []
    for given in formsets:
        for formset in given if isinstance(given, list | tuple) else [given]:
            found += _faults_of_rows(formset)
    return found


def _faults_of_rows(given):
    formset = getattr(given, "formset", given)
    if not formset or not formset.is_bound:
        return []
    opts = getattr(given, "opts", None)
    name = capfirst(str(opts.verbose_name if opts else getattr(formset, "row_name", "row")))
    found = [
        {"id": f"{formset.prefix}-group", "where": "", "what": what} for what in formset.non_form_errors()
    ]
    for place, form in enumerate(formset.forms, start=1):
        found += _faults_of(form, getattr(form, "name", "") or f"{name} {place}", form.prefix)
    return found


def _faults_of(form, row, row_id="fault"):
    found = []
    for name, errors in form.errors.items():
        if name in form.fields:
            field = form[name]
            label = str(field.label)
            where = f"{row}, {label[:1].lower()}{label[1:]}" if row else label
            there = field.id_for_label or f"{field.auto_id}_group"
        else:
            where, there = row, row_id
        found += [{"id": there, "where": where, "what": what} for what in errors]
    return found


@register.simple_tag
def row_more(row):
    """The fields of a row that seldom matter (its `more`), and whether one of them has something to show."""
    fields = [row[name] for name in getattr(row, "more", ()) if name in row.fields]
    return {"fields": fields, "open": any(field.errors or field.value() for field in fields)}


@register.simple_tag
def row_parts(row):
    """The lines of an inline row, those of its inline's `more` apart, with how many of these are filled in.

    They are folded away, unless one of them has a fault.
    """
    seldom = set(getattr(row.model_admin, "more", ()))
    lines, more = [], []
    for fieldset in row:
        for line in fieldset:
            (more if seldom.issuperset(line.fields) else lines).append(line)
    fields = [field for line in more for field in line]
    return {
        "lines": lines,
        "more": more,
        "filled": sum(1 for field in fields if has_something(field)),
        "open": any(field.field.errors for field in fields if not field.is_readonly),
    }


@register.simple_tag
def boxes(line, in_row=False):
    """The fields of a line of the admin, each with its label above it.

    Written here, as a letter's form has a hundred of them. In a row, what is frozen and empty is left
    out, as it says nothing, and hints are for screen readers: the inline shows them once.
    """
    return mark_safe(
        "".join(_frozen_box(field, in_row) if field.is_readonly else _box(field, in_row) for field in line)
    )


def _frozen_box(field, in_row):
    if in_row and not has_something(field):
        return ""
    its = field.field
    help_text = "" if in_row or not its["help_text"] else f'<div class="help">{its["help_text"]}</div>'
    return (
        f'<div class="fieldBox field-{its["name"]} shape-readonly{" hidden" if its["is_hidden"] else ""}">'
        f'<div class="label">{conditional_escape(capfirst(its["label"]))}</div>'
        f'<div class="readonly">{field.contents()}</div>{help_text}</div>'
    )


def _box(field, in_row):
    bound = field.field
    if bound.is_hidden:
        return str(bound)
    its_shape, its_id, label = shape(bound), bound.auto_id, conditional_escape(bound.label)
    group = ""
    if its_shape == "check":
        body = f'<label class="choice" for="{its_id}">{bound} {label}</label>'
    elif bound.use_fieldset:
        group = f' role="group" aria-labelledby="{its_id}_label" id="{its_id}_group"'
        body = f'<div class="label" id="{its_id}_label">{label}</div>{bound}'
    else:
        body = f'<label for="{bound.id_for_label}">{label}</label>{bound}'
    faults = str(bound.errors) if bound.errors else ""
    if bound.help_text:
        seen = " visually-hidden" if in_row else ""
        faults += f'<div class="help{seen}" id="{its_id}_helptext">{bound.help_text}</div>'
    return f'<div class="fieldBox field-{bound.name} shape-{its_shape}"{group}>{body}{faults}</div>'


@register.filter
def has_something(field):
    """Whether a field of the admin holds a value, other than its default."""
    if field.is_readonly:
        return field.contents() not in {"", field.empty_value_display}
    value = field.field.value()
    return value not in (None, "", []) and value != field.field.field.initial


@register.simple_tag
def split_acts(acts):
    """The acts of a record that are shown, and those folded away."""
    acts = acts or ()
    return {
        "shown": [act for act in acts if not act.get("more")],
        "more": [act for act in acts if act.get("more")],
    }
