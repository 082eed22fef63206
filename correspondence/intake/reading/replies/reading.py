"""`read_reply`: everything that is read from what an agency sent."""

import re
from datetime import date

from correspondence.intake.proposal import Proposed, ProposedPerson, ProposedReply
from correspondence.intake.reading.letter import read_letter
from correspondence.intake.reading.lines import Paragraph, Piece
from correspondence.intake.reading.names import EMPTY, agency_named
from correspondence.intake.reading.paragraphs import body_of
from correspondence.intake.reading.replies.answers import answers_in
from correspondence.intake.reading.replies.cited import (
    control_numbers_in,
    letter_dates_in,
    references_in,
    subject_in,
)
from correspondence.intake.reading.replies.kinds import extension_in, kind_of, promise_in, referred_in
from correspondence.intake.reading.replies.matches import matches_of

NOBODY = ProposedPerson(Proposed(""), Proposed(""))
_BODY = re.compile(
    r"\b(?:department|agency|administration|bureau|service|commission|office|corps|institute|authority"
    r"|board|center|corporation|council"
    r"|library|archives|foundation|national|federal|u\.?s\.?|united states)\b",
    re.IGNORECASE,
)
_NO_BODY = re.compile(
    r"\b(?:senate|house of representatives|congress|committee|washington|avenue|street)\b|\d{5}",
    re.IGNORECASE,
)
_CONGRESS = re.compile(r"\b(?:(?:Sub)?Committee on|United States Senate|House of Representatives|Congress)\b")
KNOWN, TOLD = 0.8, 0.6  # an agency is known by its name; what kind of reply it is, is told by its words
SURE_OF = 0.5  # a match is sure enough to look for answers to its requests


def read_reply(opened, candidates=(), directory=None, requests=None, letter=None):
    """What a reply says, for a person to judge.

    `candidates` are letters of ours that wait for an answer, or a function that finds them by what is
    cited: it is called with `references`, `days` of letters, and the `agency` that writes. `requests`
    (OpenRequests), where given, are those to find answers for, else those of the likeliest letter.
    `directory` is as for `read_letter`; `letter` is what that one read, where it was called already.
    """
    letter = letter or read_letter(opened, directory)
    written_on = date.fromisoformat(letter.dated_on.value) if letter.dated_on.value else None
    paragraphs = [p for p in body_of(opened).paragraphs if p.text.strip()]
    lines = _lines(opened)
    references = references_in(lines)
    dates = letter_dates_in(paragraphs, written_on)
    subject = letter.subject if letter.subject.value else subject_in(paragraphs)
    if callable(candidates):
        candidates = candidates(
            references=tuple(one.value for one in references),
            days=tuple(date.fromisoformat(one.value) for one in dates),
            agency=_agency(letter, (), directory, written_on).value,
        )
    agency = _agency(letter, candidates, directory, written_on)
    head = " ".join(
        [
            letter.letterhead.value,
            *(f"{p.title.value} {p.organization.value}" for p in (*letter.to, *letter.signatories)),
        ]
    )
    matches = matches_of(
        candidates,
        references=references,
        letter_dates=dates,
        subject=subject.value,
        agency=agency.value,
        head=f"{head} {agency.value}"[:4000],
        salutation=letter.salutation.value,
        written_on=written_on,
        paragraphs=paragraphs,
    )
    if requests is None:
        likeliest = matches[0] if matches and matches[0].sure >= SURE_OF else None
        requests = next(
            (c.requests for c in candidates if likeliest and c.letter_id == likeliest.letter_id), ()
        )
    answers = answers_in(paragraphs, requests)
    own = [p for p in paragraphs if p.part == "body"] or paragraphs
    promise, extension = promise_in(own, written_on), extension_in(own, written_on)
    good = sum(1 for one in answers if one.passage.sure >= 0.55 and one.hint not in _PUT_OFF)
    return ProposedReply(
        dated_on=letter.dated_on,
        agency=agency,
        signer=letter.signatories[0] if letter.signatories else NOBODY,
        kind=kind_of(own if own else paragraphs, good, len(requests)),
        subject=subject,
        body=letter.body,
        references=references,
        control_numbers=control_numbers_in(lines, references),
        letter_dates=dates,
        promise=promise.phrase,
        promised_on=promise.on,
        extension=extension.phrase,
        extension_until=extension.on,
        referred_to=referred_in(own),
        matches=matches,
        answers=answers,
    )


_PUT_OFF = ("Declines to give it.", "Promises it for later.", "Refers it to somebody else.")


def _lines(opened):
    """Every line as a paragraph of its own: numbers stand in heads and feet too."""
    found = []
    for page in opened.pages[:200]:
        for number, line in enumerate(page.lines[:400]):
            pieces, at = [], 0
            for place, word in enumerate(line.words):
                start = line.text.find(word.text, at)
                if start >= 0:
                    at = start + len(word.text)
                    pieces.append(Piece(start, at, page.number, number, place))
            found.append(Paragraph(line.text, page=page.number, pieces=tuple(pieces)))
    return found


def _agency(letter, candidates, directory, written_on):
    """Who writes: an agency of the directory or of the letters that wait, else the letterhead's own line."""
    lines = [line.strip() for line in letter.letterhead.value.split("\n") if line.strip()]
    known = directory(written_on) if directory and written_on else EMPTY
    titles = [person.title.value for person in letter.signatories]
    for line in (*lines, *titles):
        found, exactly = agency_named(line, known)
        if found:
            return Proposed(
                found.name, 0.95 if exactly else 0.8, letter.letterhead.spans, "" if exactly else line
            )
    everything = " ".join((*lines, *titles)).lower()
    names = sorted({name for one in candidates for name in one.agencies}, key=len, reverse=True)
    for name in names:
        if name.lower() in everything:
            return Proposed(name, 0.9, letter.letterhead.spans)
    for line in lines[:6]:
        if _BODY.search(line) and not _NO_BODY.search(line):
            return Proposed(line, 0.7, letter.letterhead.spans)
    return Proposed("")


def is_reply(reply, letter):
    """Whether what was read as both reads as a reply to us rather than as a letter of ours.

    A letter of ours is addressed to an agency. A reply is an agency's, and is addressed to Congress, or says
    what it answers, or does what replies do; without an agency's name, it says that it answers "your letter"
    of a day on which we wrote.
    """
    if any(person.agency_id for person in letter.to):
        return False
    if reply.agency.value and any(_is_of_congress(person) for person in letter.to):
        return True
    likeliest = reply.matches[0].sure if reply.matches else 0
    if reply.agency.value and reply.agency.sure >= KNOWN:
        return (
            bool(reply.letter_dates)
            or likeliest >= SURE_OF
            or (bool(reply.kind.value) and reply.kind.sure >= TOLD)
        )
    return bool(reply.letter_dates) and likeliest >= KNOWN


def _is_of_congress(person):
    said = (person.name, person.title, person.organization, person.address)
    return any(_CONGRESS.search(one.value) for one in said)


def answers_to(opened, requests):
    """The passages that seem to answer these requests (OpenRequests), whichever letter they are of."""
    return answers_in([p for p in body_of(opened).paragraphs if p.text.strip()], requests)
