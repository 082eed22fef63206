"""Geometry of the lanes that a timeline is drawn as: pure. Across in percent, down in pixels.

One lane for the letter, one for chasing, one a request (one a part where several agencies owe).
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from correspondence.timeline.entries import MONTHS, Kind
from correspondence.timeline.rules import State, stands

HEAD, FOOT = 40, 8  # px above and below the lanes
ROW, AGENCY_ROW, ASKER_ROW = 36, 44, 28  # px: a lane, one that names its agency, a name above lanes
LEFT, RIGHT = 1.0, 98.5  # percent: what is left beside the first and the last day, for half a mark
LEAST_DAYS = 14  # a scale is never shorter
MOST_DAYS_AHEAD = 366  # what lies further ahead stands at the edge
NEAR = 1.5  # percent: of like marks in a lane, one that lies so near to the one before is not drawn
LAST_NAMED, LAST_NAMED_ON_NARROW = 92, 78  # percent: beyond, a month's name would not fit beside its line
SIDE_BY_SIDE = 13  # px between marks of one day in one lane
SCALES = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000)  # months between two lines of the scale

_CHASING = (Kind.REMINDED, Kind.NEXT_REMINDER, Kind.CONTACTED)
_WHOLE_LETTER = (Kind.ACKNOWLEDGED, Kind.RECEIVED, Kind.FOLLOWED_UP)
_IN_A_LANE = (Kind.ANSWERED, Kind.SETTLED, Kind.REOPENED, Kind.MOVED, Kind.ASKED_AGAIN)
_LINES = {State.WAITING: "waiting", State.PAUSED: "paused"}


@dataclass(frozen=True, slots=True)
class Lane:
    """What stands beside a lane: its name, and where its part stands."""

    name: str
    height: int = ROW
    agency: str = ""
    mark: str = ""
    tone: str = ""
    words: str = ""
    request_id: int | None = None
    is_asker: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of a lane. Its look: waiting, was_late, late, paused, ahead, or base."""

    look: str
    y: int
    begins: float
    ends: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of the alphabet on a lane. `beside` counts the marks of its day that stand before it."""

    name: str
    y: int
    x: float
    tone: str = ""
    beside: int = 0


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the scale, at the first of a month; without words where there is no room beside it.

    A minor one is named only on a wide page. `narrow` is what is added to the words on a narrow one,
    where the tick that named the year is a minor one.
    """

    x: float
    words: str
    narrow: str = ""
    is_minor: bool = False


@dataclass
class Drawing:
    """The lanes of a timeline, ready to be drawn."""

    lanes: list[Lane] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    bars: list[Mark] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    ticks: list[Tick] = field(default_factory=list)
    today: float = 0.0
    height: int = HEAD + FOOT

    @property
    def looks(self):
        """The names of the marks and lines that occur: what a legend must explain."""
        marks = {"moved" if mark.name == "extended" else mark.name for mark in self.marks}
        return marks | {bar.name for bar in self.bars} | {line.look for line in self.lines}


