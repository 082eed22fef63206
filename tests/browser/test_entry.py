"""Entering a letter in a browser: by the keyboard alone, without a script, and through a crash."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as product
from django.urls import reverse
from playwright.sync_api import expect

from correspondence.letters.models import EntryDraft, Letter
from tests.browser.keys import Keys
from tests.browser.looking import DESK, PHONE, Complaints, faults
from tests.factories import AppointmentFactory, PersonFactory
from tests.story import ASKED, LEAD_IN, Story
from tests.test_two_commands import environment, fetch, free_port, run

pytestmark = pytest.mark.browser
PASTED = "\n".join([LEAD_IN, "", *(f"• {words}" for words in ASKED)])
PASSWORD = "correct horse battery staple"


@pytest.fixture
def story(transactional_db):
    story = Story()
    story.state.address = "2201 C Street NW"
    story.state.save()
    person = PersonFactory(name="Antony Blinken", last_name="Blinken")
    AppointmentFactory(
        person=person, agency=story.state, title="Secretary of State", held_from=date(2021, 1, 26)
    )
    PersonFactory(name="Benjamin L. Cardin", last_name="Cardin").seats.create(
        office=story.office, rank=1, side="majority", title="Chairman", held_from=date(2023, 9, 27)
    )
    return story


def test_a_letter_is_entered_with_the_keyboard_alone(page, live_server, story, sign_in):
    sign_in(story.clerk)
    keys, field, complaints = Keys(page), page.get_by_label, Complaints(page)
    page.goto(live_server.url + reverse("letter-new"))
    form = page.locator("#entry")

    keys.type_day(form.get_by_label("Date on the letter"), date(2023, 11, 29))
    to = form.get_by_role("group", name="Addressee 1")
    keys.reach(to.get_by_label("Name as written"))
    page.keyboard.type("blin")
    expect(page.get_by_role("option", name="Antony Blinken")).to_be_visible()
    expect(to.get_by_role("status").first).to_contain_text("1 found")
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(to.get_by_label("Title as written")).to_have_value("Secretary of State")
    expect(to.get_by_label("Agency that owes the answer")).to_have_value("Department of State")
    keys.type(form.get_by_label("Subject"), "Accountability")
    keys.type(form.get_by_label("Words, verbatim"), "What was done?")
    keys.reach(form.get_by_role("button", name="Add a request"))
    keys.press("Enter")
    second = form.get_by_role("group", name="Request 2")
    keys.type(second.get_by_label("Words, verbatim"), "By whom?")
    keys.reach(second.get_by_role("button", name="Up with Request 2"))
    keys.press("Enter")
    expect(form.get_by_role("group", name="Request 1").get_by_label("Words, verbatim")).to_have_value(
        "By whom?"
    )
    expect(field("Benjamin L. Cardin, Chairman")).to_be_visible()
    keys.tick(field("Benjamin L. Cardin, Chairman"))
    expect(page.locator("#draft-line")).to_contain_text("Draft kept at")
    assert faults(page) + complaints.since_last_asked() == []
    keys.follow(form.get_by_role("button", name="Save as a draft"))

    letter = Letter.objects.get()
    assert [one.text for one in letter.requests.all()] == ["By whom?", "What was done?"]
    assert (letter.signatories.get().title, letter.recipients.get().agency) == ("Chairman", story.state)
    assert not EntryDraft.objects.exists()


def test_a_row_that_is_taken_out_can_be_put_back(page, live_server, story, sign_in):
    sign_in(story.clerk)
    page.goto(live_server.url + reverse("letter-new"))
    form = page.locator("#entry")
    form.get_by_label("Words, verbatim").fill("What was done?")

    form.get_by_role("button", name="Remove Request 1").click()
    expect(form.get_by_role("group", name="Request 1")).to_have_count(0)
    form.get_by_role("button", name="Put back the request").click()

    expect(form.get_by_role("group", name="Request 1").get_by_label("Words, verbatim")).to_have_value(
        "What was done?"
    )


def test_escape_closes_the_offers_and_enter_in_a_line_saves_nothing(page, live_server, story, sign_in):
    sign_in(story.clerk)
    page.goto(live_server.url + reverse("letter-new"))
    agency = page.locator("#entry").get_by_label("Agency that owes the answer")
    agency.press_sequentially("stat")
    expect(page.get_by_role("option", name="Department of State")).to_be_visible()

    agency.press("Escape")
    expect(agency).to_have_attribute("aria-expanded", "false")
    agency.press("Enter")

    expect(agency).to_have_value("stat")
    assert not Letter.objects.exists()


def test_a_letter_is_entered_without_a_script(browser, live_server, story, client):
    client.force_login(story.clerk)
    context = browser.new_context(java_script_enabled=False)
    cookie = client.cookies[product.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": product.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + reverse("letter-new"))
    form = page.locator("#entry")
    form.get_by_label("Date on the letter").fill("2023-11-29")
    form.get_by_label("Subject").fill("Accountability")
    form.get_by_label("Paste a list").fill(PASTED)
    form.get_by_label("Agency that owes the answer").fill("dos")
    form.get_by_label("Name as written").fill("The Honorable Antony Blinken")

    form.get_by_role("button", name="Make requests of the list").click()
    form.get_by_role("button", name="Up with Request 5").click()
    form.get_by_role("button", name="Show it as of the date above").click()
    form.get_by_label("Benjamin L. Cardin, Chairman").check()
    form.get_by_role("button", name="Save as a draft").click()

    letter = Letter.objects.get()
    assert [one.text for one in letter.requests.all()] == [*ASKED[:3], ASKED[4], ASKED[3]]
    assert (letter.recipients.get().title, letter.recipients.get().agency) == (
        "Secretary of State",
        story.state,
    )
    assert letter.signatories.get().name == "Benjamin L. Cardin"
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_form_stands_up_to_axe_in_each_state(page, live_server, story, sign_in, scheme, size):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(size)
    sign_in(story.clerk)
    complaints = Complaints(page)
    address = live_server.url + reverse("letter-new")
    page.goto(address)
    form = page.locator("#entry")
    assert faults(page) + complaints.since_last_asked() == [], "empty"

    form.get_by_label("Agency that owes the answer").press_sequentially("stat")
    expect(page.get_by_role("option", name="Department of State")).to_be_visible()
    assert faults(page) == [], "while it offers"
    form.get_by_role("button", name="Save as a draft").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was saved yet")
    assert faults(page) + complaints.since_last_asked(but=[address]) == [], "with faults"


def test_the_draft_outlives_a_server_that_is_killed(page, tmp_path):
    port, kept = free_port(), {"VAR": str(tmp_path / "var"), "TICK": "off", "MODE": "laptop"}
    kept |= {"DATABASE_URL": f"sqlite:///{tmp_path}/crash.sqlite3", "PORT": port, "DEMO_PASSWORD": PASSWORD}
    for command in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"]):
        done = run([sys.executable, "manage.py", *command], **kept)
        assert done.returncode == 0, done.stderr
    made = run([sys.executable, "manage.py", "shell", "-v0", "-c", _ONE_CLERK], **kept)
    assert made.returncode == 0, made.stderr
    address = f"http://127.0.0.1:{port}"

    with _served(kept, address) as server:
        _sign_in(page, address)
        page.get_by_label("Subject").fill("Typed before the crash")
        page.get_by_label("Words, verbatim").fill("What was done?")
        expect(page.locator("#draft-line")).to_contain_text("Draft kept at")
        _kill_all(server)
        page.get_by_label("Subject").fill("Typed after the crash")
        expect(page.locator("#draft-line")).to_contain_text("cannot be reached")
    page.goto("about:blank")
    page.context.clear_cookies()

    with _served(kept, address):
        _sign_in(page, address)
        page.get_by_role("link", name="Typed before the crash").click()
        expect(page.get_by_label("Subject")).to_have_value("Typed before the crash")
        expect(page.get_by_label("Words, verbatim")).to_have_value("What was done?")


_ONE_CLERK = f"""
from correspondence.accounts.models import OfficeMembership, User
from correspondence.directory.models import Office
office = Office.objects.create(name="Committee on Crashes", kind="committee", chamber="senate", code="CRASH")
clerk = User.objects.create_user("clerk", password="{PASSWORD}")
OfficeMembership.objects.create(office=office, user=clerk, role="clerk")
"""


@contextlib.contextmanager
def _served(kept, address):
    """A real server, in a group of its own, until it is ended or killed."""
    command = [sys.executable, "-m", "gunicorn", "--config", "python:correspondence.serving"]
    server = subprocess.Popen(
        command,
        cwd=Path(product.BASE_DIR),
        env=environment(**kept),
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + 60
        while fetch(f"{address}/healthz")[0] != 200:
            assert time.monotonic() < deadline, "the server never answered"
            assert server.poll() is None, "the server ended"
            time.sleep(0.2)
        yield server
    finally:
        _kill_all(server)


def _kill_all(server):
    """kill -9, for the server and its workers: nobody has time to put anything away."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGKILL)
    server.wait()


def _sign_in(page, address):
    page.goto(f"{address}/letters/new/")
    page.get_by_label("Username").fill("clerk")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Password").press("Enter")
    page.wait_for_url("**/letters/new/")
