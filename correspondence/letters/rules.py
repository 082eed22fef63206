"""Decisions about letters: values in, value out; no query, no clock."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date

from correspondence.letters.models import Decision, Letter, Recipient

What = Decision.What

# What the letter said: frozen once it is sent, changed only by a Correction.
LETTER_AS_WRITTEN = (
    "kind",
    "subject",
    "hearing_title",
    "hearing_on",
    "letterhead",
    "dated_on",
    "salutation",
    "body",
    "closing",
    "due_phrase",
    "due_anchor",
    "due_named_on",
    "due_count",
    "due_unit",
)
ROWS_AS_WRITTEN = {
    "signatories": ("place", "name", "title"),
    "recipients": ("place", "role", "name", "title", "organization", "address"),
    "requests": ("place", "number", "lead_in", "text", "kind", "asker", "due_named_on"),
}


# On these grounds a due date stands that sending gave, or a correction of what was sent.
GIVEN_BY_SENDING = (
    Decision.DueGround.PHRASE,
    Decision.DueGround.REQUEST,
    Decision.DueGround.ASSUMED,
    Decision.DueGround.PROVISIONAL,
    Decision.DueGround.CORRECTED,
)


@dataclass(frozen=True)
class Standing:
    """Where a part stands by its decisions. While the clock is paused, no due date runs."""

    due_on: date | None = None
    settled_on: date | None = None
    agency_id: int | None = None
    is_paused: bool = False
    due_ground: str = ""


def standing(decisions):
    """What a part's decisions come to, read in order of their day, then of their entry.

    `agency_id` is None where no decision has moved the part.
    """
    due_on = settled_on = agency_id = None
    is_paused, due_ground = False, ""
    for decision in sorted(decisions, key=lambda one: (one.on, one.pk)):
        if decision.what == What.SETTLED:
            settled_on = decision.on
        elif decision.what == What.PAUSED:
            is_paused, due_on = True, None
        elif decision.what == What.MOVED:
            agency_id = decision.new_agency_id
        elif decision.what in (What.DUE_SET, What.REOPENED, What.RESUMED):
            if decision.what == What.REOPENED:
                settled_on = None
            is_paused, due_on, due_ground = False, decision.new_due_on, decision.ground
    return Standing(due_on, settled_on, agency_id, is_paused, due_ground)


def as_written(row, columns):
    """A row's as-written columns as plain JSON values."""
    values = {column: getattr(row, column) for column in columns}
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in values.items()}


def text_as_written(letter, signatories, recipients, requests):
    """All that a letter says, as JSON values: `letter`, and rows by their key as a string."""
    text = {"letter": as_written(letter, LETTER_AS_WRITTEN)}
    for name, rows in (("signatories", signatories), ("recipients", recipients), ("requests", requests)):
        text[name] = {str(row.pk): as_written(row, ROWS_AS_WRITTEN[name]) for row in rows}
    return text


def text_hash(text):
    """SHA-256 of what a letter says: canonical JSON, rows in their places, without their keys."""
    said = {"letter": text["letter"]}
    for name in ROWS_AS_WRITTEN:
        said[name] = sorted(text[name].values(), key=lambda row: row["place"])
    return hashlib.sha256(
        json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    ).hexdigest()


TAKEN_BACK = "letter.sending"
SENT_DAY = "letter.sent_on"


def undo(text, corrections):
    """What the letter said when it was sent: the text with corrections undone, the latest first.

    `corrections` are (path, old) pairs, oldest first. What came before a sending that was taken
    back belongs to that sending and is left out.
    """
    text = json.loads(json.dumps(text))
    for path, old in reversed(list(corrections)):
        if path == TAKEN_BACK:
            break
        if path == SENT_DAY:
            continue
        where, key = path.split(".", 1)
        if old is None:
            text[where].pop(key, None)
        else:
            text[where][key] = old
    return text


def faults_of_letter(facts):
    """What is wrong in a letter's own columns: a dict of field and message, empty where nothing is."""
    faults = {}
    if not facts.get("subject", "").strip():
        faults["subject"] = "Enter what the letter is about."
    if not facts.get("dated_on"):
        faults["dated_on"] = "Enter the date on the letter."
    anchor = facts.get("due_anchor") or ""
    if anchor == Letter.Anchor.STATED and not facts.get("due_named_on"):
        faults["due_named_on"] = "Enter the day that the letter states."
    if anchor in (Letter.Anchor.LETTER, Letter.Anchor.SENT, Letter.Anchor.RECEIPT):
        if not facts.get("due_count"):
            faults["due_count"] = "Enter the number of days."
        if not facts.get("due_unit"):
            faults["due_unit"] = "Say which days are counted."
    if facts.get("hearing_on") and not (facts.get("hearing_title") or "").strip():
        faults["hearing_title"] = "Enter the title of the hearing."
    return faults


def fault_of_row(kind, row):
    """What is wrong in a signatory, a recipient or a request by itself; empty where nothing is."""
    if kind == "signatories" and not row.name.strip():
        return "Enter the name of each signatory."
    if kind == "recipients" and not (row.name.strip() or row.title.strip() or row.organization.strip()):
        return "Enter a name, a title or an organization for each recipient."
    if kind == "requests" and not row.text.strip():
        return "Enter the words of each request."
    return ""


def faults_before_sending(letter, signatories, recipients, requests, *, on, today):
    """Why this letter cannot be marked as sent on a day: (field, message) pairs, empty where it can.

    `requests` are (request, ids of the agencies it is narrowed to) pairs.
    """
    faults = []
    to = [recipient for recipient in recipients if recipient.role == Recipient.Role.TO]
    if on > today:
        faults.append(("on", "That day is still to come: a letter is marked as sent once it is."))
    if on < letter.dated_on:
        faults.append(("on", f"It cannot have been sent before the date on it, {letter.dated_on:%-d %B %Y}."))
    if not signatories:
        faults.append((None, "Add at least one signatory first."))
    if not to:
        faults.append((None, "Add at least one recipient on a To line first."))
    faults += [
        (None, f"Choose the agency of {recipient}: it is the one that will owe the answer.")
        for recipient in to
        if recipient.agency_id is None
    ]
    agencies = {recipient.agency_id for recipient in to}
    faults += [
        (None, f"{request} is put to an agency that is on no To line.")
        for request, narrowed in requests
        if set(narrowed) - agencies
    ]
    if letter.kind == Letter.Kind.CASEWORK:
        if letter.release_signed_on is None:
            faults.append(
                (
                    None,
                    "Enter the day on the constituent's privacy release first: no inquiry is sent without.",
                )
            )
        elif letter.release_signed_on > on:
            faults.append(("on", "The release was signed after that day."))
    return faults
