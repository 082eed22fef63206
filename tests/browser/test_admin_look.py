"""What the admin does in a real browser: rows, autocompletes, faults, and all of it without scripts."""

import pytest
from django.urls import reverse

from tests.browser.looking import DESK, PHONE, faults
from tests.story import Story

pytestmark = pytest.mark.browser


@pytest.fixture
def story(transactional_db):
    return Story()


@pytest.fixture
def pages(story):
    """The pages that these tests open."""
    letter = "admin:correspondence_letter"
    return {
        "draft": reverse(f"{letter}_change", args=[story.draft().pk]),
        "sent letter": reverse(f"{letter}_change", args=[story.sent().pk]),
        "list": reverse(f"{letter}_changelist"),
        "new letter": reverse(f"{letter}_add"),
    }


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_form_with_faults_shows_them_to_everybody(page, live_server, sign_in, story, pages, size):
    sign_in(story.manager)
    page.set_viewport_size(size)
    page.goto(live_server.url + pages["draft"])

    page.get_by_label("Subject", exact=True).fill("")
    page.get_by_role("button", name="Save", exact=True).click()
    summary = page.get_by_role("alert")
    summary.wait_for()

    assert summary.evaluate("element => element === document.activeElement")
    assert faults(page) == []


def test_acts_that_are_seldom_done_fold_out(page, live_server, sign_in, story, pages):
    sign_in(story.manager)
    page.goto(live_server.url + pages["sent letter"])
    seldom = page.get_by_role("link", name="Take back the sending")
    assert not seldom.is_visible()

    page.get_by_text("More acts").press("Enter")

    assert seldom.is_visible()
    assert faults(page) == []


def test_a_new_row_has_its_name_its_number_and_the_cursor(page, live_server, sign_in, story, pages):
    sign_in(story.clerk)
    page.goto(live_server.url + pages["draft"])
    rows = page.locator("#requests-group .inline-row:not(.empty-form)")
    before = rows.count()

    page.get_by_role("button", name="Add another request").click()

    new = rows.nth(before)
    assert page.get_by_role("group", name=f"Request {before + 1}").count() == 1
    assert new.locator("[name$=-order]").input_value() == "6"
    assert new.evaluate("row => row.contains(document.activeElement)")
    assert faults(page) == []


def test_rows_are_counted_anew_when_one_is_removed(page, live_server, sign_in, story, pages):
    sign_in(story.clerk)
    page.goto(live_server.url + pages["new letter"])
    add = page.get_by_role("button", name="Add another signatory")
    add.click()
    add.click()

    page.get_by_role("group", name="Signatory 2").get_by_role("button", name="Remove").click()

    rows = page.locator("#signatories-group .inline-row:not(.empty-form)")
    assert [row.locator(".row-name").inner_text() for row in rows.all()] == ["Signatory 1", "Signatory 2"]
    named = rows.evaluate_all(
        "rows => rows.map(row => document.getElementById(row.getAttribute('aria-labelledby')))"
    )
    assert None not in named


def test_an_autocomplete_field_is_called_by_its_label_and_worked_by_keys(
    page, live_server, sign_in, story, pages
):
    sign_in(story.clerk)
    page.goto(live_server.url + pages["new letter"])
    agency = page.get_by_role("group", name="Recipient 1").get_by_role("combobox", name="Agency")

    agency.focus()
    page.keyboard.press("Enter")
    page.keyboard.type("State")
    page.locator(".select2-results__option", has_text="Department of State").wait_for()
    page.keyboard.press("Enter")

    assert "Department of State" in agency.inner_text()


def test_selecting_letters_counts_them(page, live_server, sign_in, story, pages):
    sign_in(story.clerk)
    page.goto(live_server.url + pages["list"])

    page.get_by_label("Select all objects on this page for an action").check()

    assert page.locator(".action-counter").inner_text() == "2 of 2 selected"


def test_a_record_is_entered_without_scripts(browser, live_server, client, story, settings):
    client.force_login(story.clerk)
    context = browser.new_context(java_script_enabled=False)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + reverse("admin:correspondence_letter_add"))

    page.get_by_label("Subject", exact=True).fill("Entered without scripts")
    page.get_by_label("Date on the letter").fill("2023-11-29")
    page.get_by_role("group", name="Signatory 1").get_by_label("Name as written").fill("Benjamin L. Cardin")
    page.get_by_role("group", name="Request 1").get_by_label("Words, verbatim").fill("Say when.")
    page.get_by_role("button", name="Save", exact=True).click()

    saved = story.office.letters.get()
    assert saved.subject == "Entered without scripts"
    assert saved.requests.get().text == "Say when."
    context.close()
