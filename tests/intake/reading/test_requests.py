"""Which words of a letter are proposed as its requests, with their numbers. Each letter guards a rule."""

from datetime import date
from textwrap import dedent
from time import process_time

import pytest

from correspondence.intake.reading.deadline import read_deadline
from correspondence.intake.reading.lines import Body, Paragraph
from correspondence.intake.reading.requests import read_requests
from tests.intake.reading.bodies import body_of

DAY = date(2024, 3, 4)

LETTERS = {
    # Lists and their numbers
    "a lead-in is none, and each numbered item is one": (
        """
        The Bureau closed nine field offices last year.
        Please answer the following questions no later than March 29, 2024:
        1. | How many people worked in each of the nine offices on the day it closed?
        2. | Provide the lease of each office, with any notice of its end.
        3. | The name of the official who decided on the closings.
        Thank you for your attention to this matter.
        """,
        [
            ("1", "How many people worked in each of the nine offices on the day it closed?"),
            ("2", "Provide the lease of each office, with any notice of its end."),
            ("3", "The name of the official who decided on the closings."),
        ],
    ),
    "sub-items carry their parents' numbers, three deep": (
        """
        We request that you provide the following documents:
        I. | All contracts for the ferry, including:
        A. | the bid of each firm;
        B. | the record of the award, with:
        1. | the scores; and
        2. | the names of those who gave them;
        II. | All reports of inspection.
        """,
        [
            ("I", "All contracts for the ferry, including:"),
            ("I(A)", "the bid of each firm;"),
            ("I(B)", "the record of the award, with:"),
            ("I(B)(1)", "the scores; and"),
            ("I(B)(2)", "the names of those who gave them;"),
            ("II", "All reports of inspection."),
        ],
    ),
    "the letter i after h is a letter": (
        "We ask for the following:\n"
        + "\n".join(f"({mark}) | the plan of the {mark} district;" for mark in "abcdefghij"),
        [(mark, f"the plan of the {mark} district;") for mark in "abcdefghij"],
    ),
    "roman numerals after a letter are its sub-items, and the letters go on after them": (
        """
        Please state:
        a. | the cost of the study:
        i. | in fiscal year 2022;
        ii. | in fiscal year 2023; and
        iii. | in fiscal year 2024; and
        b. | who paid for it.
        """,
        [
            ("a", "the cost of the study:"),
            ("a(i)", "in fiscal year 2022;"),
            ("a(ii)", "in fiscal year 2023; and"),
            ("a(iii)", "in fiscal year 2024; and"),
            ("b", "who paid for it."),
        ],
    ),
    "a number in words before the number is left out": (
        """
        Please respond to these questions:
        Question 1. | When was the alarm first heard?
        Question 2. | Who heard it?
        a. | On what floor?
        """,
        [
            ("1", "When was the alarm first heard?"),
            ("2", "Who heard it?"),
            ("2(a)", "On what floor?"),
        ],
    ),
    "numbers with points are whole as written": (
        """
        Please provide the following:
        1. | Documents about the dredge:
        1.1 | its log for May 2023;
        1.2 | its log for June 2023.
        2. | A map of the channel.
        """,
        [
            ("1", "Documents about the dredge:"),
            ("1.1", "its log for May 2023;"),
            ("1.2", "its log for June 2023."),
            ("2", "A map of the channel."),
        ],
    ),
    "2a and 2(b) are as if set below 2": (
        """
        Please answer these questions:
        1. | How many buses are there?
        2a. | How many of them run?
        2b. | How many are leased?
        """,
        [
            ("1", "How many buses are there?"),
            ("2(a)", "How many of them run?"),
            ("2(b)", "How many are leased?"),
        ],
    ),
    "bullets of another kind after a colon are sub-items without a number": (
        """
        I ask that the Service:
        • | Post its hours on the door;
        • | Tell my office:
        – | how a substitute is found; and
        – | what he is paid;
        • | Name one person to call.
        """,
        [
            ("", "Post its hours on the door;"),
            ("", "Tell my office:"),
            ("", "how a substitute is found; and"),
            ("", "what he is paid;"),
            ("", "Name one person to call."),
        ],
    ),
    "a list that begins with 2 keeps its numbers": (
        """
        We asked five things on May 2, 2023, and now repeat these requests, which are unanswered:
        2. | The date of the test.
        5. | The name of the contractor.
        """,
        [("2", "The date of the test."), ("5", "The name of the contractor.")],
    ),
    "a list goes on after words between": (
        """
        Please answer the following:
        1. | What did the drill cost?
        2. | Who paid?
        In addition, please provide these documents:
        3. | The invoice for the drill.
        4. | The order for its return.
        """,
        [
            ("1", "What did the drill cost?"),
            ("2", "Who paid?"),
            ("3", "The invoice for the drill."),
            ("4", "The order for its return."),
        ],
    ),
    "heads within a list are none": (
        """
        Please answer the following:
        ## Contracting
        1. | Who signed the order?
        ## Staffing
        2. | Who was at work on that day?
        """,
        [("1", "Who signed the order?"), ("2", "Who was at work on that day?")],
    ),
    # Marks that a scanner misread
    "l. is 1., and S. is 5.": (
        """
        Please answer the following:
        l. | How old is the bridge?
        2. | Who owns it?
        3. | Who paints it?
        4. | What does the paint cost?
        S. | When was it last painted?
        """,
        [
            ("1", "How old is the bridge?"),
            ("2", "Who owns it?"),
            ("3", "Who paints it?"),
            ("4", "What does the paint cost?"),
            ("5", "When was it last painted?"),
        ],
    ),
    "(11) between (i) and (iii) is (ii)": (
        """
        Please state:
        (a) | for each change:
        (i) | its date;
        (11) | its reason; and
        (iii) | its cost; and
        (b) | who approved it.
        """,
        [
            ("a", "for each change:"),
            ("a(i)", "its date;"),
            ("a(ii)", "its reason; and"),
            ("a(iii)", "its cost; and"),
            ("b", "who approved it."),
        ],
    ),
    "a round bullet may be read as e, as * or as ¢": (
        """
        Please provide:
        • | the lease;
        e | the survey of the roof;
        * | the bill for the roof; and
        ¢ | the report of the fire marshal.
        """,
        [
            ("", "the lease;"),
            ("", "the survey of the roof;"),
            ("", "the bill for the roof; and"),
            ("", "the report of the fire marshal."),
        ],
    ),
    "(©) between (b) and (d) is (c)": (
        "Please send:\n(a) | the log;\n(b) | the chart;\n(©) | the crew list; and\n(d) | the bill.",
        [("a", "the log;"), ("b", "the chart;"), ("c", "the crew list; and"), ("d", "the bill.")],
    ),
    # Long and broken items
    "an item of several paragraphs is one, with all its words": (
        """
        Please answer the following:
        1. | The Agency moved its laboratory in May.
        The move was to take six weeks. It took nine months.
        Why did it take so long?
        2. | What did it cost?
        """,
        [
            (
                "1",
                "The Agency moved its laboratory in May. The move was to take six weeks. It took "
                "nine months. "
                "Why did it take so long?",
            ),
            ("2", "What did it cost?"),
        ],
    ),
    "an item that a page has broken is whole": (
        """
        Please provide:
        1. | A table of every project with its cost, the day on which
        the work began, and the reason for any change.
        2. | A map.
        """,
        [
            (
                "1",
                "A table of every project with its cost, the day on which the work began, and "
                "the reason for any "
                "change.",
            ),
            ("2", "A map."),
        ],
    ),
    "a last item set in over two paragraphs keeps both, and the prose after it is none of it": (
        """
The Port has two cranes.
Please answer the following:
    1. | Who owns the cranes?
    2. | In May one of them fell.
        Who had last looked at it?
The Port is important to the valley.
        """,
        [("1", "Who owns the cranes?"), ("2", "In May one of them fell. Who had last looked at it?")],
    ),
    "what is run on to the last item is cut off": (
        """
        Please answer the following:
        1. | Who owns the cranes?
        2. | Who inspects them? Please send your answers by April 2, 2024. Thank you for your help.
        """,
        [("1", "Who owns the cranes?"), ("2", "Who inspects them?")],
    ),
    "items that stand in one paragraph after its own mark are each one": (
        """
        We request that the Department:
        (a) | approve the grant; (b) waive the match; and (c) report to us each week.
        """,
        [("a", "approve the grant;"), ("b", "waive the match;"), ("c", "report to us each week.")],
    ),
    "a first sub-item that stands in its parent's paragraph is one, where the second has its own": (
        """
        Please answer the following:
        1. | Explain why the standard was not met. In your answer, address (i) the number of inspectors;
        (11) | their pay; and
        (iii) | their training.
        2. | Who is to meet it?
        """,
        [
            ("1", "Explain why the standard was not met. In your answer, address"),
            ("1(i)", "the number of inspectors;"),
            ("1(ii)", "their pay; and"),
            ("1(iii)", "their training."),
            ("2", "Who is to meet it?"),
        ],
    ),
    "words between two parts of one list are not the last item's": (
        """
        Our letter of August 1, 2023, asked:
            1. | How many were hurt?
            2. | How many saw a doctor?
        Your answer gave neither figure.
        Please provide the requested information by March 29, 2024. Please also answer these questions:
            3. | What is the rate?
        """,
        [("1", "How many were hurt?"), ("2", "How many saw a doctor?"), ("3", "What is the rate?")],
    ),
    # What a list is for
    "findings are none, and the questions after them are": (
        """
        Our staff found the following:
        1. | Nine of forty meters were broken.
        2. | Two had been broken since 2019.
        3. | The contract provides for repair in ten days.
        Accordingly, I request that you answer these questions:
        1. | Why were the meters not repaired?
        2. | Who is to repair them?
        """,
        [("1", "Why were the meters not repaired?"), ("2", "Who is to repair them?")],
    ),
    "what the law tells agencies to do is none": (
        """
        The Act requires each agency to:
        (1) | publish its fees;
        (2) | provide a receipt; and
        (3) | report to Congress each year.
        Please tell us whether the Agency has published its fees.
        """,
        [("", "Please tell us whether the Agency has published its fees.")],
    ),
    "questions that were asked before and answered are none": (
        """
        On May 1, 2023, we asked the Department three questions:
        1. | How many claims wait?
        2. | How many are older than a year?
        3. | Who decides them?
        You answered the first two on June 9, 2023. Please answer the third.
        We ask that you also send us the names of the regional directors.
        """,
        [("", "We ask that you also send us the names of the regional directors.")],
    ),
    "questions that were asked before and are made again are each one": (
        """
        In our letter of May 1, 2023, we requested the following:
        1. | The number of claims that wait.
        2. | The name of the official who decides them.
        We reiterate these requests, and ask that you answer them by April 5, 2024.
        """,
        [("1", "The number of claims that wait."), ("2", "The name of the official who decides them.")],
    ),
    "of questions that were asked before, those whose numbers are asked again are each one": (
        """
        In our letter of March 1, 2024, we asked you to answer the following by March 22:
        1. | How many returns wait?
        2. | How many calls were answered?
        3. | What is the plan?
        Your reply answered only the first. We therefore ask again for answers to questions 2 and 3.
        """,
        [("2", "How many calls were answered?"), ("3", "What is the plan?")],
    ),
    "what was promised before and is asked for now is each one": (
        """
        Your staff agreed to provide several items, which are listed below:
        1) | Flood maps of the county;
        2) | The contract with the call center.
        Please send us these items by March 18.
        """,
        [("1", "Flood maps of the county;"), ("2", "The contract with the call center.")],
    ),
    "what a review is to look at is each one, and so is the sentence that asks for the review": (
        """
        We ask that your office review the payment of benefits in the State.
        In particular, your review should examine the following:
        1. | Whether those who applied were known.
        2. | What was paid.
        The Comptroller made two recommendations:
        1. | Require a card.
        2. | Report to Congress.
        """,
        [
            ("", "We ask that your office review the payment of benefits in the State."),
            ("1", "Whether those who applied were known."),
            ("2", "What was paid."),
        ],
    ),
    "what is still outstanding counts where it is listed": (
        """
        We therefore reiterate our request that you provide the papers of our letter of January 9.
        The requested documents include:
        1. | All e-mails about the lease;
        2. | All drafts of the lease.
        """,
        [
            (
                "",
                "We therefore reiterate our request that you provide the papers of our letter of January 9.",
            ),
            ("1", "All e-mails about the lease;"),
            ("2", "All drafts of the lease."),
        ],
    ),
    "what a Member has done is none": (
        """
        For ten years I have:
        1. | asked for a bridge;
        2. | written to three Secretaries; and
        3. | visited the ford.
        Please tell me when the bridge will be built.
        """,
        [("", "Please tell me when the bridge will be built.")],
    ),
    "a stem that only tells is none, and its sub-items are": (
        """
        Please answer the following:
        1. | In May the Agency announced a new form.
        a. | Who wrote the form?
        b. | When must it be used?
        2. | With respect to the old form:
        a. | May it still be used?
        """,
        [
            ("1(a)", "Who wrote the form?"),
            ("1(b)", "When must it be used?"),
            ("2(a)", "May it still be used?"),
        ],
    ),
    "a list that has lost its marks is still one": (
        """
        I write to ask that the Department provide my office with:
        the number of forms received in each month;
        the number returned as incomplete; and
        the average time to a decision.
        Thank you for your help.
        """,
        [
            ("", "the number of forms received in each month;"),
            ("", "the number returned as incomplete; and"),
            ("", "the average time to a decision."),
        ],
    ),
    "questions that have lost their marks are each one, with all that stands in its paragraph": (
        """
        We would appreciate it if you could provide us with responses to the following questions by March \
        23, 2024.
        What caused the outage?
        Could it have been avoided? If so, how?
        Who will pay?
        In addition to answering these questions, we ask that you brief our staff.
        """,
        [
            ("", "What caused the outage?"),
            ("", "Could it have been avoided? If so, how?"),
            ("", "Who will pay?"),
            ("", "In addition to answering these questions, we ask that you brief our staff."),
        ],
    ),
    "numbered heads of parts are none": (
        """
        I. | Background
        The audit failed for the fifth time, and nobody has said why it did.
        II. | Requests
        The Committee requires the Department to:
        (1) | Produce the letter.
        (2) | Name the auditor.
        """,
        [("1", "Produce the letter."), ("2", "Name the auditor.")],
    ),
    "full consideration is a request like others": (
        "We ask that you give the application full and fair consideration.\nThank you "
        "for your consideration.",
        [("", "We ask that you give the application full and fair consideration.")],
    ),
    # Prose
    "items within a sentence are each one, without the joining and": (
        """
        The river rose twice. Please provide (1) the log of the gate; (2) the name of the keeper; and (3) the
        """.replace("\n        ", " ").strip()
        + " rule by which it is opened. We thank you.",
        [
            ("1", "the log of the gate;"),
            ("2", "the name of the keeper;"),
            ("3", "the rule by which it is opened."),
        ],
    ),
    "items within a sentence that tells are none": (
        "The report has three parts: (1) the cause; (2) the cost; and (3) the "
        "cure.\nPlease send us the report.",
        [("", "Please send us the report.")],
    ),
    "each sentence that asks is one, and what leads up to it is none": (
        """
        Rents have doubled. We would like to understand why. Specifically, we ask that you publish the \
        rents of each county. Please also explain how they are set. We appreciate your attention.
        """,
        [
            ("", "Specifically, we ask that you publish the rents of each county."),
            ("", "Please also explain how they are set."),
        ],
    ),
    "first, second and third are kept": (
        """
        I have three requests. First, please send me the map. Second, I would appreciate a briefing for \
        my staff. Finally, tell me who drew the map.
        """,
        [
            ("", "First, please send me the map."),
            ("", "Second, I would appreciate a briefing for my staff."),
            ("", "Finally, tell me who drew the map."),
        ],
    ),
    "a question in prose is one": (
        """
        The ferry stopped in June. When will you run it again? Will the Department pay those who lost work?
        I look forward to your response.
        """,
        [("", "When will you run it again?"), ("", "Will the Department pay those who lost work?")],
    ),
    "a question of the facts in prose is one where nothing more definite is asked": (
        "The bridge was closed in May. What has the Department done since? It is needed.",
        [("", "What has the Department done since?")],
    ),
    "an afterthought belongs to the question before it": (
        "Has the Department looked at the weir? If not, why not? Please send the plan of the weir.",
        [
            ("", "Has the Department looked at the weir? If not, why not?"),
            ("", "Please send the plan of the weir."),
        ],
    ),
    "a request for answers alone is none, however it is put": (
        """
        Please send the plan of the weir.
        I respectfully request that you provide written answers to this letter by March 29, 2024. We hope \
        you will consider this request. Your response should be sent to my office.
        """,
        [("", "Please send the plan of the weir.")],
    ),
    "questions that the letter asks itself are none": (
        "Why does this matter? Without the ferry, who will go to the island? Please mend "
        "the ferry.\nThank you.",
        [("", "Please mend the ferry.")],
    ),
    "three questions in a row are asked": (
        "What will the tool collect? Who will see it? Will it be sold? Nobody has "
        "said.\nPlease call off the tool.",
        [
            ("", "What will the tool collect?"),
            ("", "Who will see it?"),
            ("", "Will it be sold?"),
            ("", "Please call off the tool."),
        ],
    ),
    "a question that is quoted or only muses is none": (
        """
        A farmer wrote to me: “When will the gate be opened?” How many more harvests must be lost?
        I ask that you open the gate.
        """,
        [("", "I ask that you open the gate.")],
    ),
    "a briefing that is asked for is one": (
        """
        We request a briefing on the outage for our staff no later than March 22, 2024.
        If you have any questions, please contact Ann Doe of the Committee staff at (202) 555-0100.
        """,
        [("", "We request a briefing on the outage for our staff no later than March 22, 2024.")],
    ),
    "one that is invited is asked": (
        """
        We invite you to testify before the Subcommittee on April 11, 2024, at 10:00 a.m.
        Please contact the clerk with any questions. We look forward to your testimony.
        """,
        [("", "We invite you to testify before the Subcommittee on April 11, 2024, at 10:00 a.m.")],
    ),
    "papers are to be kept": (
        "We ask that you preserve all records of the sale.\nPlease note that this letter is not a subpoena.",
        [("", "We ask that you preserve all records of the sale.")],
    ),
    "a table to fill in is its sentence": (
        "Please complete the table below for each of the last three years.\nThank you.",
        [("", "Please complete the table below for each of the last three years.")],
    ),
    # What asks for nothing
    "thanks and greetings are none, even where they say please": (
        "I would like to thank Mr. Roe. Please pass on my thanks. I am well.\nPlease send the plan.",
        [("", "Please send the plan.")],
    ),
    "courtesies are none": (
        """
        I write about the lock at Dashields. Please provide its hours of work.
        Please do not hesitate to contact my office. Please let me know if you have any questions. Should \
        you have questions, please call my staff. Please send your response to my Akron office. I would \
        appreciate your prompt attention to this matter. We ask that you respond in writing by April 1, \
        2024. Please give my regards to your staff. We request a written response to this letter. Your \
        answers are due by April 1. Please address any questions to Mr. Roe.
        """,
        [("", "Please provide its hours of work.")],
    ),
    "how to answer is none": (
        """
        Please answer the following:
        1. | Who owns the dam?
        If any answer is classified, please provide it under separate cover. To the extent that you \
        cannot answer, please explain why. Please number each answer as above.
        """,
        [("1", "Who owns the dam?")],
    ),
    "an urging beside a request is none": (
        "We urge you to act.\nWe strongly encourage the Board to meet. Please tell us "
        "when the Board will meet.",
        [("", "Please tell us when the Board will meet.")],
    ),
    "an urging alone is one": (
        """
        I am concerned about the lake. I urge you to lower it. I also call upon the Corps to mend the weir.
        I look forward to working with you.
        """,
        [("", "I urge you to lower it."), ("", "I also call upon the Corps to mend the weir.")],
    ),
    "each thing urged in a list is one where nothing else is asked": (
        """
        The Board has waited too long. I urge the Board to:
        1. | publish the rule; and
        2. | hold a hearing in Akron.
        Thank you for your consideration.
        """,
        [("1", "publish the rule; and"), ("2", "hold a hearing in Akron.")],
    ),
    "the sentence that opens the letter by asking is one only where nothing else is asked": (
        "I write to request information about the closing of the mine.\nThe mine was closed in May.",
        [("", "I write to request information about the closing of the mine.")],
    ),
    "and is none beside a list": (
        """
        We write to request information about the closing of the mine.
        Please provide the following:
        1. | The order of closing.
        """,
        [("1", "The order of closing.")],
    ),
    "what others ask is none": (
        """
        He asks how long it will take. Families who ask for a form wait. The Department asked for more \
        time. We asked in May, and we had requested a map. Please send the map.
        """,
        [("", "Please send the map.")],
    ),
    "a constituent's case is its one request": (
        """
        My constituent, Ms. Roe, applied in May. She has not heard from you. I would appreciate it if you \
        would review her case and tell me what she must do. A privacy release is enclosed. Please direct \
        your reply to my Akron office.
        """,
        [("", "I would appreciate it if you would review her case and tell me what she must do.")],
    ),
    "a letter that only thanks asks nothing": (
        "Thank you for your testimony of May 2. I look forward to working with you on the bill.",
        [],
    ),
    "an empty letter asks nothing": ("", []),
    # What is enclosed
    "instructions and definitions are none": (
        """
        Please produce the following documents:
        1. | All orders to the yard.
        -----
        ## Instructions
        1. | Produce each document in full. Please provide an index.
        2. | If a document is withheld, state why.
        ## Definitions
        1. | “Order” means any order. What is an order?
        """,
        [("1", "All orders to the yard.")],
    ),
    "questions that are enclosed begin anew at each Member": (
        """
        Thank you for your testimony. Questions for the record are attached. Please answer by April 1, 2024.
        -----
        ## Questions for the Record
        ## Questions from Senator Ann Doe
        1. | The dam is old. Who owns it?
        2. | Please provide its plan.
        ## Senator Richard Roe
        1. | What does it hold?
        """,
        [
            ("1", "The dam is old. Who owns it?"),
            ("2", "Please provide its plan."),
            ("1", "What does it hold?"),
        ],
    ),
    "a list of documents that is enclosed counts": (
        """
        We ask for the documents listed in the attachment.
        -----
        ## Document Requests
        1. | All orders to the yard.
        2. | All bills of the yard.
        ## Instructions
        1. | Send two copies.
        """,
        [("1", "All orders to the yard."), ("2", "All bills of the yard.")],
    ),
    "advice that is enclosed is none": (
        """
        I invite you to testify on May 7, 2024.
        -----
        ## Guide for Witnesses
        1. | Please arrive early.
        2. | Send fifty copies to the clerk.
        """,
        [("", "I invite you to testify on May 7, 2024.")],
    ),
}


