"""All settings, read from the environment or from .env, failing loudly with a hint.

`.env.example` lists every variable. Days are always in America/New_York, the time zone of both
chambers and of the agencies.
"""

import contextlib
import ipaddress
import os
import secrets
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from correspondence.core.mailboxes import BadMailbox, mailboxes_in

BASE_DIR = Path(__file__).resolve().parent.parent
DOT_ENV = BASE_DIR / ".env"


def read(name, default=""):
    """A variable's text; the default where it is not set, or set to nothing."""
    return os.environ.get(name, "").strip() or default


def read_number(name, default):
    """A variable that is a whole number, 0 or more."""
    text = read(name, str(default))
    if not text.isdecimal():
        raise ImproperlyConfigured(f"{name} is {text!r}: give a whole number, for example {default}.")
    return int(text)


def read_switch(name, default):
    """A variable that is on or off."""
    text = read(name, "on" if default else "off").lower()
    if text not in {"on", "off", "true", "false", "yes", "no", "1", "0"}:
        raise ImproperlyConfigured(f"{name} is {text!r}: say on or off.")
    return text in {"on", "true", "yes", "1"}


def read_list(name, default):
    """A variable that is a list, with commas between."""
    return [item.strip() for item in read(name).split(",") if item.strip()] or default


# Three modes. "laptop" is bin/run on one's own machine: plain HTTP, and nobody else can reach it.
# "production" is what an office runs behind TLS. "test" is the test suite, which never reads .env:
# the suite must not meet the office's database.
if os.environ.get("MODE") != "test" and DOT_ENV.exists():
    if not os.access(DOT_ENV, os.R_OK):
        raise ImproperlyConfigured(f"{DOT_ENV} is there but may not be read by this user.")
    environ.Env.read_env(DOT_ENV)
MODE = read("MODE", "laptop")
if MODE not in {"laptop", "production", "test"}:
    raise ImproperlyConfigured(f"MODE is {MODE!r}: use laptop, production or test.")
IS_LAPTOP = MODE == "laptop"
IS_PRODUCTION = MODE == "production"
DEBUG = False

# Everything that is kept or made lies in VAR, which is nobody else's to read.
VAR = (BASE_DIR / Path(read("VAR", "var")).expanduser()).resolve()
try:
    VAR.mkdir(mode=0o700, parents=True, exist_ok=True)
except OSError as fault:
    raise ImproperlyConfigured(
        f"VAR is {VAR}, which cannot be made ({fault.strerror}): choose another folder with VAR=…"
    ) from fault

# Where it is served.
HOST = read("HOST", "127.0.0.1").strip("[]")
PORT = read_number("PORT", 8000)
if not 0 < PORT < 65536:
    raise ImproperlyConfigured(f"PORT is {PORT}: give a number from 1 to 65535, for example 8000.")
BIND = f"[{HOST}]:{PORT}" if ":" in HOST else f"{HOST}:{PORT}"


def is_loopback(host):
    """Whether only this machine can reach an address."""
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    return host == "localhost" or host.endswith(".localhost")


if IS_LAPTOP and not is_loopback(HOST):
    raise ImproperlyConfigured(
        f"HOST is {HOST}: plain HTTP is served on the loopback address alone. Use MODE=production behind TLS."
    )


def _site_url():
    default = {"laptop": f"http://{BIND}", "test": "http://testserver", "production": ""}[MODE]
    text = read("SITE_URL", default).rstrip("/")
    if not text:
        raise ImproperlyConfigured(
            "SITE_URL is not set: give the address that people type, for example https://letters.example.gov."
        )
    try:
        parts = urlsplit(text)
        odd = parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query
    except ValueError:
        odd = True
    if odd:
        raise ImproperlyConfigured(
            f"SITE_URL is {text!r}: give a scheme and a host, for example https://letters.example.gov."
        )
    if IS_PRODUCTION and parts.scheme != "https":
        raise ImproperlyConfigured(f"SITE_URL is {text!r}: in production it begins with https://.")
    return text


