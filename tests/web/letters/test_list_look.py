"""The letter list in a real browser: in place with a script, whole pages without, by keyboard alone."""

import pytest
from playwright.sync_api import expect

from correspondence.letters.models import Letter
from tests.browser.keys import Keys
from tests.browser.looking import DESK, PHONE, faults
from tests.factories import LetterFactory
from tests.story import Story

pytestmark = pytest.mark.browser
LONG = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstelle und ihre Aufsicht " * 3


@pytest.fixture
def story(transactional_db):
    story = Story()
    story.sent()
    Letter.objects.bulk_create(
        LetterFactory.build(
            office=story.office, reference=f"SFRC-2023-1{n:03}", subject=LONG[:300], entered_by=story.clerk
        )
        for n in range(30)
    )
    return story


def test_filters_and_pages_are_put_in_place_and_the_address_and_the_way_back_are_kept(
    page, live_server, story, sign_in
):
    sign_in(story.clerk)
    page.goto(f"{live_server.url}/letters/")
    page.evaluate("window.isTheSame = true")

    page.get_by_role("link", name="Next", exact=True).click()
    expect(page.get_by_text("26 to 31 of 31")).to_be_visible()
    page.get_by_label("State of requests").select_option("overdue")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_role("checkbox", name="SFRC-")).to_have_count(1)

    assert page.url.endswith("/letters/?state=overdue")
    assert page.evaluate("window.isTheSame")
    page.go_back()
    expect(page.get_by_text("26 to 31 of 31")).to_be_visible()


def test_by_keyboard_alone_a_letter_is_found_ticked_and_assigned(page, live_server, story, sign_in):
    sign_in(story.clerk)
    page.goto(f"{live_server.url}/letters/")
    keys = Keys(page)

    keys.reach(page.get_by_label("State of requests"))
    page.keyboard.type("Overdue")
    page.keyboard.press("Enter")
    keys.reach(page.get_by_role("button", name="Filter"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("checkbox", name="SFRC-")).to_have_count(1)
    keys.reach(page.get_by_label("With the letters ticked"))
    page.keyboard.type("nobody")
    keys.reach(page.get_by_role("checkbox", name="SFRC-"))
    page.keyboard.press("Space")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Assign to nobody: 1 letter done.")).to_be_visible()


def test_without_a_script_all_of_it_works(browser, live_server, story, client):
    client.force_login(story.clerk)
    context = browser.new_context(java_script_enabled=False)
    cookie = client.cookies["sessionid"]
    context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])
    page = context.new_page()

    page.goto(f"{live_server.url}/letters/")
    page.get_by_role("combobox", name="Agency").fill("State")
    page.get_by_role("button", name="Filter").click()
    page.get_by_role("checkbox", name="SFRC-").check()
    page.get_by_label("With the letters ticked").select_option("assign:0")
    page.get_by_role("button", name="Go").click()

    assert page.url.endswith("/letters/?agency=State")
    assert page.get_by_text("Assign to nobody: 1 letter done.").is_visible()
    context.close()


@pytest.mark.parametrize("query", ["", "?q=nothing&state=open", "?since=x&agency=Xyzzy"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    page, live_server, story, sign_in, query, scheme
):
    sign_in(story.clerk)
    page.emulate_media(color_scheme=scheme)
    found = {}

    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        page.goto(f"{live_server.url}/letters/{query}")
        found[size["width"]] = faults(page)

    assert found == {DESK["width"]: [], PHONE["width"]: []}
