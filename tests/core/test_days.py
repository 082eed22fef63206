"""Days and business days in America/New_York."""

from datetime import UTC, date, datetime, timedelta

import pytest

from correspondence.core.days import EASTERN, add_business_days, day_of, holiday_name, is_business_day


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2023, 1, 2), "New Year's Day (observed)"),  # the 1st was a Sunday
        (date(2023, 1, 16), "Martin Luther King Jr. Day"),
        (date(2023, 2, 20), "Washington's Birthday"),
        (date(2023, 5, 29), "Memorial Day"),
        (date(2023, 6, 19), "Juneteenth National Independence Day"),
        (date(2023, 7, 4), "Independence Day"),
        (date(2023, 9, 4), "Labor Day"),
        (date(2017, 10, 9), "Columbus Day"),
        (date(2023, 11, 10), "Veterans Day (observed)"),  # the 11th was a Saturday
        (date(2023, 11, 23), "Thanksgiving Day"),
        (date(2023, 12, 25), "Christmas Day"),
        (date(2021, 12, 24), "Christmas Day (observed)"),
        (date(2021, 12, 31), "New Year's Day (observed)"),  # of 2022
        (date(2021, 6, 18), "Juneteenth National Independence Day (observed)"),  # its first
        (date(2022, 6, 20), "Juneteenth National Independence Day (observed)"),
        (date(2026, 7, 3), "Independence Day (observed)"),
    ],
)
def test_federal_offices_keep_a_holiday(day, name):
    assert holiday_name(day) == name
    assert not is_business_day(day)


@pytest.mark.parametrize(
    "day",
    [
        date(2020, 6, 19),  # Juneteenth was no holiday yet
        date(2021, 1, 20),  # Inauguration Day: only about Washington, 5 U.S.C. 6103(c)
        date(2023, 4, 7),  # Good Friday
        date(2023, 11, 24),  # the day after Thanksgiving
        date(2023, 12, 26),
        date(2023, 2, 14),
        date(2023, 10, 31),
        date(2024, 2, 29),
    ],
)
def test_federal_offices_work(day):
    assert holiday_name(day) == ""
    assert is_business_day(day)


def test_nobody_works_on_a_weekend():
    saturday = date(2023, 12, 2)

    assert [is_business_day(saturday + timedelta(days=n)) for n in range(3)] == [False, False, True]


@pytest.mark.parametrize(
    ("count", "day"),
    [(10, date(2023, 12, 13)), (15, date(2023, 12, 20)), (20, date(2023, 12, 28)), (30, date(2024, 1, 12))],
)
def test_business_days_are_counted_from_the_day_after(count, day):
    assert add_business_days(date(2023, 11, 29), count) == day


def test_counting_begins_on_the_next_business_day_where_it_starts_on_a_weekend():
    assert add_business_days(date(2023, 12, 2), 1) == date(2023, 12, 4)


def test_business_days_are_counted_backwards_over_a_holiday():
    assert add_business_days(date(2023, 12, 28), -3) == date(2023, 12, 22)


def test_no_business_days_is_the_day_itself():
    assert add_business_days(date(2023, 12, 2), 0) == date(2023, 12, 2)


def test_an_instant_falls_on_its_eastern_day():
    just_before_midnight = datetime(2023, 11, 30, 4, 59, tzinfo=UTC)

    assert day_of(just_before_midnight) == date(2023, 11, 29)
    assert day_of(just_before_midnight + timedelta(minutes=1)) == date(2023, 11, 30)


def test_in_summer_the_day_begins_an_hour_earlier_by_universal_time():
    assert day_of(datetime(2023, 7, 5, 3, 59, tzinfo=UTC)) == date(2023, 7, 4)
    assert day_of(datetime(2023, 7, 5, 4, 0, tzinfo=UTC)) == date(2023, 7, 5)


def test_an_hour_that_comes_twice_is_of_one_day():
    first = datetime(2023, 11, 5, 1, 30, tzinfo=EASTERN)

    assert day_of(first) == day_of(first.replace(fold=1)) == date(2023, 11, 5)
