"""How letters are filed: numbered, sorted by topic, tied to each other, with their files; and found again."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from correspondence.accounts.visibility import of_my_offices
from correspondence.directory.models import Office
from correspondence.documents.models import Document


class OfOfficeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Rows of the offices the user is a member of."""
        return of_my_offices(self, user)


class Topic(models.Model):
    """What an office's letters are about, in its own words."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="topics")
    name = models.CharField(max_length=100)

    objects = OfOfficeQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "name"],
                name="an_office_has_a_topic_once",
                violation_error_message="The office has this topic already.",
            ),
        ]

    def __str__(self):
        return self.name


class ReferenceCounter(models.Model):
    """The last reference number an office gave in a year; locked while the next is given."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "year"], name="an_office_counts_each_year_once"),
        ]

    def __str__(self):
        return f"{self.office_id} {self.year}: {self.last}"


class Follows(models.Model):
    """One letter stands on an earlier one; a consolidated letter can stand on nine."""

    letter = models.ForeignKey("Letter", models.CASCADE, related_name="earlier_links")
    earlier = models.ForeignKey("Letter", models.PROTECT, related_name="later_links")

    class Meta:
        verbose_name_plural = "follows"
        constraints = [
            models.UniqueConstraint(fields=["letter", "earlier"], name="a_letter_follows_another_once"),
            models.CheckConstraint(name="a_letter_does_not_follow_itself", condition=~Q(letter=F("earlier"))),
        ]

    def __str__(self):
        return f"{self.letter_id} follows {self.earlier_id}"


class LetterDocument(models.Model):
    """A file that belongs to a letter: the letter as signed, an enclosure."""

    letter = models.ForeignKey("Letter", models.CASCADE, related_name="attachments")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    title = models.CharField("what it is", max_length=200, blank=True)

    class Meta:
        verbose_name = "document"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "document"],
                name="a_file_is_attached_to_a_letter_once",
                violation_error_message="This file is attached already.",
            ),
        ]

    def __str__(self):
        return self.title or self.document.name


class SavedFilter(models.Model):
    """A view of the letter list that somebody keeps by a name, for themselves or for the whole office."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="saved_filters")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000, blank=True, help_text="As in the address of the list.")
    is_shared = models.BooleanField("shared with the office", default=False)

    objects = OfOfficeQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "owner", "name"],
                name="a_person_keeps_a_filter_name_once",
                violation_error_message="You have a filter of this name already.",
            ),
            models.CheckConstraint(name="a_saved_filter_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self):
        return self.name


class EntryDraft(models.Model):
    """What somebody has typed into the letter form and not saved yet, kept as the form would send it.

    `letter` is the draft letter that is being edited; none for one that is being entered.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="entry_drafts")
    letter = models.ForeignKey("Letter", models.CASCADE, null=True, blank=True, related_name="+")
    values = models.JSONField(default=dict, help_text="Each field's name with the list of its values.")
    serial = models.PositiveIntegerField(default=0, help_text="Counts the savings: the last wins.")
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["-saved_at"]
        indexes = [models.Index(fields=["user", "-saved_at"], name="drafts_of_somebody")]

    def __str__(self):
        return f"{self.user_id}, {self.saved_at:%Y-%m-%d %H:%M}"
