"""Storing files."""

import hashlib

from django.db import IntegrityError, transaction

from correspondence.audit.actions import record_act
from correspondence.core.refusals import Cannot
from correspondence.documents.models import Document
from correspondence.documents.rules import HEAD, MAX_SIZE, TAIL, media_type, plain_name


class CannotStore(Cannot):
    """The file was not stored."""


def store_document(office, upload, *, by, now):
    """Keep a file for an office, and return its Document: the one there is, where the same bytes came before.

    `upload` is any open Django File. Whether `by` may do this is asked by the action that attaches the
    file. Raises CannotStore for a file that is empty or larger than 50 MB. Where the transaction around
    it fails, the row is gone with it; the bytes may stay behind in the private store, unreachable.
    """
    size, sha256 = _measure(upload)
    if document := _stored(office, sha256):
        return document
    document = Document(
        office=office,
        name=plain_name(upload.name),
        sha256=sha256,
        media_type=_sniff(upload, size),
        size=size,
        added_at=now,
        added_by=by,
    )
    upload.seek(0)
    document.file.save(document.name, upload, save=False)
    try:
        with transaction.atomic():
            document.save()
            record_act("stored", document, by=by, now=now)
    except IntegrityError:
        document.file.delete(save=False)
        if same := _stored(office, sha256):  # two people stored the same bytes at once: the other was first
            return same
        raise
    return document


def _stored(office, sha256):
    return Document.objects.filter(office=office, sha256=sha256).first()


def _measure(upload):
    """The size and the SHA-256 of a file, read piece by piece."""
    digest, size = hashlib.sha256(), 0
    upload.seek(0)
    for piece in upload.chunks():
        size += len(piece)
        if size > MAX_SIZE:
            raise CannotStore(f"{plain_name(upload.name)} is larger than 50 MB, the most that is stored.")
        digest.update(piece)
    if not size:
        raise CannotStore(f"{plain_name(upload.name)} is empty.")
    return size, digest.hexdigest()


def _sniff(upload, size):
    upload.seek(0)
    head = upload.read(HEAD)
    upload.seek(max(size - TAIL, 0))
    return media_type(head, upload.read())
