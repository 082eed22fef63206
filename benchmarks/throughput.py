"""How many answers a second the server gives several clients at once, beside what it gives of the floor."""

import threading
import time
from dataclasses import dataclass
from statistics import median

CLIENTS = 8
WINDOW = 2.0  # seconds in which one page is asked for, before it is the other's turn
ROUNDS = 5
GOAL = 0.7


@dataclass(frozen=True)
class Throughput:
    """Answers a second of a page and of the floor, a number for each window, taken in turn."""

    page: tuple[float, ...]
    floor: tuple[float, ...]

    @property
    def share(self):
        """The page's answers for each of the floor's: of two medians."""
        return median(self.page) / median(self.floor)

    def in_words(self, name, letters):
        """One line, with whether the goal is met."""
        verdict = "met" if self.share >= GOAL else "**missed**"
        return (
            f"{CLIENTS} clients at once, {letters:,} letters, {name}: {median(self.page):.0f} answers a second, "
            f"{self.share:.2f} of the floor's {median(self.floor):.0f} (goal ≥ {GOAL:g}: {verdict})."
        )


def measure_throughput(ask_page, ask_floor, *, rounds=ROUNDS, window=WINDOW, clients=CLIENTS):
    """Windows of the floor and of the page in turn. Each of the two asks once, and raises where that fails."""
    page, floor = [], []
    for ask in (ask_floor, ask_page):
        _answers_a_second(ask, window / 4, clients)  # unmeasured
    for _ in range(rounds):
        floor.append(_answers_a_second(ask_floor, window, clients))
        page.append(_answers_a_second(ask_page, window, clients))
    return Throughput(tuple(page), tuple(floor))


def _answers_a_second(ask, window, clients):
    """What all clients together get in a window, each asking anew as soon as it is answered.

    The window ends with the last answer to what was asked in it, so that no request is left over for the next.
    """
    counts, faults = [0] * clients, []

    def client(number):
        try:
            while time.perf_counter() < ends:
                ask()
                counts[number] += 1
        except Exception as fault:  # told to whoever measures
            faults.append(fault)

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    began = time.perf_counter()
    ends = began + window
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return sum(counts) / (time.perf_counter() - began)
