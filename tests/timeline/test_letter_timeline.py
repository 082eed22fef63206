"""What a letter's timeline tells, of stories gone through the actions."""

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile

from correspondence.accounts.models import User
from correspondence.documents.actions import store_document
from correspondence.followups.actions import (
    correct_letter,
    keep_contact_promise,
    log_contact,
    take_back_sending,
    withdraw_contact,
)
from correspondence.followups.models import Digest, DigestLine, Reminder, ReminderRule
from correspondence.followups.reminders import raise_reminders, start_rules
from correspondence.letters import actions as letters
from correspondence.letters.models import FollowUpRequest, Letter
from correspondence.responses import actions as responses
from correspondence.responses.models import Answer, Response
from correspondence.responses.rules import Judgement
from correspondence.timeline.entries import Kind
from correspondence.timeline.queries import letter_timeline, request_timeline
from tests.factories import AgencyFactory, MembershipFactory
from tests.story import ASKED, Story, at

pytestmark = pytest.mark.django_db
Outcome = Answer.Outcome
SENT, DUE = date(2023, 11, 29), date(2023, 12, 13)


@pytest.fixture
def story(db):
    return Story()


@pytest.fixture
def letter(story):
    return story.sent()


def told(letter, today, kind=None):
    """(day, words) of the entries, or of those of a kind."""
    entries = letter_timeline(letter, today=today)
    return [(entry.day, entry.words) for entry in entries if kind in (None, entry.kind)]


def the(letter, today, kind):
    """The one entry of a kind."""
    [entry] = [entry for entry in letter_timeline(letter, today=today) if entry.kind is kind]
    return entry


def logged(story, letter, day, *judgements, kind=Response.Kind.PARTIAL, now=None, **given):
    return responses.log_response(
        letter,
        agency=given.pop("agency", story.state),
        kind=kind,
        channel=given.pop("channel", "email"),
        received_on=day,
        judgements=judgements,
        by=story.clerk,
        now=now or at(day.year, day.month, day.day),
        **given,
    )


def test_a_letter_that_was_only_sent(letter):
    assert told(letter, date(2023, 11, 30)) == [
        (SENT, "Dated 29 November 2023"),
        (SENT, "Sent by e-mail"),
        (DUE, "Requests 1 to 5 due"),
    ]


def test_the_day_it_was_entered_is_told_apart_from_the_day_it_was_sent(story):
    letter = story.sent(on=date(2023, 11, 30), now=at(2024, 1, 2))

    sent, entered = (the(letter, date(2024, 1, 2), kind) for kind in (Kind.SENT, Kind.ENTERED))

    assert (sent.day, sent.entered_on) == (date(2023, 11, 30), date(2024, 1, 2))
    assert "marked as sent by Dana" in sent.detail
    assert "on 2 Jan 2024" in sent.detail
    assert entered.day == date(2024, 1, 2)
    assert "33 days after it was sent" in entered.detail
    assert told(letter, date(2024, 1, 2), Kind.WRITTEN) == [(SENT, "Dated 29 November 2023")]


def test_a_draft_has_been_written_and_entered_and_nothing_lies_ahead(story):
    start_rules(story.office, by=story.manager, now=at(2023, 11, 29))
    draft = story.draft()

    assert told(draft, date(2024, 3, 1)) == [
        (SENT, "Dated 29 November 2023"),
        (SENT, "Entered in the record"),
    ]


def test_a_draft_may_bear_a_day_that_is_still_to_come(story):
    draft = story.draft(dated=date(2023, 12, 4))

    assert the(draft, SENT, Kind.WRITTEN).is_ahead


def test_why_it_is_due_then_stands_with_the_due_date(letter):
    entry = the(letter, SENT, Kind.DUE)

    assert entry.is_ahead
    assert entry.detail.startswith("“I look forward to your response”: the letter names no date")
    assert entry.labels == ("1", "2", "3", "4", "5")


def test_it_is_overdue_from_the_day_after(letter):
    assert told(letter, DUE, Kind.OVERDUE) == []
    assert told(letter, date(2023, 12, 14), Kind.OVERDUE) == [(date(2023, 12, 14), "Requests 1 to 5 overdue")]


