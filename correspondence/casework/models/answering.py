"""What the office mails to a constituent, and the texts it starts from."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from correspondence.accounts.roles import Act, offices_where
from correspondence.casework.models.desk import OfDeskQuerySet
from correspondence.casework.models.messages import Message
from correspondence.directory.models import Office

USER = settings.AUTH_USER_MODEL


class AnswerTemplate(models.Model):
    """A text from which an answer starts. What stands in braces is filled in from the message."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="answer_templates")
    name = models.CharField(max_length=80)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    is_on = models.BooleanField("offered", default=True)

    objects = OfDeskQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "name"],
                name="an_office_names_an_answer_once",
                violation_error_message="The office has an answer of this name.",
            ),
            models.CheckConstraint(
                name="an_answer_template_has_a_subject_and_words",
                condition=~Q(name="") & ~Q(subject="") & ~Q(body=""),
            ),
        ]

    def __str__(self):
        return self.name


class OutgoingMailQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(message__office_id__in=offices_where(user, Act.CASEWORK))


class OutgoingMail(models.Model):
    """A mail to a constituent: the receipt, or an answer. Kept as it was written, with what became of it."""

    class Kind(models.TextChoices):
        RECEIPT = "receipt", "Receipt"
        ANSWER = "answer", "Answer"

    message = models.ForeignKey(Message, models.CASCADE, related_name="mails")
    kind = models.CharField(max_length=7, choices=Kind)
    token = models.UUIDField(unique=True, help_text="The form’s own: a second click mails nothing twice.")
    to_address = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    mail_id = models.CharField("Message-ID", max_length=200)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True, help_text="When the mail server took it.")
    refusal = models.CharField(max_length=300, blank=True, help_text="What the mail server said instead.")

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["mail_id"], name="mails_by_message_id")]
        constraints = [
            models.CheckConstraint(
                name="a_mail_has_a_subject_words_and_an_address",
                condition=~Q(subject="") & ~Q(body="") & ~Q(to_address=""),
            ),
            models.CheckConstraint(
                name="a_mail_that_was_taken_was_not_refused", condition=Q(sent_at=None) | Q(refusal="")
            ),
            models.CheckConstraint(
                name="an_answer_names_who_wrote_it",
                condition=Q(kind="receipt", written_by=None) | Q(kind="answer", written_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} to {self.message}"
