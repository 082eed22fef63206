"""The keys of the desk, pressed in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.browser.looking import faults, no_complaints
from tests.factories import MembershipFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def clerk(transactional_db):
    return MembershipFactory().user


@pytest.fixture
def desk(page, live_server, sign_in, clerk):
    """The browser, signed in as the clerk, at the page of preferences."""
    sign_in(clerk)
    page.goto(f"{live_server.url}/preferences/")
    return page


def switch_off(clerk, *names):
    clerk.keys_off = list(names)
    clerk.save()


def test_a_question_mark_lists_the_keys_and_escape_leads_back(desk):
    link = desk.get_by_role("link", name="Change your password")
    link.focus()

    with no_complaints(desk):
        desk.keyboard.press("?")
        dialog = desk.get_by_role("dialog", name="Keys")
        expect(dialog.get_by_role("button", name="Close")).to_be_focused()
        assert faults(desk) == []
        desk.keyboard.press("Escape")

    expect(dialog).to_have_count(0)
    expect(link).to_be_focused()


def test_it_says_nothing_while_somebody_types(desk):
    search = desk.get_by_role("searchbox")
    search.focus()

    desk.keyboard.type("Why? g t /")

    expect(search).to_have_value("Why? g t /")
    assert desk.locator("dialog").count() == 0


def test_a_slash_goes_to_the_search_box_on_a_phone_too(desk):
    desk.set_viewport_size({"width": 390, "height": 844})

    desk.keyboard.press("/")

    expect(desk.get_by_role("searchbox")).to_be_focused()
    expect(desk.get_by_role("searchbox")).to_have_value("")


def test_g_and_a_letter_open_a_room(desk, live_server):
    desk.keyboard.press("g")
    desk.keyboard.press("t")

    desk.wait_for_url(f"{live_server.url}/")


def test_control_and_enter_save_the_form(desk, clerk):
    desk.get_by_label("? shows this list").uncheck()

    with desk.expect_navigation():
        desk.keyboard.press("Control+Enter")

    expect(desk.get_by_role("status")).to_contain_text("Your preferences are saved.")
    clerk.refresh_from_db()
    assert clerk.keys_off == ["help"]


def test_a_key_that_was_switched_off_does_nothing(desk, clerk):
    switch_off(clerk, "help", "find", "today", "save")
    desk.reload()
    address = desk.url

    for key in ("?", "/", "g", "t", "Control+Enter"):
        desk.keyboard.press(key)
    desk.wait_for_timeout(200)

    assert desk.locator("dialog").count() == 0
    expect(desk.get_by_role("searchbox")).not_to_be_focused()
    assert desk.url == address
    assert desk.get_by_role("status").count() == 0


def test_save_and_next_presses_its_own_button(desk):
    desk.evaluate(
        """() => {
          const next = document.createElement("button");
          next.type = "button";
          next.dataset.key = "save-next";
          next.textContent = "Save and enter the next";
          next.addEventListener("click", () => { next.textContent = "pressed"; });
          document.querySelector("form[data-keys]").append(next);
        }"""
    )

    desk.keyboard.press("Control+Shift+Enter")

    expect(desk.locator("button[data-key=save-next]")).to_have_text("pressed")


def test_without_scripts_the_keys_are_a_page(browser, live_server, client, clerk, settings):
    client.force_login(clerk)
    context = browser.new_context(java_script_enabled=False)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/preferences/")

    page.get_by_role("link", name="Keys", exact=True).click()

    expect(page.get_by_role("heading", name="Keys", level=1)).to_be_visible()
    expect(page.get_by_role("cell", name="Goes to the search box")).to_be_visible()
    context.close()
