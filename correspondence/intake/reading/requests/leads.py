"""What leads up to a list, and so whether its items are asked for, urged, or told."""

import re
from dataclasses import dataclass, replace

from correspondence.intake.reading.asking import Act, act_of, is_lead_in, repeats_requests
from correspondence.intake.reading.requests.lists import Heading, Listing, Prose
from correspondence.intake.reading.sentences import sentences_of

_BARE = re.compile(
    r"^(?:(?:more )?specifically|in particular|namely|to wit|they are|these are|among them"
    r"|for example)?[:,]?$",
    re.IGNORECASE,
)
_NAMES_REQUESTS = re.compile(
    r"^(?:(?:our|my|the|these|several|additional|specific|further|follow-up|document|information|written"
    r"|and|for|of|to"
    r"|documents|questions?|requests?|requested|record|are|is|as|follows|below|following|this|these"
    r"|that) ?)+:?$"
    r"|\b(?:our|my|following) (?:\w+ ){0,2}(?:questions|requests)\b"
    r"|\b(?:have|has) (?:the following|several|a number of|a few|some|these|\w+) (?:\w+ )?(?:questions"
    r"|requests)\b"
    r"|\b(?:questions|requests) (?:are|remain)\b[^.]{0,40}:$",
    re.IGNORECASE,
)
_RECALLS = re.compile(
    r"\b(?:asked|requested|sought|posed|inquired|had (?:asked|requested))\b|\b(?:previous|prior|earlier"
    r"|original) "
    r"(?:letter|request|questions)\b",
    re.IGNORECASE,
)
_OUTSTANDING = re.compile(
    r"\b(?:(?:remain|remains|still) (?:un|out|open|to be)\w*|outstanding"
    r"|(?:has|have) (?:yet to|still not|never|failed to) (?:respon|answer|provide"
    r"|produce|sen[dt]|reply|repli)\w*"
    r"|not (?:yet )?(?:been )?(?:answered|responded)"
    r"|again|renew|reiterate|repeat|unanswered)\b",
    re.IGNORECASE,
)
_BY_NUMBER = re.compile(
    r"\b(?:questions?|requests?|items?|numbers?|nos?\.|paragraphs?) (?P<numbers>\d{1,2}(?:(?:, and |, "
    r"| and | through | to |[-–])\d{1,2}){0,12})\b",
    re.IGNORECASE,
)
_THOSE = re.compile(
    r"\b(?:send|provide|produce|deliver|furnish|submit|supply|transmit|answer|respond to)\b(?: \w+){0,4}? "
    r"(?:these|those|the above|the foregoing|each of these|all of these|each of the above|all of the above)"
    r"(?: \w+)? ?(?:items|documents|requests|questions|materials|records|reports|answers|information)\b"
    r"|\b(?:send|provide|produce|deliver|furnish|submit|supply|transmit)\b(?: (?:me|us|to|with|the|all|of"
    r"|(?:sub)?committees?)){0,4}? this (?:requested )?(?:information|material|documentation)\b"
    r"|\b(?:send|provide|produce|deliver|furnish|submit|supply|transmit)\b(?: \w+){0,3}? "
    r"(?:the|all|all the|all of the) (?:requested|outstanding|missing|remaining)"
    r" (?:documents|information|materials|records|answers|items)\b"
    r"|\b(?:these|those|such|the requested|all requested) (?:\w+ )?(?:items|documents|materials|records"
    r"|answers|information) be (?:sent|provided|produced|delivered|furnished|submitted|supplied|transmitted"
    r"|made available)\b"
    r"|\b(?:send|provide|produce|deliver|furnish|submit|supply|transmit)\b[^.?]{0,60}\b(?:as (?:they|it) "
    r"(?:become|becomes) available|on a rolling basis)\b",
    re.IGNORECASE,
)
_THEM = re.compile(
    r"\bplease\b[^.?]{0,40}\b(?:send|provide|produce|deliver|furnish|submit|supply|answer|respond to)"
    r"(?: (?:me|us))? (?:them|each of them|all of them)\b(?! with\b)",
    re.IGNORECASE,
)
_SHOULD = re.compile(
    r"\b(?:your|you|its|this|the|such) ?(?:[\w’'-]+ ){0,3}?(?:should|must|ought to|needs? to) (?:also "
    r"|at a minimum,? |specifically |then )?"
    r"(?:examine|address|include|consider|cover|describe|identify|provide|explain|state|contain|assess"
    r"|evaluate|answer|discuss"
    r"|review|determine|produce|submit|report on)\b",
    re.IGNORECASE,
)
_THE_REQUESTED = re.compile(
    r"\b(?:the|our|these) (?:\w+ )?(?:requested|outstanding|remaining) (?:documents|information"
    r"|items|materials|records)"
    r" (?:are|is|includes?)\b",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"^(?:unless|for (?:the )?purposes? of|as used|the (?:time|relevant) period|please (?:note|see)|where)\b",
    re.IGNORECASE,
)
_TELLING_STEM = re.compile(
    r"^(?:with (?:respect|regard|reference) to|regarding|concerning|as (?:to|for|regards)|in (?:reference"
    r"|regard) to"
    r"|relating to|about|on the (?:subject|matter|question) of)\b",
    re.IGNORECASE,
)
# What somebody says; "reports" and the like are verbs only before what is said, else things.
_SAYS = (
    r"said|says|stated|announced|found|reported|told|issued|began|noted|wrote|testified|claimed|expressed"
    r"|showed|(?:states|finds|reports|shows|claims|notes)"
    r"(?= (?:how|why|no|an?|only|that "
    r"(?:the|it|its|they|this|these|there|no|an?|some|many|most|[A-Z]\w*|\d+))\b)"
)
_REPORTS = re.compile(rf"\b(?:{_SAYS})\b")
_TELLING_VERB = re.compile(
    r"^(?:(?:the|your|this|these|its|our|in|on|at|since|during|according|after|before|last|under|it|you"
    r"|they|we|i|he|she"
    r"|some|many|several|there|[A-Z][\w’.&-]*)\b[^:?]{0,160}?)\b(?<!that )(?<!which )(?<!who )"
    rf"(?:is|are|was|were|has|have|had|provides|requires|did|does|do|{_SAYS})\b",
)
_THINGS = (
    r"(?:(?:all|any|the|a|an|each|every|copies of|complete|full|and|other) )*(?:documents?|records"
    r"|communications|cop(?:y|ies)|lists?|reports?"
    r"|data|information|names?|memoranda|e-?mails|contracts|materials|correspondence|number)\b"
)
_NAMES_THINGS = re.compile(_THINGS, re.IGNORECASE)
_THINGS_FOR_EACH = re.compile(
    rf"(?:for|of|with (?:respect|regard) to|as to) (?:each|every|any|all)\b[^:]{{3,200}}?, {_THINGS}",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\b(?:that|which|who|whom|whose|where|when|whether|how|what|if)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Lead:
    """What leads up to a list. `stated` where words do; without them items must ask by themselves."""

    act: Act = Act.TELLS
    stated: bool = False
    text: str = ""
    stretch: object = None
    used: tuple = ()  # the sentences of `stretch` that lead in
    texts: tuple = ()
    recalled: bool = False  # the list was asked before, and is not asked again
    again: frozenset = frozenset()  # the numbers of it that are asked again


def lead_of(blocks, place, asked_for, before):
    """The lead of the list at a place in the body.

    `asked_for`: the part's heading says that what stands there is asked ("Questions for the Record").
    `before` is the lead of the list above, which a list that goes on with its numbers shares.
    """
    found = _from_prose(blocks, place)
    if not found.stated and before and _same_list_under_a_title(blocks, place):
        return before
    if (
        found.act == Act.TELLS
        and blocks[place].goes_on
        and before
        and not (found.stated and found.text.endswith(":"))
    ):
        return before
    if found.act == Act.TELLS and _made_again(blocks, place, found):
        return Lead(Act.ASKS, True, found.text, found.stretch, found.used, found.texts)
    if found.act == Act.TELLS and _RECALLS.search(found.text):
        return replace(found, recalled=True, again=_asked_again(blocks, place))
    if found.act == Act.TELLS and asked_for and not (found.stated and found.text.endswith(":")):
        return Lead(Act.ANSWER, True)
    return found


def _same_list_under_a_title(blocks, place):
    """Whether nothing but the title of its group parts a list from the list above it."""
    above = place - 1
    while above >= 0 and is_title(blocks[above]):
        above -= 1
    return 0 <= above < place - 1 and isinstance(blocks[above], Listing)


def is_title(block):
    """Whether it stands over a group of items: a heading, or a few words that no stop ends."""
    if isinstance(block, Heading):
        return True
    if not isinstance(block, Prose):
        return False
    text = block.stretch.text
    return len(text.split()) <= 8 and text[-1:] not in ".?!:;,"


def _from_prose(blocks, place):
    for back in range(place - 1, max(-1, place - 4), -1):
        block = blocks[back]
        if isinstance(block, Listing):
            break
        if isinstance(block, Heading):
            if _NAMES_REQUESTS.search(block.text):
                return Lead(Act.ANSWER, True, block.text, None, (), (block.text,))
            continue
        if is_title(block):
            continue
        found = _in_paragraph(block.stretch)
        if found.act > Act.TELLS or found.stated:
            return found
        if not _NOTE.search(block.stretch.text):
            break
    return Lead()


def _in_paragraph(stretch):
    """The sentence of a paragraph that leads in to the list below it."""
    sentences = sentences_of(stretch.text)
    last = sentences[-1]
    if last.text.endswith(":") and not _BARE.search(last.text):
        act = _leading_act(last.text)
        if (
            act == Act.TELLS
            and len(sentences) > 1
            and len(last.text.split()) < 8
            and not re.search(r"\b(?:I|we) have\b", last.text)
        ):
            before = sentences[-2]
            if is_lead_in(before.text) and _leading_act(before.text) > Act.TELLS:
                return _lead(_leading_act(before.text), stretch, (before, last))
        return _lead(act, stretch, (last,))
    for number, sentence in enumerate(reversed(sentences[-5:])):
        act = _leading_act(sentence.text)
        if act > Act.TELLS and (is_lead_in(sentence.text) or (act == Act.ANSWER and number < 2)):
            return _lead(act, stretch, (sentence,))
        if number == 0 and _BARE.search(sentence.text) and len(sentences) > 1:
            act = act_of(sentences[-2].text)
            return _lead(act, stretch, (sentence,))
    return Lead()


def _leading_act(sentence):
    if repeats_requests(sentence):
        return Act.ASKS
    if _THE_REQUESTED.search(sentence):
        return Act.ANSWER
    act = act_of(sentence)
    if act == Act.TELLS and not _RECALLS.search(sentence):
        if _NAMES_REQUESTS.search(sentence):
            return Act.ANSWER
        if sentence.endswith(":") and _SHOULD.search(sentence):
            return Act.ASKS
    return act


def _lead(act, stretch, used):
    text = " ".join(sentence.text for sentence in used)
    return Lead(act, True, text, stretch, used, tuple(sentence.text for sentence in used))


def _made_again(blocks, place, lead):
    """Whether a list that recalls what was asked is followed, or preceded, by words that ask it again."""
    if not lead.stated:
        return False
    after = [
        s
        for b in blocks[place + 1 : place + 3]
        if isinstance(b, Prose)
        for s in sentences_of(b.stretch.text)[:2]
    ]
    if any(asks_for_those(s.text) for s in after):
        return True
    if _OUTSTANDING.search(lead.text) and any(_THEM.search(s.text) for s in after):
        return True
    if not _RECALLS.search(lead.text):
        return False
    if _OUTSTANDING.search(lead.text):
        return True
    return any(
        repeats_requests(s.text)
        or (act_of(s.text) == Act.ANSWER and re.search(r"\b(?:these|those|each|again)\b", s.text))
        for s in after
    )


def asks_for_those(sentence):
    """Whether it asks for the items of a list above: "Please send us these items"."""
    return not sentence.endswith(":") and bool(_THOSE.search(sentence)) and act_of(sentence) >= Act.ANSWER


def asks_for_them(sentence):
    """Whether it says no more than "please send them", of things that were named."""
    return bool(_THEM.search(sentence))


def _asked_again(blocks, place):
    """The numbers that later sentences ask again: "complete answers to questions 2 and 3"."""
    numbers = set()
    for block in blocks[place + 1 : place + 5]:
        if isinstance(block, Prose):
            for sentence in sentences_of(block.stretch.text):
                numbers |= numbers_asked(sentence.text)
    return frozenset(numbers)


def numbers_asked(sentence):
    """The numbers of a list above that a sentence asks to be answered."""
    found = _BY_NUMBER.search(sentence)
    if not found or act_of(sentence) < Act.ANSWER:
        return set()
    numbers = set()
    for first, last in re.findall(r"(\d{1,2})(?: ?(?:through|to|-|–) ?(\d{1,2}))?", found["numbers"]):
        numbers |= {str(n) for n in range(int(first), int(last or first) + 1)}
    return numbers


def tells(text):
    """Whether the stem of a list within a list only names or tells something, and its sub-items ask."""
    words = text.split()
    if _THINGS_FOR_EACH.match(text):
        return False
    if _TELLING_STEM.search(text):
        return True
    if len(words) < 4 and not re.search(
        r"\b(?:documents?|copies|records|lists?|reports?|all|any|each|names?|number|how|what|why|who|when)\b",
        text,
        re.IGNORECASE,
    ):
        return True
    if text.endswith(".") and not _NAMES_THINGS.match(text):
        return True
    found = _TELLING_VERB.search(text[:400])
    return bool(found) and not _RELATIVE.search(found.group())


def reports(text):
    """Whether it tells what somebody said or found."""
    return bool(_REPORTS.search(text))
