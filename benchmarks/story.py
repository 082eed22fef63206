"""What became of a letter after it was sent: responses, answers, decisions, contacts."""

from collections import defaultdict
from datetime import timedelta

PARTS_OPEN = 0.85  # of the parts of a letter that is open
_HELD_BACK = (
    ("partial", {}),
    ("review", {}),
    ("nonresp", {}),
    ("refused", {"ground": "Deliberative process"}),
)


def tell(record, draft, *, is_open):
    """Log what came back, agency by agency; where the letter stays open, most of its parts do."""
    rng = record.rng
    by_agency = defaultdict(list)
    for part in draft.parts:
        by_agency[part.agency].append(part)
    still_open = {part.key for part in draft.parts if is_open and rng.random() < PARTS_OPEN}
    if is_open and not still_open:
        still_open = {draft.parts[0].key}
    age = (record.today - draft.sent_on).days
    for agency, parts in by_agency.items():
        if age and rng.random() < 0.6:
            _respond(record, draft, agency, "ack", _day(record, draft.sent_on, rng.randint(1, 10)), {})
        for part in parts:
            if rng.random() < 0.08:
                _extend(record, draft, part)
        _answer(record, draft, agency, parts, still_open)
    if age and rng.random() < 0.2:
        _call(record, draft)


def ask_again(record, draft, later):
    """Let the first part of a letter be carried on by the first of a later one to the same agency."""
    first, again = draft.parts[0], later.parts[0]
    first.carried_on_by = again.key
    if again.settled_on:
        record.decide(
            first,
            "settled",
            again.settled_on,
            by=record.rng.choice(draft.desk.counsel),
            ground="answered",
            why="With another asking of the same request.",
        )


def _day(record, start, days):
    return min(record.today, start + timedelta(days=days))


def _answer(record, draft, agency, parts, still_open):
    """One or two responses that settle what is to be settled, and say little about the rest."""
    rng = record.rng
    done = [part for part in parts if part.key not in still_open]
    if not done and rng.random() > 0.35:
        return
    first = _day(record, draft.sent_on, 1 + int(rng.expovariate(1 / 35)))
    second = _day(record, first, 10 + int(rng.expovariate(1 / 40)))
    at_once = [part for part in done if second == first or rng.random() < 0.75]
    later = [part for part in done if part not in at_once]
    dropped = [part for part in at_once if rng.random() < 0.03]
    reopened = [part for part in at_once if second > first and rng.random() < 0.01]
    held_back = [part for part in parts if part not in done or part in later]
    outcomes = {part.key: (part, rng.choice(_HELD_BACK)) for part in held_back if rng.random() < 0.8}
    outcomes |= {part.key: (part, _full(rng)) for part in at_once if part not in dropped}
    if outcomes:
        kind = "full" if len(outcomes) == len(at_once) else "partial"
        _respond(record, draft, agency, kind, first, outcomes)
    for part in dropped:
        by = rng.choice(draft.desk.counsel)
        record.decide(part, "settled", first, by=by, ground=rng.choice(("withdrawn", "overtaken")))
    for part in reopened:
        due, by = second + timedelta(days=14), rng.choice(draft.desk.counsel)
        record.decide(part, "reopened", second, by=by, why="It was not the whole.", new_due_on=due)
    if later or reopened:
        _respond(
            record, draft, agency, "full", second, {part.key: (part, _full(rng)) for part in later + reopened}
        )


def _full(rng):
    return ("no_records", {}) if rng.random() < 0.08 else ("full", {"pages": rng.randint(1, 900)})


def _respond(record, draft, agency, kind, on, outcomes):
    rng, say = record.rng, record.say
    clerk, at = rng.choice(draft.desk.clerks), record.at(on)
    key = record.responses.enter(
        at=at,
        by=clerk.pk,
        letter_id=draft.key,
        agency_id=agency,
        kind=kind,
        channel=rng.choice(("email", "email", "mail", "phone")),
        received_on=on,
        dated_on=max(draft.sent_on, on - timedelta(days=rng.randint(0, 4))),
        signer_name=f"{rng.choice(draft.desk.signers).name} Jr.",
        signer_title="Assistant Secretary for Legislative Affairs",
        summary=say.sentence(20, 60),
        logged_at=at,
        logged_by_id=clerk.pk,
    )
    record.audit("response logged", "response", key, draft, by=clerk, at=at)
    record.counts["responses"] += 1
    for part, (outcome, more) in outcomes.values():
        decision = None
        if outcome in ("full", "no_records"):
            ground = "no_records" if outcome == "no_records" else "answered"
            decision = record.decide(part, "settled", on, by=clerk, at=at, ground=ground)
            record.audit("settled", "followuprequest", part.request, draft, by=clerk, at=at)
        record.answers.enter(
            at=at,
            by=clerk.pk,
            response_id=key,
            part_id=part.key,
            outcome=outcome,
            quote=say.sentence(10, 40) if rng.random() < 0.5 else "",
            promised_on=on + timedelta(days=30) if outcome == "review" and rng.random() < 0.5 else None,
            judged_by_id=clerk.pk,
            judged_at=at,
            decision_id=decision,
            **more,
        )
        record.counts["answers"] += 1


def _extend(record, draft, part):
    record.decide(
        part,
        "due_set",
        _day(record, draft.sent_on, 1),
        by=record.rng.choice(draft.desk.counsel),
        ground="extended",
        old_due_on=part.due_on,
        new_due_on=part.due_on + timedelta(days=14),
    )


def _call(record, draft):
    rng = record.rng
    on = _day(record, draft.sent_on, rng.randint(1, 60))
    clerk, at = rng.choice(draft.desk.clerks), record.at(on)
    is_promised = rng.random() < 0.2
    key = record.contacts.add(
        letter_id=draft.key,
        agency_id=draft.parts[0].agency,
        kind="call",
        on=on,
        with_whom="Legislative affairs",
        summary=record.say.sentence(15, 40),
        promised="An answer in writing." if is_promised else "",
        promised_on=on + timedelta(days=14) if is_promised else None,
        logged_at=at,
        logged_by_id=clerk.pk,
    )
    record.contact_parts.add(contact_id=key, part_id=draft.parts[0].key)
    record.audit("contact logged", "contact", key, draft, by=clerk, at=at)
