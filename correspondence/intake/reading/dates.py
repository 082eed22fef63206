"""The day that a line says, where the line says a day and nothing else. Pure."""

import re
from datetime import date
from functools import cache

import dateparser
from rapidfuzz import fuzz, process

from correspondence.intake.reading.vocabulary import MONTH

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_BEFORE = (
    r"(?:(?:date[d]?|on)\s*[:.]?\s*|washington,?\s+d\.?\s?c\.?,?\s+|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
)
_WRITTEN = re.compile(
    rf"^\W{{0,3}}{_BEFORE}(?:"
    rf"(?P<m1>{MONTH}|[A-Za-z]{{5,10}})\s*(?P<d1>\d{{1,2}})\s*(?:st|nd|rd|"
    rf"th)?\s*[,.;]{{0,2}}\s*(?P<y1>(?:19|20)\d\d)|"
    rf"(?P<d2>\d{{1,2}})\s*(?:st|nd|rd|th)?\s+(?:day of\s+)?(?P<m2>{MONTH}|"
    rf"[A-Za-z]{{5,10}}),?\s+(?P<y2>(?:19|20)\d\d)|"
    r"(?P<m3>\d{1,2})[/.-](?P<d3>\d{1,2})[/.-](?P<y3>(?:19|20)?\d\d)|"
    r"(?P<y4>(?:19|20)\d\d)-(?P<m4>\d{2})-(?P<d4>\d{2})"
    r")\W{0,4}$",
    re.I,
)
_WITHIN = re.compile(
    rf"^.{{0,60}}?(?P<day>{MONTH}\s*\d{{1,2}}(?:st|nd|rd|th)?,?\s*(?:19|20)\d\d|"
    rf"\b\d{{1,2}}\s+{MONTH},?\s+(?:19|20)\d\d)(?P<rest>.{{0,60}})$",
    re.I,
)


@cache
def _month(word):
    word = word.lower().strip(". ")
    for number, name in enumerate(_MONTHS, 1):
        if len(word) >= 3 and (name.startswith(word) or (word.startswith("sept") and number == 9)):
            return number
    found = process.extractOne(word, _MONTHS, scorer=fuzz.ratio, score_cutoff=74) if len(word) >= 5 else None
    return _MONTHS.index(found[0]) + 1 if found else None


def day_of_line(text):
    """The day that a line says by itself ("June 9th, 2021", "18 April 2024", "Date: 11/29/2023"), else
    None."""
    if len(text) > 80:
        return None
    found = _WRITTEN.match(text)
    if not found:
        return None
    for form in "1234":
        year, month, day = (found.group(part + form) for part in "ymd")
        if not year:
            continue
        month = int(month) if month.isdigit() else _month(month)
        year = int(year) + (2000 if len(year) == 2 else 0)
        try:
            return date(year, month, int(day)) if month else None
        except ValueError:
            return None
    return None


def day_within_line(text):
    """The day in a short line that says something more, such as how it was sent; None where it says none."""
    found = _WITHIN.match(text) if len(text) < 140 else None
    if not found:
        return None
    read = dateparser.parse(found["day"], languages=["en"], settings={"DATE_ORDER": "MDY"})
    return read.date() if read else None
