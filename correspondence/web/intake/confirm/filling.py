"""What was proposed for a letter, as the values that its form holds, each with where it was read."""

from dataclasses import dataclass, field

from django.forms.models import model_to_dict

from correspondence.directory.models import Agency, Person
from correspondence.intake.proposal import Span
from correspondence.letters.deadlines import count_from, read_due_phrase
from correspondence.letters.models import FollowUpRequest, Letter, Recipient
from correspondence.web.letters.entry.forms import EntryForm

UNSURE, SURE = 0.8, 0.95  # below the first, somebody must look; from the second, nothing need be said
_OTHER_PAPER = 0.5  # how sure it is whose letter it is where the letterhead is another's
_LABELS = {
    "letterhead": "Letterhead",
    "dated_on": "Date on the letter",
    "subject": "Subject",
    "salutation": "Salutation",
    "body": "The letter’s words",
    "closing": "Closing",
    "due_phrase": "When an answer is asked for",
    "name": "name",
    "title": "title",
    "organization": "organization",
    "address": "address",
    "agency": "agency",
    "text": "words",
}


@dataclass(frozen=True)
class Mark:
    """One proposed value of the form: `key` is its name there, `value` as the form sends it."""

    key: str
    label: str
    value: str
    sure: float
    spans: tuple[Span, ...] = ()
    as_read: str = ""
    why: str = ""
    words: str = ""  # the value as a person reads it, where that is something else
    also: dict = field(default_factory=dict)  # what goes with it: {name: value}, empty where it is put back
    is_contradicted: bool = False  # the paper says otherwise than what stands: the tick alone is a look

    @property
    def is_unsure(self):
        return self.sure < UNSURE

    @property
    def grade(self):
        """How sure it is, in a word."""
        return "unsure" if self.is_unsure else "sure" if self.sure >= SURE else "fairly"

    @property
    def page(self):
        """The page on which it begins; None where it has no place."""
        return self.spans[0].page if self.spans else None

    @property
    def shown(self):
        return self.words or self.value


@dataclass(frozen=True)
class Filled:
    """The values of the form (names with lists of values, as a draft has them), and marks by key."""

    values: dict
    marks: dict


def fill(proposal, *, known=None, office=None):
    """The form that a ProposedLetter makes, or, with None, the empty one.

    `known` are the directory's rows that it names: {"agency": {id: row}, "person": {id: row}}; `office` is
    whose letter it will be, whatever its letterhead says: where that says another, somebody must look.
    """
    form = _Form(known or {"agency": {}, "person": {}})
    if proposal is not None:
        if office is not None:
            form.take_office(proposal.office, office)
        form.take(proposal)
    form.end()
    return Filled(form.values, form.marks)


def named_in(*proposals):
    """The directory's rows that these proposals name, in two statements."""
    people, agencies = set(), set()
    for proposal in filter(None, proposals):
        for one in (*proposal.signatories, *proposal.to, *proposal.cc):
            people.add(one.person_id)
            agencies.add(one.agency_id)
    return {
        "agency": Agency.objects.in_bulk(agencies - {None}) if agencies - {None} else {},
        "person": Person.objects.in_bulk(people - {None}) if people - {None} else {},
    }


