"""From what was read to what is proposed: a letter, or a reply to letters of ours."""

from datetime import date
from functools import partial

from django.utils.text import Truncator

from correspondence.intake.directory_as_of import directory_as_of
from correspondence.intake.models import IntakeItem, IntakeProposal
from correspondence.intake.proposal import ProposedReply
from correspondence.intake.reading.letter import read_letter
from correspondence.intake.reading.replies import is_reply, read_reply
from correspondence.intake.replies_to import letters_answered
from correspondence.responses.models import Response
from correspondence.timeline.entries import short_day

Kind, TakenFor = IntakeProposal.Kind, IntakeItem.TakenFor


def propose(item, opened):
    """What is proposed for an item: its kind and the values.

    What nobody has said it is, is a reply where it reads as one, else a letter.
    """
    letter = read_letter(opened, directory_as_of)
    if item.taken_for == TakenFor.LETTER:
        return Kind.LETTER, letter
    answered = partial(letters_answered, item.office)
    reply = read_reply(opened, answered, directory_as_of, letter=letter)
    if item.taken_for == TakenFor.RESPONSE or is_reply(reply, letter):
        return Kind.RESPONSE, reply
    return Kind.LETTER, letter


def gist_of(values):
    """What a ProposedLetter or ProposedReply seems to be, in a line of 200 signs at most.

    "Letter of 29 Nov 2023 to Antony J. Blinken, 5 requests".
    """
    if isinstance(values, ProposedReply):
        words = "Reply" + _of_day(values.dated_on.value) + _of_one("from", values.agency.value)
        words += _of_one("to", values.matches[0].reference if values.matches else "")
        kind = values.kind.value
        return _cut(f"{words}, {Response.Kind(kind).label.lower()}" if kind else words)
    to = [person.name.value or person.title.value or person.organization.value for person in values.to]
    count = len(values.requests)
    requests = {0: "no requests found", 1: "1 request"}.get(count, f"{count} requests")
    others = f" and {len(to) - 1} more" if len(to) > 1 else ""
    words = "Letter" + _of_day(values.dated_on.value) + _of_one("to", to[0] if to else "")
    return _cut(f"{words}{others}, {requests}")


def _of_day(iso):
    return f" of {short_day(date.fromisoformat(iso))}" if iso else ""


def _of_one(word, name):
    return f" {word} {Truncator(name).chars(70)}" if name else ""


def _cut(words):
    return Truncator(words).chars(200)
