"""The body: paragraphs and items whole, without what belongs to the paper."""

import pytest

from correspondence.intake.pages import Opened
from correspondence.intake.reading.paragraphs import body_of
from tests.intake.reading.pasted import opened, printed, read

HEAD = "May 2, 2023\n\nThe Honorable Michael S. Regan\nAdministrator\nEnvironmental Protection Agency\n\n"
HEAD += "Dear Administrator Regan:\n\n"


def paragraphs(text):
    return [(p.mark, p.text) for p in body_of(opened(HEAD + text)).paragraphs]


@pytest.mark.parametrize(
    "head",
    [
        "The Honorable Michael S. Regan\nMay 2, 2023\nPage 2",
        "Administrator Regan\nPage Two\nMay 2, 2023",
        "Letter to Administrator Regan\nPage 2 of 3",
        "- 2 -",
        "2",
    ],
)
def test_running_head_that_falls_into_a_sentence_is_left_out(head):
    [(_, text)] = paragraphs(
        "The plant at the mouth of the river has been closed for nine\n\f"
        + head
        + "\n\nmonths, and nobody has said why.\n"
    )

    assert (
        text
        == "The plant at the mouth of the river has been closed for nine months, and nobody has said why."
    )


def test_footnote_and_its_mark_are_left_out():
    [(_, text)] = paragraphs(
        "The plant has been closed since the flood.1 Nobody has said when it will open, or whether it\n\n"
        "1See Letter from the Administrator to the Committee (Mar. 3, 2023). Please provide any comment to "
        "the clerk.\n"
        "\fThe Honorable Michael S. Regan\nPage 2\n\never will.\n"
    )

    assert text.startswith("The plant has been closed since the flood. Nobody")
    assert text.endswith("or whether it ever will.")
    assert "comment" not in text


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("the Com-", "mittee met", "the Committee met"),
        ("a side-by-", "side list", "a side-by-side list"),
        ("a long-", "term plan", "a long-term plan"),
        ("decision-", "making at", "decision-making at"),
        ("the infor-", "mation that", "the information that"),
        ("the Montana–", "Wyoming line", "the Montana–Wyoming line"),
    ],
)
def test_word_cut_at_a_lines_end_is_whole(first, second, joined):
    [(_, text)] = paragraphs(
        f"It is well known to everybody who has read the report of that year that {first}\n"
        f"{second} that day.\n"
    )

    assert joined in text


def test_items_have_their_marks_and_the_prose_after_them_is_its_own():
    found = paragraphs(
        "Please answer:\n"
        "1. How many wells were tested in the county in the year that ended on the last day of\nJune?\n"
        "2. Who tested them, and:\n(a) on what day;\n(b) at what cost?\n"
        "• One more thing that we should like to know.\nWe thank you.\n"
    )

    assert [mark for mark, _ in found] == ["", "1.", "2.", "(a)", "(b)", "•", ""]
    assert found[1][1].endswith("last day of June?")


@pytest.mark.parametrize(
    "line",
    [
        "2023. The second was found in the same month, and was said to have been lost.",
        "J. Edgar Hoover Building, and was said to have been lost in the same month.",
        "a. m. train was late, and was said to have been lost in the same month.",
    ],
)
def test_a_line_that_happens_to_begin_like_an_item_is_text(line):
    [(mark, text)] = paragraphs(
        f"The first of the two boxes of records was found by a clerk in the old building at the\n{line}\n"
    )

    assert mark == ""
    assert line in text


def test_paragraphs_without_space_between_them_are_told_by_their_last_lines():
    found = paragraphs(
        "The plant at the mouth of the river has been closed for nine months, and nobody has said why it is\n"
        "closed.\n"
        "The people of the town would like to know, and so would we, when it will be open for work again\n"
        "and who decides.\n"
    )

    assert len(found) == 2


def test_headings_of_an_enclosure_stand_by_themselves():
    body = body_of(
        opened(
            HEAD + "Here are questions.\n\nSincerely,\n\nRon Wyden\nUnited States Senator\n"
            "\fQuestions for the Record\n"
            "Questions from Representative Jane Roe (D–OR)\n"
            "1. When will the ferry sail again, and from which of the two landings?\n"
        )
    )

    assert [(p.part, p.heading, p.mark) for p in body.paragraphs] == [
        ("body", False, ""),
        ("attachment", True, ""),
        ("attachment", True, ""),
        ("attachment", False, "1."),
    ]


def test_spans_lead_back_to_the_words_on_the_page():
    file = opened(HEAD + "The plant is closed. Please tell us why\nit is closed.\n")
    [paragraph] = body_of(file).paragraphs

    start = paragraph.text.index("Please")
    spans = paragraph.spans(start)

    lines = file.pages[0].lines
    said = " ".join(" ".join(w.text for w in lines[s.line].words[s.first : s.last + 1]) for s in spans)
    assert said == "Please tell us why it is closed."


def test_hanging_number_set_apart_is_the_items_mark():
    page = printed(
        (0.1, 0.1, "Dear Mr. Doe:"),
        (
            0.1,
            0.2,
            "Please answer the questions that follow, which the Committee asks of each company:",
            0.88,
        ),
        (0.13, 0.22, "1."),
        (
            0.17,
            0.22,
            "How many ferries does the company own, and how many of them are at sea this month",
            0.88,
        ),
        (0.17, 0.24, "or the next?"),
        (0.13, 0.26, "2."),
        (0.17, 0.26, "Which of them is the oldest?"),
    )

    found = body_of(Opened("application/pdf", (page,))).paragraphs

    assert [(p.mark, p.text[-10:]) for p in found[1:]] == [("1.", " the next?"), ("2.", "he oldest?")]


def test_hostile_text_is_read_in_a_moment():
    import time

    began = time.monotonic()
    for text in (
        "Dear " * 3000,
        "(a) " * 4000,
        "1. \n" * 3000,
        "Re: " + "x-" * 9000,
        "A. " * 3000 + "\n" + "and " * 3000,
        "Sincerely,\n" * 2000,
    ):
        read(HEAD + text)

    assert time.monotonic() - began < 20


def test_a_line_over_a_list_stands_alone_though_the_line_above_is_full():
    found = paragraphs(
        "What does the Agency intend to do with all of the numbers that it collects? Please be specific.\n"
        "The plants of the north\n"
        "1. How many plants are there, and how many of them are closed, and for how long have they been so?\n"
    )

    assert [text for _, text in found][:2] == [
        "What does the Agency intend to do with all of the numbers that it collects? Please be specific.",
        "The plants of the north",
    ]


def test_a_line_of_names_that_is_part_of_a_sentence_is_no_heading():
    [(_, text)] = paragraphs(
        "The Committee also requests that you make the Regional Director of the Great\n"
        "Lakes Plants Office for Region 5 available for a meeting with its staff before the month is over.\n"
    )

    assert text.startswith(
        "The Committee also requests that you make the Regional Director of the Great Lakes"
    )
