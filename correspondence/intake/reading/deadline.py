"""Which words of a letter are its deadline, and the day that follows from them.

A day or a number of days counts where the sentence asks, or speaks of the answer, and does not recall an
earlier letter or ask about a day itself. What the words come to is for `letters.deadlines` to say; here a
day follows only from the letter alone: stated, or counted from its date. Of several the earliest is the
letter's, and each request has its own. "At your earliest convenience" is a phrase without a day.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from correspondence.intake.proposal import Proposed
from correspondence.intake.reading.asking import Act, act_of, is_question
from correspondence.intake.reading.marks import at_the_start
from correspondence.intake.reading.sentences import sentences_of
from correspondence.letters.deadlines import COUNT, MONTH, Anchor, DueTerms, count_from, read_due_phrase

__all__ = ["Deadline", "DuePhrase", "due_phrases", "own_days", "read_deadline"]

LONGEST = 1500  # characters of one sentence that are looked at
_FAR = 200  # days: a day without a year that lies further off was more likely meant as past

_CLOSE = (
    r"(?:the )?(?:close of business|end of (?:the )?(?:business )?day|opening of business"
    r"|C\.?O\.?B\.?|E\.?O\.?D\.?)"
    r"(?: ?\(C\.?O\.?B\.?\))?"
)
_TIME = (
    rf"(?:(?:{_CLOSE}|noon|midnight|\d{{1,2}}(?::\d{{2}})? ?[ap]\.? ?m\.?)"
    r"(?: ?\(?(?:E[SD]?T|eastern(?: \w+)? time|eastern)\)?)?,? ?(?:on |of )?)?"
)
_WEEKDAY = r"(?:(?:next |this |the )?(?:mon|tues|wednes|thurs|fri|satur|sun)day(?:,? |\b))"
_DAY = (
    rf"(?:{_WEEKDAY}(?:the )?)?(?:{MONTH} ?\d{{1,2}}(?:st|nd|rd|th)?(?:,? ?\d{{4}})?"
    rf"|(?:the )?\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{MONTH}"
    r"(?:,? \d{4})?|\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2})"
)
_NAMED = (
    rf"(?:the )?end of (?:(?:the|this|next) (?:calendar |fiscal )?(?:week|month|year)"
    rf"|{MONTH}(?:,? \d{{4}})?|(?:calendar|fiscal) year(?: \d{{4}})?)"
    rf"|year[’']s end|{_WEEKDAY}|tomorrow"
)
_LETTER = (
    r"(?:the )?(?:date (?:of|on) (?:this|the|our|my) (?:letter|request|correspondence)|date (?:above|hereof)"
    r"|today(?:[’']s date)?|now|this letter)"
)
_AFTER = (
    rf"(?:,? (?:of|from|after|following|upon|since) (?:{_LETTER}|(?:your |the |its )?(?:receipt"
    rf"|receiving)(?: (?:of )?(?:this|our|the) (?:letter|request|correspondence))?"
    rf"|(?:{MONTH} ?\d{{1,2}}(?:,? \d{{4}})?)|[a-z][^,.;:?!()]{{3,60}}))?"
)
_SPAN = (
    rf"(?:the )?(?:next )?{COUNT}[ -](?:(?:full|calendar|business|working)[ -])?"
    r"(?:(?:days?|weeks?|months?)[’']?|hours?)(?! ago)"
)
PHRASES = re.compile(
    rf"\b(?:(?:by |due )?(?:no|not) (?:later|more) than|on or before|by|before|prior to"
    rf"|due(?: to \w+)?(?: on)?|for) "
    rf"(?:on )?{_TIME}(?:{_DAY}|{_NAMED})(?: at (?:noon|\d{{1,2}}(?::\d{{2}})? ?[ap]\.? ?m\.?))?"
    rf"|\b(?:(?:with)?in|(?:by )?(?:no|not) (?:later|more) than) {_SPAN}{_AFTER}"
    rf"|(?<!every )\b{_SPAN} (?:from|after|of) (?:{_LETTER}|receipt\b[^,.;:?!]{{0,40}})"
    r"|\b(?:prior to|before|in advance of|ahead of) (?:the|your|this|that|our) (?:\w+ )?(?:hearing|markup"
    r"|meeting|briefing)\b"
    r"(?: (?:on|of) [A-Z]\w+ \d{1,2}(?:, \d{4})?)?",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\bat (?:your|the) (?:very )?(?:earliest|soonest)(?: possible)? (?:convenience|opportunity|date|time"
    r"|moment)|\bat your convenience"
    r"|\bas (?:soon|quickly|promptly|expeditiously|early) as (?:is |you )?(?:possible|practicable"
    r"|practical|can|possibly can|are able)"
    r"|\b(?:your |a |an )?(?:prompt|timely|expeditious|swift|speedy|early|immediate|quick"
    r"|expedited)(?:,? and \w+|, \w+)? (?:response|reply|answer)\b"
    r"|\bin a (?:prompt|timely|expeditious)(?: and \w+)? (?:manner|fashion)|\bwithout (?:further |undue "
    r"|any )?delay|\b(?:promptly|forthwith"
    r"|expeditiously|immediately|without delay)\b",
    re.IGNORECASE,
)
_OF_THE_ANSWER = re.compile(
    r"\b(?:answers?|respon(?:d|se|ses|ding)|reply|replies|hear from you|hear back|testimony"
    r"|written statement|information requested"
    r"|requested (?:information|documents|materials)|these (?:documents|materials|questions|requests)"
    r"|production|submissions?|compliance|comply|due)\b",
    re.IGNORECASE,
)
_ASKS_NOW = re.compile(
    r"\bplease\b|\bkindly\b|\b(?:I|we|committees?)\b[^.]{0,40} (?:ask|asks|request|requests|expect|expects"
    r"|seek|seeks|require|requires|invite|would|should"
    r"|look forward)\b|\b(?:is|are) (?:due|requested|expected|asked|to be)\b|\b(?:should|must) (?:be"
    r"|provide|respond|reply|reach|arrive|submit)\b"
    r"|\b(?:provide|send|submit|deliver|produce|respond|reply)\b",
    re.IGNORECASE,
)
_RECALLS = re.compile(
    r"\b(?:asked|requested|had|sought|promised|committed|agreed|said|stated|told|wrote|sent|received"
    r"|responded|replied|answered|was|were"
    r"|made|gave|set|pledged|indicated|directed|required|did|failed|assured|ended|began|announced|issued)\b",
    re.IGNORECASE,
)
_ASKS_WHAT = re.compile(
    r"\b(?:how|what|whether|which|who|whom|when|where|why|that (?:was|were|is|are|has|have|had|will))\b",
    re.IGNORECASE,
)
_PURPOSE = re.compile(
    r"\b(?:plans?|schedule|efforts?|goals?|requirements?|deadlines?|decisions?|able|intends?|expects?"
    r"|steps?) (?:to|for|of)\b[^,]*$",
    re.IGNORECASE,
)
_COMMAND = re.compile(
    r",? (?!(?:the|an?|it|we|they|this|that|these|all|each|any|its|he|she|no|which|there|our|your|how|what"
    r"|some|most|more)\b)[a-z]{3,}"
)
_AT_THE_START = re.compile(
    r"^(?:(?:also|and|please|in addition|then|first|second|third|finally),? )*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class DuePhrase:
    """Words that name a deadline, from `start` to before `end` of their text, and what they come to."""

    text: str
    start: int
    end: int
    terms: DueTerms
    due_on: date | None
    sure: float = 0.9

    @property
    def is_vague(self):
        """Whether they name neither a day nor a number of days nor an event."""
        return self.terms == DueTerms()


@dataclass(frozen=True, slots=True)
class Deadline:
    """A letter's deadline: the phrase as written, its terms, and the day where the letter alone gives one."""

    phrase: Proposed = field(default_factory=lambda: Proposed(""))
    terms: DueTerms = field(default_factory=DueTerms)
    due_on: date | None = None