SITE_URL = _site_url()  # links in mails begin with it
SITE_HOST = urlsplit(SITE_URL).hostname
LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]  # where monitors on the machine itself ask
ALLOWED_HOSTS = read_list("ALLOWED_HOSTS", [SITE_HOST, *LOOPBACK] if IS_PRODUCTION else LOOPBACK)
if IS_LAPTOP and (others := [host for host in ALLOWED_HOSTS if not is_loopback(host)]):
    raise ImproperlyConfigured(
        f"ALLOWED_HOSTS names {others[0]}: MODE=laptop answers this machine alone. "
        "Use MODE=production behind TLS."
    )
CSRF_TRUSTED_ORIGINS = read_list("CSRF_TRUSTED_ORIGINS", [SITE_URL] if IS_PRODUCTION else [])
if bad := [origin for origin in CSRF_TRUSTED_ORIGINS if "://" not in origin]:
    raise ImproperlyConfigured(f"CSRF_TRUSTED_ORIGINS names {bad[0]!r}: begin it with https://.")


def _secret_key():
    if key := read("SECRET_KEY"):
        if IS_PRODUCTION and (len(key) < 50 or len(set(key)) < 10):
            raise ImproperlyConfigured(
                "SECRET_KEY is too weak: give at least 50 random characters, or leave it out and one is made."
            )
        return key
    if MODE == "test":
        return "only for tests: " + "x" * 50
    return _kept_key(VAR / "secret_key")


def _kept_key(kept):
    """The key that the first start made; two that start at once agree on one."""
    try:
        if not kept.exists():
            handle, new = tempfile.mkstemp(dir=VAR, prefix="secret_key.")  # mode 0600
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(64))
            with contextlib.suppress(FileExistsError):
                os.link(new, kept)
            os.unlink(new)
        key = kept.read_text().strip()
    except OSError as fault:
        raise ImproperlyConfigured(
            f"{kept} can be neither read nor made ({fault.strerror}): "
            "start it as the user who owns VAR, or choose another folder with VAR=…"
        ) from fault
    if len(key) < 50:
        raise ImproperlyConfigured(f"{kept} is damaged: delete it, and everybody signs in again.")
    return key


SECRET_KEY = _secret_key()

INSTALLED_APPS = [
    "correspondence",
    "correspondence.apps.RecordsAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",  # the templates of fields that ours do not replace
    "simple_history",
    "crispy_forms",
    "django_filters",
    "django_htmx",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "correspondence.web.compressing.PagesMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "correspondence.web.accounts.seats.SeatMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

# Nothing but our own files, and no script or style in the page itself.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

ROOT_URLCONF = "correspondence.urls"
WSGI_APPLICATION = "correspondence.wsgi.application"
ASGI_APPLICATION = "correspondence.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

FORM_RENDERER = "correspondence.web.rendering.Renderer"

# SQLite: writers take their lock when they begin (IMMEDIATE), so that two of them wait for each other
# instead of failing half-way; readers go on beside a writer (WAL); Django enforces foreign keys. The cache
# stays SQLite's own 2 MB: each thread fills one and keeps it, and a larger one was no faster.
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}

# PostgreSQL: what a page asks takes a few milliseconds; starting helpers for it, or compiling it, takes
# ten times as long. Such plans come up only once the record is large.
POSTGRESQL = {"options": "-c max_parallel_workers_per_gather=0 -c jit=off"}


def _database():
    url = read("DATABASE_URL")
    if not url:
        name = VAR / "db.sqlite3"
    elif url.startswith("sqlite:///") and (path := url.removeprefix("sqlite:///")):
        name = BASE_DIR / path
    elif url.startswith(("postgres://", "postgresql://")):
        try:
            parsed = environ.Env.db_url_config(url)
        except ValueError as fault:
            raise ImproperlyConfigured(
                "DATABASE_URL cannot be read: write @ : / # and % in a password as %40 %3A %2F %23 and %25."
            ) from fault
        if not parsed["NAME"]:
            raise ImproperlyConfigured("DATABASE_URL names no database: end it with /name.")
        options = POSTGRESQL | parsed.get("OPTIONS", {})
        return parsed | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}
    else:
        scheme = url.partition("://")[0] if "://" in url else "?"
        raise ImproperlyConfigured(
            f"DATABASE_URL begins with {scheme}: use postgres://user:password@host:5432/name "
            "or sqlite:////folder/file.sqlite3."
        )
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(name), "OPTIONS": SQLITE}


