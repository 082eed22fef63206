"""Several clients at once are counted rightly."""

import threading
import time

import pytest

from benchmarks.throughput import Throughput, measure_throughput


def test_share_is_of_two_medians():
    throughput = Throughput(page=(70, 80, 10), floor=(100, 140, 90))

    share = throughput.share

    assert share == pytest.approx(0.7)


@pytest.mark.parametrize(("page", "verdict"), [((70,), "met"), ((69,), "**missed**")])
def test_goal_is_called_met_or_missed(page, verdict):
    throughput = Throughput(page, floor=(100,))

    words = throughput.in_words("list", 1000)

    assert words.endswith(f"{verdict}).")


def test_all_clients_ask_at_once_and_none_is_left_over_for_the_other_page():
    lock, now, most = threading.Lock(), [0, 0], [0, 0]

    def ask(which):
        with lock:
            now[which] += 1
            most[which] = max(most[which], now[which])
            assert not now[1 - which]
        time.sleep(0.005)
        with lock:
            now[which] -= 1

    measured = measure_throughput(lambda: ask(0), lambda: ask(1), rounds=2, window=0.05, clients=4)

    assert most == [4, 4]
    assert len(measured.page) == len(measured.floor) == 2


def test_a_failing_page_is_told():
    def fail():
        raise LookupError("It gave 500.")

    with pytest.raises(LookupError, match="It gave 500"):
        measure_throughput(fail, lambda: None, rounds=1, window=0.01, clients=2)
