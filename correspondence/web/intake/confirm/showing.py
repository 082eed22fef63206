"""The marks of what was proposed, put beside the fields of the form, and what somebody must look at."""

from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.text import Truncator

from correspondence.templatetags.marks import day, glyph_html
from correspondence.web.intake.confirm.paper import line_id

ROWS = ("signatories", "recipients", "requests")
PROPOSED, AS_READ, TYPED, OUT = "proposed", "as-read", "typed", "out"
_GRADES = {
    "sure": ("read", "read, sure"),
    "fairly": ("read-fairly", "read, fairly sure"),
    "unsure": ("read-unsure", "read, unsure"),
}
_SHORT = 110  # signs of a value that are quoted


@dataclass(frozen=True)
class Look:
    """An unsure value that is to be looked at."""

    mark: object
    field_id: str
    is_done: bool

    @property
    def words(self):
        mark = self.mark
        return day_words(mark) if mark.key == "dated_on" else Truncator(mark.shown).chars(_SHORT)

    @property
    def place(self):
        """The id of where it was read; "" where it has no place."""
        return _place(self.mark)


@dataclass(frozen=True)
class Lack:
    """What was not found on the paper, and has not been typed."""

    words: str
    field_id: str


def state_of(mark, data):
    """What became of a proposed value in the form that was sent (or is to be shown)."""
    kind, n, _ = parts_of(mark.key)
    if kind and data.get(f"{kind}-{n}-DELETE"):
        return OUT
    now = plain(data.get(mark.key, ""))
    boxes = {name: value for name, value in mark.also.items() if name.endswith("_words")}
    if now == plain(mark.value) and all(plain(data.get(name, "")) == plain(it) for name, it in boxes.items()):
        return PROPOSED
    return AS_READ if mark.as_read and now == plain(mark.as_read) else TYPED


def plain(words):
    """A value as it is compared: browsers end lines with CR LF."""
    return words.replace("\r\n", "\n").strip()


def parts_of(key):
    """The kind, index and column of a row's field; of a field of the letter itself, "", "" and its name."""
    kind, _, rest = key.partition("-")
    if kind not in ROWS or not rest:
        return "", "", key
    n, _, column = rest.partition("-")
    return kind, n, column


def put_beside(entry, marks, data):
    """Put each mark beside its field, with its state."""
    rows = {(rows.prefix, str(row.index)): row for rows in entry.rows for row in rows.all}
    for mark in marks.values():
        kind, n, column = parts_of(mark.key)
        form = rows.get((kind, n)) if kind else entry.form
        if form is None:
            continue
        name = _shown_as(form, column)
        if name not in form.fields:
            continue
        field = form.fields[name]
        field.beside = proof(mark, state_of(mark, data))
        field.widget.attrs["aria-describedby"] = f"proof-{mark.key}"


def looks_of(entry, marks, data):
    """The unsure values, in the order of the form, each with whether it was looked at."""
    seen = set(data.getlist("looked"))
    found = []
    for mark in marks.values():
        if mark.is_unsure and (state := state_of(mark, data)) != OUT:
            done = mark.key in seen or state != PROPOSED
            found.append(Look(mark, _field_id(entry, mark.key), done))
    return found


def lacks_of(entry, data):
    """What the form needs, was not read, and is not typed yet."""
    found = []
    if not plain(data.get("dated_on", "")):
        found.append(Lack("The date on the letter", "id_dated_on"))
    to = [row for row in entry.recipients.shown if data.get(f"recipients-{row.index}-role") == "to"]
    names = ("name", "title", "organization", "agency")
    named = [row for row in to if _holds(data, f"recipients-{row.index}", names)]
    if not named:
        first = f"id_recipients-{to[0].index}-person" if to else "head-recipients"
        found.append(Lack("To whom it is addressed", first))
    for row in named:
        prefix = f"recipients-{row.index}"
        if not any(plain(data.get(f"{prefix}-{name}", "")) for name in ("agency", "agency_words")):
            found.append(Lack(f"The agency that owes the answer ({row.name})", f"id_{prefix}-agency"))
    if not plain(data.get("subject", "")):
        found.append(Lack("The subject", "id_subject"))
    asked = (data.get(f"requests-{row.index}-text", "") for row in entry.requests.shown)
    if not any(map(plain, asked)):
        found.append(Lack("What it asks for", "head-requests"))
    signed = entry.signatories.shown
    if not any(_holds(data, f"signatories-{row.index}", ("name", "person", "title")) for row in signed):
        first = f"id_signatories-{signed[0].index}-person" if signed else "head-signatories"
        found.append(Lack("Who signed it", first))
    return found