@pytest.mark.parametrize(("text", "asked"), LETTERS.values(), ids=LETTERS.keys())
def test_a_letter_asks(text, asked):
    requests = read_requests(body_of(dedent(text)), DAY)

    assert [(r.number, r.text.value) for r in requests] == asked


def test_a_request_says_who_asked_it_and_what_led_up_to_it():
    body = body_of(
        """
        Questions for the record are enclosed.
        -----
        ## Questions from Representative Anthony D’Esposito (R–NY)
        1. | Who owns the dam?
        ## Senator Durbin
        1. | In May it leaked. Please state:
        a. | what it holds; and
        b. | who is warned.
        """
    )

    requests = read_requests(body, DAY)

    assert [r.asked_by for r in requests] == ["Representative Anthony D’Esposito", *["Senator Durbin"] * 3]
    assert [r.parent for r in requests] == [None, None, 1, 1]


def test_the_lead_in_is_kept_apart():
    body = body_of("The dam leaks. Please send us the following:\n1. | The plan.\nWe ask that you mend it.")

    requests = read_requests(body, DAY)

    assert [r.lead_in for r in requests] == ["Please send us the following:", ""]


def test_a_request_says_where_its_words_stand():
    body = body_of("Please send us the following:\n1. | The plan.\nThe dam leaks. We ask that you mend it.")

    requests = read_requests(body, DAY)

    assert [(s.line, s.first, s.last) for s in requests[0].text.spans] == [(1, 0, 1)]
    assert [(s.line, s.first, s.last) for s in requests[1].text.spans] == [(2, 3, 8)]


