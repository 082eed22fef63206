import hashlib
import stat
import threading
import zipfile
from io import BytesIO

import pytest
from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from correspondence.documents.actions import CannotStore, store_document
from correspondence.documents.models import Document
from correspondence.documents.rules import MAX_SIZE
from tests.factories import OfficeFactory

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


def files_in(store):
    return [path for path in store.rglob("*") if path.is_file()]


def test_a_stored_file_keeps_its_bytes_hash_size_and_who_added_it(office, clerk, now):
    document = store_document(office, ContentFile(PDF, "Reply.pdf"), by=clerk, now=now)

    document.refresh_from_db()
    assert document.file.read() == PDF
    assert document.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (document.size, document.name) == (len(PDF), "Reply.pdf")
    assert (document.added_by, document.added_at) == (clerk, now)


def test_the_media_type_is_what_the_bytes_show_whatever_the_sender_says(office, clerk, now):
    upload = SimpleUploadedFile("picture.png", PDF, content_type="image/png")

    document = store_document(office, upload, by=clerk, now=now)

    assert document.media_type == "application/pdf"


def test_same_bytes_are_stored_once_in_an_office(office, clerk, now, store):
    first = store_document(office, ContentFile(PDF, "Reply.pdf"), by=clerk, now=now)

    second = store_document(office, ContentFile(PDF, "The same reply.pdf"), by=clerk, now=now)

    assert second == first
    assert second.name == "Reply.pdf"
    assert len(files_in(store)) == 1


def test_another_office_has_a_copy_of_its_own(office, clerk, now, store):
    first = store_document(office, ContentFile(PDF, "Reply.pdf"), by=clerk, now=now)

    second = store_document(OfficeFactory(), ContentFile(PDF, "Reply.pdf"), by=clerk, now=now)

    assert second != first
    assert second.file.name != first.file.name
    assert len(files_in(store)) == 2


def test_an_empty_file_is_refused_by_name(office, clerk, now, store):
    with pytest.raises(CannotStore, match=r"Reply\.pdf is empty"):
        store_document(office, ContentFile(b"", "Reply.pdf"), by=clerk, now=now)

    assert not Document.objects.exists()
    assert not files_in(store)


def test_a_file_over_50_mb_is_refused_though_it_calls_itself_small(office, clerk, now, tmp_path, store):
    path = tmp_path / "large.pdf"
    with path.open("wb") as large:
        large.truncate(MAX_SIZE + 1)
    with path.open("rb") as large:
        upload = File(large, "large.pdf")
        upload.size = 10

        with pytest.raises(CannotStore, match="larger than 50 MB"):
            store_document(office, upload, by=clerk, now=now)

    assert not Document.objects.exists()
    assert not files_in(store)


def test_a_file_of_exactly_50_mb_is_stored(office, clerk, now, tmp_path):
    path = tmp_path / "large.bin"
    with path.open("wb") as large:
        large.truncate(MAX_SIZE)
    with path.open("rb") as large:
        document = store_document(office, File(large, "large.bin"), by=clerk, now=now)

    assert document.size == MAX_SIZE


def test_where_a_file_is_kept_owes_nothing_to_the_name_it_came_with(office, clerk, now, store):
    upload = SimpleUploadedFile("harmless.pdf", PDF)
    upload._name = "../../../etc/cron.d/evil"

    document = store_document(office, upload, by=clerk, now=now)

    [path] = files_in(store)
    assert path == store / str(office.pk) / document.sha256[:2] / document.sha256
    assert document.name == "evil"


def test_stored_files_and_their_folders_are_private_to_the_server(office, clerk, now, store):
    store_document(office, ContentFile(PDF, "Reply.pdf"), by=clerk, now=now)

    [path] = files_in(store)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_failed_transaction_leaves_no_row_and_the_next_upload_works(office, clerk, now):
    with transaction.atomic():
        store_document(office, ContentFile(PDF, "Reply.pdf"), by=clerk, now=now)
        transaction.set_rollback(True)
    assert not Document.objects.exists()

    document = store_document(office, ContentFile(PDF, "Reply.pdf"), by=clerk, now=now)

    assert document.file.read() == PDF


