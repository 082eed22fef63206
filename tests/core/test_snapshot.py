"""Reading the record as it stood at one moment, while others write."""

from threading import Thread

import pytest
from django.db import connection

from correspondence.core.snapshot import one_moment
from correspondence.letters.models import Topic
from tests.factories import OfficeFactory


@pytest.mark.django_db(transaction=True)
def test_what_is_written_meanwhile_is_not_seen_and_does_not_wait():
    office = OfficeFactory()

    def write():
        Topic.objects.create(office=office, name="Armenia")
        connection.close()

    with one_moment():
        before = Topic.objects.count()
        writer = Thread(target=write)
        writer.start()
        writer.join(timeout=10)
        during = Topic.objects.count()

    assert not writer.is_alive()
    assert (before, during, Topic.objects.count()) == (0, 0, 1)


@pytest.mark.django_db(transaction=True)
def test_a_fault_inside_leaves_no_transaction_open():
    with pytest.raises(Topic.DoesNotExist), one_moment():
        Topic.objects.get(name="Armenia")

    OfficeFactory()
    assert not connection.in_atomic_block
