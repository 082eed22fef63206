"""The confirm screen in a browser: by the keyboard alone, without a script, and as it looks."""

from datetime import date

import pytest
from django.conf import settings as product
from django.urls import reverse
from playwright.sync_api import expect

from correspondence.intake.models import IntakeItem
from correspondence.intake.proposal import Proposed
from correspondence.letters.models import Letter
from tests.browser.keys import Keys
from tests.browser.looking import DESK, PHONE, Complaints, faults
from tests.factories import AppointmentFactory, PersonFactory
from tests.story import Story
from tests.web.intake.papers import ASKED, letter_of, propose, the_letter

pytestmark = pytest.mark.browser


@pytest.fixture
def story(transactional_db):
    return Story()


@pytest.fixture
def item(story):
    """A PDF of two pages, read, and proposed as a letter with two values that are unsure."""
    rubio = PersonFactory(name="Marco Rubio", first_name="Marco", last_name="Rubio")
    AppointmentFactory(person=rubio, agency=story.state, title="Secretary of State", held_from=None)
    item = the_letter(story.office, story.clerk)
    propose(item, letter_of(item, agency=story.state, person=rubio))
    return item


@pytest.fixture
def address(live_server, item):
    return live_server.url + reverse("intake-confirm", args=[item.pk])


def test_a_letter_is_confirmed_with_the_keyboard_alone(page, address, story, item, sign_in):
    sign_in(story.clerk)
    keys, complaints = Keys(page), Complaints(page)
    page.goto(address)
    form, pages = page.locator("#entry"), page.locator("#pages")
    looks = page.get_by_role("checkbox", name="Addressee 1, name")

    keys.press("Alt+l")
    expect(looks).to_be_focused()
    expect(pages.locator("rect.light")).to_have_count(1)
    keys.press("Space")
    keys.press("Alt+l")
    expect(page.get_by_role("checkbox", name="When an answer is asked for")).to_be_focused()
    keys.press("Space")
    expect(page.locator("#looks")).to_contain_text("all looked at")

    keys.press("Alt+p")
    expect(pages).to_be_focused()
    keys.press("Enter")
    said = page.locator("#pages-said")
    for _ in range(20):  # from the last place that was lit, line by line, to where the letter begins
        if said.text_content() == "I":
            break
        keys.press("ArrowUp")
        keys.press("Home")
    for _ in range(3):
        keys.press("ArrowRight")
    keys.press("Shift+ArrowRight")
    keys.press("Shift+ArrowRight")
    expect(said).to_have_text("the harbor works")
    keys.press("Enter")
    expect(page.get_by_role("menu", name="Send to")).to_be_visible()
    keys.press("s")
    expect(page.get_by_role("menuitem", name="Subject")).to_be_focused()
    keys.press("Enter")
    expect(form.get_by_label("Subject")).to_have_value("the harbor works")

    second = form.get_by_role("group", name="Request 2").get_by_label("Words, verbatim")
    keys.reach(second)
    expect(pages.locator("rect.light")).to_have_count(2)
    keys.press("Control+Home")
    for _ in range(len("Who decided that the leases would not be published, and when?")):
        keys.press("ArrowRight")
    keys.press("Alt+Enter")
    third = form.get_by_role("group", name="Request 3").get_by_label("Words, verbatim")
    expect(third).to_be_focused()
    expect(third).to_have_value("Provide the memorandum of that decision.")
    keys.press("Alt+Backspace")
    expect(second).to_have_value(ASKED[1])
    keys.press("Alt+ArrowDown")
    expect(form.get_by_role("group", name="Request 3").get_by_label("Words, verbatim")).to_have_value(
        ASKED[1]
    )
    expect(page.locator("#draft-line")).to_contain_text("Draft kept at")
    assert complaints.since_last_asked() == []
    with page.expect_navigation():
        keys.press("Control+Enter")

    letter = Letter.objects.get()
    assert letter.subject == "the harbor works"
    assert [one.text for one in letter.requests.all()] == [ASKED[0], ASKED[2], ASKED[1]]
    assert IntakeItem.objects.get().letter == letter