@pytest.mark.django_db(transaction=True)
def test_two_simultaneous_uploads_of_the_same_bytes_end_as_one_document(office, clerk, now, store):
    start, found, faults = threading.Barrier(4), [], []

    def upload():
        try:
            start.wait(10)
            found.append(store_document(office, ContentFile(PDF * 1000, "Reply.pdf"), by=clerk, now=now))
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=upload) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert not faults
    assert len({document.pk for document in found}) == 1
    assert Document.objects.get().file.read() == PDF * 1000
    assert len(files_in(store)) == 1


def office_file(*names):
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", *names):
            archive.writestr(name, "<xml/>" * 50)
    return made.getvalue()


def zip_file(**files):
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


OOXML = "application/vnd.openxmlformats-officedocument"
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504
MAIL = b"From: clerk@state.example\r\nTo: office@senate.example\r\nSubject: Your letter\r\n\r\nDear Sir\r\n"


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (PDF, "application/pdf"),
        (b"\n\n" + PDF, "application/pdf"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 20, "image/png"),
        (b"\xff\xd8\xff\xe1\0\x10Exif\0\0" + b"\0" * 20, "image/jpeg"),
        (b"II*\0\x08\0\0\0" + b"\0" * 20, "image/tiff"),
        (b"ID3\x03\0" + b"\0" * 50, "audio/mpeg"),
        (office_file("word/document.xml"), f"{OOXML}.wordprocessingml.document"),
        (office_file("xl/workbook.xml"), f"{OOXML}.spreadsheetml.sheet"),
        (office_file("ppt/presentation.xml"), f"{OOXML}.presentationml.presentation"),
        (
            office_file("word/document.xml", "word/vbaProject.bin"),
            "application/vnd.ms-word.document.macroEnabled.12",
        ),
        (
            zip_file(mimetype=b"application/vnd.oasis.opendocument.text", content=b"<xml/>"),
            "application/vnd.oasis.opendocument.text",
        ),
        (zip_file(letter=office_file("word/document.xml")), "application/zip"),
        (zip_file(letter=PDF), "application/zip"),
        (office_file("word/document.xml")[:200], "application/zip"),
        (zip_file(), "application/zip"),
        (OLE + "WordDocument".encode("utf-16-le"), "application/msword"),
        (OLE + "__substg1.0_0037001F".encode("utf-16-le"), "application/vnd.ms-outlook"),
        (OLE, "application/x-ole-storage"),
        (MAIL, "message/rfc822"),
        (b"Return-Path: <clerk@state.example>\r\n" + MAIL, "message/rfc822"),
        (b"Note: we called State.\nFrom there nothing came.\n", "text/plain"),
        (b"Dear Secretary Blinken,\n", "text/plain"),
        ("Señor Borrell, “the text”".encode(), "text/plain"),
        ("The Secretary’s reply, “in clearance”, as copied".encode("cp1252"), "text/plain"),
        ("Dear Secretary".encode("utf-16"), "text/plain"),
        ("é".encode() * 40_000, "text/plain"),
        (b"\xef\xbb\xbf<!DOCTYPE html><script>alert(1)</script>", "text/html"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", "image/svg+xml"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'>", "image/svg+xml"),
        (b"<?xml version='1.0'?><letter/>", "application/xml"),
        (b"{\\rtf1\\ansi Dear Secretary}", "application/rtf"),
        (bytes(range(128, 256)) * 4, "application/octet-stream"),
        (b"\0", "application/octet-stream"),
    ],
)
def test_the_bytes_tell_what_a_file_is(office, clerk, now, data, media_type):
    document = store_document(office, ContentFile(data, "unnamed"), by=clerk, now=now)

    assert document.media_type == media_type
