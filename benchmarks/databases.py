"""Throw-away databases with a generated record: an SQLite file, or a database on a PostgreSQL server."""

import contextlib
import hashlib
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from benchmarks.server import ROOT, environment, manage

_MAKES_THE_RECORD = (
    "benchmarks/words.py", "benchmarks/bulk.py", "benchmarks/offices.py", "benchmarks/record.py",
    "benchmarks/story.py", "benchmarks/generate.py",
)  # fmt: skip


@contextlib.contextmanager
def filled(server_url, letters, *, is_kept, say):
    """The URL of a database with so many letters, and a VAR folder for it; both are gone afterwards.

    `server_url` is "sqlite", or the URL of a PostgreSQL database whose user may create others. With
    `is_kept` a copy is used, and the original kept until the day, a migration or the generator changes.
    """
    kind = _SQLite() if server_url == "sqlite" else _PostgreSQL(server_url)
    name = f"benchmark_{letters}_{_fingerprint()}"
    with tempfile.TemporaryDirectory(prefix="benchmark-") as var:
        if not (is_kept and kind.has(name)):
            kind.drop(name)
            kind.create(name)
            settings = environment(kind.url(name), var)
            say(f"Generating {letters:,} letters …")
            manage(["migrate", "-v0", "--skip-checks"], settings)
            command = [sys.executable, "benchmarks/generate.py", "--letters", str(letters)]
            subprocess.run(command, cwd=ROOT, env=settings, check=True)
        used = f"{name}_used" if is_kept else name
        try:
            if is_kept:
                kind.drop(used)
                kind.copy(name, used)
            yield kind.url(used), var
        finally:
            kind.drop(used)


def _fingerprint():
    parts = [time.strftime("%Y-%m-%d").encode()]
    files = [*(ROOT / name for name in _MAKES_THE_RECORD), *(ROOT / "correspondence/migrations").glob("*.py")]
    parts += [file.read_bytes() for file in sorted(files)]
    return hashlib.sha256(b"".join(parts)).hexdigest()[:10]


class _SQLite:
    folder = Path(tempfile.gettempdir()) / "correspondence-benchmarks"

    def _file(self, name):
        return self.folder / f"{name}.sqlite3"

    def url(self, name):
        return f"sqlite:///{self._file(name)}"

    def has(self, name):
        return self._file(name).exists()

    def create(self, name):
        self.folder.mkdir(exist_ok=True)

    def copy(self, name, other):
        shutil.copyfile(self._file(name), self._file(other))

    def drop(self, name):
        for end in ("", "-wal", "-shm"):
            Path(f"{self._file(name)}{end}").unlink(missing_ok=True)


class _PostgreSQL:
    def __init__(self, server_url):
        self._parts = urlsplit(server_url)

    def url(self, name):
        return urlunsplit(self._parts._replace(path=f"/{name}"))

    def _run(self, statement, *values):
        import psycopg

        with psycopg.connect(urlunsplit(self._parts), autocommit=True) as connection:
            return connection.execute(statement, values or None).rowcount

    def has(self, name):
        return self._run("SELECT 1 FROM pg_database WHERE datname = %s", name) == 1

    def create(self, name):
        self._run(f'CREATE DATABASE "{name}"')

    def copy(self, name, other):
        self._run(f'CREATE DATABASE "{other}" TEMPLATE "{name}" STRATEGY file_copy')

    def drop(self, name):
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
