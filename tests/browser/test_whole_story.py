"""The whole story: a constituent writes, staff ask the agency, chase it, settle it, and answer.

Told once with the keyboard alone, and once without scripts; every screen must stand up to axe, in light and
in dark, at a desk and on a telephone, and no page may complain.
"""

from datetime import datetime, time

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from correspondence.casework.models import Message
from correspondence.core.days import EASTERN, add_business_days, day_of
from correspondence.followups.models import Reminder
from correspondence.followups.reminders import start_rules
from correspondence.letters.models import Letter
from tests.browser.keys import Keys
from tests.browser.looking import DESK, PHONE, Complaints, faults, too_wide
from tests.constituents import ASKS, CASE, WHO, Constituents

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "correct horse battery staple"
TIMES_OUT = 60_000  # ms: the machine may be busy


class Pointer:
    """Somebody with a mouse and no scripts: the same deeds as Keys."""

    def __init__(self, page):
        self._page = page

    def type(self, target, words):
        target.fill(words)

    def type_day(self, target, day):
        target.fill(day.isoformat())

    def choose(self, target, words):
        target.select_option(words)

    def tick(self, target):
        target.check()

    def press_button(self, target):
        target.click()

    pick = tick

    def follow(self, target):
        with self._page.expect_navigation():
            target.click()


class Teller:
    """One window, the hand that works in it, and a look at each screen that is named."""

    def __init__(self, page, hand, address, *, has_scripts):
        self.page, self.hand, self.address = page, hand, address
        self.has_scripts = has_scripts
        self.complaints = Complaints(page)
        page.set_default_timeout(TIMES_OUT)
        page.set_viewport_size(DESK)

    def open(self, path):
        self.page.goto(self.address + path)

    def field(self, name):
        return self.page.get_by_label(name, exact=True)

    def button(self, name):
        return self.page.get_by_role("button", name=name, exact=True)

    def link(self, name, *, within=None):
        return (within or self.page).get_by_role("link", name=name, exact=True)

    def says(self, words):
        """Wait until the page says it."""
        self.page.get_by_text(words).first.wait_for()

    def look(self, screen):
        """Fail where the screen as it is has a fault; axe needs scripts, widths do not."""
        found = []
        for colors in ("light", "dark") if self.has_scripts else ():
            self.page.emulate_media(color_scheme=colors)
            found += faults(self.page)
            self.page.set_viewport_size(PHONE)
            found += faults(self.page)
            self.page.set_viewport_size(DESK)
        if not self.has_scripts:
            self.page.set_viewport_size(PHONE)
            found += too_wide(self.page)
            self.page.set_viewport_size(DESK)
        assert found + self.complaints.since_last_asked() == [], screen

    def sign_in(self, user):
        self.open("/admin/login/?next=/")
        self.hand.type(self.field("Username"), user.username)
        self.hand.type(self.field("Password"), PASSWORD)
        self.hand.follow(self.button("Sign in"))
        self.look("today")


@pytest.fixture
def story(transactional_db, settings):
    settings.SITE_URL = "http://letters.example"
    story = Constituents()
    start_rules(story.office, by=story.manager, now=timezone.now())
    return story


def test_the_whole_story_with_the_keyboard_alone(page, live_server, story, mailoutbox):
    teller = Teller(page, Keys(page), live_server.url, has_scripts=True)

    message = _tell(teller, story)

    _happened(message, mailoutbox)


def test_the_whole_story_without_scripts(browser, live_server, story, mailoutbox):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    teller = Teller(page, Pointer(page), live_server.url, has_scripts=False)

    message = _tell(teller, story)

    _happened(message, mailoutbox)
    context.close()


def _tell(teller, story):
    """Every step, each by what the screen names it. Return the message it began with."""
    message = _constituent_writes(teller)
    today = day_of(timezone.now())
    teller.sign_in(story.clerk)
    letter = _staff_ask_the_agency(teller, message, today)
    _agency_acknowledges(teller)
    _agency_answers_in_part(teller)
    due = letter.requests.get().parts.get().due_on
    # Noon of a business day in Washington, whatever the hour is now: digests go out from seven on.
    later = datetime.combine(add_business_days(due, 3), time(12), EASTERN)
    with time_machine.travel(later, tick=True):
        call_command("tick")
        teller.sign_in(story.clerk)  # the first visit is long over
        _staff_are_reminded(teller, letter)
        _agency_answers_in_full(teller, letter)
        _staff_answer_the_constituent(teller, message)
        _constituent_looks_it_up(teller, message)
    return message


