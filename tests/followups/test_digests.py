"""Digests: who is told what, once, and nothing that is owed no more. The mail goes through real SMTP."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from correspondence.accounts.models import OfficeMembership
from correspondence.audit.models import Entry
from correspondence.followups.actions import log_contact, withdraw_contact
from correspondence.followups.digests import send_reminders
from correspondence.followups.models import Digest, DigestLine, ReminderRule
from correspondence.followups.reminders import raise_reminders, start_rules
from correspondence.letters import actions as letters
from correspondence.responses.actions import log_response, withdraw_response
from correspondence.responses.rules import Judgement
from tests.factories import AgencyFactory, MembershipFactory
from tests.followups.conftest import html_of, text_of
from tests.story import ASKED, Story, at

TUESDAY = at(2024, 1, 2, 7)  # New Year's Day, the Monday, is a holiday
WEDNESDAY, THURSDAY = TUESDAY + timedelta(days=1), TUESDAY + timedelta(days=2)


@pytest.fixture
def story(db):
    story = Story()
    start_rules(story.office, by=story.manager, now=at(2023, 11, 1))
    return story


@pytest.fixture
def late(story):
    """The seed letter, entered a month after it was sent: five requests overdue, and nothing come back."""
    return story.sent(now=at(2024, 1, 1))


def tick(moment):
    raise_reminders(today=moment.date(), now=moment)
    return send_reminders(now=moment)


def told(sending):
    return [(person.username, said) for person, said in sending.told]


def test_the_assignee_is_told_in_one_mail_what_is_overdue_and_what_to_confirm(story, late, post_office):
    sending = tick(TUESDAY)

    [mail] = post_office.mails
    assert told(sending) == [(story.clerk.username, "5 requests overdue, 1 letter to confirm")]
    assert mail.reached == [story.clerk.email]
    assert mail["Subject"] == "5 requests overdue, 1 letter to confirm: 2 January 2024"
    for body in (text_of(mail), html_of(mail)):
        assert f"{late.reference}, Accountability for atrocities in Nagorno-Karabakh" in body
        assert f"http://testserver/letters/{late.pk}/" in body
        assert "5 requests to State, due 13 December 2023, 20 days late" in body
        assert "sent 29 November 2023, nothing has come back from State" in body
    assert all(words[:60] in text_of(mail) for words in ASKED)


def test_the_mail_says_that_a_machine_wrote_it_and_when(story, late, post_office):
    tick(TUESDAY)

    [mail] = post_office.mails
    digest = Digest.objects.get()
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert timedelta(0) <= mail["Date"].datetime - TUESDAY < timedelta(minutes=5)
    assert mail["Message-ID"] == digest.message_id
    assert mail.get_content_type() == "multipart/alternative"


def test_the_html_loads_nothing_from_anywhere(story, late, post_office):
    tick(TUESDAY)

    html = html_of(post_office.mails[0])
    assert "src=" not in html
    assert "<link" not in html
    assert "<script" not in html
    assert "url(" not in html


def test_what_a_letter_says_cannot_become_markup_in_the_mail(story, post_office):
    story.sent(asked=("<b>Why</b> & how?",), subject="R&D <i>costs</i>", now=at(2024, 1, 1))

    tick(TUESDAY)

    mail = post_office.mails[0]
    assert "&lt;b&gt;Why&lt;/b&gt; &amp; how?" in html_of(mail)
    assert "R&amp;D &lt;i&gt;costs&lt;/i&gt;" in html_of(mail)
    assert "<b>Why</b> & how?" in text_of(mail)


def test_a_sent_digest_is_kept_with_what_it_carried(story, late, post_office):
    tick(TUESDAY)

    digest = Digest.objects.get()
    assert (digest.person, digest.day) == (story.clerk, date(2024, 1, 2))
    assert digest.sent_at is not None
    assert digest.lines.count() == 6
    assert Entry.objects.filter(act="digest sent", record_id=digest.pk).count() == 1


def test_what_was_told_is_not_told_again_before_its_next_step(story, late, post_office):
    sent = {}
    for n in range(30):
        before = len(post_office.mails)
        tick(TUESDAY + timedelta(days=n))
        if len(post_office.mails) > before:
            sent[(TUESDAY + timedelta(days=n)).date()] = post_office.mails[-1]["Subject"]

    assert sent == {
        date(2024, 1, 2): "5 requests overdue, 1 letter to confirm: 2 January 2024",
        date(2024, 1, 11): "5 requests overdue: 11 January 2024",
        date(2024, 1, 25): "5 requests overdue: 25 January 2024",
    }


def test_a_person_has_one_digest_a_day_and_the_rest_on_the_next(story, late, post_office):
    tick(TUESDAY)
    story.sent(asked=("Why?",), now=at(2024, 1, 2, 9))

    assert told(tick(TUESDAY + timedelta(hours=5))) == []
    assert told(tick(WEDNESDAY)) == [(story.clerk.username, "1 request overdue, 1 letter to confirm")]


@pytest.mark.parametrize(
    "moment", [at(2024, 1, 2, 6), at(2024, 1, 6, 9), at(2024, 1, 7, 9), at(2024, 1, 1, 9)]
)
def test_nobody_is_told_before_seven_at_weekends_or_on_holidays(story, late, post_office, moment):
    sending = tick(moment)

    assert sending.quiet
    assert post_office.mails == []
    assert not Digest.objects.exists()


def test_what_is_assigned_to_nobody_goes_to_each_manager_of_the_office(story, post_office):
    second = MembershipFactory(office=story.office, role=OfficeMembership.Role.MANAGER).user
    story.sent(assigned_to=None, now=at(2024, 1, 1))

    tick(TUESDAY)

    assert post_office.addresses() == sorted([story.manager.email, second.email])
    assert "Assigned to nobody." in text_of(post_office.mails[0])


@pytest.mark.parametrize("gone", ["switched off", "no longer a member", "without an address"])
def test_what_is_assigned_to_somebody_who_cannot_be_told_goes_to_the_managers(story, late, post_office, gone):
    clerk = story.clerk
    if gone == "switched off":
        clerk.is_active = False
    elif gone == "without an address":
        clerk.email = ""
    else:
        clerk.memberships.all().delete()
    clerk.save()

    tick(TUESDAY)

    assert post_office.addresses() == [story.manager.email]
    assert f"Assigned to {clerk}." in text_of(post_office.mails[0])


def test_an_office_that_nobody_can_be_told_in_is_named(story, post_office):
    story.sent(assigned_to=None, now=at(2024, 1, 1))
    story.manager.memberships.all().delete()

    sending = tick(TUESDAY)

    assert sending.nobody == [(story.office, 6)]
    assert post_office.mails == []


def test_managers_are_not_told_of_another_office(story, post_office):
    other = Story(code="HSFA")
    start_rules(other.office, by=other.manager, now=at(2023, 11, 1))
    theirs = other.sent(assigned_to=None, now=at(2024, 1, 1))
    story.sent(assigned_to=None, now=at(2024, 1, 1))

    tick(TUESDAY)

    mails = {mail.reached[0]: text_of(mail) for mail in post_office.mails}
    assert theirs.reference in mails[other.manager.email]
    assert theirs.reference not in mails[story.manager.email]


def test_whoever_takes_a_letter_over_is_told_what_is_owed_on_it(story, late, post_office):
    tick(TUESDAY)
    letters.assign([late], to=story.counsel, by=story.manager, now=TUESDAY + timedelta(hours=1))

    tick(WEDNESDAY)

    assert post_office.addresses() == sorted([story.clerk.email, story.counsel.email])


def test_letters_stand_in_the_order_of_their_delay(story, post_office):
    names = {}
    for name, dated, asked in (
        ("ten days", date(2023, 12, 9), ("Why?",)),
        ("most overdue", date(2023, 11, 1), ("Why?",)),
        ("soon", date(2023, 12, 21), ("Why?",)),
    ):
        names[name] = story.sent(dated=dated, asked=asked, subject=name, now=at(2024, 1, 1)).reference
    only_confirm = story.draft(dated=date(2023, 11, 2), kind="notice", now=at(2024, 1, 1))
    only_confirm.requests.all().delete()
    letters.mark_sent(only_confirm, on=only_confirm.dated_on, by=story.clerk, now=at(2024, 1, 1))

    tick(TUESDAY)

    text = text_of(post_office.mails[0])
    places = [text.index(names[name]) for name in ("most overdue", "ten days", "soon")]
    assert [*places, text.index(only_confirm.reference)] == sorted(
        [*places, text.index(only_confirm.reference)]
    )
    assert "Courtesy call: 1 request to State, due 4 January 2024, in 2 days" in text
    assert post_office.mails[0]["Subject"] == (
        "2 requests overdue, 1 request due soon, 4 letters to confirm: 2 January 2024"
    )


def test_what_was_settled_between_raising_and_sending_is_not_told(story, late, post_office):
    raise_reminders(today=TUESDAY.date(), now=TUESDAY)
    parts = story.parts(late)
    letters.settle([parts[1]], ground="withdrawn", why="Not needed.", by=story.counsel, now=TUESDAY)

    send_reminders(now=TUESDAY)

    [mail] = post_office.mails
    assert mail["Subject"].startswith("4 requests overdue")
    assert ASKED[0][:60] not in text_of(mail)


def test_nothing_is_mailed_where_all_was_settled_between_raising_and_sending(story, late, post_office):
    raise_reminders(today=TUESDAY.date(), now=TUESDAY)
    parts = list(story.parts(late).values())
    letters.settle(parts, ground="withdrawn", why="Not needed.", by=story.counsel, now=TUESDAY)

    assert told(send_reminders(now=TUESDAY)) == []
    assert post_office.mails == []
    assert not Digest.objects.exists()


def test_what_was_due_on_a_day_that_has_moved_is_not_told(story, late, post_office):
    raise_reminders(today=TUESDAY.date(), now=TUESDAY)
    part = story.parts(late)[1]
    letters.extend([part], to=date(2024, 2, 1), by=story.counsel, now=TUESDAY)

    send_reminders(now=TUESDAY)
    assert ASKED[0][:60] not in text_of(post_office.mails[0])
    tick(at(2024, 1, 29, 7))

    assert ASKED[0][:60] in text_of(post_office.mails[-1])
    assert "Courtesy call: 1 request to State, due 1 February 2024, in 3 days" in text_of(
        post_office.mails[-1]
    )


def test_a_casework_letter_stands_in_the_mail_by_its_reference_alone(story, post_office):
    secrets = {
        "subject": "Ms. Okonkwo's survivor benefits",
        "asked": ("Where is the claim of Adaeze Okonkwo, 14 Elm Street?",),
    }
    letter = story.sent(
        kind="casework",
        release_signed_on=date(2023, 11, 20),
        assigned_to=story.clerk,
        now=at(2024, 1, 1),
        **secrets,
    )
    tick(TUESDAY)
    letters.correct_sent(
        letter,
        [letters.Change("letter", {"subject": "Mrs. Okonkwo's survivor benefits"})],
        why="Mrs. Okonkwo asked us to.",
        by=story.counsel,
        now=TUESDAY + timedelta(hours=3),
    )

    tick(WEDNESDAY)

    assert len(post_office.mails) == 2
    for mail in post_office.mails:
        assert letter.reference in text_of(mail)
        assert letter.reference in html_of(mail)
        whole = mail.as_string() + text_of(mail) + html_of(mail)
        for secret in ("Okonkwo", "survivor", "claim", "Elm Street"):
            assert secret not in whole
    assert "1 request to State, due 13 December 2023, 20 days late" in text_of(post_office.mails[0])


def judged(story, letter, now):
    """A reply that settles the first two requests."""
    parts = story.parts(letter)
    return log_response(
        letter,
        agency=story.state,
        kind="partial",
        channel="email",
        received_on=now.date(),
        judgements=[Judgement(parts[n], outcome="full", settles=True) for n in (1, 2)],
        by=story.clerk,
        now=now,
    )


def test_the_next_digest_says_what_was_corrected(story, late, post_office):
    response = judged(story, late, at(2024, 1, 1))
    tick(TUESDAY)
    withdraw_response(
        response, why="It belongs to another letter.", by=story.clerk, now=TUESDAY + timedelta(hours=2)
    )
    contact = log_contact(
        late,
        kind="call",
        on=TUESDAY.date(),
        summary="They will write.",
        by=story.clerk,
        now=TUESDAY + timedelta(hours=3),
    )
    withdraw_contact(contact, why="Wrong letter.", by=story.clerk, now=TUESDAY + timedelta(hours=4))
    letters.correct_sent(
        late,
        [letters.Change("letter", {"subject": "Accountability for atrocities"})],
        why="The printed subject is shorter.",
        by=story.counsel,
        now=TUESDAY + timedelta(hours=5),
    )

    tick(WEDNESDAY)

    first, second = post_office.mails
    assert "orrected since" not in text_of(first)
    assert second["Subject"].endswith("3 corrections: 3 January 2024")
    for body in (text_of(second), html_of(second)):
        assert "orrected since your last digest".casefold() in body.casefold()
        assert "Partial from Department of State on 1 Jan 2024 withdrawn" in body
        assert "It belongs to another letter." in body
        assert "Call on 2 Jan 2024 withdrawn" in body
        assert "Subject corrected" in body
        assert "The printed subject is shorter." in body


def test_corrections_alone_are_told_once_to_those_who_had_a_digest_before(story, late, post_office):
    response = judged(story, late, at(2024, 1, 1))
    parts = story.parts(late)
    tick(TUESDAY)
    letters.settle(
        list(parts.values())[2:],
        ground="withdrawn",
        why="Not needed.",
        by=story.counsel,
        now=TUESDAY + timedelta(hours=1),
    )
    letters.settle(
        [parts[1], parts[2]],
        ground="withdrawn",
        why="Not needed.",
        by=story.counsel,
        now=TUESDAY + timedelta(hours=2),
    )
    withdraw_response(response, why="Another letter's.", by=story.counsel, now=TUESDAY + timedelta(hours=3))

    assert told(tick(WEDNESDAY)) == [(story.clerk.username, "1 correction")]
    assert told(tick(THURSDAY)) == []
    assert post_office.addresses() == [story.clerk.email] * 2


def test_what_was_told_held_to_be_done_and_reopened_is_told_again(story, late, post_office):
    parts = story.parts(late)
    tick(TUESDAY)
    response = judged(story, late, TUESDAY + timedelta(hours=1))
    withdraw_response(response, why="Another letter's.", by=story.clerk, now=TUESDAY + timedelta(hours=2))

    sending = tick(WEDNESDAY)

    assert told(sending) == [(story.clerk.username, "2 requests overdue, 1 letter to confirm, 1 correction")]
    assert all(parts[n].request.text[:60] in text_of(post_office.mails[-1]) for n in (1, 2))
    assert told(tick(THURSDAY)) == []


def test_the_mail_names_the_agencies_that_have_sent_nothing_back(story, post_office):
    treasury, commerce = (
        AgencyFactory(name="Department of the Treasury"),
        AgencyFactory(name="Department of Commerce"),
    )
    letter = story.sent(asked=("Why?",), to=[story.state, treasury, commerce], now=at(2024, 1, 1))
    log_response(
        letter,
        agency=story.state,
        kind="ack",
        channel="email",
        received_on=date(2024, 1, 1),
        by=story.clerk,
        now=at(2024, 1, 1),
    )

    tick(TUESDAY)

    for body in (text_of(post_office.mails[0]), html_of(post_office.mails[0])):
        assert "nothing has come back from Treasury or Commerce" in body


def test_who_never_had_a_digest_is_told_of_no_corrections(story, post_office):
    letter = story.sent(dated=date(2024, 1, 2), assigned_to=story.counsel, now=at(2024, 1, 2))
    letters.correct_sent(
        letter,
        [letters.Change("letter", {"subject": "Accountability"})],
        why="Shorter.",
        by=story.counsel,
        now=at(2024, 1, 2, 12),
    )

    assert told(tick(WEDNESDAY)) == []
    assert post_office.mails == []


def test_a_correction_of_the_last_minute_waits_for_the_next_digest_and_is_not_lost(story, late, post_office):
    tick(TUESDAY)
    letters.correct_sent(
        late,
        [letters.Change("letter", {"subject": "Accountability"})],
        why="Shorter.",
        by=story.counsel,
        now=WEDNESDAY - timedelta(seconds=20),
    )

    assert told(tick(WEDNESDAY)) == []
    assert told(tick(WEDNESDAY + timedelta(minutes=15))) == [(story.clerk.username, "1 correction")]


@pytest.mark.parametrize(
    "name", ["Zoë\r\nBcc: spy@elsewhere.example", "Łukasz Żółć, Esq.", 'O"Neil <x@y.example>']
)
def test_a_name_with_line_breaks_or_accents_reaches_its_bearer_alone(story, late, post_office, name):
    story.clerk.first_name, story.clerk.last_name = name, ""
    story.clerk.save()

    sending = tick(TUESDAY)

    assert sending.failed == []
    [mail] = post_office.mails
    assert mail.reached == [story.clerk.email]
    assert mail["Bcc"] is None
    [to] = mail["To"].addresses
    assert to.addr_spec == story.clerk.email
    assert to.display_name == " ".join(name.split())


def test_a_crowd_of_letters_is_told_in_full_up_to_a_limit_and_counted_beyond_it(
    story, post_office, monkeypatch
):
    monkeypatch.setattr("correspondence.followups.emails.LETTERS_SHOWN", 3)
    sent = [
        story.sent(asked=("Why?",), dated=date(2023, 11, n), now=at(2024, 1, 1)).reference
        for n in range(1, 6)
    ]

    tick(TUESDAY)

    [mail] = post_office.mails
    assert mail["Subject"].startswith("5 requests overdue, 5 letters to confirm")
    for body in (text_of(mail), html_of(mail)):
        assert [reference in body for reference in sent] == [True, True, True, False, False]
        assert "And 2 more letters" in body
    assert DigestLine.objects.count() == 10


def test_telling_one_person_takes_as_many_statements_for_twenty_letters_as_for_one(story, post_office):
    def statements(moment):
        raise_reminders(today=moment.date(), now=moment)
        with CaptureQueriesContext(connection) as queries:
            send_reminders(now=moment)
        return len(queries)

    story.sent(now=at(2024, 1, 1))
    for_one = statements(TUESDAY)
    for _ in range(20):
        story.sent(now=at(2024, 1, 1))

    assert statements(WEDNESDAY) == for_one
    assert len(post_office.mails) == 2


def test_a_person_more_costs_a_few_statements_more(story, post_office):
    def statements(moment):
        raise_reminders(today=moment.date(), now=moment)
        with CaptureQueriesContext(connection) as queries:
            send_reminders(now=moment)
        return len(queries)

    story.sent(now=at(2024, 1, 1))
    for_one = statements(TUESDAY)
    people = [MembershipFactory(office=story.office).user for _ in range(4)]
    for person in people:
        story.sent(assigned_to=person, now=at(2024, 1, 1))

    for_four = statements(WEDNESDAY)

    assert len(post_office.mails) == 5
    assert for_four - for_one <= 3 * 25


def test_a_rule_named_by_the_office_is_called_so_in_the_mail(story, post_office):
    ReminderRule.objects.filter(name="Overdue").update(name="Ring the\nlegislative affairs bureau")
    story.sent(asked=("Why?",), now=at(2024, 1, 1))

    tick(TUESDAY)

    assert "- Ring the legislative affairs bureau: 1 request to State" in text_of(post_office.mails[0])
