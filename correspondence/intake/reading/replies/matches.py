"""Which of our letters a reply answers: by the reference, date and subject it cites, and what it quotes."""

import re
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from correspondence.intake.proposal import ProposedMatch
from correspondence.intake.reading.replies.answers import quotes

MOST = 10  # letters that are proposed
LOOKED_AT = 25  # the likeliest by what is cited are also searched for quotations
LEAST = 0.2
_LIKE = str.maketrans({"O": "0", "I": "1", "l": "1", "S": "5", "B": "8"})


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """A request of ours that waits for an answer."""

    request_id: int
    text: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A letter of ours that somebody may be answering. `agencies` has the names of those it was sent to."""

    letter_id: int
    reference: str
    dated_on: date
    subject: str = ""
    agencies: tuple[str, ...] = ()
    signatories: tuple[str, ...] = ()
    office: str = ""
    requests: tuple[OpenRequest, ...] = ()


def matches_of(
    candidates, *, references, letter_dates, subject, agency, head, salutation, written_on, paragraphs
):
    """The letters that it may answer, the likeliest first. `head` is the reply's letterhead and addressee."""
    cited = {one.value for one in references}
    days = {date.fromisoformat(one.value) for one in letter_dates}
    scored = []
    for candidate in candidates:
        if written_on and candidate.dated_on > written_on:
            continue
        score, reasons = _by_citation(candidate, cited, days, subject, agency, head, salutation)
        if score > 0.05 or candidate.requests:
            scored.append((score, reasons, candidate))
    scored.sort(key=lambda one: (-one[0], -one[2].dated_on.toordinal(), one[2].letter_id))
    found = []
    for place, (score, reasons, candidate) in enumerate(scored):
        if place < LOOKED_AT and candidate.requests:
            repeated = sum(quotes(paragraphs, request.text) for request in candidate.requests)
            if repeated:
                score += 0.15 + 0.3 * repeated / len(candidate.requests)
                reasons = (*reasons, f"It repeats {repeated} of {len(candidate.requests)} open requests.")
        if score >= LEAST and reasons:
            found.append(
                ProposedMatch(candidate.letter_id, candidate.reference, round(min(score, 0.99), 2), reasons)
            )
    found.sort(key=lambda match: -match.sure)
    return tuple(found[:MOST])


def _by_citation(candidate, cited, days, subject, agency, head, salutation):
    score, reasons = 0.0, []
    if candidate.reference in cited:
        score, reasons = 0.7, [f"It cites {candidate.reference}."]
    elif any(one.translate(_LIKE) == candidate.reference.translate(_LIKE) for one in cited):
        score, reasons = 0.6, [f"It cites a number that reads like {candidate.reference}."]
    if candidate.dated_on in days:
        score += 0.35
        reasons.append(
            f"It answers a letter of {candidate.dated_on.day} {candidate.dated_on:%B %Y}, this one's date."
        )
    if name := _named(candidate.agencies, agency, head):
        score += 0.2
        reasons.append(f"It comes from {name}, to which this was sent.")
    alike = (
        fuzz.token_set_ratio(candidate.subject.lower(), subject.lower())
        if subject and candidate.subject
        else 0
    )
    if alike >= 75:
        score += 0.2 * alike / 100
        reasons.append("Its subject is much like this one's.")
    if any(
        _surname(name) and re.search(rf"\b{re.escape(_surname(name))}\b", salutation, re.I)
        for name in candidate.signatories
    ):
        score += 0.1
        reasons.append("It is addressed to one who signed this.")
    elif (
        6 < len(candidate.office) <= len(head)
        and fuzz.partial_ratio(candidate.office.lower(), head.lower()) >= 92
    ):
        score += 0.05
        reasons.append("It is addressed to the office that wrote this.")
    return score, tuple(reasons)


def _named(agencies, agency, head):
    for name in agencies:
        if agency and fuzz.token_sort_ratio(name.lower(), agency.lower()) >= 90:
            return name
        if 6 < len(name) <= len(head) and fuzz.partial_ratio(name.lower(), head.lower()) >= 92:
            return name
    return ""


def _surname(name):
    words = [
        word for word in re.sub(r",? (?:Jr|Sr)\.?$|,? (?:II|III|IV)$", "", name).split() if len(word) > 2
    ]
    return words[-1] if words else ""