def read_deadline(body, letter_date):
    """The deadline of a letter: the earliest day that it asks an answer by, or else its phrase."""
    best, rank = Deadline(), None
    for paragraph, offset, sentence in _sentences(body):
        for phrase in due_phrases(sentence.text, letter_date, in_a_list=bool(paragraph.mark)):
            start = offset + sentence.start + phrase.start
            this = (phrase.due_on is None, phrase.sure < 0.6, phrase.is_vague, phrase.due_on or date.max)
            if rank is None or this < rank:
                rank = this
                spans = paragraph.spans(start, start + len(phrase.text))
                sure = round(phrase.sure * paragraph.sure, 2)
                best = Deadline(Proposed(phrase.text, sure, spans), phrase.terms, phrase.due_on)
    return best


def own_days(sources, letter_date, body):
    """The day of each request, where the letter sets more than one; else a None each.

    A request's source: sentences, what leads up to it and then itself, each with whether it is an item's.
    """
    stated = [
        [_first_day(text, letter_date, in_a_list=of_item) for text, of_item in source] for source in sources
    ]
    general = read_deadline(body, letter_date).due_on
    days = {day for row in stated for day in row if day} | ({general} if general else set())
    if len(days) < 2:
        return [None] * len(sources)
    return [next((day for day in reversed(row) if day), general) for row in stated]


def due_phrases(sentence, letter_date, *, in_a_list=False):
    """The deadlines that a sentence sets, in order; what it recalls, tells or asks about gives none.

    `in_a_list`: the sentence is an item's, where a day is more often what is asked about than the deadline.
    """
    words = sentence[:LONGEST]
    act = act_of(words)
    speaks = act >= Act.ANSWER or bool(_OF_THE_ANSWER.search(words))
    asks = act >= Act.ANSWER or bool(_ASKS_NOW.search(words))
    found = []
    if (speaks and asks) or in_a_list:
        weighed = (_weighed(match, words, letter_date, act, in_a_list) for match in PHRASES.finditer(words))
        found += [phrase for phrase in weighed if phrase]
    if not found and not in_a_list and speaks and not _recalled(words, len(words)):
        if match := _VAGUE.search(words):
            bare = match.group().lower() in ("promptly", "immediately", "expeditiously")
            if not bare or (_OF_THE_ANSWER.search(words) and act in (Act.ANSWER, Act.ASKS)):
                if not re.search(
                    r"\b(?:has|have|had|was|were|thank you for|thanks for|grateful for)\b",
                    words[: match.start()],
                    re.IGNORECASE,
                ):
                    found.append(DuePhrase(match.group(), match.start(), match.end(), DueTerms(), None, 0.7))
    return found


