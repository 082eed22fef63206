"""Situations 1, 2, 3, 4 and 9 gone through the admin over HTTP, and the seed letter through its form."""

from datetime import date

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from correspondence.demo.seed import seed_letter
from correspondence.directory.models import Agency, Office, Person
from correspondence.followups.models import Reminder
from correspondence.followups.reminders import raise_reminders, start_rules
from correspondence.letters.models import Letter, Part
from correspondence.letters.rules import LETTER_AS_WRITTEN, ROWS_AS_WRITTEN, as_written
from correspondence.responses.models import Answer, Response
from tests.admin_forms import add_rows, fill
from tests.factories import AgencyFactory
from tests.story import Story, at

pytestmark = pytest.mark.django_db
ADD = reverse("admin:correspondence_letter_add")


@pytest.fixture
def story(db):
    return Story()


class Desk:
    """People at the admin, each on a day: what they see, fill in and send."""

    def __init__(self, client, story):
        self.client, self.story = client, story

    def does(self, user, day, url, **changes):
        """Open a page, fill in what changes, send it. The page that comes of it."""
        with time_machine.travel(at(*day), tick=False):
            self.client.force_login(user)
            return self.client.post(url, fill(self.client.get(url), **changes), follow=True)

    def sees(self, user, day, url):
        """The words of a page, on a day."""
        with time_machine.travel(at(*day), tick=False):
            self.client.force_login(user)
            return self.client.get(url).text

    def act(self, user, day, letter, name, **changes):
        """One act on a letter."""
        url = reverse("admin:correspondence_letter_act", args=[letter.pk, name])
        page = self.does(user, day, url, **changes)
        assert page.redirect_chain, page.text
        return page

    def responds(self, user, day, letter, outcomes=None, agency=None, **changes):
        """Log a response: outcomes are {part: {field: value}}."""
        url = reverse("admin:correspondence_letter_respond", args=[letter.pk])
        url += f"?agency={agency.pk}" if agency else ""
        rows = {
            f"part-{part.pk}-{field}": value
            for part, fields in (outcomes or {}).items()
            for field, value in fields.items()
        }
        page = self.does(user, day, url, **changes, **rows)
        assert page.redirect_chain, page.text
        return page

    def enters(self, day, *, to, asked, dated_on="2023-11-29"):
        """Type a letter of these requests to these agencies, and mark it as sent on its date."""
        with time_machine.travel(at(*day), tick=False):
            self.client.force_login(self.story.clerk)
            data = fill(self.client.get(ADD), subject="A matter", dated_on=dated_on)
            add_rows(data, "signatories", [{"order": "1", "name": "Benjamin L. Cardin", "title": "Chairman"}])
            recipients = [
                {"order": str(n), "role": "to", "title": f"The Secretary, {agency}", "agency": str(agency.pk)}
                for n, agency in enumerate(to, start=1)
            ]
            add_rows(data, "recipients", recipients)
            add_rows(data, "requests", asked)
            page = self.client.post(ADD, data)
            assert page.status_code == 302, page.text
        letter = Letter.objects.latest("pk")
        self.act(self.story.clerk, day, letter, "send", on=dated_on)
        letter.refresh_from_db()
        return letter


@pytest.fixture
def desk(client, story):
    return Desk(client, story)


FIVE = [{"order": str(n), "text": f"What about {n}?", "kind": "question"} for n in range(1, 6)]


