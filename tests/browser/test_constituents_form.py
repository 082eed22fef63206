"""The constituent's form in a browser: on a phone, by keyboard alone, without JavaScript, and each step."""

import re

import pytest
from playwright.sync_api import expect

from correspondence.casework.models import Message
from correspondence.web.casework.guards import LEAST_SECONDS
from tests.browser.keys import Keys
from tests.browser.looking import DESK, PHONE, Complaints, faults
from tests.constituents import Constituents

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def story(transactional_db):
    return Constituents()


def send(page):
    """Read it through as a person would, not as a machine, and send it."""
    page.wait_for_timeout(LEAST_SECONDS * 1000)
    press(page, "Send to the office")


def go_on(page):
    return page.get_by_role("button", name="Continue", exact=True)


def press(page, name="Continue"):
    """Press a button, and wait for the page that it leads to: what looks at once sees the next page."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def test_somebody_on_a_phone_asks_for_help_by_keyboard_alone(page, live_server, story):
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/write/")
    keys = Keys(page)

    for label, words in {
        "First name": "Rosalind",
        "Last name": "Abernathy",
        "Street and number": "1408 King Street",
        "City": "Baltimore",
        "ZIP code": "21201",
        "E-mail": "rosalind@example.org",
    }.items():
        keys.type(page.get_by_label(label, exact=True), words)
    keys.follow(go_on(page))

    keys.reach(page.get_by_role("radio", name="I want to share"))
    keys.press("ArrowDown")
    expect(page.get_by_role("radio", name="I need help")).to_be_checked()
    keys.choose(page.get_by_label("What is it about?", exact=True), "Other countries, passports and travel")
    keys.follow(go_on(page))

    keys.type(page.get_by_label("Which agency?"), "Department of State")
    keys.type(page.get_by_label("What happened?"), "I applied in December, and nobody tells me more.")
    keys.type(page.get_by_label("What should we ask the agency?"), "When will my passport be ready?")
    keys.follow(go_on(page))

    keys.reach(page.get_by_role("radio", name="I give this permission"))
    keys.press("Space")
    keys.type(page.get_by_label("Type your full name to sign"), "Rosalind Abernathy")
    keys.follow(go_on(page))
    keys.follow(page.get_by_role("link", name="Change Phone"))
    keys.type(page.get_by_label("Phone, if you like"), "410-555-0142")
    keys.follow(go_on(page))
    expect(page.get_by_text("410-555-0142")).to_be_visible()
    keys.follow(page.get_by_role("button", name="Send to the office"))

    message = Message.objects.get()
    expect(page.get_by_text(message.number)).to_be_visible()
    keys.follow(page.get_by_role("link", name="See what became of your message"))
    keys.type(page.get_by_label("Your number"), message.number)
    keys.type(page.get_by_label("Your e-mail address"), "rosalind@example.org")
    keys.follow(page.get_by_role("button", name="Look it up"))
    expect(page.get_by_text("We have it")).to_be_visible()


@pytest.fixture
def plain_page(browser):
    """A page of a browser that runs no scripts."""
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    yield context.new_page()
    context.close()


def write_an_opinion(page, url):
    page.goto(f"{url}/write/")
    for name, words in {
        "first_name": "Rosalind",
        "last_name": "Abernathy",
        "address1": "1408 King Street",
        "city": "Baltimore",
        "zip_code": "21201",
        "email": "rosalind@example.org",
    }.items():
        page.locator(f"#{name}").fill(words)
    press(page)
    page.get_by_label("I want to share my opinion").check()
    page.locator("#area").select_option(label="Health care and Medicare")
    press(page)


def test_it_works_without_javascript_with_files_back_and_an_error(plain_page, live_server, story):
    page = plain_page
    write_an_opinion(page, live_server.url)

    page.locator("#text").fill("My number is 123-45-6789.")
    page.locator("#files").set_input_files(
        {"name": "photo.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 photo"}
    )
    press(page)
    expect(page.locator("#text_error")).to_contain_text("Social Security number, ending in 6789")
    page.locator("#text").fill("Please lower the price of insulin.")
    press(page, "Back")
    press(page)
    expect(page.locator("#text")).to_have_value("Please lower the price of insulin.")
    expect(page.get_by_text("photo.pdf").first).to_be_visible()
    press(page)
    send(page)

    expect(page.locator(".number-given")).to_have_text(re.compile(r"SFRC-M-\d{4}-00001"))
    assert Message.objects.get().attachments.get().name == "photo.pdf"


def test_the_browsers_own_back_shows_what_was_typed(page, live_server, story):
    write_an_opinion(page, live_server.url)

    page.go_back()
    expect(page.locator("#area")).to_have_value("Health")
    page.go_back()

    expect(page.locator("#address1")).to_have_value("1408 King Street")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_each_step_stands_up_to_axe_and_the_console_is_quiet(page, live_server, story, size, scheme):
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    complaints, found = Complaints(page), {}

    def look(name):
        found[name] = faults(page)

    page.goto(f"{live_server.url}/write/")
    look("who")
    press(page)
    look("who, with faults")
    expect(page.locator(".error-summary")).to_be_focused()
    write_an_opinion(page, live_server.url)
    look("message")
    page.goto(f"{live_server.url}/write/SFRC/about/")
    page.get_by_label("I need help").check()
    look("about")
    press(page)
    look("a case")
    page.locator("#agency_named").fill("Department of State")
    page.locator("#what_happened").fill("I applied in December.")
    page.locator("#text").fill("When will it be ready?")
    press(page)
    look("permission")
    page.get_by_label("I give this permission").check()
    page.locator("#signature").fill("Rosalind Abernathy")
    press(page)
    look("review")
    send(page)
    look("receipt")
    page.goto(f"{live_server.url}/write/status/")
    look("status")
    page.locator("#number").fill(Message.objects.get().number)
    page.locator("#email").fill("rosalind@example.org")
    press(page, "Look it up")
    look("status, found")

    assert {name: one for name, one in found.items() if one} == {}
    assert complaints.since_last_asked(but=[f"{live_server.url}/write/SFRC/"]) == []
