"""The ledger of a letter: a line for each request and agency, with where it stands and why. Pure.

Derived from the facts that a timeline reads; stores nothing, and reads nothing itself.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from correspondence.core.days import day_of
from correspondence.followups.models import Contact
from correspondence.letters.models import Decision
from correspondence.responses.models import Answer, Response
from correspondence.timeline.entries import capitalised, near_day, short_day
from correspondence.timeline.facts import name_of, short_name
from correspondence.timeline.rules import State, stands
from correspondence.timeline.telling.replies import TO_BE_JUDGED, mark_of_outcome, signed
from correspondence.timeline.telling.told import in_a_sentence

What, DueGround, Outcome = Decision.What, Decision.DueGround, Answer.Outcome

_AS_SENDING_SAID = (DueGround.PHRASE, DueGround.REQUEST, DueGround.PROVISIONAL)


@dataclass(frozen=True, slots=True)
class Said:
    """What a response said to a part: the outcome in words, the agency's own words, and by whom, when."""

    response_id: int
    mark: str
    outcome: str
    quote: str
    note: str
    who: str
    judged: str
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise, and whether it is watched, kept or broken: (mark, tone, words)."""

    mark: str
    tone: str
    words: str


@dataclass(slots=True)
class Line:
    """What one agency owes on one request, and how it stands today.

    `answers` are oldest first, `said` is the last of them that stands. `silent_on` are words on a reply
    of the agency that does not speak of it. `judge_id` is the response to be judged next.
    """

    part_id: int
    request_id: int
    agency: str
    state: State
    mark: str
    tone: str
    words: str
    due_on: date | None
    due_why: str
    settled: str = ""
    answers: tuple[Said, ...] = ()
    said: Said | None = None
    silent_on: str = ""
    asks_until: date | None = None
    promises: tuple[Promise, ...] = ()
    again_in: str = ""
    again_letter_id: int | None = None
    judge_id: int | None = None
    last_decision_id: int = 0

    @property
    def is_open(self):
        return self.state not in (State.SETTLED, State.ASKED_AGAIN)


def lines_by_request(facts):
    """The lines of a letter's ledger, by the id of their request, each agency's in its place."""
    decided, answered = defaultdict(list), defaultdict(list)
    for row in facts.decisions:
        decided[row.part_id].append(row)
    for reply in facts.replies:
        for answer in reply.answers:
            answered[answer.answers__part_id].append((reply.row, answer))
    found = defaultdict(list)
    for part in facts.parts:
        found[part.request_id].append(_line(facts, part, decided[part.pk], answered[part.pk]))
    return found


def _line(facts, part, decisions, answered):
    course = facts.courses[part.pk]
    mark, tone, words = stands(course, facts.today)
    answers = tuple(_said(facts, row, answer) for row, answer in answered)
    standing = [one for one in answers if not one.is_withdrawn]
    again = facts.later_askings.get(part.carried_on_by_id) if course.state is State.ASKED_AGAIN else None
    replies = [
        reply
        for reply in facts.replies
        if reply.row.agency_id == part.agency_id and reply.row.withdrawn_on is None
    ]
    return Line(
        part_id=part.pk,
        request_id=part.request_id,
        agency=short_name(part, "agency"),
        state=course.state,
        mark=mark,
        tone=tone,
        words=words[:1].upper() + words[1:],
        due_on=course.due_on,
        due_why=_due_why(facts, course, decisions),
        settled=_settled(decisions, answered) if course.state is State.SETTLED else "",
        answers=answers,
        said=_last_that_says(standing),
        silent_on="" if standing or not course.is_open else _silent(replies),
        asks_until=_asks_until(course, decisions, answered),
        promises=tuple(_promises(facts, part, answered)),
        again_in=again.request__letter__reference if again else "",
        again_letter_id=(
            again.request__letter_id
            if again and again.request__letter__office_id == facts.letter.office_id
            else None
        ),
        judge_id=replies[-1].row.pk if replies else None,
        last_decision_id=max((row.pk for row in decisions), default=0),
    )


def _last_that_says(answers):
    """The last answer with an outcome; where none has one, the last that asks for time or promises."""
    judged = [one for one in answers if one.mark != "unjudged"]
    return (judged or answers or [None])[-1]


def _due_why(facts, course, decisions):
    """Why it is due on its day, in words: the rule or phrase, the default, who gave it another."""
    given = [row for row in decisions if row.what in (What.DUE_SET, What.REOPENED, What.RESUMED)]
    if course.state is State.PAUSED:
        paused = [row for row in decisions if row.what == What.PAUSED][-1]
        was = f", was due {short_day(paused.old_due_on)}" if paused.old_due_on else ""
        return _because(f"paused by {name_of(paused, 'by')}, {near_day(paused.on, facts.today)}{was}", paused)
    if not given:
        return ""
    last = given[-1]
    words = _why_given(facts, last)
    refused = [row for row in decisions if row.what == What.EXTENSION_REFUSED and row.pk > last.pk]
    if refused and course.is_open:
        words += (
            f"; more time refused by {name_of(refused[-1], 'by')}, {near_day(refused[-1].on, facts.today)}"
        )
    return words


def _why_given(facts, row):
    who, on = name_of(row, "by"), near_day(row.on, facts.today)
    if row.what == What.REOPENED:
        return f"set by {who} when reopened, {on}"
    if row.what == What.RESUMED:
        return f"set by {who} when the clock ran again, {on}"
    if row.ground == DueGround.ASSUMED:
        days = (row.new_due_on - facts.letter.sent_on).days
        return f"{days} days from sending: office default, assumed"
    if row.ground in _AS_SENDING_SAID:
        return in_a_sentence(row.why.rstrip("."))
    if row.ground == DueGround.CORRECTED:
        return f"worked out again when the letter was corrected, {on}"
    if row.ground == DueGround.EXTENDED:
        was = f" from {short_day(row.old_due_on)}" if row.old_due_on else ""
        return _because(f"extended{was} by {who}, {on}", row)
    return _because(f"set by {who}, {on}", row)


def _because(words, row):
    return f"{words}: {row.why.rstrip('.')}" if row.why else words


def _settled(decisions, answered):
    """By whom it was settled, on what ground, and why; an answer that led to it is said beside it."""
    row = [one for one in decisions if one.what == What.SETTLED][-1]
    ground = in_a_sentence(Decision.Ground(row.ground).label)
    is_by_answer = any(answer.answers__decision_id == row.pk for _, answer in answered)
    why = f": {row.why.rstrip('.')}" if row.why and not is_by_answer else ""
    return f"{ground}, by {name_of(row, 'by')}{why}"


def _said(facts, row, answer):
    kind = answer.answers__outcome
    clauses = [Outcome(kind).label if kind else "", answer.answers__ground]
    if kind == Outcome.ELSEWHERE:
        clauses += [answer.answers__delivered_where, short_day(answer.answers__delivered_on)]
    if answer.answers__pages:
        clauses.append(f"{answer.answers__pages:,} page{'' if answer.answers__pages == 1 else 's'}")
    clauses.append(answer.answers__bates)
    if answer.answers__extension_until:
        asks = f"more time asked, until {short_day(answer.answers__extension_until)}"
        clauses.append(asks if kind else capitalised(asks))
    judge, day = name_of(answer, "answers__judged_by"), day_of(answer.answers__judged_at)
    return Said(
        response_id=row.pk,
        mark=mark_of_outcome(kind),
        outcome=", ".join(filter(None, clauses)),
        quote=answer.answers__quote,
        note=answer.answers__note,
        who=", ".join(
            filter(None, [short_name(row, "agency"), near_day(row.received_on, facts.today), signed(row)])
        ),
        judged=f"judged by {judge}, {near_day(day, facts.today)}",
        is_withdrawn=row.withdrawn_on is not None,
    )


def _silent(replies):
    """What to say where the agency has replied, and no answer is kept for this part."""
    if not replies:
        return ""
    row = replies[-1].row
    kind, day = in_a_sentence(Response.Kind(row.kind).label), short_day(row.received_on)
    if row.kind == Response.Kind.ACKNOWLEDGMENT:
        return f"No answer: acknowledged {day}"
    if row.kind in TO_BE_JUDGED and row.answers__pk is None and not replies[-1].answers:
        return f"The response of {day} is not judged yet"
    return f"Not answered in the response of {day} ({kind})"


def _asks_until(course, decisions, answered):
    """Until when the agency has asked for time that nobody has given or refused since."""
    asked = [
        (answer.answers__judged_at, answer.answers__extension_until)
        for row, answer in answered
        if answer.answers__extension_until and row.withdrawn_on is None
    ]
    if not asked or not course.is_open:
        return None
    at, until = max(asked)
    decided = [
        row
        for row in decisions
        if row.recorded_at >= at
        and (row.what == What.EXTENSION_REFUSED or (row.what == What.DUE_SET and row.old_due_on))
    ]
    return None if decided else until


def _promises(facts, part, answered):
    for row, answer in answered:
        if answer.answers__promised_on and row.withdrawn_on is None:
            yield _promise(facts, "", answer.answers__promised_on, answer.answers__promise_kept_on)
    for contact in facts.contacts:
        row = contact.row
        if part.pk in contact.part_ids and row.promised_on and row.withdrawn_on is None:
            kind = in_a_sentence(Contact.Kind(row.kind).label)
            yield _promise(facts, f"{row.promised} ({kind})", row.promised_on, row.promise_kept_on)


def _promise(facts, what, until, kept_on):
    about = f": {what}" if what else ""
    by_then = near_day(until, facts.today)
    if kept_on:
        return Promise("settled", "settled", f"Promise kept {near_day(kept_on, facts.today)}{about}")
    if until < facts.today:
        return Promise("late", "late", f"Promise broken, by {by_then}{about}")
    return Promise("due", "", f"Promised by {by_then}{about}")