def test_acknowledged_with_the_agencys_own_number(story, letter):
    response = logged(
        story, letter, date(2023, 12, 4), kind=Response.Kind.ACKNOWLEDGMENT, control_number="2023-1204-017"
    )

    entry = the(letter, date(2023, 12, 5), Kind.ACKNOWLEDGED)

    assert (entry.day, entry.words, entry.mark) == (date(2023, 12, 4), "Acknowledged", "reply")
    assert "State's control number 2023-1204-017" in entry.detail
    assert entry.link == f"/responses/{response.pk}/"


def test_a_reply_is_told_with_its_signer_and_what_it_answers(story, letter):
    parts = story.parts(letter)
    logged(
        story,
        letter,
        date(2024, 1, 18),
        Judgement(parts[1], Outcome.FULL, settles=True),
        Judgement(parts[2], Outcome.UNDER_REVIEW, quote="It is “under review”."),
        Judgement(
            parts[3],
            Outcome.ELSEWHERE,
            delivered_where="Office of Senate Security",
            delivered_on=date(2024, 1, 17),
        ),
        Judgement(parts[5], Outcome.FULL, settles=True),
        dated_on=date(2024, 1, 16),
        signer_name="Naz Durakoğlu",
        signer_title="Assistant Secretary",
        summary="Silent on the fourth.",
        now=at(2024, 1, 19),
    )

    received = the(letter, date(2024, 2, 26), Kind.RECEIVED)
    assert (received.words, received.mark) == ("Partial response received", "partial")
    assert received.detail == (
        "signed by Naz Durakoğlu, Assistant Secretary; by e-mail; dated 16 Jan 2024; entered on 19 Jan 2024; "
        f"{story.clerk}: Silent on the fourth."
    )
    assert received.entered_on == date(2024, 1, 19)
    assert told(letter, date(2024, 2, 26), Kind.ANSWERED) == [
        (date(2024, 1, 18), "Requests 1 and 5: full answer"),
        (date(2024, 1, 18), "Request 2: under review"),
        (date(2024, 1, 18), "Request 3: delivered separately, Office of Senate Security, 17 Jan 2024"),
    ]
    review = next(entry for entry in letter_timeline(letter, today=DUE) if "review" in entry.words)
    assert (review.detail, review.mark) == ("“It is ‘under review’.”", "reply")
    settled = the(letter, date(2024, 2, 26), Kind.SETTLED)
    assert settled.words == f"Requests 1 and 5 settled by {story.clerk}: answered"
    assert (settled.day, settled.detail) == (date(2024, 1, 19), "by the response of 18 Jan 2024")
    assert settled.link == received.link


def test_a_telephone_call_back_is_a_response_from_somebody(story):
    letter = story.sent(
        kind=Letter.Kind.CASEWORK, release_signed_on=date(2023, 11, 28), asked=["Where does it stand?"]
    )
    logged(
        story,
        letter,
        date(2023, 12, 4),
        Judgement(story.parts(letter)[1], Outcome.FULL, settles=True),
        kind=Response.Kind.SUBSTANTIVE,
        channel="phone",
        signer_name="Ms. Ortiz",
    )

    received = the(letter, date(2023, 12, 5), Kind.RECEIVED)

    assert (received.words, received.mark) == ("Response received", "answer")
    assert received.detail.startswith("from Ms. Ortiz; by telephone")


def test_a_reply_that_nobody_has_judged_says_so_by_its_mark(story, letter):
    logged(story, letter, date(2024, 1, 18))

    assert the(letter, date(2024, 1, 19), Kind.RECEIVED).mark == "unjudged"


def test_instalments_add_up_one_by_one(story, letter):
    part = story.parts(letter)[1]
    for month, pages in ((1, 1204), (2, 1)):
        logged(
            story,
            letter,
            date(2024, month, 5),
            Judgement(part, Outcome.INSTALMENT, pages=pages, bates=f"DOS-{month}"),
            kind=Response.Kind.ROLLING,
        )

    assert told(letter, date(2024, 3, 1), Kind.ANSWERED) == [
        (date(2024, 1, 5), "Request 1: instalment, 1,204 pages, DOS-1"),
        (date(2024, 2, 5), "Request 1: instalment, 1 page, DOS-2"),
    ]