DATABASES = {"default": _database()}
IS_SQLITE = DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"

AUTH_USER_MODEL = "correspondence.User"
AUTHENTICATION_BACKENDS = ["correspondence.accounts.backends.SeatsBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "today"

LANGUAGE_CODE = "en-us"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "America/New_York"
FORMAT_MODULE_PATH = "correspondence.core.formats"  # 13 Dec 2023

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = VAR / "files"  # private: no URL leads here, files are served by a view that asks who is reading
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if MODE == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a letter of questions for the record has hundreds of rows of fields

SESSION_ENGINE = "correspondence.web.accounts.sessions"

CRISPY_ALLOWED_TEMPLATE_PACKS = "correspondence"
CRISPY_TEMPLATE_PACK = "correspondence"

# Behind TLS everything is HTTPS. /healthz is asked by monitors on the machine itself.
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = read_number("HSTS_SECONDS", 30 * 24 * 3600) if IS_PRODUCTION else 0
# Set it only where the proxy removes this header from what browsers send. gunicorn already believes
# X-Forwarded-Proto from a proxy on this machine, or from those in FORWARDED_ALLOW_IPS.
if header := read("PROXY_SSL_HEADER"):
    SECURE_PROXY_SSL_HEADER = (f"HTTP_{header.upper().replace('-', '_')}", "https")
# HSTS for subdomains (W005) and in the browsers' built-in list (W021) bind every other site under the
# office's domain, some of them for years: they are the office's to decide, in its proxy.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]


def _email():
    url = read("EMAIL_URL")
    if not url and IS_PRODUCTION:
        raise ImproperlyConfigured(
            "EMAIL_URL is not set: give the mail server, for example smtp+tls://user:password@mail.example.gov:587."
        )
    if not url:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(VAR / "mail"),
        }
    try:
        parsed = environ.Env.email_url_config(url)
    except (ValueError, ImproperlyConfigured) as fault:
        raise ImproperlyConfigured(
            "EMAIL_URL cannot be read: use smtp://host:25, smtp+tls://user:password@host:587 (STARTTLS) "
            "or smtp+ssl://user:password@host:465."
        ) from fault
    if "smtp" in parsed["EMAIL_BACKEND"] and not parsed["EMAIL_HOST"]:
        raise ImproperlyConfigured("EMAIL_URL names no host, for example smtp://mail.example.gov:25.")
    if unknown := parsed.pop("OPTIONS", None):
        raise ImproperlyConfigured(
            f"EMAIL_URL has an option that is not known: {next(iter(unknown)).lower()}."
        )
    port = 465 if parsed.get("EMAIL_USE_SSL") else 587 if parsed.get("EMAIL_USE_TLS") else 25
    given = {name: value for name, value in parsed.items() if value is not None}
    return {"EMAIL_PORT": port} | given


globals().update(_email())
EMAIL_TIMEOUT = 30  # seconds; a digest is claimed for ten minutes, and a dead server must not use them up
DEFAULT_FROM_EMAIL = SERVER_EMAIL = read("DEFAULT_FROM_EMAIL", f"Correspondence <correspondence@{SITE_HOST}>")

# Work in the background waits in the database, where `manage.py db_worker` takes it up.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# The mailboxes that `manage.py fetch_mail` reads, as core/mailboxes.py explains.
try:
    MAILBOXES = mailboxes_in(read("IMAP_URL"), is_loopback=is_loopback)
except BadMailbox as fault:
    raise ImproperlyConfigured(f"IMAP_URL {fault}") from None

# Whether the server itself calls `manage.py tick` every 15 minutes, and runs `manage.py db_worker`.
TICK = read_switch("TICK", IS_LAPTOP)
WORKER = read_switch("WORKER", IS_LAPTOP)

# Faults go to stderr with their traceback, and without the rows that a database quotes in its messages.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "correspondence.core.logs.WithoutRows",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        },
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Not its warnings: they are pages that do not exist, or that somebody may not see.
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # anybody can ask for any host
        # Replaces Django's own handlers, which are silent without DEBUG or mail the page's data to admins.
        "django": {"handlers": [], "level": "WARNING"},
    },
}
SIMPLE_HISTORY_REVERT_DISABLED = True  # what was is told by history; what is, is changed by an action
