"""Acts on several letters of the list: each says what it did, and what it refused and why."""

from datetime import date

import pytest

from correspondence.audit.models import Entry
from correspondence.followups.models import Reminder
from correspondence.followups.reminders import start_rules
from correspondence.letters.models import Letter
from tests.factories import LetterFactory, MembershipFactory
from tests.story import Story, at

pytestmark = pytest.mark.django_db
CHOSEN = "/letters/chosen/"


@pytest.fixture
def story(db):
    return Story()


@pytest.fixture
def desk(client, story):
    client.force_login(story.clerk)
    return client


def said(page):
    return [str(message) for message in page.context["messages"]]


def test_letters_ticked_are_assigned_and_the_list_is_shown_again(desk, story):
    one, two, left = (
        story.draft(assigned_to=None),
        story.draft(assigned_to=None),
        story.draft(assigned_to=None),
    )

    page = desk.post(
        CHOSEN,
        {"act": f"assign:{story.counsel.pk}", "letter": [one.pk, two.pk], "list": "assigned=nobody"},
        follow=True,
    )

    assert page.redirect_chain == [("/letters/?assigned=nobody", 302)]
    assert said(page) == [f"Assign to {story.counsel}: 2 letters done."]
    assert set(Letter.objects.filter(assigned_to=story.counsel)) == {one, two}
    assert Entry.objects.filter(act="assigned", by_id=story.clerk.pk).count() == 2
    assert left.reference in page.text


def test_letters_are_assigned_to_nobody(desk, story):
    letter = story.draft()

    page = desk.post(CHOSEN, {"act": "assign:0", "letter": letter.pk}, follow=True)

    letter.refresh_from_db()
    assert letter.assigned_to is None
    assert said(page) == ["Assign to nobody: 1 letter done."]


def test_what_was_so_already_is_said(desk, story):
    letter = story.draft()

    page = desk.post(CHOSEN, {"act": f"assign:{story.clerk.pk}", "letter": letter.pk}, follow=True)

    assert said(page) == ["1 letter left as before: it was so already."]


def test_all_that_match_are_chosen_with_one_box(desk, story):
    drafts = [story.draft(assigned_to=None) for _ in range(30)]
    sent = story.sent(assigned_to=None)

    desk.post(CHOSEN, {"act": f"assign:{story.clerk.pk}", "all": "1", "list": "state=draft"})

    assert Letter.objects.filter(assigned_to=story.clerk).count() == len(drafts)
    sent.refresh_from_db()
    assert sent.assigned_to is None


def test_no_more_than_five_hundred_are_chosen_at_once(desk, story):
    Letter.objects.bulk_create(
        LetterFactory.build(office=story.office, reference=f"S-2023-{n}", entered_by=story.clerk)
        for n in range(510)
    )

    desk.post(CHOSEN, {"act": f"assign:{story.clerk.pk}", "all": "1", "list": ""})

    assert Letter.objects.filter(assigned_to=story.clerk).count() == 500


def test_another_offices_letters_cannot_be_chosen(desk, story):
    theirs = Story("HSGO").draft()

    page = desk.post(CHOSEN, {"act": f"assign:{story.clerk.pk}", "letter": theirs.pk}, follow=True)

    assert said(page) == ["Nothing was done: tick the letters first."]
    theirs.refresh_from_db()
    assert theirs.assigned_to != story.clerk


def test_somebody_of_another_office_cannot_be_assigned_to(desk, story):
    letter, stranger = story.draft(), Story("HSGO").clerk

    page = desk.post(CHOSEN, {"act": f"assign:{stranger.pk}", "letter": letter.pk}, follow=True)

    assert said(page) == ["Nothing was done: choose somebody of your office."]


def test_what_ones_role_forbids_is_refused_letter_by_letter_and_the_rest_is_done(desk, story):
    other = Story("HSGO")
    other.office.name = "Committee on Small Matters"
    other.office.save()
    MembershipFactory(office=other.office, user=story.clerk, role="viewer")
    mine, theirs = story.draft(assigned_to=None), other.draft(assigned_to=None)

    page = desk.post(CHOSEN, {"act": f"assign:{story.clerk.pk}", "letter": [mine.pk, theirs.pk]}, follow=True)

    assert said(page)[0] == f"Assign to {story.clerk}: 1 letter done."
    assert said(page)[1].startswith(f"Refused. {theirs}: Your role in the Committee on Small Matters")
    theirs.refresh_from_db()
    assert theirs.assigned_to is None