class _Form:
    """Values and marks while they are put together, in the order of the form."""

    def __init__(self, known):
        self.known, self.marks = known, {}
        blank = model_to_dict(Letter(), fields=set(EntryForm._meta.fields) - {"topics", "office"})
        self.values = {name: ["" if value is None else str(value)] for name, value in blank.items()}
        self.count = dict.fromkeys(("signatories", "recipients", "requests"), 0)

    def take(self, proposal):
        for name in ("letterhead", "dated_on"):
            self._put(name, getattr(proposal, name), _LABELS[name])
        for role, people in ((Recipient.Role.TO, proposal.to), (Recipient.Role.CC, proposal.cc)):
            for one in people:
                self._recipient(role, one)
        for name in ("salutation", "subject", "body"):
            self._put(name, getattr(proposal, name), _LABELS[name])
        for one in proposal.requests:
            self._request(one)
        self._due(proposal)
        self._put("closing", proposal.closing, _LABELS["closing"])
        for one in proposal.signatories:
            self._signatory(one)
        if proposal.dated_on.value:
            self.values["sent_on"] = [proposal.dated_on.value]

    def take_office(self, read, office):
        if not read.value:
            return
        own, its = office.name.casefold(), read.value.casefold()
        is_its = own in its or its in own  # "Senate Committee on …" writes on paper of the "Committee on …"
        sure = read.sure if is_its else min(read.sure, _OTHER_PAPER)
        why = "" if is_its else f"Its letterhead is that of {read.value}."
        self.marks["office"] = Mark(
            "office",
            "Office",
            str(office.pk),
            sure,
            read.spans,
            why=why or read.why,
            words=str(office),
            is_contradicted=not is_its,
        )

    def end(self):
        """The empty row that the form offers where there is none, and how many there are."""
        if not self.count["recipients"]:
            self._row("recipients", {"role": Recipient.Role.TO.value})
        if not self.count["requests"]:
            self._row("requests", {"kind": FollowUpRequest.Kind.QUESTION.value})
        for kind, count in self.count.items():
            self.values[f"{kind}-TOTAL"] = [str(count)]

    def _put(self, key, proposed, label, *, words="", also=None, value=None):
        value = proposed.value if value is None else value
        if not value:
            return
        self.values[key] = [value]
        also = {name: it for name, it in (also or {}).items() if it}
        self.values |= {name: [it] for name, it in also.items()}
        self.marks[key] = Mark(
            key, label, value, proposed.sure, proposed.spans, proposed.as_read, proposed.why, words, also
        )

    def _row(self, kind, values):
        n = self.count[kind]
        self.count[kind] = n + 1
        prefix = f"{kind}-{n}"
        self.values |= {f"{prefix}-{name}": [value] for name, value in values.items()}
        self.values[f"{prefix}-order"] = [str(n + 1)]
        return prefix, n + 1

    def _name(self, prefix, where, one):
        person = self.known["person"].get(one.person_id)
        also = {f"{prefix}-person": str(person.pk)} if person else {}
        self._put(f"{prefix}-name", one.name, f"{where}, name", also=also)
        if person and not one.name.value:  # the directory knows who held the post that is written
            self.values[f"{prefix}-person"] = [str(person.pk)]
        self._put(f"{prefix}-title", one.title, f"{where}, title")

    def _signatory(self, one):
        prefix, place = self._row("signatories", {})
        self._name(prefix, f"Signatory {place}", one)

    def _recipient(self, role, one):
        prefix, place = self._row("recipients", {"role": role.value})
        where = f"Addressee {place}"
        self._name(prefix, where, one)
        for name in ("organization", "address"):
            self._put(f"{prefix}-{name}", getattr(one, name), f"{where}, {_LABELS[name]}")
        if agency := self.known["agency"].get(one.agency_id):
            read = next((it for it in (one.organization, one.title, one.name) if it.spans), one.organization)
            self.values[f"{prefix}-agency_words"] = [str(agency)]
            self.values[f"{prefix}-agency"] = [str(agency.pk)]
            self.marks[f"{prefix}-agency"] = Mark(
                f"{prefix}-agency",
                f"{where}, agency",
                str(agency.pk),
                1.0,
                read.spans,
                words=str(agency),
                also={f"{prefix}-agency_words": str(agency)},
            )

    def _request(self, one):
        kinds = FollowUpRequest.Kind.values
        prefix, place = self._row(
            "requests", {"kind": one.kind if one.kind in kinds else FollowUpRequest.Kind.QUESTION.value}
        )
        self._put(f"{prefix}-text", one.text, f"Request {place}")
        said = {
            "number": one.number,
            "lead_in": one.lead_in,
            "part_of": "" if one.parent is None else str(one.parent + 1),
            "asker": one.asked_by,
            "due_named_on": one.due_on.isoformat() if one.due_on else "",
        }
        self.values |= {f"{prefix}-{name}": [value] for name, value in said.items() if value}

    def _due(self, proposal):
        """The phrase, and its day where the form would not find the same by itself."""
        self._put("due_phrase", proposal.due_phrase, _LABELS["due_phrase"])
        if not proposal.due_on:
            return
        dated_on = EntryForm.base_fields["dated_on"].to_python(proposal.dated_on.value or None)
        terms = read_due_phrase(proposal.due_phrase.value, dated_on)
        day = terms.named_on
        if terms.anchor == Letter.Anchor.LETTER and dated_on:
            day = count_from(dated_on, terms.count, terms.unit)
        if day != proposal.due_on:
            self.values["due_anchor"] = [Letter.Anchor.STATED.value]
            self.values["due_named_on"] = [proposal.due_on.isoformat()]
