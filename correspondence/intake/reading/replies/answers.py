"""Which passage of a reply seems to answer which request: it quotes it, has its number, or its words."""

import re
from collections import Counter
from math import log

from rapidfuzz import fuzz

from correspondence.intake.proposal import Proposed, ProposedAnswer
from correspondence.intake.reading.marks import at_the_start, readings_of
from correspondence.intake.reading.sentences import sentences_of

MOST = 6  # paragraphs of one answer
LONGEST = 4000  # characters of one paragraph that are compared
QUOTED, NEAR = 86, 0.34

_LABEL = re.compile(
    r"^(?:(?:answer|response|reply|a|department response|agency response|[A-Z]{2,6} (?:answer|response))"
    r"(?: to (?:question|request|item) (?:no\.? ?)?\d{1,2}(?:\(?[a-z]\)?)?)?\s*[.:–—-]+)\s*",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"^(?:(?:response|answer|reply) to )?(?:question|request|item|inquiry)s?(?: no\.?| number"
    r"| #)? ?(?P<number>\d{1,2}(?:\(?[a-z]\)?)?)\b[.:)–—-]?\s*",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[a-z][a-z’'-]{2,}|\d{2,}")
_COMMON = frozenset(
    [
        "the",
        "and",
        "for",
        "that",
        "this",
        "with",
        "from",
        "have",
        "has",
        "had",
        "was",
        "were",
        "are",
        "been",
        "their",
        "they",
        "them",
        "there",
        "these",
        "those",
        "which",
        "what",
        "when",
        "where",
        "who",
        "whom",
        "whose",
        "how",
        "why",
        "whether",
        "will",
        "would",
        "could",
        "should",
        "may",
        "can",
        "your",
        "you",
        "our",
        "its",
        "his",
        "her",
        "him",
        "she",
        "all",
        "any",
        "each",
        "every",
        "not",
        "but",
        "also",
        "into",
        "than",
        "then",
        "such",
        "other",
        "more",
        "most",
        "some",
        "please",
        "provide",
        "describe",
        "explain",
        "list",
        "state",
        "identify",
        "including",
        "regarding",
        "department",
        "agency",
        "committee",
        "office",
        "letter",
        "request",
        "requests",
        "question",
        "questions",
        "information",
        "documents",
        "steps",
        "taken",
    ]
)
_HINTS = (
    (
        re.compile(
            r"\b(?:no|not (?:have|hold|locate|identif\w+|find|found|maintain|track|possess)"
            r"|did not (?:locate|identify|find))"
            r"[^.]{0,40}\b(?:responsive )?(?:records?|documents?|data|information|materials)\b",
            re.IGNORECASE,
        ),
        "Says that there are no such records.",
    ),
    (
        re.compile(
            r"\bdeclin(?:e|es|ing)\b|\b(?:unable|not able|not in a position) to (?:provide|produce|share"
            r"|disclose|discuss|comment|release)\b"
            r"|\b(?:cannot|will not) (?:provide|produce|disclose|share|discuss|release)\b|\bprivilege\b"
            r"|\bwithh(?:old|eld)",
            re.IGNORECASE,
        ),
        "Declines to give it.",
    ),
    (
        re.compile(
            r"\bwill (?:provide|respond|send|produce|supplement|update|follow up|reply)\b|\b(?:under|being"
            r"|still) review\w*"
            r"|\bin the near future\b|\bcontinu\w+ to (?:review|search|gather)",
            re.IGNORECASE,
        ),
        "Promises it for later.",
    ),
    (
        re.compile(
            r"\b(?:publicly available|available (?:online|on (?:our|the) (?:\w+ )?(?:web ?site|web ?page"
            r"|internet))|posted (?:on|at)|https?://|www\.)",
            re.IGNORECASE,
        ),
        "Points to what is public.",
    ),
    (
        re.compile(
            r"\b(?:refer(?:red)? (?:you|this|the)|(?:is|are) (?:best )?(?:directed|addressed) to"
            r"|jurisdiction of|defer to)\b",
            re.IGNORECASE,
        ),
        "Refers it to somebody else.",
    ),
    (
        re.compile(r"\b(?:enclosed|attached|enclosure|attachment|appendix)\b", re.IGNORECASE),
        "Points to an enclosure.",
    ),
)


# "You also asked …", "With regard to your second question …"
_TURNS = re.compile(
    r"(?:you|your (?:letter|office|committee)|the (?:letter|committee))(?: \w+){0,2} "
    r"(?:ask|request|inquir|want)(?:ed|s)?\b"
    r"|(?:with (?:regard|respect) to|regarding|concerning|as (?:to|for)|in (?:response|answer) to|turning to)"
    r" your\b",
    re.IGNORECASE,
)


def answers_in(paragraphs, requests):
    """For each request the passage that fits best, where one does, as `ProposedAnswer`."""
    words = [_content(p.text) for p in paragraphs]
    rarity = _rarity(words)
    quoted = {}
    for request in requests:
        if (place := _quoted_at(paragraphs, request.text)) is not None:
            quoted[request.request_id] = place
    taken = {place for place, _ in quoted.values()}
    # Where a passage ends: at what is said to another request, or begins to be.
    ends = taken | {place for place, one in enumerate(paragraphs) if _TURNS.match(one.text)}
    answers = []
    for request in requests:
        found = None
        if request.request_id in quoted:
            found = _after_quote(paragraphs, *quoted[request.request_id], ends)
        found = (
            found
            or _under_number(paragraphs, request, rarity)
            or _by_words(paragraphs, words, request, rarity, taken)
        )
        if found:
            text, spans, sure, why = found
            passage = Proposed(text[:LONGEST], round(sure, 2), spans, why=why)
            answers.append(ProposedAnswer(request.request_id, passage, _hint(text)))
    return tuple(answers)


def quotes(paragraphs, text):
    """Whether a reply repeats a request."""
    return _quoted_at(paragraphs, text) is not None


def _quoted_at(paragraphs, text):
    """The paragraph that repeats a request, and where in it the words after that begin; or None."""
    wanted = _plain(text)
    if len(wanted) < 24:
        return None
    best = None
    for place, paragraph in enumerate(paragraphs):
        said = paragraph.text[:LONGEST]
        plain = _plain(said)
        whole = len(plain) < 1.15 * len(wanted)
        if len(plain) < 0.8 * len(wanted):
            continue
        score = fuzz.ratio(wanted, plain if whole else plain[: len(wanted)])
        if score >= QUOTED and (best is None or score > best[0]):
            best = (score, place, len(said) if whole else _end_of_quote(said, text))
    return best[1:] if best else None


def _end_of_quote(said, text):
    """Where in a paragraph that begins with a request it ends: after the sentence that ends nearest."""
    ends = [sentence.end for sentence in sentences_of(said)]
    aim = len(text) + (len(said) - len(at_the_start(said)[1]))
    return min(ends, key=lambda end: abs(end - aim)) if ends else len(said)


def _after_quote(paragraphs, place, at, ends):
    texts, spans = [], []
    rest = paragraphs[place].text[at:].strip(' ”"')
    if len(rest) > 10:
        texts.append(rest)
        spans += paragraphs[place].spans(at, len(paragraphs[place].text))
    first = place
    for number in range(place + 1, min(len(paragraphs), place + 1 + MOST)):
        paragraph = paragraphs[number]
        if (
            number in ends
            or paragraph.heading
            or (texts and paragraph.mark and paragraph.mark[-1] in ".)" and number > first + 1)
        ):
            break
        texts.append(paragraph.text)
        spans += paragraph.spans()
        if rest and len(rest) > 10:
            break
    text = _LABEL.sub("", " ".join(texts).strip())
    return (text, tuple(spans), 0.9, "It follows the request, which the reply repeats.") if text else None


def _under_number(paragraphs, request, rarity):
    """What stands under the request's number."""
    if not request.number:
        return None
    wanted = re.sub(r"[^0-9a-z]", "", request.number.lower())
    for place, paragraph in enumerate(paragraphs):
        text = paragraph.text
        named = _NUMBERED.match(text[:80])
        written = named["number"] if named else paragraph.mark or at_the_start(text)[0]
        labels = {re.sub(r"[^0-9a-z]", "", written.lower())} | {
            mark.label.lower() for mark in readings_of(written) if mark.literal
        }
        if not written or wanted not in labels:
            continue
        texts, spans = (
            [text[named.end() :] if named else text],
            list(paragraph.spans(named.end() if named else 0)),
        )
        for other in paragraphs[place + 1 : _next_number(paragraphs, place)]:
            if (
                other.mark
                or other.heading
                or _NUMBERED.match(other.text[:80])
                or other.part != paragraph.part
            ):
                break
            texts.append(other.text)
            spans += other.spans()
        text = _LABEL.sub("", " ".join(texts).strip())
        if not text:
            continue
        sure = 0.55 + 0.35 * _overlap(_content(request.text), _content(text), rarity)
        return text, tuple(spans), sure, f"It stands under the number {request.number}."
    return None


def _next_number(paragraphs, place):
    """Where the next marked paragraph stands; where none follows, an answer ends with its paragraph."""
    for number in range(place + 1, min(len(paragraphs), place + 1 + MOST)):
        if paragraphs[number].mark or _NUMBERED.match(paragraphs[number].text[:80]):
            return number
    return place + 1


def _by_words(paragraphs, words, request, rarity, skip):
    """The paragraph that has most of the request's own words."""
    wanted = _content(request.text)
    if not wanted:
        return None
    scored = [
        (_overlap(wanted, said, rarity), -place, place)
        for place, said in enumerate(words)
        if place not in skip and not paragraphs[place].heading and len(paragraphs[place].text) > 40
    ]
    if not scored:
        return None
    score, _, place = max(scored)
    if score < NEAR:
        return None
    paragraph = paragraphs[place]
    return (
        paragraph.text,
        paragraph.spans(),
        min(0.6, 0.2 + 0.5 * score),
        "It has most of the request's own words.",
    )


def _content(text):
    return {_stem(word) for word in _WORDS.findall(text[:LONGEST].lower()) if word not in _COMMON}


def _stem(word):
    for ending in ("ingly", "ations", "ation", "ments", "ment", "ings", "ing", "ies", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) > 3:
            return word[: -len(ending)]
    return word


def _rarity(words):
    counts = Counter(word for said in words for word in said)
    return {word: 1 + log(1 + len(words) / count) for word, count in counts.items()}


def _overlap(wanted, said, rarity):
    """The share of the wanted words that are said, the rarer the weightier."""
    heaviest = max(rarity.values(), default=1)
    weight = sum(rarity.get(word, heaviest) for word in wanted)
    return sum(rarity.get(word, heaviest) for word in wanted & said) / weight if weight else 0.0


def _plain(text):
    text = _NUMBERED.sub("", text[:LONGEST])
    return " ".join(re.sub(r"[^a-z0-9 ]", " ", at_the_start(text)[1].lower()).split())


def _hint(text):
    return next((hint for pattern, hint in _HINTS if pattern.search(text[:LONGEST])), "")
