"""What agencies sent back, and how it answers each request."""

from correspondence.core.days import day_of
from correspondence.responses.models import Answer, Response
from correspondence.timeline.entries import Kind, cut, in_words, short_day
from correspondence.timeline.facts import name_of, short_name
from correspondence.timeline.telling.promises import of_a_promise
from correspondence.timeline.telling.told import (
    Told,
    account,
    by,
    entered_on,
    entered_words,
    in_a_sentence,
    quoted,
    said,
)

Outcome, Channel = Answer.Outcome, Response.Channel

RECEIVED = {
    Response.Kind.ACKNOWLEDGMENT: ("Acknowledged", "by"),
    Response.Kind.INTERIM: ("Interim response received", "from"),
    Response.Kind.EXTENSION: ("More time asked", "by"),
    Response.Kind.PARTIAL: ("Partial response received", "from"),
    Response.Kind.ROLLING: ("Instalment received", "from"),
    Response.Kind.SUBSTANTIVE: ("Response received", "from"),
    Response.Kind.BRIEFING: ("Briefing offered", "by"),
    Response.Kind.REFERRAL: ("Referred elsewhere", "by"),
    Response.Kind.REFUSAL: ("Refused", "by"),
    Response.Kind.NONRESPONSIVE: ("Nonresponsive reply received", "from"),
}
CAME_BY = {
    Channel.EMAIL: "by e-mail",
    Channel.MAIL: "by mail",
    Channel.HAND: "by hand",
    Channel.FAX: "by fax",
    Channel.PORTAL: "through the agency's portal",
    Channel.TELEPHONE: "by telephone",
    Channel.MEETING: "in a meeting",
}
_SPOKEN = {Channel.TELEPHONE, Channel.MEETING}
TO_BE_JUDGED = {Response.Kind.PARTIAL, Response.Kind.ROLLING, Response.Kind.SUBSTANTIVE}
_ANSWERS = {Outcome.FULL, Outcome.NO_RECORDS}
_ANSWERS_IN_PART = {
    Outcome.PARTIAL,
    Outcome.INSTALMENT,
    Outcome.REDACTED,
    Outcome.IN_CAMERA,
    Outcome.ELSEWHERE,
}


def of_a_reply(facts, reply):
    """A response on the day it was received, what it answers and promises, and its withdrawal."""
    row, link = reply.row, reply.link
    is_withdrawn = row.withdrawn_on is not None
    yield (), _received(facts, reply, link)
    yield from _answers(facts, reply, link)
    for answer in reply.answers:
        if answer.answers__promised_on:
            yield from of_a_promise(
                facts,
                (answer.answers__part_id,),
                made_on=row.received_on,
                until=answer.answers__promised_on,
                kept_on=answer.answers__promise_kept_on,
                source=f"in the response of {short_day(row.received_on)}",
                link=link,
                is_withdrawn=is_withdrawn,
            )
    if is_withdrawn:
        who = name_of(row, "withdrawn_by")
        words = f"Response of {short_day(row.received_on)} withdrawn"
        detail = said(by(who), quoted(row.withdrawn_why))
        yield (), Told(row.withdrawn_on, Kind.WITHDRAWN, words, detail=detail, who=who, link=link)


def _received(facts, reply, link):
    row, who, agency = reply.row, name_of(reply.row, "logged_by"), short_name(reply.row, "agency")
    words, preposition = RECEIVED[row.kind]
    whose = f" {preposition} {agency}" if facts.names.name_agencies else ""
    late = entered_on(row.logged_at, row.received_on)
    is_acknowledgment = row.kind == Response.Kind.ACKNOWLEDGMENT
    return Told(
        row.received_on,
        Kind.ACKNOWLEDGED if is_acknowledgment else Kind.RECEIVED,
        f"{words}{whose}{_since(row)}",
        detail=said(
            signed(row),
            CAME_BY.get(row.channel, ""),
            f"dated {short_day(row.dated_on)}" if row.dated_on and row.dated_on != row.received_on else "",
            _control_number(facts, row, agency) if is_acknowledgment else "",
            _moved_here(facts, row),
            entered_words(late),
            account(who, row.summary),
        ),
        who=who,
        link=link,
        mark=_mark_of_reply(reply),
        tone="quiet" if row.withdrawn_on else "",
        files=tuple(facts.files[row.pk]),
        entered_on=late,
    )


