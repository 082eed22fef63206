"""The fields of rows, written here as a letter of thirty requests has three hundred of them."""

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

from correspondence.templatetags.fields import shape

register = template.Library()


@register.simple_tag
def boxes_of(form, names):
    """Some fields of a form (names with spaces between), each as `correspondence/field.html` has it."""
    return mark_safe("".join(box(form, name) for name in names.split() if name in form.fields))


@register.simple_tag
def row_hidden(form, kind):
    """What a row carries along: its id, its order, and whether it is taken out."""
    name = f"{kind}-{form.index}"
    key = form.data.get(f"{name}-id", "") if form.is_bound else form.instance.pk or ""
    taken_out = "on" if getattr(form, "is_out", False) else ""
    fields = [f'<input type="hidden" name="{name}-id" value="{conditional_escape(key)}">']
    fields.append(f'<input type="hidden" name="{name}-DELETE" value="{taken_out}">')
    fields += [str(field) for field in form.hidden_fields()]
    return mark_safe("".join(fields))


def box(form, name):
    """A field with its label, its fault and its hint; a lookup with those of the words in its box, too."""
    bound = form[name]
    words = getattr(bound.field, "words", "")
    faults = [*bound.errors, *(form[words].errors if words else ())]
    its_shape, its_id = shape(bound), bound.auto_id
    attrs = {"aria-invalid": "true"} if faults else {}
    hint = bound.help_text
    if hint:
        attrs["aria-describedby"] = f"{its_id}_helptext"
    errors = str(form.error_class(faults)) if faults else ""
    if its_shape == "check":
        body = f'<label class="choice" for="{its_id}">{bound} {conditional_escape(bound.label)}</label>'
    else:
        label = conditional_escape(bound.label)
        body = f'<label for="{its_id}">{label}</label>{bound.as_widget(attrs=attrs)}'
    hint = f'<div class="hint" id="{its_id}_helptext">{hint}</div>' if hint else ""
    beside = getattr(bound.field, "beside", "")  # what a page that fills the form in says about the value
    return f'<div class="field field-{name} shape-{its_shape}">{body}{errors}{hint}{beside}</div>'


@register.filter
def holds_more(form):
    """How many of the fields of a row that are folded away hold something; an error counts, too."""
    return sum(1 for name in form.more if name in form.fields and (form[name].errors or form[name].value()))


@register.filter
def any_more_faults(form):
    return any(form[name].errors for name in form.more if name in form.fields)
