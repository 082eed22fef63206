"""Confirm what was read from a letter: the form filled in, each value marked, and nothing saved unseen."""

import re
from dataclasses import replace

import pytest
from django.urls import reverse

from correspondence.intake.models import IntakeItem
from correspondence.intake.proposal import Proposed, ProposedPerson
from correspondence.letters.models import EntryDraft, Letter
from tests.admin_forms import fill
from tests.story import Story
from tests.web.intake.papers import (
    ASKED,
    came_in,
    letter_of,
    pdf,
    propose,
    the_letter,
    where,
)

pytestmark = pytest.mark.django_db
UNSURE = ["recipients-0-name", "due_phrase"]


def confirm(item):
    return reverse("intake-confirm", args=[item.pk])


def sound(desk, item, **changes):
    """What a person sends who has looked at everything and typed the subject."""
    return fill(desk.get(confirm(item)), subject="Harbor works", looked=UNSURE) | changes


def state_of(page, key):
    return re.search(rf'data-mark="{key}"\s+data-state="([^"]+)"', page.text)[1]


def test_the_form_is_filled_in_with_what_was_read(desk, story, rubio, item):
    page = desk.get(confirm(item))

    assert page.status_code == 200
    kept = fill(page)
    assert (kept["dated_on"], kept["subject"]) == ("2023-11-29", "")
    assert kept["salutation"] == "Dear Secretary Rubio:"
    assert (kept["recipients-0-name"], kept["recipients-0-person"]) == ("Marco Rubio", str(rubio.pk))
    assert kept["recipients-0-agency"] == str(story.state.pk)
    assert [kept[f"requests-{n}-text"] for n in range(3)] == list(ASKED)
    assert kept["requests-2-number"] == "3"
    assert kept["signatories-0-title"] == "Chairman"
    assert kept["due_phrase"] == "by December 20, 2023"


def test_what_is_saved_is_the_letter_with_its_file_and_the_item_is_done(desk, story, rubio, item):
    data = sound(desk, item)

    page = desk.post(confirm(item), data | {"save": "1"})

    letter = Letter.objects.get()
    assert (page.status_code, page.url) == (302, reverse("letter", args=[letter.pk]))
    assert [one.text for one in letter.requests.all()] == list(ASKED)
    to = letter.recipients.get()
    assert (to.name, to.person, to.agency) == ("Marco Rubio", rubio, story.state)
    assert (to.title, to.address) == ("Secretary of State", "2201 C Street NW\nWashington, DC 20520")
    assert letter.due_named_on.isoformat() == "2023-12-20"
    attached = letter.attachments.get()
    assert (attached.document, attached.title) == (item.files.get().document, "As received")
    item = IntakeItem.objects.get()
    assert (item.letter, item.done_by, item.is_copy) == (letter, story.clerk, False)
    assert item.proposals.get().values["salutation"]["value"] == "Dear Secretary Rubio:"
    assert not EntryDraft.objects.exists()


def test_the_letters_page_leads_to_the_file_as_it_came(desk, item):
    desk.post(confirm(item), sound(desk, item) | {"save": "1"})

    page = desk.get(reverse("letter", args=[Letter.objects.get().pk]))

    there = re.search(r'href="(/files/letters/\d+/)"', page.text)[1]
    assert b"".join(desk.get(there).streaming_content) == item.files.get().document.file.open().read()


def test_nothing_is_saved_until_each_unsure_value_was_looked_at(desk, item):
    data = sound(desk, item, looked=["due_phrase"])

    page = desk.post(confirm(item), data | {"save": "1"})

    assert page.status_code == 422
    assert "Nothing was saved yet: look at this one first" in page.text
    assert re.search(r'value="due_phrase"\s+checked', page.text)
    assert not re.search(r'value="recipients-0-name"\s+checked', page.text)
    assert fill(page)["subject"] == "Harbor works"
    assert not Letter.objects.exists()


def test_an_unsure_value_that_was_mended_or_taken_out_counts_as_looked_at(desk, item):
    data = sound(desk, item, looked=[]) | {"due_phrase": "by 20 December 2023"}
    data |= {"recipients-0-name": "Marco A. Rubio"}

    page = desk.post(confirm(item), data | {"save": "1"})

    assert page.status_code == 302
    assert Letter.objects.get().recipients.get().name == "Marco A. Rubio"


