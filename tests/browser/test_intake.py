"""Taking files in by a browser: chosen, dropped and pasted, with what is wrong told beside them."""

import pytest
from playwright.sync_api import expect

from correspondence.intake.models import IntakeItem
from tests.arrivals import LETTER, came_in, pdf, read, upload
from tests.browser.looking import DESK, PHONE, faults, no_complaints
from tests.story import Story, at

pytestmark = pytest.mark.browser
NOW = at(2023, 12, 5)
# A picture without a name, as a screen shot comes from the clipboard; and a file, as it is dropped.
PASTE = """() => {
  const held = new DataTransfer();
  held.items.add(new File([new Uint8Array([137, 80, 78, 71])], "image.png", {type: "image/png"}));
  document.dispatchEvent(new ClipboardEvent("paste", {clipboardData: held, bubbles: true}));
}"""
DROP = """() => {
  const held = new DataTransfer();
  held.items.add(new File(["Dear Secretary"], "dropped.txt", {type: "text/plain"}));
  for (const kind of ["dragover", "drop"])
    document.body.dispatchEvent(new DragEvent(kind, {dataTransfer: held, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def story(transactional_db):
    return Story()


def chosen(name, content=LETTER):
    return {"name": name, "mimeType": "text/plain", "buffer": content.encode()}


def test_files_are_chosen_dropped_and_pasted_and_one_is_left_out(page, live_server, story, sign_in):
    sign_in(story.clerk)
    with no_complaints(page):
        page.goto(f"{live_server.url}/intake/")
        page.locator("input[type=file]").set_input_files([chosen("a.txt"), chosen("empty.txt", "")])
        listed = page.locator("[data-chosen] li")
        expect(listed.filter(has_text="empty.txt")).to_contain_text("is empty")
        page.evaluate(DROP)
        page.evaluate(PASTE)
        expect(listed).to_have_count(4)
        expect(listed.last).to_contain_text("pasted-")

        page.get_by_role("button", name="Leave out pasted-").press("Enter")
        page.get_by_role("button", name="Leave out empty.txt").press("Enter")
        expect(listed).to_have_count(2)
        page.get_by_role("button", name="Take in").press("Enter")

        expect(page.get_by_text("Taken in: 2 files.")).to_be_visible()
    assert set(IntakeItem.objects.values_list("name", flat=True)) == {"a.txt", "dropped.txt"}


def test_the_tray_keeps_itself_up_to_date(page, live_server, story, sign_in):
    [item] = came_in(story.office, upload("two.pdf", pdf("Dear A", "Dear B")), by=story.clerk, now=NOW)
    read(item, now=NOW, seconds=0)
    sign_in(story.clerk)
    page.goto(f"{live_server.url}/intake/")
    expect(page.get_by_role("progressbar", name="Pages of two.pdf read")).to_be_visible()

    read(item, now=NOW)

    expect(page.get_by_role("link", name="Confirm two.pdf")).to_be_visible(timeout=10_000)
    expect(page.get_by_role("progressbar")).to_have_count(0)


@pytest.mark.parametrize("window", [DESK, PHONE], ids=["desk", "phone"])
def test_the_tray_and_an_item_bear_looking_at(page, live_server, story, sign_in, window):
    [bad] = came_in(story.office, upload("cut.pdf", pdf("Dear A")[:200]), by=story.clerk, now=NOW)
    [item] = came_in(story.office, upload("two.pdf", pdf("Dear A", "Dear B")), by=story.clerk, now=NOW)
    read(bad, now=NOW)
    read(item, now=NOW, seconds=0)
    sign_in(story.clerk)
    page.set_viewport_size(window)

    with no_complaints(page):
        for path in ("/intake/", f"/intake/{item.pk}/", f"/intake/{bad.pk}/", "/intake/?show=set-aside"):
            page.goto(live_server.url + path)
            assert faults(page) == [], path
