"""What may be on the record already is shown side by side before anything is saved."""

from datetime import date

import pytest
from django.urls import reverse

from correspondence.intake.models import IntakeItem
from correspondence.letters.actions import add_files
from correspondence.letters.models import EntryDraft, Letter
from tests.admin_forms import fill
from tests.story import Story, at

pytestmark = pytest.mark.django_db
LOOKED = ["recipients-0-name", "due_phrase"]


@pytest.fixture
def twin(story):
    """A sent letter of the same day to the same agency."""
    return story.sent(dated=date(2023, 11, 29), subject="Leases of vessels")


def confirm(item):
    return reverse("intake-confirm", args=[item.pk])


def twins_in(page):
    start = page.text.find('aria-labelledby="head-twins"')
    return page.text[start : page.text.index("</section>", start)] if start >= 0 else ""


def test_a_letter_of_the_same_day_and_agency_is_shown_as_the_page_opens(desk, item, twin):
    shown = twins_in(desk.get(confirm(item)))

    assert "it went to the same agency and bears the same date" in shown
    assert "Leases of vessels" in shown
    assert 'class="is-same"' in shown
    assert f'href="{reverse("letter", args=[twin.pk])}"' in shown


def test_nothing_is_saved_beside_it_until_both_are_kept(desk, item, twin):
    data = fill(desk.get(confirm(item)), subject="Harbor works", looked=LOOKED)

    page = desk.post(confirm(item), data | {"save": "1"})

    assert page.status_code == 422
    assert "Nothing is saved yet: it may be on the record already" in twins_in(page)
    assert Letter.objects.count() == 1
    assert desk.post(confirm(item), fill(page) | {"anyway": "save"}).status_code == 302
    assert Letter.objects.count() == 2


def test_who_has_said_that_they_are_two_is_not_asked_again(desk, item, twin):
    data = fill(desk.get(confirm(item)), subject="Harbor works", looked=LOOKED)

    page = desk.post(confirm(item), data | {"keep-both": str(twin.pk)})

    assert page.status_code == 200
    assert not twins_in(page)
    assert not twins_in(desk.get(confirm(item)))
    assert desk.post(confirm(item), fill(page) | {"save": "1"}).status_code == 302


def test_it_is_attached_as_another_copy(desk, story, item, twin):
    data = fill(desk.get(confirm(item)), subject="Half typed") | {"keep": "1"}
    desk.post(confirm(item), data)

    page = desk.post(reverse("intake-confirm-copy", args=[item.pk]), {"copy-of": str(twin.pk)})

    assert (page.status_code, page.url) == (302, reverse("letter", args=[twin.pk]))
    item = IntakeItem.objects.get()
    assert (item.letter, item.is_copy) == (twin, True)
    assert twin.attachments.get().document == item.files.get().document
    assert Letter.objects.count() == 1
    assert not EntryDraft.objects.exists()


def test_the_same_file_is_known_whatever_else_differs(desk, story, item):
    other = story.draft(dated=date(2019, 1, 2), subject="Another thing")
    add_files(other, [(item.files.get().document, "")], by=story.clerk, now=at(2026, 3, 2))

    shown = twins_in(desk.get(confirm(item)))

    assert "it has the same file" in shown
    assert "Another thing" in shown


def test_a_copy_is_never_attached_to_another_offices_letter(desk, item):
    theirs = Story("HFAC").draft()

    page = desk.post(reverse("intake-confirm-copy", args=[item.pk]), {"copy-of": str(theirs.pk)})

    assert (page.status_code, page.url) == (302, confirm(item))
    assert "Choose the letter that it is a copy of." in desk.get(page.url).text
    assert not theirs.attachments.exists()
    assert IntakeItem.objects.get().letter is None
