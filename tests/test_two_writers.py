"""Two people at once, each with a connection of their own: one comes first, and the record stays sound."""

from datetime import date
from io import StringIO
from threading import Barrier, Thread

import pytest
from django.core.management import call_command
from django.db import connection

from correspondence.core.refusals import Cannot
from correspondence.followups.actions import correct_letter, log_contact, take_back_sending
from correspondence.letters import actions as letters
from correspondence.letters.models import Decision, Letter, Part
from correspondence.responses import actions as responses
from correspondence.responses.models import Response
from correspondence.responses.rules import Judgement
from tests.factories import AgencyFactory
from tests.story import ASKED, Story, at

pytestmark = pytest.mark.django_db(transaction=True)
NOW, DAY = at(2023, 12, 5), date(2023, 12, 5)


@pytest.fixture
def story():
    return Story()


def at_once(*acts):
    """What each act came to when all are begun at the same moment: "done", or why it was refused."""
    start, came_to = Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        start.wait()
        try:
            act()
            came_to[number] = "done"
        except Cannot as refusal:
            came_to[number] = refusal.message
        except Exception as fault:  # told to the test, which asserts what came of it
            came_to[number] = repr(fault)
        finally:
            connection.close()

    threads = [Thread(target=run, args=one) for one in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return came_to


def assert_sound():
    out = StringIO()
    try:
        call_command("check_record", stdout=out)
    except SystemExit:
        pytest.fail(out.getvalue())


def log(story, letter, *judgements, by=None):
    return responses.log_response(
        letter,
        agency=story.state,
        kind="partial",
        channel="email",
        received_on=DAY,
        judgements=judgements,
        by=by or story.clerk,
        now=NOW,
    )


def test_a_letter_is_marked_as_sent_once(story):
    draft = story.draft()

    def send():
        letters.mark_sent(draft, on=draft.dated_on, by=story.clerk, now=NOW)

    came_to = at_once(send, send, send)

    assert sorted(came_to, key=len)[0] == "done"
    assert came_to.count("done") == 1
    assert came_to.count("It was marked as sent on 29 November 2023 already.") == 2
    assert Part.objects.count() == 5
    assert_sound()


def test_one_settles_while_another_moves(story):
    letter, commerce = story.sent(asked=ASKED[:1]), AgencyFactory()
    part = story.parts(letter)[1]

    came_to = at_once(
        lambda: letters.settle([part], ground="answered", by=story.clerk, now=NOW),
        lambda: letters.move_part(part, to_agency=commerce, why="Referred", by=story.counsel, now=NOW),
    )

    part.refresh_from_db()
    assert came_to[0] == "done"
    assert part.settled_on == DAY
    assert (part.agency == commerce) == (came_to[1] == "done")
    assert came_to[1] == "done" or "is settled: reopen it first" in came_to[1]
    assert_sound()


def test_two_extend_at_once_and_the_one_recorded_last_stands(story):
    letter = story.sent(asked=ASKED[:1])
    part = story.parts(letter)[1]

    came_to = at_once(
        lambda: letters.extend([part], to=date(2023, 12, 27), by=story.counsel, now=NOW),
        lambda: letters.extend([part], to=date(2024, 1, 5), by=story.counsel, now=NOW),
    )

    letter.refresh_from_db()
    assert came_to == ["done", "done"]
    assert letter.next_due_on == Decision.objects.filter(part=part).latest("pk").new_due_on
    assert_sound()


def test_two_log_what_settles_different_requests(story):
    letter = story.sent()
    parts = story.parts(letter)

    came_to = at_once(
        *(
            lambda n=n: log(story, letter, Judgement(parts[n], "full", settles=True), by=story.counsel)
            for n in range(1, 6)
        )
    )

    letter.refresh_from_db()
    assert came_to == ["done"] * 5
    assert letter.next_due_on is None
    assert Response.objects.count() == 5
    assert_sound()


def test_one_logs_while_another_takes_back_the_sending(story):
    letter = story.sent()

    came_to = at_once(
        lambda: log(story, letter),
        lambda: take_back_sending(letter, why="Not sent after all", by=story.counsel, now=NOW),
    )

    letter.refresh_from_db()
    assert came_to.count("done") == 1
    assert Response.objects.exists() == (letter.sent_on is not None)
    assert_sound()


def test_one_settles_while_another_asks_again(story):
    first = story.sent(asked=ASKED[:1])
    later = story.draft(
        dated=date(2023, 12, 4),
        now=at(2023, 12, 4),
        requests=[{"place": 1, "text": "a", "repeats": [first.requests.get()]}],
    )
    part = story.parts(first)[1]

    came_to = at_once(
        lambda: letters.settle([part], ground="answered", by=story.clerk, now=NOW),
        lambda: letters.mark_sent(later, on=date(2023, 12, 4), by=story.counsel, now=NOW),
    )

    part.refresh_from_db()
    its = story.parts(later)[1]
    assert came_to == ["done", "done"]
    assert (part.carried_on_by == its) == (its.settled_on is not None)
    assert_sound()


def test_two_who_work_at_both_ends_of_a_chain_do_not_wait_for_ever(story):
    first = story.sent(asked=ASKED[:1])
    later = story.sent(
        dated=date(2023, 12, 4),
        now=at(2023, 12, 4),
        requests=[{"place": 1, "text": "a", "repeats": [first.requests.get()]}],
    )
    here, there = story.parts(first)[1], story.parts(later)[1]

    came_to = at_once(
        lambda: log(story, later, Judgement(there, "full", settles=True)),
        lambda: log(story, first, Judgement(here, "full", settles=True), by=story.counsel),
        lambda: letters.settle([here], ground="overtaken", by=story.counsel, now=NOW),
        lambda: log_contact(
            later, kind="call", on=DAY, summary="x", settles={there: "withdrawn"}, by=story.counsel, now=NOW
        ),
        lambda: letters.assign([later, first], to=None, by=story.counsel, now=NOW),
    )

    assert came_to == ["done"] * 5
    assert not Part.objects.filter(settled_on=None).exists()
    assert_sound()


def test_one_withdraws_while_another_settles_again(story):
    letter = story.sent(asked=ASKED[:1])
    part = story.parts(letter)[1]
    response = log(story, letter, Judgement(part, "full", settles=True))

    came_to = at_once(
        lambda: responses.withdraw_response(response, why="Misread", by=story.counsel, now=NOW),
        lambda: letters.settle([part], ground="overtaken", by=story.counsel, now=NOW),
    )

    part.refresh_from_db()
    assert came_to == ["done", "done"]
    assert part.settled_on == DAY
    assert part.decisions.last().ground == "overtaken"
    assert_sound()


def test_a_response_is_withdrawn_once(story):
    response = log(story, story.sent())

    def withdraw():
        responses.withdraw_response(response, why="Misread", by=story.counsel, now=NOW)

    assert sorted(at_once(withdraw, withdraw)) == ["It was withdrawn already.", "done"]


def test_two_correct_at_once_and_the_sent_text_can_still_be_got_back(story):
    letter = story.sent()

    came_to = at_once(
        *(
            lambda subject=subject: correct_letter(
                letter,
                [
                    letters.Change("letter", {"subject": subject}),
                    letters.Change("requests", {"text": subject}),
                ],
                why="x",
                by=story.counsel,
                now=NOW,
            )
            for subject in ("One", "Another", "A third")
        )
    )

    assert came_to == ["done"] * 3
    assert letter.requests.count() == 8
    assert_sound()


def test_two_drafts_that_are_saved_at_once_do_not_overwrite_each_other(story):
    draft = story.draft()

    def save(subject):
        letters.revise_draft(
            draft,
            facts={"subject": subject, "dated_on": draft.dated_on},
            requests=[{"place": 1, "text": subject}],
            version=1,
            by=story.clerk,
            now=NOW,
        )

    came_to = at_once(lambda: save("One"), lambda: save("Another"))

    kept = Letter.objects.get()
    assert came_to.count("done") == 1
    assert ["One", "Another"][came_to.index("done")] == kept.subject == kept.requests.get().text
