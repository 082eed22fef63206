"""What is typed and not saved: kept, offered again, private, and not lost when a session ends."""

import uuid

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from correspondence.letters.models import EntryDraft, Letter
from tests.admin_forms import fill
from tests.factories import MembershipFactory
from tests.story import Story, at
from tests.web.letters.test_entry import NEW, edit, pressed, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return Story()


@pytest.fixture
def desk(client, story):
    client.force_login(story.clerk)
    return client


def key_of(page):
    return page.context["draft_key"]


def keep(client, data, key):
    """What the script sends while somebody types."""
    return client.post(reverse("letter-draft", args=[key]), data)


def opened(client, **changes):
    page = client.get(NEW)
    return fill(page, **changes), key_of(page)


def test_opening_the_form_keeps_nothing(desk):
    desk.get(NEW)

    assert not EntryDraft.objects.exists()


def test_what_is_typed_is_kept_with_the_time_and_offered_at_the_next_visit(desk):
    data, key = opened(desk, subject="Half a letter", serial="1")

    with time_machine.travel(at(2023, 11, 29, 14), tick=False):
        told = keep(desk, data, key).json()

    assert (told["kept"], told["said"]) == (True, "Draft kept at 2:00 p.m.")
    page = desk.get(NEW)
    assert "Half a letter" in page.text
    page = desk.get(f"{NEW}?draft={key}")
    assert fill(page)["subject"] == "Half a letter"
    assert "error-summary" not in page.text


def test_the_answer_reads_the_due_phrase(desk):
    data, key = opened(desk, due_phrase="within 10 business days", dated_on="2023-11-29", serial="1")

    assert "13 December 2023" in keep(desk, data, key).json()["due"]


def test_the_last_serial_wins_and_an_older_window_is_told(desk):
    data, key = opened(desk)
    keep(desk, data | {"subject": "Later", "serial": "7"}, key)

    told = keep(desk, data | {"subject": "Earlier", "serial": "3"}, key).json()

    assert not told["kept"]
    assert told["serial"] == 7
    assert EntryDraft.objects.get().values["subject"] == ["Later"]


def test_rows_come_back_as_they_stood(desk):
    data = typed(desk, serial="1")
    key = key_of(desk.post(NEW, pressed(data, "add-requests")))

    page = desk.get(f"{NEW}?draft={key}")

    kept = fill(page)
    assert kept["requests-TOTAL"] == "2"
    assert kept["requests-0-text"] == "What was done about it, and by whom?"
    assert kept["recipients-0-agency_words"] == "dos"


def test_a_page_that_the_server_made_anew_keeps_what_was_typed(desk):
    page = desk.post(NEW, pressed(typed(desk, subject="Round trip"), "add-recipients-cc"))

    assert "Draft kept" in page.text
    assert EntryDraft.objects.get().values["subject"] == ["Round trip"]


def test_saving_the_letter_ends_its_draft_alone(desk):
    other, other_key = opened(desk, subject="Another", serial="1")
    keep(desk, other, other_key)
    data = typed(desk, serial="1")
    page = desk.post(NEW, pressed(data, "keep"))

    desk.post(NEW, fill(page))

    assert Letter.objects.count() == 1
    assert [str(draft.key) for draft in EntryDraft.objects.all()] == [other_key]


def test_a_draft_is_private_to_whoever_typed_it(desk, client, story):
    data, key = opened(desk, subject="Mine alone", serial="1")
    keep(desk, data, key)
    colleague = MembershipFactory(office=story.office, role="manager").user
    client.force_login(colleague)

    assert "Mine alone" not in client.get(NEW).text
    assert "Mine alone" not in client.get(f"{NEW}?draft={key}").text
    client.post(reverse("letter-draft-discard", args=[key]))
    assert keep(client, data | {"serial": "9", "subject": "Forged"}, key).status_code == 422
    own = fill(client.get(NEW), subject="Forged", serial="9")
    assert keep(client, own, key).status_code == 422
    assert EntryDraft.objects.get().values["subject"] == ["Mine alone"]


def test_a_draft_is_discarded_by_a_button(desk):
    data, key = opened(desk, subject="Not wanted", serial="1")
    keep(desk, data, key)

    page = desk.post(reverse("letter-draft-discard", args=[key]), follow=True)

    assert "discarded" in page.text
    assert not EntryDraft.objects.exists()


