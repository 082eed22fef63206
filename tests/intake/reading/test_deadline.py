"""Which words of a letter are its deadline, and the day that follows. The letters are of 4 March 2024."""

from datetime import date

import pytest

from correspondence.intake.reading.deadline import read_deadline
from correspondence.intake.reading.requests import read_requests
from correspondence.letters.models import Letter
from tests.intake.reading.bodies import body_of

DAY = date(2024, 3, 4)

SENTENCES = {
    # A day that is stated
    "Please answer no later than 5:00 p.m. on Friday, March 22, 2024.": (
        "no later than 5:00 p.m. on Friday, March 22, 2024",
        date(2024, 3, 22),
    ),
    "Your answers are due to the Subcommittee by close of business on March 22, 2024.": (
        "by close of business on March 22, 2024",
        date(2024, 3, 22),
    ),
    "We ask that you respond on or before April 5.": ("on or before April 5", date(2024, 4, 5)),
    "Please send the Committee your reply by 5 April 2024.": ("by 5 April 2024", date(2024, 4, 5)),
    "Please produce the documents by 04/05/2024.": ("by 04/05/2024", date(2024, 4, 5)),
    "I look forward to your response by March 29, 2024.": ("by March 29, 2024", date(2024, 3, 29)),
    "A response is requested by noon on March 29, 2024.": ("by noon on March 29, 2024", date(2024, 3, 29)),
    "Please respond by Friday.": ("by Friday", date(2024, 3, 8)),
    "Please respond by the end of the month.": ("by the end of the month", date(2024, 3, 31)),
    "Please provide this information by the end of the week.": ("by the end of the week", date(2024, 3, 8)),
    "By March 20, 2024, please provide the lease.": ("By March 20, 2024", date(2024, 3, 20)),
    "Please respond as soon as possible, and no later than April 2, 2024.": (
        "no later than April 2, 2024",
        date(2024, 4, 2),
    ),
    "Our letter of May 2, 2023, asked for a reply by June 1; please now reply by April 1, 2024.": (
        "by April 1, 2024",
        date(2024, 4, 1),
    ),
    "Please send your answers before the hearing on March 20, 2024.": (
        "before the hearing on March 20, 2024",
        date(2024, 3, 20),
    ),
    # A number of days
    "We ask for a reply within 14 days.": ("within 14 days", date(2024, 3, 18)),
    "Please answer within fourteen (14) days of the date of this letter.": (
        "within fourteen (14) days of the date of this letter",
        date(2024, 3, 18),
    ),
    "Please provide a response within 10 business days.": ("within 10 business days", date(2024, 3, 18)),
    "We request an answer no later than two weeks from today.": (
        "no later than two weeks from today",
        date(2024, 3, 18),
    ),
    "Please reply within 48 hours.": ("within 48 hours", date(2024, 3, 6)),
    "We ask for an answer in the next three weeks.": ("in the next three weeks", date(2024, 3, 25)),
    # No day follows from the letter alone
    "I would be grateful for an answer within ten (10) business days of receipt of this letter.": (
        "within ten (10) business days of receipt of this letter",
        None,
    ),
    "Please report to us within 30 days of the conclusion of the audit.": (
        "within 30 days of the conclusion of the audit",
        None,
    ),
    "Please provide the statement prior to the hearing.": ("prior to the hearing", None),
    "Please respond at your earliest convenience.": ("at your earliest convenience", None),
    "Please answer as soon as practicable.": ("as soon as practicable", None),
    "We look forward to your prompt response.": ("your prompt response", None),
    "Please respond promptly.": ("promptly", None),
    # No deadline at all
    "I look forward to your response.": ("", None),
    "Our letter of July 12 asked for a reply by August 4.": ("", None),
    "Please send the replies requested above by Monday, March 25.": (
        "by Monday, March 25",
        date(2024, 3, 25),
    ),
    "You promised an answer by March 29, 2024.": ("", None),
    "The Act gives a carrier 30 days to answer a complaint.": ("", None),
    "The claims were to be filed within 30 days of the flood.": ("", None),
    "Please tell us how many calls were answered within one business day.": ("", None),
    "Will the Department answer the State by June 30, 2024?": ("", None),
    "Please describe the plan to finish the work by September 30, 2025.": ("", None),
    "Please refer to the report of March 29, 2024.": ("", None),
    "Thank you for your prompt response to our letter of May 2, 2023.": ("", None),
    "Please produce all records from January 1, 2021, to the present.": ("", None),
    "Please send a report every 30 days.": ("", None),
    "Please respond by February 1, 2024.": ("", None),
}


@pytest.mark.parametrize(("sentence", "deadline"), SENTENCES.items(), ids=SENTENCES.keys())
def test_a_sentence_sets_a_deadline(sentence, deadline):
    read = read_deadline(body_of(sentence), DAY)

    assert (read.phrase.value, read.due_on) == deadline


def test_a_deadline_says_what_it_counts_from_and_where_it_was_read():
    body = body_of("The dam leaks.\nPlease answer within 10 business days of receipt of this letter.")

    read = read_deadline(body, DAY)

    assert (read.terms.anchor, read.terms.count, read.terms.unit) == (
        Letter.Anchor.RECEIPT,
        10,
        Letter.Unit.BUSINESS_DAYS,
    )
    assert [(span.line, span.first, span.last) for span in read.phrase.spans] == [(1, 2, 10)]


def test_of_two_days_the_earlier_is_the_letters_and_each_request_has_its_own():
    body = body_of(
        """
        Please send us the following by March 21:
        1. | The agreement.
        2. | The plan.
        We also ask that you brief our staffs by April 30.
        """
    )

    requests = read_requests(body, DAY)

    assert read_deadline(body, DAY).due_on == date(2024, 3, 21)
    assert [r.due_on for r in requests] == [date(2024, 3, 21), date(2024, 3, 21), date(2024, 4, 30)]


def test_where_a_letter_sets_one_day_its_requests_have_none_of_their_own():
    body = body_of("Please send us the following by March 21:\n1. | The agreement.\n2. | The plan.")

    requests = read_requests(body, DAY)

    assert [r.due_on for r in requests] == [None, None]


def test_an_item_may_set_its_own_day_at_its_start():
    body = body_of(
        """
        Please do the following no later than April 12, 2024:
        1. | By March 20, 2024, publish the rule.
        2. | Say whether the work will be done by March 25, 2024.
        """
    )

    requests = read_requests(body, DAY)

    assert [r.due_on for r in requests] == [date(2024, 3, 20), date(2024, 4, 12)]
    assert read_deadline(body, DAY).due_on == date(2024, 3, 20)


def test_a_letter_without_a_date_has_its_phrase_but_no_counted_day():
    read = read_deadline(body_of("Please answer within 14 days."), None)

    assert (read.phrase.value, read.due_on) == ("within 14 days", None)


def test_what_is_enclosed_sets_no_deadline():
    body = body_of("Please send the plan.\n-----\n## Instructions\nPlease respond within 5 days.")

    assert read_deadline(body, DAY).phrase.value == ""
