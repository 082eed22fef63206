"""How many answers a second the server gives several clients at once, beside what it gives of the floor."""

import time
from concurrent.futures import ThreadPoolExecutor
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
        page, floor = round(median(self.page)), round(median(self.floor))
        return (
            f"{CLIENTS} clients at once, {letters:,} letters, {name}: {page} answers a second, "
            f"{self.share:.2f} of the floor's {floor} (goal ≥ {GOAL:g}: {verdict})."
        )


def measure_throughput(ask_page, ask_floor, *, rounds=ROUNDS, window=WINDOW, clients=CLIENTS):
    """Windows of the floor and of the page in turn. Each of the two asks once; what it raises is raised."""
    page, floor = [], []
    for ask in (ask_floor, ask_page):
        _answers_a_second(ask, window / 4, clients)  # unmeasured
    for _ in range(rounds):
        floor.append(_answers_a_second(ask_floor, window, clients))
        page.append(_answers_a_second(ask_page, window, clients))
    return Throughput(tuple(page), tuple(floor))


def _answers_a_second(ask, window, clients):
    """What all clients together get in a window, each asking anew as soon as it is answered.

    The window ends with the last answer to what was asked in it: no request is left over for the next.
    """
    began = time.perf_counter()

    def client(_):
        count = 0
        while time.perf_counter() < began + window:
            ask()
            count += 1
        return count

    with ThreadPoolExecutor(clients) as pool:
        count = sum(pool.map(client, range(clients)))
    return count / (time.perf_counter() - began)
