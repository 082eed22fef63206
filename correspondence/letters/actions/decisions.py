"""What people decide about parts: each a Decision, then the kept columns are written from them."""

from collections import defaultdict
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from correspondence.accounts.roles import Act, require
from correspondence.audit.actions import record_acts
from correspondence.core.days import day_of
from correspondence.core.prepared import Prepared
from correspondence.core.refusals import Cannot
from correspondence.letters.actions.keeping import restate
from correspondence.letters.models import Decision, Part
from correspondence.letters.queries import chain_of, locked, locked_with_askings

What, Ground, DueGround = Decision.What, Decision.Ground, Decision.DueGround
UNDO_WITHIN = timedelta(hours=1)  # what was settled by a slip is noticed soon, or is counsel's to reopen


class CannotDecide(Cannot):
    """The decision was refused."""


@transaction.atomic
def settle(parts, *, ground, on=None, why="", by, now):
    """Settle parts, and with them every earlier and later asking of the same. `on` is today unless given.

    A part that is settled may be settled again on another ground. A later asking that stands for
    several earlier ones is settled when the last of them is. Returns the decision on each part given,
    by its id. Raises CannotDecide, or PermissionDenied.
    """
    parts, chain = _locked_parts(parts)
    return settle_locked(parts, chain, ground=ground, on=on, why=why, by=by, now=now)


def settle_locked(parts, chain, *, ground, on=None, why="", by, now):
    """`settle`, for an action that holds the locks and has read the chain of the parts: `locked_chain`."""
    if ground not in Ground.values:
        raise CannotDecide("Choose on what ground it is settled.", field="ground")
    settled = settled_with(parts, chain)
    return _decide(
        settled,
        Act.SETTLE,
        lambda part: {"what": What.SETTLED, "ground": ground},
        given=parts,
        on=on,
        why=why,
        by=by,
        now=now,
        words="settled",
        rivals=(What.SETTLED, What.REOPENED),
    )


@transaction.atomic
def reopen(parts, *, due_on=None, why, by, now, on=None, act=Act.REOPEN):
    """Open settled parts again, with a new due date (their last one where none is given), along the chain.

    `act` is what the person must be allowed to do: withdrawing a response reopens what it settled.
    Raises CannotDecide, or PermissionDenied.
    """
    _need_reason(why)
    parts, chain = _locked_parts(parts)
    for part in parts:
        if part.settled_on is None:
            raise CannotDecide(f"{part.request} is open.")
        _refuse_due_before_sending(part, due_on, field="due_on")
    chain = [part for part in chain.values() if part.settled_on is not None]
    last = _last_due(chain) if due_on is None else {}
    return _decide(
        chain,
        act,
        lambda part: {
            "what": What.REOPENED,
            "old_due_on": part.due_on,
            "new_due_on": due_on or last[part.pk],
        },
        given=parts,
        on=on,
        why=why,
        by=by,
        now=now,
        words="reopened",
        rivals=(What.SETTLED, What.REOPENED),
    )


@transaction.atomic
def undo_settling(parts, *, by, now):
    """Open again, with their former due dates, parts that were just settled by a slip.

    Whoever settled them may within an hour, whoever may reopen too. The settling stays on the record,
    and so does this. Raises CannotDecide, or PermissionDenied.
    """
    parts, _ = _locked_parts(parts)
    turns = defaultdict(list)
    rows = Decision.objects.filter(part__in=parts, what__in=(What.SETTLED, What.REOPENED))
    for decision in rows.order_by("on", "pk"):
        turns[decision.part_id].append(decision)
    for part in parts:
        require(by, Act.SETTLE, part.request.letter.office)
        *before, last = turns[part.pk] or [None]
        if last is None or last.what != What.SETTLED:
            raise CannotDecide(f"{_name(part)} is open.")
        if last.by_id != by.pk:
            require(by, Act.REOPEN, part.request.letter.office)
        if now - last.recorded_at > UNDO_WITHIN:
            raise CannotDecide(f"{_name(part)} was settled more than an hour ago: counsel may reopen it.")
        if before and before[-1].what == What.SETTLED:
            raise CannotDecide(f"{_name(part)} was settled before that too: counsel may reopen it.")
    return reopen(parts, why="Settled by a slip: undone.", by=by, now=now, act=Act.SETTLE)


