"""The walk over a body that finds its requests."""

import re
from dataclasses import dataclass, replace

from correspondence.intake.proposal import Proposed, ProposedRequest
from correspondence.intake.reading.asking import (
    AFTERTHOUGHT,
    Act,
    act_of,
    asks_itself,
    begins_asking,
    in_order,
    is_lead_in,
    is_polite,
    is_question,
    leads_up,
    with_i,
)
from correspondence.intake.reading.deadline import own_days
from correspondence.intake.reading.marks import Mark
from correspondence.intake.reading.requests.inline import inline_items
from correspondence.intake.reading.requests.items import as_children, cut, start_of
from correspondence.intake.reading.requests.leads import (
    asks_for_them,
    asks_for_those,
    lead_of,
    numbers_asked,
    reports,
    tells,
)
from correspondence.intake.reading.requests.lists import (
    Item,
    Listing,
    Prose,
    Stretch,
    blocks_of,
)
from correspondence.intake.reading.requests.parts import parts_of
from correspondence.intake.reading.sentences import quoted_in, sentences_of

MOST = 400  # so many requests are proposed at most
LONGEST = 20_000  # characters of one request

_SAYS_YOU = re.compile(
    r"\b(?:you|your)\b|^(?:may|might|could|can) (?:I|we)\b(?! all| now)|^(?:has|have|does|do|did|is|are"
    r"|was|were|will|would|can|could"
    r"|should) (?:(?:the )?(?-i:[A-Z]{2,6})\b|the (?:department|agency|bureau|board"
    r"|administration|commission|service|office|corps|center|committee)\b)|^if (?:so|not|yes|no)\b",
    re.IGNORECASE,
)
_PLEASE_ANSWER = re.compile(
    r"please (?:also )?(?:explain|describe|provide|answer|respond|include|state|list|send|tell|give"
    r"|submit)\b",
    re.IGNORECASE,
)
_INSTRUCTS = re.compile(r"\b(?:following|these|attached|enclosed) (?:\w+ )?instructions\b", re.IGNORECASE)


@dataclass(slots=True)
class Found:
    """A request before it is known whether a more definite one leaves it out."""

    act: Act
    text: str
    spans: tuple
    sure: float
    number: str = ""
    parent: "Found | None" = None
    lead_in: str = ""
    asked_by: str = ""
    why: str = ""
    ends: int = -1  # where its sentence ends in its paragraph
    source: tuple = ()  # the sentences that may set its own day, and whether each is an item's


def read_requests(body, letter_date):
    """The requests of a letter, in order. A day without a year is the next after `letter_date` (or None)."""
    found = []
    for part in parts_of(body.paragraphs):
        found += _Part(part).found()
    strongest = max((one.act for one in found), default=Act.TELLS)
    if strongest >= Act.ASKS:
        found = [one for one in found if one.act >= Act.ASKS]
    elif strongest > Act.TELLS:
        found = [one for one in found if one.act == strongest]
    found = found[:MOST]
    days = own_days([one.source for one in found], letter_date, body)
    places = {id(one): place for place, one in enumerate(found)}
    return tuple(
        ProposedRequest(
            text=_proposed(one),
            number=one.number[:20],
            parent=places.get(id(one.parent)),
            lead_in=one.lead_in,
            due_on=day,
            asked_by=one.asked_by,
            kind=_kind_of(one.text),
        )
        for one, day in zip(found, days, strict=True)
    )


def _proposed(one):
    text = one.text[:LONGEST]
    mended = with_i(text)
    return Proposed(mended, round(one.sure, 2), one.spans, text if mended != text else "", one.why)


