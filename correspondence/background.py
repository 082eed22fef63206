"""Runs `manage.py db_worker` for as long as the server lives, and again where it has died.

It does what must not keep anybody waiting, such as reading scans, at a lower priority than the pages. What
it says goes to VAR/log/work.log.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

NICER = 10  # as in nice(1): the pages come first
AGAIN = 5  # seconds after it died
GRACE = 5  # seconds to end in
KEPT = 1_000_000  # bytes of log, after which it is begun anew; one older log stays

MANAGE = Path(__file__).resolve().parent.parent / "manage.py"
COMMAND = [
    sys.executable,
    str(MANAGE),
    "db_worker",
    "--interval",
    "1",
    "--no-startup-delay",
    "--verbosity",
    "0",
]


def main(log, server, command=COMMAND, again=AGAIN):
    """Keep a worker running until the server (a process id), which started this one, has ended."""
    os.nice(NICER)
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    while os.getppid() == server:
        if log.exists() and log.stat().st_size > KEPT:
            log.replace(log.with_suffix(".log.1"))
        with log.open("a") as out:
            began = datetime.now().astimezone().isoformat(timespec="seconds")
            print(f"{began} worker", file=out, flush=True)
            # In a group of its own, with what it starts: all of it is ended together.
            worker = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, process_group=0
            )
            try:
                while worker.poll() is None and os.getppid() == server:
                    time.sleep(0.2)
            finally:
                code = end(worker)
            print(f"ended with status {code}", file=out, flush=True)
        until = time.monotonic() + again
        while time.monotonic() < until and os.getppid() == server:
            time.sleep(0.2)


def end(worker):
    """End a worker, and return its status. Told once it ends after its task; told twice, at once."""
    for _ in range(2):
        worker.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            return worker.wait(timeout=GRACE / 5)
    try:
        return worker.wait(timeout=GRACE)
    except subprocess.TimeoutExpired:
        os.killpg(worker.pid, signal.SIGKILL)
        return worker.wait()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    from correspondence.settings import VAR

    try:
        main(VAR / "log" / "work.log", *map(int, sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit()
