"""The clock of each part, and what people decided about it."""

from django.urls import reverse

from correspondence.followups.models import Contact
from correspondence.letters.models import Decision
from correspondence.timeline.entries import Kind, cut, short_day
from correspondence.timeline.facts import name_of
from correspondence.timeline.telling.told import (
    Told,
    by,
    entered_on,
    entered_words,
    in_a_sentence,
    quoted,
    said,
)

What, DueGround = Decision.What, Decision.DueGround


def of_the_clock(facts, part):
    """When a part fell due, since when it was overdue, and when a later letter asked it again."""
    course = facts.courses[part.pk]
    for due in course.dues:
        if due.came:
            yield (part.pk,), _due(facts.letter, due)
    for day, due_on in course.late_since:
        yield (part.pk,), Told(day, Kind.OVERDUE, after=" overdue", detail=f"due {short_day(due_on)}")
    again = facts.later_askings.get(part.carried_on_by_id)
    if again and again.request__letter__sent_on <= facts.today:
        yield (part.pk,), _asked_again(facts.letter, again)


def _due(letter, due):
    is_extension = due.decision.ground == DueGround.EXTENDED
    return Told(
        due.on,
        Kind.DUE,
        after=" due",
        detail=_why_due(letter, due.decision),
        mark="extended" if due.is_ahead and is_extension else "",
        is_ahead=due.is_ahead,
    )


def _why_due(letter, decision):
    if decision.what == What.REOPENED:
        return f"set on {short_day(decision.on)}, when it was reopened"
    if decision.what == What.RESUMED:
        return f"set on {short_day(decision.on)}, when the clock was let run again"
    if decision.ground == DueGround.EXTENDED and decision.old_due_on:
        return f"extended from {short_day(decision.old_due_on)}"
    if decision.old_due_on:
        return f"set on {short_day(decision.on)}, was {short_day(decision.old_due_on)}"
    phrase = quoted(letter.due_phrase.rstrip(".")) if decision.ground != DueGround.REQUEST else ""
    return ": ".join(
        filter(None, [phrase, in_a_sentence(cut(decision.why)) if phrase else cut(decision.why)])
    )


def _asked_again(letter, again):
    is_ours = again.request__letter__office_id == letter.office_id
    return Told(
        again.request__letter__sent_on,
        Kind.ASKED_AGAIN,
        after=f" asked again in {again.request__letter__reference}",
        detail="owed at the latest asking, aged from the first",
        link=reverse("letter", args=[again.request__letter_id]) if is_ours else "",
    )


def of_decisions(facts):
    """What people decided. The first due date of a part is told on its own day."""
    led_to = _what_led_to_decisions(facts)
    for row in facts.decisions:
        if row.what != What.DUE_SET or row.old_due_on:
            kind, after, detail = _DECISIONS[row.what](facts, row, name_of(row, "by"))
            words, link = led_to.get(row.pk, (quoted(row.why), ""))
            late = entered_on(row.recorded_at, row.on)
            yield (
                (row.part_id,),
                Told(
                    row.on,
                    kind,
                    after=after,
                    detail=said(detail, words, entered_words(late)),
                    who=name_of(row, "by"),
                    link=link,
                    entered_on=late,
                ),
            )


def _what_led_to_decisions(facts):
    """The response or contact that led to a decision: its words and its link, by the decision's id."""
    led_to = {}
    for reply in facts.replies:
        what = (f"by the response of {short_day(reply.row.received_on)}", reply.link)
        for answer in reply.answers:
            if answer.answers__decision_id:
                led_to[answer.answers__decision_id] = what
    for contact in facts.contacts:
        kind = in_a_sentence(Contact.Kind(contact.row.kind).label)
        what = (f"by the {kind} of {short_day(contact.row.on)}", contact.link)
        led_to |= dict.fromkeys(contact.decision_ids, what)
    return led_to


def _settled(facts, row, who):
    return Kind.SETTLED, f" settled by {who}: {in_a_sentence(Decision.Ground(row.ground).label)}", ""


def _reopened(facts, row, who):
    return Kind.REOPENED, f" reopened by {who}, due {short_day(row.new_due_on)}", ""


def _due_set(facts, row, who):
    detail = f"from {short_day(row.old_due_on)}; {by(who)}"
    if row.ground == DueGround.EXTENDED:
        return Kind.EXTENDED, f" extended to {short_day(row.new_due_on)}", detail
    how = "worked out again" if row.ground == DueGround.CORRECTED else "set"
    return Kind.DUE_CHANGED, f": due date {how}, {short_day(row.new_due_on)}", detail


def _extension_refused(facts, row, who):
    until = f" to {short_day(row.new_due_on)}" if row.new_due_on else ""
    stands = f"still due {short_day(row.old_due_on)}" if row.old_due_on else ""
    return Kind.EXTENSION_REFUSED, f": extension{until} refused", said(stands, by(who))


def _paused(facts, row, who):
    return Kind.PAUSED, ": clock paused", by(who)


def _resumed(facts, row, who):
    return Kind.RESUMED, f": clock runs again, due {short_day(row.new_due_on)}", by(who)


def _moved(facts, row, who):
    old, new = (facts.moved_between[agency] for agency in (row.old_agency_id, row.new_agency_id))
    return Kind.MOVED, f" moved from {old} to {new}", by(who)


_DECISIONS = {
    What.DUE_SET: _due_set,
    What.EXTENSION_REFUSED: _extension_refused,
    What.SETTLED: _settled,
    What.REOPENED: _reopened,
    What.PAUSED: _paused,
    What.RESUMED: _resumed,
    What.MOVED: _moved,
}