def _since(row):
    return ", withdrawn since" if row.withdrawn_on else ""


def signed(row):
    signer = ", ".join(filter(None, [row.signer_name, row.signer_title]))
    if not signer:
        return ""
    return f"from {signer}" if row.channel in _SPOKEN else f"signed by {signer}"


def _moved_here(facts, row):
    """From which letter it was moved; another office's is not named."""
    old = facts.moved_from.get(row.moved_from_id)
    is_ours = old and old.letter__office_id == facts.letter.office_id
    return f"moved here from {old.letter__reference}" if is_ours else ""


def _control_number(facts, row, agency):
    """The agency's own number for the letter, which comes with its acknowledgment."""
    numbers = {to.control_number for to in facts.recipients if to.agency_id == row.agency_id} - {""}
    return f"{agency}'s control number {in_words(sorted(numbers))}" if numbers else ""


def _mark_of_reply(reply):
    """An empty square answers nothing, a half one in part; one with a dot has not been judged."""
    outcomes = {answer.answers__outcome for answer in reply.answers} - {""}
    if not outcomes:
        return "unjudged" if reply.row.kind in TO_BE_JUDGED else "reply"
    if outcomes <= _ANSWERS and reply.row.kind not in (Response.Kind.PARTIAL, Response.Kind.ROLLING):
        return "answer"
    return "partial" if outcomes & (_ANSWERS | _ANSWERS_IN_PART) else "reply"


def mark_of_outcome(outcome):
    if not outcome:
        return "unjudged"
    return "answer" if outcome in _ANSWERS else "partial" if outcome in _ANSWERS_IN_PART else "reply"


def _answers(facts, reply, link):
    """One entry for all requests with the same outcome; their words, where they are the same."""
    row, since = reply.row, _since(reply.row)
    alike = {}
    for answer in reply.answers:
        if outcome := _outcome(answer):
            alike.setdefault((outcome, answer.answers__outcome, _judged(row, answer)), []).append(answer)
    for (outcome, kind, judged), answers in alike.items():
        words = {(answer.answers__quote, answer.answers__note) for answer in answers}
        quote, note = words.pop() if len(words) == 1 else ("", "")
        yield (
            tuple(answer.answers__part_id for answer in answers),
            Told(
                row.received_on,
                Kind.ANSWERED,
                after=f": {outcome}{since}",
                detail=said(quoted(quote), f"note: {cut(note)}" if note else "", judged),
                who=name_of(answers[0], "answers__judged_by"),
                link=link,
                mark=mark_of_outcome(kind),
                tone="quiet" if since else "",
                entered_on=entered_on(answers[0].answers__judged_at, row.received_on),
            ),
        )


def _judged(row, answer):
    """By whom it was judged, where that was not with the logging."""
    who, day = name_of(answer, "answers__judged_by"), day_of(answer.answers__judged_at)
    if day != day_of(row.logged_at):
        return f"judged by {who} on {short_day(day)}"
    return f"judged by {who}" if who != name_of(row, "logged_by") else ""


def _outcome(answer):
    """What an answer says, in words; an empty string where it only promises."""
    kind = answer.answers__outcome
    clauses = [in_a_sentence(Outcome(kind).label) if kind else "", answer.answers__ground]
    if kind == Outcome.ELSEWHERE:
        clauses.append(f"{answer.answers__delivered_where}, {short_day(answer.answers__delivered_on)}")
    if answer.answers__pages:
        clauses.append(f"{answer.answers__pages:,} page{'' if answer.answers__pages == 1 else 's'}")
    clauses.append(answer.answers__bates)
    if answer.answers__extension_until:
        clauses.append(f"more time asked, until {short_day(answer.answers__extension_until)}")
    outcome = ", ".join(filter(None, clauses))
    if not outcome and (answer.answers__quote or answer.answers__note):
        return "not judged"
    return outcome
