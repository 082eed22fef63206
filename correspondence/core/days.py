"""Days and business days, always in America/New_York.

A business day is Monday to Friday less the federal holidays of 5 U.S.C. 6103, as observed
(a holiday that falls on a Saturday is kept on the Friday before, on a Sunday on the Monday after).
Functions take and return `datetime.date`; none reads the clock.
"""

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

EASTERN = ZoneInfo("America/New_York")
# Worked out beforehand: a thread that asks while another works a year out would be told of no holidays.
_FEDERAL = holidays.US(observed=True, years=range(1990, 2060))


def day_of(moment: datetime) -> date:
    """The Eastern day on which an aware instant falls."""
    return moment.astimezone(EASTERN).date()


@lru_cache(maxsize=8192)
def is_business_day(day: date) -> bool:
    """Whether federal offices work on this day."""
    return day.weekday() < 5 and day not in _FEDERAL


@lru_cache(maxsize=8192)
def holiday_name(day: date) -> str:
    """The federal holiday observed on this day, or an empty string."""
    return _FEDERAL.get(day) or ""


@lru_cache(maxsize=65536)
def add_business_days(day: date, count: int) -> date:
    """The count-th business day after (or, where count is negative, before) a day.

    Day 0 is the day itself; the first day counted is the next one.
    """
    step = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while not is_business_day(day):
            day += step
    return day
