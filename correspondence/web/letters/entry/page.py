"""The letter form as a whole: its fields, its rows, the roster, and what they come to."""

from functools import cached_property

from django.core.exceptions import ValidationError

from correspondence.core.days import day_of
from correspondence.directory.queries import roster
from correspondence.documents.actions import CannotStore, store_document
from correspondence.documents.models import Document
from correspondence.forms.letters import due_in_words, typed_rows
from correspondence.forms.lookups import look_up
from correspondence.letters.actions import LETTER_COLUMNS
from correspondence.letters.deadlines import read_due_phrase
from correspondence.letters.duplicates import possible_duplicates
from correspondence.letters.models import FollowUpRequest, Letter, Recipient, Signatory
from correspondence.letters.rules import faults_before_sending
from correspondence.web.letters.entry.forms import (
    DocumentRow,
    EntryForm,
    RecipientRow,
    RequestRow,
    Rows,
    SignatoryRow,
)

TERMS = ("due_anchor", "due_named_on", "due_count", "due_unit")


class Entry:
    """The form of a new letter, or of a draft (`letter`), as it is opened or as it was sent (`data`)."""

    def __init__(self, user, now, letter=None, data=None, files=None, initial=None):
        self.user, self.today, self.letter = user, day_of(now), letter
        self.is_bound = data is not None
        self.form = EntryForm(data, user=user, initial=initial, **({"instance": letter} if letter else {}))
        kept = _rows_of(letter) if letter else {}
        self.signatories, self.recipients, self.requests, self.attachments = self.rows = [
            Rows(form, kind, name, data, files, kept=kept.get(kind, ()), spare=spare)
            for form, kind, name, spare in (
                (SignatoryRow, "signatories", "Signatory", 0),
                (RecipientRow, "recipients", "Addressee", 0 if letter else 1),
                (RequestRow, "requests", "Request", 0 if letter else 1),
                (DocumentRow, "attachments", "File", 1),
            )
        ]
        look_up(self.form, *(one for rows in self.rows for one in rows.all), user=user)

    # What was typed, before it is known whether it is sound

    @cached_property
    def office(self):
        """The office whose letter it is; None while that is not chosen."""
        if self.letter:
            return self.letter.office
        return self.form.fields["office"].by_key.get(str(self.form["office"].value() or ""))

    @cached_property
    def dated_on(self):
        """The date on the letter, today where none was typed."""
        return self._day("dated_on") or self.today

    def _day(self, name):
        try:
            return self.form.fields[name].to_python(self.form[name].value())
        except ValidationError:
            return None

    @property
    def roster(self):
        """The members of the office on the letter's date who are no signatories yet, by side."""
        if self.office is None:
            return []
        boxes = [one["person"] for one in self.signatories]
        return sides_of(self.office, self.dated_on, but={key for box in boxes for key in typed_keys(box)})

    @property
    def due_words(self):
        """What the phrase comes to, in words; an empty string while there is no office."""
        if self.office is None:
            return ""
        letter = Letter(office=self.office, dated_on=self.dated_on)
        for name in TERMS:
            field, value = self.form.fields[name], self.form[name].value()
            try:
                setattr(letter, name, field.clean(value))
            except ValidationError:
                return ""
        phrase = self.form["due_phrase"].value() or ""
        if not letter.due_anchor or (self.letter and "due_phrase" in self.form.changed_data):
            terms = read_due_phrase(phrase, self.dated_on)
            letter.due_anchor, letter.due_named_on = terms.anchor, terms.named_on
            letter.due_count, letter.due_unit = terms.count, terms.unit
        return due_in_words(letter)

    # Files

    def keep_files(self, by, now):
        """Keep the files that came, as no browser sends them twice."""
        for row in self.attachments.shown:
            upload = row.files.get(row.add_prefix("upload")) if row.files else None
            if not upload or row.instance.pk:
                continue
            if self.office is None:
                row.add_error("upload", "Choose the office first, then the file again.")
                continue
            try:
                row.keep(store_document(self.office, upload, by=by, now=now))
            except CannotStore as refusal:
                row.add_error("upload", refusal.message)

    def find_kept_files(self):
        """Read the files that rows keep from an earlier try, in one statement."""
        rows = [(row, row.key) for row in self.attachments.all if row.key]
        if rows and self.office is not None:
            found = Document.objects.filter(office=self.office).in_bulk([key for _, key in rows])
            for row, key in rows:
                row.document = found.get(key)

    # Saving

    def is_valid(self):
        """Whether all of it is sound. The letter may be stale all the same."""
        return all([self.form.is_valid(), *(rows.is_valid() for rows in self.rows)])

    def hush(self):
        """Show what was typed without its faults, before anybody said that it is finished."""
        for form in (self.form, *(one for rows in self.rows for one in rows.all)):
            form._errors = {}
            form.cleaned_data = {}

    @cached_property
    def given(self):
        """What the actions take: facts, rows, links. Asked once all is found sound."""
        data = self.form.cleaned_data
        rows = typed_rows(*self.rows[:3], dated_on=data["dated_on"], office=self.office)
        return {
            "facts": {name: value for name, value in data.items() if name in LETTER_COLUMNS},
            "topics": data["topics"],
            "follows": data["follows"],
        } | rows

    def likes(self):
        """Letters of the office that may be this one."""
        given, facts = self.given, self.given["facts"]
        to = [row for row in given["recipients"] if row["role"] == Recipient.Role.TO]
        own = [self.letter.pk] if self.letter else []
        return possible_duplicates(
            self.office,
            dated_on=facts["dated_on"],
            agencies=[row["agency"].pk for row in to if row.get("agency")],
            kind=facts["kind"],
            subject=facts["subject"],
            body=facts["body"],
            requests=[row["text"] for row in given["requests"]],
            but=[*own, *(earlier.pk for earlier in given["follows"])],
        )

    def check_sending(self):
        """Put what stands against sending beside its field; whether nothing does."""
        day, given = self.form.cleaned_data.get("sent_on"), self.given
        if day is None:
            self.form.add_error("sent_on", "Enter the day it was sent.")
            return False
        letter = Letter(office=self.office, **given["facts"])
        faults = faults_before_sending(
            letter,
            [Signatory(name=row["name"]) for row in given["signatories"]],
            [_recipient(row) for row in given["recipients"]],
            [
                (
                    FollowUpRequest(place=n, number=row.get("number") or ""),
                    [agency.pk for agency in row.get("put_to", ())],
                )
                for n, row in enumerate(given["requests"], start=1)
            ],
            on=day,
            today=self.today,
        )
        for field, message in faults:
            self.form.add_error("sent_on" if field == "on" else None, message)
        return not faults