def _weighed(match, words, letter_date, act, in_a_list):
    """A phrase where it sets a deadline, and how sure that is; None where it does not."""
    before, text = words[: match.start()], match.group().rstrip(" ,")
    first = text.split()[0].lower()
    if first == "for" or is_question(words) or re.search(r"\bevery $", before):
        return None
    if _recalled(words, match.start()):
        return None
    terms = read_due_phrase(text, letter_date)
    day = terms.named_on
    if terms.count and terms.anchor == Anchor.LETTER and letter_date:
        day = count_from(letter_date, terms.count, terms.unit)
    if day and letter_date and day <= letter_date:
        return None
    if terms == DueTerms() and not re.search(r"hearing|markup|meeting|briefing", text, re.IGNORECASE):
        if letter_date or not re.search(r"\d", text):
            return None
    sure = 0.95
    if (
        terms.named_on
        and letter_date
        and not re.search(r"\d{4}|/\d{2}$", text)
        and (day - letter_date).days > _FAR
    ):
        sure = 0.5
    if in_a_list and not _set_off_in_an_item(before, first, words[match.end() :]):
        return None
    asking = _ASKS_WHAT.search(before[_asked_at(before) :])
    set_off = before.rstrip().endswith(",") or first in ("no", "not")
    if act >= Act.ASKS and (asking or _PURPOSE.search(before)) and not set_off:
        at_the_end = not words[match.end() :].strip(" .:")
        if not (at_the_end and day and letter_date and (day - letter_date).days <= 60 and not terms.count):
            return None
        sure = 0.4
    if first in ("before", "due") and act < Act.ANSWER and not _OF_THE_ANSWER.search(before + "due"):
        return None
    return DuePhrase(text, match.start(), match.start() + len(text), terms, day, sure)


def _set_off_in_an_item(before, first, after):
    """Whether a day in an item is the item's own: "By March 1, publish …", "(no later than March 1)"."""
    if _AT_THE_START.search(before):
        return bool(_COMMAND.match(after))
    return bool(re.search(r"\(\s*$", before) or (first in ("no", "not") and before.rstrip().endswith(",")))


def _asked_at(before):
    """Where the asking begins, so that "what follows" a "that you" is looked at only from there."""
    asked = list(_ASKS_NOW.finditer(before))
    return asked[-1].end() if asked else 0


def _recalled(words, place):
    """Whether the last verb before a place in a sentence tells of the past: "asked for a reply by"."""
    past = [found for found in _RECALLS.finditer(words[:place]) if not _is_passive(words, found)]
    if not past:
        return False
    since = words[past[-1].end() : place]
    if re.match(r" (?:for|that|you|to)\b", since) and past[-1].group().lower() in (
        "asked",
        "requested",
        "directed",
        "required",
    ):
        return not re.search(r"\bplease\b|\b(?:now|again|therefore) (?:ask|request)", since, re.IGNORECASE)
    return not _ASKS_NOW.search(since)


def _is_passive(words, found):
    """Whether it says what is asked now: "is requested", "the information requested"."""
    if found.group().lower() not in ("requested", "asked", "required", "directed", "set"):
        return False
    if re.match(
        r" (?:information|documents|materials|records|items|answers)\b", words[found.end() :], re.IGNORECASE
    ):
        return True
    before = words[max(0, found.start() - 30) : found.start()]
    return bool(
        re.search(
            r"\b(?:is|are|be|being|documents|information|materials|items|records|hereby|answers|responses"
            r"|replies|those) $",
            before,
            re.IGNORECASE,
        )
    )


def _first_day(text, letter_date, *, in_a_list):
    """The first day that a request's lead-in, or its own words, set."""
    phrases = due_phrases(text, letter_date, in_a_list=in_a_list)
    day = next((phrase.due_on for phrase in phrases if phrase.due_on and phrase.sure > 0.5), None)
    if (
        day is None
        and act_of(text) == Act.ASKS
        and re.search(r"\b(?:invite|attend|testify|appear)\b", text, re.IGNORECASE)
    ):
        day = read_due_phrase(text, letter_date).named_on  # an invitation is due on the day it names
        day = day if day and letter_date and day > letter_date else None
    return day


def _sentences(body):
    """The sentences of the letter's own text, each with its paragraph and where that text begins in it."""
    for paragraph in body.paragraphs:
        if paragraph.part != "body" or paragraph.heading:
            continue
        written, rest = ("", paragraph.text) if paragraph.mark else at_the_start(paragraph.text)
        offset = len(paragraph.text) - len(rest) if written else 0
        for sentence in sentences_of(paragraph.text[offset:]):
            yield paragraph, offset, sentence
