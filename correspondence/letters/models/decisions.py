"""What people decided about parts, and what was put right in what was sent."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from correspondence.directory.models import Agency
from correspondence.letters.models.letter import Letter, Part

USER = settings.AUTH_USER_MODEL


class Decision(models.Model):
    """What a person decided about a part. Never changed, never deleted: the next one overrules it."""

    class What(models.TextChoices):
        DUE_SET = "due_set", "Due date set"
        EXTENSION_REFUSED = "refused", "Extension refused"
        SETTLED = "settled", "Settled"
        REOPENED = "reopened", "Reopened"
        PAUSED = "paused", "Clock paused"
        RESUMED = "resumed", "Clock resumed"
        MOVED = "moved", "Moved to another agency"

    class Ground(models.TextChoices):
        ANSWERED = "answered", "Answered"
        NO_RECORDS = "no_records", "No records"
        WITHDRAWN = "withdrawn", "Withdrawn"
        OVERTAKEN = "overtaken", "Overtaken by events"
        LAPSED = "lapsed", "Lapsed with the Congress"
        IN_ERROR = "in_error", "Logged in error"

    class DueGround(models.TextChoices):
        PHRASE = "phrase", "The letter's words"
        REQUEST = "request", "The letter's words for this request"
        ASSUMED = "assumed", "Office default, assumed"
        PROVISIONAL = "provisional", "Counted from sending until the day of receipt is known"
        EXTENDED = "extended", "Extended"
        CORRECTED = "corrected", "Corrected"
        SET = "set", "Set by the office"

    part = models.ForeignKey(Part, models.CASCADE, related_name="decisions")
    what = models.CharField(max_length=8, choices=What)
    ground = models.CharField(max_length=11, choices=[*Ground.choices, *DueGround.choices], blank=True)
    on = models.DateField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    why = models.TextField(blank=True)
    old_due_on = models.DateField(null=True, blank=True)
    new_due_on = models.DateField(null=True, blank=True)
    old_agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    new_agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["part", "on", "id"], name="decisions_of_a_part")]
        constraints = [
            models.CheckConstraint(
                name="a_decision_is_not_in_the_future", condition=Q(on__lte=F("recorded_at"))
            ),
            models.CheckConstraint(
                name="a_settling_has_a_ground",
                condition=~Q(what="settled")
                | Q(ground__in=["answered", "no_records", "withdrawn", "overtaken", "lapsed", "in_error"]),
            ),
            models.CheckConstraint(
                name="a_due_date_decision_has_a_date",
                condition=~Q(what__in=["due_set", "reopened", "resumed"]) | Q(new_due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="a_move_names_both_agencies",
                condition=Q(what="moved", old_agency__isnull=False, new_agency__isnull=False)
                & ~Q(old_agency=F("new_agency"))
                | ~Q(what="moved") & Q(old_agency=None, new_agency=None),
            ),
        ]

    def __str__(self):
        return f"{self.get_what_display()} on {self.on}"


class Correction(models.Model):
    """One thing put right in a letter after it was sent. Undone in turn, they give back what was sent.

    `path` names what changed: `letter.subject`, or a whole row such as `requests.17`. `old` and
    `new` hold it as JSON, null where the row was not there. `hash_after` is of the whole text.
    """

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="corrections")
    path = models.CharField(max_length=60)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    why = models.TextField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    hash_after = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["at"], name="corrections_by_time")]
        constraints = [
            models.CheckConstraint(name="a_correction_has_a_reason", condition=~Q(why="")),
        ]

    def __str__(self):
        return f"{self.path} corrected"
