"""A constituent's permission that an agency speak with the office about their case."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from correspondence.accounts.roles import Act, offices_where
from correspondence.casework.models.messages import Message
from correspondence.directory.models import Agency
from correspondence.documents.models import Document

USER = settings.AUTH_USER_MODEL


class PrivacyReleaseQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(message__office_id__in=offices_where(user, Act.CASEWORK))

    def good_on(self, day):
        """Standing, and not run out on this day."""
        return self.filter(withdrawn_on=None, signed_on__lte=day, good_until__gte=day)


class PrivacyRelease(models.Model):
    """A written consent under the Privacy Act (5 U.S.C. 552a(b)), given on the form or on paper."""

    class How(models.TextChoices):
        FORM = "form", "On the form"
        PAPER = "paper", "On paper"
        EMAIL = "email", "By e-mail"

    message = models.ForeignKey(Message, models.CASCADE, related_name="releases")
    agency_named = models.CharField("agency", max_length=200, help_text="As the text names it.")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField("text agreed to")
    signed_name = models.CharField("signed", max_length=200)
    signed_on = models.DateField()
    good_until = models.DateField()
    how = models.CharField(max_length=5, choices=How)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)

    objects = PrivacyReleaseQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "privacy release"
        ordering = ["signed_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="a_release_has_a_text_and_a_signature",
                condition=~Q(text="") & ~Q(signed_name="") & ~Q(agency_named=""),
            ),
            models.CheckConstraint(
                name="a_release_is_not_signed_in_the_future", condition=Q(signed_on__lte=F("recorded_at"))
            ),
            models.CheckConstraint(
                name="a_release_does_not_run_out_before_it_is_signed",
                condition=Q(good_until__gte=F("signed_on")),
            ),
            models.CheckConstraint(
                name="a_release_that_staff_recorded_names_who",
                condition=Q(how="form", recorded_by=None) | ~Q(how="form") & Q(recorded_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_withdrawn_release_has_a_day_and_a_reason",
                condition=Q(withdrawn_on=None, withdrawn_why="")
                | Q(withdrawn_on__isnull=False) & ~Q(withdrawn_why=""),
            ),
        ]

    def __str__(self):
        return f"Release for {self.message}"