def _constituent_writes(teller):
    hand, field, button = teller.hand, teller.field, teller.button
    teller.open("/write/")
    teller.look("who")
    for label, name in (("First name", "first_name"), ("Last name", "last_name")):
        hand.type(field(label), WHO[name])
    hand.type(field("Street and number"), WHO["address1"])
    hand.type(field("City"), WHO["city"])
    hand.type(field("ZIP code"), WHO["zip_code"])
    hand.choose(field("State"), "Maryland")
    hand.type(field("E-mail"), WHO["email"])
    hand.follow(button("Continue"))
    teller.look("about")
    hand.pick(teller.page.get_by_label("Help with a federal agency"))
    hand.choose(field("What is it about?"), "Other countries, passports and travel")
    hand.follow(button("Continue"))
    teller.look("what happened")
    hand.type(field("Which agency?"), CASE["agency_named"])
    hand.type(field("What happened?"), CASE["what_happened"])
    hand.type(field("What should we ask the agency?"), ASKS)
    hand.follow(button("Continue"))
    teller.look("permission")
    hand.pick(teller.page.get_by_label("I give this permission, and sign below"))
    hand.type(field("Type your full name to sign"), "Rosalind Abernathy")
    hand.follow(button("Continue"))
    teller.look("review")
    teller.page.wait_for_timeout(4000)  # nobody reads four pages in less than the least time
    hand.follow(button("Send to the office"))
    teller.look("receipt")
    message = Message.objects.get()
    teller.says(message.number)
    return message


def _staff_ask_the_agency(teller, message, today):
    hand, link, button = teller.hand, teller.link, teller.button
    hand.follow(link("Messages"))
    teller.look("messages")
    hand.follow(link(message.number))
    teller.look("message")
    hand.follow(link("Start a letter to the agency"))
    teller.look("start a letter")
    hand.follow(button("Make the draft"))
    teller.look("the draft")
    hand.press_button(button("Add a signatory"))
    signatory = teller.page.get_by_role("group", name="Signatory 1")
    hand.type(signatory.get_by_label("Name"), "Benjamin L. Cardin")
    hand.type_day(teller.page.get_by_label("Sent on"), today)
    hand.follow(button("Save and mark as sent"))
    teller.look("the letter, sent")
    letter = Letter.objects.get()
    assert letter.sent_on == today
    return letter


def _agency_acknowledges(teller):
    teller.hand.follow(teller.link("Log a response"))
    teller.look("log a response")
    teller.hand.follow(teller.button("Acknowledgment only: nothing answered"))
    teller.says("The response is logged.")


def _agency_answers_in_part(teller):
    hand, page = teller.hand, teller.page
    hand.follow(teller.link("Log a response"))
    hand.choose(teller.field("Kind"), "Partial")
    hand.choose(page.get_by_label("Outcome"), "Partial answer")
    hand.type(page.get_by_label("Their words"), "It is with the passport center.")
    hand.follow(teller.button("Log the response"))
    teller.says("The response is logged.")
    teller.look("partly answered")


def _staff_are_reminded(teller, letter):
    assert Reminder.objects.filter(part__request__letter=letter, rule__name="Overdue").exists()
    teller.hand.follow(teller.link("Reminders"))
    teller.says(letter.reference)
    teller.look("reminders")
    teller.hand.follow(teller.link("Owed"))
    teller.says(letter.reference)
    teller.look("owed")


def _agency_answers_in_full(teller, letter):
    hand, page = teller.hand, teller.page
    hand.follow(teller.link(letter.reference).first)
    hand.follow(teller.link("Log a response"))
    hand.choose(teller.field("Kind"), "Substantive")
    hand.choose(page.get_by_label("Outcome"), "Full answer")
    if not page.get_by_label("Settles it").is_checked():  # a script ticks it
        hand.tick(page.get_by_label("Settles it"))
    hand.follow(teller.button("Log the response"))
    teller.says("1 request is settled by it.")
    teller.look("settled")


def _staff_answer_the_constituent(teller, message):
    hand = teller.hand
    hand.follow(teller.link("Messages"))
    hand.follow(teller.link(message.number))
    hand.follow(teller.link("Answer by e-mail"))
    teller.look("answer")
    hand.type(teller.page.get_by_label("Subject"), "Your passport")
    hand.type(teller.page.get_by_label("Answer", exact=True), "Your passport is on its way.")
    hand.follow(teller.button("Preview"))
    teller.look("answer, previewed")
    hand.follow(teller.button("Send it"))
    teller.look("answered")
    hand.follow(teller.button("Sign out"))


def _constituent_looks_it_up(teller, message):
    teller.open("/write/status/")
    teller.look("status, asked")
    teller.hand.type(teller.field("Your number"), message.number)
    teller.hand.type(teller.field("Your e-mail address"), WHO["email"])
    teller.hand.follow(teller.button("Look it up"))
    teller.says(message.number)
    teller.look("status")


def _happened(message, mailoutbox):
    """What the record and the mails say in the end."""
    letter = Letter.objects.get()
    message.refresh_from_db()
    assert [one.kind for one in letter.responses.order_by("pk")] == ["ack", "partial", "full"]
    assert letter.requests.get().parts.get().settled_on is not None
    assert letter.release_signed_on == day_of(message.received_at)
    assert message.state == "answered"
    assert mailoutbox[-1].to == [WHO["email"]]
    assert mailoutbox[-1].body == "Your passport is on its way."
    digests = [mail for mail in mailoutbox if letter.reference in mail.body and mail.to != [WHO["email"]]]
    assert digests
    assert all("Abernathy" not in mail.body + mail.subject for mail in digests)
