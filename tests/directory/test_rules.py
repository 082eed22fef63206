"""What a snapshot makes of seats and terms, without a database."""

from dataclasses import dataclass
from datetime import date

import pytest

from correspondence.directory import rules
from correspondence.directory.importers.congress import PublishedPerson, PublishedSeat, PublishedTerm

AS_OF = date(2024, 2, 1)
THE_DAY_BEFORE = date(2024, 1, 31)
END = date(2025, 1, 3)


@dataclass(eq=False)
class Row:
    held_from: date
    held_to: date | None = None
    title: str = ""
    rank: int = 2
    side: str = "majority"


def term(held_from=date(2023, 1, 3), held_to=END, chamber="house"):
    return PublishedTerm(chamber, "MD", 5, "Democrat", held_from, held_to)


SHOWN = PublishedSeat("", 2, "majority")


def changes(rows, shown=SHOWN, terms=None):
    return rules.seat_changes(rows, shown, as_of=AS_OF, terms=[term()] if terms is None else terms)


def test_a_new_seat_lasts_to_the_end_of_the_term():
    assert changes([]).begun == (AS_OF, END)


def test_nobody_sits_without_a_term():
    assert changes([], terms=[]).begun is None
    assert changes([], terms=[term(held_to=THE_DAY_BEFORE)]).begun is None


def test_on_the_day_two_terms_meet_the_new_one_counts():
    terms = [term(), term(held_from=END, held_to=date(2027, 1, 3))]

    found = rules.seat_changes([], SHOWN, as_of=END, terms=terms)

    assert found.begun == (END, date(2027, 1, 3))


@pytest.mark.parametrize("change", [{"title": "Chair"}, {"rank": 3}, {"side": "minority"}])
def test_any_change_ends_the_seat_and_begins_another(change):
    row = Row(date(2023, 11, 14), END, **change)

    found = changes([row])

    assert found.last_days == {row: THE_DAY_BEFORE}
    assert found.begun == (AS_OF, END)


def test_a_seat_no_longer_shown_ends_the_day_before():
    row = Row(date(2023, 11, 14), END)

    found = changes([row], shown=None)

    assert found.last_days == {row: THE_DAY_BEFORE}
    assert found.begun is None


def test_a_seat_no_longer_shown_ends_with_the_term_if_that_is_earlier():
    row = Row(date(2023, 11, 14), END)

    found = changes([row], shown=None, terms=[term(held_to=date(2023, 12, 31))])

    assert found.last_days == {row: date(2023, 12, 31)}


def test_an_open_seat_shown_unchanged_learns_the_end_of_its_term():
    row = Row(date(2023, 11, 14), None)

    found = changes([row])

    assert found.last_days == {row: END}
    assert found.begun is None


def test_a_seat_that_ended_before_stays_as_it_was():
    row = Row(date(2023, 1, 3), date(2023, 12, 1))

    found = changes([row])

    assert found.last_days == {}
    assert found.begun == (AS_OF, END)


def test_a_seat_of_two_rows_that_overlap_goes_on_as_one():
    rows = [Row(date(2023, 1, 3), None), Row(date(2023, 6, 1), None)]

    found = changes(rows)

    assert found.last_days == {rows[0]: END, rows[1]: THE_DAY_BEFORE}
    assert found.begun is None


def test_a_seat_entered_for_the_day_itself_is_not_denied():
    row = Row(AS_OF, None)

    found = changes([row], shown=None)

    assert (found.last_days, found.corrected, found.begun) == ({}, [], None)


def test_a_term_is_told_by_its_first_day_or_by_the_days_it_shares():
    begun_late, same = Row(date(2023, 1, 5), END), Row(date(2019, 1, 3), date(2021, 1, 3))
    begun_late.chamber = same.chamber = "house"
    published = [term(date(2019, 1, 3), date(2021, 1, 3)), term(), term(END, date(2027, 1, 3))]

    pairs = rules.term_pairs([begun_late, same], published)

    assert [row for _, row in pairs] == [same, begun_late, None]


def test_a_vacated_term_ended_the_day_before():
    assert rules.last_day_of_vacated(term(), AS_OF) == THE_DAY_BEFORE
    assert rules.last_day_of_vacated(term(), END) == date(2025, 1, 2)
    assert rules.last_day_of_vacated(term(), date(2025, 1, 4)) is None
    assert rules.last_day_of_vacated(term(held_from=AS_OF), AS_OF) is None


def test_files_speak_of_a_day_on_which_most_members_serve():
    serving = PublishedPerson("A", "A", "A", "A000001", (term(date(2021, 1, 3), date(2023, 1, 3)), term()))
    gone = PublishedPerson("B", "B", "B", "B000001", (term(held_to=date(2023, 6, 1)),))

    assert rules.speak_of_the_day([serving, serving, gone], AS_OF)
    assert not rules.speak_of_the_day([serving, gone], AS_OF)
    assert not rules.speak_of_the_day([serving], date(2022, 1, 1))
