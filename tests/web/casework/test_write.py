"""The public form: a constituent writes in a few steps, and nothing they typed is lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from correspondence.casework.models import Constituent, HeldFile, Message, OutgoingMail, PrivacyRelease
from tests.constituents import CASE, Constituents, Form, open_desk, opinion
from tests.factories import OfficeFactory

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%a passport\n"


@pytest.fixture
def story(db):
    return Constituents()


@pytest.fixture
def form(story, client):
    return Form(client)


def test_a_constituent_asks_for_help_signs_and_gets_a_number(form, client, mailoutbox):
    form.to_review()

    page = client.post(form.url("review"), {"token": form.token()}, follow=True)

    message = Message.objects.get()
    assert page.redirect_chain[-1] == ("/write/receipt/", 302)
    assert message.number in page.text
    assert (message.case.agency.name, message.case.case_number) == ("Department of State", "PPT-17")
    assert message.releases.get().signed_name == "Rosalind Abernathy"
    assert [mail.to for mail in mailoutbox] == [["rosalind@example.org"]]
    assert message.number in mailoutbox[0].body


def test_an_opinion_is_sent_in_four_steps_without_permission(form, client):
    form.to_review(stance="opinion", text="Please keep the post office open.")

    review = client.get(form.url("review"))
    client.post(form.url("review"), {"token": form.token()})

    assert "Step 4 of 4" in review.text
    assert Message.objects.get().stance == "opinion"
    assert not hasattr(Message.objects.get(), "case")
    assert not PrivacyRelease.objects.exists()


def test_one_office_is_written_to_at_once_and_of_two_one_is_chosen(story, client):
    assert client.get("/write/").url == "/write/SFRC/"

    open_desk(OfficeFactory(name="Office of Senator Adair", code="ADAIR"), heading="Write to Senator Adair")
    page = client.get("/write/")

    assert "Write to Senator Adair" in page.text
    assert 'href="/write/SFRC/"' in page.text


def test_an_office_that_takes_no_messages_has_no_form(story, client):
    story.desk.is_open = False
    story.desk.save()

    assert client.get("/write/SFRC/").status_code == 404
    assert "No office takes messages" in client.get("/write/").text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"first_name": ""}, "Type your first name."),
        ({"email": "rosalind@example"}, "Add what comes after “example”"),
        ({"email": "rosalind"}, "with the @ sign"),
        ({"zip_code": "212"}, "A ZIP code has five digits"),
        ({"phone": "12"}, "Type all ten digits"),
        ({"state": ""}, "Choose your state."),
        ({"website": "http://spam.example"}, "Please leave this box empty"),
    ],
)
def test_a_fault_is_told_beside_its_field_and_nothing_typed_is_lost(form, changes, said):
    page = form.who(**changes)

    assert page.status_code == 422
    assert said in page.text
    assert 'value="1408 King Street"' in page.text


def test_a_zip_code_and_a_telephone_are_taken_however_they_are_written(form, client):
    form.who(zip_code="212010001", phone="(410) 555-0142")

    page = client.get(form.url())

    assert 'value="21201-0001"' in page.text
    assert 'value="410-555-0142"' in page.text


def test_somebody_from_another_state_is_told_so_and_may_send(form, client):
    form.who(state="VA", zip_code="22314")

    page = client.get(form.url("about"))
    form.about("opinion")
    form.message(text="Please keep it open.")
    form.wait()
    form.send()

    assert "Your address is in Virginia; this office serves Maryland." in page.text
    assert Message.objects.get().constituent.state == "VA"


@pytest.mark.parametrize("written", ["123-45-6789", "123456789", "123 45 6789", "123.45.6789", "123–45–6789"])
def test_a_social_security_number_is_to_be_taken_out(form, written):
    form.who()
    form.about()

    page = form.message(what_happened=f"I applied in May.\nMy number is {written}.")

    assert page.status_code == 422
    assert "Line 2 has what looks like a Social Security number, ending in 6789." in page.text
    assert "I applied in May." in page.text


@pytest.mark.parametrize(
    "written", ["410-555-0142", "21201-0001", "A123456789", "000-12-3456", "$1,234,567,890"]
)
def test_other_numbers_are_no_social_security_numbers(form, written):
    form.who()
    form.about()

    assert form.message(what_happened=f"It says {written} on it.").status_code == 302


def test_a_file_is_kept_while_the_words_still_have_a_fault(form, client):
    form.who()
    form.about()
    upload = SimpleUploadedFile("passport.pdf", PDF)

    page = form.message(what_happened="", files=upload)
    again = form.message()
    form.permission()
    form.wait()
    form.send()

    assert page.status_code == 422
    assert "passport.pdf" in page.text
    assert again.status_code == 302
    assert [one.name for one in Message.objects.get().attachments.all()] == ["passport.pdf"]
    assert not HeldFile.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("virus.pdf", b"MZ\x90\x00\x03\x00\x00\x00\x04", "We cannot open virus.pdf."),
        ("page.pdf", b"<html><script>alert(1)</script>", "We cannot open page.pdf."),
        ("ssn 123-45-6789.pdf", PDF, "The name of a file has what looks like a Social Security number"),
        ("ssn_123456789.pdf", PDF, "The name of a file has what looks like a Social Security number"),
    ],
)
def test_a_file_is_judged_by_its_bytes_and_its_name(form, name, content, said):
    form.who()
    form.about()

    page = form.message(files=SimpleUploadedFile(name, content))

    assert page.status_code == 422
    assert said in page.text
    assert not HeldFile.objects.exists()


def test_a_sixth_file_is_not_taken_and_the_five_are_kept(form):
    form.who()
    form.about()
    files = [SimpleUploadedFile(f"{n}.pdf", PDF + bytes([48 + n])) for n in range(6)]

    page = form.message(files=files)

    assert page.status_code == 422
    assert "You can send up to 5 files. 5.pdf was not added." in page.text
    assert HeldFile.objects.count() == 5


def test_a_file_over_ten_megabytes_is_not_taken(form):
    form.who()
    form.about()

    page = form.message(files=SimpleUploadedFile("big.pdf", PDF + b"0" * (10 * 1024 * 1024)))

    assert "big.pdf is too large. A file may have up to 10 MB." in page.text


def test_a_file_is_removed_and_the_words_beside_it_stay(form, client):
    form.who()
    form.about()
    form.message(files=SimpleUploadedFile("passport.pdf", PDF))
    key = HeldFile.objects.get().pk

    page = form.message(what_happened="Half a sent", remove=str(key))
    page = client.get(page.url)

    assert not HeldFile.objects.exists()
    assert "Half a sent" in page.text
    assert "passport.pdf" not in page.text


def test_nobody_removes_another_visitors_file(form, client, story):
    other = Form(Client())
    other.who()
    other.about()
    other.message(files=SimpleUploadedFile("passport.pdf", PDF))
    form.who()
    form.about()

    form.message(remove=str(HeldFile.objects.get().pk))

    assert HeldFile.objects.count() == 1


def test_back_keeps_what_was_half_typed(form, client):
    form.who()
    form.about()

    page = form.message(what_happened="Half a sent", agency_named="", back="1")

    assert page.url == form.url("about")
    assert "Half a sent" in client.get(form.url("message")).text


def test_a_step_ahead_leads_to_the_first_that_is_missing(form, client):
    assert client.get(form.url("review")).url == "/write/SFRC/who/"
    form.who()

    assert client.get(form.url("permission")).url == "/write/SFRC/about/"
    assert client.get(form.url("nonsense")).status_code == 404


def test_change_leads_to_a_line_and_back_to_the_review(form, client):
    form.to_review()
    review = client.get(form.url("review"))
    assert "/write/SFRC/who/?then=review#email" in review.text

    page = form.who(then="review", email="new@example.org")

    assert page.url == form.url("review")
    assert "new@example.org" in client.get(page.url).text


def test_another_agency_must_be_signed_for_anew(form, client):
    form.to_review()

    page = form.message(agency_named="Internal Revenue Service", then="review")

    assert page.url == form.url("permission")
    assert "Internal Revenue Service" in client.get(page.url).text


def test_a_signature_is_the_name_that_was_given(form):
    form.who()
    form.about()
    form.message()

    page = form.permission(signature="R. A.")

    assert page.status_code == 422
    assert "Type your name as you gave it: Rosalind Abernathy." in page.text


def test_who_does_not_sign_may_send_all_the_same(form):
    form.who()
    form.about()
    form.message()
    form.permission(signs="no", signature="")
    form.wait()

    form.send()

    assert Message.objects.get().case.agency_named == CASE["agency_named"]
    assert not PrivacyRelease.objects.exists()


def test_a_second_click_leads_to_the_same_receipt(form, client, mailoutbox):
    form.to_review()
    token = form.token()

    first, second = form.send(token), form.send(token)

    assert first.url == second.url == "/write/receipt/"
    assert Message.objects.count() == 1
    assert len(mailoutbox) == 1


def test_two_clicks_at_once_send_one_message(form, client, story):
    form.to_review()
    token, before = form.token(), dict(client.session.items())
    form.send(token)
    session = client.session  # as the second request had read it before the first was done
    session.pop("sent", None)
    session["write SFRC"] = before["write SFRC"]
    session.save()

    page = form.send(token)

    assert page.url == "/write/receipt/"
    assert Message.objects.count() == 1
    assert OutgoingMail.objects.count() == 1


def test_a_form_sent_at_once_is_a_machines(form, client):
    form.who()
    form.about("opinion")
    form.message(text="Please keep it open.")

    page = form.send()

    assert page.status_code == 422
    assert "That was very quick." in page.text
    assert "Please keep it open." in page.text
    assert not Message.objects.exists()


def test_too_many_messages_from_one_address_wait_and_are_not_lost(form, client, story):
    for _ in range(12):
        form.to_review(stance="opinion", text="Please keep it open.")
        form.send()

    form.to_review(stance="opinion", text="The thirteenth of them.")
    page = form.send()
    elsewhere = client.post(
        form.url("review"), {"token": form.token()}, headers={"x-forwarded-for": "198.51.100.7"}
    )

    assert page.status_code == 429
    assert "The thirteenth of them." in page.text
    assert elsewhere.status_code == 302


def test_an_address_is_not_kept_as_it_is(form, client, story):
    from correspondence.casework.models import Attempt

    form.to_review(stance="opinion", text="Please keep it open.")
    form.send()

    assert "127.0.0.1" not in Attempt.objects.get().source


def test_a_request_from_elsewhere_is_refused(story):
    strict = Client(enforce_csrf_checks=True)

    page = strict.post("/write/SFRC/", {"first_name": "Rosalind"})

    assert page.status_code == 403


def test_a_body_that_is_too_large_is_not_read(form, client):
    form.who()
    form.about()

    page = client.post(form.url("message"), {"text": "x"}, headers={"content-length": str(80 * 1024 * 1024)})

    assert page.status_code == 413


def test_clearing_forgets_all_that_was_typed(form, client):
    form.who()
    form.about()
    form.message(files=SimpleUploadedFile("passport.pdf", PDF))

    client.post(form.url("about"), {"clear": "1"})

    assert "King Street" not in client.get(form.url()).text
    assert not HeldFile.objects.exists()


def test_a_receipt_is_forgotten_at_a_shared_computer(form, client):
    form.to_review()
    form.send()

    client.post("/write/receipt/forget/")

    assert client.get("/write/receipt/").url == "/write/"


def test_what_is_typed_is_no_part_of_any_address(form, client):
    form.to_review()
    pages = [client.get(form.url(step)) for step in ("who", "about", "message", "permission", "review")]

    page = form.send()

    assert "Rosalind" not in page.url
    assert all("Rosalind" not in one.request["QUERY_STRING"] for one in pages)


def test_who_writes_again_is_the_same_constituent_only_where_all_is_the_same(story):
    first = opinion(story.office)
    again = opinion(story.office, text="Something else to say.", who={"email": "ROSALIND@example.org"})
    spouse = opinion(story.office, text="A third thing to say.", who={"first_name": "Peter"})

    assert again.constituent == first.constituent
    assert spouse.constituent != first.constituent
    assert Constituent.objects.count() == 2
