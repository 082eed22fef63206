"""The admin in a real browser: axe, both widths, light and dark, rows and autocompletes by keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from tests.story import Story

pytestmark = pytest.mark.browser

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def story(transactional_db):
    return Story()


@pytest.fixture
def pages(story):
    """The admin's pages by what they show."""
    draft, sent = story.draft(), story.sent()
    letter = "admin:correspondence_letter"
    return {
        "first page": reverse("admin:index"),
        "list": reverse(f"{letter}_changelist"),
        "empty list": reverse(f"{letter}_changelist") + "?q=cucumber&state=settled",
        "new letter": reverse(f"{letter}_add"),
        "draft": reverse(f"{letter}_change", args=[draft.pk]),
        "sent letter": reverse(f"{letter}_change", args=[sent.pk]),
        "history": reverse(f"{letter}_history", args=[sent.pk]),
        "deletion": reverse(f"{letter}_delete", args=[draft.pk]),
        "act": reverse(f"{letter}_act", args=[sent.pk, "settle"]),
        "response": reverse(f"{letter}_respond", args=[sent.pk]),
        "password": reverse("admin:password_change"),
        "no such page": "/nothing/here/",
    }


def faults(page):
    """What axe finds, and whether the page scrolls sideways."""
    found = [
        f"{fault['id']}: {node['target']}"
        for fault in Axe().run(page, options=RULES).response["violations"]
        for node in fault["nodes"]
    ]
    if wide := page.evaluate(WIDER):
        found.append(f"{wide} px wider than the window")
    return found


@pytest.mark.parametrize(("size", "scheme"), [(DESK, "light"), (PHONE, "dark")], ids=["desk", "phone"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    page, live_server, sign_in, story, pages, size, scheme
):
    sign_in(story.manager)
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)

    found = {}
    for name, address in pages.items():
        page.goto(live_server.url + address)
        found[name] = faults(page)

    assert found == {name: [] for name in pages}


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_sign_in_page_keeps_nobody_out(page, live_server, db, size):
    page.set_viewport_size(size)

    page.goto(f"{live_server.url}/admin/login/")

    assert faults(page) == []


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
