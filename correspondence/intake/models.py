"""What came in as paper, files or mail: its pages, what a machine proposed, what a person made of it.

An item is one letter or response in one or more files. What was read from it and what was proposed stay
with it for ever, and so with the letter or response that it became.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from correspondence.accounts.visibility import of_my_offices
from correspondence.directory.models import Office
from correspondence.documents.models import Document
from correspondence.letters.models import Letter
from correspondence.responses.models import Response

__all__ = ["IntakeBatch", "IntakeFile", "IntakeItem", "IntakePage", "IntakeProposal", "IntakeReading"]

USER = settings.AUTH_USER_MODEL


class IntakeBatch(models.Model):
    """What came in together: files uploaded at once, one mail, one file of a watched folder."""

    class How(models.TextChoices):
        UPLOADED = "uploaded", "Uploaded"
        PASTED = "pasted", "Pasted"
        FOLDER = "folder", "From the watched folder"
        MAIL = "mail", "By mail"

    office = models.ForeignKey(Office, models.PROTECT, related_name="intake_batches")
    how = models.CharField(max_length=8, choices=How)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(
        USER,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="None for a folder or a mail.",
    )

    class Meta:
        verbose_name_plural = "intake batches"
        ordering = ["-received_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="what_somebody_brings_names_them",
                condition=~Q(how__in=["uploaded", "pasted"]) | Q(received_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.get_how_display()}, {self.received_at:%Y-%m-%d %H:%M}"


class IntakeItemQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Items of the offices the user is a member of."""
        return of_my_offices(self, user)

    def at_hand(self):
        """Neither entered nor set aside: somebody has still to look at them.

        One whose draft was deleted is at hand again.
        """
        return self.filter(letter=None, response=None, set_aside_at=None)

    def being_read(self):
        """At hand, and not yet read to the end."""
        return self.at_hand().filter(reading__finished_at=None, reading__failed_at=None)

    def to_confirm(self):
        """At hand, and read."""
        return self.at_hand().filter(reading__finished_at__isnull=False)

    def failed(self):
        """At hand, and a file of theirs could not be opened."""
        return self.at_hand().filter(reading__failed_at__isnull=False)

    def done(self):
        """Entered: they became a letter or a response, or were attached to one."""
        return self.filter(Q(letter__isnull=False) | Q(response__isnull=False))

    def set_aside(self):
        return self.filter(set_aside_at__isnull=False)


class IntakeItem(models.Model):
    """A letter or response that came in and is to be confirmed; several pictures in order are one item."""

    class TakenFor(models.TextChoices):
        UNKNOWN = "", "Not known yet"
        LETTER = "letter", "A letter of ours"
        RESPONSE = "response", "A reply"

    office = models.ForeignKey(Office, models.PROTECT, related_name="intake_items")
    batch = models.ForeignKey(IntakeBatch, models.PROTECT, related_name="items")
    name = models.CharField(max_length=255, help_text="What its first file was called when it came.")
    taken_for = models.CharField(
        max_length=8, choices=TakenFor, blank=True, default=TakenFor.UNKNOWN, help_text="By who brought it."
    )
    received_at = models.DateTimeField()
    letter = models.ForeignKey(
        Letter,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="intake_items",
        help_text="What it became; none any more where that was a draft, and deleted.",
    )
    response = models.ForeignKey(
        Response,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="intake_items",
        help_text="What it became; the first, where a reply was logged on several letters.",
    )
    is_copy = models.BooleanField(
        default=False, help_text="It was attached to what was on the record already."
    )
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    set_aside_why = models.CharField(max_length=200, blank=True)

    objects = IntakeItemQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-received_at", "-id"]
        indexes = [
            models.Index(
                fields=["office", "-received_at", "-id"],
                condition=Q(letter=None, response=None, set_aside_at=None),
                name="intake_at_hand",
            ),
            models.Index(fields=["office", "-received_at", "-id"], name="intake_by_time"),
        ]
        constraints = [
            models.CheckConstraint(name="an_intake_item_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="an_intake_item_becomes_one_thing", condition=Q(letter=None) | Q(response=None)
            ),
            models.CheckConstraint(
                name="what_an_intake_item_became_says_when_and_by_whom",
                condition=Q(done_at=None, done_by=None, letter=None, response=None, is_copy=False)
                | Q(done_at__isnull=False, done_by__isnull=False),
            ),
            models.CheckConstraint(
                name="setting_aside_has_time_person_and_reason",
                condition=Q(set_aside_at=None, set_aside_by=None, set_aside_why="")
                | Q(set_aside_at__isnull=False, set_aside_by__isnull=False) & ~Q(set_aside_why=""),
            ),
            models.CheckConstraint(
                name="what_is_set_aside_became_nothing",
                condition=Q(set_aside_at=None) | Q(letter=None, response=None),
            ),
        ]

    def __str__(self):
        return self.name


