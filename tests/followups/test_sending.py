"""Sending when something goes wrong: no mail twice, none lost. Real SMTP, real processes, real locks."""

import signal
import threading
import time
from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from correspondence.followups.digests import send_reminders
from correspondence.followups.models import Digest
from correspondence.followups.reminders import raise_reminders, start_rules
from correspondence.letters import actions as letters
from tests.factories import MembershipFactory
from tests.followups.conftest import WAIT, text_of
from tests.story import Story, at

TUESDAY = at(2024, 1, 2, 8)
NOW = "2024-01-02T08:00"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def story():
    story = Story()
    start_rules(story.office, by=story.manager, now=at(2023, 11, 1))
    return story


def owed_to(story, *people):
    """A letter of each person's own, entered late, with its reminders raised."""
    sent = [story.sent(asked=("Why?",), assigned_to=person, now=at(2024, 1, 1)) for person in people]
    raise_reminders(today=TUESDAY.date(), now=TUESDAY)
    return sent


def names(sending):
    return sorted(person.username for person, _ in sending.told)


def test_a_sender_killed_between_the_hand_over_and_the_mark_is_taken_up_after_its_lease(
    story, post_office, another_machine
):
    owed_to(story, story.clerk)
    post_office.holds = {story.clerk.email}

    # The server has the mail. Before it says so, the row that the sender will want to mark is locked.
    sender = another_machine("send_reminders", "--now", NOW)
    assert post_office.arrived.wait(WAIT)
    with transaction.atomic():
        Digest.objects.select_for_update().get()
        post_office.let_go()
        time.sleep(1)  # it has the server's "250" now, and waits for the row
        assert sender.poll() is None
        sender.send_signal(signal.SIGKILL)
        sender.wait(WAIT)
    assert Digest.objects.get().sent_at is None

    # Within the lease nobody else touches it.
    assert names(send_reminders(now=TUESDAY + timedelta(minutes=5))) == []
    assert len(post_office.mails) == 1

    # After it the mail goes out again, the same by its Message-ID, and then never more.
    assert names(send_reminders(now=TUESDAY + timedelta(minutes=11))) == [story.clerk.username]
    assert names(send_reminders(now=TUESDAY + timedelta(minutes=30))) == []
    assert [mail["Message-ID"] for mail in post_office.mails] == [Digest.objects.get().message_id] * 2


def test_a_sender_killed_before_the_hand_over_loses_nothing(story, post_office, another_machine):
    [letter] = owed_to(story, story.clerk)
    post_office.holds = {story.clerk.email}
    sender = another_machine("send_reminders", "--now", NOW)
    assert post_office.arrived.wait(WAIT)

    sender.send_signal(signal.SIGKILL)
    sender.wait(WAIT)
    post_office.mails.clear()  # the server never said that it took the mail, and threw it away
    post_office.let_go()

    assert names(send_reminders(now=TUESDAY + timedelta(minutes=11))) == [story.clerk.username]
    [mail] = post_office.mails
    assert letter.reference in text_of(mail)


def test_a_digest_that_was_begun_and_never_marked_is_taken_up_on_a_later_day_with_its_message_id(
    story, post_office, another_machine
):
    owed_to(story, story.clerk)
    post_office.holds = {story.clerk.email}
    sender = another_machine("send_reminders", "--now", NOW)
    assert post_office.arrived.wait(WAIT)
    sender.send_signal(signal.SIGKILL)
    sender.wait(WAIT)
    post_office.let_go()

    send_reminders(now=TUESDAY + timedelta(days=1))

    assert len({mail["Message-ID"] for mail in post_office.mails}) == 1
    digest = Digest.objects.get()
    assert digest.day == date(2024, 1, 3)
    assert digest.sent_at is not None


def test_a_sender_that_comes_while_another_hands_over_leaves_that_mail_to_it(
    story, post_office, another_machine
):
    people = [story.clerk, *(MembershipFactory(office=story.office).user for _ in range(3))]
    owed_to(story, *people)
    post_office.holds = {story.clerk.email}

    first = another_machine("send_reminders", "--now", NOW)
    assert post_office.arrived.wait(WAIT)
    second = another_machine("send_reminders", "--now", NOW)
    assert second.wait(WAIT) == 0
    post_office.let_go()
    assert first.wait(WAIT) == 0

    assert post_office.addresses() == sorted(person.email for person in people)
    assert Digest.objects.filter(sent_at__isnull=False).count() == 4