def test_what_was_badly_recognised_or_only_urged_is_less_sure():
    text = "Please send us the following:\n1. | The plan.\n2. | The map."

    well, badly = read_requests(body_of(text), DAY), read_requests(body_of(text, sure=0.5), DAY)
    urged = read_requests(body_of("I urge you to mend the dam."), DAY)

    assert well[0].text.sure > 0.9
    assert badly[0].text.sure < 0.5
    assert urged[0].text.sure < well[0].text.sure
    assert urged[0].text.why == "An urging; the letter asks for nothing more definite."


def test_a_stroke_that_was_an_i_is_mended_and_kept_as_read():
    body = Body((Paragraph("Thank you. Specifically, | ask that you mend the dam."),))

    requests = read_requests(body, DAY)

    assert requests[0].text.value == "Specifically, I ask that you mend the dam."
    assert requests[0].text.as_read == "Specifically, | ask that you mend the dam."


@pytest.mark.parametrize(
    "words",
    [
        *("please ", "(1) ", "I ask that you ", "We also further now again ", "a. ", "? ", "“", "within 10 "),
        *("by March ", "your a the ", "if so, ", "for each ", ": ", "of those, ", "respond to the "),
        *("a “", "any information ", "it would help ", "list copies ", "be given ", "in responding "),
    ],
)
def test_a_hostile_text_is_read_in_a_moment(words):
    body = body_of(words * (100_000 // len(words)))

    began = process_time()
    read_requests(body, DAY)
    read_deadline(body, DAY)

    assert process_time() - began < 3
