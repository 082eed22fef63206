"""What kind of reply it is, what it promises, until when it asks for time, and to whom it refers."""

import re
from dataclasses import dataclass, field

from correspondence.intake.proposal import Proposed
from correspondence.intake.reading.deadline import PHRASES
from correspondence.intake.reading.sentences import sentences_of
from correspondence.letters.deadlines import Anchor, count_from, read_due_phrase
from correspondence.responses.models import Response

LONGEST = 1500
Kind = Response.Kind

_WE = (
    r"\b(?:we|I|it|our \w+|the (?:department|agency|bureau|office|administration|service|commission|board"
    r"|committee|secretary|[A-Z]\w+)"
    r"|[A-Z]{2,8})"
)
_CUES = {
    Kind.REFERRAL: re.compile(
        r"\b(?:(?:have|has|had|am|are|is|been|being|we|I) (?:therefore |also )?(?:been )?(?:forward|referr"
        r"|transferr|rout)(?:ed|ing)|refer|forward|transfer)"
        r" (?:your|this|the|it)?(?: \w+){0,4}? ?to (?:the |our )?[A-Z]\w+|\b(?:falls|is) (?:under|within"
        r"|outside) (?:the |its |our )?"
        r"(?:jurisdiction|purview|authority|responsibility)\b|\bwill (?:respond"
        r"|reply) (?:directly )?to you (?:directly)?",
    ),
    Kind.EXTENSION: re.compile(
        r"\bextension\b|\b(?:request|ask(?:ing)? for|need|require|seek)s? (?:additional|more|further) time\b"
        r"|\badditional (?:\w+ ){0,2}(?:days|weeks) (?:to|in which)\b|\buntil [^.]{3,40} to (?:respond"
        r"|reply|provide|answer|complete)",
        re.IGNORECASE,
    ),
    Kind.REFUSAL: re.compile(
        r"\b(?:unable|not able|not in a position|not at liberty) to (?:provide|produce|comply|share"
        r"|release|disclose|discuss|comment|accommodate)\b"
        r"|\b(?:must |respectfully |therefore )*declin(?:e|es|ing)\b|\b(?:cannot|can not|will not|may not"
        r"|do not intend to) "
        r"(?:be )?(?:provid|produc|disclos|releas|shar|comply|discuss|comment|mak)\w*"
        r"|\b(?:executive|deliberative[- ]process|attorney-client|law[- ]enforcement) privilege\b"
        r"|\bprohibit(?:s|ed) (?:us )?from (?:disclos|releas|provid|shar)",
        re.IGNORECASE,
    ),
    Kind.ROLLING: re.compile(
        r"\b(?:first|second|third|fourth|next|initial|latest|additional|\d+(?:st|nd|rd"
        r"|th)) (?:document )?(?:production|tranche|installment|set of documents)\b"
        r"|\brolling (?:basis|production)|\bBates\b|\b(?:enclosed"
        r"|attached)\b[^.]{0,60}\bpages (?:of documents|numbered|marked)",
        re.IGNORECASE,
    ),
    Kind.BRIEFING: re.compile(
        r"\b(?:offer|pleased|happy|glad|available|welcome|willing|prepared|propose"
        r"|like)\b[^.]{0,60}\b(?:a |an )?(?:\w+ )?brief(?:ing)?\b"
        r"|\barrange a (?:\w+ )?briefing\b|\bin lieu of\b[^.]{0,60}\bbriefing\b",
        re.IGNORECASE,
    ),
    Kind.PARTIAL: re.compile(
        r"\bpartial (?:response|reply|answer)|\b(?:remaining|outstanding|other) (?:questions|requests"
        r"|items|documents|information)\b"
        r"|\bresponds? (?:only )?to (?:questions?|requests?|items?) \d",
        re.IGNORECASE,
    ),
    Kind.INTERIM: re.compile(
        r"\binterim (?:response|reply|answer)|\b(?:currently|still|now|actively|carefully"
        r"|we are|(?:department|agency|bureau|office|staff) is) (?:being )?"
        r"(?:review|gather|compil|collect|prepar|work|coordinat|process|consult)\w*"
        r"|\bexpects? to (?:answer|respond|reply|provide|send|write|be able)\b"
        r"|\b(?:under|undergoing) (?:\w+ )?review\b|\bwill (?:respond|reply|provide|send|follow up"
        r"|be in touch)\b[^.]{0,80}\b"
        r"(?:as soon as|once|when|upon|by|within|no later|shortly|in the near future|in due course)"
        r"|\b(?:in the process of|are working to|is working to|looking into)\b",
        re.IGNORECASE,
    ),
    Kind.ACKNOWLEDGMENT: re.compile(
        r"\backnowledg(?:e|es|ing|ment)\b[^.]{0,40}\b(?:receipt|letter|correspondence|inquiry|request)"
        r"|\b(?:have|has|was|were) received (?:your|the)\b"
        r"|\b(?:your|this) (?:letter|inquiry|correspondence|request)\b[^.]{0,60}\b(?:was|has been"
        r"|have been) (?:received|assigned)|\bconfirm(?:s|ing)? receipt\b",
        re.IGNORECASE,
    ),
}
_FULL = re.compile(
    r"\b(?:answers|responses) to (?:your|the|each|the committee[’']s) (?:\w+ )?(?:questions|requests"
    r"|inquiries|letter)\b[^.]{0,60}\b"
    r"(?:enclosed|attached|below|follow)|\b(?:enclosed|attached|below) (?:please find |are |is "
    r"|you will find )?(?:the |our )?(?:\w+ )?(?:answers|responses)\b"
    r"|\b(?:final|complete|full) (?:response|reply)\b",
    re.IGNORECASE,
)
_PLEASANT = re.compile(
    r"\b(?:thank(?:s| you)|appreciate|contact|look forward|hesitate|hope (?:this|that)|call me"
    r"|your interest|your (?:continued )?support"
    r"|(?:similar|identical) (?:letter|response|reply))\b",
    re.IGNORECASE,
)
_WILL = re.compile(
    rf"{_WE}\b[^.]{{0,60}}\b(?:will|shall|expects?|anticipates?|intends?|plans?|hopes?|aims?|commits?"
    rf"|would)\b|\bwill be\b|\byou (?:will|can expect)\b",
    re.IGNORECASE,
)
_ANSWERS = re.compile(
    r"\b(?:respon\w+|reply|replies|answers?|provid\w+|send|produc\w+|deliver\w*|documents?|information"
    r"|complet\w+|updat\w+|submit)\b",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"\b(?:until|through|to) (?=(?:the )?(?:\d{1,2} )?[A-Z]|\d)")
