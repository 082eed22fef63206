import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from correspondence.accounts.actions import CannotSwitchKeys, switch_keys
from correspondence.audit.models import Entry

pytestmark = pytest.mark.django_db


def test_keys_are_kept_in_one_order_and_the_change_is_audited(clerk):
    switch_keys(clerk, off=["save", "help"], by=clerk, now=timezone.now())

    clerk.refresh_from_db()
    assert clerk.keys_off == ["help", "save"]
    entry = Entry.objects.get()
    assert (entry.act, entry.by_id, entry.record_id) == ("keys switched", clerk.pk, clerk.pk)
    assert entry.reason == "Off: help, save"


def test_nothing_is_written_where_nothing_changes(clerk):
    switch_keys(clerk, off=[], by=clerk, now=timezone.now())

    assert not Entry.objects.exists()


def test_nobody_switches_anothers_keys(clerk, manager):
    with pytest.raises(PermissionDenied):
        switch_keys(clerk, off=["help"], by=manager, now=timezone.now())

    clerk.refresh_from_db()
    assert clerk.keys_off == []


def test_a_key_that_there_is_not_is_refused(clerk):
    with pytest.raises(CannotSwitchKeys, match="no key called self-destruct"):
        switch_keys(clerk, off=["self-destruct"], by=clerk, now=timezone.now())