def test_more_time_asked_granted_for_some_and_refused_for_others(story, letter):
    parts, day, until = story.parts(letter), date(2023, 12, 4), date(2023, 12, 27)
    logged(
        story,
        letter,
        day,
        *(Judgement(part, extension_until=until) for part in parts.values()),
        kind=Response.Kind.EXTENSION,
    )
    letters.extend(
        [parts[1], parts[2], parts[3]], to=until, why="A holiday", by=story.counsel, now=at(2023, 12, 5)
    )
    letters.refuse_extension(
        [parts[4], parts[5]],
        asked_until=until,
        why="Two weeks suffice.",
        by=story.counsel,
        now=at(2023, 12, 5),
    )

    today = date(2023, 12, 15)
    assert told(letter, today, Kind.ANSWERED) == [
        (day, "Requests 1 to 5: more time asked, until 27 Dec 2023")
    ]
    extended = the(letter, today, Kind.EXTENDED)
    assert extended.words == "Requests 1 to 3 extended to 27 Dec 2023"
    assert extended.detail == f"from 13 Dec 2023; by {story.counsel}; “A holiday”"
    refused = the(letter, today, Kind.EXTENSION_REFUSED)
    assert refused.words == "Requests 4 and 5: extension to 27 Dec 2023 refused"
    assert refused.detail == f"still due 13 Dec 2023; by {story.counsel}; “Two weeks suffice.”"
    assert told(letter, today, Kind.DUE) == [
        (DUE, "Requests 4 and 5 due"),
        (until, "Requests 1 to 3 due"),
    ]
    ahead = [entry for entry in letter_timeline(letter, today=today) if entry.is_ahead]
    assert [(entry.mark, entry.detail) for entry in ahead] == [("extended", "extended from 13 Dec 2023")]


def test_settled_for_a_promise_that_was_broken_and_reopened(story, letter):
    part = story.parts(letter)[4]
    contact = log_contact(
        letter,
        kind="briefing",
        on=date(2024, 2, 2),
        with_whom="Legislative Affairs",
        summary="They will send documents.",
        promised="the documents",
        promised_on=date(2024, 3, 1),
        settles={part: "withdrawn"},
        by=story.counsel,
        now=at(2024, 2, 2),
    )
    letters.reopen(
        [part], due_on=date(2024, 3, 20), why="They did not come.", by=story.counsel, now=at(2024, 3, 4)
    )

    entries = letter_timeline(letter, today=date(2024, 3, 5))
    about = [(entry.day, entry.words) for entry in entries if entry.labels == ("4",)]
    assert about == [
        (date(2024, 2, 2), "Briefing with Legislative Affairs, about request 4"),
        (date(2024, 2, 2), "“the documents” promised by 1 Mar 2024, about request 4"),
        (date(2024, 2, 2), f"Request 4 settled by {story.counsel}: withdrawn"),
        (date(2024, 3, 2), "Promise broken: “the documents” did not come by 1 Mar 2024, about request 4"),
        (date(2024, 3, 4), f"Request 4 reopened by {story.counsel}, due 20 Mar 2024"),
        (date(2024, 3, 20), "Request 4 due"),
    ]
    settled = next(entry for entry in entries if entry.kind is Kind.SETTLED)
    assert settled.detail == "by the briefing of 2 Feb 2024"
    assert settled.link == f"/letters/{letter.pk}/#contact-{contact.pk}"


def test_a_promise_is_ahead_then_kept(story, letter):
    contact = log_contact(
        letter,
        kind="call",
        on=date(2023, 12, 1),
        summary="Soon.",
        promised="a reply",
        promised_on=date(2023, 12, 8),
        by=story.clerk,
        now=at(2023, 12, 1),
    )
    assert told(letter, date(2023, 12, 8), Kind.PROMISE_DUE) == [
        (date(2023, 12, 8), "“a reply” promised by this day")
    ]

    keep_contact_promise(contact, on=date(2023, 12, 7), by=story.clerk, now=at(2023, 12, 7))

    assert told(letter, date(2024, 1, 1), Kind.PROMISE_KEPT) == [
        (date(2023, 12, 7), "Promise kept: “a reply” came, promised by 8 Dec 2023")
    ]
    assert told(letter, date(2024, 1, 1), Kind.PROMISE_DUE) == []
    assert told(letter, date(2024, 1, 1), Kind.PROMISE_BROKEN) == []