class Scale:
    """Where a day stands, in percent of the width."""

    def __init__(self, days, today):
        past = [day for day in days if day <= today]
        self.first = min([*past, today])
        ahead = max(MOST_DAYS_AHEAD, (today - self.first).days)
        self.last = max(
            self.first + timedelta(LEAST_DAYS), *(min(day, today + timedelta(ahead)) for day in days), today
        )
        self._span = (self.last - self.first).days

    def x(self, day):
        share = min(max((day - self.first).days / self._span, 0), 1)
        return round(LEFT + share * (RIGHT - LEFT), 2)

    def ticks(self):
        """Lines at the first of a month, as many as can be told apart: at most eight."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
        step = next((scale for scale in SCALES if months / scale <= 8), SCALES[-1])
        first = self.first.year * 12 + self.first.month - 1
        shown = [month for month in range(first + 1, first + months + 1) if month % step == 0]
        year = year_of_major = None
        for n, month in enumerate(shown):
            day = date(month // 12, month % 12 + 1, 1)
            x, is_minor = self.x(day), n % 2 == 1
            if x > LAST_NAMED:
                yield Tick(x, "", is_minor=is_minor)
                continue
            words, narrow = MONTHS[day.month - 1], ""
            if step >= 12:
                words = str(day.year)
            elif day.year != year:
                words += f" {day.year}"
            elif not is_minor and day.year != year_of_major:
                narrow = f" {day.year}"
            year = day.year
            year_of_major = year_of_major if is_minor else day.year
            yield Tick(x, words, narrow, is_minor or x > LAST_NAMED_ON_NARROW)


def draw(timeline):
    """The lanes of a timeline."""
    facts, entries = timeline.facts, timeline.entries
    scale = Scale([entry.day for entry in entries], facts.today)
    drawing = Drawing(ticks=list(scale.ticks()), today=scale.x(facts.today))
    _letter_lane(drawing, scale, facts, entries)
    if facts.letter.sent_on:
        _chasing_lane(drawing, scale, facts, entries)
    asker, has_askers = "", len({one.asker for one in facts.asked}) > 1
    for one in facts.asked:
        if has_askers and one.asker and one.asker != asker:
            _lane(drawing, Lane(one.asker, height=ASKER_ROW, is_asker=True))
        asker = one.asker
        _part_lane(drawing, scale, facts, entries, one)
    return drawing


def _lane(drawing, lane):
    """Add a lane below the others; returns the height at which it runs."""
    drawing.lanes.append(lane)
    y = drawing.height - FOOT + lane.height // 2
    drawing.height += lane.height
    return y


def _letter_lane(drawing, scale, facts, entries):
    letter, today = facts.letter, facts.today
    y = _lane(drawing, Lane("Letter"))
    begins = letter.sent_on or letter.dated_on
    is_open = not facts.parts or any(course.is_open for course in facts.courses.values())
    settled = [course.settled_on for course in facts.courses.values() if course.settled_on]
    ends = today if is_open else max(settled, default=today)
    _line(drawing, scale, "waiting", y, min(letter.dated_on, begins), max(ends, begins))
    if is_open and scale.last > today and letter.sent_on:
        _line(drawing, scale, "ahead", y, today, scale.last)
    marks = [(letter.sent_on, "sent", "")] if letter.sent_on else [(letter.dated_on, "draft", "quiet")]
    marks += _of_kinds(entries, _WHOLE_LETTER)
    _marks(drawing, scale, y, marks)


def _chasing_lane(drawing, scale, facts, entries):
    y = _lane(drawing, Lane("Chased"))
    _line(drawing, scale, "base", y, facts.letter.sent_on, scale.last)
    _marks(drawing, scale, y, _of_kinds(entries, _CHASING))


def _part_lane(drawing, scale, facts, entries, one):
    course, today = facts.courses[one.part_id], facts.today
    mark, tone, words = stands(course, today)
    agency = one.agency if facts.names.name_agencies else ""
    number = facts.names.number(one)
    height = AGENCY_ROW if agency else ROW
    y = _lane(drawing, Lane(number, height, agency, mark, tone, words, request_id=one.request_id))
    for stretch in course.stretches:
        look = _LINES.get(stretch.state) or ("late" if stretch.is_now else "was_late")
        _line(drawing, scale, look, y, stretch.begins, stretch.ends)
    if course.is_open and course.due_on and course.due_on > today:
        _line(drawing, scale, "ahead", y, today, course.due_on)
    _bars(drawing, scale, y, course)
    marks = [(facts.letter.sent_on, "sent", "")]
    marks += _of_kinds([entry for entry in entries if one.part_id in entry.part_ids], _IN_A_LANE)
    _marks(drawing, scale, y, marks)


def _bars(drawing, scale, y, course):
    """The due dates of a part: those that another has replaced are grey."""
    drawn = set()
    for due in reversed(course.dues):
        is_last = due is course.dues[-1]
        if due.on in drawn or (is_last and not due.came):
            continue
        drawn.add(due.on)
        name = "extended" if due.is_ahead and course.is_extended else "due"
        drawing.bars.append(Mark(name, y, scale.x(due.on), "" if is_last else "quiet"))


def _of_kinds(entries, kinds):
    for entry in entries:
        if entry.kind in kinds and entry.tone != "quiet":
            tone = "quiet" if entry.is_ahead else entry.tone
            yield entry.day, entry.mark, tone


def _line(drawing, scale, look, y, begins, ends):
    drawing.lines.append(Line(look, y, scale.x(begins), scale.x(ends)))


def _marks(drawing, scale, y, marks):
    """Put marks on a lane; those of one day stand side by side, each name once."""
    placed = []
    for day, name, tone in marks:
        x = scale.x(day)
        if any(mark.name == name and abs(mark.x - x) < NEAR for mark in placed):
            continue
        beside = sum(mark.x == x for mark in placed)
        placed.append(Mark(name, y, x, tone, beside))
    drawing.marks += placed
