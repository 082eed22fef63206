"""What stands in the way of confirming is said where it is seen, and nothing that was typed is lost to it."""

import re
from datetime import date

import pytest
from django.urls import reverse

from correspondence.accounts.rules import keys_for
from correspondence.intake.actions import log_from, set_aside, take_for
from correspondence.intake.models import IntakeItem
from correspondence.intake.proposal import Proposed
from correspondence.letters.models import Letter
from correspondence.responses.actions import withdraw_response
from tests.admin_forms import fill
from tests.story import at
from tests.web.intake.papers import came_in, letter_of, pdf, propose, the_letter

pytestmark = pytest.mark.django_db
UNSURE = ["recipients-0-name", "due_phrase"]
NOW = at(2026, 3, 2)


def confirm(item):
    return reverse("intake-confirm", args=[item.pk])


def sound(desk, item, **changes):
    """What a person sends who has looked at everything and typed the subject."""
    return fill(desk.get(confirm(item)), subject="Harbor works", looked=UNSURE) | changes


def notice(page):
    """The words at the top of a page that was overtaken."""
    section = page.text[page.text.index('id="head-overtaken"') :]
    return section[: section.index("</section>")]


def enter_as(client, user, item):
    """Somebody else confirms the item at the same time."""
    client.force_login(user)
    answer = client.post(confirm(item), sound(client, item) | {"save": "1"})
    assert answer.status_code == 302
    return Letter.objects.get()


# Overtaken


def test_who_saves_second_keeps_all_they_typed_and_is_told_who_was_first(desk, client, story, item):
    data = sound(desk, item, closing="Typed for an hour,")
    letter = enter_as(client, story.counsel, item)
    desk.force_login(story.clerk)

    page = desk.post(confirm(item), data | {"save": "1"})

    assert page.status_code == 409
    assert f"Nothing is saved: {story.counsel} entered it on " in notice(page)
    there = reverse("letter", args=[letter.pk])
    assert re.search(rf'href="{there}"\s+target="_blank"', notice(page))
    assert (fill(page)["closing"], fill(page)["subject"]) == ("Typed for an hour,", "Harbor works")
    assert Letter.objects.get() == letter


def test_who_saves_what_was_set_aside_meanwhile_keeps_all_they_typed(desk, story, item):
    data = sound(desk, item, closing="Typed for an hour,")
    set_aside(item, why="Not ours", by=story.counsel, now=NOW)

    page = desk.post(confirm(item), data | {"save-next": "1"})

    assert page.status_code == 409
    assert f"Nothing is saved: {story.counsel} set it aside on 2 Mar 2026" in notice(page)
    assert "Not ours" in notice(page)
    assert fill(page)["closing"] == "Typed for an hour,"
    assert not Letter.objects.exists()


def test_a_row_added_to_what_was_overtaken_is_there_too(desk, story, item):
    data = sound(desk, item)
    set_aside(item, why="Not ours", by=story.counsel, now=NOW)

    page = desk.post(confirm(item), data | {"add-requests": "1"})

    assert page.status_code == 409
    assert fill(page)["requests-TOTAL"] == str(int(data["requests-TOTAL"]) + 1)


def test_what_is_taken_for_a_reply_meanwhile_keeps_all_they_typed(desk, story, item):
    data = sound(desk, item, closing="Typed for an hour,")
    take_for(item, "response", by=story.counsel, now=NOW)

    page = desk.post(confirm(item), data | {"save": "1"})

    assert page.status_code == 409
    assert "it is taken for a reply now" in notice(page)
    assert reverse("intake-reply", args=[item.pk]) in notice(page)
    assert fill(page)["closing"] == "Typed for an hour,"


def test_who_attaches_a_copy_of_what_was_entered_meanwhile_keeps_all_they_typed(desk, client, story, item):
    original = story.sent(dated=date(2023, 11, 29))
    data = sound(desk, item, closing="Typed for an hour,")
    set_aside(item, why="Not ours", by=story.counsel, now=NOW)

    page = desk.post(reverse("intake-confirm-copy", args=[item.pk]), data | {"copy-of": str(original.pk)})

    assert page.status_code == 409
    assert fill(page)["closing"] == "Typed for an hour,"
    assert f'formaction="{confirm(item)}"' in page.text
    assert not IntakeItem.objects.get().is_copy


# Where a page opens


@pytest.mark.parametrize("name", ["save", "save-next", "save-send"])
def test_a_save_opens_the_page_at_what_is_said_and_not_at_the_row_before(desk, item, name):
    for address in (confirm(item), reverse("letter-new")):
        page = desk.get(address)

        button = re.search(rf'<button[^>]*\bname="{name}"[^>]*>', page.text)[0]

        assert f'formaction="{address}"' in button