def test_tokens_and_files_are_no_part_of_a_draft(desk):
    data, key = opened(desk, subject="x", serial="1")

    keep(desk, data, key)

    kept = set(EntryDraft.objects.get().values)
    assert not kept & {"csrfmiddlewaretoken", "proof", "serial", "save"}


def test_a_draft_without_its_proof_is_not_kept(desk, story):
    data, key = opened(desk, subject="x", serial="1")

    for proof in ("", "forged:forged", data["proof"] + "x"):
        assert keep(desk, data | {"proof": proof}, key).status_code == 422
    assert keep(desk, data, uuid.uuid4()).status_code == 422
    desk.logout()
    assert keep(desk, data | {"proof": ""}, key).status_code == 302

    assert not EntryDraft.objects.exists()


def test_a_draft_that_is_too_long_is_refused_in_words(desk):
    data, key = opened(desk, body="x" * 1_100_000, serial="1")

    page = keep(desk, data, key)

    assert page.status_code == 413
    assert "too long" in page.json()["said"]


def test_what_is_typed_after_the_session_ended_is_kept_all_the_same(desk):
    data, key = opened(desk, subject="Typed before lunch", serial="1")
    desk.logout()

    told = keep(desk, data, key).json()

    assert told["kept"]
    assert "signed out" in told["said"]


def test_a_form_sent_after_the_session_ended_comes_back_after_signing_in(desk, story):
    data = typed(desk, subject="Not lost", serial="4")
    desk.logout()

    page = desk.post(NEW, data)

    assert page.status_code == 302
    assert "login" in page.url
    assert not Letter.objects.exists()
    page = desk.post(page.url, {"username": story.clerk.username, "password": "correct horse battery staple"})
    page = desk.get(page.url)
    assert fill(page)["subject"] == "Not lost"
    desk.post(NEW, fill(page))
    assert Letter.objects.get().subject == "Not lost"


def test_somebody_else_who_has_signed_in_since_neither_saves_nor_reads_it(desk, client, story):
    data = typed(desk, subject="Of the first", serial="1")
    colleague = MembershipFactory(office=story.office, role="clerk").user
    client.force_login(colleague)

    page = client.post(NEW, data, follow=True)

    assert not Letter.objects.exists()
    assert "Of the first" not in page.text
    assert EntryDraft.objects.get().user == story.clerk


def test_a_token_from_before_signing_in_anew_saves_nothing_and_loses_nothing(story):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(story.clerk)
    data = typed(strict, subject="Kept through it", serial="1")
    strict.cookies.pop("csrftoken")
    strict.get(reverse("admin:login"))

    page = strict.post(NEW, data)

    assert page.status_code == 403
    assert not Letter.objects.exists()
    assert fill(page)["subject"] == "Kept through it"
    page = strict.post(NEW, fill(page))
    assert page.status_code == 302
    assert Letter.objects.get().subject == "Kept through it"


def test_a_form_that_is_not_ours_is_refused(story):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(story.clerk)

    page = strict.post(NEW, {"subject": "Forged", "dated_on": "2023-11-29", "office": str(story.office.pk)})

    assert page.status_code == 403
    assert not Letter.objects.exists()
    assert not EntryDraft.objects.exists()


def test_changes_to_a_draft_on_the_record_are_offered_on_its_own_page_alone(desk, story):
    letter = story.draft()
    page = desk.get(edit(letter))
    data, key = fill(page, subject="Half changed", serial="1"), key_of(page)
    keep(desk, data, key)

    assert "Half changed" not in desk.get(NEW).text
    assert "Half changed" in desk.get(edit(letter)).text
    page = desk.get(f"{edit(letter)}?draft={key}")
    desk.post(edit(letter), fill(page))
    letter.refresh_from_db()
    assert letter.subject == "Half changed"
    assert not EntryDraft.objects.exists()


def test_a_viewer_keeps_no_draft(desk, client, story):
    data, key = opened(desk, serial="1")
    client.force_login(story.viewer)

    assert keep(client, data, key).status_code == 403
    assert not EntryDraft.objects.exists()


def test_a_clerk_who_left_the_office_keeps_none_either(desk, story):
    data, key = opened(desk, serial="1")
    desk.logout()
    story.clerk.memberships.all().delete()

    assert keep(desk, data, key).status_code == 422
    desk.post(NEW, data)
    assert not EntryDraft.objects.exists()
