"""What a screen must stand up to: axe, no complaint in the console, nothing moves or scrolls sideways."""

from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

# A refusal by the content policy, told in the console: some (an inline style) are told nowhere else.
TELL_REFUSALS = """document.addEventListener("securitypolicyviolation", event =>
  console.error(`refused by ${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`))"""
# How far what is shown has moved by itself, in shares of the window, since the page was opened.
MOVED = """() => new Promise(resolve => {
  let moved = 0;
  new PerformanceObserver(list => {
    for (const shift of list.getEntries()) if (!shift.hadRecentInput) moved += shift.value;
  }).observe({type: "layout-shift", buffered: true});
  document.fonts.ready.then(() => setTimeout(() => resolve(moved), 200));
})"""


def faults(page):
    """What axe finds, and whether the page scrolls sideways."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    found = [
        f"{fault['id']}: {node['target']}"
        for fault in page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
        for node in fault["nodes"]
    ]
    return found + too_wide(page)


def too_wide(page):
    """Whether the page scrolls sideways, in the window as it is."""
    wide = page.evaluate(WIDER)
    return [f"{wide} px wider than a window of {page.viewport_size['width']} px"] if wide else []


def moved(page):
    """How far the page has moved by itself while it was loaded: 0, or a fault."""
    return page.evaluate(MOVED)


class Complaints:
    """What a page's console warns of, what its content policy refused, and the faults of its scripts.

    They are heard from the next page that is opened on, and forgotten once they were asked for.
    """

    def __init__(self, page):
        self._heard = []
        page.add_init_script(TELL_REFUSALS)
        page.on("console", self._hear)
        page.on("pageerror", lambda fault: self._heard.append(str(fault)))

    def _hear(self, message):
        if message.type in ("error", "warning"):
            self._heard.append(f"{message.text} ({message.location['url']})")

    def since_last_asked(self, *, but=()):
        """All that was heard; `but`: addresses that may answer with an error, as when a page is refused."""
        heard, self._heard = self._heard, []
        return [one for one in heard if not any(f"({address})" in one for address in but)]


@contextmanager
def no_complaints(page, *, but=()):
    """Fail where a page that is opened here complains: in its console, its scripts, its content policy."""
    complaints = Complaints(page)
    yield complaints
    heard = complaints.since_last_asked(but=but)
    assert not heard, heard
