from correspondence.core.finding_words import Body


def found(body, *texts):
    """What of the body was found for each text, with its list mark."""
    return [spot and body[spot.starts : spot.ends] for spot in Body(body).find_all(texts)]


def test_across_line_breaks_and_list_marks():
    body = "We ask:\n\n1. Why did the\n   Department not\n   answer?\n• How much;\n(c) When\n"

    assert found(body, "Why did the Department not answer?", "How much", "When") == [
        "1. Why did the\n   Department not\n   answer?",
        "• How much;",
        "(c) When",
    ]


def test_with_other_quotation_marks_dashes_and_spaces():
    body = "1. Provide “all” the agency’s docs — now…\u00ad"

    assert found(body, 'Provide "all" the agency\'s docs - now...') == [body.rstrip("\u00ad")]


def test_in_the_order_in_which_they_are_asked():
    body = "1. How many?\n2. At what cost?\n3. How many?"

    spots = Body(body).find_all(["How many?", "At what cost?", "How many?"])

    assert [spot.begins for spot in spots] == [3, 16, 33]


def test_out_of_order_where_it_must_be_and_never_twice_the_same():
    body = "- The second thing\n- The first thing"

    assert found(body, "The first thing", "The second thing", "The first thing") == [
        "- The first thing",
        "- The second thing",
        None,
    ]


def test_the_place_that_stands_by_itself_before_a_mention():
    body = "You did not say how much it costs to keep.\n\n2. How much it costs to keep?"

    assert found(body, "How much it costs to keep") == ["2. How much it costs to keep?"]


def test_within_a_sentence_only_what_is_long_enough_to_mean_it():
    body = "Please tell us how you came to know of it, and why, by May."

    assert found(body, "how you came to know of it", "why") == ["how you came to know of it", None]


def test_never_a_part_of_a_word():
    assert found("The undersecretaries of state answered.", "secretaries of state answered") == [None]


def test_a_semicolon_and_its_and_belong_to_the_item():
    body = "- Supporting efforts; and\n- Holding officials accountable;"

    assert found(body, "Supporting efforts", "Holding officials accountable") == [
        "- Supporting efforts; and",
        "- Holding officials accountable;",
    ]


def test_nothing_is_found_in_nothing():
    assert found("", "Why?") == [None]
    assert found("Why?", "", " ", "…") == [None, None, None]
    assert Body("Why?").find_last("") is None


def test_a_phrase_is_found_where_it_stands_last():
    body = "Please answer in writing.\n\nPlease  answer\nin writing."

    assert Body(body).find_last("answer in writing.") == (35, 53)


def test_much_that_is_alike_does_not_take_long():
    assert found("a " * 50_000, *["a" * 5] * 50) == [None] * 50
