"""Acts on a letter and on a contact over HTTP: the form, the act, the refusal, and two people at once."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from correspondence.core.days import day_of
from correspondence.followups.actions import log_contact
from correspondence.followups.models import Contact
from correspondence.letters import actions as letters
from correspondence.letters.models import Decision, Letter, Part
from correspondence.responses import actions as responses
from correspondence.responses.models import Answer
from correspondence.responses.rules import Judgement
from tests.admin_forms import fill
from tests.factories import AgencyFactory, MembershipFactory
from tests.story import ASKED, Story, at

pytestmark = pytest.mark.django_db
NOW = at(2024, 2, 26)


@pytest.fixture(autouse=True)
def _on_26_february_2024():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def story(db):
    return Story()


@pytest.fixture
def letter(story):
    return story.sent()


def act(letter, name):
    return reverse("letter-act", args=[letter.pk, name])


def opened(client, user, letter, name, **query):
    """The page of an act, as this user sees it."""
    client.force_login(user)
    page = client.get(act(letter, name), query)
    assert page.status_code == 200
    return page


def do(client, page, url, **changes):
    """What a browser sends of a page after these changes, in the form that the page has in its main part."""
    return client.post(url, own_fields(page) | changes)


def own_fields(page):
    return fill(SimpleNamespace(text=page.text[page.text.index("<main") :]))


def words_of(html):
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_an_act_opens_with_the_requests_ticked_that_it_was_asked_for(client, story, letter):
    parts = story.parts(letter)

    page = opened(client, story.counsel, letter, "extend", part=parts[2].pk)

    ticked = re.findall(r'name="parts" value="(\d+)"[^>]*checked', page.text)
    assert ticked == [str(parts[2].pk)]


def test_an_act_is_done_and_leads_back_to_the_letter(client, story, letter):
    parts = story.parts(letter)
    page = opened(client, story.counsel, letter, "extend", part=parts[2].pk)

    done = do(client, page, act(letter, "extend"), to="2024-03-15", why="Asked politely.")

    assert done.status_code == 302
    assert done.url == reverse("letter", args=[letter.pk])
    assert story.parts(letter)[2].due_on == date(2024, 3, 15)
    assert story.parts(letter)[1].due_on == date(2023, 12, 13)
    assert "1 request due 15 March 2024 now." in client.get(done.url).text


def test_a_form_with_faults_keeps_what_was_typed(client, story, letter):
    parts = story.parts(letter)
    page = opened(client, story.counsel, letter, "extend", part=parts[2].pk)

    again = do(client, page, act(letter, "extend"), to="2023-01-01", why="Typed with care.")

    assert again.status_code == 422
    assert "That day is before the letter was sent." in again.text
    assert "Typed with care." in again.text
    assert f'value="{parts[2].pk}"' in again.text
    assert Decision.objects.filter(part=parts[2]).count() == 1


def test_a_page_elsewhere_is_gone_back_to_and_a_strange_address_is_not(client, story, letter):
    part = story.parts(letter)[1]
    inside = reverse("request", args=[part.request_id])
    backs = {}

    for wanted in (inside, "https://example.com/", "//example.com/", "/\\example.com"):
        page = opened(client, story.counsel, letter, "extend", part=part.pk, back=wanted)
        backs[wanted] = re.search(r'name="back"\s+value="([^"]*)"', page.text)[1]

    own = reverse("letter", args=[letter.pk])
    assert list(backs.values()) == [inside, own, own, own]


def test_what_somebody_else_decided_meanwhile_is_told_with_what_was_typed(client, story, letter):
    part = story.parts(letter)[2]
    page = opened(client, story.counsel, letter, "extend", part=part.pk)
    letters.extend([part], to=date(2024, 3, 1), why="Agreed.", by=story.manager, now=NOW)

    told = do(client, page, act(letter, "extend"), to="2024-04-01", why="Typed with care.")

    assert told.status_code == 409
    assert f"Request 2 (State): due date set, due 1 Mar 2024, by {story.manager}" in words_of(told.text)
    assert "Typed with care." in told.text
    assert "2024-04-01" in told.text
    assert story.parts(letter)[2].due_on == date(2024, 3, 1)


def test_pressed_once_more_it_is_done(client, story, letter):
    part = story.parts(letter)[2]
    page = opened(client, story.counsel, letter, "extend", part=part.pk)
    letters.extend([part], to=date(2024, 3, 1), by=story.manager, now=NOW)
    told = do(client, page, act(letter, "extend"), to="2024-04-01")

    done = do(client, told, act(letter, "extend"))

    assert done.status_code == 302
    assert story.parts(letter)[2].due_on == date(2024, 4, 1)


def test_what_became_of_other_requests_does_not_hold_it_up(client, story, letter):
    parts = story.parts(letter)
    page = opened(client, story.counsel, letter, "extend", part=parts[2].pk)
    letters.settle([parts[1]], ground="answered", by=story.manager, now=NOW)

    done = do(client, page, act(letter, "extend"), to="2024-04-01")

    assert done.status_code == 302


def test_an_answer_that_came_meanwhile_is_told(client, story, letter):
    part = story.parts(letter)[2]
    page = opened(client, story.counsel, letter, "settle", part=part.pk)
    responses.log_response(
        letter,
        agency=story.state,
        kind="partial",
        channel="email",
        received_on=day_of(NOW),
        judgements=[Judgement(part, Answer.Outcome.REFUSED, ground="Privilege")],
        by=story.clerk,
        now=NOW,
    )

    told = do(client, page, act(letter, "settle"), ground="lapsed")

    assert told.status_code == 409
    assert f"an answer was logged, refused, by {story.clerk}" in words_of(told.text)


def test_what_was_settled_meanwhile_can_no_longer_be_extended(client, story, letter):
    part = story.parts(letter)[2]
    page = opened(client, story.counsel, letter, "extend", part=part.pk)
    letters.settle([part], ground="answered", by=story.manager, now=NOW)
    told = do(client, page, act(letter, "extend"), to="2024-04-01", parts=[part.pk])

    again = do(client, told, act(letter, "extend"), parts=[part.pk])

    assert told.status_code == 409
    assert again.status_code == 422
    assert "A request that you ticked is not among these any more." in words_of(again.text)


def test_a_draft_that_was_edited_meanwhile_is_not_sent_unseen(client, story):
    draft = story.draft()
    page = opened(client, story.clerk, draft, "send")
    letters.revise_draft(
        draft,
        facts={"subject": "Another subject", "dated_on": draft.dated_on},
        signatories=[{"name": "Benjamin L. Cardin"}],
        recipients=[{"role": "to", "name": "The Secretary", "agency": story.state}],
        requests=[{"text": "Something else"}],
        by=story.counsel,
        now=NOW,
    )

    told = do(client, page, act(draft, "send"), on="2024-02-20")

    assert told.status_code == 409
    assert f"The letter was saved by {story.counsel}: " in words_of(told.text)
    assert "subject" in words_of(told.text)
    assert not Letter.objects.get(pk=draft.pk).sent_on
    assert do(client, told, act(draft, "send")).status_code == 302


def test_a_letter_that_was_sent_meanwhile_is_told_to_be_with_what_was_typed(client, story):
    draft = story.draft()
    page = opened(client, story.clerk, draft, "send")
    letters.mark_sent(draft, on=draft.dated_on, by=story.counsel, now=NOW)

    told = do(client, page, act(draft, "send"), on="2024-02-20")

    assert told.status_code == 409
    assert "As things stand, this cannot be done" in told.text
    assert "2024-02-20" in told.text
    assert f"saved by {story.counsel}" in words_of(told.text)


def test_sending_asks_first_and_says_what_it_makes_due(client, story):
    draft = story.draft()

    page = opened(client, story.clerk, draft, "send")

    assert "Has it gone out as it stands here?" in page.text
    assert "5 requests due 13 December 2023" in page.text


def test_settled_by_a_slip_is_undone_with_one_button(client, story, letter):
    part = story.parts(letter)[2]
    page = opened(client, story.clerk, letter, "settle", part=part.pk)
    done = do(client, page, act(letter, "settle"), ground="answered")
    letter_page = client.get(done.url)

    form = letter_page.text.split("Undo</button>")[0].rsplit("<form", 1)[1]
    url = re.search(r'action="([^"]*)"', form)[1]
    values = re.findall(r'name="(\w+)"\s+value="([^"]*)"', form)
    undone = client.post(url, dict(values))

    assert undone.status_code == 302
    assert story.parts(letter)[2].settled_on is None
    assert story.parts(letter)[2].due_on == date(2023, 12, 13)
    whats = [row.what for row in Decision.objects.filter(part=part).order_by("pk")]
    assert whats == ["due_set", "settled", "reopened"]


def test_only_who_settled_it_or_counsel_may_undo_it_and_only_soon(client, story, letter):
    parts = story.parts(letter)
    letters.settle([parts[1]], ground="answered", by=story.counsel, now=NOW)
    letters.settle([parts[2]], ground="answered", by=story.clerk, now=at(2024, 2, 26, 8))
    client.force_login(story.clerk)

    of_counsel = client.post(act(letter, "undo-settling"), {"parts": [parts[1].pk]})
    of_long_ago = client.post(act(letter, "undo-settling"), {"parts": [parts[2].pk]})

    assert of_counsel.status_code == 403
    assert of_long_ago.status_code == 422
    assert "more than an hour ago" in of_long_ago.text
    assert Part.objects.filter(settled_on=None).count() == 3


def test_a_settling_over_a_settling_is_not_undone(client, story, letter):
    part = story.parts(letter)[1]
    letters.settle([part], ground="answered", by=story.clerk, now=at(2024, 2, 26, 9))
    letters.settle([part], ground="withdrawn", by=story.clerk, now=NOW)
    client.force_login(story.clerk)

    page = client.post(act(letter, "undo-settling"), {"parts": [part.pk]})

    assert page.status_code == 422
    assert "was settled before that too" in page.text


def test_assigned_and_undone(client, story, letter):
    page = opened(client, story.clerk, letter, "assign")
    done = do(client, page, act(letter, "assign"), to=str(story.counsel.pk))
    assert Letter.objects.get(pk=letter.pk).assigned_to == story.counsel
    form = client.get(done.url).text.split("Undo</button>")[0].rsplit("<form", 1)[1]

    client.post(
        re.search(r'action="([^"]*)"', form)[1], dict(re.findall(r'name="(\w+)"\s+value="([^"]*)"', form))
    )

    assert Letter.objects.get(pk=letter.pk).assigned_to == story.clerk


def test_a_letter_is_assigned_to_members_of_its_office_alone(client, story, letter):
    stranger = MembershipFactory(role="clerk").user
    page = opened(client, story.clerk, letter, "assign")

    again = do(client, page, act(letter, "assign"), to=str(stranger.pk))

    assert again.status_code == 422
    assert f'value="{stranger.pk}"' not in page.text


def test_a_file_is_added(client, story, letter):
    page = opened(client, story.clerk, letter, "file")
    upload = SimpleUploadedFile("signed.pdf", b"%PDF-1.7 signed")

    done = do(client, page, act(letter, "file"), file=upload, title="Letter as signed")

    assert done.status_code == 302
    attached = letter.attachments.get()
    assert (attached.title, attached.document.media_type) == ("Letter as signed", "application/pdf")


def test_an_empty_file_is_refused_in_words(client, story, letter):
    page = opened(client, story.clerk, letter, "file")

    again = do(client, page, act(letter, "file"), file=SimpleUploadedFile("empty.pdf", b""), title="Typed")

    assert again.status_code == 422
    assert "Typed" in again.text
    assert not letter.attachments.exists()


def test_a_follow_up_repeats_what_is_open_and_is_gone_over_before_it_is_sent(client, story, letter):
    parts = story.parts(letter)
    letters.settle([parts[1], parts[5]], ground="answered", by=story.counsel, now=NOW)
    page = opened(client, story.clerk, letter, "follow-up")

    done = do(client, page, act(letter, "follow-up"))

    draft = Letter.objects.get(earlier_links__earlier=letter)
    assert done.status_code == 302
    assert str(draft.pk) in done.url
    assert draft.sent_on is None
    assert (draft.kind, draft.dated_on) == ("follow_up", date(2024, 2, 26))
    assert [row.text for row in draft.requests.all()] == list(ASKED[1:4])
    assert [row.repeats.get().place for row in draft.requests.all()] == [2, 3, 4]
    assert "3 requests in that letter have not been answered in full" in draft.body
    assert [row.name for row in draft.signatories.all()] == ["Benjamin L. Cardin"]


def test_a_follow_up_once_sent_carries_on_what_it_repeats(story, letter):
    draft = letters.draft_follow_up(letter, dated_on=date(2024, 2, 26), by=story.clerk, now=NOW)

    letters.mark_sent(draft, on=date(2024, 2, 26), by=story.clerk, now=NOW)

    assert all(part.carried_on_by_id for part in story.parts(letter).values())
    assert Letter.objects.get(pk=letter.pk).next_due_on is None


def test_a_follow_up_goes_to_those_who_owe_and_to_whom_it_was_moved(story):
    treasury, commerce = AgencyFactory(name="Treasury"), AgencyFactory(name="Commerce", address="1401")
    letter = story.sent(to=[story.state, treasury], asked=["Who owns them?", "Who insures them?"])
    letters.settle(story.parts(letter, story.state).values(), ground="answered", by=story.counsel, now=NOW)
    part = story.parts(letter, treasury)[2]
    letters.move_part(part, to_agency=commerce, why="Referred", by=story.counsel, now=NOW)

    draft = letters.draft_follow_up(letter, dated_on=date(2024, 2, 26), by=story.clerk, now=NOW)

    assert {row.agency for row in draft.recipients.filter(role="to")} == {treasury, commerce}
    first, second = draft.requests.all()
    assert [set(row.put_to.all()) for row in (first, second)] == [{treasury}, {commerce}]


def test_nothing_open_is_not_followed_up(client, story, letter):
    letters.settle(story.parts(letter).values(), ground="answered", by=story.counsel, now=NOW)
    client.force_login(story.clerk)

    page = client.post(act(letter, "follow-up"), {"dated_on": "2024-02-26"})

    assert page.status_code == 409
    assert not Letter.objects.filter(earlier_links__earlier=letter).exists()


def test_a_contact_is_logged_from_the_letter(client, story, letter):
    part = story.parts(letter)[2]
    page = opened(client, story.clerk, letter, "contact", part=part.pk)

    done = do(client, page, act(letter, "contact"), summary="In clearance.", on="2024-02-25")

    assert done.status_code == 302
    contact = Contact.objects.get()
    assert (contact.summary, [row.part for row in contact.about.all()]) == ("In clearance.", [part])


def test_a_contacts_promise_is_kept_and_the_contact_withdrawn(client, story, letter):
    contact = log_contact(
        letter,
        kind="call",
        on=date(2024, 1, 9),
        summary="They will.",
        promised="The list",
        promised_on=date(2024, 3, 1),
        by=story.clerk,
        now=at(2024, 1, 9),
    )
    client.force_login(story.clerk)
    kept, withdraw = (reverse("contact-act", args=[contact.pk, name]) for name in ("kept", "withdraw"))

    client.post(kept, {"on": "2024-02-20"})
    done = client.post(withdraw, {"why": "Logged twice."})
    again = client.post(withdraw, {"why": "Logged twice."})

    contact.refresh_from_db()
    assert contact.promise_kept_on == date(2024, 2, 20)
    assert contact.withdrawn_why == "Logged twice."
    assert done.url == f"{reverse('letter', args=[letter.pk])}#contacts"
    assert again.status_code == 409
    assert "Logged twice." in again.text


def test_who_may_not_is_told_so_and_nothing_is_done(client, story, letter):
    part = story.parts(letter)[1]
    client.force_login(story.clerk)

    page = client.post(act(letter, "extend"), {"parts": [part.pk], "to": "2024-04-01"})

    assert page.status_code == 403
    assert story.parts(letter)[1].due_on == date(2023, 12, 13)


def test_no_act_is_done_by_looking(client, story, letter):
    client.force_login(story.counsel)

    client.get(act(letter, "settle"), {"parts": "1", "ground": "answered", "on": "2024-02-26"})

    assert not Decision.objects.filter(what="settled").exists()


@pytest.mark.parametrize("seen", ["", "x", "1.2", "9" * 40 + ".1.1", "-1.0.0", "<script>"])
def test_a_page_that_says_nothing_of_what_it_saw_is_believed(client, story, letter, seen):
    part = story.parts(letter)[1]
    client.force_login(story.counsel)

    done = client.post(act(letter, "extend"), {"parts": [part.pk], "to": "2024-04-01", "seen": seen})

    assert done.status_code == 302


def test_ids_that_are_no_ids_are_refused_in_words(client, story, letter):
    client.force_login(story.counsel)

    pages = [
        client.post(act(letter, "extend"), {"parts": [bad], "to": "2024-04-01", "seen": "1.1.1"})
        for bad in ("x", "9" * 30, "-1", "²")
    ]

    assert {page.status_code for page in pages} == {422}
