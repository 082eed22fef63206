"""From the words of a letter to a due date. The seed is dated and sent on Wednesday, 29 November 2023."""

from datetime import date
from types import SimpleNamespace

import pytest

from correspondence.letters.deadlines import (
    DueTerms,
    count_from,
    first_due,
    not_a_working_day,
    read_due_phrase,
)
from correspondence.letters.models import Decision, Letter

Anchor, Unit, Ground = Letter.Anchor, Letter.Unit, Decision.DueGround
SEED = date(2023, 11, 29)
NOTHING = DueTerms()


def stated(year, month, day):
    return DueTerms(Anchor.STATED, date(year, month, day))


def counted(count, unit=Unit.DAYS, anchor=Anchor.LETTER):
    return DueTerms(anchor, None, count, unit)


@pytest.mark.parametrize(
    ("phrase", "terms"),
    [
        # Met in letters.
        ("no later than 5:00 p.m. on October 9, 2017", stated(2017, 10, 9)),
        ("on or before October 26, 2017", stated(2017, 10, 26)),
        ("by September 2, 2024", stated(2024, 9, 2)),
        ("by January 10, 2006 (list attached)", stated(2006, 1, 10)),
        ("documents by March 21 and interviews by April 30", stated(2024, 3, 21)),
        ("by September 30", stated(2024, 9, 30)),
        ("within two business days", counted(2, Unit.BUSINESS_DAYS)),
        ("no later than 180 days after enactment of this Act", counted(180, anchor=Anchor.EVENT)),
        ("within 45 days of enactment", counted(45, anchor=Anchor.EVENT)),
        ("your prompt response", NOTHING),
        ("as soon as practicable", NOTHING),
        # Common forms.
        ("no later than December 13, 2023", stated(2023, 12, 13)),
        ("no later than 13 December 2023", stated(2023, 12, 13)),
        ("by the 13th of December, 2023", stated(2023, 12, 13)),
        ("by Wednesday, Dec. 13th", stated(2023, 12, 13)),
        ("by Sept. 5", stated(2024, 9, 5)),
        ("by 12/13/2023", stated(2023, 12, 13)),
        ("by 2023-12-13", stated(2023, 12, 13)),
        ("by close of business (COB) on December 13, 2023", stated(2023, 12, 13)),
        ("by noon on Friday, December 8", stated(2023, 12, 8)),
        ("within 14 days", counted(14)),
        ("within fourteen (14) days", counted(14)),
        ("within fourteen (14) calendar days of the date of this letter", counted(14)),
        ("within 30 days of the date of this letter", counted(30)),
        ("within three weeks", counted(3, Unit.WEEKS)),
        ("two weeks from today", counted(2, Unit.WEEKS)),
        ("within a month", counted(1, Unit.MONTHS)),
        ("within 6 months", counted(6, Unit.MONTHS)),
        ("within 15 working days", counted(15, Unit.BUSINESS_DAYS)),
        ("ten (10) business days of receipt", counted(10, Unit.BUSINESS_DAYS, Anchor.RECEIPT)),
        (
            "within 10 business days of receipt of this letter",
            counted(10, Unit.BUSINESS_DAYS, Anchor.RECEIPT),
        ),
        ("within 30 days of receiving this letter", counted(30, anchor=Anchor.RECEIPT)),
        ("within twenty-five days", counted(25)),
        ("within twenty five days", counted(25)),
        ("within forty-five days", counted(45)),
        ("within ninety days", counted(90)),
        ("within one hundred and eighty days", counted(180)),
        ("within 60 days of completion of the review", counted(60, anchor=Anchor.EVENT)),
        ("by the end of the month", stated(2023, 11, 30)),
        ("by the end of January", stated(2024, 1, 31)),
        ("by the end of February 2024", stated(2024, 2, 29)),
        ("within 30 days and every 30 days thereafter", counted(30)),
        ("every 30 days thereafter", NOTHING),
        ("at your earliest convenience", NOTHING),
        ("immediately", NOTHING),
        ("forthwith", NOTHING),
        ("upon completion of your review", NOTHING),
        ("prior to the hearing on December 7, 2023", stated(2023, 12, 7)),
        ("and no later than January 12, 2024 for items 3–5", stated(2024, 1, 12)),
        ("I look forward to your response.", NOTHING),
        ("", NOTHING),
        ("within 48 hours", counted(2)),
        ("within 72 hours of receipt", counted(3, anchor=Anchor.RECEIPT)),
        ("within 36 hours", counted(2)),
        ("by Friday", stated(2023, 12, 1)),
        ("by Wednesday", stated(2023, 12, 6)),
        ("by next Friday", stated(2023, 12, 8)),
        ("by next Monday", stated(2023, 12, 4)),
        ("by close of business tomorrow", stated(2023, 11, 30)),
        ("by the end of the week", stated(2023, 12, 1)),
        ("by the end of next week", stated(2023, 12, 8)),
        ("by the end of the year", stated(2023, 12, 31)),
        ("by the end of the fiscal year", stated(2024, 9, 30)),
        ("by the end of fiscal year 2025", stated(2025, 9, 30)),
        ("by 12/13/23", stated(2023, 12, 13)),
        ("within 30 days of December 1, 2023", stated(2023, 12, 31)),
        ("within 10 business days after December 1, 2023", stated(2023, 12, 15)),
        ("within 30 days of the release of the report", counted(30, anchor=Anchor.EVENT)),
        ("within 60 days after the audit ends", counted(60, anchor=Anchor.EVENT)),
        ("within 14 days of this letter", counted(14)),
        # No day at all.
        ("by February 30, 2024", NOTHING),
        ("by 13/45/2024", NOTHING),
        ("within 0 days", NOTHING),
    ],
)
def test_a_phrase_says_its_terms(phrase, terms):
    assert read_due_phrase(phrase, SEED) == terms


