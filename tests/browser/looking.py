"""What a screen must stand up to: axe, no word of complaint in the console, and no sideways scroll."""

from axe_playwright_python.sync_playwright import Axe

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


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


class Complaints:
    """What a page's console warns of, and the faults of its scripts, since they were last asked for."""

    def __init__(self, page):
        self._heard = []
        page.on("console", self._hear)
        page.on("pageerror", lambda fault: self._heard.append(str(fault)))

    def _hear(self, message):
        if message.type in ("error", "warning"):
            self._heard.append(f"{message.text} ({message.location['url']})")

    def since_last_asked(self, *, but=()):
        """All that was heard; `but`: addresses that may answer with an error, as when a page is refused."""
        heard, self._heard = self._heard, []
        return [one for one in heard if not any(f"({address})" in one for address in but)]
