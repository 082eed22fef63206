"""Settings: what each mode is, and what is refused with which hint."""

import logging
import os
import re
import runpy
import shutil
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings as product
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, OperationalError, connections, transaction
from django.utils.module_loading import import_string

SOURCE = Path(product.BASE_DIR) / "correspondence" / "settings.py"
PRODUCTION = {
    "MODE": "production",
    "SITE_URL": "https://letters.example.gov",
    "EMAIL_URL": "smtp+tls://letters:pass%40word@mail.example.gov",
}


@pytest.fixture
def load(tmp_path):
    """Read the settings as a process with these variables would, in a folder that has this .env."""
    (tmp_path / "correspondence").mkdir()
    copy = shutil.copy(SOURCE, tmp_path / "correspondence" / "settings.py")

    def loaded(dot_env="", **variables):
        (tmp_path / ".env").write_text(dot_env)
        with mock.patch.dict(os.environ, variables, clear=True):
            return runpy.run_path(str(copy))

    return loaded


def test_a_laptop_needs_nothing(load, tmp_path):
    settings = load()

    assert settings["MODE"] == "laptop"
    assert settings["SITE_URL"] == "http://127.0.0.1:8000"
    assert settings["DATABASES"]["default"]["NAME"] == str(tmp_path / "var" / "db.sqlite3")
    assert settings["EMAIL_FILE_PATH"] == str(tmp_path / "var" / "mail")
    assert settings["TICK"] is True
    assert not settings["SESSION_COOKIE_SECURE"]
    assert not settings["SECURE_SSL_REDIRECT"]


def test_production_is_https_alone(load):
    settings = load(**PRODUCTION, PROXY_SSL_HEADER="X-Forwarded-Proto")

    assert settings["SECURE_SSL_REDIRECT"] is True
    assert settings["SESSION_COOKIE_SECURE"] is True
    assert settings["CSRF_COOKIE_SECURE"] is True
    assert settings["SECURE_HSTS_SECONDS"] > 0
    assert settings["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")
    assert settings["ALLOWED_HOSTS"] == ["letters.example.gov", "127.0.0.1", "localhost", "[::1]"]
    assert settings["CSRF_TRUSTED_ORIGINS"] == ["https://letters.example.gov"]
    assert settings["TICK"] is False


def test_production_sends_through_the_mail_server_that_is_named(load):
    settings = load(**PRODUCTION)

    assert settings["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert settings["EMAIL_HOST"] == "mail.example.gov"
    assert settings["EMAIL_PORT"] == 587
    assert settings["EMAIL_USE_TLS"] is True
    assert settings["EMAIL_HOST_PASSWORD"] == "pass@word"
    assert settings["DEFAULT_FROM_EMAIL"] == "Correspondence <correspondence@letters.example.gov>"


def test_dot_env_is_read_and_the_environment_wins(load):
    settings = load(dot_env="PORT=8100\nHOST=::1\n# PORT=1\nTICK=off\n", PORT="8200")

    assert settings["SITE_URL"] == "http://[::1]:8200"
    assert settings["TICK"] is False


def test_the_test_suite_reads_no_dot_env(load):
    settings = load(dot_env="DATABASE_URL=postgres://office@db.example.gov/record\n", MODE="test")

    assert settings["IS_SQLITE"]


def test_a_postgres_url_is_read(load):
    database = load(DATABASE_URL="postgres://app:p%40ss@db.example.gov:5433/record")["DATABASES"]["default"]

    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["PORT"]) == ("db.example.gov", 5433)
    assert (database["USER"], database["PASSWORD"], database["NAME"]) == ("app", "p@ss", "record")


def test_options_in_a_postgres_url_stand_beside_the_product_s(load):
    url = "postgres://app@db.example.gov/record?sslmode=require"
    database = load(DATABASE_URL=url)["DATABASES"]["default"]

    assert database["OPTIONS"]["sslmode"] == "require"
    assert "max_parallel_workers_per_gather=0" in database["OPTIONS"]["options"]


