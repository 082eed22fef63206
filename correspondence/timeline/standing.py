"""Where a letter or a request stands today, in a few marks with their words, the worst first."""

from correspondence.timeline.entries import Kind, in_words, near_day
from correspondence.timeline.rules import SOON, State, late_by, stands


def standing_of(timeline):
    """(mark, tone, words) triples. A request counts once, by the worst of its parts."""
    facts = timeline.facts
    if not facts.letter.sent_on:
        return [("draft", "quiet", "Draft, not sent")]
    said = [_of_one(facts)] if len(facts.parts) == 1 else list(_of_several(facts))
    return [*said, *_of_promises(timeline.entries), *_of_acknowledgment(facts)]


def _of_one(facts):
    [part] = facts.parts
    mark, tone, words = stands(facts.courses[part.pk], facts.today)
    return mark, tone, words[:1].upper() + words[1:]


def _of_several(facts):
    late, extended, due, paused, again, settled = [], [], [], [], [], []
    by_request = {}
    for part in facts.parts:
        by_request.setdefault(part.request_id, []).append(facts.courses[part.pk])
    for courses in by_request.values():
        owing = [course for course in courses if course.is_open]
        if any(course.state is State.LATE for course in owing):
            late.append(max(course.days_late(facts.today) for course in owing))
        elif not owing:
            is_settled = any(course.state is State.SETTLED for course in courses)
            (settled if is_settled else again).append(courses)
        elif all(course.state is State.PAUSED for course in owing):
            paused.append(owing)
        else:
            course = min((one for one in owing if one.due_on), key=lambda one: one.due_on, default=None)
            if course:
                (extended if course.is_extended else due).append(course.due_on)
    if late:
        longest = late_by(max(late)).removesuffix(" late")
        yield "late", "late", f"{len(late)} overdue, {'up to ' if len(set(late)) > 1 else ''}{longest}"
    if due:
        is_soon = min(due) - facts.today <= SOON
        yield (
            "soon" if is_soon else "open",
            "soon" if is_soon else "",
            f"{len(due)} due {_from(due, facts.today)}",
        )
    if extended:
        yield "extended", "", f"{len(extended)} extended to {_from(extended, facts.today)}"
    if paused:
        yield "open", "", f"{len(paused)} paused"
    if again:
        yield "sent", "", f"{len(again)} asked again"
    if by_request:
        mark, tone = ("settled", "settled") if settled else ("open", "")
        yield mark, tone, f"{len(settled)} of {len(by_request)} settled"


def _from(days, today):
    """The first of these days; that there are later ones is said."""
    return near_day(min(days), today) + (" and later" if len(set(days)) > 1 else "")


def _of_promises(entries):
    kept = {(entry.link, entry.part_ids) for entry in entries if entry.kind is Kind.PROMISE_KEPT}
    broken = [
        entry
        for entry in entries
        if entry.kind is Kind.PROMISE_BROKEN and (entry.link, entry.part_ids) not in kept
    ]
    if broken:
        yield "late", "late", f"{len(broken)} promise{'s' if len(broken) > 1 else ''} broken"


def _of_acknowledgment(facts):
    if awaiting := facts.awaiting:
        by = f" by {in_words(awaiting.values())}" if facts.names.name_agencies else ""
        yield "unacknowledged", "quiet", f"not acknowledged{by}"