@transaction.atomic
def extend(parts, *, to, why="", ground=DueGround.EXTENDED, by, now, on=None):
    """Give open parts a new due date. Raises CannotDecide, or PermissionDenied."""
    parts = _open_parts(parts)
    for part in parts:
        if part.due_on is None:
            raise CannotDecide(f"The clock of {_name(part)} is paused: let it run again first.")
        if part.due_on == to:
            raise CannotDecide(f"{_name(part)} is due on that day already.", field="to")
        _refuse_due_before_sending(part, to, field="to")
    return _decide(
        parts,
        Act.EXTEND,
        lambda part: {"what": What.DUE_SET, "ground": ground, "old_due_on": part.due_on, "new_due_on": to},
        on=on,
        why=why,
        by=by,
        now=now,
        words=f"due date set to {to}",
        rivals=(What.DUE_SET, What.REOPENED, What.PAUSED, What.RESUMED),
    )


@transaction.atomic
def refuse_extension(parts, *, asked_until=None, why, by, now, on=None):
    """Refuse the agency more time on open parts: the due date stands. Raises CannotDecide."""
    _need_reason(why)
    return _decide(
        _open_parts(parts),
        Act.EXTEND,
        lambda part: {
            "what": What.EXTENSION_REFUSED,
            "old_due_on": part.due_on,
            "new_due_on": asked_until,
        },
        on=on,
        why=why,
        by=by,
        now=now,
        words="extension refused",
    )


@transaction.atomic
def pause(parts, *, why, by, now, on=None):
    """Stop the clock of open parts, as while the office owes the agency something. Raises CannotDecide."""
    _need_reason(why)
    parts = _open_parts(parts)
    for part in parts:
        if part.due_on is None:
            raise CannotDecide(f"The clock of {_name(part)} is paused already.")
    return _decide(
        parts,
        Act.EXTEND,
        lambda part: {"what": What.PAUSED, "old_due_on": part.due_on},
        on=on,
        why=why,
        by=by,
        now=now,
        words="clock paused",
        rivals=(What.DUE_SET, What.REOPENED, What.PAUSED, What.RESUMED),
    )


@transaction.atomic
def resume(parts, *, due_on, why="", by, now, on=None):
    """Let the clock of paused parts run again, with a due date. Raises CannotDecide."""
    parts = _open_parts(parts)
    for part in parts:
        if part.due_on is not None:
            raise CannotDecide(f"The clock of {_name(part)} is not paused.")
        _refuse_due_before_sending(part, due_on, field="due_on")
    return _decide(
        parts,
        Act.EXTEND,
        lambda part: {"what": What.RESUMED, "new_due_on": due_on},
        on=on,
        why=why,
        by=by,
        now=now,
        words="clock resumed",
        rivals=(What.DUE_SET, What.REOPENED, What.PAUSED, What.RESUMED),
    )


@transaction.atomic
def move_part(part, *, to_agency, why, by, now, on=None):
    """Let another agency owe this part, as after a referral. The due date stands. Raises CannotDecide."""
    _need_reason(why)
    [part] = _open_parts([part])
    if part.agency_id == to_agency.pk:
        raise CannotDecide(f"{to_agency} owes it already.", field="to_agency")
    if Part.objects.filter(request=part.request, agency=to_agency).exists():
        raise CannotDecide(f"{to_agency} was asked this itself: settle this part instead.", field="to_agency")
    return _decide(
        [part],
        Act.EXTEND,
        lambda part: {"what": What.MOVED, "old_agency": part.agency, "new_agency": to_agency},
        on=on,
        why=why,
        by=by,
        now=now,
        words=f"moved to {to_agency}",
        rivals=(What.MOVED,),
    )