@pytest.mark.parametrize(
    ("variables", "hint"),
    [
        ({"MODE": "debug"}, "use laptop, production or test"),
        ({"PORT": "http"}, "PORT is 'http': give a whole number, for example 8000"),
        ({"PORT": "70000"}, "give a number from 1 to 65535"),
        ({"HOST": "0.0.0.0"}, "on the loopback address alone. Use MODE=production behind TLS"),
        ({"HOST": "letters.example.gov"}, "on the loopback address alone"),
        ({"ALLOWED_HOSTS": "localhost, letters.example.gov"}, "names letters.example.gov"),
        ({"SITE_URL": "letters.example.gov"}, "give a scheme and a host, for example https://"),
        ({"SITE_URL": "https://letters.example.gov/app"}, "give a scheme and a host"),
        ({"SITE_URL": "http://[::1"}, "give a scheme and a host"),
        ({"TICK": "maybe"}, "TICK is 'maybe': say on or off"),
        ({"CSRF_TRUSTED_ORIGINS": "letters.example.gov"}, "begin it with https://"),
        ({"DATABASE_URL": "mysql://app@localhost/record"}, "begins with mysql: use postgres://"),
        ({"DATABASE_URL": "record.sqlite3"}, "use postgres://"),
        ({"DATABASE_URL": "sqlite:///"}, "sqlite:////folder/file.sqlite3"),
        ({"DATABASE_URL": "postgres://app:pa:ss@host:port/record"}, "write @ : / # and % in a password as"),
        ({"DATABASE_URL": "postgres://app@host"}, "names no database: end it with /name"),
        ({"EMAIL_URL": "mail.example.gov"}, "use smtp://host:25"),
        ({"EMAIL_URL": "smtp://mail.example.gov:post"}, "use smtp://host:25"),
        ({"EMAIL_URL": "smtp://"}, "names no host"),
        ({"EMAIL_URL": "smtp://mail.example.gov?timeout=3"}, "an option that is not known: timeout"),
        ({"VAR": "/dev/null/var"}, "cannot be made (Not a directory): choose another folder with VAR=…"),
        (PRODUCTION | {"SITE_URL": ""}, "SITE_URL is not set: give the address that people type"),
        (PRODUCTION | {"SITE_URL": "http://letters.example.gov"}, "in production it begins with https://"),
        (PRODUCTION | {"EMAIL_URL": ""}, "EMAIL_URL is not set: give the mail server"),
        (PRODUCTION | {"SECRET_KEY": "secret"}, "give at least 50 random characters"),
        (PRODUCTION | {"HSTS_SECONDS": "1 year"}, "HSTS_SECONDS is '1 year': give a whole number"),
    ],
)
def test_a_bad_value_is_refused_with_a_hint(load, variables, hint):
    with pytest.raises(ImproperlyConfigured, match=re.escape(hint)):
        load(**variables)


def test_no_hint_repeats_a_password(load):
    with pytest.raises(ImproperlyConfigured) as refused:
        load(DATABASE_URL="postgres://app:hunter2:x@host:port/record")

    assert "hunter2" not in str(refused.value)


def test_the_secret_key_is_made_once_and_is_its_owners_alone(load, tmp_path):
    first = load()["SECRET_KEY"]
    second = load()["SECRET_KEY"]

    kept = tmp_path / "var" / "secret_key"
    assert first == second == kept.read_text()
    assert len(first) >= 50
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


def test_processes_that_start_at_once_agree_on_a_secret_key(load, tmp_path):
    make = load()["_kept_key"]
    kept = tmp_path / "var" / "another_key"

    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(make, [kept] * 40))

    assert keys == {kept.read_text()}
    assert not list(kept.parent.glob("secret_key.*"))


def test_a_damaged_secret_key_is_not_used(load, tmp_path):
    load()
    (tmp_path / "var" / "secret_key").write_text("")

    with pytest.raises(ImproperlyConfigured, match="is damaged: delete it"):
        load()