@pytest.mark.parametrize(
    ("dated_on", "day"),
    [
        (date(2023, 9, 29), date(2023, 9, 30)),
        (date(2023, 9, 30), date(2024, 9, 30)),
        (date(2023, 10, 1), date(2024, 9, 30)),
    ],
)
def test_a_day_without_a_year_is_the_next_after_the_letters_date(dated_on, day):
    assert read_due_phrase("by September 30", dated_on).named_on == day


def test_a_day_without_a_year_says_nothing_of_a_letter_without_a_date():
    assert read_due_phrase("by September 30", None) == NOTHING


@pytest.mark.parametrize(
    ("count", "unit", "day"),
    [
        (14, Unit.DAYS, date(2023, 12, 13)),
        (30, Unit.DAYS, date(2023, 12, 29)),
        (10, Unit.BUSINESS_DAYS, date(2023, 12, 13)),
        (15, Unit.BUSINESS_DAYS, date(2023, 12, 20)),
        (20, Unit.BUSINESS_DAYS, date(2023, 12, 28)),  # Christmas is skipped
        (30, Unit.BUSINESS_DAYS, date(2024, 1, 12)),  # and New Year's Day
        (2, Unit.WEEKS, date(2023, 12, 13)),
        (3, Unit.MONTHS, date(2024, 2, 29)),
    ],
)
def test_days_are_counted_from_the_day_after(count, unit, day):
    assert count_from(SEED, count, unit) == day


def letter(anchor=Anchor.NONE, **terms):
    facts = {"due_named_on": None, "due_count": None, "due_unit": ""}
    return SimpleNamespace(
        office=SimpleNamespace(response_days=14), dated_on=SEED, due_anchor=anchor, **facts | terms
    )


def test_a_stated_day_is_never_moved():
    due = first_due(letter(Anchor.STATED, due_named_on=date(2023, 12, 25)), sent_on=date(2023, 12, 1))

    assert (due.on, due.ground) == (date(2023, 12, 25), Ground.PHRASE)
    assert due.why == "The letter states 25 December 2023."


def test_the_letters_day_for_one_request_stands_before_its_day_for_all():
    due = first_due(
        letter(Anchor.STATED, due_named_on=date(2023, 12, 25)), sent_on=SEED, own_day=date(2024, 1, 5)
    )

    assert (due.on, due.ground) == (date(2024, 1, 5), Ground.REQUEST)


def test_days_from_the_letters_date_do_not_wait_for_sending():
    due = first_due(letter(Anchor.LETTER, due_count=14, due_unit="days"), sent_on=date(2023, 12, 4))

    assert (due.on, due.ground) == (date(2023, 12, 13), Ground.PHRASE)


def test_days_from_sending_are_counted_from_the_day_it_was_sent():
    due = first_due(letter(Anchor.SENT, due_count=10, due_unit="business"), sent_on=date(2023, 12, 4))

    assert (due.on, due.ground) == (date(2023, 12, 18), Ground.PHRASE)
    assert due.why == "10 business days from sending, 4 December 2023."


def test_days_from_receipt_are_counted_from_sending_until_that_day_is_known():
    due = first_due(letter(Anchor.RECEIPT, due_count=30, due_unit="days"), sent_on=SEED)

    assert (due.on, due.ground) == (date(2023, 12, 29), Ground.PROVISIONAL)


@pytest.mark.parametrize(
    ("anchor", "why"), [(Anchor.NONE, "names no date"), (Anchor.EVENT, "counts from another event")]
)
def test_where_no_day_follows_the_offices_own_is_assumed(anchor, why):
    due = first_due(letter(anchor), sent_on=SEED)

    assert (due.on, due.ground) == (date(2023, 12, 13), Ground.ASSUMED)
    assert why in due.why


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2017, 10, 9), "Columbus Day"),
        (date(2024, 9, 2), "Labor Day"),
        (date(2023, 12, 2), "a Saturday"),
        (date(2023, 12, 3), "a Sunday"),
        (date(2023, 11, 29), ""),
    ],
)
def test_somebody_is_told_where_nobody_works_on_the_day(day, why):
    assert not_a_working_day(day) == why