class _Part:
    """A part of the letter that is read for requests: its own text, or questions enclosed."""

    def __init__(self, part):
        self.part = part
        self.blocks = list(_with_bare_lists(blocks_of(part.paragraphs)))
        self.gone_before = None  # the lead of the list above

    def found(self):
        found, leads = [], {}
        for place, block in enumerate(self.blocks):
            if isinstance(block, Listing):
                leads[place] = lead_of(self.blocks, place, self.part.asks, self.gone_before)
                self.gone_before = leads[place]
        used = {(id(lead.stretch), s.start) for lead in leads.values() if lead.stretch for s in lead.used}
        for place, block in enumerate(self.blocks):
            if isinstance(block, Listing):
                for item in block.items:
                    item.before = _before(block.items, item)
                    found += self._from_item(item, leads[place], None, is_last=item is block.items[-1])
            elif isinstance(block, Prose):
                found += self._from_prose(block.stretch, used, self._led_by(place, leads))
        for one in found:
            one.asked_by = self.part.asked_by
        return found

    # Lists

    def _from_item(self, item, lead, parent, *, is_last=False):
        """An item where it asks, and then its sub-items."""
        text, spans, rest = cut(item, is_last=is_last)
        children = item.children
        if not children and lead.act >= Act.ANSWER and (inline := inline_items(text, strict=True)):
            text, children = as_children(item, text, inline)
        sentences = sentences_of(text)
        found, asks, act = [], False, Act.ASKS
        if lead.act >= Act.ANSWER:
            asks = not children or asks_itself(text, sentences) or not tells(text)
            act = Act.URGES if lead.act == Act.URGES else Act.ASKS
        elif lead.recalled:
            asks = item.number in lead.again or (parent is not None and not item.mark.label)
        elif lead.act == Act.TELLS and lead.stated:
            asks = any(is_question(s.text) or _says_please(s.text) for s in sentences)
        else:
            asks = asks_itself(text, sentences)
            act = max((act_of(s.text) for s in sentences), default=Act.ASKS)
            act = Act.ASKS if act <= Act.ANSWER or any(is_question(s.text) for s in sentences) else act
        if asks and text:
            source = (*((text, False) for text in lead.texts), *((s.text, True) for s in sentences))
            one = Found(
                act, text, spans, self._sure(item, lead), item.number, parent, lead.text, source=source
            )
            found.append(one)
            parent = one
        below = replace(lead, act=max(lead.act, Act.ASKS), stated=True) if asks and act == Act.ASKS else lead
        if not asks and lead.act >= Act.ANSWER and reports(text):
            below = replace(lead, act=Act.TELLS, stated=True)
        for child in children:
            child.before = _before(children, child)
            found += self._from_item(child, below, parent, is_last=is_last and child is children[-1])
        if rest is not None:
            found += self._from_prose(rest, set())
        return found

    def _sure(self, item, lead):
        sure = 0.95 if lead.act >= Act.ANSWER and lead.stated else 0.75
        if not item.mark.literal:
            sure -= 0.15
        return sure * min((s.paragraph.sure for s in item.stretches), default=1.0)

    # Prose

    def _led_by(self, place, leads):
        """How the paragraph below begins, where it leads in to a list; else ""."""
        if lead := leads.get(place + 2):
            below = self.blocks[place + 1]
            if isinstance(below, Prose) and lead.stretch is below.stretch:
                return below.stretch.text
        return ""

    def _from_prose(self, stretch, used, below=""):
        """Each sentence that asks, without what leads up to it; `below` is the lead-in below."""
        if inline := self._inline(stretch):
            return inline
        found, sentences = [], sentences_of(stretch.text)
        quoted = quoted_in(stretch.text)
        acts = [act_of(_unquoted(sentence, quoted)) for sentence in sentences]
        for place, (sentence, act) in enumerate(zip(sentences, acts, strict=True)):
            if (id(stretch), sentence.start) in used or _is_within(sentence, quoted):
                continue
            if _INSTRUCTS.search(sentence.text):
                break  # how to answer, to the paragraph's end
            following = sentences[place + 1].text if place + 1 < len(sentences) else below
            if act == Act.TELLS:
                act, question = self._as_question(sentences, acts, place, found), True
            else:
                question = False
            if self.gone_before and self.gone_before.again and numbers_asked(sentence.text):
                continue  # the numbers themselves are rows
            if self.gone_before and asks_for_those(sentence.text):
                continue  # and so are the items of the list above
            if self.gone_before and self.gone_before.act > Act.TELLS and asks_for_them(sentence.text):
                continue
            if act <= Act.ANSWER or (is_lead_in(sentence.text) and not _has_own_object(sentence.text)):
                continue
            if act == Act.ASKS and leads_up(sentence.text, following):
                act = Act.TOPIC
            if found and found[-1].ends == sentence.start - 1 and AFTERTHOUGHT.match(sentence.text):
                _join(found[-1], sentence, stretch)
                continue
            begin = start_of(stretch)
            spans = stretch.paragraph.spans(begin + sentence.start, begin + sentence.end)
            sure = (0.7 if question else 0.85 if act == Act.ASKS else 0.6) * stretch.paragraph.sure
            why = "An urging; the letter asks for nothing more definite." if act == Act.URGES else ""
            source = ((sentence.text, False),)
            found.append(Found(act, sentence.text, spans, sure, why=why, ends=sentence.end, source=source))
        return found

    def _as_question(self, sentences, acts, place, found):
        """What a question in prose does; `found` is what its paragraph asked before.

        It asks where it says "you", or stands with such, or with what asks, or is one of many; else it counts
        only where nothing more definite is asked.
        """
        text = sentences[place].text
        if not is_question(text) or is_polite(text):
            return Act.TELLS
        if self.part.asks or any(one.act == Act.ASKS for one in found):
            return Act.ASKS
        first = last = place
        while first and is_question(sentences[first - 1].text):
            first -= 1
        while last + 1 < len(sentences) and is_question(sentences[last + 1].text):
            last += 1
        run = [in_order(sentence.text)[0] for sentence in sentences[first : last + 1]]
        led = first > 0 and acts[first - 1] >= Act.ANSWER
        told = last + 1 < len(sentences) and _PLEASE_ANSWER.match(sentences[last + 1].text)
        if led or told or in_order(text)[1] or any(_SAYS_YOU.search(words) for words in run):
            return Act.ASKS
        return Act.ASKS if len(run) > 2 or 1 < len(run) == len(sentences) else Act.TOPIC

    def _inline(self, stretch):
        """The items of "please provide (1) …; (2) …; and (3) …"; [] where a paragraph has no such list."""
        text = stretch.text
        places = inline_items(text)
        if not places:
            return []
        before = sentences_of(text[: places[0][1]].rstrip().rstrip("(1aiI").rstrip())
        act = act_of(before[-1].text) if before else Act.TELLS
        if act == Act.TELLS:
            return []
        found = (
            self._from_prose(
                Stretch(stretch.paragraph, start_of(stretch), start_of(stretch) + before[-1].start), set()
            )
            if before[-1].start
            else []
        )
        last = sentences_of(text[places[-1][1] :])
        places[-1] = (places[-1][0], places[-1][1], places[-1][1] + last[0].end)
        level = Act.URGES if act == Act.URGES else Act.ASKS
        lead_in = text[before[-1].start : places[0][1]]
        lead_in = re.sub(r"\s*\(?\w{1,4}\)\s*$", "", lead_in).strip()
        begin = start_of(stretch)
        for mark, start, end in places:
            words = text[start:end].strip()
            found.append(
                Found(
                    level,
                    words,
                    stretch.paragraph.spans(begin + start, begin + end),
                    0.8,
                    mark.label,
                    lead_in=lead_in,
                    source=((lead_in, False), (words, True)),
                )
            )
        if after := text[places[-1][2] :].strip():
            at = begin + text.index(after, places[-1][2])
            found += self._from_prose(Stretch(stretch.paragraph, at, at + len(after)), set())
        return found


