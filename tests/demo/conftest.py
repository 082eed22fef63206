"""The demonstration, loaded once for all tests of a file that only look at it."""

from datetime import datetime

import pytest
from django.db import transaction

from correspondence.core.days import EASTERN
from correspondence.demo.loading import load

LOADED_AT = datetime(2026, 11, 23, 10, tzinfo=EASTERN)  # a Monday
PASSWORD = "as good as any other"


@pytest.fixture(scope="module")
def mail_folder(tmp_path_factory):
    return tmp_path_factory.mktemp("demo") / "mail"


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, mail_folder):
    """What `load` says it loaded. The record is there until the tests of the file are done."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load(now=LOADED_AT, password=PASSWORD, mail_folder=mail_folder)
        transaction.set_rollback(True)
