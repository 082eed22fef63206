"""Logging what came back, judging it, and mending what was logged wrongly."""

from django.db import transaction

from correspondence.accounts.roles import Act, may, require
from correspondence.audit.actions import record_act, record_acts
from correspondence.audit.history import create_with_history, save_with_history
from correspondence.core.days import day_of
from correspondence.core.refusals import Cannot
from correspondence.letters.actions import note_control_number, reopen
from correspondence.letters.actions.decisions import locked_chain, settle_locked
from correspondence.letters.models import Decision
from correspondence.letters.queries import locked, locked_with_askings
from correspondence.responses.meanwhile import check_meanwhile
from correspondence.responses.models import Answer, Response, ResponseDocument
from correspondence.responses.queries import agencies_that_may_answer
from correspondence.responses.rules import (
    JUDGED,
    Fault,
    faults_of_judgement,
    faults_of_judging_anew,
    faults_of_response,
    ground_of,
)


class CannotLog(Cannot):
    """The response could not be logged, judged, moved or withdrawn. `faults` has each reason."""

    def __init__(self, faults):
        self.faults = faults
        super().__init__(" ".join(fault.message for fault in faults), field=faults[0].field)


class CannotWithdraw(Cannot):
    """The response could not be withdrawn or moved."""


_FOREIGN = Fault("An answer to another letter or agency was sent with the form. Load the page again.")


@transaction.atomic
def log_response(letter, *, judgements=(), by, now, **facts):
    """Log what an agency sent or said on a letter, and how it answers each of its parts.

    `facts` are those of `log_reply`. Raises as it does.
    """
    return _log([letter], judgements=judgements, by=by, now=now, **facts)[0]


@transaction.atomic
def log_reply(letters, *, judgements=(), by, now, **facts):
    """Log one reply that answers several letters: on each, sharing its documents, in one step.

    `facts` are agency, kind, channel and received_on, and where known dated_on, signer_name,
    signer_title, signer, summary, control_number and `documents`, which are (Document, title) pairs.
    Each judgement goes to the letter of its part; those that say nothing are left out, those that
    settle do so on today's day, on the ground their outcome gives. `seen` is what a person had seen of
    the record when they filled in the form. Returns the responses, in the order of the letters. Raises
    CannotLog, CannotDecide, PermissionDenied, and with `seen` ChangedMeanwhile or LoggedAlready; then
    nothing is logged.
    """
    keys = {letter.pk for letter in letters}
    if any(judgement.part.request.letter_id not in keys for judgement in judgements):
        raise CannotLog([_FOREIGN])
    return _log(letters, judgements=judgements, by=by, now=now, **facts)


def _log(
    letters,
    *,
    agency,
    kind,
    channel,
    received_on,
    dated_on=None,
    signer_name="",
    signer_title="",
    signer=None,
    summary="",
    control_number="",
    judgements=(),
    documents=(),
    moved_from=None,
    seen=None,
    by,
    now,
):
    locked = locked_with_askings(letters)
    letters = [locked[letter.pk] for letter in letters]
    for letter in letters:
        require(by, Act.LOG, letter.office)
    judgements = [one for one in judgements if one.says_something() or one.pages or one.bates]
    facts = {
        "agency": agency,
        "kind": kind,
        "channel": channel,
        "received_on": received_on,
        "dated_on": dated_on,
        "signer_name": signer_name,
        "signer_title": signer_title,
        "signer": signer,
        "summary": summary,
    }
    if seen is not None:
        check_meanwhile(letters, agency, seen, facts=facts, judgements=judgements, documents=documents, by=by)
    chain = locked_chain([one.part.pk for one in judgements], locked) if judgements else {}
    faults = []
    owing = {part.request.letter_id for part in chain.values() if part.agency_id == agency.pk}
    for letter in letters:
        faults += faults_of_response(
            letter,
            agency=agency,
            agencies={agency.pk} if letter.pk in owing else agencies_that_may_answer(letter),
            received_on=received_on,
            dated_on=dated_on,
            today=day_of(now),
            documents=[document for document, _ in documents],
        )
    for judgement in judgements:
        faults += faults_of_judgement(judgement, kind=kind)
    faults = faults or _faults_of_answers(judgements, chain, {letter.pk for letter in letters}, agency)
    if faults:
        raise CannotLog(faults)

    responses = create_with_history(
        Response,
        [
            Response(letter=letter, **facts, logged_at=now, logged_by=by, moved_from=moved_from)
            for letter in letters
        ],
        by=by,
        now=now,
    )
    ResponseDocument.objects.bulk_create(
        [
            ResponseDocument(response=response, document=document, title=title)
            for response in responses
            for document, title in documents
        ],
        ignore_conflicts=True,  # the same file, sent twice with the form
    )
    if control_number:
        for letter in letters:
            note_control_number(letter, agency=agency, number=control_number, by=by, now=now)
    if judgements:
        _answer({one.letter_id: one for one in responses}, judgements, chain, {}, by=by, now=now)
    for office in {letter.office_id for letter in letters}:
        its = [one for one in responses if one.letter.office_id == office]
        record_acts("logged", its, by=by, now=now, office_id=office)
    return responses


