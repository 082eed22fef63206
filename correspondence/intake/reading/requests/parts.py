"""Which parts of a letter are read for requests: its own text, and of what is enclosed only what asks."""

import re
from dataclasses import dataclass, field

_ASKING_HEAD = re.compile(
    r"\bquestions?\b(?!.*\bhow the committee\b)|\brequests? (?:for|list)\b|\b(?:document"
    r"|information) requests?\b"
    r"|\brequested (?:documents|information|items)\b|\b(?:documents|information|items) requested\b"
    r"|\blist of (?:requests|questions)\b|\bschedule of (?:documents|requests)\b|\bQFRs?\b",
    re.IGNORECASE,
)
_OTHER_HEAD = re.compile(
    r"\binstructions?\b|\bdefinitions?\b|\bresponding to\b|\bproducing\b|\bproduction\b|\bguid(?:e|ance"
    r"|elines)\b"
    r"|\brules?\b|\bhow (?:the|to|we)\b|\bwitness(?:es)?\b|\btruth in testimony\b|\bprivacy\b"
    r"|\bbackground\b|\bappendix\b"
    r"|\bnotice\b|\bauthorit(?:y|ies)\b|\bjurisdiction\b|\badvice\b|\bprocedures?\b|\bexhibits?\b"
    r"|\bchecklist\b",
    re.IGNORECASE,
)
_ASKER = re.compile(
    r"^(?:(?:additional |written |further )?questions?(?: for the record)?(?: submitted)?(?: (?:to"
    r"|for) [^,]{3,60}?)? (?:from|by|of)"
    r"|submitted by|from)\s*:?\s+(?P<from>.+)$"
    r"|^(?P<name>(?:the )?(?:hon(?:orable)?\.?|sen(?:ator)?\.?|rep(?:resentative)?\.?|chair(?:man|woman"
    r"|person)?|ranking member"
    r"|vice chair(?:man|woman)?|delegate|congress(?:man"
    r"|woman)) (?:[A-Z“\"(][^:?]{2,80}))(?:[’']s? questions)?:?$",
    re.IGNORECASE,
)
_ENCLOSES = re.compile(
    r"\b(?:attached|enclosed|attachment|enclosure|appendix)\b[^.]{0,60}\b(?:questions?|requests?|list"
    r"|documents)\b"
    r"|\b(?:questions?|requests?|documents)\b[^.]{0,60}\b(?:attached|enclosed|attachment|enclosure"
    r"|appendix)\b",
    re.IGNORECASE,
)


_FOOTNOTE = re.compile(
    r"[¹²³⁴⁵⁶⁷⁸⁹⁰]|\d{1,3}(?=[A-Z][a-z])|[*†‡§‘“]?\d{0,3} ?(?:See|Id\.|Ibid|Supra|Letter from|Pub\. ?L"
    r"|Press Release|E-?mail from"
    r"|Memorandum from|Transcript of|Cf\.)\s"
)


@dataclass
class Part:
    """Paragraphs that are read together. `asks`: its heading says that they are questions or requests."""

    asks: bool = False
    asked_by: str = ""
    paragraphs: list = field(default_factory=list)


def parts_of(paragraphs):
    """The parts of a letter that may ask for something, in order."""
    paragraphs = [p for p in paragraphs if p.mark or not _FOOTNOTE.match(p.text)]
    own = [p for p in paragraphs if p.part == "body"]
    parts = [Part()]
    reading = True
    for place, paragraph in enumerate(own):
        asks = _is_over_questions(own, place)
        reading = _put(paragraph, parts, reading, enclosed=False, asks=asks)
    reading = None  # of an enclosure without a telling head nothing is known
    encloses = any(_ENCLOSES.search(p.text[:2000]) for p in own)
    for paragraph in (p for p in paragraphs if p.part != "body"):
        if reading is None and encloses and not paragraph.heading and not _short(paragraph):
            reading = True
            parts.append(Part(asks=True))
        reading = _put(paragraph, parts, reading, enclosed=True)
    return [part for part in parts if part.paragraphs]


def _is_over_questions(paragraphs, place):
    """Whether a heading in the letter stands over questions, whatever it says: "Rules and Notices"."""
    below = paragraphs[place + 1] if place + 1 < len(paragraphs) else None
    return below is not None and bool(below.mark) and below.text.rstrip().endswith("?")


def _put(paragraph, parts, reading, *, enclosed, asks=False):
    """Put a paragraph where it belongs; whether what follows is read."""
    head = paragraph.text.strip()
    if not paragraph.mark and _short(paragraph):
        asker = _ASKER.match(head)
        if asker and (enclosed or paragraph.heading):
            parts.append(Part(True, _name(asker)))
            return True
        other = _OTHER_HEAD.search(head) and not _ASKING_HEAD.search(head) and not asks
        if (paragraph.heading or enclosed) and other:
            return False
        if (paragraph.heading or enclosed) and _ASKING_HEAD.search(head) and not _OTHER_HEAD.search(head):
            if enclosed:
                parts.append(Part(True))
                return True
            reading = True
    if reading:
        parts[-1].paragraphs.append(paragraph)
    return reading


def _short(paragraph):
    text = paragraph.text.strip()
    return bool(text) and len(text) < 120 and (paragraph.heading or text[-1] not in ".?!;:,")


def _name(asker):
    """The asking Member as written, without party and State."""
    return re.sub(r"\s*[(\[][^)\]]{0,20}[)\]]\s*:?$|:$", "", asker["from"] or asker["name"]).strip()