def _holds(data, prefix, names):
    """Whether any of these columns of a row is filled in."""
    return any(plain(data.get(f"{prefix}-{name}", "")) for name in names)


def for_script(marks):
    """What a script needs to light a place and to tell what was typed."""
    return {
        mark.key: {
            "value": mark.value,
            "also": mark.also,
            "asRead": mark.as_read,
            "unsure": mark.is_unsure,
            "spans": [[span.page, span.line, span.first, span.last] for span in mark.spans],
        }
        for mark in marks.values()
    }


def day_words(mark):
    """A proposed day in words; as it stands where it is none."""
    try:
        return day(date.fromisoformat(mark.value))
    except ValueError:
        return mark.value


def _shown_as(form, column):
    """The field in whose box a column stands."""
    return next((name for name, it in form.fields.items() if getattr(it, "words", "") == column), column)


def _field_id(entry, key):
    kind, n, column = parts_of(key)
    if not kind:
        return f"id_{column}"
    row = next(
        (row for rows in entry.rows if rows.prefix == kind for row in rows.all if str(row.index) == n), None
    )
    return f"id_{kind}-{n}-{_shown_as(row, column) if row is not None else column}"


def _place(mark):
    return line_id(mark.spans[0].page, mark.spans[0].line) if mark.spans else ""


def proof(mark, state):
    """A mark with its place, and what can be done about it; a style sheet shows what the state asks for."""
    glyph, words = _GRADES[mark.grade]
    percent = f"{mark.sure:.0%}"
    where = f"p. {mark.page}" if mark.page else ""
    spoken = f"Proposed, {words} ({percent})" + (f", page {mark.page}" if mark.page else "")
    inside = format_html(
        '{}<span class="visually-hidden">{}</span><span aria-hidden="true">{}{}</span>',
        glyph_html(glyph),
        spoken,
        where,
        " unsure" if mark.is_unsure else "",
    )
    place = _place(mark)
    head = (
        format_html('<a class="place" href="#{}" title="{}">{}</a>', place, spoken, inside)
        if place
        else format_html('<span class="place" title="{}">{}</span>', spoken, inside)
    )
    lines = []
    if mark.is_unsure:
        lines.append(format_html('<span class="if-unsure">{}</span>', mark.why or "Look at it."))
    if mark.as_read:
        as_read = Truncator(mark.as_read).chars(_SHORT)
        why = "" if mark.is_unsure or not mark.why else f" {mark.why}"
        lines.append(
            format_html(
                '<span class="if-proposed">As it stands: <q class="words">{}</q>.{} '
                '<button class="as-link" name="revert-{}" value="1">Take it so<span class="visually-hidden">'
                ": {}, {}</span></button></span>",
                as_read,
                why,
                mark.key,
                mark.label,
                as_read,
            )
        )
    proposed = day_words(mark) if mark.key == "dated_on" else mark.shown
    quoted = proposed if len(proposed) <= _SHORT else ""
    lines.append(
        format_html(
            '<span class="if-typed">{} <button class="as-link" name="use-{}" value="1">Put back what was '
            'proposed<span class="visually-hidden">: {}</span></button></span>',
            format_html('Proposed: <q class="words">{}</q>.', quoted)
            if quoted
            else "Not as it was proposed.",
            mark.key,
            mark.label,
        )
    )
    return format_html(
        '<div class="proof grade-{}" id="proof-{}" data-mark="{}" data-state="{}">{}{}</div>',
        mark.grade,
        mark.key,
        mark.key,
        state,
        head,
        mark_safe("".join(lines)),
    )
