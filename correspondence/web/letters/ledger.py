"""The ledger as its page shows it: every cell in words beforehand, so that the template only places it."""

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from correspondence.accounts.roles import Act, may
from correspondence.letters.deadlines import first_due, not_a_working_day
from correspondence.templatetags.marks import mark_html
from correspondence.timeline.entries import capitalised, cut, in_words, near_day, short_day
from correspondence.timeline.ledger import lines_by_request
from correspondence.timeline.rules import State
from correspondence.web.addresses import act_address, address
from correspondence.web.letters.paper import Marked

_WORST_FIRST = ("late", "soon", "", "settled")
_MOST_QUOTED = 420  # characters of an answer that the ledger shows; its own page has all


@dataclass(frozen=True, slots=True)
class Does:
    """Something that can be done from here: its words, its address, and more words for who cannot see."""

    label: str
    url: str
    about: str = ""


@dataclass(slots=True)
class Owed:
    """One agency's line under a request."""

    agency: str
    state: SafeString
    due: str
    why: str
    outcome: str
    quote: str
    said_by: str
    said_link: str
    note: str
    judged: str
    silent: str
    settled: str
    asks: str
    again: Does | None
    promises: list
    more: Does | None
    acts: list


@dataclass(slots=True)
class Asked:
    """One request: its row of the ledger."""

    pk: int
    number: str
    name: str
    text: str
    lead_in: str
    asker: str
    link: str
    is_in_text: bool
    lines: list
    marked: Marked
    tone: str = ""


@dataclass(frozen=True)
class Offers:
    """What the user may do to this letter's requests, by their role; the state decides the rest."""

    judge: bool
    settle: bool
    extend: bool
    reopen: bool

    @classmethod
    def of(cls, user, office):
        return cls(
            judge=may(user, Act.LOG, office) and bool(address("response-judge", 1)),
            settle=may(user, Act.SETTLE, office),
            extend=may(user, Act.EXTEND, office),
            reopen=may(user, Act.REOPEN, office),
        )


def ledger_rows(facts, requests, offers):
    """A row for each of these requests, with a line an agency."""
    lines = lines_by_request(facts)
    names_agency = facts.names.name_agencies
    labels = {one.request_id: facts.names.label(one) for one in facts.asked}
    return [
        _row(facts, row, lines.get(row.pk, []), labels, names_agency=names_agency, offers=offers)
        for row in requests
    ]


def _row(facts, row, lines, labels, *, names_agency, offers):
    number = row.number or str(row.place)
    name = labels.get(row.pk, number)
    tones = sorted({line.tone for line in lines}, key=_WORST_FIRST.index)
    marks = [
        mark_html(line.mark, f"{line.agency}: {line.words}" if names_agency else line.words, line.tone)
        for line in lines
    ]
    if not lines:
        marks = [mark_html("draft", "Not sent", "quiet")]
    state = mark_safe(" ".join(marks))
    tone = tones[0] if tones else ""
    return Asked(
        pk=row.pk,
        number=number,
        name=name,
        text=row.text,
        lead_in=row.lead_in,
        asker=row.asker,
        link=address("request", row.pk),
        is_in_text=True,
        lines=[_line(facts, name, line, names_agency=names_agency, offers=offers) for line in lines]
        or [_of_a_draft(facts, row)],
        marked=Marked(row.pk, number, tone, state),
        tone=tone,
    )


def _line(facts, name, line, *, names_agency, offers):
    said, letter = line.said, facts.letter
    earlier = sum(1 for one in line.answers if one is not said)
    again = None
    if line.again_in:
        link = address("letter", line.again_letter_id) if line.again_letter_id else ""
        again = Does(f"Asked again in {line.again_in}, and owed there", link)
    return Owed(
        agency=line.agency if names_agency else "",
        state=mark_html(line.mark, line.words, line.tone),
        due=short_day(line.due_on) if line.due_on else "No day runs",
        why=capitalised(line.due_why),
        outcome=said.outcome if said else "",
        quote=cut(said.quote, _MOST_QUOTED) if said else "",
        said_by=said.who if said else "",
        said_link=address("response", said.response_id) if said else "",
        note=cut(said.note) if said else "",
        judged=said.judged if said and said.outcome and not line.settled else "",
        silent=line.silent_on,
        settled=capitalised(line.settled),
        asks=f"Asks for time until {short_day(line.asks_until)}" if line.asks_until else "",
        again=again,
        promises=[mark_html(one.mark, one.words, one.tone) for one in line.promises],
        more=Does(
            f"and {earlier} more answer{'' if earlier == 1 else 's'}", address("request", line.request_id)
        )
        if said and earlier
        else None,
        acts=_acts(letter.pk, name, line, offers),
    )


def _acts(letter_id, name, line, offers):
    """What can be done to a part under its state, by those who may."""
    about = f"request {name}" + (f", {line.agency}" if line.agency else "")

    def does(label, act):
        return Does(label, act_address(letter_id, act, [line.part_id]), about)

    acts = []
    if line.is_open:
        if offers.judge and line.judge_id:
            acts.append(Does("Judge", address("response-judge", line.judge_id), about))
        if offers.extend:
            acts.append(
                does("Let the clock run", "resume")
                if line.state is State.PAUSED
                else does("Extend", "extend")
            )
            if line.asks_until:
                acts.append(does("Refuse", "refuse"))
        if offers.settle:
            acts.append(does("Settle", "settle"))
    elif line.state is State.SETTLED and offers.reopen:
        acts.append(does("Reopen", "reopen"))
    return acts


def _of_a_draft(facts, row):
    """When a request of a draft would be due, were it sent on its date."""
    letter = facts.letter
    due = first_due(letter, sent_on=letter.dated_on, own_day=row.due_named_on)
    flag = not_a_working_day(due.on)
    return Owed(
        agency="",
        state=mark_html("draft", "Not sent", "quiet"),
        due=short_day(due.on),
        why=f"If sent on {near_day(letter.dated_on, facts.today)}. {due.why}"
        + (f" Mind: that day is {flag}." if flag else ""),
        outcome="",
        quote="",
        said_by="",
        said_link="",
        note="",
        judged="",
        silent="",
        settled="",
        asks="",
        again=None,
        promises=[],
        more=None,
        acts=[],
    )


def about_requests(facts, requests):
    """A note on the ledger's head: how many requests, put to whom."""
    if not requests:
        return "nothing is asked"
    count = "1 request" if len(requests) == 1 else f"{len(requests)} requests"
    return f"{count}, put to {in_words(sorted(facts.names.agencies))}" if facts.names.agencies else count