class IntakeFile(models.Model):
    """One file of an item, in its order, with what was found when it was opened."""

    item = models.ForeignKey(IntakeItem, models.CASCADE, related_name="files")
    document = models.ForeignKey(Document, models.PROTECT, related_name="intake_files")
    place = models.PositiveSmallIntegerField(help_text="From 1, in the order of its pages.")
    page_count = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Known as soon as the file is open, before its pages are read."
    )
    opened_at = models.DateTimeField(null=True, blank=True, help_text="When its last page had been read.")
    headers = models.JSONField(default=dict, blank=True, help_text="Of a mail.")
    attachments = models.JSONField(
        default=list, blank=True, help_text="Names of files in it that were not read."
    )
    notes = models.JSONField(default=list, blank=True, help_text="What a person should know.")

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["item", "document"], name="an_intake_item_holds_a_file_once"),
            models.UniqueConstraint(
                fields=["item", "place"], name="two_files_of_an_intake_item_are_not_in_one_place"
            ),
            models.CheckConstraint(
                name="a_file_that_was_opened_has_counted_pages",
                condition=Q(opened_at=None) | Q(page_count__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.item_id}, file {self.place}"


class IntakePage(models.Model):
    """One page of a file as it was read; its number in the item follows from the order of the files."""

    file = models.ForeignKey(IntakeFile, models.CASCADE, related_name="pages")
    number = models.PositiveSmallIntegerField(help_text="From 1, in its file.")
    content = models.JSONField(help_text="The page, with its words, as opening.wire writes it.")
    read_at = models.DateTimeField()

    class Meta:
        ordering = ["file__place", "number"]
        constraints = [
            models.UniqueConstraint(fields=["file", "number"], name="a_page_of_a_file_is_kept_once"),
            models.CheckConstraint(name="pages_are_counted_from_one", condition=Q(number__gte=1)),
        ]

    def __str__(self):
        return f"{self.file_id}, page {self.number}"


class IntakeReading(models.Model):
    """How far an item has been read. Who reads it holds a claim, and says again and again that it lives."""

    item = models.OneToOneField(IntakeItem, models.CASCADE, primary_key=True, related_name="reading")
    asked_at = models.DateTimeField(help_text="When it was to be read, at first or anew.")
    claim = models.UUIDField(null=True, blank=True, help_text="Of whoever is reading it.")
    beat_at = models.DateTimeField(null=True, blank=True, help_text="When that one last said that it lives.")
    tries = models.PositiveSmallIntegerField(
        default=0, help_text="How often it was begun since its last page."
    )
    finished_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    failure_code = models.CharField(max_length=40, blank=True)
    failure = models.CharField(max_length=400, blank=True, help_text="What a person is told.")

    class Meta:
        indexes = [
            models.Index(
                fields=["beat_at"], condition=Q(finished_at=None, failed_at=None), name="intake_to_be_read"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_claim_to_read_has_a_beat",
                condition=Q(claim=None, beat_at=None) | Q(claim__isnull=False, beat_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_reading_that_ended_is_claimed_by_nobody",
                condition=Q(claim=None) | Q(finished_at=None, failed_at=None),
            ),
            models.CheckConstraint(
                name="a_reading_fails_or_finishes", condition=Q(finished_at=None) | Q(failed_at=None)
            ),
            models.CheckConstraint(
                name="a_reading_that_failed_says_why",
                condition=Q(failed_at=None, failure_code="", failure="")
                | Q(failed_at__isnull=False) & ~Q(failure_code="") & ~Q(failure=""),
            ),
        ]

    def __str__(self):
        return f"Reading of {self.item_id}"


class IntakeProposal(models.Model):
    """What a machine proposed for an item. Never changed: what is proposed later is a row of its own."""

    class Kind(models.TextChoices):
        LETTER = "letter", "A letter"
        RESPONSE = "response", "A reply"

    item = models.ForeignKey(IntakeItem, models.CASCADE, related_name="proposals")
    kind = models.CharField(max_length=8, choices=Kind)
    version = models.PositiveSmallIntegerField(help_text="Of the rules that read it.")
    gist = models.CharField(max_length=200, blank=True, help_text="What it seems to be, in a line for lists.")
    values = models.JSONField(help_text="A ProposedLetter or ProposedReply, as intake.keeping writes it.")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="a_proposal_names_its_version", condition=Q(version__gte=1)),
            models.CheckConstraint(
                name="a_proposal_is_of_a_letter_or_a_reply", condition=Q(kind__in=["letter", "response"])
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, proposed {self.made_at:%Y-%m-%d %H:%M}"