def test_a_promise_in_a_response_kept_late_was_broken_first(story, letter):
    part = story.parts(letter)[2]
    response = logged(
        story, letter, date(2024, 1, 18), Judgement(part, Outcome.PARTIAL, promised_on=date(2024, 2, 1))
    )
    responses.keep_promise(response.answers.get(), on=date(2024, 2, 9), by=story.clerk, now=at(2024, 2, 9))

    words = [words for _, words in told(letter, date(2024, 3, 1)) if "romise" in words]

    assert words == [
        "Request 2 promised by 1 Feb 2024",
        "Promise broken: nothing more on request 2 by 1 Feb 2024",
        "Promise kept: request 2, promised by 1 Feb 2024",
    ]


def test_paused_and_let_run_again(story, letter):
    part = story.parts(letter)[1]
    letters.pause([part], why="We owe a list", by=story.counsel, now=at(2023, 12, 8))
    letters.resume([part], due_on=date(2024, 1, 19), by=story.counsel, now=at(2024, 1, 5))

    today = date(2024, 1, 8)
    assert told(letter, today, Kind.PAUSED) == [(date(2023, 12, 8), "Request 1: clock paused")]
    assert told(letter, today, Kind.RESUMED) == [
        (date(2024, 1, 5), "Request 1: clock runs again, due 19 Jan 2024")
    ]
    assert told(letter, today, Kind.OVERDUE) == [(date(2023, 12, 14), "Requests 2 to 5 overdue")]


def test_a_decision_of_an_earlier_day_says_when_it_was_entered(story, letter):
    letters.settle(
        [story.parts(letter)[1]],
        ground="overtaken",
        on=date(2024, 1, 22),
        by=story.counsel,
        now=at(2024, 2, 2),
    )

    entry = the(letter, date(2024, 2, 3), Kind.SETTLED)

    assert (entry.day, entry.entered_on) == (date(2024, 1, 22), date(2024, 2, 2))
    assert entry.detail == "entered on 2 Feb 2024"


def test_two_agencies_are_told_apart_and_a_referral_moves_a_part(story):
    treasury, commerce = (
        AgencyFactory(name=f"Department of {name}") for name in ("the Treasury", "Commerce")
    )
    letter = story.sent(
        to=[story.state, treasury],
        requests=[
            {"place": 1, "text": ASKED[0]},
            {"place": 2, "text": ASKED[1]},
            {"place": 3, "text": ASKED[2], "put_to": [treasury]},
        ],
    )
    of_state, of_treasury = story.parts(letter, story.state), story.parts(letter, treasury)
    logged(
        story,
        letter,
        date(2023, 12, 5),
        *(Judgement(part, Outcome.FULL, settles=True) for part in of_state.values()),
        kind=Response.Kind.SUBSTANTIVE,
    )
    logged(
        story,
        letter,
        date(2023, 12, 15),
        Judgement(of_treasury[2], Outcome.REFERRED),
        agency=treasury,
        kind=Response.Kind.REFERRAL,
    )
    letters.move_part(
        of_treasury[2], to_agency=commerce, why="Referred.", by=story.counsel, now=at(2023, 12, 18)
    )

    assert [words for day, words in told(letter, date(2023, 12, 20)) if day > SENT] == [
        "Response received from State",
        "Requests 1 and 2 (State): full answer",
        f"Requests 1 and 2 (State) settled by {story.clerk}: answered",
        "Requests 1 to 3 (Treasury) due",
        "Requests 1 to 3 (Treasury) overdue",
        "Referred elsewhere by Treasury",
        "Request 2 (Treasury): referred to another agency",
        "Request 2 moved from Treasury to Commerce",
    ]


