"""Logging a response with the keyboard alone, and once more with no scripts."""

import pytest
from django.urls import reverse

from correspondence.responses.models import Response
from tests.browser.keys import Keys
from tests.browser.looking import DESK, PHONE, Complaints, faults, too_wide
from tests.story import Story

pytestmark = pytest.mark.browser


@pytest.fixture
def story(transactional_db):
    return Story()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_response_is_logged_with_the_keyboard_alone(page, live_server, story, sign_in, scheme):
    letter, keys, complaints = story.sent(), Keys(page), Complaints(page)
    part = story.parts(letter)[1]
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(DESK)
    sign_in(story.clerk)
    page.goto(live_server.url + reverse("respond", args=[letter.pk]))
    row = page.get_by_role("group", name="Request 1:")
    outcome = row.get_by_label("Outcome")

    keys.reach(page.get_by_label("Kind"))
    page.keyboard.type("Part")
    keys.reach(outcome)
    page.keyboard.type("Full")
    keys.type(row.get_by_label("Their words"), "It has funded two teams.")
    keys.press("Tab")
    page.get_by_text("Request 1, by you, today").wait_for()
    found = faults(page)
    page.set_viewport_size(PHONE)
    found += too_wide(page) + faults(page)
    page.set_viewport_size(DESK)
    keys.reach(page.locator(".buttons").get_by_role("button", name="Log the response"))
    keys.press("Enter")
    page.get_by_text("1 request is settled by it.").wait_for()

    assert found == []
    assert complaints.since_last_asked() == []
    answer = Response.objects.get().answers.get()
    assert (answer.part_id, answer.outcome, answer.quote) == (part.pk, "full", "It has funded two teams.")


def test_a_response_is_previewed_and_logged_with_no_scripts(browser, live_server, story, client, settings):
    letter = story.sent()
    client.force_login(story.clerk)
    context = browser.new_context(java_script_enabled=False)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + reverse("respond", args=[letter.pk]))

    page.get_by_label("Kind").select_option("partial")
    row = page.get_by_role("group", name="Request 2:")
    row.get_by_label("Outcome").select_option("full")
    row.get_by_label("Settles it").check()
    page.get_by_role("button", name="Preview").click()
    previewed = page.locator("#preview").inner_text()
    page.locator(".buttons").get_by_role("button", name="Log the response").click()
    page.get_by_text("1 request is settled by it.").wait_for()

    assert "Request 2, by you, today" in previewed
    assert not story.parts(letter)[2].is_open
    context.close()
