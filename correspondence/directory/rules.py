"""What a snapshot of the congress-legislators files changes. Values in, values out; days are inclusive."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import holidays

_STATES = {code: name for name, code in holidays.US.subdivisions_aliases.items()}
_A_DAY = timedelta(days=1)


@dataclass
class SeatChanges:
    """What becomes of a person's seats in one committee."""

    last_days: dict = field(default_factory=dict)  # seat -> its new last day
    first_days: dict = field(default_factory=dict)  # seat -> its new first day
    corrected: list = field(default_factory=list)  # seats that take the title, rank and side shown
    begun: tuple[date, date] | None = None  # first and last day of a new seat


def state_name(code):
    """Maryland, for MD; the code itself where it is nobody's."""
    return _STATES.get(code, code or "")


def term_in_force(terms, day):
    """The term that holds on a day, the one begun last where two meet; None where there is none."""
    held = [term for term in terms if term.held_from <= day <= term.held_to]
    return max(held, key=lambda term: term.held_from, default=None)


def seat_changes(seats, shown, *, as_of, terms):
    """What a snapshot makes of a person's seats in one committee.

    `shown` is the seat as the snapshot has it (title, rank, side), or None. A seat that is shown
    unchanged goes on to the end of the person's term. Any other ends the day before the snapshot, or
    with the term in which it began, whichever is earlier. A changed title, rank or side ends the one
    seat and begins another. Nothing is known of the days between two snapshots, so a seat begins on
    the day of the first that shows it.
    """
    changes = SeatChanges()
    now_in = term_in_force(terms, as_of)
    is_shown = shown is not None and now_in is not None
    later = sorted((seat for seat in seats if seat.held_from > as_of), key=lambda seat: seat.held_from)
    for seat in seats:
        if seat.held_from > as_of:
            continue
        began_in = term_in_force(terms, seat.held_from)
        last_day = began_in.held_to if began_in else seat.held_to or as_of - _A_DAY
        if seat.held_to is not None and seat.held_to < as_of:
            last_day = min(last_day, seat.held_to)
        elif is_shown and _is_same(seat, shown):
            last_day, is_shown = now_in.held_to, False
        elif seat.held_from == as_of:
            # Entered by hand for this very day. The snapshot knows better what it is, not that it is not.
            if not is_shown:
                continue
            changes.corrected.append(seat)
            last_day, is_shown = now_in.held_to, False
        else:
            last_day = min(last_day, as_of - _A_DAY)
        if last_day != seat.held_to:
            changes.last_days[seat] = last_day
    if is_shown and later and _is_same(later[0], shown):
        changes.first_days[later[0]] = as_of
        if later[0].held_to is None:
            changes.last_days[later[0]] = now_in.held_to
    elif is_shown:
        last_day = min(now_in.held_to, later[0].held_from - _A_DAY) if later else now_in.held_to
        changes.begun = (as_of, last_day)
    return changes


def term_pairs(kept, published):
    """Each published term with the kept one it speaks of, or None; a kept term is used once.

    The first day tells a term. Where that was corrected, the term of the same chamber that it overlaps.
    """
    exact = {(term.chamber, term.held_from): term for term in kept}
    pairs = [(term, exact.pop((term.chamber, term.held_from), None)) for term in published]
    left = list(exact.values())
    for index, (term, match) in enumerate(pairs):
        if match is None:
            match = next((row for row in left if row.chamber == term.chamber and _overlap(row, term)), None)
            if match is not None:
                left.remove(match)
                pairs[index] = (term, match)
    return pairs


def last_day_of_vacated(term, as_of):
    """The new last day of a term whose Member the snapshot no longer lists; None where it stands as it is."""
    if term.held_from < as_of <= term.held_to:
        return as_of - _A_DAY
    return None


def speak_of_the_day(members, as_of):
    """Whether the files are of this day: the last term of more than half of the Members holds on it."""
    last = [max(member.terms, key=lambda term: term.held_from) for member in members]
    serving = sum(term.held_from <= as_of <= term.held_to for term in last)
    return serving * 2 > len(last)


def still_of_use(posts, members):
    """The posts of those Presidents and Vice Presidents who served while a listed Member did."""
    since = min(term.held_from for member in members for term in member.terms)
    people = {id(post.person) for post in posts if post.held_to >= since}
    return [post for post in posts if id(post.person) in people]


def _is_same(seat, shown):
    return (seat.title, seat.rank, seat.side) == (shown.title, shown.rank, shown.side)


def _overlap(one, other):
    return one.held_from < other.held_to and other.held_from < one.held_to
