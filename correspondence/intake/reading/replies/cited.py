"""What a reply cites: our reference, its own number, and the date and subject of the letter it answers."""

import re
from datetime import date

from correspondence.intake.proposal import Proposed
from correspondence.intake.reading.sentences import sentences_of
from correspondence.letters.deadlines import MONTH, Anchor, read_due_phrase

LONGEST = 2000  # characters of a sentence, or of a line, that are looked at

_REFERENCE = re.compile(r"\b[A-Z][A-Z0-9]{1,9} ?[-–—] ?[0-9OIl]{4} ?[-–—] ?[0-9OIl]{3,5}\b")
_CONTROL = re.compile(
    r"\b(?:(?:control|tracking|correspondence|log|tasking|workflow|executive secretariat|exec ?sec"
    r"|document|reference"
    r"|file|case|our ref(?:erence)?|in reply,? refer to|refer reply to|reply refer to|our file)"
    r"(?: ?(?:no|number|num|id|code)\b)?[.:# ]{1,4}(?:no\.? ?|number ?|# ?)?)"
    r"(?P<number>[A-Z0-9][A-Z0-9/–—.-]{2,24}[A-Z0-9])",
    re.IGNORECASE,
)
_LETTER = r"(?:letters?|correspondence|inquir(?:y|ies)|e-?mails?|requests?|memorandum|questions)"
_DATE = (
    rf"(?:{MONTH} ?\d{{1,2}}(?:st|nd|rd|th)?(?:, ?\d{{4}}| \d{{4}})?|\d{{1,2}} {MONTH}(?:,? \d{{4}})?"
    r"|\d{1,2}/\d{1,2}/(?:\d{4}|\d{2}))"
)
_OF_A_DATE = re.compile(
    rf"\b(?P<whose>our|my|your|the|this|recent|joint|[A-Z][\w’']+) (?:[\w’'.,&-]+ ){{0,12}}?{_LETTER}\b"
    rf"(?:,? [\w’'.&-]+){{0,12}}?,? (?:of|dated|on|from|sent(?: on)?) (?P<dates>{_DATE}(?:(?:,| and"
    rf"|, and) {_DATE}){{0,4}})",
    re.IGNORECASE,
)
_DATED = re.compile(
    rf"\b(?P<whose>your|the|joint"
    rf"|[A-Z][\w’']+[’']s?) (?:[a-z]+ ){{0,3}}?(?P<dates>{_DATE}),? (?:[a-z]+ ){{0,2}}?{_LETTER}\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\b(?:regarding|concerning|about|with regard to|with respect to|in reference to|on the (?:subject"
    r"|matter) of|relating to"
    r"|requesting information (?:about|on|regarding)|seeking information (?:about|on|regarding)"
    r"|on behalf of)\s+(?P<subject>[^;:?(]{4,300}?)"
    r"(?=\s*\(|[.;:?]\s*$|[.;:?]\s|, (?:which|and I|and we|in which|dated)\b|$)",
    re.IGNORECASE,
)


def references_in(paragraphs):
    """Numbers that have the form of ours, as written, each once."""
    found = {}
    for paragraph in paragraphs:
        for match in _REFERENCE.finditer(paragraph.text[:LONGEST]):
            text = re.sub(r" ?[-–—] ?", "-", match.group())
            spans = paragraph.spans(match.start(), match.end())
            found.setdefault(
                text, Proposed(text, 0.95, spans, as_read=match.group() if match.group() != text else "")
            )
    return tuple(found.values())


def control_numbers_in(paragraphs, references):
    """The agency's own numbers, by what stands before them."""
    ours, found = {one.value for one in references}, {}
    for paragraph in paragraphs:
        for match in _CONTROL.finditer(paragraph.text[:LONGEST]):
            number = match["number"].strip(".")
            if not re.search(r"\d", number) or re.fullmatch(r"[\d/.-]{0,6}", number):
                continue
            if re.sub(r"[–—]", "-", number) not in ours:
                spans = paragraph.spans(match.start("number"), match.end("number"))
                found.setdefault(number, Proposed(number, 0.85, spans))
    return tuple(found.values())


def letter_dates_in(paragraphs, written_on):
    """The days of the letters that it says it answers, in order; without a year, the last such day before."""
    found = {}
    for paragraph in paragraphs:
        for sentence in sentences_of(paragraph.text):
            for pattern in (_OF_A_DATE, _DATED):
                for match in pattern.finditer(sentence.text[:LONGEST]):
                    if _is_its_own(match.group()):
                        continue
                    for one in re.finditer(_DATE, match["dates"], re.IGNORECASE):
                        day = past_day(one.group(), written_on)
                        if day and (not written_on or day <= written_on):
                            start = sentence.start + match.start("dates") + one.start()
                            spans = paragraph.spans(start, start + len(one.group()))
                            value = Proposed(day.isoformat(), 0.9, spans, as_read=one.group())
                            found.setdefault(day, value)
    return tuple(found.values())


def _is_its_own(words):
    """Whether the letter that is spoken of is the agency's own: "our letter of"."""
    noun = re.search(rf"\b{_LETTER}\b", words, re.IGNORECASE)
    whose = re.findall(
        r"\b(?:our|my|your|the|this|\w+[’']s?)(?=\s)", words[: noun.start() if noun else 0], re.IGNORECASE
    )
    return bool(whose) and whose[-1].lower() in ("our", "my")


def past_day(text, written_on):
    """The day that words name; without a year, the last such day up to the one on which they were written."""
    if re.search(r"\d{4}|/\d{2}$", text):
        terms = read_due_phrase(text, None)
        return terms.named_on if terms.anchor == Anchor.STATED else None
    if written_on is None:
        return None
    terms = read_due_phrase(text, written_on)
    if terms.named_on is None:
        return None
    try:
        same_year = terms.named_on.replace(year=written_on.year)
        return (
            same_year
            if same_year <= written_on
            else date(written_on.year - 1, same_year.month, same_year.day)
        )
    except ValueError:
        return None


def subject_in(paragraphs):
    """What the letter that is answered was about, in the reply's words; empty where it does not say."""
    for paragraph in paragraphs[:3]:
        for sentence in sentences_of(paragraph.text)[:3]:
            if not re.search(rf"\b{_LETTER}\b", sentence.text[:LONGEST], re.IGNORECASE):
                continue
            if match := _ABOUT.search(sentence.text[:LONGEST]):
                start = sentence.start + match.start("subject")
                text = match["subject"].strip(" ,")
                return Proposed(text, 0.75, paragraph.spans(start, start + len(text)))
    return Proposed("")