def test_the_example_lists_every_variable():
    example = (Path(product.BASE_DIR) / ".env.example").read_text()
    read = set(re.findall(r'\bread(?:_\w+)?\(\s*"(\w+)"', SOURCE.read_text()))

    listed = set(re.findall(r"^#(\w+)=", example, re.MULTILINE))

    assert listed == read | {"DEMO_PASSWORD"}


@pytest.fixture
def sqlite(tmp_path, django_db_blocker):
    """Two connections to one SQLite file, with the product's options, whatever the suite runs on."""
    facts = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / "file.sqlite3")}
    options = {"OPTIONS": {**product.SQLITE, "timeout": 0}}
    aliases = {"one": facts | options, "other": facts | options}
    connections.settings.update(
        connections.configure_settings({"default": facts, **aliases})
        | {"default": connections.settings["default"]}
    )
    with django_db_blocker.unblock():
        one, other = connections["one"], connections["other"]
        with one.cursor() as cursor:
            cursor.execute("CREATE TABLE letter (id integer PRIMARY KEY)")
            cursor.execute(
                "CREATE TABLE line (letter integer REFERENCES letter DEFERRABLE INITIALLY DEFERRED)"
            )
        yield one, other
        for alias in aliases:
            connections[alias].close()
            del connections[alias]
            del connections.settings[alias]


def value(connection, statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def test_sqlite_keeps_a_write_ahead_log(sqlite):
    assert value(sqlite[0], "PRAGMA journal_mode") == "wal"
    assert value(sqlite[0], "PRAGMA synchronous") == 1  # NORMAL


def test_sqlite_holds_no_more_than_2_megabytes_of_cache_a_thread(sqlite):
    assert value(sqlite[0], "PRAGMA cache_size") == -2000


def test_sqlite_waits_20_seconds_for_another_writer():
    assert product.SQLITE["timeout"] == 20


def test_sqlite_enforces_foreign_keys(sqlite):
    assert value(sqlite[0], "PRAGMA foreign_keys") == 1

    with pytest.raises(IntegrityError), transaction.atomic(using="one"), sqlite[0].cursor() as cursor:
        cursor.execute("INSERT INTO line VALUES (7)")


def test_sqlite_locks_when_a_transaction_begins_and_others_go_on_reading(sqlite):
    one, other = sqlite

    with transaction.atomic(using="one"):
        assert value(one, "SELECT count(*) FROM letter") == 0
        with pytest.raises(OperationalError, match="locked"), other.cursor() as cursor:
            cursor.execute("INSERT INTO letter VALUES (1)")
        assert value(other, "SELECT count(*) FROM letter") == 0


def test_the_log_leaves_out_the_rows_that_a_database_quotes():
    below = "null value\nDETAIL:  Failing row contains (7, Maria\nSmith, ill).\n"
    above = 'duplicate key violates "a_person"\nDETAIL:  Key (name)=(Maria) exists.'
    try:
        try:
            raise ValueError(below)
        except ValueError as fault:
            raise IntegrityError(above) from fault
    except IntegrityError:
        record = logging.LogRecord("django.request", 40, __file__, 1, "Error: /x/", (), sys.exc_info())
    named = import_string(product.LOGGING["formatters"]["plain"]["()"])

    text = named("%(message)s").format(record)

    assert "Maria" not in text
    assert "Smith" not in text
    assert 'IntegrityError: duplicate key violates "a_person"' in text
    assert "ValueError: null value" in text
    assert text.count("Traceback") == 2


def test_mailboxes_are_read_or_refused_with_a_hint(load):
    settings = load(IMAP_URL="imaps://letters:secret@mail.example.gov/INBOX?office=SFRC&done=Taken")

    assert [(one.office, one.done) for one in settings["MAILBOXES"]] == [("SFRC", "Taken")]
    assert load()["MAILBOXES"] == ()
    with pytest.raises(ImproperlyConfigured, match="IMAP_URL would send a password to mail"):
        load(IMAP_URL="imap://letters:secret@mail.example.gov?office=SFRC")