_MORE_TIME = re.compile(
    r"\b(?:an? )?(?:additional |extension of |further )+(?P<span>[\w() -]{1,30}?(?:days|weeks|months?"
    r"|week))\b",
    re.IGNORECASE,
)
_TO_WHOM = re.compile(
    r"\b(?:forward|referr|transferr|rout)(?:ed|ing) (?:your|this|the"
    r"|it)?(?: \w+){0,4}? ?to (?:the )?(?P<whom>[A-Z][\w’'&.-]*(?:(?: (?:of|for|and|the"
    r"|on))* [A-Z][\w’'&.-]*){0,10})"
)


@dataclass(frozen=True)
class Promise:
    """Words that name a day, and the day."""

    phrase: Proposed = field(default_factory=lambda: Proposed(""))
    on: object = None


def kind_of(paragraphs, answered, asked):
    """The kind, as a `Proposed` code. `answered` of the `asked` open requests have a passage that fits."""
    sentences = [(p, s) for p in paragraphs for s in sentences_of(p.text[:20_000])]
    cues = {}
    for paragraph, sentence in sentences:
        for kind, pattern in _CUES.items():
            if kind not in cues and pattern.search(sentence.text[:LONGEST]):
                cues[kind] = (paragraph, sentence)
    matter = sum(
        len(s.text.split())
        for _, s in sentences
        if not _PLEASANT.search(s.text[:LONGEST])
        and not any(c.search(s.text[:LONGEST]) for c in _CUES.values())
    )
    full = next(((p, s) for p, s in sentences if _FULL.search(s.text[:LONGEST])), None)
    substantive = bool(full) or matter > 90 or (asked and answered * 2 >= asked)
    kind, sure = _decided(cues, substantive, bool(full), matter, answered, asked)
    place = cues.get(kind) or full
    spans = place[0].spans(place[1].start, place[1].end) if place else ()
    if place:
        why = f"It says: “{place[1].text[:160]}”"
    elif substantive:
        why = "It has words of substance, and none that put off or refuse."
    else:
        why = "It says little, and none of it answers."
    return Proposed(kind.value, sure, spans, why=why)


