"""What every test may ask for: an office with its people, and clients signed in as them."""

import os
from datetime import datetime

import pytest

os.environ.setdefault("MODE", "test")
os.environ.setdefault(
    "DJANGO_ALLOW_ASYNC_UNSAFE", "true"
)  # Playwright keeps a loop running in the test's thread

from correspondence.core.days import EASTERN


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
