"""The rows of a response's form as HTML: written here, as a reply to 31 questions has 341 fields."""

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe

_SHAPES = {"outcome": "select", "quote": "area", "note": "area", "pages": "number"}
_DAYS = ("extension_until", "promised_on", "delivered_on")


def answer_rows(rows, meanwhile=None):
    """Each row of AnswerRows as HTML. `meanwhile` has what others did about a part, by its id."""
    return [_row(row, (meanwhile or {}).get(row.part.pk, ())) for row in rows]


def _row(row, meanwhile):
    name_id = f"{row.prefix}-name"
    late = " tone-late" if row.is_late else ""
    told = "".join(format_html('<p class="meanwhile">{}</p>', words) for words in meanwhile)
    settles = _check(row["settles"]) if "settles" in row.fields else ""
    more = [row[name] for name in row.more if name in row.fields]
    is_open = " open" if any(field.errors or field.value() for field in more) else ""
    return mark_safe(
        f'<div class="answer" id="{row.prefix}" role="group" aria-labelledby="{name_id}">'
        f'<p class="answer-number" aria-hidden="true">{conditional_escape(row.number)}</p>'
        f'<div class="answer-asked"><h3 class="words" id="{name_id}"><span class="visually-hidden">'
        f"{conditional_escape(row.name)}: </span>{conditional_escape(row.heading)}</h3>"
        f'<p class="answer-facts{late}">{conditional_escape(row.facts)}</p>{told}'
        f"{row.non_field_errors() or ''}</div>"
        f'<div class="answer-outcome">{_box(row["outcome"], hides_label=True)}{settles}</div>'
        f'<div class="answer-words">{_box(row["quote"], hides_label=True)}</div>'
        f'<details class="more"{is_open}><summary>Note, time, promise, delivery, pages'
        f'<span class="visually-hidden"> of {conditional_escape(row.name)}</span></summary>'
        f'<div class="line">{"".join(map(_box, more))}</div></details></div>'
    )


def _box(bound, hides_label=False):
    name, its_id = bound.name, bound.auto_id
    shape = "date" if name in _DAYS else _SHAPES.get(name, "text")
    look = ' class="column-label"' if hides_label else ""
    beside = getattr(bound.field, "beside", "")  # what a page that fills the form in says about the value
    return (
        f'<div class="field field-{name} shape-{shape}"><label for="{its_id}"{look}>'
        f"{conditional_escape(bound.label)}</label>{bound}"
        f"{bound.errors if bound.errors else ''}{beside}</div>"
    )


def _check(bound):
    return (
        f'<div class="field field-settles shape-check"><label class="choice" for="{bound.auto_id}">{bound} '
        f"{conditional_escape(bound.label)}</label>{bound.errors if bound.errors else ''}</div>"
    )