def test_what_is_unsure_stands_first_with_its_reason_and_its_place(desk, item):
    [span] = where(item, "Marco Rubic")

    page = desk.get(confirm(item))

    listed = page.text[page.text.index('id="looks"') : page.text.index('id="head-letterhead"')]
    assert re.findall(r'data-look="([^"]+)"', listed) == UNSURE
    assert "The directory has Marco Rubio." in listed
    assert f'href="#p1-l{span.line}"' in listed
    assert f'id="p1-l{span.line}"' in page.text
    assert "Not found on the page" in listed
    assert 'href="#id_subject"' in listed


def test_the_paper_of_another_office_must_be_looked_at(desk, story):
    item = the_letter(story.office, story.clerk)
    propose(item, letter_of(item, office=Proposed("Committee on Armed Services", sure=0.97)))

    page = desk.get(confirm(item))
    refused = desk.post(confirm(item), fill(page, subject="X", looked=UNSURE) | {"save": "1"})

    assert "Its letterhead is that of Committee on Armed Services." in page.text
    assert refused.status_code == 422
    both = fill(page, subject="X", looked=[*UNSURE, "office"]) | {"save": "1"}
    assert desk.post(confirm(item), both).status_code == 302


def test_an_offices_paper_is_its_own_with_the_chamber_in_its_name_or_without(desk, story, item):
    story.office.name = "Senate Committee on Foreign Relations"
    story.office.save()

    page = desk.get(confirm(item))

    assert re.search(r'grade-sure" id="proof-office"', page.text)


def test_each_proposed_value_says_where_it_was_read_and_how_sure_it_is(desk, item):
    page = desk.get(confirm(item))

    for key, words in {
        "dated_on": "Proposed, read, sure (100%), page 1",
        "signatories-0-title": "Proposed, read, fairly sure (90%), page 2",
        "due_phrase": "Proposed, read, unsure (60%), page 1",
        "requests-2-text": "Proposed, read, sure (100%), page 2",
    }.items():
        proof = page.text[page.text.index(f'id="proof-{key}"') :]
        assert words in proof[:600], key
        assert f'aria-describedby="proof-{key}"' in page.text


def test_a_mended_name_is_taken_as_it_stands_and_put_back_by_a_button(desk, rubio, item):
    data = sound(desk, item)

    page = desk.post(confirm(item), data | {"revert-recipients-0-name": "1"})

    assert (page.status_code, state_of(page, "recipients-0-name")) == (200, "as-read")
    as_read = fill(page)
    assert (as_read["recipients-0-name"], as_read["recipients-0-person"]) == ("Marco Rubic", "")
    back = fill(desk.post(confirm(item), as_read | {"use-recipients-0-name": "1"}))
    assert (back["recipients-0-name"], back["recipients-0-person"]) == ("Marco Rubio", str(rubio.pk))


def test_what_was_typed_over_a_proposal_is_put_back_by_a_button(desk, item):
    data = sound(desk, item, salutation="Dear Marco,")

    page = desk.post(confirm(item), data | {"use-salutation": "1"})

    assert fill(page)["salutation"] == "Dear Secretary Rubio:"
    assert not Letter.objects.exists()


def test_what_is_wrong_is_said_beside_its_field_and_all_else_is_kept(desk, item):
    data = sound(desk, item, subject="", dated_on="soon", closing="Yours,") | {"save": "1"}

    page = desk.post(confirm(item), data)

    assert page.status_code == 422
    assert "Enter what the letter is about." in page.text
    kept = fill(page)
    assert (kept["dated_on"], kept["closing"]) == ("soon", "Yours,")
    assert sorted(kept["looked"]) == sorted(UNSURE)
    assert not Letter.objects.exists()


def test_save_and_next_goes_through_what_came_in_together(desk, story):
    files = [(f"{n}.pdf", pdf(f"Letter number {n}")) for n in (1, 2, 3)]
    the_letter(story.office, story.clerk)
    items = came_in(story.office, story.clerk, *files)
    page = desk.get(confirm(items[1]))
    assert "2 of 3" in page.text

    typed = {"subject": "A matter", "dated_on": "2023-11-29", "recipients-0-name": "The Secretary"}
    page = desk.post(confirm(items[1]), fill(page, **typed) | {"save-next": "1"})

    assert (page.status_code, page.url) == (302, confirm(items[0]))
    assert "1 of 3" in desk.get(page.url).text


