"""The arithmetic of a run: from pairs of seconds to ratios, growth, and whether a goal was met."""

from dataclasses import dataclass
from statistics import median

GROWTH = 1.3  # what an operation may cost in the largest record, where it costs 1 in the one it grows from
MEMORY = 1.5  # what a worker may hold at its peak, where it holds 1 idle


@dataclass(frozen=True)
class Goal:
    """What an operation may cost: times the floor, and SQL statements; None where it is only reported.

    Growth is counted from the record of `grows_from` letters, or from the smallest that was measured.
    """

    floors: float | None = None
    statements: int | None = None
    grows_from: int = 1000


@dataclass(frozen=True)
class Timing:
    """One operation at one size: seconds of it and of the floor, taken in turn, in one window."""

    seconds: tuple[float, ...]
    floor: tuple[float, ...]
    statements: int
    control: int
    size: int

    @property
    def ratio(self):
        """How many floors it costs: of two medians."""
        return median(self.seconds) / median(self.floor)

    @property
    def median_ms(self):
        return median(self.seconds) * 1000

    @property
    def p95_ms(self):
        return percentile(self.seconds, 95) * 1000


@dataclass(frozen=True)
class Memory:
    """What a worker holds of its own (RssAnon), in MiB: idle after the floor, and at its peak."""

    idle: float
    peak: float
    at_peak: str = ""  # the operation in which it came within a MiB of the peak

    def in_words(self, letters):
        """One line, with whether the goal is met."""
        times = self.peak / self.idle
        verdict = "met" if times <= MEMORY else "**missed**"
        return (
            f"A worker's own memory at {letters:,} letters: {self.idle:.0f} MiB idle, "
            f"{self.peak:.0f} MiB at its peak ({self.at_peak}), {times:.2f} × "
            f"(goal ≤ {MEMORY:g} ×: {verdict})."
        )


def first_at_peak(peaks):
    """The first operation after which memory stood within a MiB of its highest; peaks are in their order."""
    return next((name for name, peak in peaks.items() if peak >= max(peaks.values()) - 1), "")


def percentile(values, percent):
    """The smallest value that at least so many percent of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def growth(small, large):
    """What the larger record costs, counted in the smaller one's ratio."""
    return large.ratio / small.ratio


def _growth(goal, timings):
    """The growth that the goal is about; None where only one size was measured."""
    first = timings.get(goal.grows_from, timings[min(timings)])
    last = timings[max(timings)]
    return None if first is last else growth(first, last)


def misses(goal, timings):
    """In words, what an operation's timings, by size, miss of its goal."""
    found = []
    for letters, timing in timings.items():
        if goal.floors is not None and timing.ratio > goal.floors:
            found.append(f"{timing.ratio:.1f} × at {letters:,}")
        if goal.statements is not None and timing.statements > goal.statements:
            found.append(f"{timing.statements} statements at {letters:,}")
    grown = _growth(goal, timings)
    if goal.floors is not None and grown is not None and grown > GROWTH:
        found.append(f"grows {grown:.2f} ×")
    return found


def table(results, goals):
    """A Markdown table of {operation: {letters: Timing}} with its goals, sizes side by side."""
    sizes = sorted({letters for timings in results.values() for letters in timings})
    largest = sizes[-1]
    head = ["operation", *(f"× floor, {letters:,}" for letters in sizes), "goal"]
    head += ["growth"] * (len(sizes) > 1) + [f"ms median / p95, {largest:,}", "SQL", "kB", "met"]
    lines = [head, ["---"] * len(head)]
    for name, timings in results.items():
        goal, last = goals[name], timings[max(timings)]
        cells = [name]
        cells += [f"{timings[letters].ratio:.2f}" if letters in timings else "–" for letters in sizes]
        cells.append(f"≤ {goal.floors:g}" if goal.floors is not None else "reported")
        if len(sizes) > 1:
            grown = _growth(goal, timings)
            cells.append("–" if grown is None else f"{grown:.2f}")
        cells.append(f"{last.median_ms:.1f} / {last.p95_ms:.1f}")
        cells.append(f"{last.statements} + {last.control}" if last.control else f"{last.statements}")
        cells.append(f"{last.size / 1000:.0f}")
        missed = misses(goal, timings)
        cells.append("; ".join(f"**missed**: {one}" for one in missed) or ("yes" if goal.floors else ""))
        lines.append(cells)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
