import re
from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.urls import reverse

from correspondence.documents.actions import store_document
from correspondence.followups.actions import log_contact
from correspondence.followups.reminders import raise_reminders, start_rules
from correspondence.letters import actions as letters
from correspondence.letters.models import Letter
from correspondence.responses import actions as responses
from correspondence.responses.models import Answer, Response
from correspondence.responses.rules import Judgement
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


def address(row):
    return reverse("letter-timeline" if isinstance(row, Letter) else "request", args=[row.pk])


def test_a_members_page_tells_where_the_letter_stands_and_what_happened(client, story, letter):
    client.force_login(story.viewer)

    page = client.get(address(letter))

    assert page.status_code == 200
    assert "Accountability for atrocities in Nagorno-Karabakh" in page.text
    assert "5 overdue, 75 days" in page.text
    assert "Today, Monday 26 February 2024" in page.text
    assert "Requests 1 to 5 overdue" in page.text
    assert reverse("letter", args=[letter.pk]) in page.text


def test_a_requests_page_has_its_words_and_the_way_back_to_the_letter(client, story, letter):
    asked = letter.requests.get(place=3)
    client.force_login(story.viewer)

    page = client.get(address(asked))

    assert ASKED[2] in page.text
    assert "75 days late" in page.text
    assert reverse("letter", args=[letter.pk]) in page.text


def test_the_old_address_of_a_requests_timeline_leads_to_its_page(client, story, letter):
    asked = letter.requests.get(place=3)
    client.force_login(story.viewer)

    page = client.get(reverse("request-timeline", args=[asked.pk]))

    assert page.status_code == 302
    assert page.url == f"{reverse('request', args=[asked.pk])}#lanes-head"


def test_another_offices_letter_and_request_do_not_exist(client, letter):
    client.force_login(MembershipFactory(role="manager").user)

    pages = [client.get(address(row)) for row in (letter, letter.requests.first())]

    assert [page.status_code for page in pages] == [404, 404]


@pytest.mark.parametrize("name", ["letter-timeline", "request-timeline"])
def test_a_number_that_no_row_can_have_is_not_found(client, story, name):
    client.force_login(story.viewer)

    page = client.get(reverse(name, args=[10**30]))

    assert page.status_code == 404


