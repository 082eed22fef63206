"""Time the raising of reminders on a large record.

    python benchmarks/reminders.py [--database-url sqlite] [--database-url postgres://…]
                                   [--letters 100000] [--keep]

`manage.py raise_reminders` runs twice: the first raises the latest step of everything that is owed, the
second finds nothing. Beside them stands what the interpreter costs that only starts Django. Printed: seconds,
and the most memory that the command held of its own (RssAnon). Ends with 0 whatever the figures.
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.databases import filled
from benchmarks.server import ROOT, Watch, environment

FIRST, AGAIN, MEMORY = 5.0, 1.0, 200  # seconds; seconds beyond the start; MiB
_START = "import django; django.setup(); from django.db import connection; connection.ensure_connection()"


def timed(command, settings):
    """Run a command. Return its seconds, the most memory of its own in MiB, and what it said last."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env=settings, stdout=subprocess.PIPE, text=True
    )
    watch = Watch([process.pid])
    watch.start()
    said, _ = process.communicate()
    seconds = time.perf_counter() - began
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}.")
    return seconds, watch.end(), (said.strip().splitlines() or [""])[-1]


def main():
    """Measure what the command line says, and print a table that can be pasted into README."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--database-url", action="append")
    parser.add_argument("--letters", type=int, default=100_000)
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    print(
        "| database | first run, s (≤ 5) | again, s beyond the start (≤ 1) | own memory, MiB (< 200) | met |"
    )
    print("| --- | --- | --- | --- | --- |")
    for server_url in options.database_url or ["sqlite"]:
        with filled(server_url, options.letters, is_kept=options.keep, say=_say) as (url, var):
            settings = environment(url, var, DJANGO_SETTINGS_MODULE="correspondence.settings")
            first, memory, said = timed(["manage.py", "raise_reminders"], settings)
            _say(said)
            again = [timed(["manage.py", "raise_reminders"], settings)[0] for _ in range(5)]
            start = median(timed(["-c", _START], settings)[0] for _ in range(5))
        beyond = median(again) - start
        is_met = first <= FIRST and beyond <= AGAIN and memory < MEMORY
        name = "SQLite" if server_url == "sqlite" else "PostgreSQL"
        print(
            f"| {name} | {first:.2f} | {beyond:.2f} | {memory:.0f} | {'yes' if is_met else '**missed**'} |",
            flush=True,
        )


def _say(line):
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
