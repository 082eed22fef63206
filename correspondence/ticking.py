"""Calls `manage.py tick` every 15 minutes for as long as the server lives: a laptop has no cron for it.

Each call is a process of its own, so that between two of them nothing but this loop is in memory.
What a call says, or how it failed, goes to VAR/log/tick.log; the server does not notice.
"""

import os
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

FIRST = 30  # seconds after the start
EVERY = 15 * 60
KEPT = 1_000_000  # bytes of log, after which it is begun anew; one older log stays

MANAGE = Path(__file__).resolve().parent.parent / "manage.py"


def main(log, server, first=FIRST, every=EVERY):
    """Call `tick` again and again until the server (a process id), which started this one, has ended."""
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    due = time.monotonic() + first
    while os.getppid() == server:
        if time.monotonic() < due:
            time.sleep(1)
            continue
        due = time.monotonic() + every
        call_tick(log, server)


def call_tick(log, server):
    """Call `tick` once, and end it where the server ends before it."""
    if log.exists() and log.stat().st_size > KEPT:
        log.replace(log.with_suffix(".log.1"))
    with log.open("a") as out:
        began = datetime.now().astimezone().isoformat(timespec="seconds")
        print(f"{began} tick", file=out, flush=True)
        tick = subprocess.Popen(
            [sys.executable, MANAGE, "tick"], stdin=subprocess.DEVNULL, stdout=out, stderr=out
        )
        try:
            while tick.poll() is None and os.getppid() == server:
                time.sleep(0.2)
        finally:
            tick.terminate()
            code = tick.wait()
        if code:
            print(f"ended with status {code}", file=out)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    from correspondence.settings import VAR

    try:
        main(VAR / "log" / "tick.log", *map(int, sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit()
