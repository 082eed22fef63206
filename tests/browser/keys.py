"""A person without a mouse: reaches a field by Tab, and types."""

import pytest
from playwright.sync_api import TimeoutError as TooLate
from playwright.sync_api import expect

MOST = 400  # presses of Tab: longer than the longest way round a page
HAS_FOCUS = "element => element === document.activeElement"
# Whether the focus shows: an outline or a ring, and nothing lies over the element.
SHOWS = """element => {
  const style = getComputedStyle(element), box = element.getBoundingClientRect();
  const ringed = parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== "none";
  const x = Math.min(Math.max(box.x + box.width / 2, 0), innerWidth - 1);
  const y = Math.min(Math.max(box.y + box.height / 2, 0), innerHeight - 1);
  const top = document.elementFromPoint(x, y);
  return (ringed || style.boxShadow !== "none") && !!top && (element.contains(top) || top.contains(element));
}"""


class Keys:
    """The keyboard at one page. A target is a locator by role and name, and nothing is ever clicked."""

    def __init__(self, page):
        self._page = page
        self.press = page.keyboard.press

    def reach(self, target):
        """Press Tab until the target has the focus, and shows it; fail where that never happens."""
        assert target.count() == 1, f"{target.count()} elements are {target}"
        for _ in range(MOST):
            if target.evaluate(HAS_FOCUS):
                self._must_show(target)
                return
            self.press("Tab")
        pytest.fail(f"{MOST} presses of Tab never reached {target}")

    def _must_show(self, target):
        try:  # Chromium scrolls there in its own time
            self._page.wait_for_function(SHOWS, arg=target.element_handle(), timeout=5000)
        except TooLate:
            pytest.fail(f"nobody can see that {target} has the focus")

    def type(self, target, words):
        """Replace what a field says."""
        self.reach(target)
        self.press("Control+a")
        self._page.keyboard.insert_text(words)

    def type_day(self, target, day):
        """Type a day into the browser's own field for days, which wants month, day and year."""
        self.reach(target)
        self._page.keyboard.type(f"{day:%m%d%Y}")
        expect(target).to_have_value(day.isoformat())

    def choose(self, target, words):
        """Go down a list until it says these words."""
        self.reach(target)
        self.press("Home")
        for _ in range(target.locator("option").count()):
            if target.evaluate("list => list.selectedOptions[0].textContent.trim()") == words:
                return
            self.press("ArrowDown")
        pytest.fail(f"{target} does not offer {words!r}")

    def look_up(self, target, words, offered):
        """Open an autocomplete field, type a few letters, and take what it offers first."""
        self.reach(target)
        self.press("Enter")
        self._page.keyboard.type(words)
        self._page.locator(".select2-results__option--highlighted", has_text=offered).wait_for()
        self.press("Enter")
        expect(target).to_contain_text(offered)

    def tick(self, target):
        """Tick a box."""
        self.reach(target)
        self.press("Space")
        expect(target).to_be_checked()

    def pick(self, target):
        """Choose one of several that exclude each other: Tab reaches the group, arrows go round in it."""
        group = self._page.locator(f"input[name='{target.get_attribute('name')}']")
        for _ in range(MOST):
            if group.evaluate_all("all => all.includes(document.activeElement)"):
                break
            self.press("Tab")
        if group.evaluate_all("all => all.indexOf(document.activeElement)") >= 0:
            self.press("Space")
        for _ in range(group.count()):
            if target.is_checked():
                self._must_show(target)
                return
            self.press("ArrowDown")
        pytest.fail(f"the arrows never reached {target}")

    def press_button(self, target):
        """Press Enter on a button that need not lead to another page."""
        self.reach(target)
        self.press("Enter")

    def follow(self, target):
        """Press Enter on a link or a button, and wait for the page that it leads to."""
        self.reach(target)
        with self._page.expect_navigation():
            self.press("Enter")
