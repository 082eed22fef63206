"""Decisions about responses: values in, value out; no query, no clock."""

from dataclasses import dataclass
from datetime import date

from correspondence.letters.models import Decision, Part
from correspondence.responses.models import Answer, Response

Outcome = Answer.Outcome

# An outcome proposes, a person decides: these two tick "settles it" beforehand, nothing else does.
PROPOSES_TO_SETTLE = {Outcome.FULL, Outcome.NO_RECORDS}

JUDGED = (
    "outcome",
    "ground",
    "quote",
    "note",
    "extension_until",
    "promised_on",
    "pages",
    "bates",
    "delivered_where",
    "delivered_on",
)


@dataclass
class Judgement:
    """What a person makes of a response, for one part."""

    part: Part
    outcome: str = ""
    settles: bool = False
    ground: str = ""
    quote: str = ""
    note: str = ""
    extension_until: date | None = None
    promised_on: date | None = None
    pages: int | None = None
    bates: str = ""
    delivered_where: str = ""
    delivered_on: date | None = None

    def says_something(self):
        """Whether there is anything to keep: a row left as it was says nothing."""
        return bool(
            self.outcome
            or self.settles
            or self.extension_until
            or self.promised_on
            or self.quote
            or self.note
        )

    def columns(self):
        return {name: getattr(self, name) for name in JUDGED}


@dataclass
class Fault:
    """What is wrong with what was entered: a message, its field, and its part where it is a row's."""

    message: str
    field: str | None = None
    part_id: int | None = None


def faults_of_judgement(judgement, *, kind):
    """What is wrong with one judgement under a response of this kind."""
    part, faults = judgement.part.pk, []
    if judgement.settles and not judgement.outcome:
        faults.append(Fault("Choose the outcome that settles it.", "outcome", part))
    if judgement.settles and kind == Response.Kind.ACKNOWLEDGMENT:
        faults.append(
            Fault("An acknowledgment answers nothing: choose another kind of response.", "settles", part)
        )
    if judgement.outcome in (Outcome.REFUSED, Outcome.PRIVILEGE) and not judgement.ground.strip():
        faults.append(Fault("Enter the ground that the agency gave.", "ground", part))
    if judgement.outcome == Outcome.ELSEWHERE:
        if not judgement.delivered_where.strip():
            faults.append(Fault("Enter where it was delivered, never what.", "delivered_where", part))
        if not judgement.delivered_on:
            faults.append(Fault("Enter the day it was delivered.", "delivered_on", part))
    if judgement.says_something() is False and (judgement.pages or judgement.bates or judgement.ground):
        faults.append(Fault("Choose an outcome for what you entered here.", "outcome", part))
    return faults


def faults_of_judging_anew(judgement, answer):
    """What is wrong with changing an answer that is kept into this judgement."""
    if answer.decision_id and not judgement.outcome:
        message = "It settled the request: choose an outcome, or have the request reopened."
        return [Fault(message, "outcome", judgement.part.pk)]
    return []


def faults_of_response(letter, *, agency, agencies, received_on, dated_on, today, documents=()):
    """What is wrong with a response's own facts, on this letter. `agencies` are the ids of those asked."""
    faults = []
    if any(document.office_id != letter.office_id for document in documents):
        faults.append(
            Fault("A file of another office was sent with the form. Add it here anew.", "documents")
        )
    if letter.sent_on is None:
        faults.append(Fault(f"{letter} is a draft: mark it as sent first."))
    if received_on > today:
        faults.append(Fault("That day is still to come.", "received_on"))
    if received_on < letter.dated_on:
        faults.append(
            Fault(
                f"It cannot answer a letter of a later date: {letter} is dated {letter.dated_on:%-d %B %Y}.",
                "received_on",
            )
        )
    if dated_on and dated_on > received_on:
        faults.append(Fault("It cannot have been received before the date on it.", "dated_on"))
    if agency.pk not in agencies:
        faults.append(Fault(f"{agency} was not asked in {letter}.", "agency"))
    return faults


def ground_of(outcome):
    """The ground on which an outcome settles a part."""
    return Decision.Ground.NO_RECORDS if outcome == Outcome.NO_RECORDS else Decision.Ground.ANSWERED