def _unquoted(sentence, places):
    """A sentence up to where a quotation begins that goes on in the next sentence."""
    cut = [start for start, end in places if sentence.start < start < sentence.end < end]
    return sentence.text[: cut[0] - sentence.start] if cut else sentence.text


def _is_within(sentence, places):
    return any(start <= sentence.start and sentence.end <= end for start, end in places)


def _join(found, sentence, stretch):
    """Add "If not, why not?" to what it follows."""
    begin = start_of(stretch)
    found.text = f"{found.text} {sentence.text}"
    found.spans += stretch.paragraph.spans(begin + sentence.start, begin + sentence.end)
    found.ends = sentence.end


def _before(items, item):
    return items[: items.index(item)]


def _says_please(text):
    return act_of(text) == Act.ASKS and "please" in text.lower()


def _has_own_object(text):
    """Whether a sentence that points at what follows asks by itself: "complete the table below"."""
    return bool(re.search(r"\btable below\b", text, re.IGNORECASE))


def _with_bare_lists(blocks):
    """The blocks; paragraphs after a lead-in that have lost their marks as a list."""
    place = 0
    while place < len(blocks):
        block = blocks[place]
        yield block
        place += 1
        if not isinstance(block, Prose) or not (last := _lead_in_at_the_end(block.stretch.text)):
            continue
        run = _bare_run(blocks[place:], last.endswith(":"))
        if len(run) > 1:
            bullet = Mark("bullet", 0, "", "•", literal=False)
            yield Listing([Item(bullet, [one.stretch], one.stretch.paragraph.indent) for one in run])
            place += len(run)


def _lead_in_at_the_end(text):
    """The last sentence of a paragraph, where it leads in to a list."""
    last = sentences_of(text)[-1].text
    if text.endswith(":"):
        return last if act_of(last) > Act.TELLS or len(last.split()) < 6 else ""
    return last if is_lead_in(last) and act_of(last) > Act.TELLS else ""


def _bare_run(blocks, after_colon):
    """The paragraphs that are items without marks: "…;", "…; and", "….", or questions and commands."""
    run, open_end = [], False
    for block in blocks:
        if not isinstance(block, Prose):
            break
        text = block.stretch.text
        ends = re.search(r"(?:[;,]|[;,] (?:and|or))$", text)
        if not (ends and after_colon) and not open_end and not (begins_asking(text) and not is_polite(text)):
            break
        run.append(block)
        open_end = bool(ends)
    return run


def _kind_of(text):
    """What is asked for, in the ledger's words; a hint."""
    low = text[:400].lower()
    if re.search(r"\bbrief(?:ing)?\b|\bmeet with\b|\btestify\b|\bvisit\b", low):
        return "briefing"
    if text.rstrip().endswith("?") or re.match(r"(?:how|what|which|who|when|where|why|whether)\b", low):
        return "question"
    if re.search(
        r"\b(?:documents?|copy|copies|records|communications|contracts|reports?|a list|list of|table|data)\b",
        low,
    ):
        return "documents"
    if re.search(r"\b(?:explain|describe|tell|state|identify|answer|list|specify|detail|provide)\b", low):
        return "question"
    return "action"
