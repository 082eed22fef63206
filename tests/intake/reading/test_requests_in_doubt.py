"""What only looks like a request, and requests that hardly look like one. Each letter guards a rule."""

from datetime import date
from textwrap import dedent

import pytest

from correspondence.intake.reading.requests import read_requests
from tests.intake.reading.bodies import body_of

DAY = date(2024, 3, 4)

NOT_ASKED = {
    "what somebody else was asked or told to do": """
        The clerk asked the driver to please show his card. She was told to please wait for a month.
        Please send us the log of the gate.
        """,
    "how to hand over what is secret": """
        Please send us the log of the gate.
        Please send all unclassified material directly to the Committee.
        In keeping with the Order, please set apart what is secret, and provide a classified addendum.
        """,
    "how to deliver and to answer": """
        Please send us the log of the gate.
        When producing records to the Committee, please deliver one set to Room 12 and one to Room 14.
        When answering these questions, please repeat the question above each answer.
        """,
    "the form of the answer, even as a list": """
        Please send us the log of the gate.
        The format of your answers should be as follows: (1) the question, (2) the answer, and (3) the writer.
        """,
    "nouns that could be commands": """
        Please send us the log of the gate.
        List prices have risen. State officials know it. Name recognition is low. Report after report says so.
        Brief closures have become long ones. Address changes take two months.
        """,
    "what is expected or needed of the world": """
        Please send us the log of the gate.
        We expect the Department to comply with the law. We need a gate that shuts. We want the best for it.
        We are asking these questions because the answers matter.
        """,
    "questions that want no answer": """
        Please send us the log of the gate.
        How can this be? What are families to do in the meantime?
        Is this how we treat them? Do we want our children to drink this?
        """,
    "a word for a file to be kept in private": """
        Please send us the log of the gate.
        We ask that you treat her papers as confidential. We request that he be given full consideration.
        """,
    "what somebody wrote, in several sentences or paragraphs": """
        Please send us the log of the gate.
        The keeper wrote: “Please send me the list. Who is on it? Provide every name.” Nobody did.
        "Please send me the list. Please provide every name."
        “Please send me the list. Please provide every name.
        “Please do it now.”
        """,
    "whom to call, and in what file to answer": """
        Please send us the log of the gate.
        Please have your scheduler call my office. We request that you send the answers in one file.
        """,
    "what others were told to do, in a list": """
        The guide gives these instructions to those who apply:
        1. | Describe your plan.
        2. | Provide two letters.
        Please send us the log of the gate.
        """,
    "what was asked and sent, in a list": """
        On March 3 I asked the Department for the following:
        1. | The lease of the lock.
        2. | The names of the keepers.
        The Department sent both on April 2.
        Please send us the log of the gate.
        """,
    "what to do where an answer falls short": """
        Please send us the log of the gate.
        Should you find that you cannot answer, we ask that you say so.
        If you find any of these records to be privileged, we ask that you list them.
        """,
    "a hearing to which others have been invited": """
        Please send us the log of the gate.
        The Committee will sit with the Committee on Rivers on May 9, to which others have been invited.
        """,
    "a bare wish to hear": """
        Please send us the log of the gate.
        We would appreciate hearing from you by May 3. I would be glad to hear back from you soon.
        """,
    "help with a number of matters, which follow": """
        The dam leaks, and I therefore ask for your help with two matters. Please send us the log of the gate.
        """,
    "what somebody would like to know, above the paragraph that asks": """
        The dam leaks. The Committee would like to know how long it will hold.
        To assist the Committee, please provide the following:
        • | the log of the gate.
        """,
}


@pytest.mark.parametrize("text", NOT_ASKED.values(), ids=NOT_ASKED.keys())
def test_it_is_no_request_beside_one(text):
    asked = [r.text.value for r in read_requests(body_of(dedent(text)), DAY)]

    assert [one.lower().removeprefix("please send us ").rstrip(".") for one in asked] == [
        "the log of the gate"
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Please provide all requested records as soon as possible but no later than 5:00 p.m. on May 30.",
        "Please produce records and answers as they become available, but no later than May 30.",
        "We ask that these materials be delivered to the Committee, on paper, by May 30.",
        "Please provide this information to us as soon as possible but no later than noon on May 30.",
        "Please submit the written answers sought above not later than May 30.",
    ],
)
def test_words_that_ask_for_the_items_of_the_list_above_add_none(words):
    body = body_of(f"Please provide:\n1. | The log of the gate.\n2. | The plan of the dam.\n{words}")

    requests = read_requests(body, DAY)

    assert [r.number for r in requests] == ["1", "2"]