def test_an_item_that_is_done_leads_to_its_letter(desk, item):
    desk.post(confirm(item), sound(desk, item) | {"save": "1"})

    page = desk.get(confirm(item))

    assert (page.status_code, page.url) == (302, reverse("letter", args=[Letter.objects.get().pk]))


def test_signatories_whose_names_are_not_given_are_told(desk, story):
    item = the_letter(story.office, story.clerk)
    propose(item, letter_of(item, more_signatories=23))

    page = desk.get(confirm(item))

    assert "23 others signed whose names it does not give" in page.text


def test_the_words_of_a_page_lie_over_its_picture(desk, item):
    [span] = where(item, "Marco Rubic")

    page = desk.get(confirm(item))

    assert f'<image href="{reverse("intake-page", args=[item.pk, 1])}"' in page.text
    line = page.text[page.text.index(f'id="p1-l{span.line}"') :].partition("</g>")[0]
    words = re.findall(r'<tspan x="([\d.]+)" textLength="([\d.]+)"[^>]*>([^<]+)</tspan>', line)
    assert [word for _, _, word in words] == ["The", "Honorable", "Marco", "Rubic"]
    lefts = [float(left) for left, _, _ in words]
    assert lefts[0] == pytest.approx(72, abs=1.5)
    assert lefts == sorted(lefts)
    assert float(words[-1][0]) + float(words[-1][1]) < 250
    assert "style=" not in page.text


def test_a_file_without_pages_is_shown_as_its_lines(desk, story):
    [item] = came_in(
        story.office, story.clerk, ("pasted.txt", b"Dear Secretary,\n\n  1. What <b>was</b> done?\n")
    )

    page = desk.get(confirm(item))

    assert '<p class="on-line" id="p1-l0"><span>Dear</span> <span>Secretary,</span></p>' in page.text
    assert "<span>&lt;b&gt;was&lt;/b&gt;</span>" in page.text


def test_a_long_item_comes_twelve_pages_at_a_time(desk, story):
    pages = [f"Page number {n} of a long letter\nwith a second line" for n in range(1, 15)]
    [item] = came_in(story.office, story.clerk, ("long.pdf", pdf(*pages)))

    page = desk.get(confirm(item))

    more = reverse("intake-confirm-pages", args=[item.pk, 13])
    assert re.findall(r'<svg class="sheet" id="p(\d+)"', page.text) == [str(n) for n in range(1, 13)]
    assert f'href="{more}"' in page.text
    assert re.findall(r'<svg class="sheet" id="p(\d+)"', desk.get(more).text) == ["13", "14"]


def test_the_file_goes_with_the_letter_even_where_its_row_was_taken_out(desk, item):
    data = sound(desk, item) | {"attachments-0-DELETE": "on", "attachments-0-kept": ""}

    desk.post(confirm(item), data | {"save": "1"})

    assert Letter.objects.get().attachments.get().document == item.files.get().document


def test_another_offices_item_is_not_there_and_a_viewer_may_not_confirm(client, story, item):
    stranger = Story("HFAC").clerk

    client.force_login(stranger)
    assert client.get(confirm(item)).status_code == 404
    client.force_login(story.viewer)
    assert client.get(confirm(item)).status_code == 403


def test_the_page_asks_as_much_for_forty_people_and_requests_as_for_one(
    desk, story, rubio, django_assert_max_num_queries
):
    item = the_letter(story.office, story.clerk)
    one = letter_of(item, agency=story.state, person=rubio)
    propose(item, one)
    with django_assert_max_num_queries(20) as few:
        desk.get(confirm(item))

    signer = ProposedPerson(name=one.signatories[0].name, title=one.signatories[0].title)
    propose(item, replace(one, requests=one.requests * 14, signatories=(signer,) * 40, to=one.to * 5))
    with django_assert_max_num_queries(20) as many:
        page = desk.get(confirm(item))

    assert page.text.count('data-row="signatories"') == 41
    assert len(many) <= len(few)
