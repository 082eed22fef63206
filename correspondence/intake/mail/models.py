"""The ledger of mail that came in, the files in it, and the mailboxes that it is fetched from."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from correspondence.accounts.roles import Act, offices_where
from correspondence.casework.models import Message, MessageReply
from correspondence.directory.models import Office
from correspondence.documents.models import Document
from correspondence.intake.models import IntakeItem
from correspondence.letters.models import Letter

__all__ = ["IncomingMail", "MailFile", "Mailbox"]

USER = settings.AUTH_USER_MODEL


class IncomingMailQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Mail of the offices where the user does casework: any of it may be a constituent's."""
        offices = offices_where(user, Act.CASEWORK)
        if len(offices) == 1:
            return self.filter(office_id=offices[0])
        return self.filter(office_id__in=offices)

    def to_file(self):
        """Neither filed, nor set aside, nor automatic: somebody has to look at it."""
        return self.filter(automatic="", settled_at=None)

    def filed(self):
        return self.filter(settled_at__isnull=False, set_aside_why="")

    def set_aside(self):
        return self.filter(settled_at__isnull=False).exclude(set_aside_why="")

    def automatic(self):
        """Written by a machine, and left alone by ours."""
        return self.exclude(automatic="").filter(settled_at=None)


class IncomingMail(models.Model):
    """One mail, once. What became of it follows from what it was filed as, or why it was set aside."""

    class CameBy(models.TextChoices):
        MAILBOX = "mailbox", "Fetched from the mailbox"
        UPLOAD = "upload", "Uploaded"

    class Automatic(models.TextChoices):
        NO = "", "Written by a person"
        BOUNCE = "bounce", "Could not be delivered"
        RECEIPT = "receipt", "Notice of delivery or reading"
        AWAY = "away", "Out of office"
        REPLY = "reply", "Automatic reply"
        BULK = "bulk", "Sent to many"

    class Why(models.TextChoices):
        """Why a person has to look at it. One that was filed by itself has none."""

        NONE = "", "It says by itself what it answers"
        NO_MATCH = "no_match", "Answers no mail of ours"
        OTHER_SENDER = "other_sender", "Answers us, from another address"
        LETTER = "letter", "Answers a letter, from an unknown sender"
        SEVERAL = "several", "Answers several mails of ours"
        FILES = "files", "Sent by a machine, with files"
        TOO_LARGE = "too_large", "Over 50 MB: left in the mailbox"
        BROKEN = "broken", "Damaged: not all could be read"
        BACK = "back", "Put back on the list"

    office = models.ForeignKey(Office, models.PROTECT, related_name="incoming_mails")
    key = models.CharField(
        max_length=64, help_text="SHA-256 of its Message-ID and sender, or of the whole where it has none."
    )
    message_id = models.CharField("Message-ID", max_length=998, blank=True)
    came_by = models.CharField(max_length=7, choices=CameBy)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", help_text="The mail as it came."
    )
    size = models.BigIntegerField(help_text="Bytes.")
    from_name = models.CharField(max_length=200, blank=True)
    from_address = models.CharField(
        max_length=320, blank=True, help_text="As it says: anybody can write anything here."
    )
    subject = models.CharField(max_length=300, blank=True)
    dated_at = models.DateTimeField(null=True, blank=True, help_text="As it says.")
    text = models.TextField(blank=True, help_text="Its words, without its files.")
    automatic = models.CharField(max_length=7, choices=Automatic, blank=True, default=Automatic.NO)
    why = models.CharField("why it is here", max_length=12, choices=Why, blank=True, default=Why.NONE)
    answers_message = models.ForeignKey(
        Message, models.PROTECT, null=True, blank=True, related_name="+", help_text="As it says."
    )
    answers_letter = models.ForeignKey(
        Letter, models.PROTECT, null=True, blank=True, related_name="+", help_text="As it says."
    )
    reply = models.ForeignKey(
        MessageReply,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="What it was filed as.",
    )
    letter = models.ForeignKey(
        Letter,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="incoming_mails",
        help_text="What it was filed with.",
    )
    item = models.ForeignKey(
        IntakeItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="mails",
        help_text="What of it was put into the tray; none where the office had it already.",
    )
    set_aside_why = models.CharField(max_length=300, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True, help_text="When it was filed or set aside.")
    settled_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    objects = IncomingMailQuerySet.as_manager()

    class Meta:
        verbose_name = "mail"
        ordering = ["-taken_at", "-id"]
        indexes = [
            models.Index(fields=["office", "-taken_at", "-id"], name="mail_by_time"),
            models.Index(
                fields=["office", "taken_at", "id"],
                condition=Q(automatic="", settled_at=None),
                name="mail_to_file",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["office", "key"], name="a_mail_is_taken_once"),
            models.CheckConstraint(
                name="a_mail_is_kept_unless_it_is_too_large",
                condition=Q(document__isnull=False) | Q(why="too_large"),
            ),
            models.CheckConstraint(
                name="a_settled_mail_was_filed_in_one_place_or_set_aside",
                condition=Q(
                    settled_at=None, settled_by=None, reply=None, letter=None, item=None, set_aside_why=""
                )
                | Q(settled_at__isnull=False)
                & (
                    Q(reply__isnull=False, letter=None, item=None, set_aside_why="")
                    | Q(reply=None, letter__isnull=False, set_aside_why="")
                    | Q(reply=None, letter=None, item=None, settled_by__isnull=False) & ~Q(set_aside_why="")
                ),
            ),
            models.CheckConstraint(
                name="a_mail_that_waits_says_why",
                condition=~Q(automatic="", settled_at=None, why=""),
            ),
        ]

    def __str__(self):
        return f"Mail {self.pk}"  # what an audit or a log repeats is neither name nor trouble

    @property
    def waits(self):
        """Whether somebody has to look at it."""
        return not self.automatic and self.settled_at is None


class MailFile(models.Model):
    """A file that came with a mail, in its order."""

    mail = models.ForeignKey(IncomingMail, models.CASCADE, related_name="files")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(help_text="From 1.")
    name = models.CharField(max_length=255, help_text="What it was called when it came with this mail.")

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(
                fields=["mail", "place"], name="two_files_of_a_mail_are_not_in_one_place"
            ),
        ]

    def __str__(self):
        return f"File {self.pk}"


class Mailbox(models.Model):
    """How far a mailbox has been read, and what went wrong the last time; how it is reached is a setting."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    name = models.CharField(
        max_length=500, unique=True, help_text="Folder, user and host, without the password."
    )
    uid_validity = models.BigIntegerField(
        null=True,
        blank=True,
        help_text="The server’s number for the time in which its numbers of mails hold.",
    )
    seen_up_to = models.BigIntegerField(
        default=0, help_text="The number of the last mail up to which all were taken."
    )
    tried_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True, help_text="When it was last read to the end.")
    fault = models.CharField(
        max_length=300, blank=True, help_text="What went wrong the last time, if anything."
    )
    fault_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "mailboxes"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="a_fault_of_a_mailbox_has_a_beginning",
                condition=Q(fault="", fault_since=None) | ~Q(fault="") & Q(fault_since__isnull=False),
            ),
        ]

    def __str__(self):
        return self.name
