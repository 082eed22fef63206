"""Confirming a reply in a browser: by the keyboard alone, without a script, and as it looks."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from correspondence.intake.actions import set_aside
from correspondence.intake.models import IntakeItem
from correspondence.letters.models import Part
from correspondence.responses.models import Response
from tests.browser.keys import Keys
from tests.browser.looking import DESK, PHONE, Complaints, faults
from tests.story import Story
from tests.web.intake.reply_papers import PARTLY, came_in, pdf, the_reply

pytestmark = pytest.mark.browser


@pytest.fixture
def story(transactional_db):
    return Story()


@pytest.fixture
def letter(story):
    return story.sent()


@pytest.fixture
def item(story, letter):
    return the_reply(story, letter, PARTLY)


@pytest.fixture
def address(live_server, item):
    return live_server.url + reverse("intake-reply", args=[item.pk])


def test_a_reply_is_judged_and_logged_with_the_keyboard_alone(page, address, story, letter, sign_in):
    sign_in(story.counsel)
    keys, complaints = Keys(page), Complaints(page)
    page.goto(address)
    first, fourth = (page.get_by_role("group", name=f"Request {n}:") for n in (1, 4))

    keys.press("Alt+l")
    keys.press("Space")
    words = first.get_by_label("Their words")
    keys.reach(words)
    expect(page.locator("#pages rect.light")).to_have_count(2)  # the two lines that it stands on
    keys.reach(fourth.get_by_role("button", name="Take it out"))
    keys.press("Enter")
    expect(fourth.get_by_label("Their words")).to_have_value("")
    keys.reach(fourth.get_by_role("button", name="Put back what was proposed"))
    keys.press("Enter")
    expect(fourth.get_by_label("Their words")).not_to_have_value("")
    keys.press("Home")
    for row, outcome in ((first, "Full"), (fourth, "Part")):
        keys.reach(row.get_by_label("Outcome"))
        page.keyboard.type(outcome)
    for tick in page.locator("[name=looked]").all():
        if not tick.is_checked():
            keys.tick(tick)
    keys.reach(page.get_by_role("button", name="Save and next"))
    with page.expect_navigation():
        keys.press("Enter")

    page.get_by_text("1 request is settled by it.").wait_for()
    assert complaints.since_last_asked() == []
    response = Response.objects.get()
    assert sorted(response.answers.values_list("outcome", flat=True)) == ["full", "partial"]
    assert IntakeItem.objects.get().response == response
    assert Part.objects.filter(settled_on=None).count() == 4


def test_words_of_the_page_are_sent_to_a_field(page, address, story, letter, sign_in):
    sign_in(story.counsel)
    keys, pages = Keys(page), page.locator("#pages")
    page.goto(address)

    keys.press("Alt+p")
    expect(pages).to_be_focused()
    keys.press("Enter")
    keys.press("End")
    keys.press("Enter")
    page.get_by_role("menuitem", name="Summary in a line").focus()
    keys.press("Enter")

    expect(page.get_by_label("Summary in a line")).to_have_value("State")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_screen_stands_up_to_what_is_asked_of_it(page, address, story, letter, sign_in, scheme):
    complaints = Complaints(page)
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(DESK)
    sign_in(story.counsel)
    page.goto(address)

    found = faults(page)
    page.set_viewport_size(PHONE)
    found += faults(page)

    assert found == []
    assert complaints.since_last_asked() == []


def test_a_reply_is_confirmed_with_no_scripts(browser, address, live_server, story, letter, client, settings):
    other = story.sent(subject="Staff", asked=["Who evaluates the teams?"])
    client.force_login(story.counsel)
    context = browser.new_context(java_script_enabled=False)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(address)

    page.get_by_label("Summary in a line").fill("Two teams.")
    page.get_by_text("It answers another letter").click()
    page.get_by_label("Another letter").fill(other.reference)
    page.get_by_role("button", name="Take this letter").click()
    expect(page.get_by_role("group", name="Request 1:")).to_contain_text("Who evaluates the teams?")
    page.get_by_role("button", name="It answers this one").click()
    page.get_by_role("group", name="Request 4:").get_by_role("button", name="Take it out").click()
    page.get_by_role("group", name="Request 1:").get_by_label("Outcome").select_option("partial")
    for tick in page.locator("[name=looked]").all():
        tick.check()
    page.get_by_role("button", name="Log the response").click()
    page.get_by_text("No requests are settled by it.").wait_for()

    response = Response.objects.get()
    assert (response.letter, response.summary) == (letter, "Two teams.")
    assert [one.part.request.place for one in response.answers.all()] == [1]
    context.close()


def test_who_leaves_what_they_typed_is_asked_first(page, address, story, letter, sign_in):
    sign_in(story.counsel)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.goto(address)
    keys, leave = Keys(page), page.get_by_role("link", name="Leave")
    keys.reach(leave)
    keys.press("Enter")
    page.wait_for_url("**/intake/")
    assert asked == []  # nothing was changed
    page.goto(address)

    page.get_by_label("Summary in a line").press_sequentially("Two teams.")
    page.get_by_role("button", name="Preview").click()
    page.wait_for_load_state()
    assert asked == []  # it is sent
    expect(page.get_by_label("Summary in a line")).to_have_value("Two teams.")
    leave.focus()
    with page.expect_event("dialog"):
        keys.press("Enter")

    assert asked == ["beforeunload"]
    expect(page.get_by_label("Summary in a line")).to_have_value("Two teams.")


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_the_letter_is_asked_for_and_who_was_first_is_told(
    page, address, live_server, item, story, letter, sign_in, size
):
    page.set_viewport_size(size)
    sign_in(story.counsel)
    note = [("note.pdf", pdf("A note, about nothing that we asked."))]
    [unknown] = came_in(story.office, story.clerk, *note, taken_for="response")
    page.goto(live_server.url + reverse("intake-reply", args=[unknown.pk]))
    found = faults(page)
    button = page.get_by_role("button", name="Take this letter")
    assert button.bounding_box()["width"] < 200

    page.goto(address)
    page.get_by_label("Summary in a line").fill("Two teams.")
    set_aside(item, why="It came twice.", by=story.clerk, now=timezone.now())
    page.get_by_role("button", name="Log the response").click()

    expect(page.get_by_role("alert")).to_contain_text(f"Nothing is saved: {story.clerk} set it aside")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Summary in a line")).to_have_value("Two teams.")
    assert found + faults(page) == []
