"""Each component in each state, in a real browser: in light and dark, at a desk and on a phone."""

import pytest

from tests.browser.keys import MOST, SHOWS
from tests.browser.looking import DESK, PHONE, Complaints, faults, moved, no_complaints

pytestmark = pytest.mark.browser
STATES = ["", "?rows=0", "?rows=1", "?form=faults"]
FOCUSED = """() => {
  const it = document.activeElement;
  if (!it || it === document.body || it === document.documentElement) return "";
  return `${it.tagName} ${it.id || it.getAttribute("href") || it.textContent.trim()}`;
}"""


@pytest.fixture
def clerks_page(page, live_server, sign_in, transactional_db):
    from tests.factories import MembershipFactory

    sign_in(MembershipFactory().user)
    page.address = lambda state="": f"{live_server.url}/styleguide/{state}"
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_every_component_is_sound_in_every_state(clerks_page, size, scheme):
    page, complaints, found = clerks_page, Complaints(clerks_page), {}
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)

    for state in [*STATES, "?rows=200"] if size == PHONE else STATES:
        page.goto(page.address(state))
        found[state] = [*faults(page), *complaints.since_last_asked()]
        if shift := moved(page):
            found[state].append(f"moved by {shift}")

    assert {state: its for state, its in found.items() if its} == {}


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_whatever_takes_the_focus_shows_it(clerks_page, size):
    page, seen, unseen = clerks_page, [], []
    page.set_viewport_size(size)
    page.emulate_media(reduced_motion="reduce")
    page.goto(page.address("?rows=1"))

    for _ in range(MOST):
        page.keyboard.press("Tab")
        what = page.evaluate(FOCUSED)
        if not what:
            break
        seen.append(what)
        if not page.evaluate(f"({SHOWS})(document.activeElement)"):
            unseen.append(what)

    assert len(seen) > 60
    assert unseen == []


def test_a_refusal_of_the_content_policy_fails_a_test(clerks_page):
    page = clerks_page

    def refused():
        with no_complaints(page):
            page.goto(page.address())
            page.locator("h1").evaluate("head => head.setAttribute('style', 'color: red')")
            page.wait_for_timeout(100)

    with pytest.raises(AssertionError, match="style-src-attr"):
        refused()


def test_two_hundred_rows_are_printed_with_their_head_and_without_what_is_pressed(clerks_page):
    page = clerks_page
    page.goto(page.address("?rows=200"))

    page.emulate_media(media="print")

    def its(name, which):
        return page.locator(which).last.evaluate(f"it => getComputedStyle(it).{name}")

    assert its("display", "[aria-label=Letters] thead") == "table-header-group"
    assert its("breakInside", "[aria-label=Letters] tbody tr") == "avoid"
    assert its("printColorAdjust", ".rows .mark") == "exact"
    for pressed in (".masthead .menu", ".filters", ".pager ul", ".rows .pick", ".with-ticked", ".tabs-line"):
        assert not page.locator(pressed).first.is_visible(), pressed
