"""What agencies sent back, and how it answers each request."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from correspondence.accounts.visibility import of_my_offices
from correspondence.directory.models import Agency, Person
from correspondence.documents.models import Document
from correspondence.letters.models import Decision, Letter, Part

__all__ = ["Answer", "Response", "ResponseDocument"]

USER = settings.AUTH_USER_MODEL


class ResponseQuerySet(models.QuerySet):
    def visible_to(self, user):
        return of_my_offices(self, user, "letter__office")

    def standing(self):
        """Not withdrawn."""
        return self.filter(withdrawn_on=None)


class Response(models.Model):
    """One thing an agency sent or said, on one letter."""

    class Kind(models.TextChoices):
        ACKNOWLEDGMENT = "ack", "Acknowledgment"
        INTERIM = "interim", "Interim"
        EXTENSION = "extension", "Asks more time"
        PARTIAL = "partial", "Partial"
        ROLLING = "rolling", "Rolling production"
        SUBSTANTIVE = "full", "Substantive"
        BRIEFING = "briefing", "Briefing offer"
        REFERRAL = "referral", "Referral"
        REFUSAL = "refusal", "Refusal"
        NONRESPONSIVE = "nonresp", "Nonresponsive"

    class Channel(models.TextChoices):
        EMAIL = "email", "E-mail"
        MAIL = "mail", "Mail"
        HAND = "hand", "By hand"
        FAX = "fax", "Fax"
        PORTAL = "portal", "Agency portal"
        TELEPHONE = "phone", "Telephone"
        MEETING = "meeting", "Meeting or briefing"

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="responses")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="responses")
    kind = models.CharField(max_length=9, choices=Kind)
    channel = models.CharField(max_length=7, choices=Channel, default=Channel.EMAIL)
    received_on = models.DateField()
    dated_on = models.DateField("date on it", null=True, blank=True)
    signer_name = models.CharField("signer or speaker", max_length=200, blank=True)
    signer_title = models.CharField("title", max_length=300, blank=True)
    signer = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="responses",
        verbose_name="in the directory",
    )
    summary = models.TextField(blank=True)
    logged_at = models.DateTimeField()
    logged_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_why = models.TextField(blank=True)
    moved_from = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="moved_to",
        help_text="Where it was logged first.",
    )

    objects = ResponseQuerySet.as_manager()
    history = HistoricalRecords(related_name="former")

    class Meta:
        ordering = ["-received_on", "-id"]
        indexes = [
            models.Index(
                fields=["letter", "agency"], condition=Q(withdrawn_on=None), name="standing_responses"
            ),
            models.Index(fields=["-received_on", "-id"], name="responses_by_day_received"),
            models.Index(
                fields=["withdrawn_at"], condition=Q(withdrawn_at__isnull=False), name="withdrawn_responses"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_response_is_not_received_in_the_future", condition=Q(received_on__lte=F("logged_at"))
            ),
            models.CheckConstraint(
                name="a_response_is_not_received_before_its_date",
                condition=Q(dated_on=None) | Q(dated_on__lte=F("received_on")),
                violation_error_message="It cannot have been received before the date on it.",
            ),
            models.CheckConstraint(
                name="a_withdrawal_has_day_time_person_and_reason",
                condition=Q(withdrawn_on=None, withdrawn_at=None, withdrawn_by=None, withdrawn_why="")
                | Q(withdrawn_on__isnull=False, withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                & ~Q(withdrawn_why=""),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} from {self.agency} on {self.received_on:%-d %b %Y}"


class ResponseDocument(models.Model):
    """A file that came with a response. A reply to several letters shares one document."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="attachments")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    title = models.CharField("what it is", max_length=200, blank=True)

    class Meta:
        verbose_name = "document"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["response", "document"], name="a_file_comes_with_a_response_once"
            ),
        ]

    def __str__(self):
        return self.title or self.document.name


class Answer(models.Model):
    """How a response answers one part: the outcome that a person judged, and the agency's own words.

    Source of the outcomes: the kinds of incomplete response that offices meet. Nothing classified is
    entered; what was delivered elsewhere is where and when.
    """

    class Outcome(models.TextChoices):
        FULL = "full", "Full answer"
        PARTIAL = "partial", "Partial answer"
        INSTALMENT = "instalment", "Instalment"
        NO_RECORDS = "no_records", "No records"
        UNDER_REVIEW = "review", "Under review"
        NONRESPONSIVE = "nonresp", "Nonresponsive"
        PUBLIC = "public", "Points to public material"
        REDACTED = "redacted", "Delivered with redactions"
        IN_CAMERA = "in_camera", "Inspection only"
        BRIEFING = "briefing", "Briefing offered instead"
        ELSEWHERE = "elsewhere", "Delivered separately"
        REFERRED = "referred", "Referred to another agency"
        REFUSED = "refused", "Refused"
        PRIVILEGE = "privilege", "Privilege asserted"

    response = models.ForeignKey(Response, models.CASCADE, related_name="answers")
    part = models.ForeignKey(Part, models.PROTECT, related_name="answers")
    outcome = models.CharField(
        max_length=10, choices=Outcome, blank=True, help_text="None where it only asks for time or promises."
    )
    ground = models.CharField("ground given", max_length=200, blank=True)
    quote = models.TextField("their words", blank=True)
    note = models.TextField(blank=True)
    extension_until = models.DateField("asks for time until", null=True, blank=True)
    promised_on = models.DateField("promised by", null=True, blank=True)
    promise_kept_on = models.DateField("promise kept on", null=True, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    bates = models.CharField("Bates range", max_length=120, blank=True)
    delivered_where = models.CharField("delivered where", max_length=200, blank=True)
    delivered_on = models.DateField(null=True, blank=True)
    judged_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    judged_at = models.DateTimeField()
    decision = models.OneToOneField(
        Decision, models.PROTECT, null=True, blank=True, related_name="answer", help_text="What it led to."
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["part__request__place", "id"]
        indexes = [
            models.Index(
                fields=["promised_on"],
                condition=Q(promised_on__isnull=False, promise_kept_on=None),
                name="promises_to_watch",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["response", "part"], name="a_response_answers_a_part_once"),
            models.CheckConstraint(
                name="a_refusal_gives_its_ground",
                condition=~Q(outcome__in=["refused", "privilege"]) | ~Q(ground=""),
                violation_error_message="Enter the ground that the agency gave.",
            ),
            models.CheckConstraint(
                name="what_is_delivered_separately_says_where_and_when",
                condition=~Q(outcome="elsewhere") | (~Q(delivered_where="") & Q(delivered_on__isnull=False)),
                violation_error_message="Enter where it was delivered, and on which day.",
            ),
            models.CheckConstraint(
                name="an_answer_says_something",
                condition=~Q(outcome="")
                | Q(extension_until__isnull=False)
                | Q(promised_on__isnull=False)
                | ~Q(quote="")
                | ~Q(note=""),
                violation_error_message="Choose an outcome, or leave the row empty.",
            ),
            models.CheckConstraint(
                name="only_an_answer_with_an_outcome_leads_to_a_decision",
                condition=Q(decision=None) | ~Q(outcome=""),
            ),
            models.CheckConstraint(
                name="only_a_promise_is_kept",
                condition=Q(promise_kept_on=None) | Q(promised_on__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.get_outcome_display()}: {self.part}"