def _decide(parts, act, build, *, on, why, by, now, words, given=None, rivals=()):
    """Record one decision a part, restate the parts and their letters, and audit. Decisions by part id."""
    on = on or day_of(now)
    if on > day_of(now):
        raise CannotDecide("That day is still to come.", field="on")
    letters = {part.request.letter_id: part.request.letter for part in parts}
    for letter in letters.values():
        require(by, act, letter.office)
        if on < letter.sent_on:
            raise CannotDecide(f"{letter} was sent after that day.", field="on")
    if rivals and on < day_of(now):
        _refuse_to_be_overruled(parts, rivals, on)
    asked = {part.pk for part in (given or parts)}
    decisions = Decision.objects.bulk_create(
        Decision(
            part=part,
            on=on,
            recorded_at=now,
            by=by,
            why=why if part.pk in asked else _along_the_chain(why),
            **build(part),
        )
        for part in parts
    )
    restate(parts, letters)
    for office in {letter.office_id for letter in letters.values()}:
        requests = [part.request for part in parts if part.request.letter.office_id == office]
        record_acts(words, requests, by=by, now=now, office_id=office, reason=why)
    return {decision.part_id: decision for decision in decisions}


def _along_the_chain(why):
    return f"With another asking of the same request. {why}".strip()


def _refuse_to_be_overruled(parts, rivals, on):
    later = Decision.objects.filter(part__in=parts, what__in=rivals, on__gt=on).order_by("-on", "-pk").first()
    if later:
        raise CannotDecide(
            f"A later decision stands ({later.get_what_display().lower()}, {later.on:%-d %B %Y}): "
            "choose a day that is not before it.",
            field="on",
        )


def _locked_parts(parts):
    """The parts as they are now, and their chain by id, with the letters of all of them locked."""
    keys = list(dict.fromkeys(part.pk for part in parts))
    if not keys:
        raise CannotDecide("Choose at least one request.", field="parts")
    chain = locked_chain(keys, locked_with_askings({part.request.letter_id for part in parts}))
    if set(keys) - set(chain):
        raise CannotDecide("A request that you chose is no longer there. Load the page again.")
    return [chain[pk] for pk in keys], chain


def locked_chain(keys, letters):
    """The parts of these ids with every asking of the same, by id. `letters` are locked, by id.

    One query where nothing was asked again. Locks more letters where that has happened meanwhile.
    """
    while True:
        chain = {part.pk: part for part in _PARTS.objects(sorted(keys))}
        if any(part.is_later or part.carried_on_by_id for part in chain.values()):
            chain = chain_of(chain.values())
        wanted = {part.request.letter_id for part in chain.values()}
        if wanted <= set(letters):
            break
        letters = locked(wanted)
    for part in chain.values():
        part.request.letter = letters[part.request.letter_id]
    return chain


_EARLIER = Exists(Part.objects.filter(carried_on_by=OuterRef("pk")))
_PARTS = Prepared(
    lambda keys: (
        Part.objects.select_related("request", "agency").filter(pk__in=keys).annotate(is_later=_EARLIER)
    )
)


def _refuse_due_before_sending(part, due_on, *, field):
    if due_on and due_on < part.request.letter.sent_on:
        raise CannotDecide("That day is before the letter was sent.", field=field)


def _open_parts(parts):
    parts, _ = _locked_parts(parts)
    for part in parts:
        if part.settled_on is not None:
            raise CannotDecide(f"{_name(part)} is settled: reopen it first.")
        if part.carried_on_by_id is not None:
            raise CannotDecide(f"{_name(part)} was asked again: decide at its latest asking.")
    return parts


def settled_with(parts, chain):
    """The parts that are settled when these are: earlier askings, and later ones left with nothing open."""
    carried = {}
    for part in chain.values():
        carried.setdefault(part.carried_on_by_id, []).append(part)
    settled, edge = {}, [chain[part.pk] for part in parts]
    while edge:
        part = edge.pop()
        if part.pk in settled:
            continue
        settled[part.pk] = part
        edge += [older for older in carried.get(part.pk, []) if older.settled_on is None]
        later = chain.get(part.carried_on_by_id)
        if later and later.settled_on is None:
            siblings = carried[later.pk]
            if all(one.settled_on is not None or one.pk in settled for one in siblings):
                edge.append(later)
    return list(settled.values())


def _last_due(parts):
    """The due date each part had when it was settled, by its id; the day it was paused from, if it was."""
    last = {part.pk: part.due_on for part in parts}
    for decision in Decision.objects.filter(part__in=[part for part in parts if part.due_on is None]):
        last[decision.part_id] = decision.new_due_on or decision.old_due_on or last[decision.part_id]
    return last


def _need_reason(why):
    if not why.strip():
        raise CannotDecide("Say why.", field="why")


def _name(part):
    return f"{part.request} ({part.agency})"
