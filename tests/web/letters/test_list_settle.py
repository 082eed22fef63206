"""Settling all that is open on the letters ticked: what was done, and what was refused."""

from datetime import date

import pytest
import time_machine

from correspondence.audit.models import Entry
from correspondence.letters import actions
from correspondence.letters.actions import CannotDecide, settle_letters
from correspondence.letters.models import Decision, Letter, Part
from tests.factories import LetterFactory, MembershipFactory
from tests.story import Story, at

pytestmark = pytest.mark.django_db
CHOSEN = "/letters/chosen/"
NOW = at(2025, 1, 6)


@pytest.fixture(autouse=True)
def _on_6_january_2025():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def story(db):
    return Story()


@pytest.fixture
def desk(client, story):
    client.force_login(story.counsel)
    return client


def lapse(desk, *letters, on="2025-01-03", **given):
    data = {"act": "settle", "letter": [letter.pk for letter in letters], "ground": "lapsed", "on": on}
    return desk.post(CHOSEN, data | given, follow=True)


def said(page):
    return [str(message) for message in page.context["messages"]]


def test_all_that_is_open_is_settled_on_one_ground_and_day(desk, story):
    one, two, other = story.sent(), story.sent(), story.sent()
    actions.settle([story.parts(one)[1]], ground="answered", by=story.counsel, now=at(2024, 2, 1))

    page = lapse(desk, one, two, why="The 118th Congress has ended.")

    assert said(page) == ["9 requests settled, lapsed with the Congress: 2 letters done."]
    decisions = Decision.objects.filter(ground="lapsed")
    assert {(row.on, row.why) for row in decisions} == {(date(2025, 1, 3), "The 118th Congress has ended.")}
    assert decisions.count() == 9
    assert not Part.objects.open().filter(request__letter__in=[one, two]).exists()
    assert Part.objects.open().filter(request__letter=other).count() == 5
    assert Letter.objects.get(pk=one.pk).next_due_on is None


def test_the_ground_is_asked_for_first_and_must_be_given(desk, story):
    letter = story.sent()

    asked = desk.post(CHOSEN, {"act": "settle", "letter": letter.pk})
    refused = desk.post(CHOSEN, {"act": "settle", "letter": letter.pk, "ground": "", "on": "the third"})

    assert asked.status_code == 200
    assert letter.name in asked.text
    assert refused.status_code == 422
    assert "Choose on what ground it is settled." in refused.text
    assert 'value="the third"' in refused.text
    assert Part.objects.open().count() == 5


def test_what_cannot_be_settled_is_told_and_the_rest_is_done(desk, story):
    good, later, done, draft = story.sent(), story.sent(), story.sent(asked=("One?",)), story.draft()
    younger = story.sent(dated=date(2025, 1, 6), now=NOW)
    part = story.parts(later)[1]
    actions.settle([part], ground="answered", by=story.counsel, now=at(2024, 2, 1))
    actions.reopen([part], due_on=date(2025, 2, 1), why="Not so.", by=story.counsel, now=at(2025, 1, 5))
    actions.settle(story.parts(done).values(), ground="answered", by=story.counsel, now=at(2024, 2, 1))

    page = lapse(desk, good, later, done, draft, younger)

    words = said(page)
    assert words[0] == "5 requests settled, lapsed with the Congress: 1 letter done."
    assert words[1] == "2 letters left as before: nothing is open there."
    assert len(words) == 4
    assert any(younger.reference in line and "was sent after that day" in line for line in words)
    assert any(later.reference in line and "A later decision stands" in line for line in words)
    assert Part.objects.open().filter(request__letter=later).count() == 5


def test_a_viewer_is_refused_and_is_not_offered_it(client, story):
    letter = story.sent()
    client.force_login(story.viewer)

    page = lapse(client, letter)

    assert said(page) == ["Refused. Your role does not let you settle requests on these letters."]
    assert Part.objects.open().count() == 5
    assert "Settle what is open" not in page.text


def test_letters_of_an_office_where_one_may_not_settle_are_left(client, story):
    other = Story("HSGO")
    MembershipFactory(office=other.office, user=story.counsel, role="viewer")
    mine, theirs = story.sent(asked=("One?",)), other.sent(asked=("One?",))
    client.force_login(story.counsel)

    page = lapse(client, mine, theirs)

    assert said(page) == [
        "1 request settled, lapsed with the Congress: 1 letter done.",
        f"Refused. {theirs}: your role there does not let you settle requests",
    ]


def test_it_is_on_the_record_of_acts_letter_by_letter(desk, story):
    lapse(desk, story.sent(asked=("One?",)), story.sent(asked=("One?",)), why="The end.")

    assert Entry.objects.filter(act="settled", by_id=story.counsel.pk, reason="The end.").count() == 2


def test_no_more_than_five_hundred_letters_at_once(story):
    letters = [LetterFactory.build(pk=n, office=story.office) for n in range(501)]

    with pytest.raises(CannotDecide, match="at most 500"):
        settle_letters(letters, ground="lapsed", by=story.counsel, now=NOW)