def test_somebody_not_signed_in_is_sent_to_sign_in(client, letter):
    page = client.get(address(letter))

    assert page.status_code == 302
    assert "/login/" in page.headers["Location"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_timeline_can_only_be_read(client, story, letter, method):
    client.force_login(story.manager)

    pages = [getattr(client, method)(address(row)) for row in (letter, letter.requests.first())]

    assert [page.status_code for page in pages] == [405, 405]


def test_what_people_wrote_is_shown_as_they_wrote_it_and_never_runs(client, story):
    nasty = "<script>alert(1)</script> & “quoted” {{ user }}"
    letter = story.sent(
        subject=nasty,
        requests=[{"place": 1, "number": "<b>1</b>", "text": nasty, "lead_in": nasty}],
        to=[AgencyFactory(name="<i>Agency</i>")],
    )
    part = story.parts(letter)[1]
    log_contact(
        letter, kind="call", on=date(2024, 1, 9), with_whom=nasty, summary=nasty, by=story.clerk, now=NOW
    )
    letters.settle([part], ground="answered", why=nasty, by=story.counsel, now=NOW)
    client.force_login(story.viewer)

    for row in (letter, part.request):
        page = client.get(address(row))

        assert "<script>alert" not in page.text
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; “quoted” {{ user }}" in page.text
        assert "<b>1</b>" not in page.text
        assert "<i>Agency</i>" not in page.text


def test_the_page_has_no_script_and_no_style_in_it(client, story, letter):
    client.force_login(story.viewer)

    page = client.get(address(letter))

    assert re.findall(r"<script(?! src=)[^>]*>", page.text) == []
    assert "<style" not in page.text
    assert " style=" not in page.text
    assert " onclick=" not in page.text


def test_the_drawing_has_a_name_and_its_marks_come_from_the_sprite(client, story, letter):
    client.force_login(story.viewer)

    page = client.get(address(letter))

    assert 'role="img" aria-labelledby="lanes-title lanes-about"' in page.text
    assert '<title id="lanes-title">' in page.text
    assert 'href="/static/img/marks.svg#due"' in page.text


def test_an_empty_draft_has_a_page(client, story):
    draft = letters.enter_letter(
        story.office, facts={"subject": "To be written", "dated_on": NOW.date()}, by=story.clerk, now=NOW
    )
    client.force_login(story.viewer)

    page = client.get(address(draft))

    assert "Draft, not sent" in page.text
    assert "Entered in the record" in page.text


def test_a_request_of_a_draft_has_a_page(client, story):
    draft = story.draft()
    client.force_login(story.viewer)

    page = client.get(address(draft.requests.first()))

    assert "Draft, not sent" in page.text


def test_a_casework_letter_shows_its_subject_to_its_own_office(client, story):
    letter = story.sent(
        kind=Letter.Kind.CASEWORK, release_signed_on=date(2023, 11, 28), subject="The claim of Jane Roe"
    )
    client.force_login(story.viewer)

    page = client.get(address(letter))

    assert "The claim of Jane Roe" in page.text
    assert "The claim of Jane Roe" not in page.text.split("</title>")[0]


def test_files_lead_to_the_view_that_asks_who_is_reading(client, story, letter, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    documents = [
        (store_document(story.office, ContentFile(b"%d" % n, f"{n}.txt"), by=story.clerk, now=NOW), "")
        for n in range(8)
    ]
    response = responses.log_response(
        letter,
        agency=story.state,
        kind=Response.Kind.ROLLING,
        channel="portal",
        received_on=date(2024, 1, 18),
        documents=documents,
        by=story.clerk,
        now=NOW,
    )
    client.force_login(story.viewer)

    page = client.get(address(letter))

    shown = [f'href="/files/responses/{row.pk}/"' in page.text for row in response.attachments.all()]
    assert shown == [True] * 6 + [False] * 2
    assert "and 2 more" in page.text


def busy(story, letter, times):
    """Log a call and a reply on each of so many days."""
    part = story.parts(letter)[1]
    for n in range(times):
        day = date(2023, 12, 1) + timedelta(n)
        now = at(day.year, day.month, day.day)
        log_contact(letter, kind="call", on=day, summary="Again", parts=[part], by=story.clerk, now=now)
        responses.log_response(
            letter,
            agency=story.state,
            kind=Response.Kind.PARTIAL,
            channel="email",
            received_on=day,
            judgements=[Judgement(part, Answer.Outcome.PARTIAL)],
            by=story.clerk,
            now=now,
        )


@pytest.mark.parametrize("times", [1, 50])
def test_statements_do_not_grow_with_what_has_happened(
    client, story, letter, times, django_assert_num_queries
):
    busy(story, letter, times)
    client.force_login(story.viewer)

    with django_assert_num_queries(8):  # of which three are the session, the user and the letter
        client.get(address(letter))


def test_even_a_letter_with_everything_takes_few_statements(
    client, story, letter, django_assert_max_num_queries
):
    wrong = story.sent(subject="Another letter")
    busy(story, wrong, 1)
    responses.move_response(wrong.responses.get(), to=letter, why="Misfiled", by=story.counsel, now=NOW)
    busy(story, letter, 1)
    signed = store_document(story.office, ContentFile(b"%PDF-1.7", "signed.pdf"), by=story.clerk, now=NOW)
    letter.attachments.create(document=signed)
    start_rules(story.office, by=story.manager, now=NOW)
    raise_reminders(today=NOW.date(), now=NOW)
    letters.correct_sent(
        letter, [letters.Change("letter", {"subject": "Corrected"})], why="Typing", by=story.counsel, now=NOW
    )
    letters.move_part(
        story.parts(letter)[1], to_agency=AgencyFactory(), why="Referred", by=story.counsel, now=NOW
    )
    later = letters.enter_letter(
        story.office,
        facts={"subject": "Again", "dated_on": NOW.date()},
        signatories=[{"place": 1, "name": "James E. Risch"}],
        recipients=[{"place": 1, "role": "to", "name": "The Secretary", "agency": story.state}],
        requests=[{"place": 1, "text": ASKED[4], "repeats": [letter.requests.get(place=5)]}],
        follows=[letter],
        by=story.clerk,
        now=NOW,
    )
    letters.mark_sent(later, on=NOW.date(), by=story.clerk, now=NOW)
    client.force_login(story.viewer)

    with django_assert_max_num_queries(14):
        page = client.get(address(letter))

    for words in (
        f"moved here from {wrong}",
        "signed.pdf",
        "Reminder: Overdue",
        "Subject corrected",
        "Request 1 moved from State",
        f"Request 5 (State) asked again in {later}",
        f"Followed up by {later}",
    ):
        assert words in page.text


@pytest.mark.parametrize(("asked", "kilobytes"), [(5, 20), (31, 36)])
def test_the_page_stays_small(client, story, asked, kilobytes):
    letter = story.sent(asked=[f"Question {n}" for n in range(1, asked + 1)])
    for n, part in story.parts(letter).items():
        letters.settle([part], ground="answered", by=story.counsel, now=at(2024, 1, 1 + n % 2))
    client.force_login(story.viewer)

    page = client.get(address(letter))

    assert len(page.content) < kilobytes * 1000