def test_two_senders_that_start_together_tell_each_person_once(story, post_office, another_machine):
    people = [story.clerk, *(MembershipFactory(office=story.office).user for _ in range(7))]
    owed_to(story, *people)

    machines = [another_machine("send_reminders", "--now", NOW) for _ in range(2)]
    assert [machine.wait(WAIT) for machine in machines] == [0, 0]

    assert Counter(post_office.addresses()) == Counter(person.email for person in people)


def test_four_senders_in_one_moment_tell_each_person_once(story, post_office):
    people = [story.clerk, *(MembershipFactory(office=story.office).user for _ in range(5))]
    owed_to(story, *people)
    together, told = threading.Barrier(4), []

    def sender():
        try:
            together.wait()
            told.extend(names(send_reminders(now=TUESDAY)))
        finally:
            connection.close()

    senders = [threading.Thread(target=sender) for _ in range(4)]
    for one in senders:
        one.start()
    for one in senders:
        one.join()

    assert sorted(told) == sorted(person.username for person in people)
    assert Counter(post_office.addresses()) == Counter(person.email for person in people)


def test_what_is_settled_while_the_mail_before_it_is_handed_over_is_not_told(
    story, post_office, another_machine
):
    second = MembershipFactory(office=story.office).user
    _, settled = owed_to(story, story.clerk, second)
    post_office.holds = {story.clerk.email}
    sender = another_machine("send_reminders", "--now", NOW)
    assert post_office.arrived.wait(WAIT)

    letters.settle(
        list(story.parts(settled).values()),
        ground="withdrawn",
        why="Not needed.",
        by=story.counsel,
        now=TUESDAY,
    )
    post_office.let_go()

    assert sender.wait(WAIT) == 0
    assert post_office.addresses() == [story.clerk.email]
    assert not Digest.objects.filter(person=second).exists()


@pytest.mark.parametrize(
    ("settled", "subjects"), [((1,), ["1 request overdue, 1 letter to confirm"]), ((1, 2), [])]
)
def test_what_is_settled_after_the_mail_was_begun_is_not_told(story, post_office, settled, subjects):
    letter = story.sent(asked=("Why?", "How?"), now=at(2024, 1, 1))
    raise_reminders(today=TUESDAY.date(), now=TUESDAY)
    chosen, begun = [story.parts(letter)[place] for place in settled], []

    def settle_once_the_lines_are_written(execute, sql, *rest):
        if sql.startswith("SELECT") and begun and chosen:
            parts = chosen.copy()
            chosen.clear()
            letters.settle(parts, ground="withdrawn", why="Not needed.", by=story.counsel, now=TUESDAY)
        if sql.startswith('INSERT INTO "correspondence_digestline"'):
            begun.append(True)
        return execute(sql, *rest)

    with connection.execute_wrapper(settle_once_the_lines_are_written):
        sending = send_reminders(now=TUESDAY)

    assert [said for _, said in sending.told] == subjects
    assert [mail["Subject"] for mail in post_office.mails] == [f"{said}: 2 January 2024" for said in subjects]
    assert [digest.lines.count() for digest in Digest.objects.all()] == [2] * len(subjects)
    assert not any("Why?" in text_of(mail) for mail in post_office.mails)


def test_with_the_server_unplugged_nothing_is_lost_and_the_command_says_so(
    story, post_office, another_machine
):
    owed_to(story, story.clerk, story.counsel)
    post_office.unplug()

    failing = another_machine("send_reminders", "--now", NOW)
    said, complained = failing.communicate(timeout=WAIT)
    assert failing.returncode == 1
    assert said == ""
    assert "The mail server cannot be reached" in complained
    assert "Connection refused" in complained
    assert "2 people wait for the next run." in complained
    assert len(complained.splitlines()) == 1
    post_office.plug_in()

    working = another_machine("send_reminders", "--now", "2024-01-02T08:15")
    said, complained = working.communicate(timeout=WAIT)
    assert (working.returncode, complained) == (0, "")
    assert len(said.splitlines()) == 2
    assert post_office.addresses() == sorted([story.clerk.email, story.counsel.email])


def test_days_without_a_server_end_in_one_digest_with_the_latest_reminder_of_each_part(story, post_office):
    letter = story.sent(asked=("Why?", "How?"), now=at(2023, 12, 12))
    post_office.unplug()
    for n in range(20):  # 13 December to 1 January
        moment = at(2023, 12, 13, 8) + timedelta(days=n)
        raise_reminders(today=moment.date(), now=moment)
        send_reminders(now=moment)
    post_office.plug_in()

    sending = send_reminders(now=TUESDAY)

    assert [said for _, said in sending.told] == ["2 requests overdue, 1 letter to confirm"]
    [mail] = post_office.mails
    assert text_of(mail).count(letter.reference) == 1
    assert text_of(mail).count("Overdue: 2 requests to State, due 13 December 2023, 20 days late") == 1
    assert Digest.objects.count() == 1


