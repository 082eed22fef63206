"""What a letter asks for, verbatim."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from correspondence.accounts.visibility import of_my_offices
from correspondence.directory.models import Agency, Person
from correspondence.letters.models.letter import Letter


class RequestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Requests in letters of the offices the user is a member of."""
        return of_my_offices(self, user, "letter__office")


class FollowUpRequest(models.Model):
    """One thing the letter asks for, verbatim."""

    class Kind(models.TextChoices):
        QUESTION = "question", "Question"
        DOCUMENTS = "documents", "Documents"
        ACTION = "action", "Action"
        BRIEFING = "briefing", "Briefing"

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="requests")
    place = models.PositiveSmallIntegerField()
    number = models.CharField(
        "number as written", max_length=20, blank=True, help_text="1 or 1(a); a bullet has none."
    )
    lead_in = models.TextField(
        "lead-in as written", blank=True, help_text="The words without which it means nothing."
    )
    text = models.TextField("words, verbatim")
    kind = models.CharField(max_length=9, choices=Kind, default=Kind.QUESTION)
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="sub_items", verbose_name="sub-item of"
    )
    asker = models.CharField(
        "asked by, as written", max_length=200, blank=True, help_text="Questions for the record: the Member."
    )
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="asked")
    due_named_on = models.DateField(
        "own due date",
        null=True,
        blank=True,
        help_text="Where the letter states a day for this request alone.",
    )
    put_to = models.ManyToManyField(
        Agency,
        through="PutTo",
        blank=True,
        related_name="+",
        help_text="Left empty, it is put to every agency on a To line.",
    )
    repeats = models.ManyToManyField(
        "self", through="Repeats", symmetrical=False, related_name="repeated_by", blank=True
    )

    objects = RequestQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "request"
        ordering = ["letter", "place"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "place"], name="two_requests_are_not_in_one_place"),
            models.CheckConstraint(name="request_says_something", condition=~Q(text="")),
            models.CheckConstraint(name="request_is_not_a_sub_item_of_itself", condition=~Q(parent=F("id"))),
        ]

    def __str__(self):
        return f"Request {self.label}"

    @property
    def label(self):
        """The number as written, or the place where there is none."""
        return self.number or str(self.place)


class PutTo(models.Model):
    """A request is put to this agency alone, or to these few, of all on the To lines."""

    request = models.ForeignKey(FollowUpRequest, models.CASCADE, related_name="narrowed")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "agency"], name="a_request_is_put_to_an_agency_once"),
        ]

    def __str__(self):
        return f"{self.request_id} to {self.agency_id}"


class Repeats(models.Model):
    """A request asks again what an earlier letter asked."""

    request = models.ForeignKey(FollowUpRequest, models.CASCADE, related_name="repeat_links")
    earlier = models.ForeignKey(FollowUpRequest, models.PROTECT, related_name="repeated_links")

    class Meta:
        verbose_name_plural = "repeats"
        constraints = [
            models.UniqueConstraint(fields=["request", "earlier"], name="a_request_repeats_another_once"),
            models.CheckConstraint(
                name="a_request_does_not_repeat_itself", condition=~Q(request=F("earlier"))
            ),
        ]

    def __str__(self):
        return f"{self.request_id} repeats {self.earlier_id}"
