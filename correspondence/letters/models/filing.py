"""How letters are filed: numbered, sorted by topic, tied to each other, with their files."""

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
