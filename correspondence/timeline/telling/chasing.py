"""What the office did to get an answer, and what it will do next."""

from operator import attrgetter

from correspondence.core.days import day_of
from correspondence.followups.models import Contact, ReminderRule
from correspondence.followups.rules import in_words as rule_in_words
from correspondence.followups.rules import next_step
from correspondence.timeline.entries import Kind, in_words, short_day
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

_SPOKEN_WITH = {
    Contact.Kind.RECEIPT,
    Contact.Kind.CALL,
    Contact.Kind.EMAIL,
    Contact.Kind.MEETING,
    Contact.Kind.BRIEFING,
}


def of_a_contact(facts, contact):
    """A contact on its day, what was promised in it, and its withdrawal."""
    row, link = contact.row, contact.link
    kind = Contact.Kind(row.kind)
    yield contact.part_ids, _contacted(facts, contact, kind, link)
    if row.promised_on:
        yield from of_a_promise(
            facts,
            contact.part_ids,
            what=quoted(row.promised),
            made_on=row.on,
            until=row.promised_on,
            kept_on=row.promise_kept_on,
            source=f"in the {in_a_sentence(kind.label)} of {short_day(row.on)}",
            link=link,
            is_withdrawn=row.withdrawn_on is not None,
        )
    if row.withdrawn_on:
        who = name_of(row, "withdrawn_by")
        words = f"{kind.label} of {short_day(row.on)} withdrawn"
        detail = said(by(who), quoted(row.withdrawn_why))
        yield (), Told(row.withdrawn_on, Kind.WITHDRAWN, words, detail=detail, who=who, link=link)


def _contacted(facts, contact, kind, link):
    row, who = contact.row, name_of(contact.row, "logged_by")
    late = entered_on(row.logged_at, row.on)
    words = "Receipt confirmed" if kind is Contact.Kind.RECEIPT else kind.label
    if whom := row.with_whom or (short_name(row, "agency") if facts.names.name_agencies else ""):
        words += f" with {whom}" if kind in _SPOKEN_WITH else f": {whom}"
    return Told(
        row.on,
        Kind.CONTACTED,
        f"{words}, about " if contact.part_ids else words,
        ", withdrawn since" if row.withdrawn_on else "",
        detail=said(entered_words(late), account(who, row.summary)),
        who=who,
        link=link,
        tone="quiet" if row.withdrawn_on else "",
        entered_on=late,
    )


def of_reminders(facts):
    """Reminders on the day they were mailed, or else raised."""
    for reminder in facts.reminders:
        row, whom = reminder.row, in_words(reminder.mailed_to)
        day = day_of(reminder.mailed_at or row.raised_at)
        detail = said(
            f"mailed to {whom}" if whom else "raised, not mailed",
            f"owed since {short_day(row.scheduled_on)}" if day != row.scheduled_on else "",
        )
        part_ids = (row.part_id,) if row.part_id else ()
        words = f"Reminder: {facts.rules[row.rule_id]}" + (", " if part_ids else "")
        yield part_ids, Told(day, Kind.REMINDED, words, detail=detail, who=whom)


def of_what_lies_ahead(facts):
    """The next reminder of what is owed, if nothing is settled or moved until then."""
    letter = facts.letter
    if not letter.sent_on:
        return
    whom = str(letter.assigned_to) if letter.assigned_to else "the office's managers"
    for part_ids, step in _next_steps(facts):
        words = f"Next reminder: {step.rule.name}" + (", " if part_ids else "")
        yield (
            part_ids,
            Told(
                step.scheduled_on,
                Kind.NEXT_REMINDER,
                words,
                detail=f"{rule_in_words(step.rule)}; to {whom}",
                who=whom,
                is_ahead=True,
            ),
        )


def _next_steps(facts):
    rules = [rule for rule in sorted(facts.rules.values(), key=attrgetter("pk")) if rule.is_on]
    about_letters = [rule for rule in rules if rule.about == ReminderRule.About.LETTER]
    about_parts = [rule for rule in rules if rule.about == ReminderRule.About.PART]
    if facts.awaiting and (step := next_step(about_letters, facts.letter.sent_on, facts.today)):
        yield (), step
    for part in facts.parts:
        course = facts.courses[part.pk]
        if course.is_open and course.due_on:
            if step := next_step(about_parts, course.due_on, facts.today):
                yield (part.pk,), step