def test_a_field_lights_its_place_and_is_put_back_by_one_key(page, address, story, item, sign_in):
    sign_in(story.clerk)
    page.goto(address)
    form, proof = page.locator("#entry"), page.locator('[data-mark="recipients-0-name"]')
    name = form.get_by_role("group", name="Addressee 1").get_by_label("Name as written")

    form.get_by_role("group", name="Signatory 1").get_by_label("Title as written").focus()
    light = page.locator("#p2 rect.light")
    expect(light).to_be_in_viewport()
    expect(page.locator("#page-at")).to_have_text("2")

    name.focus()
    expect(page.locator("#p1 rect.light")).to_be_in_viewport()
    page.keyboard.press("Alt+r")
    expect(name).to_have_value("Marco Rubic")
    expect(proof).to_have_attribute("data-state", "as-read")
    assert page.locator('[name="recipients-0-person"]').input_value() == ""
    page.keyboard.press("Alt+r")
    expect(name).to_have_value("Marco Rubio")
    expect(proof).to_have_attribute("data-state", "proposed")
    name.fill("Somebody else")
    expect(proof).to_contain_text("Put back what was proposed")
    expect(page.get_by_role("checkbox", name="Addressee 1, name")).to_be_checked()


def test_a_field_that_was_rested_in_is_looked_at_and_one_passed_through_is_not(
    page, address, story, item, sign_in
):
    sign_in(story.clerk)
    page.goto(address)
    phrase = page.locator("#id_due_phrase")
    tick = page.get_by_role("checkbox", name="When an answer is asked for")

    phrase.focus()
    page.locator("#id_closing").focus()
    expect(tick).not_to_be_checked()
    phrase.focus()
    page.wait_for_timeout(800)
    page.locator("#id_closing").focus()

    expect(tick).to_be_checked()


def test_only_the_tick_is_a_look_at_what_the_paper_contradicts(page, address, story, item, sign_in):
    propose(
        item, letter_of(item, agency=story.state, office=Proposed("Committee on Armed Services", sure=0.9))
    )
    sign_in(story.clerk)
    page.goto(address)
    tick = page.get_by_role("checkbox", name="Office")
    other = page.get_by_role("checkbox", name="When an answer is asked for")

    for field in ("#id_office", "#id_due_phrase"):
        page.locator(field).focus()
        page.wait_for_timeout(800)
    page.locator("#id_closing").focus()

    expect(other).to_be_checked()
    expect(tick).not_to_be_checked()


def test_the_heading_of_a_refused_save_keeps_up_with_the_ticks(page, address, story, item, sign_in):
    sign_in(story.clerk)
    page.goto(address)
    page.get_by_label("Subject").fill("Leases")
    page.get_by_role("button", name="Save as a draft").click()
    heading = page.locator("#head-looks")
    expect(heading).to_contain_text("look at these 2 first")

    page.get_by_role("checkbox", name="When an answer is asked for").check()
    expect(heading).to_contain_text("look at this one first")
    page.get_by_role("checkbox", name="Addressee 1, name").check()

    expect(heading).to_contain_text("all has been looked at: save again")


