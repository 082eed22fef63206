"""Imports one after the other, at once, cut short, refused; and what they cost."""

from datetime import date
from threading import Thread

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from correspondence.audit.models import Entry
from correspondence.core.refusals import Cannot
from correspondence.directory.actions import import_congress
from correspondence.directory.importers import read_congress
from correspondence.directory.importers.congress import (
    Congress,
    PublishedCommittee,
    PublishedPerson,
    PublishedSeat,
    PublishedTerm,
)
from correspondence.directory.models import (
    Agency,
    Appointment,
    FormerName,
    Office,
    Person,
    Seat,
    Snapshot,
    Term,
)
from tests.directory.conftest import AFTERWARDS, FIRST, SAMPLES, SECOND

TABLES = (Agency, Appointment, Entry, FormerName, Office, Person, Seat, Snapshot, Term)


def everything():
    return {table.__name__: list(table.objects.order_by("pk").values()) for table in TABLES}


def test_the_same_files_again_change_nothing(files, bring):
    bring(files("2023"), FIRST)
    before = everything()

    done = bring(files("2023"), FIRST)

    assert done.was_there_already
    assert everything() == before


def test_older_files_already_imported_change_nothing(files, bring, both):
    before = everything()

    done = bring(files("2023"), FIRST)

    assert done.was_there_already
    assert everything() == before


def test_files_are_imported_in_the_order_of_their_days(files, bring):
    bring(files("2026"), SECOND)
    before = everything()

    with pytest.raises(Cannot, match=r"stands as of 2026-06-15\..*files of 2023-11-14 come too late"):
        bring(files("2023", name="older"), FIRST)

    assert everything() == before


def test_a_day_is_imported_once(files, bring):
    bring(files("2023"), FIRST)
    before = everything()

    with pytest.raises(Cannot, match="Other files were imported as of 2023-11-14"):
        bring(files("2023", ("title: Chairman", "title: Chair")), FIRST)

    assert everything() == before


def test_files_of_another_day_are_refused(files, bring):
    with pytest.raises(Cannot, match="not of 2026-06-15: most Members in them have no term on that day"):
        bring(files("2023"), SECOND)

    assert not Person.objects.exists()


def test_a_day_to_come_is_refused(files, bring):
    with pytest.raises(Cannot, match="2026-06-21 is still to come"):
        bring(files("2026"), date(2026, 6, 21))


def test_an_import_cut_short_leaves_nothing_behind(files, bring):
    bring(files("2023"), FIRST)
    before = everything()

    def lose_the_power(words):
        if words == "Writing Presidents and Vice Presidents":
            raise RuntimeError

    with pytest.raises(RuntimeError):
        import_congress(
            read_congress(files("2026", name="2026")),
            as_of=SECOND,
            by=None,
            now=AFTERWARDS,
            say=lose_the_power,
        )

    assert everything() == before


def many(members):
    """A Congress of this many Members, each with a seat."""
    congress = Congress(sha256=str(members).zfill(64))
    term = PublishedTerm("senate", "MD", None, "Democrat", date(2019, 1, 3), date(2025, 1, 3))
    congress.committees["SSFR"] = PublishedCommittee("SSFR", "Senate Committee", "senate", "")
    for number in range(members):
        bioguide_id = f"Z{number:06}"
        congress.members[bioguide_id] = PublishedPerson(
            f"Member {number}", "A", "Member", bioguide_id, (term,)
        )
        congress.seats[bioguide_id, "SSFR"] = PublishedSeat("", number + 1, "majority")
    return congress


def test_more_members_are_no_more_statements(db):
    import_congress(many(1), as_of=FIRST, by=None, now=AFTERWARDS)
    with CaptureQueriesContext(connection) as one_more:
        import_congress(many(2), as_of=date(2023, 11, 15), by=None, now=AFTERWARDS)

    with CaptureQueriesContext(connection) as sixty_more:
        import_congress(many(62), as_of=date(2023, 11, 16), by=None, now=AFTERWARDS)

    assert Seat.objects.count() == 62
    assert len(sixty_more) == len(one_more) <= 16


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_import_once():
    congress = read_congress(SAMPLES / "2023")
    outcomes = []

    def run():
        try:
            done = import_congress(congress, as_of=FIRST, by=None, now=AFTERWARDS)
            outcomes.append("there" if done.was_there_already else "imported")
        except Cannot:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert outcomes.count("imported") == 1
    assert Snapshot.objects.count() == 1
    assert (Person.objects.count(), Seat.objects.count()) == (8, 9)
