"""Two people who changed one draft: what the record has now beside what this person typed, field by field."""

from dataclasses import dataclass

from django import forms

from correspondence.forms.lookups import LookupField
from correspondence.templatetags.marks import day
from correspondence.web.letters.entry import rows
from correspondence.web.letters.entry.forms import EntryForm, OneOf, SomeOf

THEIRS, MINE = "theirs", "mine"
_NOT_COMPARED = {"version", "paste", "sent_on", "delivery", "order", "kept", "upload"}
OUT = "Taken out"


@dataclass
class Difference:
    """One thing that differs: in words, with the choice that is proposed."""

    key: str
    label: str
    theirs: str
    mine: str
    chosen: str
    field: str = ""  # the letter's column
    kind: str = ""  # or the kind of row, with the forms that hold it
    their_row: object = None
    my_row: object = None

    @property
    def name(self):
        return f"choose-{self.key}"


def differences(mine, theirs, base, data):
    """What differs between what was typed (an Entry) and the record (another), in the order of the form.

    `base` is the letter as the person had opened it, where history has it: what they left as it was is
    proposed as it stands in the record now. What was chosen before, in `data`, stays chosen.
    """
    found = [*_columns(mine.form, theirs.form, base, mine.user), *_all_rows(mine, theirs)]
    for one in found:
        if data.get(one.name) in (THEIRS, MINE):
            one.chosen = data[one.name]
    return found


def settle(data, found, version):
    """Put into the POST what was chosen, so that it can be saved over the record as it is now."""
    for one in found:
        if one.field:
            if one.chosen == THEIRS:
                _put(data, "", one.their_row, one.field)
        elif one.their_row is None:
            _gone(data, one)
        elif one.chosen == THEIRS:
            _take_theirs(data, one)
    data["version"] = str(version)
    for kind in rows.KINDS:
        rows.renumber(data, kind)


def words_of(bound):
    """What a field holds, in words."""
    field, value = bound.field, bound.value()
    if isinstance(field, LookupField):
        typed = field.typed(value)
        names = [field.of.name(row) for row in field.rows_of(typed.keys)]
        return "; ".join(names) or ("" if field.words else (typed.words or "").strip())
    if isinstance(field, SomeOf):
        return ", ".join(str(field.by_key.get(str(key), "")) for key in value or ())
    if isinstance(field, OneOf):
        return str(field.by_key.get(str(value), "")) if value else ""
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.flatchoices if hasattr(field, "flatchoices") else field.choices).get(value, ""))
    if isinstance(field, forms.DateField):
        try:
            value = field.to_python(value)
        except forms.ValidationError:
            return str(value)
        return day(value) if value else ""
    return str(value if value is not None else "").replace("\r\n", "\n").strip()


def _columns(mine, theirs, base, user):
    before = EntryForm(instance=base, user=user) if base is not None else None
    for name in mine.fields:
        if name in _NOT_COMPARED:
            continue
        my_words, their_words = words_of(mine[name]), words_of(theirs[name])
        if my_words != their_words:
            untouched = before is not None and name not in ("topics", "follows")
            untouched = untouched and words_of(before[name]) == my_words
            yield Difference(
                f"letter-{name}",
                str(mine[name].label),
                their_words,
                my_words,
                THEIRS if untouched else MINE,
                field=name,
                their_row=theirs,
            )


def _all_rows(mine, theirs):
    for my_rows, their_rows in zip(mine.rows, theirs.rows, strict=True):
        kind, label = my_rows.prefix, my_rows.row_name
        ours = {key: one for one in my_rows.all if (key := my_key(one))}
        its = {str(one.instance.pk): one for one in their_rows.all if one.instance.pk}
        for key, row in its.items():
            my_row = ours.get(key)
            said = _row_words(row)
            if my_row is None:
                yield _row(kind, key, label, said, "Not there", THEIRS, row, None)
            elif my_row.is_out:
                yield _row(kind, key, label, said, OUT, MINE, row, my_row)
            elif said != (my_words := _row_words(my_row)):
                yield _row(kind, key, label, said, my_words, MINE, row, my_row)
        for key, my_row in ours.items():
            if key not in its and not my_row.is_out:
                yield _row(kind, key, label, OUT, _row_words(my_row), THEIRS, None, my_row)


def my_key(row):
    """The id that a row was sent with, whether it is still there or not."""
    return row.data.get(row.add_prefix("id"), "")


def _row(kind, key, label, theirs, mine, chosen, their_row, my_row):
    shown = their_row if their_row is not None else my_row
    place = shown["order"].value()
    name = f"{label} {place}" if place else label
    return Difference(
        f"{kind}-{key}", name, theirs, mine, chosen, kind=kind, their_row=their_row, my_row=my_row
    )


def _row_words(row):
    said = [words_of(row[name]) for name in row.fields if name not in _NOT_COMPARED]
    return ", ".join(dict.fromkeys(filter(None, said)))


def _put(data, prefix, form, name):
    """A field of a form as a browser would send it."""
    field, value = form.fields[name], form[name].value()
    html_name = f"{prefix}{name}"
    if isinstance(field, LookupField):
        keys = field.typed(value).keys
        data.setlist(html_name, keys)
        if not field.words:
            rows = [] if field.multiple else field.rows_of(keys)
            data[f"{html_name}_words"] = field.of.name(rows[0]) if rows else ""
        return
    many = value if isinstance(value, list | tuple) else [value]
    data.setlist(html_name, ["" if one is None else getattr(one, "isoformat", one.__str__)() for one in many])


def _take_theirs(data, one):
    if one.my_row is None:
        n = rows.add(data, one.kind, {"id": one.their_row.instance.pk})
    else:
        n = one.my_row.index
        data[f"{one.kind}-{n}-DELETE"] = ""
    for name in one.their_row.fields:
        if name not in _NOT_COMPARED:
            _put(data, f"{one.kind}-{n}-", one.their_row, name)


def _gone(data, one):
    """A row that is not in the record any more: it goes, or is entered anew."""
    n = one.my_row.index
    data[f"{one.kind}-{n}-id"] = ""
    if one.chosen == THEIRS:
        data[f"{one.kind}-{n}-DELETE"] = "on"
