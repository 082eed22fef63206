"""Opens many files, each in a child of its own that is forked and not started anew, which takes milliseconds.

    python -m tests.intake.opening.forked SECONDS WHOLE < PATHS

prints for each path a line of JSON: what came of it, and how long it took. WHOLE is a file of the same kind
that is known to be well: it is read first, here, so that everything is loaded that reading needs. All else is
as at work: the same limits, the same talk between child and parent. It runs by itself, because only a process
without threads can be forked safely.
"""

import contextlib
import json
import os
import signal
import sys
import tempfile
import time

from correspondence.intake.opening.child import open_file
from correspondence.intake.opening.faults import CannotOpen
from correspondence.intake.opening.kinds import contents_of
from correspondence.intake.opening.limits import Limits
from correspondence.intake.opening.work import work


class Forked:
    """A child's process as `child.Process` is, but forked."""

    def __init__(self, task, folder):
        self.output, write = os.pipe()
        self.pid = os.fork()
        if not self.pid:
            self._live(task, folder, write)
        os.close(write)

    def _live(self, task, folder, write):
        status = 1
        try:
            os.setsid()
            os.close(self.output)
            os.chdir(folder)
            tempfile.tempdir = folder
            nowhere = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(nowhere, stream)
            work(task, os.fdopen(write, "wb"))
            status = 0
        finally:
            os._exit(status)

    def end(self):
        os.close(self.output)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        _, status, usage = os.wait4(self.pid, 0)
        return os.waitstatus_to_exitcode(status), usage.ru_maxrss * 1024


def main():
    """Open what standard input names."""
    seconds, whole = float(sys.argv[1]), sys.argv[2]
    limits = Limits(silence=seconds, computing=int(seconds) + 1, memory=300 * 1024 * 1024)
    contents_of(whole, whole).read(1)
    for path in map(str.strip, sys.stdin):
        begun = time.monotonic()
        try:
            opened = open_file(path, limits=limits, process=Forked)
            said = {"pages": len(opened.pages), "kind": opened.media_type, "notes": opened.notes}
        except CannotOpen as fault:
            said = {"fault": fault.fault, "message": fault.message}
        print(json.dumps({"path": path, "seconds": time.monotonic() - begun, **said}), flush=True)


if __name__ == "__main__":
    main()
