"""The letter form over HTTP: what a clerk types is what is stored, and nothing typed is lost."""

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from correspondence.accounts.models import User
from correspondence.directory.models import Agency, Appointment, Person, Seat
from correspondence.letters import actions
from correspondence.letters.models import FollowUpRequest, Letter
from tests.admin_forms import add_rows, fill
from tests.factories import OfficeFactory, UserFactory
from tests.story import ASKED, LEAD_IN, Story, at

pytestmark = pytest.mark.django_db
ADD = reverse("admin:correspondence_letter_add")


@pytest.fixture
def story(db):
    return Story()


@pytest.fixture
def desk(client, story):
    """The clerk's browser."""
    client.force_login(story.clerk)
    return client


def change(letter):
    return reverse("admin:correspondence_letter_change", args=[letter.pk])


def typed(desk, **changes):
    """The add form with a subject, a date, a signatory and an addressee typed in."""
    data = fill(desk.get(ADD), subject="A matter", dated_on="2023-11-29") | changes
    add_rows(data, "signatories", [{"name": "Benjamin L. Cardin", "title": "Chairman"}])
    agency = Agency.objects.first()
    add_rows(
        data, "recipients", [{"role": "to", "name": "The Secretary", "agency": agency.pk if agency else ""}]
    )
    return data


def test_pasted_bullets_become_requests_with_their_lead_in(desk):
    data = typed(desk, paste=LEAD_IN + "\n\n" + "\n".join(f"- {text}" for text in ASKED))

    page = desk.post(ADD, data, follow=True)

    assert page.status_code == 200
    rows = FollowUpRequest.objects.order_by("place")
    assert [row.text for row in rows] == list(ASKED)
    assert {row.lead_in for row in rows} == {LEAD_IN}
    assert [row.place for row in rows] == [1, 2, 3, 4, 5]
    assert "5 requests were made from the list" in page.text


def test_a_numbered_list_keeps_its_numbers_and_nesting(desk):
    data = typed(desk, paste="1. What?\n(a) When?\n(b) Where?\n2. Who?")

    desk.post(ADD, data)

    rows = list(FollowUpRequest.objects.order_by("place").select_related("parent"))
    assert [row.number for row in rows] == ["1", "1(a)", "1(b)", "2"]
    assert [row.parent and row.parent.number for row in rows] == [None, "1", "1", None]


def test_lines_are_stored_as_on_paper_however_the_browser_ends_them(desk):
    lines = "1. Say when.\r\n2. Say how."

    desk.post(ADD, typed(desk, body=lines, paste=lines), follow=True)

    assert Letter.objects.get().body == "1. Say when.\n2. Say how."
    assert [row.text for row in FollowUpRequest.objects.order_by("place")] == ["Say when.", "Say how."]


def test_a_row_without_a_number_stays_below_those_above_it(desk):
    data = typed(desk)
    rows = [("The Secretary", ""), ("The Ambassador", "1"), ("The Inspector General", "")]
    add_rows(data, "recipients", [{"role": "to", "name": name, "order": order} for name, order in rows])

    desk.post(ADD, data)

    kept = Letter.objects.get().recipients.values_list("place", "name")
    assert list(kept) == [(1, "The Secretary"), (2, "The Ambassador"), (3, "The Inspector General")]


def test_two_requests_swap_their_places(desk, story):
    letter = story.draft()
    data = fill(desk.get(change(letter)))
    data["requests-0-order"], data["requests-1-order"] = "2", "1"

    page = desk.post(change(letter), data)

    assert page.status_code == 302
    texts = list(letter.requests.order_by("place").values_list("text", flat=True))
    assert texts == [ASKED[1], ASKED[0], *ASKED[2:]]


def test_a_row_of_another_letter_is_refused_in_words(desk, story):
    letter, other = story.draft(), story.draft()
    data = fill(desk.get(change(letter)))
    data["requests-0-id"] = str(other.requests.first().pk)

    page = desk.post(change(letter), data)

    assert page.status_code == 200
    assert "not in this letter" in page.text
    assert other.requests.first().text == ASKED[0]
    assert other.requests.count() == 5


def test_a_stale_form_keeps_what_was_typed_and_changes_nothing(desk, story):
    letter = story.draft()
    data = fill(desk.get(change(letter)), subject="What I typed")
    actions.assign([letter], to=None, by=story.counsel, now=at(2023, 11, 30))

    page = desk.post(change(letter), data)

    assert "Somebody has saved this letter since you opened it" in page.text
    assert "What I typed" in page.text
    letter.refresh_from_db()
    assert letter.subject == "Accountability for atrocities in Nagorno-Karabakh"


def test_faults_stand_beside_their_fields_and_keep_what_was_typed(desk):
    data = typed(desk, subject="", due_anchor="stated", body="A long text")

    page = desk.post(ADD, data)

    assert page.status_code == 200
    assert "Enter the day that the letter states." in page.text
    assert "A long text" in page.text
    assert not Letter.objects.exists()


