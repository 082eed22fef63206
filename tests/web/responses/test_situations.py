"""Situations 2, 3, 4, 5, 7 and 9 gone through on the pages of letters and responses, on their days."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from correspondence.followups.digests import send_reminders
from correspondence.followups.models import Reminder
from correspondence.followups.queries import owed
from correspondence.followups.reminders import raise_reminders, start_rules
from correspondence.letters.models import Decision, Part
from correspondence.responses.models import Answer, Response
from tests.admin_forms import fill
from tests.factories import AgencyFactory
from tests.story import Story, at
from tests.web.responses.conftest import FULL, filled, respond_url

pytestmark = pytest.mark.django_db


class Desk:
    """People at the desk, each on a day: what they see, fill in and send."""

    def __init__(self, client, story):
        self.client, self.story = client, story

    def sees(self, user, day, url):
        """The words of a page, on a day."""
        with time_machine.travel(at(*day), tick=False):
            self.client.force_login(user)
            page = self.client.get(url)
            assert page.status_code == 200, page.text
            return page.text

    def responds(self, user, day, letter, outcomes=None, *, also=(), agency=None, **changes):
        """Log a response: outcomes are {part: {field: value}}. Returns it."""
        url = respond_url(letter) + (f"?agency={agency.pk}" if agency else "")
        with time_machine.travel(at(*day), tick=False):
            self.client.force_login(user)
            page = self.client.get(url)
            if also:
                names = "; ".join(one.reference for one in also)
                page = self.client.post(url, filled(page, also_words=names, _rows="1"))
            page = self.client.post(url, filled(page, outcomes, **changes))
            assert page.status_code == 302, page.text
        return Response.objects.filter(letter=letter).latest("pk")

    def does(self, user, day, url, **changes):
        """Open a page, fill in what changes, send it. The page that comes of it."""
        with time_machine.travel(at(*day), tick=False):
            self.client.force_login(user)
            page = self.client.post(url, fill(self.client.get(url), **changes), follow=True)
            assert page.redirect_chain, page.text
            return page

    def act(self, user, day, letter, name, **changes):
        return self.does(user, day, reverse("letter-act", args=[letter.pk, name]), **changes)


@pytest.fixture
def story(db):
    return Story()


@pytest.fixture
def desk(client, story):
    return Desk(client, story)


def keys(parts, *places):
    return [str(parts[n].pk) for n in places]


def test_2_acknowledged_and_more_time_asked(desk, story):
    start_rules(story.office, by=story.manager, now=at(2023, 11, 1))
    letter = story.sent()
    parts, day = story.parts(letter), (2023, 12, 4)
    raise_reminders(today=date(2023, 12, 4), now=at(2023, 12, 4))
    asks = {part: {"extension_until": "2023-12-27"} for part in parts.values()}

    response = desk.responds(
        story.clerk, day, letter, asks, kind="ack", received_on="2023-12-04", control_number="2023-1204-017"
    )
    desk.act(story.counsel, day, letter, "extend", parts=keys(parts, 1, 2, 3), to="2023-12-27")
    refused = {"asked_until": "2023-12-27", "why": "Two weeks suffice."}
    desk.act(story.counsel, day, letter, "refuse", parts=keys(parts, 4, 5), **refused)

    parts = story.parts(letter)
    assert [parts[n].due_on.day for n in range(1, 6)] == [27, 27, 27, 13, 13]
    assert all(part.is_open for part in parts.values())
    assert letter.recipients.get().control_number == "2023-1204-017"
    assert not owed().filter(rule__name="Confirm receipt").exists()
    words = desk.sees(story.viewer, day, reverse("response", args=[response.pk]))
    assert words.count("Asks for time until 27 Dec 2023") == 5
    letter_page = desk.sees(story.viewer, day, reverse("letter", args=[letter.pk]))
    assert "27 Dec" in letter_page
    assert "13 Dec" in letter_page


def test_3_two_of_five_answered_one_elsewhere(desk, story):
    letter = story.sent()
    parts, day = story.parts(letter), (2024, 1, 18)
    outcomes = {
        parts[1]: FULL,
        parts[2]: {"outcome": "review"},
        parts[3]: {
            "outcome": "elsewhere",
            "delivered_where": "Office of Senate Security",
            "delivered_on": "2024-01-17",
        },
        parts[5]: FULL,
    }

    response = desk.responds(
        story.clerk,
        day,
        letter,
        outcomes,
        kind="partial",
        received_on="2024-01-18",
        signer_name="The Assistant Secretary for Legislative Affairs",
    )

    assert [n for n, part in story.parts(letter).items() if part.is_open] == [2, 3, 4]
    words = desk.sees(story.viewer, day, reverse("response", args=[response.pk]))
    assert "The Assistant Secretary for Legislative Affairs" in words
    assert "Delivered at Office of Senate Security, 17 Jan 2024" in words
    assert "Silent on request 4" in words
    assert "2 of 5" in desk.sees(story.viewer, day, reverse("letters"))
    desk.does(
        story.counsel,
        (2024, 1, 22),
        reverse("response-judge", args=[response.pk]),
        **{f"part-{parts[3].pk}-settles": "on", f"part-{parts[3].pk}-note": "Read there."},
    )
    assert not story.parts(letter)[3].is_open


def test_4_two_agencies(desk, story):
    treasury, commerce = AgencyFactory(name="Department of the Treasury"), AgencyFactory(name="Commerce")
    asked = [{"place": n, "text": f"What about {n}?"} for n in (1, 2, 3)]
    asked[2]["put_to"] = [treasury]
    letter = story.sent(to=[story.state, treasury], requests=asked)
    day = (2023, 12, 5)
    its = story.parts(letter, story.state)

    response = desk.responds(
        story.clerk,
        day,
        letter,
        dict.fromkeys(its.values(), FULL),
        agency=story.state,
        kind="full",
        received_on="2023-12-05",
    )

    assert sorted(its) == [1, 2]
    assert Part.objects.filter(request__letter=letter).count() == 5
    assert not Part.objects.open().filter(agency=story.state).exists()
    assert Part.objects.open().filter(agency=treasury).count() == 3
    assert "0 of 3" in desk.sees(story.viewer, day, reverse("letters"))
    assert "Answers 2 requests" in desk.sees(story.viewer, day, reverse("response", args=[response.pk]))
    second = story.parts(letter, treasury)[2]
    moved = {"part": str(second.pk), "to_agency": str(commerce.pk), "why": "Treasury refers it."}
    desk.act(story.counsel, (2023, 12, 6), letter, "move", **moved)
    desk.responds(story.clerk, (2023, 12, 8), letter, {second: FULL}, agency=commerce, kind="full")
    second.refresh_from_db()
    assert (second.agency, second.settled_on) == (commerce, date(2023, 12, 8))
    history = Decision.objects.filter(part=second, what="moved").get()
    assert (history.old_agency, history.new_agency) == (treasury, commerce)


def test_5_rolling_production(desk, story):
    letter = story.sent(
        asked=["All documents about the airlift."], dated=date(2023, 10, 2), now=at(2023, 10, 2)
    )
    part = story.parts(letter)[1]
    due_on = part.due_on
    instalments = [
        ((2023, 11, 1), "1204", "DOS-0001 to 1204", {}),
        ((2023, 12, 1), "310", "DOS-1205 to 1514", {"promised_on": "2024-03-01"}),
        ((2024, 3, 20), "2877", "DOS-1515 to 4391", {}),
    ]

    for day, pages, bates, more in instalments:
        fields = {"outcome": "instalment", "pages": pages, "bates": bates} | more
        second = desk.responds(story.clerk, day, letter, {part: fields}, kind="rolling")
        if more:
            promising = second
    last = desk.responds(
        story.clerk,
        (2024, 3, 25),
        letter,
        {part: FULL | {"quote": "This completes our production."}},
        kind="full",
    )

    part.refresh_from_db()
    assert (part.settled_on, part.due_on) == (date(2024, 3, 25), due_on)
    assert Answer.objects.filter(part=part).count() == 4
    assert sum(filter(None, Answer.objects.values_list("pages", flat=True))) == 4391
    page = desk.sees(story.viewer, (2024, 3, 2), reverse("response", args=[promising.pk]))
    assert "Promised by 1 Mar 2024, not kept" in page
    kept = reverse("response-act", args=[promising.pk, "kept"])
    answer = promising.answers.get()
    desk.does(story.clerk, (2024, 3, 26), kept, answer=str(answer.pk), on="2024-03-20")
    page = desk.sees(story.viewer, (2024, 3, 26), reverse("response", args=[promising.pk]))
    assert "kept 20 Mar 2024" in page
    assert "This completes our production." in desk.sees(
        story.viewer, (2024, 3, 26), reverse("response", args=[last.pk])
    )


def test_7_questions_for_the_record(desk, story):
    members = [f"Senator {name}" for name in ("Abel", "Bell", "Cole", "Dunn", "Ely", "Ford", "Gray", "Hale")]
    asked = [
        {"place": n + 1, "number": str(n % 4 + 1), "asker": members[n // 4], "text": f"Question {n + 1}?"}
        for n in range(31)
    ]
    letter = story.sent(
        requests=asked,
        kind="qfr",
        hearing_title="Assistance",
        hearing_on=date(2024, 3, 7),
        dated=date(2024, 3, 14),
        now=at(2024, 3, 14),
    )
    parts, day = story.parts(letter), (2024, 4, 2)
    answered = {part: FULL for n, part in parts.items() if n not in (7, 31)}

    response = desk.responds(story.clerk, day, letter, answered, kind="full", received_on="2024-04-02")

    assert Response.objects.count() == 1
    assert response.answers.count() == 29
    assert [n for n, part in story.parts(letter).items() if part.is_open] == [7, 31]
    words = desk.sees(story.viewer, day, reverse("response", args=[response.pk]))
    assert "Silent on Senator Bell: request 3; Senator Hale: request 3" in words
    form = desk.sees(story.clerk, day, respond_url(letter))
    assert form.count('class="answer"') == 2
    assert "Senator Bell" in form


def test_9_the_wrong_letter(desk, story, mailoutbox):
    start_rules(story.office, by=story.manager, now=at(2023, 11, 1))
    wrong, right = story.sent(), story.sent()
    parts = story.parts(wrong)
    raise_reminders(today=date(2023, 12, 15), now=at(2023, 12, 15))
    outcomes = {parts[1]: FULL, parts[2]: FULL}
    response = desk.responds(story.clerk, (2023, 12, 18), wrong, outcomes, kind="partial")
    send_reminders(now=at(2023, 12, 19, 8))
    overtaken = {"ground": "overtaken", "on": "2023-12-19"}
    desk.act(story.counsel, (2023, 12, 19), wrong, "settle", parts=keys(parts, 2), **overtaken)
    url = reverse("response-act", args=[response.pk, "move"])

    page = desk.does(story.counsel, (2023, 12, 19), url, to=right.reference, why="The wrong letter.")

    moved = Response.objects.get(letter=right)
    assert "judge it there" in page.text
    assert page.redirect_chain[-1][0] in (
        reverse("response-judge", args=[moved.pk]),
        reverse("response", args=[response.pk]),
    )
    response.refresh_from_db()
    assert "The wrong letter." in response.withdrawn_why
    assert moved.moved_from == response
    assert [n for n, part in story.parts(wrong).items() if part.is_open] == [1, 3, 4, 5]
    assert owed().filter(part=parts[1]).exists()
    assert Reminder.objects.filter(part=parts[1]).exists()
    here = desk.sees(story.viewer, (2023, 12, 19), reverse("response", args=[response.pk]))
    assert "Withdrawn on 19 Dec 2023" in here
    assert "Moved to" in here
    assert "Not judged yet" in desk.sees(story.viewer, (2023, 12, 19), reverse("response", args=[moved.pk]))
    judge = reverse("response-judge", args=[moved.pk])
    other = story.parts(right)[1]
    row = {f"part-{other.pk}-outcome": "full", f"part-{other.pk}-settles": "on"}
    desk.does(story.counsel, (2023, 12, 19), judge, **row)
    assert not story.parts(right)[1].is_open
    mailoutbox.clear()
    send_reminders(now=at(2023, 12, 20, 8))
    assert any("withdrawn" in mail.body.lower() for mail in mailoutbox)
