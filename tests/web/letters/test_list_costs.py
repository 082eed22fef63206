"""What the letter list costs hangs neither on how many letters there are nor on what is asked of it."""

from datetime import datetime

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks import CLERK, OFFICE
from benchmarks.generate import generate
from correspondence.accounts.models import User
from correspondence.core.days import EASTERN
from correspondence.letters.models import Letter, SavedFilter, Topic

LIST = "/letters/"
QUERIES = [
    "", "?state=open", "?state=overdue", "?state=settled", "?state=unacknowledged", "?state=draft",
    "?agency={agency}", "?agency=BA3", "?assigned=me", "?assigned=nobody", "?assigned={colleague}",
    "?kind=qfr", "?kind=notice", "?topic={topic}", "?year={year}", "?since={day}", "?until={day}",
    "?hearing={hearing}", "?signatory=a", "?office={office}", "?q=oversight", "?q={reference}",
    "?o=dated", "?o=due", "?o=reference", "?o=-reference", "?state=open&o=-dated",
    "?state=overdue&agency=BA3&assigned=nobody&q=a&since=2000-01-01&signatory=a", "?agency=nobody",
    "?q=nothing-like-it&state=overdue&kind=qfr&year={year}",
]  # fmt: skip
MOST_STATEMENTS = 6  # two of them to know who asks
EMPTY = 5  # what to leave out is asked in one, where the letters stand in two
MOST_BYTES = 40_000  # of a full page, 25 rows, before compression


def costs(count):
    """(Statements, bytes) of the list of an office with so many letters, by what is asked of it."""
    found = {}
    with transaction.atomic():
        generate(count, now=datetime.now(EASTERN))
        user = User.objects.get(username=CLERK)
        clerk = Client()
        clerk.force_login(user)
        first = Letter.objects.filter(office__code=OFFICE).exclude(assigned_to=None).order_by("id")[0]
        heard = Letter.objects.filter(office__code=OFFICE, hearing_on__isnull=False).first()
        asked = {
            "agency": first.recipients.all()[0].agency_id,
            "colleague": first.assigned_to_id,
            "topic": Topic.objects.filter(office__code=OFFICE).first().pk,
            "year": first.dated_on.year,
            "day": first.dated_on,
            "hearing": heard.hearing_on if heard else first.dated_on,
            "reference": first.reference,
            "office": first.office_id,
        }
        for n in range(count // 10):
            SavedFilter.objects.create(office=first.office, owner=user, name=f"View {n}", query=f"year={n}")
        for query in QUERIES:
            with CaptureQueriesContext(connection) as statements:
                page = clerk.get(LIST + query.format(**asked))
            assert page.status_code == 200, query
            found[query] = (len(statements), len(page.content))
        transaction.set_rollback(True)
    return found


@pytest.fixture
def few_and_many(db):
    return costs(40), costs(150)


def test_no_filter_takes_more_than_six_statements_for_few_letters_or_many(few_and_many):
    statements = {query: [found[query][0] for found in few_and_many] for query in QUERIES}

    assert {query: counts for query, counts in statements.items() if max(counts) > MOST_STATEMENTS} == {}
    assert {query: counts for query, counts in statements.items() if len(set(counts) - {EMPTY}) > 1} == {}


def test_a_full_page_stays_light_whatever_is_asked(few_and_many):
    heaviest = max((size, query) for found in few_and_many for query, (_, size) in found.items())

    assert heaviest[0] <= MOST_BYTES, heaviest
