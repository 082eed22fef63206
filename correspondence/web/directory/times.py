"""Response times as the page shows them: each measure in words, and drawn as a line from least to most."""

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from correspondence.templatetags.marks import day
from correspondence.web.directory.links import number

_HEIGHT, _MIDDLE = 20, 10
_MEASURES = (
    ("acknowledged", "Acknowledgment", "from the day it was sent to the first acknowledgment"),
    ("first", "First response", "to the first thing that came back, an acknowledgment too"),
    ("beyond", "First reply in substance", "to the first that neither acknowledges nor asks for time"),
    ("settled", "Settlement", "until the last request put to it was settled, by an answer or otherwise"),
)  # fmt: skip
_STEPS = (7, 14, 30, 60, 90, 120, 180, 365, 730, 1095, 1825, 3650, 7300, 14600)


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of the table."""

    name: str
    what: str
    median: str
    extent: str
    letters: str
    drawing: SafeString


@dataclass(frozen=True, slots=True)
class Year:
    """One year of the table below."""

    year: int
    letters: str
    first: str
    settled: str
    in_time: str


@dataclass(frozen=True, slots=True)
class Times:
    """All that the page says of an agency's response times."""

    measures: list[Measure]
    axis: SafeString
    years: list[Year]
    in_time: str
    looked_at: str


def times_shown(times):
    """The Times of a page; None where nothing was sent yet."""
    if not times.letters:
        return None
    spreads = [(getattr(times, key), name, what) for key, name, what in _MEASURES]
    end = _end(max((one.most for one, _, _ in spreads if one), default=0))
    return Times(
        measures=[_measure(one, name, what, times.letters, end) for one, name, what in spreads],
        axis=_axis(end),
        years=[
            Year(
                one.year, f"{one.letters:,}", number(one.first), number(one.settled), _share(one.in_time)
            )
            for one in times.years
        ],
        in_time=_in_time(times.in_time),
        looked_at=_looked_at(times),
    )  # fmt: skip


def _measure(spread, name, what, letters, end):
    if spread is None:
        return Measure(name, what, "–", "–", f"0 of {letters:,}", _svg(""))
    extent = f"{spread.least:,} to {spread.most:,}" if spread.least != spread.most else f"{spread.most:,}"
    counted = f"{spread.count:,} of {letters:,}"
    return Measure(name, what, number(spread.median), extent, counted, _drawing(spread, end))


def _drawing(spread, end):
    """A thin line from the least to the most, a thick one for the middle half, an upright at the median."""

    def x(days):
        return f"{100 * days / end:.2f}%"

    line = f'y1="{_MIDDLE}" y2="{_MIDDLE}"'
    return _svg(
        f'<line class="extent" x1="{x(spread.least)}" x2="{x(spread.most)}" {line}/>'
        f'<line class="half" x1="{x(spread.lower)}" x2="{x(spread.upper)}" {line}/>'
        f'<line class="median" x1="{x(spread.median)}" x2="{x(spread.median)}" y1="2" y2="{_HEIGHT - 2}"/>'
    )


def _svg(content):
    return mark_safe(
        f'<svg class="spread" width="100%" height="{_HEIGHT}" aria-hidden="true">'
        f'<line class="track" x1="0" x2="100%" y1="{_MIDDLE}" y2="{_MIDDLE}"/>{content}</svg>'
    )


def _end(most):
    """The number of days at which the drawing ends: a round one, at or after the most."""
    return next((step for step in _STEPS if step >= most), most)


def _axis(end):
    """Where the drawing begins and ends, and its middle, in days."""
    middle = number(end / 2)
    return mark_safe(
        f'<svg class="spread axis" width="100%" height="16" aria-hidden="true">'
        f'<text x="0" y="12">0</text><text x="50%" y="12" text-anchor="middle">{middle}</text>'
        f'<text x="100%" y="12" text-anchor="end">{end:,} days</text></svg>'
    )


def _share(share):
    return f"{share.percent}% of {share.of:,}" if share.of else "–"


def _in_time(share):
    if not share.of:
        return "No request to it has been answered or has fallen due yet."
    if share.of == 1:
        return f"The one request that has fallen due was {'' if share.part else 'not '}answered in time."
    return f"{share.percent}% of {share.of:,} requests were answered in time."


def _looked_at(times):
    letters = "the one letter" if times.letters == 1 else f"the {times.letters:,} letters"
    if times.is_cut:
        return f"Worked out from {letters} entered last, the earliest of them sent on {day(times.since)}."
    return f"Worked out from {letters} sent to it, since {day(times.since)}."
