"""Statements prepared once answer as the querysets that they were made of."""

from datetime import date, timedelta

import pytest

from correspondence.core import prepared
from correspondence.letters.models import Letter
from tests.factories import LetterFactory

DAY = date(2023, 11, 29)


@pytest.fixture
def letters(db):
    return [LetterFactory(dated_on=DAY + timedelta(days=n), subject=f"Letter {n} %s") for n in range(4)]


def test_it_gives_the_rows_of_the_keys_asked_for_with_days_as_days(letters):
    rows = Letter.objects.order_by("-pk").values_list("pk", "dated_on", "sent_on", "subject")
    statement = prepared.Prepared(rows.filter(subject__contains="%s"), "pk")

    asked = [[one.pk for one in letters[:count]] for count in (3, 1, 3, 4)]
    asked.append([letters[3].pk, letters[0].pk, 10**9])

    found = [[tuple(row) for row in statement.of(keys)] for keys in asked]
    assert found == [list(rows.filter(pk__in=keys)) for keys in asked]


def test_without_keys_it_asks_nothing(letters, django_assert_num_queries):
    statement = prepared.Prepared(Letter.objects.values_list("pk"), "pk")

    with django_assert_num_queries(0):
        found = statement.of(())

    assert found == []


def test_it_keeps_no_statement_for_more_keys_than_a_page_has(letters, monkeypatch, django_assert_num_queries):
    statement = prepared.Prepared(Letter.objects.order_by().values_list("pk"), "pk")
    monkeypatch.setattr(prepared, "KEPT", 3)
    keys = [one.pk for one in letters]

    with django_assert_num_queries(4):
        found = [len(statement.of(keys[:count])) for count in (4, 3, 4, 2)]

    assert found == [4, 3, 4, 2]
    assert sorted(count for _, count in statement._made) == [2, 3]