def test_an_official_fills_title_agency_and_address_as_they_were_on_the_day(desk, story):
    state = Agency.objects.get()
    state.address = "2201 C St. N.W. Washington, DC 20520"
    state.save()
    blinken = Person.objects.create(name="Antony Blinken", last_name="Blinken")
    Appointment.objects.create(
        person=blinken,
        agency=state,
        title="Secretary of State",
        held_from=date(2021, 1, 26),
        held_to=date(2025, 1, 20),
    )
    cardin = Person.objects.create(name="Benjamin L. Cardin", last_name="Cardin", bioguide_id="C000141")
    seat = Seat.objects.create(
        person=cardin,
        office=story.office,
        title="Chairman",
        rank=1,
        side="majority",
        held_from=date(2023, 9, 27),
    )
    data = typed(desk)
    data |= {"recipients-0-person": blinken.pk, "recipients-0-name": "", "recipients-0-agency": ""}
    data |= {"signatories-0-person": cardin.pk, "signatories-0-title": ""}

    desk.post(ADD, data)

    letter = Letter.objects.get()
    recipient, signatory = letter.recipients.get(), letter.signatories.get()
    assert (recipient.name, recipient.title) == ("Antony Blinken", "Secretary of State")
    assert (recipient.agency, recipient.address) == (state, "2201 C St. N.W. Washington, DC 20520")
    assert (signatory.title, signatory.seat) == ("Chairman", seat)
    asked = {"person": blinken.pk, "on": "2023-11-29"}
    told = desk.get(reverse("admin:correspondence_letter_official"), asked).json()
    assert told["title"] == "Secretary of State"
    later = desk.get(reverse("admin:correspondence_letter_official"), asked | {"on": "2026-01-05"}).json()
    assert "title" not in later


def test_the_due_phrase_gives_the_terms(desk):
    data = typed(desk, due_phrase="within ten (10) business days of receipt")

    desk.post(ADD, data)

    letter = Letter.objects.get()
    assert (letter.due_anchor, letter.due_count, letter.due_unit) == ("receipt", 10, "business")


def test_a_sent_letter_keeps_its_words_and_takes_links(desk, story):
    letter = story.sent()
    data = fill(desk.get(change(letter)), subject="Forged", assigned_to=str(story.counsel.pk))
    data["recipients-0-control_number"] = "2023-1204-017"
    data["recipients-0-name"] = "Forged"

    page = desk.post(change(letter), data)

    assert page.status_code == 302
    letter.refresh_from_db()
    assert letter.subject == "Accountability for atrocities in Nagorno-Karabakh"
    assert letter.assigned_to == story.counsel
    row = letter.recipients.get()
    assert (row.control_number, row.name) == ("2023-1204-017", "The Secretary of Department of State")


def test_each_save_is_in_the_history_with_who_did_it(desk, story):
    desk.post(ADD, typed(desk))

    letter = Letter.objects.get()
    assert letter.history.get().history_user == story.clerk
    assert letter.signatories.get().history.get().history_user == story.clerk


@pytest.mark.parametrize("on", ["2023-11-28", "2999-01-01"])
def test_a_refused_sending_says_why_beside_the_day(desk, story, on):
    letter = story.draft()
    url = reverse("admin:correspondence_letter_act", args=[letter.pk, "send"])

    page = desk.post(url, fill(desk.get(url), on=on))

    assert page.status_code == 422
    assert "It cannot have been sent before" in page.text or "still to come" in page.text
    letter.refresh_from_db()
    assert letter.sent_on is None


def test_a_letter_entered_a_month_late_is_sent_on_its_day(desk, story):
    letter = story.draft()
    url = reverse("admin:correspondence_letter_act", args=[letter.pk, "send"])
    with time_machine.travel(at(2024, 1, 2), tick=False):
        desk.post(url, fill(desk.get(url), on="2023-11-29"))

    letter.refresh_from_db()
    assert letter.sent_on == date(2023, 11, 29)
    assert {part.due_on for part in story.parts(letter).values()} == {date(2023, 12, 13)}


def test_a_file_is_attached_retitled_and_taken_off(desk, story):
    letter = story.draft()
    data = fill(desk.get(change(letter)))
    data["attachments-0-upload"] = SimpleUploadedFile("signed.txt", b"As signed")
    desk.post(change(letter), data)
    attached = letter.attachments.get()

    desk.post(change(letter), fill(desk.get(change(letter)), **{"attachments-0-title": "Letter as signed"}))

    attached.refresh_from_db()
    assert attached.title == "Letter as signed"
    desk.post(change(letter), fill(desk.get(change(letter)), **{"attachments-0-DELETE": "on"}))
    assert not letter.attachments.exists()


def test_an_office_that_is_given_a_code_gets_the_first_reminder_rules(client, story):
    office = OfficeFactory(code=None)
    client.force_login(UserFactory(is_superuser=True))
    url = reverse("admin:correspondence_office_change", args=[office.pk])

    page = client.post(url, fill(client.get(url), code="HSFA"))

    assert page.status_code == 302, page.text
    assert sorted(office.reminder_rules.values_list("name", flat=True)) == [
        "Confirm receipt",
        "Courtesy call",
        "Overdue",
    ]


def test_a_manager_adds_a_new_person_and_makes_them_a_member(client, story):
    client.force_login(story.manager)
    url = reverse("admin:correspondence_user_add")
    password = "correct horse battery"

    client.post(url, fill(client.get(url), username="new.clerk", password1=password, password2=password))

    new = User.objects.get(username="new.clerk")
    assert not new.is_superuser
    url = reverse("admin:correspondence_officemembership_add")
    client.post(url, fill(client.get(url), user=str(new.pk), office=str(story.office.pk), role="clerk"))
    assert new.memberships.get().office == story.office
