"""Letters, who signed and who is to answer them, what they ask, and what has been decided about it.

What a letter said is a snapshot: as-written columns are the truth, links to the directory are help.
"""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from simple_history.models import HistoricalRecords

from correspondence.accounts.visibility import of_my_offices
from correspondence.directory.models import Agency, Appointment, Office, Person, Seat
from correspondence.documents.models import Document

__all__ = [
    "Correction",
    "Decision",
    "FollowUpRequest",
    "Follows",
    "Letter",
    "LetterDocument",
    "Part",
    "PutTo",
    "Recipient",
    "ReferenceCounter",
    "Repeats",
    "Signatory",
    "Topic",
]

USER = settings.AUTH_USER_MODEL


class OfOfficeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Rows of the offices the user is a member of."""
        return of_my_offices(self, user)


class RequestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Requests in letters of the offices the user is a member of."""
        return of_my_offices(self, user, "letter__office")


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


class LetterQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Letters of the offices the user is a member of."""
        return of_my_offices(self, user)

    def drafts(self):
        return self.filter(sent_on=None)

    def sent(self):
        return self.filter(sent_on__isnull=False)

    def open(self):
        """Sent, and with a part that is not settled."""
        return self.sent().filter(Exists(Part.objects.open().filter(request__letter=OuterRef("pk"))))

    def settled(self):
        """Sent, and with nothing open."""
        return self.sent().filter(~Exists(Part.objects.open().filter(request__letter=OuterRef("pk"))))

    def overdue(self, today):
        """With a part that was due before today (an Eastern day)."""
        return self.filter(next_due_on__lt=today)

    def addressed_to(self, agency):
        """With a To line for this agency (an Agency, or its id)."""
        return self.filter(
            Exists(Recipient.objects.filter(letter=OuterRef("pk"), agency=agency, role=Recipient.Role.TO))
        )


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
            models.Index(fields=["sent_on"], name="letters_by_day_sent"),
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
                | (Q(due_count__gte=1) & Q(due_unit__in=["days", "business", "weeks", "months"])),
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


class Follows(models.Model):
    """One letter stands on an earlier one; a consolidated letter can stand on nine."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="earlier_links")
    earlier = models.ForeignKey(Letter, models.PROTECT, related_name="later_links")

    class Meta:
        verbose_name_plural = "follows"
        constraints = [
            models.UniqueConstraint(fields=["letter", "earlier"], name="a_letter_follows_another_once"),
            models.CheckConstraint(name="a_letter_does_not_follow_itself", condition=~Q(letter=F("earlier"))),
        ]

    def __str__(self):
        return f"{self.letter_id} follows {self.earlier_id}"


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


class LetterDocument(models.Model):
    """A file that belongs to a letter: the letter as signed, an enclosure."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="attachments")
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

    request = models.ForeignKey(FollowUpRequest, models.CASCADE, related_name="parts")
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