def test_a_response_on_the_wrong_letter_is_told_on_both(story, letter):
    right, parts = story.sent(subject="Another letter"), story.parts(letter)
    wrong = logged(story, letter, date(2024, 1, 18), Judgement(parts[1], Outcome.FULL, settles=True))
    responses.move_response(
        wrong, to=right, why="It answers the other.", by=story.counsel, now=at(2024, 1, 22)
    )

    today = date(2024, 1, 23)
    assert told(letter, today, Kind.RECEIVED) == [
        (date(2024, 1, 18), "Partial response received, withdrawn since")
    ]
    assert told(letter, today, Kind.ANSWERED) == [
        (date(2024, 1, 18), "Request 1: full answer, withdrawn since")
    ]
    assert told(letter, today, Kind.WITHDRAWN) == [(date(2024, 1, 22), "Response of 18 Jan 2024 withdrawn")]
    assert the(letter, today, Kind.WITHDRAWN).detail == (
        f"by {story.counsel}; “Moved to {right}: It answers the other.”"
    )
    assert len(told(letter, today, Kind.REOPENED)) == 1
    assert f"moved here from {letter}" in the(right, today, Kind.RECEIVED).detail


def test_a_withdrawn_contact_stays_and_its_promise_is_watched_no_more(story, letter):
    contact = log_contact(
        letter,
        kind="call",
        on=date(2023, 12, 1),
        summary="Soon.",
        promised="a reply",
        promised_on=date(2023, 12, 8),
        by=story.clerk,
        now=at(2023, 12, 1),
    )
    withdraw_contact(contact, why="Another letter", by=story.clerk, now=at(2023, 12, 4))

    today = date(2024, 1, 1)
    assert told(letter, today, Kind.CONTACTED) == [(date(2023, 12, 1), "Call, withdrawn since")]
    assert told(letter, today, Kind.WITHDRAWN) == [(date(2023, 12, 4), "Call of 1 Dec 2023 withdrawn")]
    assert told(letter, today, Kind.PROMISE_BROKEN) == []


def test_what_a_later_letter_asks_again_is_owed_there(story, letter):
    parts = story.parts(letter)
    letters.settle([parts[1], parts[5]], ground="answered", by=story.counsel, now=at(2024, 1, 22))
    later = letters.enter_letter(
        story.office,
        facts={
            "kind": Letter.Kind.FOLLOW_UP,
            "subject": "Unanswered requests",
            "dated_on": date(2025, 1, 15),
        },
        signatories=[{"place": 1, "name": "James E. Risch"}],
        recipients=[{"place": 1, "role": "to", "name": "The Secretary", "agency": story.state}],
        requests=[
            {
                "place": n,
                "text": ASKED[n],
                "repeats": [FollowUpRequest.objects.get(letter=letter, place=n + 1)],
            }
            for n in (1, 2, 3)
        ],
        follows=[letter],
        by=story.clerk,
        now=at(2025, 1, 15),
    )
    letters.mark_sent(later, on=date(2025, 1, 15), by=story.clerk, now=at(2025, 1, 15))

    today = date(2025, 2, 1)
    asked_again = the(letter, today, Kind.ASKED_AGAIN)
    assert asked_again.words == f"Requests 2 to 4 asked again in {later}"
    assert asked_again.link == f"/letters/{later.pk}/"
    followed_up = the(letter, today, Kind.FOLLOWED_UP)
    assert (followed_up.words, followed_up.detail) == (f"Followed up by {later}", "Unanswered requests")
    assert told(letter, today, Kind.NEXT_REMINDER) == []


def test_a_casework_letter_that_follows_is_named_by_its_reference_alone(story, letter):
    later = letters.enter_letter(
        story.office,
        facts={
            "kind": Letter.Kind.CASEWORK,
            "subject": "The claim of Jane Roe",
            "dated_on": date(2024, 1, 15),
            "release_signed_on": date(2024, 1, 10),
        },
        signatories=[{"place": 1, "name": "Benjamin L. Cardin"}],
        recipients=[{"place": 1, "role": "to", "name": "The Secretary", "agency": story.state}],
        requests=[{"place": 1, "text": "Where does it stand?"}],
        follows=[letter],
        by=story.clerk,
        now=at(2024, 1, 15),
    )
    letters.mark_sent(later, on=date(2024, 1, 15), by=story.clerk, now=at(2024, 1, 15))

    entry = the(letter, date(2024, 2, 1), Kind.FOLLOWED_UP)

    assert (entry.words, entry.detail) == (f"Followed up by {later}", "")


