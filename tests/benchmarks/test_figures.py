"""What a run prints is worked out rightly, and a missed goal is called missed."""

import pytest

from benchmarks.figures import Goal, Memory, Timing, first_at_peak, growth, misses, percentile, table


def timing(*seconds, floor=(0.01,), statements=5, control=0, size=30_000):
    return Timing(seconds, floor, statements, control, size)


def test_ratio_is_of_two_medians():
    one = timing(0.02, 0.03, 0.9, floor=(0.01, 0.012, 0.5))

    ratio = one.ratio

    assert ratio == pytest.approx(0.03 / 0.012)


@pytest.mark.parametrize(("count", "rank"), [(50, 48), (20, 19), (1, 1)])
def test_95th_percentile_is_a_value_that_was_measured(count, rank):
    values = list(range(count, 0, -1))

    value = percentile(values, 95)

    assert value == rank


def test_growth_compares_ratios_and_not_seconds():
    small = timing(0.02, floor=(0.01,))
    large = timing(0.06, floor=(0.02,))

    grown = growth(small, large)

    assert grown == pytest.approx(1.5)


def test_goal_within_reach_is_met():
    found = misses(Goal(6, 30), {1000: timing(0.05), 100_000: timing(0.06)})

    assert found == []


def test_each_missed_goal_is_named_with_its_size():
    timings = {1000: timing(0.05, statements=30), 100_000: timing(0.07, statements=31)}

    found = misses(Goal(6, 30), timings)

    assert found == ["7.0 × at 100,000", "31 statements at 100,000", "grows 1.40 ×"]


def test_growth_is_counted_from_the_size_that_the_goal_names():
    timings = {1000: timing(0.04), 10_000: timing(0.05), 100_000: timing(0.06)}

    found = [misses(Goal(8, grows_from=size), timings) for size in (1000, 10_000)]

    assert found == [["grows 1.50 ×"], []]


def test_what_is_only_reported_misses_nothing():
    found = misses(Goal(), {1000: timing(0.05), 100_000: timing(5.0)})

    assert found == []


def test_table_sets_the_sizes_side_by_side():
    results = {"list": {1000: timing(0.05, control=2), 100_000: timing(0.06, control=2)}}

    lines = table(results, {"list": Goal(6)}).splitlines()

    assert lines[0].startswith("| operation | × floor, 1,000 | × floor, 100,000 | goal | growth |")
    assert lines[2] == "| list | 5.00 | 6.00 | ≤ 6 | 1.20 | 60.0 / 60.0 | 5 + 2 | 30 | yes |"


def test_table_leaves_a_gap_where_an_operation_was_not_measured():
    results = {"list": {1000: timing(0.05), 100_000: timing(0.06)}, "form": {1000: timing(0.1)}}

    lines = table(results, {"list": Goal(6), "form": Goal()}).splitlines()

    assert lines[3].startswith("| form | 10.00 | – | reported | – | 100.0 / 100.0 |")


def test_memory_says_whether_its_goal_is_met():
    assert "1.40 × (goal ≤ 1.5 ×: met)" in Memory(idle=50, peak=70).in_words(1000)
    assert "**missed**" in Memory(idle=50, peak=80).in_words(1000)


def test_memory_names_the_operation_that_took_it_there():
    name = first_at_peak({"list": 60.0, "search": 90.5, "form": 91.0})

    assert name == "search"
