"""The pages of a letter, a request and an act in a browser: axe, keyboard, no JavaScript, paper."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from correspondence.followups.actions import log_contact
from correspondence.letters import actions as letters
from correspondence.letters.models import Decision
from correspondence.responses import actions as responses
from correspondence.responses.models import Answer, Response
from correspondence.responses.rules import Judgement
from tests.factories import AgencyFactory
from tests.story import Story, at

pytestmark = pytest.mark.browser

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def story(transactional_db):
    return Story()


@pytest.fixture
def letter(story):
    """A letter with something of everything."""
    asked = ["Why was it not built?", "How will it be paid for? " + "And when? " * 40, "Who decided?"]
    body = "We ask:\n\n" + "\n".join(f"{n}. {words}" for n, words in enumerate(asked[:2], start=1))
    letter = story.sent(
        to=[story.state, AgencyFactory(name="Department of the Treasury")], asked=asked, body=body
    )
    parts = story.parts(letter, story.state)
    responses.log_response(
        letter,
        agency=story.state,
        kind=Response.Kind.PARTIAL,
        channel="email",
        received_on=date(2024, 1, 18),
        judgements=[
            Judgement(parts[1], Answer.Outcome.FULL, settles=True, quote="It was never begun."),
            Judgement(parts[2], Answer.Outcome.REFUSED, ground="Privilege", promised_on=date(2024, 2, 1)),
        ],
        by=story.clerk,
        now=at(2024, 1, 19),
    )
    log_contact(
        letter,
        kind="call",
        on=date(2024, 1, 9),
        summary="Soon",
        promised="The list",
        promised_on=date(2024, 2, 1),
        by=story.clerk,
        now=at(2024, 1, 9),
    )
    letters.pause([parts[3]], why="Narrowing it", by=story.counsel, now=at(2024, 1, 22))
    return letter


@pytest.mark.parametrize(("size", "scheme"), [(DESK, "dark"), (PHONE, "light")], ids=["desk", "phone"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    page, live_server, sign_in, story, letter, size, scheme
):
    sign_in(story.counsel)
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)

    for path in (
        reverse("letter", args=[letter.pk]),
        reverse("letter", args=[story.draft().pk]),
        reverse("request", args=[letter.requests.get(place=2).pk]),
        reverse("letter-act", args=[letter.pk, "settle"]),
        reverse("letter-act", args=[letter.pk, "correct"]),
        reverse("letter-act", args=[letter.pk, "file"]),
    ):
        page.goto(live_server.url + path)

        assert Axe().run(page, options=RULES).response["violations"] == [], path
        assert page.evaluate(WIDER) == 0, path
    assert complaints == []


def test_a_number_leads_from_the_ledger_to_the_words_and_back_by_keyboard(
    page, live_server, sign_in, story, letter
):
    request = letter.requests.get(place=1)
    sign_in(story.viewer)
    page.goto(live_server.url + reverse("letter", args=[letter.pk]))

    page.get_by_role("link", name="Request 1, its words in the letter").focus()
    page.keyboard.press("Enter")
    there = page.url
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert there.endswith(f"#words-{request.pk}")
    assert page.url.endswith(f"#request-{request.pk}")


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])
def test_settled_and_undone_by_keyboard_with_and_without_javascript(
    browser, live_server, client, settings, story, letter, has_script
):
    part = story.parts(letter, story.state)[2]
    context = browser.new_context(java_script_enabled=has_script)
    client.force_login(story.counsel)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + reverse("letter", args=[letter.pk]))

    page.get_by_role("link", name="Settle request 2, State").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Settle").focus()
    page.keyboard.press("Enter")
    page.get_by_text("1 request settled.").wait_for()
    page.get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Undone: 1 request open again, due as before.").wait_for()

    whats = list(Decision.objects.filter(part=part).order_by("pk").values_list("what", flat=True))
    assert whats == ["due_set", "settled", "reopened"]
    context.close()


def test_on_paper_the_letter_starts_a_page_and_what_can_be_clicked_is_gone(
    page, live_server, sign_in, story, letter
):
    sign_in(story.counsel)
    page.goto(live_server.url + reverse("letter", args=[letter.pk]))

    page.emulate_media(media="print")

    begins = page.evaluate("getComputedStyle(document.querySelector('.paper')).breakBefore")
    shown = page.evaluate(
        "[...document.querySelectorAll('.acts, .line-acts, nav, .jumps')].filter(e => e.offsetHeight).length"
    )
    assert begins == "page"
    assert shown == 0
