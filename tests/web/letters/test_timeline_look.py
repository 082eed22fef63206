"""The timeline in a real browser: axe, both widths, light and dark, and lanes beside their names."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from correspondence.followups.actions import log_contact
from correspondence.letters import actions as letters
from correspondence.responses import actions as responses
from correspondence.responses.models import Answer, Response
from correspondence.responses.rules import Judgement
from correspondence.timeline.lanes import draw
from correspondence.timeline.queries import letter_timeline
from tests.factories import AgencyFactory
from tests.story import Story, at

pytestmark = pytest.mark.browser

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
MIDDLES = """() => { const top = document.querySelector('.lanes-drawing').getBoundingClientRect().top;
  return [...document.querySelectorAll('.lane-names li')].map(name => {
    const box = name.getBoundingClientRect(); return Math.round((box.top + box.bottom) / 2 - top) }) }"""
STICKS_OUT = """() => [...document.querySelectorAll('.lane-names li')].filter(name =>
  [...name.children].some(child => child.getBoundingClientRect().height > name.clientHeight + 1)).length"""


@pytest.fixture
def story(transactional_db):
    return Story()


@pytest.fixture
def letter(story):
    """A letter with something of everything."""
    treasury = AgencyFactory(name="Department of the Treasury")
    letter = story.sent(
        to=[story.state, treasury],
        requests=[
            {"place": 1, "number": "1", "text": "Why?", "asker": "Rep. Graves"},
            {"place": 2, "number": "12(a)(iii)-bis", "text": "How? " * 80, "asker": "Rep. Graves"},
            {"place": 3, "number": "1", "text": "When?", "asker": "Rep. Larsen"},
        ],
        subject="What became of the findings of the inspector general in each of the fiscal years " * 3,
    )
    parts = story.parts(letter, story.state)
    responses.log_response(
        letter,
        agency=story.state,
        kind=Response.Kind.PARTIAL,
        channel="email",
        received_on=date(2024, 1, 18),
        summary="It says that it takes long " * 30,
        judgements=[
            Judgement(parts[1], Answer.Outcome.FULL, settles=True),
            Judgement(parts[2], Answer.Outcome.REFUSED, ground="Privilege", promised_on=date(2024, 2, 1)),
        ],
        by=story.clerk,
        now=at(2024, 1, 19),
    )
    log_contact(letter, kind="call", on=date(2024, 1, 9), summary="Soon", by=story.clerk, now=at(2024, 1, 9))
    letters.pause([parts[3]], why="Narrowing it", by=story.counsel, now=at(2024, 1, 22))
    return letter


@pytest.mark.parametrize(("size", "scheme"), [(DESK, "dark"), (PHONE, "light")], ids=["desk", "phone"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    page, live_server, sign_in, story, letter, size, scheme
):
    sign_in(story.viewer)
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)

    for path in (
        reverse("letter-timeline", args=[letter.pk]),
        reverse("letter-timeline", args=[story.draft().pk]),
        reverse("request", args=[letter.requests.get(place=2).pk]),
    ):
        page.goto(live_server.url + path)

        assert Axe().run(page, options=RULES).response["violations"] == []
        assert page.evaluate(WIDER) == 0


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_each_lane_runs_beside_its_name(page, live_server, sign_in, story, letter, size):
    drawing = draw(letter_timeline(letter, today=date(2024, 2, 26)))
    sign_in(story.viewer)
    page.set_viewport_size(size)

    page.goto(live_server.url + reverse("letter-timeline", args=[letter.pk]))

    middles = [
        middle
        for middle, lane in zip(page.evaluate(MIDDLES), drawing.lanes, strict=True)
        if not lane.is_asker
    ]
    heights = sorted({line.y for line in drawing.lines})
    assert all(abs(middle - height) <= 1 for middle, height in zip(middles, heights, strict=True))
    assert page.evaluate(STICKS_OUT) == 0


def test_a_lanes_number_leads_to_its_request_by_keyboard(page, live_server, sign_in, story, letter):
    sign_in(story.viewer)
    page.goto(live_server.url + reverse("letter-timeline", args=[letter.pk]))

    page.get_by_role("link", name="Request 12(a)(iii)-bis, its page, State").focus()
    page.keyboard.press("Enter")

    page.get_by_role("heading", level=1, name="Request 12(a)(iii)-bis").wait_for()
    assert page.url.endswith(reverse("request", args=[letter.requests.get(place=2).pk]))