@pytest.mark.parametrize("act", ["assign:0", "send", "remind"])
def test_a_viewer_changes_nothing(client, story, act):
    letter = story.draft()
    client.force_login(story.viewer)

    client.post(CHOSEN, {"act": act, "letter": letter.pk, "on": "2023-11-30", "delivery": "email"})

    letter.refresh_from_db()
    assert letter.assigned_to == story.clerk
    assert letter.sent_on is None


def test_marking_as_sent_asks_for_the_day_then_does_it_and_says_what_it_refused(desk, story):
    ready, bare = story.draft(), LetterFactory(office=story.office)
    chosen = {"act": "send", "letter": [ready.pk, bare.pk], "list": "state=draft"}

    asked = desk.post(CHOSEN, chosen)
    page = desk.post(CHOSEN, chosen | {"on": "2023-11-30", "delivery": "email"}, follow=True)

    assert asked.status_code == 200
    assert f'name="letter" value="{bare.pk}"' in asked.text
    ready.refresh_from_db()
    bare.refresh_from_db()
    assert (ready.sent_on, bare.sent_on) == (date(2023, 11, 30), None)
    assert said(page)[0] == "Mark as sent: 1 letter done."
    assert said(page)[1].startswith(f"Refused. {bare}: ")


def test_a_day_that_is_none_is_asked_for_again(desk, story):
    letter = story.draft()

    page = desk.post(CHOSEN, {"act": "send", "letter": letter.pk, "on": "soon", "delivery": "email"})

    assert page.status_code == 422
    assert 'value="soon"' in page.text
    letter.refresh_from_db()
    assert letter.sent_on is None


def test_reminders_are_raised_now_and_drafts_left_out(desk, story):
    start_rules(story.office, by=story.manager, now=at(2023, 11, 1))
    sent, draft = story.sent(), story.draft()

    page = desk.post(CHOSEN, {"act": "remind", "letter": [sent.pk, draft.pk]}, follow=True)
    again = desk.post(CHOSEN, {"act": "remind", "letter": [sent.pk]}, follow=True)

    raised = Reminder.objects.count()
    assert raised
    assert said(page) == [
        f"{raised} reminders raised for 2 letters.", "1 draft left out: nothing is owed on a draft.",
    ]  # fmt: skip
    assert said(again) == ["No reminder is owed that has not been raised already."]


def test_letters_ticked_are_exported_with_no_formula_in_them(desk, story):
    one, other = story.draft(subject="=1+1"), story.draft()

    page = desk.post(CHOSEN, {"act": "export", "letter": [one.pk]})

    lines = b"".join(page).decode("utf-8-sig")
    assert page["Content-Type"] == "text/csv; charset=utf-8"
    assert "'=1+1" in lines
    assert one.reference in lines
    assert other.reference not in lines


def test_all_letters_of_a_view_are_exported_from_its_head(desk, story):
    letter, draft = story.sent(), story.draft()
    Story("HSGO").sent(subject="Zangezur")

    page = desk.get("/letters/export/?state=open")

    lines = b"".join(page).decode("utf-8-sig")
    assert lines.count(letter.reference) == 5  # one line a request
    assert draft.reference not in lines
    assert "Zangezur" not in lines


@pytest.mark.parametrize("act", ["", "nonsense", "assign:x", "assign:", "assign:99999999999999999999"])
def test_an_act_that_is_none_does_nothing_and_says_so(desk, story, act):
    letter = story.draft()

    page = desk.post(CHOSEN, {"act": act, "letter": [letter.pk, "x", "9" * 30], "list": "%00"}, follow=True)

    assert said(page)[0].startswith("Nothing was done: choose")


def test_looking_at_the_act_leads_back_to_the_list(desk):
    assert desk.get(CHOSEN)["Location"] == "/letters/"
