"""Time the product against a bare floor, at several sizes and on several databases.

    python benchmarks/run.py [--database-url sqlite] [--database-url postgres://…] [--sizes 1000,10000,100000]
                             [--rounds 50] [--keep] [--only list]

For each database and size: a throw-away database is migrated and filled, the product's own gunicorn serves
it with two workers on a free port, a clerk signs in over HTTP, and each operation is asked for in turn with
the floor, one for one. Printed for each: the ratio of the two medians (read these, not the milliseconds),
median and 95th percentile, SQL statements (those that only begin or end a transaction after a plus), size,
growth from the smallest record to the largest, the memory that the workers hold of their own, and how many
answers a second eight clients at once get of a few pages, beside what they get of the floor. A
PostgreSQL URL names a database whose user may create others beside it. With --keep the filled databases
stay for the next run on the same day. Ends with 0 whatever the figures: it is a benchmark, not a test.
"""

import argparse
import json
import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from subprocess import PIPE

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import CLERK, PASSWORD, figures
from benchmarks.browser import Browser
from benchmarks.databases import filled
from benchmarks.operations import OPERATIONS
from benchmarks.server import ROOT, Watch, environment, manage, memory_of_its_own, serving
from benchmarks.throughput import measure_throughput

FLOOR = "/benchmark/floor/"
WARM_UP = 6  # unmeasured requests, so that both workers have served the page


class UnexpectedAnswerError(Exception):
    """An operation was answered otherwise than it should be."""


def measure(browser, operation, targets, rounds):
    """Time an operation, in turn with the floor."""
    requests = operation.requests(targets, browser)
    counted = _ask(browser, next(requests), {"X-Count-Statements": "1"})
    for _ in range(WARM_UP // 2 if operation.is_used_up else WARM_UP):
        browser.ask("GET", FLOOR)
        _ask(browser, next(requests))
    seconds, floor = [], []
    for request, _ in zip(requests, range(rounds), strict=False):
        floor.append(browser.ask("GET", FLOOR).seconds)
        seconds.append(_ask(browser, request).seconds)
    return figures.Timing(
        tuple(seconds),
        tuple(floor),
        statements=int(counted.headers["X-Statements"]),
        control=int(counted.headers["X-Transaction-Statements"]),
        size=len(counted.body),
    )


def _ask(browser, request, headers=None):
    page = browser.ask(request.method, request.path, request.form, headers)
    if page.status != request.status:
        raise UnexpectedAnswerError(
            f"{request.method} {request.path} gave {page.status}, not {request.status}."
        )
    return page


def measure_all(server_url, letters, options, say):
    """Time every operation on one database of one size.

    The database's name, {operation: Timing}, memory, and {operation: Throughput}.
    """
    with filled(server_url, letters, is_kept=options.keep, say=say) as (url, var):
        settings = environment(url, var)
        manage(["collectstatic", "--no-input", "-v0"], settings)
        command = [sys.executable, "benchmarks/targets.py"]
        targets = json.loads(subprocess.run(command, cwd=ROOT, env=settings, check=True, stdout=PIPE).stdout)
        with serving(url, var) as (port, workers):
            browser = Browser("127.0.0.1", port)
            browser.sign_in("/admin/login/", CLERK, PASSWORD)
            for _ in range(20):
                browser.ask("GET", FLOOR)
            idle = max(map(memory_of_its_own, workers))
            watch = Watch(workers)
            watch.start()
            timings, peaks = {}, {}
            for operation in OPERATIONS:
                if options.only in operation.name:
                    try:
                        timings[operation.name] = measure(browser, operation, targets, options.rounds)
                    except (UnexpectedAnswerError, LookupError, StopIteration) as fault:
                        say(f"{operation.name}: not measured. {fault}")
                    peaks[operation.name] = watch.so_far()
            memory = figures.Memory(idle, watch.end(), figures.first_at_peak(peaks))
            return targets["database"], timings, memory, _throughputs(browser, targets, timings)


def _throughputs(browser, targets, timings):
    """How many answers a second several clients get at once, of the operations that ask for it."""
    found = {}
    for operation in OPERATIONS:
        if operation.is_thronged and operation.name in timings:
            request = next(operation.requests(targets, browser))
            found[operation.name] = measure_throughput(
                lambda request=request: _ask(browser, request), lambda: browser.ask("GET", FLOOR)
            )
    return found


def main():
    """Measure what the command line says, and print tables that can be pasted into README."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--database-url", action="append")
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--only", default="", help="operations whose name has these words")
    options = parser.parse_args()
    goals = {operation.name: operation.goal for operation in OPERATIONS}
    for server_url in options.database_url or ["sqlite"]:
        results, memory, throughputs = defaultdict(dict), {}, {}
        for letters in sorted(int(size) for size in options.sizes.split(",")):
            measured = measure_all(server_url, letters, options, _say)
            database, timings, memory[letters], throughputs[letters] = measured
            for name, timing in timings.items():
                results[name][letters] = timing
        print(f"\n### {database}, medians of {options.rounds}, load {os.getloadavg()[0]:.1f}\n")
        if results:
            print(figures.table(results, goals))
        for letters, held in memory.items():
            print(f"\n{held.in_words(letters)}")
        for letters, pages in throughputs.items():
            for name, throughput in pages.items():
                print(f"\n{throughput.in_words(name, letters)}")
        print(flush=True)


def _say(line):
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