def test_without_a_script_a_refused_save_is_seen_after_a_rows_button(
    browser, address, live_server, story, item, client
):
    client.force_login(story.clerk)
    context = browser.new_context(java_script_enabled=False, viewport=DESK)
    cookie = client.cookies[product.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": product.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto(address)
    page.get_by_role("button", name="Add a request").click()
    assert page.url.endswith("#requests")

    page.get_by_role("button", name="Save as a draft").click()

    assert "#" not in page.url
    expect(page.locator(".error-summary")).to_be_in_viewport()
    context.close()


def test_words_are_found_chosen_with_the_mouse_and_sent(page, address, story, item, sign_in):
    page.emulate_media(reduced_motion="reduce")
    sign_in(story.clerk)
    page.goto(address)
    box = page.get_by_label("Find on the pages")

    box.fill("would not be published, and when? Provide the memorandum")
    expect(page.locator("#found-on-pages")).to_have_text("1 of 1")
    expect(page.locator("#p1 rect.found")).to_have_count(2)
    box.fill("the")
    expect(page.locator("#found-on-pages")).to_contain_text("1 of ")
    box.press("Enter")
    expect(page.locator("#found-on-pages")).to_contain_text("2 of ")

    page.locator("#id_dated_on").fill("2020-01-01")
    its = page.locator("#p1 .on-line", has_text="November 29, 2023").locator("text")
    box.fill("November 29, 2023")
    expect(its).to_be_in_viewport()
    line = its.bounding_box()
    middle = line["y"] + line["height"] / 2
    page.mouse.move(line["x"] - 2, middle)
    page.mouse.down()
    page.mouse.move(line["x"] + line["width"] + 2, middle, steps=4)
    page.mouse.up()
    assert page.evaluate("getSelection().toString()") == "November 29, 2023"
    page.get_by_role("button", name="Send to").click()
    page.get_by_role("menuitem", name="Date on the letter", exact=True).click()

    expect(page.locator("#id_dated_on")).to_have_value("2023-11-29")


def test_a_page_is_made_larger_and_turned_with_its_words(page, address, story, item, sign_in):
    sign_in(story.clerk)
    page.goto(address)
    first = page.locator("#p1")
    before = first.bounding_box()

    page.get_by_role("button", name="Larger").click()
    larger = first.bounding_box()
    page.get_by_role("button", name="Turn the page by a quarter").click()
    turned = first.bounding_box()

    assert larger["width"] == pytest.approx(before["width"] * 1.25, rel=0.02)
    assert turned["height"] / turned["width"] == pytest.approx(612 / 792, rel=0.02)
    words = first.locator("tspan").first.bounding_box()
    assert words["height"] > words["width"]


def test_a_letter_is_confirmed_without_a_script(browser, address, live_server, story, item, client):
    client.force_login(story.clerk)
    context = browser.new_context(java_script_enabled=False)
    cookie = client.cookies[product.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": product.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto(address)
    form = page.locator("#entry")

    expect(page.locator("#p1 text", has_text="Marco Rubic")).to_have_count(1)
    expect(page.get_by_role("toolbar", name="Pages")).to_be_hidden()
    page.locator("#proof-signatories-0-title a.place").click()
    expect(page.locator("#p2 .on-line:target")).to_be_in_viewport()
    form.get_by_label("Subject").fill("Harbor works")
    form.get_by_role("button", name="Save as a draft").click()
    expect(page.get_by_role("alert")).to_contain_text("look at these 2 first")
    form.get_by_role("button", name="Take it so").click()
    expect(form.get_by_role("group", name="Addressee 1").get_by_label("Name as written")).to_have_value(
        "Marco Rubic"
    )
    form.get_by_role("checkbox", name="When an answer is asked for").check()
    form.get_by_role("button", name="Join Request 2").or_(
        form.get_by_role("button", name="Join to the one above Request 2")
    ).click()
    form.get_by_role("button", name="Save as a draft").click()

    letter = Letter.objects.get()
    assert [one.text for one in letter.requests.all()] == [f"{ASKED[0]} {ASKED[1]}", ASKED[2]]
    assert letter.recipients.get().name == "Marco Rubic"
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_screen_stands_up_to_axe_in_each_state(page, address, story, item, sign_in, scheme, size):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(size)
    story.sent(dated=date(2023, 11, 29), subject="Leases of vessels")
    sign_in(story.clerk)
    complaints = Complaints(page)
    page.goto(address)
    assert faults(page) + complaints.since_last_asked() == [], "as it opens"

    page.locator("#id_closing").fill("Yours,")
    page.locator("#id_dated_on").focus()
    expect(page.locator("#p1 rect.light")).to_have_count(1)
    page.locator("#pages").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.get_by_role("menu", name="Send to")).to_be_visible()
    assert faults(page) == [], "with the menu open"
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Save as a draft").click()
    expect(page.locator(".looks.refused")).to_be_visible()
    assert faults(page) + complaints.since_last_asked(but=[address]) == [], "refused"
