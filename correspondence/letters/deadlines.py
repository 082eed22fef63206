"""From the words of a letter to a due date.

Rules: a day that the letter states is never moved. Days with no adjective are calendar days; business
days are Monday to Friday less federal holidays. Day 0 is the anchor, the first day counted is the next.
A day without a year is the next such day after the letter's date. What counts from receipt counts from
sending until the day of receipt is known. A phrase that names nothing leaves the office's default.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from correspondence.core.days import add_business_days, holiday_name
from correspondence.letters.models import Decision, Letter

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_MONTH = "(" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:,?\s+(\d{{4}}))?\b", re.I)
_MONTH_DAY = re.compile(rf"\b{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(\d{{4}}))?\b", re.I)
_NUMERIC = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_WORDS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
_NUMBERS = {word: n for n, word in enumerate(_WORDS)} | {"a": 1, "an": 1, "thirty": 30, "forty-five": 45}
_NUMBERS |= {"twenty-one": 21, "forty": 40, "sixty": 60, "ninety": 90}
_COUNT = r"(\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r")(?:\s*\(\s*(\d{1,3})\s*\))?"
_SPAN = re.compile(rf"\b{_COUNT}[\s-]+(?:(business|working|calendar)[\s-]+)?(day|week|month)s?\b", re.I)

Anchor, Unit, Ground = Letter.Anchor, Letter.Unit, Decision.DueGround


@dataclass(frozen=True)
class DueTerms:
    """What a due phrase says: an anchor, and the stated day, or a number and its unit."""

    anchor: str = Anchor.NONE
    named_on: date | None = None
    count: int | None = None
    unit: str = ""


@dataclass(frozen=True)
class Due:
    """A due date, the ground it stands on, and the arithmetic in words."""

    on: date
    ground: str
    why: str


def read_due_phrase(phrase, dated_on):
    """The terms that a phrase states; `DueTerms()` where it names no date and no number of days."""
    for pattern, pick in ((_MONTH_DAY, (1, 2, 3)), (_DAY_MONTH, (2, 1, 3))):
        if found := pattern.search(phrase):
            month, day, year = (found.group(n) for n in pick)
            if named := _named_day(_MONTHS[month.lower().rstrip(".")], int(day), year, dated_on):
                return DueTerms(Anchor.STATED, named)
    for pattern, pick in ((_NUMERIC, (1, 2, 3)), (_ISO, (2, 3, 1))):
        if found := pattern.search(phrase):
            month, day, year = (int(found.group(n)) for n in pick)
            if named := _named_day(month, day, year, dated_on):
                return DueTerms(Anchor.STATED, named)
    if re.search(r"\bend of (the|this) month\b", phrase, re.I) and dated_on:
        last = calendar.monthrange(dated_on.year, dated_on.month)[1]
        return DueTerms(Anchor.STATED, dated_on.replace(day=last))
    if found := _SPAN.search(phrase):
        word, digits, adjective, unit = found.groups()
        count = int(digits or 0) or (int(word) if word.isdigit() else _NUMBERS[word.lower()])
        if unit.lower() == "day":
            unit = Unit.BUSINESS_DAYS if (adjective or "").lower() in ("business", "working") else Unit.DAYS
        else:
            unit = Unit.WEEKS if unit.lower() == "week" else Unit.MONTHS
        if count:
            return DueTerms(_anchor(phrase[found.end() :]), None, count, unit)
    return DueTerms()


def _anchor(rest):
    if re.search(r"\b(receipt|receiv\w+)\b", rest, re.I):
        return Anchor.RECEIPT
    if re.search(r"\b(enactment|completion|decision|hearing|briefing|conclusion|publication)\b", rest, re.I):
        return Anchor.EVENT
    return Anchor.LETTER


def _named_day(month, day, year, dated_on):
    try:
        if year:
            return date(int(year), month, day)
        if dated_on is None:
            return None
        named = date(dated_on.year, month, day)
        return named if named > dated_on else date(dated_on.year + 1, month, day)
    except ValueError:
        return None


def first_due(letter, *, sent_on, own_day=None):
    """The first due date of a part of this letter; `own_day` is the day the letter states for its request."""
    if own_day:
        return Due(own_day, Ground.REQUEST, f"The letter states {_in_words(own_day)} for this request.")
    if letter.due_anchor == Anchor.STATED:
        return Due(letter.due_named_on, Ground.PHRASE, f"The letter states {_in_words(letter.due_named_on)}.")
    if letter.due_anchor in (Anchor.LETTER, Anchor.SENT, Anchor.RECEIPT):
        start = letter.dated_on if letter.due_anchor == Anchor.LETTER else sent_on
        due = count_from(start, letter.due_count, letter.due_unit)
        span = f"{letter.due_count} {Unit(letter.due_unit).label.lower()}"
        if letter.due_anchor == Anchor.RECEIPT:
            why = f"{span} from receipt, counted from sending, {_in_words(start)}, until that day is known."
            return Due(due, Ground.PROVISIONAL, why)
        whence = "the letter's date" if letter.due_anchor == Anchor.LETTER else "sending"
        return Due(due, Ground.PHRASE, f"{span} from {whence}, {_in_words(start)}.")
    days = letter.office.response_days
    due = sent_on + timedelta(days=days)
    return Due(
        due, Ground.ASSUMED, f"The letter names no date: the office's {days} days from sending, assumed."
    )


def count_from(start, count, unit):
    """The day that lies a number of units after a day."""
    if unit == Unit.BUSINESS_DAYS:
        return add_business_days(start, count)
    if unit == Unit.WEEKS:
        return start + timedelta(weeks=count)
    if unit == Unit.MONTHS:
        return start + relativedelta(months=count)
    return start + timedelta(days=count)


def not_a_working_day(day):
    """Why a due date falls on no working day ("a Saturday", "Columbus Day"), or an empty string."""
    if name := holiday_name(day):
        return name
    return f"a {day:%A}" if day.weekday() > 4 else ""


def _in_words(day):
    return f"{day.day} {day:%B %Y}"