@transaction.atomic
def judge(response, judgements, *, by, now):
    """Judge a response, or judge it anew: answers are added, or changed with their history kept.

    A settlement that an earlier judgement led to stays; reopening is an act of its own.
    Raises CannotLog, CannotDecide, or PermissionDenied.
    """
    letters = locked_with_askings([response.letter_id])
    letter = letters[response.letter_id]
    require(by, Act.LOG, letter.office)
    response = Response.objects.select_for_update(of=("self",)).select_related("agency").get(pk=response.pk)
    response.letter = letter
    if response.withdrawn_on:
        raise CannotLog([Fault("It was withdrawn: it answers nothing.")])
    judgements = [one for one in judgements if one.says_something()]
    if faults := [fault for one in judgements for fault in faults_of_judgement(one, kind=response.kind)]:
        raise CannotLog(faults)
    kept = {answer.part_id: answer for answer in response.answers.all()}
    faults = [
        fault
        for one in judgements
        if one.part.pk in kept
        for fault in faults_of_judging_anew(one, kept[one.part.pk])
    ]
    chain = locked_chain([one.part.pk for one in judgements], letters) if judgements else {}
    faults += _faults_of_answers(judgements, chain, {letter.pk}, response.agency)
    if faults:
        raise CannotLog(faults)
    if judgements:
        _answer({letter.pk: response}, judgements, chain, kept, by=by, now=now)
    record_act("judged", response, by=by, now=now, office_id=letter.office_id)
    return response


@transaction.atomic
def withdraw_response(response, *, why, by, now):
    """Withdraw a response, with a reason. A part is open again only where what this response settled

    still is the latest decision about it. Whoever logged it may do so until somebody builds on it,
    counsel always. Raises CannotWithdraw, or PermissionDenied.
    """
    letter = locked_with_askings([response.letter_id])[response.letter_id]
    response = Response.objects.select_for_update(of=("self",)).select_related("agency").get(pk=response.pk)
    answers = list(response.answers.select_related("part"))
    _require_withdrawal(response, letter, answers, by)
    if response.withdrawn_on:
        raise CannotWithdraw("It was withdrawn already.")
    if not why.strip():
        raise CannotWithdraw("Say why it is withdrawn.", field="why")
    response.withdrawn_on, response.withdrawn_at = day_of(now), now
    response.withdrawn_by, response.withdrawn_why = by, why
    save_with_history(response, by=by, now=now, why=why)
    if parts := _settled_by(answers):
        reopen(parts, why=f"Response withdrawn: {why}", by=by, now=now, act=Act.WITHDRAW_OWN)
    record_act("withdrawn", response, by=by, now=now, office_id=letter.office_id, reason=why)
    return response


@transaction.atomic
def move_response(response, *, to, judgements=(), why, by, now):
    """Move a response to the letter it belongs to: withdrawn here, logged there, to be judged anew.

    Returns the response as it stands there. Raises CannotWithdraw, CannotLog, or PermissionDenied.
    """
    if to.pk == response.letter_id:
        raise CannotWithdraw("It is on that letter already.", field="to")
    locked_with_askings([response.letter_id, to])
    old = withdraw_response(response, why=f"Moved to {to}: {why}" if why.strip() else "", by=by, now=now)
    return log_response(
        to,
        agency=old.agency,
        kind=old.kind,
        channel=old.channel,
        received_on=old.received_on,
        dated_on=old.dated_on,
        signer_name=old.signer_name,
        signer_title=old.signer_title,
        signer=old.signer,
        summary=old.summary,
        judgements=judgements,
        documents=[(row.document, row.title) for row in old.attachments.select_related("document")],
        moved_from=old,
        by=by,
        now=now,
    )


