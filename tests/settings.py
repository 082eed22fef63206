"""Settings of a test run: a folder of its own for each process, and a database that has a file.

A file, because threads and other processes must meet the same SQLite database as they would at work.
What a test starts by `subprocess` inherits MODE and VAR, and so keeps to the folder.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path


def _remove(folder, owner):
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)


os.environ["MODE"] = "test"
if "TEST_RUN" not in os.environ:
    os.environ["TEST_RUN"] = tempfile.mkdtemp(prefix="correspondence-")
    atexit.register(_remove, os.environ["TEST_RUN"], os.getpid())
os.environ["VAR"] = str(Path(os.environ["TEST_RUN"]) / os.environ.get("PYTEST_XDIST_WORKER", "main"))

from correspondence.settings import *  # noqa: E402, F403
from correspondence.settings import DATABASES, IS_SQLITE, STATIC_ROOT, VAR, read  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick: nobody's password is at stake

STATIC_ROOT.mkdir(parents=True, exist_ok=True)
DATABASES["default"]["CONN_MAX_AGE"] = 0  # a thread of the live server leaves none open
if IS_SQLITE:
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "test.sqlite3")}
elif name := read("TEST_DB"):
    DATABASES["default"]["TEST"] = {"NAME": name}
