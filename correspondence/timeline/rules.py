"""How a part stood from day to day, worked out from its decisions: values in, value out."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum

from correspondence.letters.models import Decision
from correspondence.timeline.entries import near_day

What, DueGround = Decision.What, Decision.DueGround

SOON = timedelta(days=7)  # a due date within a week is soon
_A_DAY = timedelta(days=1)


class State(Enum):
    """How a part stands on a day. What is settled or asked again runs no clock."""

    WAITING = "waiting"
    LATE = "late"
    PAUSED = "paused"
    SETTLED = "settled"
    ASKED_AGAIN = "asked_again"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part stood in one state from a day to a day. `is_now` where it still does."""

    state: State
    begins: date
    ends: date
    is_now: bool = False


@dataclass(frozen=True, slots=True)
class DueDate:
    """A due date that was in force. `came` where its day was reached, or lies ahead, with it in force."""

    on: date
    decision: object
    came: bool
    is_ahead: bool = False


@dataclass
class Course:
    """A part's way from the day it was sent to today."""

    state: State = State.WAITING
    due_on: date | None = None
    settled_on: date | None = None
    is_extended: bool = False
    stretches: list[Stretch] = field(default_factory=list)
    dues: list[DueDate] = field(default_factory=list)
    late_since: list[tuple[date, date]] = field(default_factory=list)  # (first late day, the due date missed)

    @property
    def is_open(self):
        return self.state not in (State.SETTLED, State.ASKED_AGAIN)

    def days_late(self, today):
        return (today - self.due_on).days if self.state is State.LATE else 0


def course_of(decisions, *, sent_on, asked_again_on=None, today):
    """The course of a part. `decisions` are rows of Decision, or anything with their columns.

    A part is late from the day after its due date; a settled one is late no more, nor is one that a
    later letter asks again from the day that letter was sent.
    """
    course, since, paused, due = Course(), sent_on, False, None
    ordered = sorted(decisions, key=lambda one: (one.on, one.pk))
    again = asked_again_on if asked_again_on and asked_again_on <= today else None

    def run(until, is_now=False):
        if again and since >= again:
            return
        until = min(until, again) if again else until
        if course.settled_on is None:
            _run_on(course, since, until, due, paused, is_now and not again)

    for decision in ordered:
        if decision.on > since:
            run(decision.on)
            since = decision.on
        if decision.what == What.SETTLED:
            course.settled_on = decision.on
        elif decision.what == What.PAUSED:
            paused = True
        elif decision.what in (What.DUE_SET, What.REOPENED, What.RESUMED):
            if decision.what == What.REOPENED:
                course.settled_on = None
            paused, due = False, decision
            course.dues.append(DueDate(decision.new_due_on, decision, came=False))
            course.is_extended = decision.ground == DueGround.EXTENDED
    run(today, is_now=True)

    course.due_on = due.new_due_on if due and not paused else None
    course.state = _state_now(course, paused, again, today)
    if course.is_open and course.due_on and course.due_on > today:
        course.dues[-1] = DueDate(course.due_on, due, came=True, is_ahead=True)
    return course


def _run_on(course, begins, ends, due, paused, is_now):
    """Let the clock run from a day to a day under one due date."""
    if paused:
        _add(course, State.PAUSED, begins, ends, is_now)
    elif due:
        day = due.new_due_on
        if begins <= day <= ends:
            course.dues[-1] = DueDate(day, due, came=True)
        if day > begins:
            _add(course, State.WAITING, begins, min(day, ends), is_now and day >= ends)
        if day < ends:
            begins = max(day, begins)
            if not (course.late_since and course.late_since[-1][1] == day and _runs_on(course, begins)):
                course.late_since.append((max(begins, day + _A_DAY), day))
            _add(course, State.LATE, begins, ends, is_now)


def _runs_on(course, day):
    last = course.stretches[-1] if course.stretches else None
    return last and last.state is State.LATE and last.ends == day


def _add(course, state, begins, ends, is_now):
    last = course.stretches[-1] if course.stretches else None
    if last and last.state is state and last.ends == begins:
        course.stretches[-1] = Stretch(state, last.begins, ends, is_now)
    elif begins < ends or is_now:
        course.stretches.append(Stretch(state, begins, ends, is_now))


def _state_now(course, paused, again, today):
    if course.settled_on:
        return State.SETTLED
    if again:
        return State.ASKED_AGAIN
    if paused:
        return State.PAUSED
    return State.LATE if course.due_on and course.due_on < today else State.WAITING


def stands(course, today):
    """Where a part stands today: (mark, tone, words), short enough to stand beside its number."""
    if course.state is State.SETTLED:
        return "settled", "settled", f"settled {near_day(course.settled_on, today)}"
    if course.state is State.LATE:
        return "late", "late", late_by(course.days_late(today))
    if course.state is State.ASKED_AGAIN:
        return "sent", "", "asked again"
    if course.state is State.PAUSED:
        return "open", "", "paused"
    if course.due_on is None:
        return "open", "", "open"
    if course.is_extended:
        return "extended", "", f"extended to {near_day(course.due_on, today)}"
    if course.due_on - today <= SOON:
        return "soon", "soon", f"due {near_day(course.due_on, today)}"
    return "open", "", f"due {near_day(course.due_on, today)}"


def late_by(days):
    return f"{days:,} day{'' if days == 1 else 's'} late"