def test_corrections_of_one_act_are_told_once(story, letter):
    correct_letter(
        letter,
        [
            letters.Change("letter", {"subject": "Accountability"}),
            letters.Change("signatories", {"name": "Robert Menendez"}),
        ],
        why="As signed.",
        by=story.counsel,
        now=at(2023, 12, 4),
    )

    entry = the(letter, date(2023, 12, 5), Kind.CORRECTED)

    assert (entry.day, entry.who) == (date(2023, 12, 4), str(story.counsel))
    assert entry.words == "Subject corrected and a signatory added"
    assert entry.detail == f"by {story.counsel}; “As signed.”"


def test_a_corrected_sending_day_moves_the_due_date(story, letter):
    correct_letter(
        letter,
        [letters.Change("letter", {"sent_on": date(2023, 12, 1)})],
        why="The receipt says so.",
        by=story.counsel,
        now=at(2023, 12, 4),
    )
    letter.refresh_from_db()

    entry = the(letter, date(2023, 12, 5), Kind.DUE_CHANGED)

    assert entry.words == "Requests 1 to 5: due date worked out again, 15 Dec 2023"
    assert told(letter, date(2023, 12, 20), Kind.DUE) == [(date(2023, 12, 15), "Requests 1 to 5 due")]


def test_a_sending_that_was_taken_back_is_told_of_the_draft(story, letter):
    take_back_sending(letter, why="Wrong day", by=story.counsel, now=at(2023, 11, 30))
    letter.refresh_from_db()

    assert told(letter, date(2023, 12, 20))[-1] == (date(2023, 11, 30), "Sending taken back")


def test_reminders_are_told_on_the_day_they_were_mailed_and_the_next_lies_ahead(story, letter):
    start_rules(story.office, by=story.manager, now=at(2023, 11, 29))
    raise_reminders(today=date(2023, 12, 1), now=at(2023, 12, 1))
    digest = Digest.objects.create(
        person=story.clerk,
        day=date(2023, 12, 1),
        message_id="<1@office.example>",
        covers_until=at(2023, 12, 1),
        sent_at=at(2023, 12, 1),
    )
    DigestLine.objects.create(digest=digest, reminder=Reminder.objects.get())
    raise_reminders(today=date(2023, 12, 14), now=at(2023, 12, 15))

    today = date(2023, 12, 15)
    reminded = [entry for entry in letter_timeline(letter, today=today) if entry.kind is Kind.REMINDED]
    assert [(entry.day, entry.words, entry.detail) for entry in reminded] == [
        (date(2023, 12, 1), "Reminder: Confirm receipt", f"mailed to {story.clerk}"),
        (
            date(2023, 12, 15),
            "Reminder: Overdue, requests 1 to 5",
            "raised, not mailed; owed since 14 Dec 2023",
        ),
    ]
    [ahead] = [entry for entry in letter_timeline(letter, today=today) if entry.is_ahead]
    assert (ahead.day, ahead.words) == (date(2023, 12, 28), "Next reminder: Overdue, requests 1 to 5")
    assert ahead.detail.endswith(f"; to {story.clerk}")


def test_no_reminder_lies_ahead_of_what_is_settled_paused_or_acknowledged(story, letter):
    start_rules(story.office, by=story.manager, now=at(2023, 11, 29))
    parts = story.parts(letter)
    logged(story, letter, date(2023, 11, 30), kind=Response.Kind.ACKNOWLEDGMENT)
    letters.settle([parts[1], parts[2]], ground="withdrawn", by=story.counsel, now=at(2023, 11, 30))
    letters.pause([parts[3]], why="Narrowing it", by=story.counsel, now=at(2023, 11, 30))

    assert told(letter, date(2023, 11, 30), Kind.NEXT_REMINDER) == [
        (date(2023, 12, 8), "Next reminder: Courtesy call, requests 4 and 5")
    ]


def test_a_rule_that_is_switched_off_reminds_of_nothing(story, letter):
    start_rules(story.office, by=story.manager, now=at(2023, 11, 29))
    ReminderRule.objects.update(is_on=False)

    assert told(letter, date(2023, 11, 30), Kind.NEXT_REMINDER) == []


