"""Lists as people paste them: from mail, from a word processor, from the text layer of a PDF."""

import pytest

from correspondence.core.text import split_list

LEAD_IN = "I would like to know what steps you have taken and plan to take regarding the following:"
SEED = f"""{LEAD_IN}

- Supporting efforts to substantiate and collect evidence regarding the Aliyev regime's potential commission
of war crimes and other atrocities;
- Holding Azerbaijani officials accountable for any such acts, including the application of potential
sanctions and visa restrictions;
- Urging appropriate international justice tribunals to pursue accountability for Azerbaijani officials;
- Making clear to Azerbaijan that aggression against its neighbors is unacceptable;
- Supporting Armenians displaced in the September 2023 assault;
"""


def numbered(text):
    """Number, words and the parent's index of each item."""
    return [(item.number, item.text, item.parent) for item in split_list(text)]


def words(text):
    return [item.text for item in split_list(text)]


def numbers(text):
    return [item.number for item in split_list(text)]


def test_the_seed_letters_bullets_keep_their_lead_in_and_broken_lines_are_joined():
    items = split_list(SEED)

    assert [item.number for item in items] == [""] * 5
    assert items[0].text == (
        "Supporting efforts to substantiate and collect evidence regarding the Aliyev regime's potential "
        "commission of war crimes and other atrocities;"
    )
    assert items[4].text == "Supporting Armenians displaced in the September 2023 assault;"
    assert {item.lead_in for item in items} == {LEAD_IN}
    assert {item.parent for item in items} == {None}


def test_sub_items_carry_the_numbers_of_their_parents():
    items = numbered(
        "1. How many sites?\n"
        "2. By what method, with:\n"
        "   (a) the weight given to terrain;\n"
        "   (b) whether it has changed, and if so:\n"
        "       (i) the date;\n"
        "       (ii) the reason; and\n"
        "   (c) who approves it.\n"
        "3. A schedule.\n"
    )

    assert items == [
        ("1", "How many sites?", None),
        ("2", "By what method, with:", None),
        ("2(a)", "the weight given to terrain;", 1),
        ("2(b)", "whether it has changed, and if so:", 1),
        ("2(b)(i)", "the date;", 3),
        ("2(b)(ii)", "the reason; and", 3),
        ("2(c)", "who approves it.", 1),
        ("3", "A schedule.", None),
    ]


def test_only_the_top_items_stand_under_the_lead_in():
    items = split_list("Please answer:\n1. How?\na. And when?\n")

    assert [item.lead_in for item in items] == ["Please answer:", ""]


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ("A. B. C.", ["A", "B", "C"]),
        ("a) b) c)", ["a", "b", "c"]),
        ("(1) (2) (3)", ["1", "2", "3"]),
        ("1) 2) 3)", ["1", "2", "3"]),
        ("i. ii. iii. iv. v.", ["i", "ii", "iii", "iv", "v"]),
        ("I. II. III. IV. V. VI.", ["I", "II", "III", "IV", "V", "VI"]),
        ("g. h. i. j. k.", ["g", "h", "i", "j", "k"]),
        ("u. v. w. x. y.", ["u", "v", "w", "x", "y"]),
        ("8. 9. 10. 11.", ["8", "9", "10", "11"]),
        ("2. 4. 5.", ["2", "4", "5"]),
        ("Question|1: Question|2: Question|3:", ["1", "2", "3"]),
        ("QUESTION|1. QUESTION|2.", ["1", "2"]),
        ("Question|1|– Question|2|–", ["1", "2"]),
        ("Q1. Q2. Q3.", ["1", "2", "3"]),
        ("Q.|1: Q.|2:", ["1", "2"]),
        ("Request|No.|1: Request|No.|2:", ["1", "2"]),
        ("1(a) 1(b) 2(a)", ["1(a)", "1(b)", "2(a)"]),
        ("1a. 1b. 2a.", ["1(a)", "1(b)", "2(a)"]),
    ],
)
def test_marks_are_taken_off_and_their_number_is_kept_as_written(marks, expected):
    text = "\n".join(f"{mark.replace('|', ' ')} What of {n}?" for n, mark in enumerate(marks.split(" ")))

    items = numbered(text)

    assert items == [(number, f"What of {n}?", None) for n, number in enumerate(expected)]


@pytest.mark.parametrize("bullet", [*"-–—*·•●▪■◦○‣∙⁃►➢➤❖✓−\uf0b7", "o"])
def test_bullets_of_any_sign_are_taken_off(bullet):
    assert numbered(f"{bullet} First;\n{bullet}\tSecond.") == [("", "First;", None), ("", "Second.", None)]


def test_a_bullet_may_touch_its_words():
    assert words("•First;\n•Second.") == ["First;", "Second."]


def test_bullets_of_another_sign_are_sub_items():
    items = numbered(
        "• One\n• Two, including:\n – how far, and for how many\nhours;\no without;\no with;\n• Three"
    )

    assert items == [
        ("", "One", None),
        ("", "Two, including:", None),
        ("", "how far, and for how many hours;", 1),
        ("", "without;", 2),
        ("", "with;", 2),
        ("", "Three", None),
    ]


def test_after_h_comes_the_letter_i_and_not_one():
    assert numbers("\n".join(f"({letter}) word;" for letter in "abcdefghij")) == list("abcdefghij")


def test_after_h_comes_one_where_two_follows():
    text = "(g) this;\n(h) that, with:\n(i) its date; and\n(ii) its place;"

    assert numbers(text) == ["g", "h", "h(i)", "h(ii)"]


