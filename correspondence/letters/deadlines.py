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
MONTH = "(" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}(?:,?\s+(\d{{4}}))?\b", re.I)
_MONTH_DAY = re.compile(rf"\b{MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(\d{{4}}))?\b", re.I)
_NUMERIC = re.compile(r"\b(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})\b")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_END_OF_MONTH = re.compile(rf"\bend of (?:(?:the|this) month\b|{MONTH}(?:,?\s+(\d{{4}}))?)", re.I)
_END_OF_PERIOD = re.compile(
    r"\bend of (?:the|this|next) (week|(?:calendar |fiscal )?year)\b|\b(year)[’']s end\b"
    r"|\bend of (fiscal year) (\d{4})\b",
    re.I,
)
_WEEKDAYS = [name.lower() for name in calendar.day_name]
_WEEKDAY = re.compile(r"\b(next |this )?(" + "|".join(_WEEKDAYS) + r")\b|\b(tomorrow)\b", re.I)
_ONES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen"]
_TEENS += ["sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_NUMBERS = {word: n for n, word in enumerate([*_ONES, *_TEENS], start=1)} | {"a": 1, "an": 1}
for _ten, _tens in enumerate(_TENS, start=2):
    _NUMBERS[_tens] = 10 * _ten
    for _one, _word in enumerate(_ONES, start=1):
        _NUMBERS |= dict.fromkeys((f"{_tens}-{_word}", f"{_tens} {_word}"), 10 * _ten + _one)
for _hundred in ("one hundred", "a hundred"):
    _NUMBERS[_hundred] = 100
    for _ten, _tens in enumerate(_TENS, start=2):
        _NUMBERS |= dict.fromkeys((f"{_hundred} {_tens}", f"{_hundred} and {_tens}"), 100 + 10 * _ten)
COUNT = r"(\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r")(?:\s*\(\s*(\d{1,3})\s*\))?"
# After these it says how often, or is only the end of a number.
_NOT_AFTER = "(?<!every )(?<!hundred )(?<!hundred and )(?<![-.,])"
_SPAN = re.compile(
    rf"{_NOT_AFTER}\b{COUNT}[\s-]+(?:(business|working|calendar)[\s-]+)?(hour|day|week|month)s?\b", re.I
)
_FROM_A_DAY = re.compile(r"\s*[’']?,?\s*(?:of|from|after|following)\b", re.I)
_FROM_THE_LETTER = re.compile(
    r"\s*[’']?,?\s*(?:of|from|after|following|upon|on)\s+(?:(?:the|this|our|my|your)\s+)?(?:date|letter"
    r"|request|today|now|sending|correspondence)\b",
    re.I,
)
_FROM_SOMETHING = re.compile(
    r"\s*[’']?,?\s*(?:of|from|after|following|upon)\s+(?:the|an?|its|any|each|such|your)\s+\w", re.I
)

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
    if span := _SPAN.search(phrase):
        count, unit = _count(*span.groups())
        if (
            count
            and _FROM_A_DAY.match(phrase, span.end())
            and (start := _stated(phrase[span.end() :], dated_on))
        ):
            return DueTerms(Anchor.STATED, count_from(start, count, unit))
    if named := _stated(phrase, dated_on):
        return DueTerms(Anchor.STATED, named)
    if dated_on and (found := _END_OF_MONTH.search(phrase)):
        return DueTerms(Anchor.STATED, _end_of_month(*found.groups(), dated_on))
    if dated_on and (found := _END_OF_PERIOD.search(phrase)):
        return DueTerms(Anchor.STATED, _end_of_period(found, dated_on))
    if span and count:
        return DueTerms(_anchor(phrase[span.end() :]), None, count, unit)
    if dated_on and (found := _WEEKDAY.search(phrase)):
        return DueTerms(Anchor.STATED, _weekday(found, dated_on))
    return DueTerms()


def _stated(phrase, dated_on):
    """The day that a phrase writes out; None where it writes none."""
    for pattern, pick in ((_MONTH_DAY, (1, 2, 3)), (_DAY_MONTH, (2, 1, 3))):
        if found := pattern.search(phrase):
            month, day, year = (found.group(n) for n in pick)
            if named := _named_day(_MONTHS[month.lower().rstrip(".")], int(day), year, dated_on):
                return named
    for pattern, pick in ((_NUMERIC, (1, 2, 3)), (_ISO, (2, 3, 1))):
        if found := pattern.search(phrase):
            month, day, year = (int(found.group(n)) for n in pick)
            if named := _named_day(month, day, year + 2000 if year < 100 else year, dated_on):
                return named
    return None


def _count(word, digits, adjective, unit):
    count = int(digits or 0) or (int(word) if word.isdigit() else _NUMBERS[word.lower()])
    if unit.lower() == "hour":  # a day has 24, and one that is begun counts whole
        return -(-count // 24), Unit.DAYS
    if unit.lower() == "day":
        return count, Unit.BUSINESS_DAYS if (adjective or "").lower() in (
            "business",
            "working",
        ) else Unit.DAYS
    return count, Unit.WEEKS if unit.lower() == "week" else Unit.MONTHS


def _end_of_period(found, dated_on):
    """The Friday of a week, the last day of a calendar year, or of a fiscal year, which is 30 September."""
    what = (found.group(1) or found.group(2) or found.group(3)).lower()
    next_one = " next " in f" {found.group().lower()} "
    if what == "week":
        friday = dated_on + timedelta(days=(4 - dated_on.weekday()) % 7)
        return friday + timedelta(weeks=next_one)
    if what.startswith("fiscal"):
        year = int(found.group(4) or dated_on.year + (dated_on.month > 9) + next_one)
        return date(year, 9, 30)
    return date(dated_on.year + next_one, 12, 31)


def _weekday(found, dated_on):
    """Tomorrow, or the next such weekday after the letter's date; "next Friday" is that of the next week."""
    if found.group(3):
        return dated_on + timedelta(days=1)
    ahead = (_WEEKDAYS.index(found.group(2).lower()) - dated_on.weekday() - 1) % 7 + 1
    sunday = 6 - dated_on.weekday()
    if (found.group(1) or "").lower().strip() == "next" and ahead <= sunday:
        ahead += 7
    return dated_on + timedelta(days=ahead)


def _anchor(rest):
    if re.search(r"\b(receipt|receiv\w+)\b", rest, re.I):
        return Anchor.RECEIPT
    if re.search(r"\b(enactment|completion|decision|hearing|briefing|conclusion|publication)\b", rest, re.I):
        return Anchor.EVENT
    if _FROM_SOMETHING.match(rest) and not _FROM_THE_LETTER.match(rest):
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


def _end_of_month(month, year, dated_on):
    month = _MONTHS[month.lower().rstrip(".")] if month else dated_on.month
    year = int(year) if year else dated_on.year + (month < dated_on.month)
    return date(year, month, calendar.monthrange(year, month)[1])


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
    lacking = "counts from another event" if letter.due_anchor == Anchor.EVENT else "names no date"
    why = f"The letter {lacking}: the office's {days} days from sending, assumed."
    return Due(sent_on + timedelta(days=days), Ground.ASSUMED, why)


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
