"""Statements prepared once answer as the querysets that they were made of."""

from datetime import date, timedelta

import pytest
from django.db.models import Q
from django.db.models.functions import Upper

from correspondence.core import prepared
from correspondence.letters.models import Letter
from tests.factories import LetterFactory

DAY = date(2023, 11, 29)


@pytest.fixture
def letters(db):
    return [LetterFactory(dated_on=DAY + timedelta(days=n), subject=f"Letter {n} %s") for n in range(4)]


def test_it_gives_the_rows_of_the_keys_asked_for_with_days_as_days(letters):
    rows = Letter.objects.order_by("-pk").values_list("pk", "dated_on", "sent_on", "subject")
    statement = prepared.Prepared(lambda keys: rows.filter(subject__contains="%s", pk__in=keys))

    asked = [[one.pk for one in letters[:count]] for count in (3, 1, 3, 4)]
    asked.append([letters[3].pk, letters[0].pk, 10**9])

    found = [[tuple(row) for row in statement.rows(keys)] for keys in asked]
    assert found == [list(rows.filter(pk__in=keys)) for keys in asked]


def test_it_puts_each_value_where_the_rows_ask_for_it(letters):
    def made(keys, subject, day):
        rows = Letter.objects.filter(Q(subject=subject) | Q(dated_on__gt=day), pk__in=keys, dated_on__gte=DAY)
        return rows.filter(Q(dated_on__gt=day) | Q(pk__gt=0)).order_by("pk").values_list("subject")

    statement = prepared.Prepared(made)
    keys = [one.pk for one in letters]

    found = [
        [subject for (subject,) in statement.rows(keys, f"Letter {n} %s", DAY + timedelta(days=2))]
        for n in (0, 1, 3)
    ]

    assert found == [["Letter 0 %s", "Letter 3 %s"], ["Letter 1 %s", "Letter 3 %s"], ["Letter 3 %s"]]


def test_a_value_that_the_rows_do_not_ask_for_is_refused(db):
    statement = prepared.Prepared(lambda day: Letter.objects.values_list("pk"))

    with pytest.raises(ValueError, match="does not stand in"):
        statement.rows(DAY)


def test_without_keys_it_asks_nothing(letters, django_assert_num_queries):
    statement = prepared.Prepared(lambda keys: Letter.objects.filter(pk__in=keys).values_list("pk"))

    with django_assert_num_queries(0):
        found = statement.rows([])

    assert found == []


def test_it_keeps_no_statement_for_more_keys_than_a_page_has(letters, monkeypatch, django_assert_num_queries):
    made = []
    statement = prepared.Prepared(
        lambda keys: made.append(len(keys)) or Letter.objects.filter(pk__in=keys).values_list("pk")
    )
    monkeypatch.setattr(prepared, "KEPT", 3)
    keys = [one.pk for one in letters]

    with django_assert_num_queries(5):
        found = [len(statement.rows(keys[:count])) for count in (4, 3, 4, 2, 3)]

    assert found == [4, 3, 4, 2, 3]
    assert made == [4, 3, 4, 2]


def test_it_gives_objects_with_what_was_selected_beside_them(letters, django_assert_num_queries):
    rows = Letter.objects.select_related("office", "assigned_to").defer("body").order_by("pk")
    rows = rows.annotate(shout=Upper("subject"))
    statement = prepared.Prepared(lambda keys: rows.filter(pk__in=keys))

    for keys in ([letters[1].pk, letters[3].pk], [letters[0].pk], []):
        with django_assert_num_queries(1 if keys else 0):
            found = statement.objects(keys)
            said = [(one, one.office.name, one.assigned_to, one.shout, one.dated_on) for one in found]

        assert said == [
            (one, one.office.name, None, one.subject.upper(), one.dated_on)
            for one in letters
            if one.pk in keys
        ]
        assert all(one.get_deferred_fields() == {"body"} for one in found)


def test_columns_can_be_read_by_their_names(letters):
    statement = prepared.Prepared(lambda pk: Letter.objects.filter(pk=pk).values_list("pk", "dated_on"))

    [row] = statement.named(letters[1].pk)

    assert (row.pk, row.dated_on) == (letters[1].pk, DAY + timedelta(days=1))
    assert statement.named(10**9) == []