@transaction.atomic
def keep_promise(answer, *, on, by, now):
    """Put down that what an answer promised has come. Raises CannotLog, or PermissionDenied."""
    letter = locked([answer.response.letter_id])[answer.response.letter_id]
    require(by, Act.LOG, letter.office)
    answer = Answer.objects.select_for_update(of=("self",)).get(pk=answer.pk)
    if answer.promised_on is None:
        raise CannotLog([Fault("Nothing was promised.")])
    if on > day_of(now):
        raise CannotLog([Fault("That day is still to come.", "on")])
    answer.promise_kept_on = on
    save_with_history(answer, by=by, now=now)
    record_act("promise kept", answer, by=by, now=now, office_id=letter.office_id)
    return answer


def may_withdraw(response, user, *, answers=None):
    """Whether the user may withdraw or move this response."""
    office = response.letter.office
    if may(user, Act.WITHDRAW_ANY, office):
        return True
    if response.logged_by_id != user.pk or not may(user, Act.WITHDRAW_OWN, office):
        return False
    answers = response.answers.all() if answers is None else answers
    return not _is_built_on(response, answers)


def _require_withdrawal(response, letter, answers, by):
    response.letter = letter
    if may_withdraw(response, by, answers=answers):
        return
    require(by, Act.WITHDRAW_OWN, letter.office)
    if response.logged_by_id == by.pk:
        raise CannotWithdraw("Somebody has built on it since: ask counsel to withdraw or move it.")
    require(by, Act.WITHDRAW_ANY, letter.office)


def _is_built_on(response, answers):
    """Whether somebody else has judged it, or decided about what it answers, since it was logged."""
    if any(answer.judged_by_id != response.logged_by_id for answer in answers):
        return True
    later = Decision.objects.filter(
        part__in=[answer.part_id for answer in answers], recorded_at__gte=response.logged_at
    )
    return later.exclude(by=response.logged_by_id).exists()


def _settled_by(answers):
    """The parts that these answers settled and nobody has decided about since."""
    led_to = {answer.decision_id: answer.part for answer in answers if answer.decision_id}
    if not led_to:
        return []
    latest = {}
    rivals = Decision.objects.filter(
        part__in=[part.pk for part in led_to.values()],
        what__in=[Decision.What.SETTLED, Decision.What.REOPENED],
    )
    for decision in rivals:
        latest[decision.part_id] = decision
    return [part for pk, part in led_to.items() if latest[part.pk].pk == pk and part.settled_on]


def _faults_of_answers(judgements, chain, letters, agency):
    """What is wrong with the parts that are judged: each once, of these letters (ids) and this agency."""
    keys = [one.part.pk for one in judgements]
    parts = [chain.get(pk) for pk in keys]
    if any(
        part is None or part.request.letter_id not in letters or part.agency_id != agency.pk for part in parts
    ):
        return [_FOREIGN]
    if len(set(keys)) < len(keys):
        return [Fault("One request was judged twice in one response. Load the page again.")]
    return []


def _answer(responses, judgements, chain, kept, *, by, now):
    """Save the answers of responses (by letter), and settle what they settle.

    `kept` has the answers there are, `chain` the parts and every asking of the same; both by part id.
    """
    decisions = {}
    for ground in {ground_of(one.outcome) for one in judgements if one.settles}:
        chosen = [
            chain[one.part.pk] for one in judgements if one.settles and ground_of(one.outcome) == ground
        ]
        why = str(responses[chosen[0].request.letter_id])
        decisions |= settle_locked(chosen, chain, ground=ground, why=why, by=by, now=now)
    fresh = []
    for judgement in judgements:
        part = chain[judgement.part.pk]
        answer = kept.get(part.pk) or Answer(response=responses[part.request.letter_id], part=part)
        for column in JUDGED:
            setattr(answer, column, getattr(judgement, column))
        if answer.promised_on is None:
            answer.promise_kept_on = None
        answer.judged_by, answer.judged_at = by, now
        answer.decision = decisions.get(part.pk) or answer.decision
        if answer.pk:
            save_with_history(answer, by=by, now=now)
        else:
            fresh.append(answer)
    create_with_history(Answer, fresh, by=by, now=now)
