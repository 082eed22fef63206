"""What cannot be across rows: each fault is planted by hand, past every action, and found by check_record."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction

from correspondence.documents.models import Document
from correspondence.followups.actions import correct_letter, log_contact, take_back_sending, withdraw_contact
from correspondence.followups.models import Contact, ContactPart, Reminder, ReminderRule
from correspondence.followups.reminders import raise_reminders, start_rules
from correspondence.letters import actions as letters
from correspondence.letters.models import (
    Correction,
    Decision,
    Follows,
    Letter,
    LetterDocument,
    Part,
    PutTo,
    ReferenceCounter,
    Repeats,
    Signatory,
    Topic,
)
from correspondence.responses import actions as responses
from correspondence.responses.models import ResponseDocument
from correspondence.responses.rules import Judgement
from tests.factories import AgencyFactory
from tests.story import ASKED, Story, at

pytestmark = pytest.mark.django_db
Change = letters.Change


def check():
    """What check_record prints, line by line, and whether it ends with 1."""
    out, failed = StringIO(), False
    try:
        call_command("check_record", stdout=out)
    except SystemExit as end:
        failed = bool(end.code)
    return out.getvalue().splitlines(), failed


class Record:
    """Letters that went through everything which the office may do to them."""

    def __init__(self):
        story = self.story = Story()
        self.treasury = AgencyFactory(name="Department of the Treasury")
        self.commerce = AgencyFactory(name="Department of Commerce")
        by, now = story.counsel, at(2023, 12, 5)

        self.seed = story.sent()
        self.response = self.respond(self.seed, {1: "full", 2: "review"})
        self.withdrawn = self.respond(self.seed, {3: "full"})
        responses.withdraw_response(self.withdrawn, why="Misread", by=by, now=at(2023, 12, 6))
        letters.settle([story.parts(self.seed)[1]], ground="overtaken", by=by, now=at(2023, 12, 7))
        letters.extend([story.parts(self.seed)[4]], to=date(2023, 12, 20), by=by, now=now)
        letters.pause([story.parts(self.seed)[5]], why="We owe them a list.", by=by, now=now)

        self.two = story.sent(
            to=[story.state, self.treasury],
            requests=[
                {"place": 1, "number": "1", "text": ASKED[0]},
                {"place": 2, "number": "2", "text": ASKED[1], "put_to": [self.treasury]},
                {
                    "place": 3,
                    "number": "2(a)",
                    "text": ASKED[2],
                    "parent_place": 2,
                    "put_to": [self.treasury],
                },
            ],
        )
        self.referral = self.respond(self.two, {1: "referred"}, agency=self.treasury)
        moved = story.parts(self.two, self.treasury)[1]
        letters.move_part(moved, to_agency=self.commerce, why="Referred", by=by, now=now)
        self.contact = log_contact(
            self.two,
            kind="call",
            on=date(2023, 12, 5),
            summary="Called.",
            parts=[story.parts(self.two)[2]],
            settles={story.parts(self.two)[3]: "withdrawn"},
            by=by,
            now=now,
        )
        other = log_contact(self.two, kind="call", on=date(2023, 12, 5), summary="Called.", by=by, now=now)
        withdraw_contact(other, why="Twice", by=by, now=now)

        self.corrected = story.sent()
        correct_letter(
            self.corrected,
            [
                Change("letter", {"subject": "Accountability", "sent_on": date(2023, 11, 30)}),
                Change("requests", {"text": "An overlooked sixth"}),
                Change("requests", None, pk=self.corrected.requests.get(place=2).pk),
                Change("recipients", {"role": "to", "name": "The Secretary", "agency": self.treasury}),
            ],
            why="Typing errors",
            by=by,
            now=now,
        )
        again = story.sent()
        take_back_sending(again, why="Not sent after all", by=by, now=now)
        self.again = letters.mark_sent(again, on=date(2023, 12, 5), by=by, now=now)

        asked = {request.place: request for request in self.seed.requests.all()}
        self.later = story.sent(
            dated=date(2024, 1, 10),
            now=at(2024, 1, 10),
            follows=[self.seed, self.corrected],
            topics=[Topic.objects.create(office=story.office, name="Armenia")],
            documents=[(self.document(story.office), "As signed")],
            requests=[
                {"place": 1, "text": ASKED[1], "repeats": [asked[2], self.corrected.requests.get(place=3)]},
                {"place": 2, "text": ASKED[2], "repeats": [asked[3]]},
            ],
        )
        self.moved = self.respond(self.later, {}, received=date(2024, 1, 12))
        self.moved = responses.move_response(
            self.moved, to=self.two, why="Wrong letter", by=by, now=at(2024, 1, 12)
        )
        ResponseDocument.objects.create(response=self.moved, document=self.document(story.office))
        letters.settle([story.parts(self.seed)[3]], ground="lapsed", by=by, now=at(2024, 1, 13))
        letters.reopen([story.parts(self.later)[2]], why="Not so", by=by, now=at(2024, 1, 14))
        self.draft = story.draft(now=at(2024, 1, 14))
        start_rules(story.office, by=story.manager, now=now)
        raise_reminders(today=date(2024, 1, 15), now=at(2024, 1, 15))

        self.office = self.story.office
        self.elsewhere = Story(code="HFAC")
        self.foreign = self.elsewhere.sent()
        start_rules(self.elsewhere.office, by=self.elsewhere.manager, now=now)

    def respond(self, letter, outcomes, *, agency=None, received=date(2023, 12, 5)):
        story = self.story
        parts = story.parts(letter, agency or story.state)
        return responses.log_response(
            letter,
            agency=agency or story.state,
            kind="partial",
            channel="email",
            received_on=received,
            judgements=[Judgement(parts[n], what, settles=what == "full") for n, what in outcomes.items()],
            by=story.clerk,
            now=at(received.year, received.month, received.day),
        )

    def document(self, office):
        return Document.objects.create(
            office=office,
            name="a.pdf",
            sha256=f"{Document.objects.count():064}",
            size=1,
            added_at=at(2023, 12, 5),
        )

    def part(self, letter, place):
        return self.story.parts(letter)[place]


def update(row, **values):
    type(row)._base_manager.filter(pk=row.pk).update(**values)


def test_a_sound_record_has_no_findings(django_assert_max_num_queries):
    record = Record()

    with django_assert_max_num_queries(52):
        lines, failed = check()

    assert lines == [f"Nothing is wrong in {Letter.objects.count()} letters."]
    assert not failed
    assert record.seed.requests.count() == 5


def test_an_empty_record_has_no_findings():
    assert check() == (["Nothing is wrong in 0 letters."], False)


def _settle_by_hand(record):
    """Kept columns and decision agree, so that only the draft is wrong."""
    draft = record.draft
    part = Part.objects.create(
        request=draft.requests.get(place=1), agency=record.story.state, settled_on=None
    )
    Decision.objects.create(
        part=part,
        what="due_set",
        ground="assumed",
        on=date(2024, 1, 14),
        recorded_at=at(2024, 1, 14),
        by=record.story.counsel,
        new_due_on=date(2024, 2, 1),
    )
    update(part, due_on=date(2024, 2, 1))
    return part


def _part_in_a_draft(record):
    part = _settle_by_hand(record)
    update(part, settled_on=date(2024, 1, 14))
    Decision.objects.create(
        part=part,
        what="settled",
        ground="answered",
        on=date(2024, 1, 14),
        recorded_at=at(2024, 1, 14),
        by=record.story.counsel,
    )


def _unknown_agency(record):
    part = record.part(record.seed, 2)
    update(part, agency=record.treasury)


def _decide(record, part, **values):
    Decision.objects.create(
        **{"part": part, "on": date(2024, 1, 14), "recorded_at": at(2024, 1, 14), "by": record.story.counsel}
        | values
    )


def _decided_too_early(record):
    _decide(record, record.part(record.seed, 2), what="refused", on=date(2023, 11, 28))


def _given_too_early(record):
    first = record.part(record.seed, 2).decisions.get()
    update(first, on=date(2023, 11, 28))


def _repeat(record, earlier):
    Repeats.objects.create(request=record.draft.requests.get(place=2), earlier=earlier)


def _circle(record):
    """Three letters of one day, each carried on by the next."""
    made = [record.story.sent(asked=[ASKED[0]]) for _ in range(3)]
    parts = [record.part(letter, 1) for letter in made]
    for part, later in zip(parts, [*parts[1:], parts[0]], strict=True):
        update(part, carried_on_by=later)
    Letter.objects.filter(pk__in=[letter.pk for letter in made]).update(next_due_on=None)


def _settled_later(record):
    later = record.part(record.later, 1)
    _decide(record, later, what="settled", ground="answered")
    update(later, settled_on=date(2024, 1, 14))
    update(record.later, next_due_on=record.part(record.later, 2).due_on)


def _undone_in_vain(record):
    first = record.corrected.corrections.get(path="letter.subject")
    update(first, old="Something else")


def _correction_of_a_draft(record):
    Correction.objects.create(
        letter=record.draft, path="letter.subject", old="a", new="b", why="x", by=record.story.counsel,
        at=at(2024, 1, 14), hash_after="0" * 64,
    )  # fmt: skip


def _withdrawn_but_standing(record):
    """The reopening that withdrawing brought is taken away, and the kept column agrees."""
    part = record.withdrawn.answers.get().part
    part.decisions.exclude(what="due_set").exclude(answer__isnull=False).delete()
    settled = part.decisions.get(what="settled")
    update(part, settled_on=settled.on, due_on=date(2023, 12, 13), carried_on_by=None)


def _reminder(record, **values):
    rule = ReminderRule.objects.get(office=values.pop("office", record.office), name=values.pop("rule"))
    Reminder.objects.create(
        rule=rule,
        scheduled_on=date(2024, 1, 2),
        anchor_on=date(2024, 1, 1),
        raised_at=at(2024, 1, 2),
        **values,
    )


MISSING = "is put to Department of Commerce, which owes no part of it."
CHANGED = "letter: Its text is not what it was after it was sent."
NEVER = "is owed by Department of State, which was never asked."
# What is done by hand, and the sentences that are printed for it, without reference and id.
PLANTED = {
    "unsigned": (
        lambda r: Signatory.objects.filter(letter=r.later).delete(),
        ["letter: It is sent, and nobody signed it.", CHANGED],
    ),
    "sent to nobody": (
        lambda r: update(r.again.recipients.get(), role="cc"),
        [
            "letter: It is sent, and has no recipient on a To line.",
            CHANGED,
            *[f"part: Request {n} {NEVER}" for n in range(1, 6)],
        ],
    ),
    "sent to no agency": (
        lambda r: update(r.again.recipients.get(), agency=None),
        [
            "recipient: It is sent to The Secretary of Department of State, of no agency.",
            *[f"part: Request {n} {NEVER}" for n in range(1, 6)],
        ],
    ),
    "narrowed to an agency that is not addressed": (
        lambda r: PutTo.objects.create(request=r.two.requests.get(place=2), agency=r.commerce),
        [
            "request: Request 2 is put to Department of Commerce, which is on no To line.",
            f"request: Request 2 {MISSING}",
        ],
    ),
    "without a part": (
        lambda r: r.part(r.again, 2).delete(),
        ["request: Request 2 is put to Department of State, which owes no part of it."],
    ),
    "of an agency never asked": (
        _unknown_agency,
        [
            "part: Request 2 is owed by Department of the Treasury, which was never asked.",
            "answer: It answers for another agency than its response comes from.",
            "part: It is carried on in SFRC-2024-0001 by what another agency owes.",
            "request: Request 2 is put to Department of State, which owes no part of it.",
        ],
    ),
    "part in a draft": (
        _settle_by_hand,
        [
            "part: Request 1 is open, and the letter is a draft.",
            "letter: It is kept as next due never; its parts say 2024-02-01.",
        ],
    ),
    "settled part in a draft": (_part_in_a_draft, ["part: Request 1 is settled, and the letter is a draft."]),
    "due date without a decision": (
        lambda r: update(r.part(r.seed, 4), due_on=date(2024, 3, 1)),
        [
            "part: Request 4 is kept as due 2024-03-01; its decisions say 2023-12-20.",
            "letter: It is kept as next due 2023-12-20; its parts say 2024-03-01.",
        ],
    ),
    "paused, and due": (
        lambda r: update(r.part(r.seed, 5), due_on=date(2024, 3, 1)),
        ["part: Request 5 is kept as due 2024-03-01; its decisions say never."],
    ),
    "settled without a decision": (
        lambda r: update(r.part(r.again, 1), settled_on=date(2023, 12, 6)),
        ["part: Request 1 is kept as settled 2023-12-06; its decisions say never."],
    ),
    "open in spite of a decision": (
        lambda r: update(r.part(r.seed, 1), settled_on=None),
        [
            "part: Request 1 is kept as settled never; its decisions say 2023-12-07.",
            "letter: It is kept as next due 2023-12-20; its parts say 2023-12-13.",
        ],
    ),
    "owed by another than the last move says": (
        lambda r: update(Decision.objects.get(what="moved"), new_agency=r.story.state),
        [
            "part: Request 1 is kept as owed by Department of Commerce; "
            "its decisions say Department of State.",
        ],
    ),
    "without a first due date": (
        lambda r: r.part(r.again, 3).decisions.all().delete(),
        [
            "part: Request 3 has no first due date among its decisions.",
            "part: Request 3 is kept as due 2023-12-19; its decisions say never.",
        ],
    ),
    "decided before it was sent": (
        _decided_too_early,
        ["decision: Request 2 was decided about before the letter was sent."],
    ),
    "due date given before it was sent": (
        _given_too_early,
        ["decision: Request 2 was decided about before the letter was sent."],
    ),
    "next due without its parts": (
        lambda r: update(r.seed, next_due_on=date(2025, 1, 1)),
        ["letter: It is kept as next due 2025-01-01; its parts say 2023-12-20."],
    ),
    "next due forgotten": (
        lambda r: update(r.seed, next_due_on=None),
        ["letter: It is kept as next due never; its parts say 2023-12-20."],
    ),
    "carried on to another agency": (
        lambda r: update(r.part(r.two, 2), carried_on_by=r.part(r.later, 1)),
        ["part: It is carried on in SFRC-2024-0001 by what another agency owes."],
    ),
    "carried on to the same letter": (
        lambda r: update(r.part(r.again, 1), carried_on_by=r.part(r.again, 2)),
        ["part: It is carried on by SFRC-2023-0004, which is not a later letter."],
    ),
    "carried on to an earlier letter": (
        lambda r: update(r.part(r.later, 1), carried_on_by=r.part(r.again, 2)),
        [
            "part: It is carried on by SFRC-2023-0004, which is not a later letter."],
    ),
    "carried on to another office": (
        lambda r: update(r.part(r.again, 1), carried_on_by=r.part(r.foreign, 1), agency=r.elsewhere.state),
        ["part: It is carried on by HFAC-2023-0001, a letter of another office."],
    ),
    "carried on in a circle": (_circle, ["part: It is carried on in a circle."] * 3),
    "open, and settled at its later asking": (
        _settled_later,
        [
            "part: It is open, and its later asking in SFRC-2024-0001 is settled.",
            "part: It is open, and its later asking in SFRC-2024-0001 is settled.",
        ],
    ),
    "parent in another letter": (
        lambda r: update(r.draft.requests.get(place=2), parent=r.seed.requests.get(place=1)),
        ["request: Request 2 is a sub-item of another letter's request."],
    ),
    "parent below": (
        lambda r: update(r.draft.requests.get(place=2), parent=r.draft.requests.get(place=3)),
        ["request: Request 2 is a sub-item of a request that stands below it."],
    ),
    "repeats another office's request": (
        lambda r: _repeat(r, r.foreign.requests.first()),
        ["request: It repeats a request of another office."],
    ),
    "repeats its own letter's request": (
        lambda r: _repeat(r, r.draft.requests.get(place=1)),
        ["request: It repeats a request of its own letter."],
    ),
    "follows another office's letter": (
        lambda r: Follows.objects.create(letter=r.draft, earlier=r.foreign),
        ["letter: It follows a letter of another office."],
    ),
    "another office's topic": (
        lambda r: r.draft.topics.add(Topic.objects.create(office=r.elsewhere.office, name="Iran")),
        ["letter: It has a topic of another office."],
    ),
    "another office's file": (
        lambda r: LetterDocument.objects.create(letter=r.draft, document=r.document(r.elsewhere.office)),
        ["letter: It has a file of another office."],
    ),
    "reference of no shape": (
        lambda r: update(r.draft, reference="2023/17"),
        ["letter: Its reference is not a code, a year and a number."],
    ),
    "reference of another office": (
        lambda r: update(r.draft, reference="HFAC-2023-0001"),
        ["letter: Its reference begins with HFAC, the code of another office."],
    ),
    "counter behind": (
        lambda r: ReferenceCounter.objects.filter(office=r.office, year=2023).update(last=2),
        ["reference counter: The counter of SFRC for 2023 is at 2, behind 5."],
    ),
    "counter lost": (
        lambda r: ReferenceCounter.objects.filter(office=r.elsewhere.office).delete(),
        ["office: No counter of 2023 stands behind the office's numbers, up to 1."],
    ),
    "changed after sending": (
        lambda r: update(r.again, body="Something else"),
        [CHANGED],
    ),
    "a row changed after sending": (
        lambda r: update(r.again.requests.get(place=3), text="Something else"),
        [CHANGED],
    ),
    "changed after a correction": (
        lambda r: update(r.corrected, subject="Something else"),
        ["letter: Its text is not what it was after its last correction."],
    ),
    "corrections that do not lead back": (
        _undone_in_vain,
        ["letter: Undoing its corrections does not give back the text that was sent."],
    ),
    "corrected as a draft": (
        _correction_of_a_draft,
        ["letter: It is a draft, and was corrected as if it were sent."],
    ),
    "response on a draft": (
        lambda r: update(r.moved, letter=r.draft, moved_from=None),
        ["response: It is logged on a draft."],
    ),
    "response received before the letter's date": (
        lambda r: update(r.response, received_on=date(2023, 11, 28)),
        ["response: It was received before the letter's date."],
    ),
    "response of an agency never asked": (
        lambda r: update(r.moved, agency=AgencyFactory()),
        ["response: It comes from an agency that the letter never asked."],
    ),
    "response moved, and standing": (
        lambda r: update(
            r.moved.moved_from, withdrawn_on=None, withdrawn_at=None, withdrawn_by=None, withdrawn_why=""
        ),
        ["response: It was moved here, and still stands where it came from."],
    ),
    "response moved to where it was": (
        lambda r: update(r.moved, letter=r.moved.moved_from.letter),
        ["response: It was moved here from the same letter."],
    ),
    "answer to another letter": (
        lambda r: update(r.response.answers.get(outcome="review"), part=r.part(r.again, 2)),
        ["answer: It answers a request of another letter."],
    ),
    "answer of another agency": (
        lambda r: update(r.referral, agency=r.story.state),
        ["answer: It answers for another agency than its response comes from."],
    ),
    "answer that led to a decision elsewhere": (
        lambda r: update(
            r.response.answers.get(outcome="full"),
            decision=r.part(r.two, 3).decisions.get(what="settled"),
        ),
        ["answer: It led to a decision about another part."],
    ),
    "answer that led to no settling": (
        lambda r: update(
            r.response.answers.get(outcome="full"), decision=r.part(r.seed, 1).decisions.get(what="due_set")
        ),
        ["answer: It led to a decision that settles nothing."],
    ),
    "withdrawn, and still settled by it": (
        _withdrawn_but_standing,
        ["answer: Its response is withdrawn, and what it settled still is."],
    ),
    "another office's file with a response": (
        lambda r: ResponseDocument.objects.create(response=r.moved, document=r.document(r.elsewhere.office)),
        ["response: A file of another office came with it."],
    ),
    "contact on a draft": (
        lambda r: update(Contact.objects.exclude(withdrawn_on=None).get(), letter=r.draft),
        ["contact: It is logged on a draft."],
    ),
    "contact before the letter's date": (
        lambda r: update(r.contact, on=date(2023, 11, 28)),
        ["contact: It was before the letter's date."],
    ),
    "contact about another letter": (
        lambda r: ContactPart.objects.create(contact=r.contact, part=r.part(r.seed, 2)),
        ["contact: It is about a request of another letter."],
    ),
    "contact that led to a decision elsewhere": (
        lambda r: update(
            r.contact.about.get(part=r.part(r.two, 2)), decision=r.part(r.again, 1).decisions.get()
        ),
        [
            "contact: It led to a decision about a part that it was not about.",
            "contact: It led to a decision that settles nothing.",
        ],
    ),
    "reminder by another office's rule": (
        lambda r: _reminder(r, office=r.elsewhere.office, rule="Overdue", part=r.part(r.seed, 2)),
        ["reminder: It was raised by a rule of another office."],
    ),
    "reminder of a draft": (
        lambda r: _reminder(r, rule="Confirm receipt", letter=r.draft),
        ["reminder: It reminds of a draft."],
    ),
    "reminder of a letter by a rule about parts": (
        lambda r: _reminder(r, rule="Overdue", letter=r.seed),
        ["reminder: It is about a letter, and its rule is not."],
    ),
    "reminder closed before it was raised": (
        lambda r: _reminder(
            r,
            rule="Overdue",
            part=r.part(r.seed, 2),
            outcome="done",
            closed_at=at(2023, 12, 30),
            closed_by=r.story.clerk,
        ),
        ["reminder: It was closed before it was raised."],
    ),
    "reminder of a part by a rule about letters": (
        lambda r: _reminder(r, rule="Confirm receipt", part=r.part(r.seed, 2)),
        ["reminder: It is about a part, and its rule is not."],
    ),
}  # fmt: skip


def test_what_cannot_be_is_found(subtests):
    record = Record()

    for name, (plant, sentences) in PLANTED.items():
        with subtests.test(name), transaction.atomic():
            plant(record)

            lines, failed = check()

            assert failed
            assert sorted(_without_names(lines[:-1])) == sorted(sentences)
            count = "1 finding" if len(sentences) == 1 else f"{len(sentences)} findings"
            assert lines[-1] == f"{count} in {Letter.objects.count()} letters."
            transaction.set_rollback(True)


def test_a_letter_of_many_questions_is_checked_to_its_last():
    story = Story()
    letter = story.sent(requests=[{"place": n, "text": f"Why {n}?"} for n in range(1, 604)])
    update(story.parts(letter)[603], settled_on=date(2023, 12, 1))

    lines, _ = check()

    assert list(_without_names(lines[:-1])) == [
        "part: Request 603 is kept as settled 2023-12-01; its decisions say never."
    ]


def test_a_finding_names_the_letter_and_the_row():
    record = Record()
    response = record.response
    update(response, received_on=date(2023, 11, 28))

    lines, _ = check()

    assert lines[0] == (
        f"{record.seed.reference}, response {response.pk}: It was received before the letter's date."
    )


def _without_names(lines):
    """Lines without the reference and the id: `letter: It is …`."""
    for line in lines:
        where, _, sentence = line.partition(": ")
        record = where.rpartition(", ")[2].rpartition(" ")[0]
        yield f"{record}: {sentence}"
