"""What stands about the form of a reply: what was proposed, what to look at, which letters it may answer."""

from dataclasses import dataclass

from django.utils.html import format_html

from correspondence.intake.proposal import ProposedMatch
from correspondence.letters.models import Letter
from correspondence.templatetags.marks import day
from correspondence.web.intake.confirm.paper import line_id
from correspondence.web.intake.confirm.showing import PROPOSED, Lack, Look, plain, proof, state_of

_BOXES = {"signer_name": "signer"}  # the field in whose box a column stands
_PLACES = {"letter": "head-matches", "agency": "id_agency"}
_FILED = "The mail was filed with it."


@dataclass(frozen=True)
class Match:
    """A letter that it may answer: why, and whether it is chosen, also answered, or offered."""

    letter: Letter
    reasons: tuple
    sure: float | None  # None: a person found it, or the mail was filed with it
    is_chosen: bool = False
    is_also: bool = False

    @property
    def percent(self):
        return f"{self.sure:.0%}"


@dataclass(frozen=True)
class Said:
    """Something that it says beside its answers, with where, and the button that takes it over."""

    words: str
    quote: str
    place: str
    page: int | None
    button: str = ""
    label: str = ""


@dataclass(frozen=True)
class Same:
    """A response on the record that it may be: line by line what each says."""

    response: object
    why: str
    lines: list


def put_beside(reply, marks, data, passages):
    """Put each mark beside its field, with its state, and beside outcomes what passages seem to do."""
    rows = {row.prefix: row for row in reply.rows}
    for key, mark in marks.items():
        prefix, _, name = key.rpartition("-")
        form = rows.get(prefix) if prefix else reply.form
        name = _BOXES.get(name, name)
        if form is None or name not in form.fields or form[name].is_hidden:
            continue
        field = form.fields[name]
        field.beside = proof(mark, state_of(mark, data))
        field.widget.attrs["aria-describedby"] = f"proof-{key}"
        if prefix:
            field.beside += _out(mark) if state_of(mark, data) == PROPOSED else ""
            hint = passages[form.part.request_id].hint
            if hint and not form["outcome"].value():
                hint = f"{hint[:1].lower()}{hint[1:]}"
                form.fields["outcome"].beside = format_html('<p class="hint">It seems that it {}</p>', hint)


def _out(mark):
    return format_html(
        '<p class="take-out" data-out="{}"><button class="as-link" name="out-{}" value="1">Take it out'
        '<span class="visually-hidden">: {}</span></button></p>',
        mark.key,
        mark.key,
        mark.label,
    )


def looks_of(reply, marks, data):
    """The unsure values, each with whether it was looked at; a passage is, once its outcome is chosen."""
    seen = set(data.getlist("looked"))
    found = []
    for key, mark in marks.items():
        if mark.is_unsure:
            is_judged = key.endswith("-quote") and data.get(key.replace("-quote", "-outcome"))
            is_done = key in seen or state_of(mark, data) != PROPOSED or bool(is_judged)
            found.append(Look(mark, _field_id(reply, key), is_done))
    return found


def _field_id(reply, key):
    if key == "agency" and reply.form["agency"].is_hidden:
        return _PLACES["letter"]
    return _PLACES.get(key, f"id_{_BOXES.get(key, key)}")


def lacks_of(data):
    """What the form needs, was not read, and is not typed yet."""
    wanted = {
        "kind": "What kind of response it is",
        "dated_on": "The date on it",
        "signer_name": "Who signed it",
    }
    return [
        Lack(words, f"id_{_BOXES.get(name, name)}")
        for name, words in wanted.items()
        if not plain(data.get(name, ""))
    ]


def matches_of(reading, chosen, data, user, filed_with=None):
    """The letters that it may answer, the likeliest first; before them the one (its id) that the mail was
    filed with, and one that a person found.

    One statement.
    """
    proposed = list(reading.matches) if reading else []
    rows = Letter.objects.visible_to(user).sent().defer("body", "letterhead")
    wanted = [one.letter_id for one in proposed] + [pk for pk in [filed_with] if pk]
    letters = rows.in_bulk(wanted) if wanted else {}
    if filed_with in letters:
        its = next((one for one in proposed if one.letter_id == filed_with), None)
        reasons = (_FILED, *(its.reasons if its else ()))
        first = ProposedMatch(filed_with, letters[filed_with].reference, None, reasons)
        proposed = [first, *(one for one in proposed if one is not its)]
    also = set(data.getlist("also"))
    found = [
        Match(
            letters[one.letter_id],
            one.reasons,
            one.sure,
            chosen is not None and chosen.pk == one.letter_id,
            str(one.letter_id) in also,
        )
        for one in proposed
        if one.letter_id in letters
    ]
    if chosen and not any(one.is_chosen for one in found):
        found.insert(0, Match(chosen, ("Chosen by you.",), None, is_chosen=True))
    return found


def said_of(reading):
    """What it promises, asks for and refers to, in sentences; nothing of it is put anywhere by itself."""
    if reading is None:
        return []
    found = []
    if reading.promised_on:
        words = f"It promises an answer by {day(reading.promised_on)}"
        found.append(_said(words, reading.promise, "_promise", "Put that day into the open rows"))
    if reading.extension_until:
        words = f"It asks for time until {day(reading.extension_until)}"
        found.append(_said(words, reading.extension, "_extension", "Put that day into the open rows"))
    if reading.referred_to.value:
        found.append(_said(f"It refers the letter to {reading.referred_to.value}", reading.referred_to))
    return found


def _said(words, proposed, button="", label=""):
    span = proposed.spans[0] if proposed.spans else None
    place = line_id(span.page, span.line) if span else ""
    return Said(words, proposed.value, place, span and span.page, button, label)


def targets_of(reply):
    """The fields to which words of a page can be sent: [label, name]."""
    return [
        *([row.name + ", their words", f"{row.prefix}-quote"] for row in reply.rows),
        ["Signed or spoken by", "signer_name"],
        ["Title", "signer_title"],
        ["Date on it", "dated_on"],
        ["Agency's control number", "control_number"],
        ["Summary in a line", "summary"],
        *([row.name + ", note", f"{row.prefix}-note"] for row in reply.rows),
        *([row.name + ", promised by", f"{row.prefix}-promised_on"] for row in reply.rows),
    ]


def typed_day(form, name):
    """A day of the form as it was typed; None where it is none."""
    return getattr(form, "cleaned_data", {}).get(name)


def beside_of(alike, reply):
    """A response on the record beside what came in."""
    there, said = alike.response, getattr(reply.form, "cleaned_data", {})
    kinds = dict(reply.form.fields["kind"].choices)
    pairs = [
        ("Answers", reply.letter.reference, there.letter.reference),
        ("From", str(reply.agency or ""), str(there.agency)),
        ("Kind", kinds.get(said.get("kind"), "") if said.get("kind") else "", there.get_kind_display()),
        ("Dated", _day(said.get("dated_on")), _day(there.dated_on)),
        ("Received", _day(said.get("received_on")), _day(there.received_on)),
        ("Signed by", said.get("signer_name", ""), there.signer_name),
        (
            "Files",
            "; ".join(file.document.name for file in reply.desk.item.files.all()),
            "; ".join(row.document.name for row in there.attachments.all()),
        ),
    ]
    lines = [(what, here, its, bool(here) and here.casefold() == its.casefold()) for what, here, its in pairs]
    return Same(there, alike.why, lines)


def _day(value):
    return day(value) if value else ""
