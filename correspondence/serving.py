"""How gunicorn serves: `gunicorn --config python:correspondence.serving`. bin/run ends in it."""

import os
import signal
import subprocess
import sys

from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "correspondence.settings")

wsgi_app = "correspondence.wsgi"
bind = settings.BIND
workers = 2
# Threads, because a browser opens connections before it needs them, and each would hold a worker.
worker_class = "gthread"
threads = 4
preload_app = True  # loaded once, before the workers part
control_socket_disable = True
loglevel = "warning"

_beside = []  # what runs for as long as the server does


def when_ready(server):
    """Say where it is served, begin to call `tick`, and to do what waits in the background."""
    print(f"Serving {settings.SITE_URL} (Ctrl-C ends it).", flush=True)
    if settings.IS_LAPTOP:
        # Where the terminal is closed, end: gunicorn itself would take SIGHUP for "load anew".
        signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    for is_on, module in ((settings.TICK, "ticking"), (settings.WORKER, "background")):
        if is_on:
            command = [sys.executable, "-m", f"correspondence.{module}", str(os.getpid())]
            # In a group of its own, so that Ctrl-C reaches it through on_exit alone.
            _beside.append(subprocess.Popen(command, cwd=settings.BASE_DIR, process_group=0))


def on_exit(server):
    """End what was begun. It also ends by itself, should the server be killed."""
    for process in _beside:
        process.terminate()
    print("Stopped.", flush=True)
