"""What a person typed on the confirm screen is never overwritten, and never lost."""

from dataclasses import replace

import pytest
from django.urls import reverse

from correspondence.intake.actions import set_aside
from correspondence.intake.proposal import Proposed
from correspondence.letters.models import EntryDraft, Letter
from tests.admin_forms import fill
from tests.story import at
from tests.web.intake.papers import ASKED, ask_anew, letter_of, propose, read_as, the_letter

pytestmark = pytest.mark.django_db


def confirm(item):
    return reverse("intake-confirm", args=[item.pk])


def test_what_is_read_while_somebody_types_fills_in_only_what_they_left(desk, story):
    item = the_letter(story.office, story.clerk)
    item = ask_anew(item)
    page = desk.get(confirm(item))
    assert "It is still being read" in page.text
    data = fill(page, subject="Typed already", salutation="Dear Marco,")
    propose(item, letter_of(item))

    page = desk.post(confirm(item), data | {"keep": "1"})

    kept = fill(page)
    assert (kept["subject"], kept["salutation"]) == ("Typed already", "Dear Marco,")
    assert (kept["dated_on"], kept["closing"]) == ("2023-11-29", "Sincerely,")
    assert [kept[f"requests-{n}-text"] for n in range(3)] == list(ASKED)
    assert "what you typed stands" in page.text


def test_read_anew_it_is_proposed_anew_but_for_what_was_touched(desk, story, item):
    data = fill(desk.get(confirm(item)), closing="Yours truly,")
    data["requests-1-text"] = "Who decided?"
    propose(
        item,
        letter_of(
            item,
            salutation=Proposed("Dear Mr. Secretary:"),
            closing=Proposed("Respectfully,"),
            requests=(letter_of(item).requests[2],),
            signatories=(
                replace(letter_of(item).signatories[0], title=read_as(item, "Chairman", value="Chair")),
            ),
        ),
    )

    page = desk.post(confirm(item), data | {"keep": "1"})

    kept = fill(page)
    assert kept["salutation"] == "Dear Mr. Secretary:"
    assert kept["closing"] == "Yours truly,"
    assert [kept[f"requests-{n}-text"] for n in range(3)] == [ASKED[0], "Who decided?", ASKED[2]]
    assert kept["signatories-0-title"] == "Chair"
    assert 'data-mark="requests-0-text" data-state="proposed"' in page.text
    assert 'data-mark="requests-1-text" data-state="typed"' in page.text
    assert 'data-mark="closing" data-state="typed"' in page.text


def test_a_save_over_what_was_read_meanwhile_shows_it_first(desk, story, rubio, item):
    data = fill(desk.get(confirm(item)), subject="Harbor works", looked=["recipients-0-name", "due_phrase"])
    anew = letter_of(item, agency=story.state, person=rubio, closing=Proposed("Respectfully,"))
    propose(item, anew)

    page = desk.post(confirm(item), data | {"save": "1"})

    assert page.status_code == 200
    assert fill(page)["closing"] == "Respectfully,"
    assert not Letter.objects.exists()
    assert desk.post(confirm(item), fill(page) | {"save": "1"}).status_code == 302


def test_what_is_typed_is_kept_for_its_writer_and_opened_again(desk, client, story, item):
    data = fill(desk.get(confirm(item)), subject="Half typed", looked=["due_phrase"])

    desk.post(confirm(item), data | {"keep": "1"})

    page = desk.get(confirm(item))
    kept = fill(page)
    assert (kept["subject"], kept["looked"]) == ("Half typed", "due_phrase")
    assert "You began this on" in page.text
    client.force_login(story.counsel)
    assert fill(client.get(confirm(item)))["subject"] == ""


def test_what_is_typed_goes_on_being_kept_by_the_same_address_as_on_the_entry_page(desk, item):
    page = desk.get(confirm(item))
    data = fill(page, subject="By the script", serial="1")
    key = page.context["draft_key"]

    kept = desk.post(reverse("letter-draft", args=[key]), data).json()

    assert kept["kept"]
    assert "20 December 2023" in kept["due"]
    assert fill(desk.get(confirm(item)))["subject"] == "By the script"


def test_the_entry_page_offers_what_was_begun_here_and_leads_here(desk, item):
    desk.post(confirm(item), fill(desk.get(confirm(item)), subject="Half typed") | {"keep": "1"})

    page = desk.get(reverse("letter-new"))

    assert "Half typed" in page.text
    assert f'href="{confirm(item)}?draft=' in page.text


def test_one_begins_again_with_what_was_read(desk, item):
    page = desk.post(confirm(item), fill(desk.get(confirm(item)), closing="Never mind") | {"keep": "1"})
    key = page.context["draft_key"]

    page = desk.post(reverse("letter-draft-discard", args=[key]), fill(page))

    assert (page.status_code, page.url) == (302, confirm(item))
    assert fill(desk.get(confirm(item)))["closing"] == "Sincerely,"


def test_a_session_that_ended_loses_nothing(desk, item):
    data = fill(desk.get(confirm(item)), subject="Typed for an hour")
    desk.logout()

    page = desk.post(confirm(item), data | {"save": "1"})

    assert (page.status_code, "/intake/" in page.url) == (302, True)
    assert EntryDraft.objects.get().values["subject"] == ["Typed for an hour"]
    assert not Letter.objects.exists()


def test_what_was_set_aside_or_entered_by_somebody_else_is_told(desk, story, item):
    data = fill(desk.get(confirm(item)), subject="Too late")
    set_aside(item, why="Not ours", by=story.counsel, now=at(2026, 3, 2))

    page = desk.post(confirm(item), data | {"save": "1"})

    assert page.status_code == 409
    assert "Not ours" in page.text
    assert "Set aside already: letter.pdf: Not ours" in desk.get(confirm(item), follow=True).text
    assert not Letter.objects.exists()


def test_a_letter_is_never_entered_for_another_office_than_it_came_in_for(desk, story, item):
    data = fill(
        desk.get(confirm(item)), subject="X", office="999999", looked=["recipients-0-name", "due_phrase"]
    )

    desk.post(confirm(item), data | {"save": "1"})

    assert Letter.objects.get().office == story.office
