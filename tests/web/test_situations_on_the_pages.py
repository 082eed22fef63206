"""Situations 1, 6 and 8 gone through at the desk over HTTP; the others stand with their rooms' tests."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from correspondence.followups.models import Contact, Reminder
from correspondence.followups.reminders import raise_reminders, start_rules
from correspondence.letters.models import Decision, Letter, Part
from correspondence.responses.models import Response
from tests.admin_forms import fill
from tests.story import ASKED, Story, at

pytestmark = pytest.mark.django_db
NEW = reverse("letter-new")


class Desk:
    """People at the desk, each on a day: what they see, fill in and send."""

    def __init__(self, client, story):
        self.client, self.story = client, story

    def sees(self, user, day, name, *args, **query):
        """The words of a page, on a day."""
        with time_machine.travel(at(*day), tick=False):
            self.client.force_login(user)
            page = self.client.get(reverse(name, args=args), query, follow=True)
            assert page.status_code == 200, page.text
            return " ".join(page.text.split())

    def does(self, user, day, url, **changes):
        """Open a page, fill in what changes, send it. The page that comes of it."""
        with time_machine.travel(at(*day), tick=False):
            self.client.force_login(user)
            page = self.client.post(url, fill(self.client.get(url), **changes), follow=True)
            assert page.redirect_chain, page.text
            return page

    def act(self, user, day, letter, name, **changes):
        """One act on a letter, from its page."""
        url = reverse("letter-act", args=[letter.pk, name])
        assert url in self.sees(user, day, "letter", letter.pk)
        return self.does(user, day, url, **changes)

    def enters(self, day, *, dated_on, asked, **changes):
        """Type a letter to State with these requests, and mark it as sent on its date."""
        with time_machine.travel(at(*day), tick=False):
            self.client.force_login(self.story.clerk)
            data = fill(self.client.get(NEW), subject="Accountability for atrocities", dated_on=dated_on)
            data |= _rows("signatories", {"name": "Benjamin L. Cardin", "title": "Chairman"})
            data |= _rows("recipients", {"role": "to", "name": "The Secretary", "agency_words": "dos"})
            data |= _rows("requests", *({"kind": "question"} | row for row in asked))
            page = self.client.post(NEW, data | changes)
            assert page.status_code == 302, page.text
        letter = Letter.objects.latest("pk")
        self.act(self.story.clerk, day, letter, "send", on=dated_on, delivery="email")
        letter.refresh_from_db()
        return letter

    def responds(self, day, letter, outcomes, **changes):
        """Log a response: outcomes are {part: {field: value}}."""
        rows = {
            f"part-{part.pk}-{name}": value for part, row in outcomes.items() for name, value in row.items()
        }
        return self.does(self.story.clerk, day, reverse("respond", args=[letter.pk]), **changes, **rows)


def _rows(kind, *given):
    data = {f"{kind}-{n}-{name}": value for n, row in enumerate(given) for name, value in row.items()}
    data |= {f"{kind}-{n}-order": str(n + 1) for n in range(len(given))}
    return data | {f"{kind}-TOTAL": str(len(given))}


@pytest.fixture
def story(db):
    return Story()


@pytest.fixture
def desk(client, story):
    return Desk(client, story)


FIVE = [{"text": text} for text in ASKED]


def test_1_entered_late(desk, story):
    start_rules(story.office, by=story.manager, now=at(2023, 1, 3))
    day = (2024, 1, 2)

    letter = desk.enters(day, dated_on="2023-11-29", asked=FIVE)

    parts = story.parts(letter)
    assert {part.due_on for part in parts.values()} == {date(2023, 12, 13)}
    raise_reminders(today=date(2024, 1, 2), now=at(2024, 1, 2))
    assert Reminder.objects.filter(letter=letter, rule__name="Confirm receipt").count() == 1
    assert Reminder.objects.filter(part__in=parts.values()).count() == 5
    words = desk.sees(story.viewer, day, "letter", letter.pk)
    assert "20 days late" in words
    assert "office default" in words.lower()
    assert "29 Nov 2023" in words
    assert "2 Jan 2024" in words
    assert desk.sees(story.viewer, day, "owed", agency=story.state.pk).count("20 days late") >= 5
    assert "5 late, 20 days" in desk.sees(story.viewer, day, "agency", story.state.pk)
    assert "owes us 5 requests, 5 late" in desk.sees(
        story.viewer, day, "find", q="What does State still owe us?"
    )
    assert "Confirm receipt" in desk.sees(story.clerk, day, "reminders")


def test_6_a_new_chair_asks_again_and_a_congress_ends(desk, story):
    seed = desk.enters((2023, 11, 29), dated_on="2023-11-29", asked=FIVE)
    again = [
        {"text": ASKED[n - 1], "number": str(n - 1), "repeating_words": f"{seed.reference}, request {n}"}
        for n in (2, 3, 4)
    ]
    day = (2025, 1, 28)

    new = desk.enters(
        day,
        dated_on="2025-01-28",
        asked=[*again, {"text": "What has changed since?", "number": "4"}],
        follows_words=seed.reference,
    )

    old, fresh = story.parts(seed), story.parts(new)
    assert [old[n].carried_on_by for n in (2, 3, 4)] == [fresh[n] for n in (1, 2, 3)]
    assert (
        Part.objects.open().filter(agency=story.state).count() == 6
    )  # owed once each: 1 and 5, and the four
    owed = desk.sees(story.viewer, day, "owed", agency=story.state.pk)
    assert owed.count(ASKED[2].rstrip(";")) == 1
    assert "29 Nov 2023" in owed

    desk.responds(
        (2025, 2, 20),
        new,
        {fresh[2]: {"outcome": "full", "settles": "on"}},
        kind="partial",
        received_on="2025-02-20",
    )

    assert story.parts(seed)[3].settled_on == date(2025, 2, 20)
    assert "Chairman" in desk.sees(story.viewer, day, "letter", seed.pk)

    with time_machine.travel(at(2025, 2, 21), tick=False):
        desk.client.force_login(story.counsel)
        listed = "since=2023-01-03&until=2025-01-02&state=open"
        page = desk.client.get(f"{reverse('letters')}?{listed}")
        assert seed.reference in page.text
        assert new.reference not in page.text
        assert 'value="settle"' in page.text
        chosen = {"act": "settle", "all": "1", "list": listed}
        asked = desk.client.post(reverse("letters-chosen"), chosen)
        assert seed.reference in asked.text
        sent = fill(asked, ground="lapsed", why="The 118th Congress has ended.")
        page = desk.client.post(reverse("letters-chosen"), sent, follow=True)

    assert "2 requests settled, lapsed with the Congress: 1 letter done." in page.text
    assert not Letter.objects.open().filter(pk=seed.pk).exists()
    assert Decision.objects.filter(ground="lapsed", on=date(2025, 2, 21)).count() == 2
    words = desk.sees(story.viewer, (2025, 2, 21), "letter", seed.pk)
    assert "lapsed with the Congress" in words or "Lapsed with the Congress" in words
    assert Letter.objects.open().filter(pk=new.pk).exists()


def test_8_withdrawn_and_back(desk, story):
    letter = desk.enters((2023, 11, 29), dated_on="2023-11-29", asked=FIVE)
    part = story.parts(letter)[4]

    desk.act(
        story.counsel,
        (2024, 2, 2),
        letter,
        "contact",
        kind="briefing",
        on="2024-02-02",
        with_whom="Bureau of Legislative Affairs",
        summary="Briefed staff.",
        promised="The documents",
        promised_on="2024-03-01",
        parts=[str(part.pk)],
        ground="withdrawn",
    )

    assert story.parts(letter)[4].settled_on == date(2024, 2, 2)
    today = desk.sees(story.clerk, (2024, 3, 4), "today")
    assert "The documents" in today
    desk.act(
        story.counsel,
        (2024, 3, 4),
        letter,
        "reopen",
        parts=[str(part.pk)],
        due_on="2024-03-18",
        why="They did not come.",
    )

    part.refresh_from_db()
    assert (part.settled_on, part.due_on) == (None, date(2024, 3, 18))
    assert Contact.objects.get().about.get().decision.ground == "withdrawn"
    assert not Response.objects.exists()
    words = desk.sees(story.viewer, (2024, 3, 4), "request-timeline", part.request_id)
    told = ["They did not come.", "promise", "ithdrawn", "Sent"]
    places = [words.lower().find(one.lower()) for one in told]
    assert -1 not in places, dict(zip(told, places, strict=True))
    assert "18 Mar 2024" in words