ASKED = {
    "you are asked to please do it": (
        "I ask that you to please mend the gate. We would ask you to please send the log.",
        ["I ask that you to please mend the gate.", "We would ask you to please send the log."],
    ),
    "what is wanted in an answer, not its form": (
        "In responding to this letter, please describe the steps that were taken at the gate.",
        ["In responding to this letter, please describe the steps that were taken at the gate."],
    ),
    "all that is secret and all that is not": (
        "Please provide all classified and unclassified records of the flight.",
        ["Please provide all classified and unclassified records of the flight."],
    ),
    "a briefing before the answers come": (
        "Please send us the log of the gate.\n"
        "Please have your staff brief the staff of the Committee before the answers are sent.",
        [
            "Please send us the log of the gate.",
            "Please have your staff brief the staff of the Committee before the answers are sent.",
        ],
    ),
    "courteous ways to ask": (
        "We would value a briefing. It would help us to know who shut it. A report on it would be "
        "welcome. Let us know who shut it. "
        "Do tell us when. May I have a copy of the log? We need the plan of the gate.",
        [
            "We would value a briefing.",
            "It would help us to know who shut it.",
            "A report on it would be welcome.",
            "Let us know who shut it.",
            "Do tell us when.",
            "May I have a copy of the log?",
            "We need the plan of the gate.",
        ],
    ),
    "commands": (
        "Preserve all records of it. Make the engineer available to us. Before then, provide us with the "
        "plan. Arrange a visit to the gate. Describe steps taken since. State the width.",
        [
            "Preserve all records of it.",
            "Make the engineer available to us.",
            "Before then, provide us with the plan.",
            "Arrange a visit to the gate.",
            "Describe steps taken since.",
            "State the width.",
        ],
    ),
    "please, before what is elsewhere a courtesy": (
        "Please see that she is paid. Please find out who shut it. Please refer her case to the right "
        "office. Please ensure that the records are kept. Please see the log. Please refer to the log.",
        [
            "Please see that she is paid.",
            "Please find out who shut it.",
            "Please refer her case to the right office.",
            "Please ensure that the records are kept.",
        ],
    ),
    "a wish to hear something": (
        "We would like to hear from you how the gate was mended.",
        ["We would like to hear from you how the gate was mended."],
    ),
    "help with matters, where nothing else is asked": (
        "The dam leaks. I therefore ask for your help with these two matters.",
        ["I therefore ask for your help with these two matters."],
    ),
    "a question that is counted, of somebody else": (
        "Third, please send me the plan. The plan is old. Fourth and last, would the Corps lend a pump?",
        ["Third, please send me the plan.", "Fourth and last, would the Corps lend a pump?"],
    ),
    "a question after one in the same paragraph, with words between": (
        "Could you tell us who owns the dam? We hear that some have sold. Which have done so?",
        ["Could you tell us who owns the dam?", "Which have done so?"],
    ),
    "yes or no goes on with its question": (
        "Questions:\n1. | Does the gate shut? Yes or no.\n2. | Was it tried? Yes or no.",
        ["Does the gate shut? Yes or no.", "Was it tried? Yes or no."],
    ),
    "what was asked, and not sent, and is to be sent": (
        "The Department has yet to respond to these requests from our March letter:\n"
        "1. | The lease.\n2. | The log.\nPlease provide them by May 1.",
        ["The lease.", "The log."],
    ),
    "a question before words that ask for its proof": (
        "To mend this, the Department said that it would:\n• | Provide a guard; and\n• | Report each month.\n"
        "Has it done so? Please send the reports.",
        ["Has it done so?", "Please send the reports."],
    ),
    "how to answer one item, where others follow": (
        "Questions:\n1. | What was done? Please answer by month.\n2. | By whom? Please answer by May 3.",
        ["What was done? Please answer by month.", "By whom?"],
    ),
    "we now ask, without more": (
        "In light of this, we now ask:\n1. | The plan sorts the gates by size. For each size, state:\n"
        "a. | its number; and\nb. | its age.",
        ["The plan sorts the gates by size. For each size, state:", "its number; and", "its age."],
    ),
    "things that could be verbs": (
        "Please provide:\n1. | Documents sufficient to show, for each gate:\na. | its age; and\n"
        "b. | its width.\n"
        "2. | For each year, the number of reports that led to:\na. | a fine; or\nb. | a trial.\n"
        "3. | Late reports. The status of each, including:\na. | its day; and\nb. | its reader.",
        [
            "Documents sufficient to show, for each gate:",
            "its age; and",
            "its width.",
            "For each year, the number of reports that led to:",
            "a fine; or",
            "a trial.",
            "Late reports. The status of each, including:",
            "its day; and",
            "its reader.",
        ],
    ),
    "what to do with what an inquiry finds": (
        "Should your review find evidence that a keeper withheld a warning, we ask that he be removed.\n"
        "If the engineers discover that the gate cannot close, please drain the lock.",
        [
            "Should your review find evidence that a keeper withheld a warning, we ask that he be removed.",
            "If the engineers discover that the gate cannot close, please drain the lock.",
        ],
    ),
    "a question to a body that is named by its letters": (
        "Please mend the gate.\nThe dam leaks. Did USACE look at it? It is old.",
        ["Please mend the gate.", "Did USACE look at it?"],
    ),
    "a stem that wants things for each of some, though it tells what these did": (
        "Please provide:\n1. | For every gate that you have closed since March 1, 2023, records that show:\n"
        "a. | its age; and\nb. | its keeper.\n"
        "2. | With respect to each lock you were given, a copy of:\na. | the deed; and\nb. | the plan.",
        [
            "For every gate that you have closed since March 1, 2023, records that show:",
            "its age; and",
            "its keeper.",
            "With respect to each lock you were given, a copy of:",
            "the deed; and",
            "the plan.",
        ],
    ),
    "a question that begins with a preposition": (
        "The Corps saw many gates.\n1. | After what share of those visits did the Corps:\n"
        "a. | mend the gate; or\nb. | close it?",
        ["After what share of those visits did the Corps:", "mend the gate; or", "close it?"],
    ),
    "a stem that says what somebody found is none, though its verb could be a thing": (
        "Please answer:\n1. | The agency reports that no gate leaked:\na. | Who looked at the gates?\n"
        "b. | When did they look?",
        ["Who looked at the gates?", "When did they look?"],
    ),
}


