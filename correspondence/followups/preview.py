"""The next digest of somebody, as it would be mailed if nothing happened before."""

from datetime import datetime, time

from correspondence.core.days import EASTERN, add_business_days
from correspondence.followups.emails import first_letters, written_digest
from correspondence.followups.lists import ahead
from correspondence.followups.models import Reminder
from correspondence.followups.queries import (
    Owed,
    mended_between,
    owed_now,
    reachable_members,
    reminders_of,
    silent_agencies,
    told_already,
    told_so_far,
)
from correspondence.followups.rules import DIGESTS_FROM, covers_until


def next_digest(user, today):
    """The mail of the next business day after today, and that day; no mail where there is nothing to tell.

    What is owed by then and not told yet, and what the rules will have raised by then. Nothing is stored.
    """
    day = add_business_days(today, 1)
    at = datetime.combine(day, max(DIGESTS_FROM, time(7)), tzinfo=EASTERN)
    members, told = reachable_members(), told_already()
    told_of_it = {
        one.reminder_id: one
        for one in owed_now(day)
        if user.pk in members.told_of(one.office_id, one.assignee_id) and one.reminder_id not in told[user.pk]
    }
    coming = [
        one
        for one in ahead(user, "office", today, until=day, most_a_day=500)
        if user.pk in members.told_of(one.letter.office_id, one.letter.assigned_to_id)
    ]
    silent = silent_agencies([one.letter.pk for one in coming if one.part is None])
    made = {-place: _made(one, -place, silent) for place, one in enumerate(coming, start=1)}
    overtaken = {(one.letter.pk, one.part and one.part.request_id) for one in coming}
    owed = [one for one in told_of_it.values() if (one.letter_id, one.request_id) not in overtaken]
    owed += [owed_of for owed_of, _ in made.values()]
    before = told_so_far().get(user.pk)
    mended = []
    if before and before.covered_until:
        mended = [
            one
            for one in mended_between(before.covered_until, covers_until(at))
            if user.pk in members.told_of(one.letter.office_id, one.letter.assigned_to_id)
        ]
    if not (owed or mended):
        return None, day
    shown = reminders_of([pk for pk in first_letters(owed) if pk])
    shown += [reminder for _, reminder in made.values()]
    return written_digest(user, owed, shown, mended, message_id="", now=at), day


def _made(one, key, silent):
    """A reminder that is not raised yet, as it will be told: an Owed and a Reminder that is not stored."""
    part = one.part
    reminder = Reminder(pk=key, rule=one.rule, part=part, letter=None if part else one.letter)
    reminder.silent = silent[one.letter.pk]
    owed = Owed(
        key,
        one.letter.pk,
        one.letter.office_id,
        one.letter.assigned_to_id,
        part.request_id if part else None,
        part.due_on if part else None,
    )
    return owed, reminder