def test_the_seed_letter_typed_is_the_seed_letter_loaded(client, settings, tmp_path):
    call_command("load_demo", verbosity=0)
    loaded = Letter.objects.get(reference="SFRC-2023-0001")
    office, seed = Office.objects.get(code="SFRC"), seed_letter()
    clerk = office.memberships.get(role="clerk").user
    client.force_login(clerk)
    data = fill(client.get(ADD), **{name: value or "" for name, value in seed.facts.items()})
    data |= {"dated_on": "2023-11-29", "assigned_to": str(clerk.pk)}
    data["topics"] = [str(topic.pk) for topic in loaded.topics.all()]
    people = {one.name: one for one in Person.objects.all()}
    add_rows(
        data,
        "signatories",
        [
            {
                "order": row["place"],
                "name": row["name"],
                "title": row["title"],
                "person": Person.objects.get(bioguide_id=row["bioguide_id"]).pk,
            }
            for row in seed.signatories
        ],
    )
    add_rows(
        data,
        "recipients",
        [
            {name: row[name] for name in ("role", "name", "title", "organization", "address")}
            | {
                "order": row["place"],
                "person": people[row["person"]].pk,
                "agency": Agency.objects.get(name=row["agency"], valid_to=None).pk,
            }
            for row in seed.recipients
        ],
    )
    add_rows(
        data,
        "requests",
        [
            {name: row[name] for name in ("number", "lead_in", "text", "kind")} | {"order": row["place"]}
            for row in seed.requests
        ],
    )

    page = client.post(ADD, data)

    assert page.status_code == 302, page.text
    typed = Letter.objects.latest("pk")
    assert typed.pk != loaded.pk
    assert as_written(typed, LETTER_AS_WRITTEN) == as_written(loaded, LETTER_AS_WRITTEN)
    assert (typed.office, typed.assigned_to) == (loaded.office, loaded.assigned_to)
    assert set(typed.topics.all()) == set(loaded.topics.all())
    links = {
        "signatories": ("person", "seat"),
        "recipients": ("person", "appointment", "agency"),
        "requests": (),
    }
    for name, columns in ROWS_AS_WRITTEN.items():
        its, other = list(getattr(typed, name).all()), list(getattr(loaded, name).all())
        assert [as_written(row, columns) for row in its] == [as_written(row, columns) for row in other], name
        for link in links[name]:
            assert [getattr(row, link) for row in its] == [getattr(row, link) for row in other], link
    client.post(
        reverse("admin:correspondence_letter_act", args=[typed.pk, "send"]),
        {"on": "2023-11-29", "delivery": "email"},
    )
    typed.refresh_from_db()
    assert typed.sent_hash == loaded.sent_hash


def test_1_entered_late(desk, story):
    start_rules(story.office, by=story.manager, now=at(2023, 1, 3))

    letter = desk.enters((2024, 1, 2), to=[story.state], asked=FIVE)

    parts = story.parts(letter)
    assert {part.due_on for part in parts.values()} == {date(2023, 12, 13)}
    assert len(parts) == 5
    raise_reminders(today=date(2024, 1, 2), now=at(2024, 1, 2))
    assert Reminder.objects.filter(letter=letter, rule__name="Confirm receipt").count() == 1
    assert Reminder.objects.filter(part__in=parts.values()).count() == 5
    words = desk.sees(story.viewer, (2024, 1, 2), reverse("letter-timeline", args=[letter.pk]))
    assert "29 Nov 2023" in words
    assert "2 Jan 2024" in words


def test_2_acknowledged_and_more_time_asked(desk, story):
    letter = desk.enters((2023, 11, 29), to=[story.state], asked=FIVE)
    parts = story.parts(letter)
    day = (2023, 12, 4)

    desk.responds(
        story.clerk,
        day,
        letter,
        {part: {"extension_until": "2023-12-27"} for part in parts.values()},
        kind="ack",
        received_on="2023-12-04",
        control_number="2023-1204-017",
    )
    first = [str(parts[n].pk) for n in (1, 2, 3)]
    desk.act(story.counsel, day, letter, "extend", parts=first, to="2023-12-27")
    rest = [str(parts[n].pk) for n in (4, 5)]
    desk.act(
        story.counsel, day, letter, "refuse", parts=rest, asked_until="2023-12-27", why="Two weeks suffice."
    )

    parts = story.parts(letter)
    assert [parts[n].due_on.day for n in range(1, 6)] == [27, 27, 27, 13, 13]
    assert all(part.is_open for part in parts.values())
    assert letter.recipients.get().control_number == "2023-1204-017"
    words = desk.sees(story.viewer, day, reverse("request", args=[parts[4].request_id]))
    assert "Two weeks suffice." in words