def test_files_come_with_what_they_came_with(story, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    draft = story.draft()
    signed, reply = (
        store_document(story.office, ContentFile(name.encode(), name), by=story.clerk, now=at(2023, 11, 29))
        for name in ("signed.pdf", "reply.pdf")
    )
    attachment = draft.attachments.create(document=signed, title="Letter as signed")
    letter = letters.mark_sent(draft, on=SENT, by=story.clerk, now=at(2023, 11, 29))
    response = logged(story, letter, date(2023, 12, 4), documents=[(reply, "")])

    sent, received = (the(letter, date(2023, 12, 5), kind) for kind in (Kind.SENT, Kind.RECEIVED))

    assert [(file.name, file.link) for file in sent.files] == [
        ("Letter as signed", f"/files/letters/{attachment.pk}/")
    ]
    assert [(file.name, file.link) for file in received.files] == [
        ("reply.pdf", f"/files/responses/{response.attachments.get().pk}/")
    ]


def test_within_a_day_it_is_told_in_the_order_things_happen(story, letter):
    part = story.parts(letter)[1]
    logged(story, letter, DUE, Judgement(part, Outcome.FULL, settles=True))

    kinds = [entry.kind for entry in letter_timeline(letter, today=DUE) if entry.day == DUE]

    assert kinds == [Kind.DUE, Kind.RECEIVED, Kind.ANSWERED, Kind.SETTLED]


def test_the_same_facts_are_told_in_the_same_order_each_time(story, letter):
    parts = story.parts(letter)
    for n in (3, 1, 2):
        logged(story, letter, date(2024, 1, 18), Judgement(parts[n], Outcome.PARTIAL, quote=str(n)))

    first, second = (letter_timeline(letter, today=date(2024, 2, 1)).entries for _ in range(2))

    assert first == second
    assert first == sorted(first, key=lambda entry: (entry.day, entry.kind.rank))


def test_a_requests_timeline_tells_what_concerns_it_and_the_letter_as_a_whole(story, letter):
    start_rules(story.office, by=story.manager, now=at(2023, 11, 29))
    parts = story.parts(letter)
    logged(story, letter, date(2023, 12, 4), kind=Response.Kind.ACKNOWLEDGMENT)
    logged(story, letter, date(2024, 1, 18), Judgement(parts[1], Outcome.FULL, settles=True))
    logged(story, letter, date(2024, 1, 25), Judgement(parts[2], Outcome.REFUSED, ground="Privilege"))
    log_contact(
        letter,
        kind="call",
        on=date(2024, 1, 29),
        summary="About the first",
        parts=[parts[1]],
        by=story.clerk,
        now=at(2024, 1, 29),
    )

    entries = request_timeline(parts[2].request, today=date(2024, 2, 1))

    assert [entry.words for entry in entries if entry.day > SENT] == [
        "Acknowledged",
        "Request 2 due",
        "Request 2 overdue",
        "Partial response received",
        "Request 2: refused, Privilege",
        "Next reminder: Overdue, request 2",
    ]


def test_another_offices_letter_is_not_named(story, letter):
    other = Story(code="HSFA")
    elsewhere = other.sent()
    elsewhere.earlier_links.create(earlier=letter)

    assert told(letter, date(2024, 2, 1), Kind.FOLLOWED_UP) == []


def test_a_response_that_came_from_another_offices_letter_does_not_name_it(story, letter):
    other = Story(code="HSFA")
    MembershipFactory(user=story.counsel, office=other.office, role="counsel")
    counsel = User.objects.get(pk=story.counsel.pk)
    there = other.sent()
    response = logged(story, letter, date(2024, 1, 18))
    responses.move_response(response, to=there, why="Theirs", by=counsel, now=at(2024, 1, 22))

    assert str(letter) not in the(there, date(2024, 1, 23), Kind.RECEIVED).detail


@pytest.mark.parametrize("contacts", [1, 50])
def test_queries_do_not_grow_with_what_has_happened(story, letter, contacts, django_assert_max_num_queries):
    start_rules(story.office, by=story.manager, now=at(2023, 11, 29))
    part = story.parts(letter)[1]
    for n in range(contacts):
        day = date(2023, 12, 1) + timedelta(n)
        log_contact(
            letter,
            kind="call",
            on=day,
            summary="Again",
            parts=[part],
            by=story.clerk,
            now=at(day.year, day.month, day.day),
        )
        logged(story, letter, day, Judgement(part, Outcome.PARTIAL))
    letter = Letter.objects.select_related("assigned_to", "sent_by", "entered_by").get(pk=letter.pk)

    with django_assert_max_num_queries(9):
        letter_timeline(letter, today=date(2024, 3, 1))
