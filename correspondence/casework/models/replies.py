"""What constituents wrote back to the office's mails."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from correspondence.accounts.roles import Act, offices_where
from correspondence.casework.models.messages import Message
from correspondence.documents.models import Document

USER = settings.AUTH_USER_MODEL


class MessageReplyQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(message__office_id__in=offices_where(user, Act.CASEWORK))

    def standing(self):
        """Not taken back."""
        return self.filter(withdrawn_at=None)


class MessageReply(models.Model):
    """A mail that goes on with a message: part of its story, and no message of its own."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="replies")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+", help_text="The mail as it came.")
    from_name = models.CharField(max_length=200, blank=True)
    from_address = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    came_at = models.DateTimeField()
    filed_by = models.ForeignKey(
        USER,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="None where it said itself, by its token, what it answers.",
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_why = models.CharField(max_length=300, blank=True)

    objects = MessageReplyQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "reply"
        verbose_name_plural = "replies"
        ordering = ["came_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["message", "document"],
                condition=Q(withdrawn_at=None),
                name="a_mail_goes_on_with_a_message_once",
                violation_error_message="This mail is kept with that message already.",
            ),
            models.CheckConstraint(
                name="a_reply_taken_back_has_time_person_and_reason",
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_why="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why=""),
            ),
        ]

    def __str__(self):
        return f"Reply to {self.message}"

    @property
    def is_from_elsewhere(self):
        """Whether it came from another address than the constituent gave."""
        return self.from_address.casefold() != self.message.constituent.email.casefold()


class ReplyDocument(models.Model):
    """A file that came with a reply."""

    reply = models.ForeignKey(MessageReply, models.CASCADE, related_name="attachments")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    name = models.CharField(max_length=255, help_text="What it was called when it came with this reply.")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["reply", "document"], name="a_file_comes_with_a_reply_once"),
        ]

    def __str__(self):
        return f"File {self.pk}"
