"""Stored files: one copy for each office and hash, served only through the row that attaches it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from correspondence.directory.models import Office

__all__ = ["Document"]


def stored_path(document, _name):
    """Where a file is kept: by office and hash, never by the name somebody gave it."""
    return f"{document.office_id}/{document.sha256[:2]}/{document.sha256}"


class Document(models.Model):
    """A file as it was received. Its media type is what the bytes show, not what the sender said."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="documents")
    file = models.FileField(upload_to=stored_path, max_length=200)
    name = models.CharField(max_length=255, help_text="What the file was called when it came.")
    sha256 = models.CharField("SHA-256", max_length=64)
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField(help_text="Bytes.")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "sha256"], name="a_file_is_stored_once_in_an_office"),
            models.CheckConstraint(
                name="document_hash_is_a_sha256", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")
            ),
            models.CheckConstraint(name="document_is_not_empty", condition=Q(size__gt=0)),
        ]

    def __str__(self):
        return self.name
