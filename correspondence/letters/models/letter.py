"""A letter, who signed it, whom it went to, and what each agency owes on it."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from simple_history.models import HistoricalRecords

from correspondence.accounts.visibility import of_my_offices
from correspondence.directory.models import Agency, Appointment, Office, Person, Seat
from correspondence.letters.models.filing import Topic

USER = settings.AUTH_USER_MODEL

# With no day on which anything is due. Written as a negation on purpose: an index by due day can answer
# "is null", and SQLite, which cannot know that most letters of an old record have none, would choose it.
_NOT_DUE = ~Q(next_due_on__isnull=False)


class LetterQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Letters of the offices the user is a member of."""
        return of_my_offices(self, user)

    def drafts(self):
        return self.filter(sent_on=None)

    def sent(self):
        return self.filter(sent_on__isnull=False)

    def open(self):
        """Sent, and with a part that is not settled: one that is due, or one whose clock is paused."""
        return self.filter(Q(next_due_on__isnull=False) | Q(pk__in=_paused()))

    def settled(self):
        """Sent, and with nothing open."""
        return self.sent().filter(_NOT_DUE, ~Q(pk__in=_paused()))

    def overdue(self, today):
        """With a part that was due before today (an Eastern day)."""
        return self.filter(next_due_on__lt=today)

    def addressed_to(self, agency):
        """With a To line for this agency (an Agency, or its id)."""
        return self.filter(
            Exists(Recipient.objects.filter(letter=OuterRef("pk"), agency=agency, role=Recipient.Role.TO))
        )


def _paused():
    """The letters of open parts that are not due on any day, as a subquery: few, and read by an index."""
    return Part.objects.open().filter(due_on=None).order_by().values("request__letter")


