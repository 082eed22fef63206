"""What requests are called together: no database."""

from datetime import date

from correspondence.timeline.entries import Asked, Names, cut, in_words, near_day, short_day

DAY = date(2024, 1, 10)


def names(*rows, agencies=()):
    """Names of (place, number, asker, agency) rows; parts of one place are of one request."""
    asked = [Asked(n, place, place, number, asker, agency) for n, (place, number, asker, agency) in rows]
    return Names(asked, set(agencies))


def of_state(*numbers):
    return names(*((n, (n, number, "", "State")) for n, number in enumerate(numbers, start=1)))


def test_three_or_more_in_a_row_are_drawn_together():
    assert of_state(*"1234567").together([1, 2, 3, 5, 6], on=DAY) == "requests 1 to 3, 5 and 6"


def test_one_request_is_named_alone():
    assert of_state("1", "2").together([2], on=DAY) == "request 2"


def test_a_bullet_goes_by_its_place():
    assert of_state("", "", "").together([1, 3], on=DAY) == "requests 1 and 3"


def test_numbers_are_said_as_written():
    assert of_state("1", "1(a)", "1(b)", "2").together([2, 4], on=DAY) == "requests 1(a) and 2"


def test_the_order_is_that_of_the_letter():
    assert of_state("1", "2", "3").labels([3, 1]) == ("1", "3")


def test_an_agency_is_named_only_where_there_are_several():
    two = names(
        (1, (1, "1", "", "State")),
        (2, (1, "1", "", "Treasury")),
        (3, (2, "2", "", "State")),
        (4, (2, "2", "", "Treasury")),
    )

    assert of_state("1").agency([1], on=DAY) == ""
    assert two.together([1, 3], on=DAY) == "requests 1 and 2 (State)"
    assert two.together([1, 3, 4], on=DAY) == "requests 1 and 2 (State) and request 2 (Treasury)"
    assert two.together([1, 2, 3, 4], on=DAY) == "requests 1 and 2"


def test_a_part_that_was_moved_is_told_by_the_agency_that_owed_it_then():
    moved = Asked(1, 1, 1, "1", "", "Commerce", ((DAY, "Treasury"),))
    both = Names([moved], {"Treasury"})

    assert both.together([1], on=date(2024, 1, 9)) == "request 1 (Treasury)"
    assert both.together([1], on=date(2024, 1, 11)) == "request 1 (Commerce)"


def test_a_member_is_named_where_the_numbers_begin_again():
    two = names((1, (1, "1", "Rep. Graves", "DOT")), (2, (2, "1", "Rep. Larsen", "DOT")))

    assert two.together([1, 2], on=DAY) == "requests 1 of Rep. Graves and 1 of Rep. Larsen"
    assert two.labels([2]) == ("1 (Rep. Larsen)",)


def test_most_of_many_questions_are_told_by_those_that_are_not_among_them():
    rows = [(n, (n, str((n - 1) % 4 + 1), f"Rep. {'ABC'[(n - 1) // 4]}", "DOT")) for n in range(1, 13)]
    twelve = names(*rows)

    assert twelve.together(range(1, 13), on=DAY) == "all 12 requests"
    assert twelve.together([n for n in range(1, 13) if n != 7], on=DAY) == "all requests but 3 of Rep. B"


def test_numbers_that_mean_nothing_give_way_to_places():
    assert of_state("1", "1", "2").together([1, 2], on=DAY) == "requests 1 and 2"


def test_small_words():
    assert in_words([]) == ""
    assert in_words(["a", "b", "c"]) == "a, b and c"
    assert short_day(date(2023, 12, 3)) == "3 Dec 2023"
    assert near_day(date(2023, 12, 3), date(2024, 1, 1)) == "3 Dec 2023"
    assert cut("one two three", 9) == "one two …"
    assert cut("two\n lines") == "two lines"