@pytest.mark.parametrize(("text", "asked"), ASKED.values(), ids=ASKED.keys())
def test_it_is_a_request(text, asked):
    assert [r.text.value for r in read_requests(body_of(text), DAY)] == asked


@pytest.mark.parametrize("title", ["## Gates and Weirs", "Gates and weirs", "## Notice of Closing"])
def test_groups_of_items_under_titles_share_what_leads_up_to_the_first(title):
    body = body_of(
        f"Please provide:\n## Locks\n1. | The plan of each lock.\n{title}\n1. | The map of each gate.\n"
        "2. | Who owns it?\n"
    )

    requests = read_requests(body, DAY)

    assert [r.text.value for r in requests] == [
        "The plan of each lock.",
        *([] if "Notice" in title else ["The map of each gate.", "Who owns it?"]),
    ]


def test_a_heading_over_questions_is_read_whatever_it_says():
    body = body_of("Please answer:\n## Rules and Notices\n1. | Who wrote the rule?\n2. | When was it read?\n")

    assert [r.number for r in read_requests(body, DAY)] == ["1", "2"]


def test_titles_part_no_list_from_words_that_only_tell():
    body = body_of("We found:\n1. | The gate leaks.\n## Weirs\n1. | The weir leaks.\nPlease send us the log.")

    assert [r.text.value for r in read_requests(body, DAY)] == ["Please send us the log."]