def test_what_may_be_on_the_record_already_is_kept_by_buttons_that_open_at_what_is_said(desk, story, item):
    story.sent(dated=date(2023, 11, 29), subject="Leases of vessels")

    page = desk.post(confirm(item), sound(desk, item) | {"save": "1"})

    button = re.search(r'<button[^>]*\bname="anyway"[^>]*>', page.text)[0]
    assert f'formaction="{confirm(item)}"' in button


# What was not found


def test_who_signed_to_whom_and_what_is_asked_are_named_where_none_was_found(desk, story):
    item = the_letter(story.office, story.clerk)
    propose(item, letter_of(item, signatories=(), to=(), requests=()))

    page = desk.get(confirm(item))

    lacks = page.text[page.text.index('class="lacks"') :]
    lacks = lacks[: lacks.index("</p>")]
    for words in ("Who signed it", "To whom it is addressed", "What it asks for"):
        target = re.search(rf'href="#([^"]+)">{words}</a>', lacks)[1]
        assert f'id="{target}"' in page.text, words


def test_who_signed_is_not_missed_where_it_was_read(desk, item):
    page = desk.get(confirm(item))

    assert "Who signed it" not in page.text


# What could not be read


def test_what_could_not_be_read_is_typed_in(desk, story):
    [item] = came_in(story.office, story.clerk, ("locked.pdf", b"%PDF-1.4 broken"))
    assert item.reading.failed_at

    tray, own = desk.get(reverse("intake") + "?show=failed"), desk.get(reverse("intake-item", args=[item.pk]))

    for page in (tray, own):
        link = re.search(rf'href="{confirm(item)}"[^>]*>([^<]+)<', page.text)
        assert link[1] == "Type it in"
    assert "It could not be read." in desk.get(confirm(item)).text


def test_save_and_next_goes_to_what_is_to_be_typed_in_too_and_counts_what_it_goes_to(desk, story):
    first, aside, broken = came_in(
        story.office,
        story.clerk,
        ("1.pdf", pdf("Letter number 1")),
        ("2.pdf", pdf("Letter number 2")),
        ("3.pdf", b"%PDF-1.4 broken"),
    )
    set_aside(aside, why="Not ours", by=story.clerk, now=NOW)
    page = desk.get(confirm(first))
    assert "1 of 2" in page.text

    typed = {"subject": "A matter", "dated_on": "2023-11-29", "recipients-0-name": "The Secretary"}
    page = desk.post(confirm(first), fill(page, **typed) | {"save-next": "1"})

    assert (page.status_code, page.url) == (302, confirm(broken))
    assert "2 of 2" in desk.get(confirm(broken)).text


# Looks


def test_only_a_tick_is_a_look_at_what_the_paper_contradicts(desk, story):
    item = the_letter(story.office, story.clerk)
    propose(item, letter_of(item, office=Proposed("Committee on Armed Services", sure=0.97)))

    page = desk.get(confirm(item))

    assert re.findall(r'data-look="([^"]+)" data-tick-only', page.text) == ["office"]
    assert 'data-look="due_phrase"' in page.text


def test_the_heading_of_a_refused_save_can_be_kept_up_with_the_ticks(desk, item):
    page = desk.post(confirm(item), sound(desk, item, looked=[]) | {"save": "1"})

    heading = re.search(r'<span id="looks-left"\s+data-refused>([^<]+)', page.text)
    assert heading[1] == "Nothing was saved yet: look at these 2 first"


# The tray


def test_an_item_whose_response_was_withdrawn_says_so(desk, story):
    letter = story.sent(asked=["What was leased?"])
    [item] = came_in(story.office, story.clerk, ("reply.pdf", pdf("A reply")))
    [response] = log_from(
        item,
        [letter],
        agency=story.state,
        kind="ack",
        channel="mail",
        received_on=date(2024, 1, 5),
        by=story.clerk,
        now=NOW,
    )
    address = reverse("intake-item", args=[item.pk])
    assert "Entered</span>" in desk.get(address).text

    withdraw_response(response, why="Another letter's", by=story.manager, now=NOW)

    for page in (desk.get(address), desk.get(reverse("intake") + "?show=entered")):
        assert "Its response was withdrawn" in page.text
        assert "Entered</span>" not in page.text


def test_a_file_is_named_in_messages_as_it_is_called(desk, story):
    [item] = came_in(story.office, story.clerk, ("locked.pdf", pdf("A letter")))
    address = reverse("intake-act", args=[item.pk, "set-aside"])

    page = desk.post(address, fill(desk.get(address), why="Not ours"), follow=True)

    assert "Set aside: locked.pdf." in page.text
    assert "Locked.pdf" not in page.text


def test_intake_is_opened_by_a_key_that_the_list_names(desk):
    page = desk.get(reverse("intake"))

    assert re.search(rf'href="{reverse("intake")}"\s+data-key="intake"', page.text)
    assert "intake" in [key.name for key, _ in keys_for([])]