class Letter(models.Model):
    """A letter as it was written, or a draft of one."""

    class Kind(models.TextChoices):
        OVERSIGHT = "oversight", "Oversight"
        FOLLOW_UP = "follow_up", "Follow-up"
        CASEWORK = "casework", "Casework inquiry"
        QFR = "qfr", "Questions for the record"
        INVITATION = "invitation", "Invitation"
        NOTICE = "notice", "Notice"

    class Delivery(models.TextChoices):
        EMAIL = "email", "E-mail"
        MAIL = "mail", "Mail"
        HAND = "hand", "By hand"
        FAX = "fax", "Fax"
        PORTAL = "portal", "Agency portal"

    class Anchor(models.TextChoices):
        NONE = "", "No date named"
        STATED = "stated", "A stated day"
        LETTER = "letter", "Days from the letter's date"
        SENT = "sent", "Days from sending"
        RECEIPT = "receipt", "Days from receipt"
        EVENT = "event", "Another event"

    class Unit(models.TextChoices):
        DAYS = "days", "Calendar days"
        BUSINESS_DAYS = "business", "Business days"
        WEEKS = "weeks", "Weeks"
        MONTHS = "months", "Months"

    office = models.ForeignKey(Office, models.PROTECT, related_name="letters")
    reference = models.CharField(
        max_length=24, help_text="Given at the first save, never changed, never used again."
    )
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.OVERSIGHT)
    subject = models.CharField(max_length=300)
    topics = models.ManyToManyField(Topic, blank=True, related_name="letters")
    hearing_title = models.CharField("hearing", max_length=300, blank=True)
    hearing_on = models.DateField("day of the hearing", null=True, blank=True)
    letterhead = models.TextField("letterhead as written", blank=True)
    dated_on = models.DateField("date on the letter")
    salutation = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    closing = models.CharField(max_length=200, blank=True)
    due_phrase = models.CharField("due phrase as written", max_length=300, blank=True)
    due_anchor = models.CharField(
        "due date counts from", max_length=8, choices=Anchor, blank=True, default=""
    )
    due_named_on = models.DateField("stated day", null=True, blank=True)
    due_count = models.PositiveSmallIntegerField("number of days", null=True, blank=True)
    due_unit = models.CharField("unit", max_length=8, choices=Unit, blank=True, default="")
    follows = models.ManyToManyField(
        "self", through="Follows", symmetrical=False, related_name="followed_by", blank=True
    )
    assigned_to = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="letters")
    release_signed_on = models.DateField(
        "release signed on",
        null=True,
        blank=True,
        help_text="Casework: the day on the constituent's privacy release.",
    )
    sent_on = models.DateField(null=True, blank=True)
    sent_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    sent_recorded_at = models.DateTimeField("sending recorded at", null=True, blank=True)
    delivery = models.CharField("sent how", max_length=6, choices=Delivery, blank=True)
    sent_hash = models.CharField("SHA-256 of the sent text", max_length=64, blank=True)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(
        default=1, help_text="Counts the saves, so that a stale form is noticed."
    )
    next_due_on = models.DateField(
        "next due",
        null=True,
        blank=True,
        help_text="Kept for lists: the earliest due date of the open parts.",
    )

    objects = LetterQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["next_due_on"], related_name="former")

    class Meta:
        ordering = ["-dated_on", "-id"]
        indexes = [
            models.Index(fields=["office", "-dated_on", "-id"], name="letters_of_office_by_date"),
            models.Index(fields=["office", "next_due_on", "id"], name="letters_of_office_by_next_due"),
            models.Index(fields=["assigned_to", "next_due_on"], name="letters_of_somebody"),
            models.Index(fields=["assigned_to", "-dated_on", "-id"], name="letters_of_somebody_by_date"),
            models.Index(
                fields=["office", "-dated_on", "-id"],
                condition=Q(sent_on=None),
                name="drafts_of_office_by_date",
            ),
            models.Index(fields=["sent_on"], name="letters_by_day_sent"),
            models.Index(fields=["office", "kind", "-dated_on", "-id"], name="letters_of_office_by_kind"),
            models.Index(
                fields=["office", "hearing_on", "-dated_on", "-id"],
                condition=Q(hearing_on__isnull=False),
                name="letters_of_office_by_hearing",
            ),
            models.Index(
                fields=["office", "-dated_on", "-id"],
                condition=_NOT_DUE & Q(sent_on__isnull=False),
                name="not_due_of_office_by_date",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["office", "reference"], name="an_office_uses_a_reference_once"),
            models.CheckConstraint(name="letter_has_a_reference", condition=~Q(reference="")),
            models.CheckConstraint(name="letter_has_a_subject", condition=~Q(subject="")),
            models.CheckConstraint(
                name="letter_sent_day_person_record_and_hash_go_together",
                condition=Q(sent_on=None, sent_by=None, sent_recorded_at=None, sent_hash="")
                | Q(sent_on__isnull=False, sent_by__isnull=False, sent_recorded_at__isnull=False)
                & ~Q(sent_hash=""),
            ),
            models.CheckConstraint(
                name="letter_is_not_sent_in_the_future",
                condition=Q(sent_on=None) | Q(sent_on__lte=F("sent_recorded_at")),
            ),
            models.CheckConstraint(
                name="letter_is_not_sent_before_its_date",
                condition=Q(sent_on=None) | Q(sent_on__gte=F("dated_on")),
                violation_error_message="It cannot have been sent before the date on it.",
            ),
            models.CheckConstraint(
                name="no_casework_inquiry_is_sent_without_a_release",
                condition=~Q(kind="casework") | Q(sent_on=None) | Q(release_signed_on__isnull=False),
                violation_error_message="Enter the day the constituent signed the release first.",
            ),
            models.CheckConstraint(
                name="a_release_is_signed_before_the_letter_is_sent",
                condition=Q(sent_on=None)
                | Q(release_signed_on=None)
                | Q(release_signed_on__lte=F("sent_on")),
                violation_error_message="The release was signed after the letter was sent.",
            ),
            models.CheckConstraint(
                name="only_a_sent_letter_is_due", condition=Q(next_due_on=None) | Q(sent_on__isnull=False)
            ),
            models.CheckConstraint(
                name="a_stated_due_day_has_a_day",
                condition=~Q(due_anchor="stated") | Q(due_named_on__isnull=False),
                violation_error_message="Enter the day that the letter states.",
            ),
            models.CheckConstraint(
                name="a_counted_due_day_has_a_number_and_a_unit",
                condition=~Q(due_anchor__in=["letter", "sent", "receipt"])
                | (
                    Q(due_count__isnull=False)
                    & Q(due_count__gte=1)
                    & Q(due_unit__in=["days", "business", "weeks", "months"])
                ),
                violation_error_message="Enter the number of days, and their unit.",
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def name(self):
        """How it is spoken of where anybody may read along: a casework letter by its reference alone."""
        if self.kind == self.Kind.CASEWORK:
            return self.reference
        return f"{self.reference}, {self.subject}"


class Signatory(models.Model):
    """Somebody who signed, as written."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="signatories")
    place = models.PositiveSmallIntegerField("order")
    name = models.CharField("name as written", max_length=200)
    title = models.CharField("title as written", max_length=300, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="signed")
    seat = models.ForeignKey(Seat, models.SET_NULL, null=True, blank=True, related_name="+")

    history = HistoricalRecords()

    class Meta:
        verbose_name_plural = "signatories"
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "place"], name="two_signatories_are_not_in_one_place"),
            models.CheckConstraint(name="signatory_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self):
        return self.name


class Recipient(models.Model):
    """Somebody the letter is addressed or copied to, as written."""

    class Role(models.TextChoices):
        TO = "to", "To"
        CC = "cc", "Copy"

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="recipients")
    place = models.PositiveSmallIntegerField("order")
    role = models.CharField("line", max_length=2, choices=Role, default=Role.TO)
    name = models.CharField("name as written", max_length=200, blank=True)
    title = models.CharField("title as written", max_length=300, blank=True)
    organization = models.CharField("organization as written", max_length=300, blank=True)
    address = models.TextField("address as written", blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="received")
    appointment = models.ForeignKey(
        Appointment, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="post"
    )
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="received")
    control_number = models.CharField(
        "agency's control number",
        max_length=80,
        blank=True,
        help_text="The number the agency gave the letter.",
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["place"]
        indexes = [models.Index(fields=["agency", "letter"], name="letters_of_an_agency")]
        constraints = [
            models.UniqueConstraint(fields=["letter", "place"], name="two_recipients_are_not_in_one_place"),
            models.CheckConstraint(
                name="recipient_has_a_name_or_a_title",
                condition=~Q(name="") | ~Q(title="") | ~Q(organization=""),
                violation_error_message="Enter a name, a title or an organization.",
            ),
        ]

    def __str__(self):
        return self.name or self.title or self.organization


class PartQuerySet(models.QuerySet):
    def visible_to(self, user):
        return of_my_offices(self, user, "request__letter__office")

    def open(self):
        """Owed: not settled, and not carried on by a later asking."""
        return self.filter(settled_on=None, carried_on_by=None)

    def overdue(self, today):
        return self.open().filter(due_on__lt=today)


class Part(models.Model):
    """What one agency owes on one request. Made when the letter is sent."""

    request = models.ForeignKey("FollowUpRequest", models.CASCADE, related_name="parts")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="parts")
    due_on = models.DateField(
        null=True,
        blank=True,
        help_text="Kept: what the latest decision says. Empty while the clock is paused.",
    )
    settled_on = models.DateField(null=True, blank=True, help_text="Kept: what the latest decision says.")
    carried_on_by = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="carries_on",
        help_text="A later asking of it.",
    )

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["request__place", "id"]
        indexes = [
            models.Index(
                fields=["due_on", "request"],
                condition=Q(settled_on=None, carried_on_by=None),
                name="open_parts_by_due_date",
            ),
            models.Index(
                fields=["agency", "due_on"],
                condition=Q(settled_on=None, carried_on_by=None),
                name="open_parts_by_agency",
            ),
            models.Index(
                fields=["request"],
                condition=Q(settled_on=None, carried_on_by=None),
                name="open_parts_by_request",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["request", "agency"], name="an_agency_owes_a_request_once"),
            models.CheckConstraint(
                name="a_part_is_not_carried_on_by_itself", condition=~Q(carried_on_by=F("id"))
            ),
        ]

    def __str__(self):
        return f"{self.request}, {self.agency}"

    @property
    def is_open(self):
        return self.settled_on is None and self.carried_on_by_id is None