def test_3_two_of_five_answered_one_elsewhere(desk, story):
    letter = desk.enters((2023, 11, 29), to=[story.state], asked=FIVE)
    parts = story.parts(letter)

    desk.responds(
        story.clerk,
        (2024, 1, 18),
        letter,
        {
            parts[1]: {"outcome": "full", "settles": "on"},
            parts[2]: {"outcome": "review"},
            parts[3]: {
                "outcome": "elsewhere",
                "delivered_where": "Office of Senate Security",
                "delivered_on": "2024-01-18",
            },
            parts[5]: {"outcome": "full", "settles": "on"},
        },
        kind="partial",
        received_on="2024-01-18",
        signer_title="Assistant Secretary for Legislative Affairs",
    )

    parts = story.parts(letter)
    assert [n for n, part in parts.items() if part.is_open] == [2, 3, 4]
    assert Answer.objects.get(part=parts[3]).delivered_where == "Office of Senate Security"
    words = desk.sees(story.viewer, (2024, 1, 18), reverse("admin:correspondence_letter_changelist"))
    assert "2 of 5" in words
    assert "36 days late" in words


def test_4_two_agencies(desk, story):
    treasury = AgencyFactory(name="Department of the Treasury")
    commerce = AgencyFactory(name="Department of Commerce")
    asked = [{"order": str(n), "text": f"What about {n}?", "kind": "question"} for n in range(1, 4)]
    asked[2]["narrowed_to"] = [str(treasury.pk)]
    letter = desk.enters((2023, 11, 29), to=[story.state, treasury], asked=asked)
    parts = story.parts(letter, story.state)

    desk.responds(
        story.clerk,
        (2023, 12, 5),
        letter,
        {part: {"outcome": "full", "settles": "on"} for part in parts.values()},
        agency=story.state,
        kind="full",
        received_on="2023-12-05",
    )

    assert sorted(parts) == [1, 2]
    assert Part.objects.filter(request__letter=letter).count() == 5
    assert not Part.objects.open().filter(agency=story.state).exists()
    words = desk.sees(story.viewer, (2023, 12, 5), reverse("admin:correspondence_letter_changelist"))
    assert "0 of 3" in words
    second = story.parts(letter, treasury)[2]
    desk.act(
        story.counsel,
        (2023, 12, 6),
        letter,
        "move",
        part=str(second.pk),
        to_agency=str(commerce.pk),
        why="Treasury refers it.",
    )
    second.refresh_from_db()
    assert second.agency == commerce
    assert second.due_on == date(2023, 12, 13)


def test_9_the_wrong_letter(desk, story):
    wrong = desk.enters((2023, 11, 29), to=[story.state], asked=FIVE)
    right = desk.enters((2023, 11, 29), to=[story.state], asked=FIVE)
    parts = story.parts(wrong)
    settled = {"outcome": "full", "settles": "on"}
    desk.responds(
        story.clerk,
        (2023, 12, 18),
        wrong,
        {parts[1]: settled, parts[2]: settled},
        kind="partial",
        received_on="2023-12-18",
    )
    desk.act(
        story.counsel,
        (2023, 12, 19),
        wrong,
        "settle",
        parts=[str(parts[2].pk)],
        ground="overtaken",
        on="2023-12-19",
    )
    response = Response.objects.get()
    url = reverse("admin:correspondence_response_act", args=[response.pk, "move"])

    page = desk.does(story.counsel, (2023, 12, 19), url, to=right.reference, why="The wrong letter.")

    assert "judge it there" in page.text
    response.refresh_from_db()
    assert "The wrong letter." in response.withdrawn_why
    assert [n for n, part in story.parts(wrong).items() if part.is_open] == [1, 3, 4, 5]
    assert Response.objects.get(letter=right).moved_from == response
