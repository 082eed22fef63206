"""The product's own gunicorn on a free port of the loopback address, and what memory its workers hold."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def environment(database_url, var, **more):
    """The environment of a command that works on one database."""
    return os.environ | {
        "MODE": "laptop", "VAR": str(var), "DATABASE_URL": database_url, "TICK": "off", "WORKER": "off",
        "HOST": "127.0.0.1", "ALLOWED_HOSTS": "", "SITE_URL": "", "PYTHONPATH": str(ROOT),
    } | more  # fmt: skip


def manage(arguments, environment):
    """Run a management command, quietly."""
    subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )


@contextlib.contextmanager
def serving(database_url, var):
    """Serve a database with two workers; yield the port and the ids of the workers' processes."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {"DJANGO_SETTINGS_MODULE": "benchmarks.floor.settings", "PORT": str(port)}
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", "python:correspondence.serving"],
        cwd=ROOT,
        env=environment(database_url, var, **settings),
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, server)
        yield port, children(server.pid)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def _wait_for(port, server):
    for _ in range(300):
        if server.poll() is not None:
            raise RuntimeError("The server ended before it answered.")
        with contextlib.suppress(OSError):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            connection.request("GET", "/benchmark/floor/")
            if connection.getresponse().status == 200:
                return
            raise RuntimeError("The floor cannot be had.")
        time.sleep(0.1)
    raise RuntimeError("The server does not answer.")


def children(pid):
    """The ids of a process's children."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def memory_of_its_own(pid):
    """A process's anonymous resident memory in MiB: without the database file and the libraries it maps."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("RssAnon"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("This system does not tell RssAnon.")


class Watch(threading.Thread):
    """Looks at processes' own memory every 5 ms, and keeps the highest of each."""

    def __init__(self, pids):
        super().__init__(daemon=True)
        self.peaks = dict.fromkeys(pids, 0.0)
        self._ended = threading.Event()

    def run(self):
        while not self._ended.wait(0.005):
            for pid, peak in self.peaks.items():
                with contextlib.suppress(OSError, RuntimeError):
                    self.peaks[pid] = max(peak, memory_of_its_own(pid))

    def so_far(self):
        """The highest of any process until now, in MiB."""
        return max(self.peaks.values())

    def end(self):
        """Stop looking. Return the highest of any process, in MiB."""
        self._ended.set()
        self.join()
        return self.so_far()