def test_five_is_roman_below_a_letter():
    text = "(a) this:\n(i) one;\n(ii) two;\n(iii) three;\n(iv) four;\n(v) five;\n(b) that."

    assert numbers(text) == ["a", "a(i)", "a(ii)", "a(iii)", "a(iv)", "a(v)", "b"]


def test_numbers_in_brackets_stand_below_numbers_with_a_stop():
    assert numbers("1. This:\n(1) one;\n(2) two;\n2. That.") == ["1", "1(1)", "1(2)", "2"]


def test_a_number_with_another_stop_goes_on_counting():
    assert numbers("1. This;\n2) that;\n3. those.") == ["1", "2", "3"]


def test_numbers_begin_again_at_each_member():
    first, second = "Questions from Senator Cardin:", "Questions from Senator Risch:"

    items = split_list(f"{first}\n\n1. Why?\n2. How?\n\n{second}\n\n1. When?\n2. Who?")

    assert [item.number for item in items] == ["1", "2", "", "1", "2"]
    assert [item.parent for item in items] == [None] * 5
    assert (items[0].lead_in, items[2].text) == (first, second)


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\x0b", "\n"])
def test_lines_may_end_as_they_end_anywhere(end):
    assert numbered(end.join(["1. Why", "so late?", "2. How?"])) == [
        ("1", "Why so late?", None),
        ("2", "How?", None),
    ]


def test_spaces_of_other_widths_are_spaces():
    assert numbered("\ufeff1.\u00a0Why\u2003so\u00a0late?\n\u00a02.\tHow?") == [
        ("1", "Why so late?", None),
        ("2", "How?", None),
    ]


def test_a_paragraph_after_the_list_is_an_item_of_its_own():
    items = numbered("1. Why?\n2. How?\n\nPlease also say when.")

    assert items == [("1", "Why?", None), ("2", "How?", None), ("", "Please also say when.", None)]


def test_a_paragraph_inside_the_list_does_not_break_it():
    text = (
        "1. Why?\n2. How:\n(a) here;\n\n"
        "The Secretary\nPage 2\n\n"
        "(b) there, with:\n(i) the day;\n(ii) the hour;\n3. When?"
    )

    assert numbers(text) == ["1", "2", "2(a)", "", "2(b)", "2(b)(i)", "2(b)(ii)", "3"]


def test_a_list_after_a_paragraph_is_a_list_of_its_own():
    assert numbers("1. Why?\n2. How?\n\nAnd at last:\n\n(a) when;\n(b) where.") == ["1", "2", "", "a", "b"]


def test_a_mark_alone_on_its_line_belongs_to_the_next():
    assert numbered("1.\nWhy so late?\n2.\nHow?\n•\nOr else.") == [
        ("1", "Why so late?", None),
        ("2", "How?", None),
        ("", "Or else.", 1),
    ]


def test_text_without_marks_is_an_item_a_paragraph():
    assert numbered("Tell us why\nit is late.\n\n\nTell us how.") == [
        ("", "Tell us why it is late.", None),
        ("", "Tell us how.", None),
    ]


def test_text_without_marks_or_paragraphs_is_an_item_a_line():
    assert words("Tell us why.\nTell us how.\n") == ["Tell us why.", "Tell us how."]


@pytest.mark.parametrize("nothing", ["", "  \n \n", "\r\n\r\n"])
def test_nothing_gives_no_items(nothing):
    assert split_list(nothing) == []


@pytest.mark.parametrize(
    "line",
    [
        "1.5 million people fled.",
        "U.S. officials said so.",
        "U. S. officials said so.",
        "I write to ensure it.",
        "Mr. Smith wrote.",
        "Dr. Spinrad wrote.",
        "J. Edgar Hoover wrote.",
        "D. C. Circuit judges ruled.",
        "v. Jones was decided.",
        "15. Those questions are attached.",
        "(202) 224-4651 is the number.",
        "2023. The agency has not.",
        "3:00 p.m. is the hour.",
        "2023 – the year before.",
        "12 people signed.",
        "(a) and (b) above say so.",
        "one. Two were lost.",
        "o'clock was the hour.",
        "-5 degrees it was.",
        "mix: two parts and one.",
        "- 2 -",
    ],
)
def test_what_only_looks_like_a_mark_stays_in_the_words(line):
    text = f"1. Say why the people whom they met on June\n{line}\n2. Say how."

    assert words(text) == [f"Say why the people whom they met on June {line}", "Say how."]


@pytest.mark.parametrize(
    "line", ["U.S. officials said so.", "I write to ensure it.", "1.5 million fled.", "J. Smith wrote."]
)
def test_a_lead_in_may_begin_like_a_mark(line):
    items = split_list(f"{line}\n1. Say why.\n2. Say how.")

    assert [item.number for item in items] == ["1", "2"]
    assert items[0].lead_in == line


def test_a_year_is_no_number_of_an_item():
    assert words("Reports for:\n2019. 2020. and 2021.") == ["Reports for:", "2019. 2020. and 2021."]


def test_no_word_is_lost():
    text = "Lead in.\n\n1. One\ntwo\n\nthree:\n(a) four\n\n- five\nsix\n\n7. seven"

    kept = [item.lead_in for item in split_list(text)][:1] + words(text)

    assert " ".join(kept).split() == ["Lead", "in.", "One", "two", "three:", "four", "five", "six", "seven"]