def typed_keys(box):
    """The ids that a lookup holds, as they were typed."""
    return box.field.typed(box.value()).keys


def sides_of(office, day, *, but):
    """The members of an office on a day, by side; `but`: the ids, as text, of people who are left out."""
    sides = {}
    for seat in roster(office, day):
        if str(seat.person_id) not in but:
            sides.setdefault(seat.get_side_display(), []).append(seat)
    return list(sides.items())


def blank_rows(user):
    """An empty row of each kind, from which a script makes new ones."""
    rows = []
    for form, kind, name in (
        (SignatoryRow, "signatories", "Signatory"),
        (RecipientRow, "recipients", "Addressee"),
        (RequestRow, "requests", "Request"),
        (DocumentRow, "attachments", "File"),
    ):
        row = form(prefix=f"{kind}-__prefix__")
        row.index, row.row_label, row.row_kind = "__prefix__", name, kind
        look_up(row, user=user)
        rows.append(row)
    return rows


def _rows_of(letter):
    """The rows that a draft has, by kind."""
    return {
        "signatories": letter.signatories.all(),
        "recipients": letter.recipients.all(),
        "requests": letter.requests.select_related("parent").prefetch_related("narrowed", "repeat_links"),
        "attachments": letter.attachments.select_related("document"),
    }


def _recipient(row):
    names = ("role", "name", "title", "organization")
    return Recipient(agency=row.get("agency"), **{name: row[name] or "" for name in names if name in row})
