"""What every test may ask for: an office with its people, clients signed in as them, and a browser."""

import os
import shutil
from collections import Counter
from datetime import datetime

import pytest

os.environ.setdefault(
    "DJANGO_ALLOW_ASYNC_UNSAFE", "true"
)  # Playwright keeps a loop running in the test's thread

from django.conf import settings as product
from django.core.cache import cache

from correspondence.core.days import EASTERN

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def pytest_configure(config):
    if product.MODE != "test":
        raise pytest.UsageError("Tests run with tests.settings, or with MODE=test.")


def pytest_collection_modifyitems(items):
    if CHROMIUM is None:
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionfinish(session):
    """Close with one line: on which database the tests ran, and what was skipped and why."""
    result = yield
    if terminal := session.config.pluginmanager.get_plugin("terminalreporter"):
        skipped = [report.longrepr[2] for report in terminal.stats.get("skipped", [])]
        terminal.write_line(closing_line(skipped, product.IS_SQLITE))
    return result


def closing_line(skipped, on_sqlite):
    """What was not tried, from the reason of each test that was skipped."""
    reasons = Counter(reason.removeprefix("Skipped: ") for reason in skipped)
    if on_sqlite:
        line = "Ran on SQLite, not on PostgreSQL (DATABASE_URL names none). "
    else:
        line = "Ran on PostgreSQL. "
    if not reasons:
        return line + "Nothing was skipped."
    return line + "Skipped: " + "; ".join(f"{n}, {reason}" for reason, n in reasons.most_common()) + "."


@pytest.fixture(autouse=True)
def _files_of_its_own(settings, tmp_path):
    """What a test stores is not there for the next one."""
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture(autouse=True)
def _nothing_kept():
    """What was counted or offered in one test is not remembered in the next, where ids come again."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(autouse=True)
def _nothing_counted_before():
    """What was counted in one test is not remembered in the next, whose rows may have the same ids."""
    cache.clear()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": [
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture
def sign_in(context, live_server, client, settings):
    """Sign a user in to the browser: `sign_in(clerk)`, then `page.goto(live_server.url + "/admin/")`."""

    def signed_in(user):
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])

    return signed_in


@pytest.fixture
def now():
    """The instant at which tests of the seed letter's story begin: 29 November 2023, ten in the morning."""
    return datetime(2023, 11, 29, 10, 0, tzinfo=EASTERN)


@pytest.fixture
def office(db):
    from tests.factories import OfficeFactory

    return OfficeFactory()


def _member(role):
    @pytest.fixture(name=role)
    def member(office):
        from tests.factories import MembershipFactory

        return MembershipFactory(office=office, role=role, user__username=role).user

    return member


viewer = _member("viewer")
clerk = _member("clerk")
counsel = _member("counsel")
manager = _member("manager")