def _decided(cues, substantive, full, matter, answered, asked):
    if Kind.EXTENSION in cues:
        return Kind.EXTENSION, 0.85
    if Kind.REFERRAL in cues and not (substantive and matter > 120):
        return Kind.REFERRAL, 0.8
    if Kind.ROLLING in cues:
        return Kind.ROLLING, 0.75
    if Kind.REFUSAL in cues:
        return (Kind.PARTIAL, 0.6) if answered or matter > 200 else (Kind.REFUSAL, 0.75)
    if Kind.ACKNOWLEDGMENT in cues and not substantive:
        return (Kind.INTERIM, 0.6) if Kind.INTERIM in cues and matter > 40 else (Kind.ACKNOWLEDGMENT, 0.85)
    if Kind.PARTIAL in cues and (substantive or answered):
        return Kind.PARTIAL, 0.75
    if Kind.INTERIM in cues:
        if not substantive:
            return Kind.INTERIM, 0.8
        return (Kind.SUBSTANTIVE, 0.5) if full or (asked and answered == asked) else (Kind.PARTIAL, 0.5)
    if Kind.BRIEFING in cues and not substantive:
        return Kind.BRIEFING, 0.7
    if substantive and asked and 0 < answered < asked:
        return Kind.PARTIAL, 0.55
    if substantive:
        return Kind.SUBSTANTIVE, 0.7
    return (Kind.ACKNOWLEDGMENT, 0.5) if matter < 40 else (Kind.SUBSTANTIVE, 0.4)


def promise_in(paragraphs, written_on):
    """The day by which it says that it will answer, or answer more."""
    for paragraph in paragraphs:
        for sentence in sentences_of(paragraph.text[:20_000]):
            words = sentence.text[:LONGEST]
            if not _WILL.search(words) or not _ANSWERS.search(words) or _CUES[Kind.EXTENSION].search(words):
                continue
            for match in PHRASES.finditer(words):
                day = _day_of(match.group(), written_on)
                if day and _WILL.search(words[: match.start()]):
                    return _said(paragraph, sentence, match, day)
    return Promise()


def extension_in(paragraphs, written_on):
    """The day until which it asks for time."""
    for paragraph in paragraphs:
        for sentence in sentences_of(paragraph.text[:20_000]):
            words = sentence.text[:LONGEST]
            if not _CUES[Kind.EXTENSION].search(words):
                continue
            for match in _UNTIL.finditer(words):
                day = _day_of(words[match.end() : match.end() + 40].split(" to ")[0], written_on)
                if day:
                    ends = re.match(r".{0,40}?\d{4}|.{0,24}?\d{1,2}(?:st|nd|rd|th)?\b", words[match.end() :])
                    end = match.end() + (ends.end() if ends else 0)
                    return Promise(_place(paragraph, sentence, match.start(), end), day)
            for match in (*_MORE_TIME.finditer(words), *PHRASES.finditer(words)):
                day = _day_of(match.groupdict().get("span") or match.group(), written_on)
                if day:
                    return _said(paragraph, sentence, match, day)
    return Promise()


def referred_in(paragraphs):
    """To whom it sends the letter on, as written; empty where it does not."""
    for paragraph in paragraphs:
        for sentence in sentences_of(paragraph.text[:20_000]):
            if match := _TO_WHOM.search(sentence.text[:LONGEST]):
                return _place(paragraph, sentence, match.start("whom"), match.end("whom"), 0.75)
    return Proposed("")


def _day_of(words, written_on):
    terms = read_due_phrase(words, written_on)
    day = terms.named_on
    if terms.count and terms.anchor == Anchor.LETTER and written_on:
        day = count_from(written_on, terms.count, terms.unit)
    return day if day and (not written_on or day > written_on) else None


def _said(paragraph, sentence, match, day):
    return Promise(_place(paragraph, sentence, match.start(), match.end()), day)


def _place(paragraph, sentence, start, end, sure=0.85):
    text = sentence.text[start:end].rstrip(" ,.")
    begin = sentence.start + start
    return Proposed(text, sure, paragraph.spans(begin, begin + len(text)))
