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

_ticker = None


def when_ready(server):
    """Say where it is served, and begin to call `tick`."""
    global _ticker
    print(f"Serving {settings.SITE_URL} (Ctrl-C ends it).", flush=True)
    if settings.IS_LAPTOP:
        # Where the terminal is closed, end: gunicorn itself would take SIGHUP for "load anew".
        signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    if settings.TICK:
        command = [sys.executable, "-m", "correspondence.ticking", str(os.getpid())]
        # In a group of its own, so that Ctrl-C reaches it through on_exit alone.
        _ticker = subprocess.Popen(command, cwd=settings.BASE_DIR, process_group=0)


def on_exit(server):
    """End what was begun. The ticker also ends by itself, should the server be killed."""
    if _ticker:
        _ticker.terminate()
    print("Stopped.", flush=True)
