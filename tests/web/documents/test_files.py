import pytest
from django.core.files.base import ContentFile

from correspondence.documents.actions import store_document
from correspondence.documents.models import Document
from correspondence.letters.models import LetterDocument
from correspondence.responses.models import Response, ResponseDocument
from tests.factories import AgencyFactory, LetterFactory, MembershipFactory

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def document(office, clerk, now):
    return store_document(office, ContentFile(PDF, "Letter as signed.pdf"), by=clerk, now=now)


@pytest.fixture
def letter_file(office, document):
    return LetterDocument.objects.create(letter=LetterFactory(office=office), document=document)


@pytest.fixture
def response_file(office, clerk, document, now):
    response = Response.objects.create(
        letter=LetterFactory(office=office),
        agency=AgencyFactory(),
        kind=Response.Kind.PARTIAL,
        received_on=now.date(),
        logged_at=now,
        logged_by=clerk,
    )
    return ResponseDocument.objects.create(response=response, document=document)


def test_a_member_of_the_office_gets_the_file_of_a_letter_as_an_attachment(client, viewer, letter_file):
    client.force_login(viewer)

    page = client.get(f"/files/letters/{letter_file.pk}/")

    assert page.status_code == 200
    assert b"".join(page.streaming_content) == PDF
    assert page.headers["Content-Type"] == "application/pdf"
    assert page.headers["Content-Disposition"] == 'attachment; filename="Letter as signed.pdf"'
    assert page.headers["Content-Length"] == str(len(PDF))


def test_a_member_of_the_office_gets_the_file_of_a_response(client, viewer, response_file):
    client.force_login(viewer)

    page = client.get(f"/files/responses/{response_file.pk}/")

    assert b"".join(page.streaming_content) == PDF


@pytest.mark.parametrize("kind", ["letter", "response"])
def test_no_browser_runs_guesses_or_shares_what_was_uploaded(client, viewer, request, kind):
    attachment = request.getfixturevalue(f"{kind}_file")
    Document.objects.update(media_type="text/html")
    client.force_login(viewer)

    page = client.get(f"/files/{kind}s/{attachment.pk}/")

    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert page.headers["Cache-Control"] == "private"
    assert page.headers["Content-Disposition"].startswith("attachment;")
    assert page.headers["Content-Type"] == "text/html"


@pytest.mark.parametrize("kind", ["letter", "response"])
def test_a_file_of_another_office_does_not_exist(client, request, kind):
    attachment = request.getfixturevalue(f"{kind}_file")
    client.force_login(MembershipFactory(role="manager").user)

    page = client.get(f"/files/{kind}s/{attachment.pk}/")

    assert page.status_code == 404


@pytest.mark.parametrize("kind", ["letter", "response"])
def test_somebody_not_signed_in_is_sent_to_sign_in(client, request, kind):
    attachment = request.getfixturevalue(f"{kind}_file")

    page = client.get(f"/files/{kind}s/{attachment.pk}/")

    assert page.status_code == 302
    assert "/login/" in page.headers["Location"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("kind", ["letter", "response"])
def test_a_file_can_only_be_read(client, manager, request, kind, method):
    attachment = request.getfixturevalue(f"{kind}_file")
    client.force_login(manager)

    page = getattr(client, method)(f"/files/{kind}s/{attachment.pk}/")

    assert page.status_code == 405


def test_head_tells_the_size_without_the_bytes(client, viewer, letter_file):
    client.force_login(viewer)

    page = client.head(f"/files/letters/{letter_file.pk}/")

    assert page.status_code == 200
    assert page.headers["Content-Length"] == str(len(PDF))
    assert b"".join(page) == b""


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ('a"\r\n.pdf', 'attachment; filename="a\\" .pdf"'),
        ("x.pdf\r\nSet-Cookie: sessionid=1", 'attachment; filename="x.pdf Set-Cookie: sessionid=1"'),
        ("../../x", 'attachment; filename="x"'),
        ("Réponse “finale”.pdf", "attachment; filename*=utf-8''R%C3%A9ponse%20%E2%80%9Cfinale%E2%80%9D.pdf"),
        ("", 'attachment; filename="file"'),
    ],
)
def test_a_hostile_name_on_the_record_harms_neither_header_nor_reader(
    client, viewer, letter_file, name, header
):
    Document.objects.update(name=name)
    client.force_login(viewer)

    page = client.get(f"/files/letters/{letter_file.pk}/")

    assert page.status_code == 200
    assert page.headers["Content-Disposition"] == header
    assert "Set-Cookie" not in page.headers


def test_a_file_that_is_missing_from_the_store_is_not_found(client, viewer, letter_file, document):
    document.file.storage.delete(document.file.name)
    client.force_login(viewer)

    page = client.get(f"/files/letters/{letter_file.pk}/")

    assert page.status_code == 404
