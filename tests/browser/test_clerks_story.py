"""The clerk's story, from signing in to signing out, with no mouse; and once more with no scripts."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from correspondence.demo.seed import seed_letter
from correspondence.directory.actions import load_agencies
from correspondence.followups.models import Reminder
from correspondence.followups.reminders import start_rules
from correspondence.letters.models import Letter
from tests.browser.keys import Keys
from tests.browser.looking import DESK, PHONE, Complaints, faults, too_wide
from tests.story import ASKED, LEAD_IN, Story, at

pytestmark = pytest.mark.browser

SUBJECT = "Accountability for atrocities in Nagorno-Karabakh"
PASTED = "\n".join([LEAD_IN, "", *(f"• {words}" for words in ASKED)])


@pytest.fixture
def story(transactional_db):
    """An office with its rules, the officials of 2023, and a letter before and one after the seed letter."""
    load_agencies(by=None, now=at(2023, 11, 1))
    story = Story()
    start_rules(story.office, by=story.manager, now=at(2023, 11, 1))
    story.sent(subject="Earlier, and overdue", dated=date(2023, 11, 14), now=at(2023, 11, 14))
    story.draft(subject="Later, and a draft", dated=date(2023, 12, 1), now=at(2023, 12, 1))
    return story


@pytest.fixture
def is_sound(page):
    """Look at the screen as it is: axe, console, and its width at the desk and on a telephone."""
    complaints = Complaints(page)
    page.set_viewport_size(DESK)

    def look(screen):
        found = faults(page)
        page.set_viewport_size(PHONE)
        found += too_wide(page)
        page.set_viewport_size(DESK)
        assert found + complaints.since_last_asked() == [], screen

    return look


def test_the_clerks_story_with_the_keyboard_alone(page, live_server, story, is_sound):
    seed, keys = seed_letter(), Keys(page)
    field, link, button = page.get_by_label, _named(page, "link"), _named(page, "button")
    to, copy = page.get_by_role("group", name="Recipient 1"), page.get_by_role("group", name="Recipient 2")

    # Signing in.
    page.goto(f"{live_server.url}/admin/")
    is_sound("sign in")
    keys.type(field("Username"), story.clerk.username)
    keys.type(field("Password"), "correct horse battery staple")
    with page.expect_navigation():
        keys.press("Enter")
    is_sound("records")

    # Entering the letter.
    keys.follow(link("Letters"))
    is_sound("letters")
    keys.follow(link("Add letter"))
    is_sound("add letter")
    keys.choose(field("Kind").first, "Oversight")
    keys.type_day(field("Date on the letter"), seed.facts["dated_on"])
    keys.choose(field("Assigned to"), str(story.clerk))
    keys.type(field("Subject", exact=True), SUBJECT)
    keys.type(field("Letterhead as written"), seed.facts["letterhead"])
    keys.type(field("Salutation"), seed.facts["salutation"])
    keys.type(field("Body"), seed.facts["body"])
    keys.type(field("Closing"), seed.facts["closing"])
    keys.type(field("Due phrase as written"), seed.facts["due_phrase"])
    keys.type(field("Paste a list"), PASTED)
    signatory = page.get_by_role("group", name="Signatory 1")
    keys.type(signatory.get_by_label("Name as written"), "Benjamin L. Cardin")
    keys.type(signatory.get_by_label("Title as written"), "Chairman")
    keys.look_up(to.get_by_role("combobox", name="Person"), "Blinken", "Antony Blinken")
    expect(to.get_by_label("Title as written")).to_have_value("Secretary of State")
    expect(to.get_by_label("Organization as written")).to_have_value("Department of State")
    expect(to.get_by_label("Address as written")).to_have_value(story.state.address)
    expect(to.get_by_role("combobox", name="Agency")).to_contain_text("Department of State")
    keys.type(to.get_by_label("Name as written"), "The Honorable Antony Blinken")
    keys.reach(button("Add another recipient"))
    keys.press("Enter")
    keys.choose(copy.get_by_label("Line"), "Copy")
    keys.look_up(copy.get_by_role("combobox", name="Person"), "Schaack", "Beth Van Schaack")
    expect(copy.get_by_label("Title as written")).to_have_value(
        "Ambassador-at-Large for Global Criminal Justice"
    )
    is_sound("add letter, filled in")
    keys.follow(button("Save and continue"))
    expect(page.get_by_role("status")).to_contain_text("5 requests were made from the list.")
    expect(page.get_by_role("group", name="Request 5").get_by_label("Words, verbatim")).to_have_value(
        ASKED[4]
    )
    is_sound("draft")

    # Sending it.
    keys.follow(link("Mark as sent"))
    is_sound("mark as sent")
    expect(field("Sent on")).to_have_value("2023-11-29")
    keys.follow(button("Mark as sent"))
    expect(page.get_by_role("status")).to_contain_text("is marked as sent on 29 November 2023")
    is_sound("sent letter")

    # What came back: an acknowledgment, a call, a partial answer.
    keys.follow(link("Log a response"))
    is_sound("log a response")
    expect(field("Kind")).to_have_value("ack")
    keys.type_day(field("Received on"), date(2023, 12, 4))
    keys.type(field("Agency's control number"), "2023-1204-017")
    keys.follow(button("Log the response"))
    expect(page.get_by_role("status")).to_contain_text("The response is logged.")
    is_sound("acknowledged letter")

    keys.follow(link("Add a contact"))
    is_sound("add a contact")
    keys.type_day(field("Day", exact=True), date(2024, 1, 9))
    keys.type(field("With whom"), "Bureau of Legislative Affairs")
    keys.type(field("What was said"), "Asked where the reply stands.")
    keys.follow(button("Log the contact"))
    expect(page.get_by_role("status")).to_contain_text("The contact is logged.")

    keys.follow(link("Log a response"))
    keys.choose(field("Kind"), "Partial")
    keys.type_day(field("Received on"), date(2024, 1, 18))
    keys.type(field("Title", exact=False), "Assistant Secretary for Legislative Affairs")
    for words in (ASKED[0], ASKED[4]):
        answer = page.get_by_role("group", name=words)
        keys.choose(answer.get_by_label("Outcome"), "Full answer")
        expect(answer.get_by_label("Settles it")).to_be_checked()
    partial = page.get_by_role("group", name=ASKED[2])
    keys.choose(partial.get_by_label("Outcome"), "Partial answer")
    expect(partial.get_by_label("Settles it")).not_to_be_checked()
    is_sound("a response, filled in")
    keys.follow(button("Log the response"))
    expect(page.get_by_role("status")).to_contain_text("2 requests are settled by it.")

    # How it stands.
    keys.follow(link("Timeline"))
    is_sound("timeline")
    expect(page.get_by_role("heading", name="Timeline")).to_be_visible()
    expect(page.get_by_role("link", name=", its page")).to_have_count(5)
    expect(page.get_by_role("table")).to_contain_text("Requests 1 and 5: full answer")
    expect(page.get_by_role("table")).to_contain_text("Call with Bureau of Legislative Affairs")
    keys.follow(link("Request 2, its page"))
    is_sound("a request")

    # Chasing: the reminders that are owed on the letters in a list.
    keys.follow(link("Records"))
    keys.follow(page.get_by_role("main").get_by_role("link", name="Letters", exact=True))
    keys.follow(link("Overdue"))
    is_sound("overdue letters")
    letter = Letter.objects.get(subject=SUBJECT)
    keys.tick(page.get_by_role("row", name=letter.reference).get_by_role("checkbox"))
    keys.choose(field("With the letters selected"), "Generate follow-up reminders now")
    keys.follow(button("Go"))
    expect(page.get_by_role("status")).to_contain_text("3 reminders raised for 1 letter.")
    is_sound("reminders raised")

    # From letter to letter, and out.
    keys.follow(link(letter.reference))
    keys.follow(link("Next"))
    expect(page.get_by_text("Earlier, and overdue")).to_be_visible()
    expect(link("Next")).to_have_count(0)
    is_sound("next letter")
    keys.follow(link("Previous"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(letter.reference)
    keys.follow(button("Sign out"))
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
    is_sound("signed out")

    letter.refresh_from_db()
    assert {name: getattr(letter, name) for name in seed.facts} == seed.facts
    assert (letter.sent_on, letter.delivery, letter.sent_by) == (seed.sent_on, "email", story.clerk)
    assert letter.assigned_to == story.clerk
    assert list(letter.signatories.values_list("name", "title")) == [("Benjamin L. Cardin", "Chairman")]
    assert [
        (row.role, row.name, row.title, row.organization, row.person.name, row.control_number)
        for row in letter.recipients.select_related("person")
    ] == [
        (
            "to",
            "The Honorable Antony Blinken",
            "Secretary of State",
            "Department of State",
            "Antony Blinken",
            "2023-1204-017",
        ),
        (
            "cc",
            "Beth Van Schaack",
            "Ambassador-at-Large for Global Criminal Justice",
            "Office of Global Criminal Justice",
            "Beth Van Schaack",
            "",
        ),
    ]
    assert list(letter.requests.values_list("place", "number", "lead_in", "text")) == [
        (place, "", LEAD_IN, words) for place, words in enumerate(ASKED, start=1)
    ]
    assert list(
        letter.responses.order_by("received_on").values_list("kind", "received_on", "signer_title")
    ) == [
        ("ack", date(2023, 12, 4), ""),
        ("partial", date(2024, 1, 18), "Assistant Secretary for Legislative Affairs"),
    ]
    assert list(letter.contacts.values_list("kind", "on", "with_whom", "summary")) == [
        ("call", date(2024, 1, 9), "Bureau of Legislative Affairs", "Asked where the reply stands.")
    ]
    assert [place for place, part in story.parts(letter).items() if part.settled_on] == [1, 5]
    reminded = Reminder.objects.values_list("part__request__letter", "part__request__place", "rule__name")
    assert set(reminded) == {(letter.pk, place, "Overdue") for place in (2, 3, 4)}


def test_a_letter_is_entered_sent_and_answered_without_scripts(browser, live_server, story):
    """All but the autocomplete fields, which Django gives no other form: who has no scripts leaves those

    empty, so that the one thing they need, the agency on the To line, is entered beforehand.
    """
    letter = story.draft(asked=[], subject="Entered without scripts")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Username").fill(story.clerk.username)
    page.get_by_label("Password").fill("correct horse battery staple")
    page.get_by_role("button", name="Sign in").click()

    page.goto(live_server.url + reverse("admin:correspondence_letter_change", args=[letter.pk]))
    page.get_by_label("Subject", exact=True).fill(SUBJECT)
    page.get_by_label("Paste a list").fill(PASTED)
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("link", name="Mark as sent").click()
    page.get_by_role("button", name="Mark as sent").click()
    page.get_by_role("link", name="Log a response").click()
    page.get_by_label("Kind").select_option("Partial")
    page.get_by_label("Received on").fill("2024-01-18")
    answer = page.get_by_role("group", name=ASKED[0])
    answer.get_by_label("Outcome").select_option("Full answer")
    answer.get_by_label("Settles it").check()
    page.get_by_role("button", name="Log the response").click()
    page.get_by_role("link", name="Timeline", exact=True).click()

    assert page.get_by_role("table").get_by_text("Request 1: full answer").is_visible()
    letter.refresh_from_db()
    assert (letter.subject, letter.sent_on) == (SUBJECT, date(2023, 11, 29))
    assert list(letter.responses.values_list("kind", "received_on")) == [("partial", date(2024, 1, 18))]
    assert [place for place, part in story.parts(letter).items() if part.settled_on] == [1]
    context.close()


def _named(page, role):
    """Elements of a role, by their whole name."""
    return lambda name: page.get_by_role(role, name=name, exact=True)
