"""Logging, judging, moving and withdrawing a response through the admin, over HTTP."""

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from correspondence.letters.models import Part
from correspondence.responses.models import Answer, Response
from tests.admin_forms import fill
from tests.factories import AgencyFactory
from tests.story import Story, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(db):
    return Story()


@pytest.fixture
def desk(client, story):
    """The clerk's browser, on 18 January 2024."""
    with time_machine.travel(at(2024, 1, 18), tick=False):
        client.force_login(story.clerk)
        yield client


def respond_url(letter):
    return reverse("admin:correspondence_letter_respond", args=[letter.pk])


def test_a_row_a_part_each_preset_to_no_outcome(desk, story):
    letter = story.sent()

    page = desk.get(respond_url(letter))

    data = fill(page)
    assert [data[f"part-{part.pk}-outcome"] for part in story.parts(letter).values()] == [""] * 5
    assert not any(name.endswith("-settles") for name in data)


def test_outcomes_quotes_and_settlements_are_kept(desk, story):
    letter = story.sent()
    parts = story.parts(letter)
    data = fill(desk.get(respond_url(letter)), kind="partial", received_on="2024-01-18")
    for place in (1, 5):
        data |= {f"part-{parts[place].pk}-outcome": "full", f"part-{parts[place].pk}-settles": "on"}
    data[f"part-{parts[2].pk}-outcome"] = "review"

    page = desk.post(respond_url(letter), data, follow=True)

    assert "2 requests are settled by it." in page.text
    assert list(Part.objects.open().values_list("request__place", flat=True)) == [2, 3, 4]
    assert Answer.objects.count() == 3


def test_an_acknowledgment_answers_nothing(desk, story):
    letter = story.sent()

    desk.post(respond_url(letter), fill(desk.get(respond_url(letter)), control_number="2023-1204-017"))

    response = Response.objects.get()
    assert response.kind == Response.Kind.ACKNOWLEDGMENT
    assert response.answers.count() == 0
    assert letter.recipients.get().control_number == "2023-1204-017"


def test_what_is_wrong_stands_in_its_row_and_all_is_kept(desk, story):
    letter = story.sent()
    part = story.parts(letter)[3]
    changes = {f"part-{part.pk}-outcome": "elsewhere", f"part-{part.pk}-quote": "See the annex."}
    data = fill(desk.get(respond_url(letter)), kind="partial", **changes)
    data["files"] = [SimpleUploadedFile("reply.pdf", b"%PDF-1.4 a reply")]

    page = desk.post(respond_url(letter), data)

    assert page.status_code == 422
    assert "Enter where it was delivered, never what." in page.text
    assert "See the annex." in page.text
    assert "Kept from before: reply.pdf" in page.text
    assert not Response.objects.exists()
    again = fill(page)
    again |= {f"part-{part.pk}-delivered_where": "Office of Senate Security"}
    again |= {f"part-{part.pk}-delivered_on": "2024-01-18"}
    desk.post(respond_url(letter), again)
    assert Response.objects.get().attachments.get().document.name == "reply.pdf"


def test_a_response_before_the_letters_date_is_refused(desk, story):
    letter = story.sent()

    page = desk.post(respond_url(letter), fill(desk.get(respond_url(letter)), received_on="2023-11-28"))

    assert page.status_code == 422
    assert "It cannot answer a letter of a later date" in page.text


def test_each_agency_answers_for_itself(desk, story):
    treasury = AgencyFactory(name="Department of the Treasury")
    letter = story.sent(to=[story.state, treasury])

    page = desk.get(respond_url(letter), {"agency": treasury.pk})

    names = fill(page)
    assert all(f"part-{part.pk}-outcome" in names for part in story.parts(letter, treasury).values())
    assert not any(f"part-{part.pk}-outcome" in names for part in story.parts(letter, story.state).values())


def test_a_change_of_agency_shows_its_rows_before_anything_is_logged(desk, story):
    treasury = AgencyFactory(name="Department of the Treasury")
    letter = story.sent(to=[story.state, treasury])
    data = fill(desk.get(respond_url(letter), {"agency": story.state.pk}), agency=str(treasury.pk))

    page = desk.post(respond_url(letter), data)

    assert "The rows below have changed" in page.text
    assert not Response.objects.exists()


def test_one_reply_is_logged_on_two_letters_with_one_file(desk, story):
    first, second = story.sent(), story.sent()
    data = fill(desk.get(respond_url(first)), kind="full", also=[str(second.pk)], _rows="1")
    page = desk.post(respond_url(first), data)
    both = fill(page)
    both["files"] = [SimpleUploadedFile("reply.pdf", b"%PDF-1.4 one reply")]
    for letter in (first, second):
        both |= {f"part-{story.parts(letter)[1].pk}-outcome": "full"}

    desk.post(respond_url(first), both)

    assert {response.letter for response in Response.objects.all()} == {first, second}
    assert len({response.attachments.get().document for response in Response.objects.all()}) == 1
    assert Answer.objects.count() == 2


def test_a_clerk_may_not_settle_where_the_office_says_so(desk, story):
    story.office.clerks_may_settle = False
    story.office.save()
    letter = story.sent()

    page = desk.get(respond_url(letter))

    assert "Settles it" not in page.text


def test_moving_a_response_to_the_letter_it_belongs_to(desk, story):
    wrong, right = story.sent(), story.sent()
    part = story.parts(wrong)[1]
    data = fill(desk.get(respond_url(wrong)), kind="partial")
    desk.post(respond_url(wrong), data | {f"part-{part.pk}-outcome": "full", f"part-{part.pk}-settles": "on"})
    response = Response.objects.get()
    url = reverse("admin:correspondence_response_act", args=[response.pk, "move"])

    page = desk.post(url, fill(desk.get(url), to=right.reference, why="The wrong letter."), follow=True)

    assert "judge it there" in page.text
    part.refresh_from_db()
    assert part.is_open
    moved = Response.objects.get(letter=right)
    judge = reverse("admin:correspondence_response_judge", args=[moved.pk])
    other = story.parts(right)[1]
    desk.post(
        judge, fill(desk.get(judge)) | {f"part-{other.pk}-outcome": "full", f"part-{other.pk}-settles": "on"}
    )
    other.refresh_from_db()
    assert other.settled_on == date(2024, 1, 18)


def test_logging_five_answers_takes_few_statements(desk, story, django_assert_max_num_queries):
    letter = story.sent()
    data = fill(desk.get(respond_url(letter)), kind="full")
    for part in story.parts(letter).values():
        data |= {f"part-{part.pk}-outcome": "full", f"part-{part.pk}-settles": "on"}

    with django_assert_max_num_queries(22):
        page = desk.post(respond_url(letter), data)

    assert page.status_code == 302
    assert not Part.objects.open().exists()
