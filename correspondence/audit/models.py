"""Who did what to which record. No foreign keys, so that an entry outlives what it speaks of."""

from django.db import models

__all__ = ["Entry"]


class Entry(models.Model):
    """One act: append-only. What a row was before and after stands in its own history."""

    act = models.CharField(max_length=60)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True, help_text="The user; none where the product itself acted.")
    by_name = models.CharField(max_length=200, blank=True)
    office_id = models.BigIntegerField(null=True)
    record = models.CharField(max_length=60, help_text="The kind of record, for example letter.")
    record_id = models.BigIntegerField(null=True)
    record_name = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "entries"
        indexes = [
            models.Index(fields=["record", "record_id", "id"], name="entry_of_a_record"),
            models.Index(fields=["office_id", "-id"], name="entry_of_an_office"),
        ]

    def __str__(self):
        return f"{self.act}: {self.record_name}"
