"""One field for people, agencies, letters and requests: typed, offered while one types, chosen.

    class ContactForm(forms.Form):
        agency = LookupField("agencies", label="Agency", required=False)
        follows = LookupField("letters", multiple=True, required=False)
        signer_name = forms.CharField(max_length=200, required=False)     # as written; not in the layout
        signer = LookupField("people", words="signer_name", label="Signed by", required=False)

        def __init__(self, *args, user, **kwargs):
            super().__init__(*args, **kwargs)
            look_up(self, user=user)      # or look_up(*all_forms_of_the_page, user=user)

`cleaned_data["agency"]` is an Agency or None, `cleaned_data["follows"]` a list of Letters. Initial values
are rows or their ids. `look_up` says whose offices' letters and requests may be chosen (the directory is
everybody's), and reads all that the forms name in one statement a kind; a page of many rows gives it all
its forms at once, after they are made. A page with a lookup puts `{{ form.media }}` (its script and its
styles) into its head.

What a browser sends: `agency` (the id, or several), `agency_words` (what stands in the text box). With
the script, typing asks `/lookups/<kind>/?q=` and choosing sets the id. Without it, the server resolves
the words: the one row that is called so, or the only one that matches, is taken; of several the field
asks which is meant, by radio buttons (boxes where several may be taken), and keeps the words; where none
is found it says so. Several names in one box are parted by semicolons. Words that were emptied choose
nothing. Tests and scripts may send the id alone.

With `words="other_field"` the text box is that field of the same form, which is kept as it was written
and is never refused: a person is linked where the words name just one in the directory, and stays
linked while the words still hold the last name.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django import forms
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from correspondence.directory.finding import (
    Namesakes,
    agencies_called,
    find_agencies,
    find_people,
    people_called,
    told_apart,
)
from correspondence.directory.models import Agency, Person
from correspondence.letters.finding import find_letters, find_requests, letters_called, requests_called
from correspondence.letters.models import FollowUpRequest, Letter

OFFERED = 10  # as many are offered at a time
LONGEST = 400  # signs of what is typed that are looked at


@dataclass(frozen=True)
class Kind:
    """What can be looked up: how it is found, named in the box, and told from its namesakes."""

    one: str
    rows: Callable  # user -> rows that may be chosen
    find: Callable  # words, user -> rows, best first
    called: Callable  # words, user -> rows that are called exactly so
    name: Callable  # row -> what stands in the text box
    note: Callable  # row -> what tells it apart
    add: str = ""  # what to do where there is none


def _of_person(person):
    if getattr(person, "post", None):
        until = f", to {person.post_to:%-d %b %Y}" if person.post_to else ""
        return f"{person.post}{until}"
    if getattr(person, "seat_in", None):
        return f"{person.seat_in.capitalize()}, {person.seat_state}"
    return person.bioguide_id or ""


def _of_agency(agency):
    until = f"until {agency.valid_to:%-d %b %Y}" if agency.valid_to else ""
    whole = f"part of {agency.parent}" if agency.parent_id else ""
    return ", ".join(filter(None, [agency.acronym, whole, until]))


def _request_name(request):
    words = " ".join(request.text.split())
    words = words if len(words) <= 90 else f"{words[:89].rstrip()}…"
    return f"{request.letter.reference}, request {request.label}: {words}"


KINDS = {
    "people": Kind(
        "person",
        lambda user: told_apart(Person.objects.all()),
        lambda words, user: find_people(words),
        lambda words, user: list(people_called(words)[: OFFERED + 1]),
        str,
        _of_person,
    ),
    "agencies": Kind(
        "agency",
        lambda user: Agency.objects.select_related("parent"),
        lambda words, user: find_agencies(words),
        lambda words, user: agencies_called(words),
        str,
        _of_agency,
        "Try its acronym, or add it to the directory first.",
    ),
    "letters": Kind(
        "letter",
        lambda user: Letter.objects.visible_to(user).defer("body", "letterhead"),
        find_letters,
        letters_called,
        lambda letter: letter.name,
        lambda letter: f"{letter.dated_on:%-d %b %Y}",
        "Give its reference, for example SFRC-2023-0004.",
    ),
    "requests": Kind(
        "request",
        lambda user: FollowUpRequest.objects.visible_to(user).select_related("letter"),
        find_requests,
        requests_called,
        _request_name,
        lambda request: f"{request.letter.dated_on:%-d %b %Y}",
        "Give the letter's reference and the number, for example SFRC-2023-0004 2.",
    ),
}


def find(kind, words, user):
    """What is offered for these words: the rows, best first, and whether there are more."""
    rows = list(KINDS[kind].find(words[:LONGEST], user)[: OFFERED + 1]) if words.strip() else []
    return rows[:OFFERED], len(rows) > OFFERED


@dataclass
class Typed:
    """What a browser sent for a lookup: ids, and words (None: no text box came with it)."""

    keys: list = field(default_factory=list)
    words: str | None = None

    def __bool__(self):
        return bool(self.keys or self.words)


class LookupInput(forms.Widget):
    """A text box, the ids that were chosen, and, where the words were not clear, what they may mean."""

    input_type = "lookup"
    lookup = None  # its field; set by the field

    class Media:
        css = {"all": ("css/lookup.css",)}
        js = (forms.Script("js/lookup.js", defer=True),)

    def words_name(self, name):
        """The name of the text box."""
        if self.lookup.words:
            return f"{name.rpartition('-')[0]}-{self.lookup.words}" if "-" in name else self.lookup.words
        return f"{name}_words"

    def value_from_datadict(self, data, files, name):
        many = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        many = many if isinstance(many, list | tuple) else [many]
        keys = [str(getattr(one, "pk", one)) for one in many if one not in (None, "")]
        return Typed(list(dict.fromkeys(keys)), data.get(self.words_name(name)))

    def value_omitted_from_data(self, data, files, name):
        return name not in data and self.words_name(name) not in data

    def use_required_attribute(self, initial):
        return False

    def render(self, name, value, attrs=None, renderer=None):
        its, typed = self.lookup, self.lookup.typed(value)
        rows = its.rows_of(typed.keys) if its.resolved is None else its.resolved
        attrs = self.build_attrs(self.attrs, attrs or {})
        box = {
            "type": "text",
            "name": self.words_name(name),
            "value": self._shown(its, typed, rows),
            "maxlength": 200 if its.words else LONGEST,
            "autocomplete": "off",
            "spellcheck": "false",
        }
        text = format_html("<input{}>", _attributes(box | attrs))
        holder = {"class": "lookup", "data-lookup": reverse("lookup", args=[its.kind]), "data-name": name}
        if its.multiple:
            holder["data-multiple"] = True
            chosen = format_html('<ul class="taken">{}</ul>', _taken(name, its, rows)) if rows else ""
        else:
            key = rows[0].pk if rows and not its.asked else ""
            chosen = format_html('<input type="hidden" name="{}" value="{}">', name, key)
            if key and isinstance(rows[0], Person):
                holder["data-holds"] = rows[0].last_name
        asked = _asked(name, its, attrs.get("id", name)) if its.asked else ""
        return format_html("<div{}>{}{}{}</div>", _attributes(holder), chosen, text, asked)

    @staticmethod
    def _shown(its, typed, rows):
        """What stands in the text box."""
        if its.words:
            return its.said if typed.words is None else typed.words
        if not (its.multiple or rows):
            return typed.words or ""
        if its.multiple:
            return typed.words or "" if its.resolved is None else ""
        return typed.words if its.resolved is None and typed.words is not None else its.of.name(rows[0])


def _attributes(attrs):
    return format_html_join(
        "", "{}", ((_attribute(name, value),) for name, value in attrs.items() if value not in (False, None))
    )


def _attribute(name, value):
    return format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value)


def _taken(name, its, rows):
    line = '<li><label class="choice"><input type="checkbox" name="{}" value="{}" checked> {}</label></li>'
    return format_html_join("", line, ((name, row.pk, its.of.name(row)) for row in rows))


def _asked(name, its, field_id):
    """Which of these is meant?"""
    kind = "checkbox" if its.multiple else "radio"
    line = (
        '<label class="choice"><input type="{}" name="{}" value="{}"> {} <span class="note">{}</span></label>'
    )
    return format_html(
        '<fieldset class="which" id="{}_which"><legend>Which {} is meant?</legend>{}</fieldset>',
        field_id,
        its.of.one,
        format_html_join(
            "", line, ((kind, name, row.pk, its.of.name(row), its.of.note(row)) for row in its.asked)
        ),
    )


class LookupField(forms.Field):
    """A person, agency, letter or request; several with `multiple`. See the module for its contract."""

    widget = LookupInput

    def __init__(self, kind, *, multiple=False, words="", user=None, **kwargs):
        self.kind, self.of, self.multiple, self.words, self.user = kind, KINDS[kind], multiple, words, user
        self.known, self.asked, self.resolved = {}, [], None
        self.said = ""  # what the field has that `words` names
        self.namesakes = Namesakes([])
        super().__init__(**kwargs)
        self.widget.lookup = self

    def __deepcopy__(self, memo):
        copied = super().__deepcopy__(memo)
        copied.known, copied.asked, copied.resolved = {}, [], None
        copied.widget.lookup = copied
        return copied

    def typed(self, value):
        """A value as it was typed: rows and ids are taken as chosen."""
        if isinstance(value, Typed):
            return value
        many = value if isinstance(value, list | tuple | set) or hasattr(value, "all") else [value]
        many = many.all() if hasattr(many, "all") else many
        for one in many:
            if hasattr(one, "pk"):
                self.known[one.pk] = one
        return Typed([str(getattr(one, "pk", one)) for one in many if one not in (None, "")])

    def rows_of(self, keys):
        """The rows of these ids that the person may choose, in their order."""
        wanted = [int(key) for key in keys if key.isdecimal() and len(key) < 19]
        if missing := [pk for pk in wanted if pk not in self.known]:
            found = self.of.rows(self.user).in_bulk(missing)
            self.known |= {pk: found.get(pk) for pk in missing}
        return [self.known[pk] for pk in wanted if self.known[pk] is not None]

    def clean(self, value):
        typed = self.typed(value)
        self.asked, self.resolved = [], None
        rows = self.resolved = self._chosen(typed)
        if self.required and not rows:
            raise forms.ValidationError(f"Enter the {self.of.one}.", code="required")
        self.run_validators(rows)
        return rows if self.multiple else (rows[0] if rows else None)

    def _chosen(self, typed):
        rows, words = self.rows_of(typed.keys), typed.words
        if len(rows) < len(typed.keys):
            raise forms.ValidationError(f"Choose the {self.of.one} again: that one is not there any more.")
        if words is None:
            return rows
        words = " ".join(words.split())[:LONGEST]
        if self.multiple:
            return self._several(rows, words)
        if not words:
            return []
        if self.words:
            return self._linked(rows, words)
        if rows and self._still_means(rows[0], words):
            return rows
        return self._resolved(words, rows)

    def _still_means(self, row, words):
        return words.casefold() == " ".join(self.of.name(row).split())[:LONGEST].casefold()

    def _linked(self, rows, words):
        """The person that words as written name, if they name just one. They are never refused."""
        if rows and rows[0].last_name and rows[0].last_name.casefold() in words.casefold():
            return rows
        exact = self.namesakes.of(words)
        return exact if len(exact) == 1 else []

    def _resolved(self, words, picked=()):
        """The one row that the words mean; of several, the one picked for them; else a ValidationError."""
        called = list(self.of.called(words, self.user))
        if len(called) == 1:
            return called
        found = called or find(self.kind, words, self.user)[0]
        if len(found) == 1:
            return found
        if meant := [row for row in picked if row in found]:
            return meant
        self.asked = found
        if found:
            raise forms.ValidationError(
                f"“{words}” may mean {'several' if len(found) == OFFERED else len(found)}: say which.",
                code="several",
            )
        raise forms.ValidationError(
            f"No {self.of.one} is called “{words}”. {self.of.add}".strip(), code="none"
        )

    def _several(self, rows, words):
        """What was ticked, and what the words add to it."""
        if not words:
            return rows
        try:
            added = self._resolved(words, rows)
        except forms.ValidationError as whole:
            parts = [part for part in (one.strip() for one in words.split(";")) if part]
            if len(parts) < 2:
                raise whole from None
            added = []
            for part in parts:
                added += self._resolved(part, rows)
            self.asked = []
        return list(dict.fromkeys([*rows, *added]))

    def has_changed(self, initial, data):
        if self.disabled:
            return False
        before, now = self.typed(initial), self.typed(data)
        keys = now.keys
        if now.words is not None and not self.multiple and not now.words.strip():
            keys = []
        if sorted(keys) != sorted(before.keys):
            return True
        if self.words or not now.words or not now.words.strip():
            return False
        rows = self.rows_of(keys)
        return not rows or self.multiple or not self._still_means(rows[0], " ".join(now.words.split()))


def look_up(*page, user):
    """Tell the lookups of these forms who looks, and read what all of them name: one statement a kind."""
    wanted, written = {}, []
    for form in page:
        for name, its in form.fields.items():
            if isinstance(its, LookupField):
                its.user = user
                typed = its.typed(form[name].value())
                if its.words:
                    its.said = form[its.words].value() or ""
                    written += [] if typed.keys else [(its, (typed.words or "")[:LONGEST])]
                wanted.setdefault(its.kind, []).append((its, typed.keys))
    namesakes = Namesakes(words for _, words in written)
    for its, _ in written:
        its.namesakes = namesakes
    for kind, asked in wanted.items():
        keys = {int(key) for _, its in asked for key in its if key.isdecimal() and len(key) < 19}
        known = {}
        for its, _ in asked:
            known |= its.known
        if missing := keys - set(known):
            found = KINDS[kind].rows(user).in_bulk(missing)
            known |= {pk: found.get(pk) for pk in missing}
        for its, _ in asked:
            its.known = known