def test_one_person_refused_by_the_server_does_not_keep_the_others_from_their_mail(story, post_office):
    owed_to(story, story.clerk, story.counsel, story.manager)
    post_office.refuses = {story.counsel.email: "550 5.1.1 No such mailbox"}

    sending = send_reminders(now=TUESDAY)

    assert names(sending) == sorted([story.clerk.username, story.manager.username])
    assert sending.failed == [
        f"{story.counsel} was not told (550 5.1.1 No such mailbox): the next run tries again."
    ]


def test_who_was_refused_is_told_by_the_next_run_at_once_under_the_same_message_id(story, post_office):
    owed_to(story, story.counsel)
    post_office.refuses = {story.counsel.email: "451 4.7.1 Try again later"}
    send_reminders(now=TUESDAY)
    message_id = Digest.objects.get().message_id
    post_office.refuses = {}

    send_reminders(now=TUESDAY + timedelta(minutes=1))

    [mail] = post_office.mails
    assert mail["Message-ID"] == message_id


def test_an_address_that_is_none_fails_for_its_bearer_alone(story, post_office):
    story.counsel.email = "counsel@office.example\nBcc: spy@elsewhere.example"
    story.counsel.save()
    owed_to(story, story.clerk, story.counsel)

    sending = send_reminders(now=TUESDAY)

    assert names(sending) == [story.clerk.username]
    assert len(sending.failed) == 1
    assert post_office.addresses() == [story.clerk.email]


def test_a_digest_begun_for_what_was_settled_meanwhile_is_cleared_away(story, post_office):
    [letter] = owed_to(story, story.counsel)
    post_office.refuses = {story.counsel.email: "451 4.7.1 Try again later"}
    send_reminders(now=TUESDAY)
    assert Digest.objects.exists()
    letters.settle(
        list(story.parts(letter).values()),
        ground="withdrawn",
        why="Not needed.",
        by=story.counsel,
        now=TUESDAY,
    )

    post_office.refuses = {}
    sending = send_reminders(now=TUESDAY + timedelta(minutes=15))

    assert names(sending) == []
    assert post_office.mails == []
    assert not Digest.objects.exists()


def test_a_dry_run_sends_and_writes_nothing(story, post_office, another_machine):
    owed_to(story, story.clerk)

    dry = another_machine("send_reminders", "--now", NOW, "--dry-run")
    said, _ = dry.communicate(timeout=WAIT)

    assert said == f"Would tell {story.clerk}: 1 request overdue, 1 letter to confirm.\n"
    assert post_office.mails == []
    assert not Digest.objects.exists()


def test_an_office_without_anybody_to_tell_is_named_by_the_command(story, post_office, another_machine):
    story.sent(asked=("Why?",), assigned_to=None, now=at(2024, 1, 1))
    raise_reminders(today=TUESDAY.date(), now=TUESDAY)
    story.manager.memberships.all().delete()

    run = another_machine("send_reminders", "--now", NOW)
    said, _ = run.communicate(timeout=WAIT)

    assert run.returncode == 0
    assert said == (
        "Nobody in the Committee on Foreign Relations can be told of 2 reminders: "
        "give it a manager with an e-mail address.\n"
    )


def test_tick_raises_and_sends(story, post_office, another_machine):
    story.sent(asked=("Why?",), now=at(2024, 1, 1))

    tick = another_machine("tick")
    said, complained = tick.communicate(timeout=WAIT)

    assert (tick.returncode, complained) == (0, "")
    raised, sent = said.splitlines()
    assert raised == "Raised 2 reminders, of 1 request and 1 letter."
    assert sent.startswith(("Told Dana", "No digests"))  # by the clock of the day on which this runs
    assert len(post_office.mails) == sent.startswith("Told")


@pytest.mark.parametrize("wrong", ["yesterday", "2024-13-01T07:00"])
def test_the_command_asks_for_an_instant_it_can_read(another_machine, wrong):
    run = another_machine("send_reminders", "--now", wrong)
    _, complained = run.communicate(timeout=WAIT)

    assert run.returncode != 0
    assert "is no instant: write it as 2024-01-02T07:00." in complained
