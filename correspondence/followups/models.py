"""Reminder rules, the reminders they raise, the digests that carry them, and contacts."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from correspondence.accounts.visibility import of_my_offices
from correspondence.directory.models import Agency, Office
from correspondence.letters.models import Decision, Letter, Part

__all__ = ["Contact", "ContactPart", "Digest", "DigestLine", "Reminder", "ReminderRule"]

USER = settings.AUTH_USER_MODEL


class ReminderRule(models.Model):
    """When to remind of what: a row, never a class. About a letter once, or about each of its parts."""

    class About(models.TextChoices):
        LETTER = "letter", "The letter"
        PART = "part", "Each open request"

    class Anchor(models.TextChoices):
        SENT = "sent", "after sending, no acknowledgment"
        BEFORE_DUE = "before", "before the due date"
        AFTER_DUE = "after", "after the due date"

    class Unit(models.TextChoices):
        DAYS = "days", "calendar days"
        BUSINESS_DAYS = "business", "business days"

    office = models.ForeignKey(Office, models.CASCADE, related_name="reminder_rules")
    name = models.CharField(max_length=80, help_text="What is to be done, for example: Courtesy call.")
    about = models.CharField(max_length=6, choices=About)
    anchor = models.CharField("when", max_length=6, choices=Anchor)
    count = models.PositiveSmallIntegerField("number")
    unit = models.CharField(max_length=8, choices=Unit, default=Unit.DAYS)
    every = models.PositiveSmallIntegerField(
        "then every",
        null=True,
        blank=True,
        help_text="Calendar days until the next; left empty, it reminds once.",
    )
    is_on = models.BooleanField("switched on", default=True)

    class Meta:
        ordering = ["office", "about", "anchor", "count"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "name"],
                name="an_office_names_a_rule_once",
                violation_error_message="The office has a rule of this name.",
            ),
            models.CheckConstraint(
                name="a_rule_about_a_letter_counts_from_sending",
                condition=Q(about="letter", anchor="sent") | Q(about="part", anchor__in=["before", "after"]),
                violation_error_message="A rule about a letter counts from sending, "
                "one about a request from its due date.",
            ),
            models.CheckConstraint(name="a_rule_counts_at_least_a_day", condition=Q(count__gte=1)),
            models.CheckConstraint(
                name="a_rule_repeats_only_after_the_due_date",
                condition=Q(every=None) | Q(every__gte=1, anchor="after"),
                violation_error_message="Only a rule that counts from after the due date can repeat.",
            ),
        ]

    def __str__(self):
        return self.name


class ReminderQuerySet(models.QuerySet):
    def visible_to(self, user):
        return of_my_offices(self, user, "rule__office")

    def not_closed(self):
        """Neither done nor put down as not needed."""
        return self.filter(outcome="")

    def not_put_off(self, today):
        """Not put off until after today (an Eastern day); all of them where no day is given."""
        if today is None:
            return self
        return self.filter(Q(put_off_until=None) | Q(put_off_until__lte=today))


class Reminder(models.Model):
    """A rule's step on a day, for one letter or one part. `anchor_on` is the day it counted from:

    when the part's due date is another by now, the reminder is no longer owed. A person may put it off
    until a day, say that what it asks for is done, or that it is not needed, and why.
    """

    class Outcome(models.TextChoices):
        DONE = "done", "Done"
        NOT_NEEDED = "not_needed", "Not needed"

    letter = models.ForeignKey(Letter, models.CASCADE, null=True, blank=True, related_name="reminders")
    part = models.ForeignKey(Part, models.CASCADE, null=True, blank=True, related_name="reminders")
    rule = models.ForeignKey(ReminderRule, models.PROTECT, related_name="reminders")
    scheduled_on = models.DateField()
    anchor_on = models.DateField("counted from")
    raised_at = models.DateTimeField()
    put_off_until = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, db_default="")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    closed_why = models.TextField(blank=True, db_default="")

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["-scheduled_on", "-id"]
        indexes = [
            models.Index(fields=["-scheduled_on", "-id"], name="reminders_by_day"),
            models.Index(
                fields=["scheduled_on", "id"], condition=Q(outcome=""), name="reminders_not_closed_by_day"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "rule", "scheduled_on"],
                condition=Q(letter__isnull=False),
                name="a_letter_is_reminded_of_once_by_rule_and_day",
            ),
            models.UniqueConstraint(
                fields=["part", "rule", "scheduled_on"],
                condition=Q(part__isnull=False),
                name="a_part_is_reminded_of_once_by_rule_and_day",
            ),
            models.CheckConstraint(
                name="a_reminder_is_about_a_letter_or_a_part",
                condition=Q(letter=None, part__isnull=False) | Q(letter__isnull=False, part=None),
            ),
            models.CheckConstraint(
                name="a_closed_reminder_has_outcome_time_and_person",
                condition=Q(outcome="", closed_at=None, closed_by=None, closed_why="")
                | Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(outcome=""),
            ),
            models.CheckConstraint(
                name="a_reminder_that_is_not_needed_has_a_reason",
                condition=~Q(outcome="not_needed") | ~Q(closed_why=""),
                violation_error_message="Say why it is not needed.",
            ),
        ]

    def __str__(self):
        return f"{self.rule}, {self.scheduled_on:%-d %b %Y}"


class Digest(models.Model):
    """One mail to one person on one business day.

    `claimed_until` is a lease: whoever holds it sends. After it has run out, the next run takes it
    up with the same Message-ID.
    """

    person = models.ForeignKey(USER, models.CASCADE, related_name="digests")
    day = models.DateField()
    message_id = models.CharField("Message-ID", max_length=200, unique=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    claim = models.UUIDField(default=uuid.uuid4)
    covers_until = models.DateTimeField(help_text="Corrections up to here are told in it.")
    sent_at = models.DateTimeField(null=True, blank=True)
    reminders = models.ManyToManyField(Reminder, through="DigestLine", related_name="digests")

    class Meta:
        ordering = ["-day", "person"]
        constraints = [
            models.UniqueConstraint(fields=["person", "day"], name="a_person_has_one_digest_a_day"),
        ]

    def __str__(self):
        return f"{self.person}, {self.day:%-d %b %Y}"


class DigestLine(models.Model):
    """A reminder that a digest carried."""

    digest = models.ForeignKey(Digest, models.CASCADE, related_name="lines")
    reminder = models.ForeignKey(Reminder, models.CASCADE, related_name="lines")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest", "reminder"], name="a_digest_carries_a_reminder_once"),
        ]

    def __str__(self):
        return f"{self.digest_id}: {self.reminder_id}"


class ContactQuerySet(models.QuerySet):
    def visible_to(self, user):
        return of_my_offices(self, user, "letter__office")

    def standing(self):
        """Not withdrawn."""
        return self.filter(withdrawn_on=None)


class Contact(models.Model):
    """What the office did besides writing: a call, a meeting, a hearing question. A rung on the ladder."""

    class Kind(models.TextChoices):
        RECEIPT = "receipt", "Confirmed receipt"
        CALL = "call", "Call"
        EMAIL = "email", "E-mail"
        MEETING = "meeting", "Meeting"
        BRIEFING = "briefing", "Briefing"
        HEARING = "hearing", "Question at a hearing"
        PUBLIC = "public", "Made public"
        HOLD = "hold", "Hold or appropriations language"
        REVIEW = "review", "Asked GAO or an inspector general"
        SUBPOENA = "subpoena", "Subpoena"
        CONTEMPT = "contempt", "Contempt"

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="contacts")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="contacts")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.CALL)
    on = models.DateField()
    with_whom = models.CharField(max_length=200, blank=True)
    summary = models.TextField("what was said")
    promised = models.CharField("what was promised", max_length=300, blank=True)
    promised_on = models.DateField("promised by", null=True, blank=True)
    promise_kept_on = models.DateField("promise kept on", null=True, blank=True)
    parts = models.ManyToManyField(Part, through="ContactPart", related_name="contacts")
    logged_at = models.DateTimeField()
    logged_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_why = models.TextField(blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-id"]
        indexes = [
            models.Index(fields=["-on", "-id"], name="contacts_by_day"),
            models.Index(
                fields=["withdrawn_at"], condition=Q(withdrawn_at__isnull=False), name="withdrawn_contacts"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_contact_is_not_in_the_future", condition=Q(on__lte=F("logged_at"))
            ),
            models.CheckConstraint(
                name="a_contact_promise_has_words_and_a_day",
                condition=Q(promised="", promised_on=None) | (~Q(promised="") & Q(promised_on__isnull=False)),
                violation_error_message="Enter both what was promised and by when.",
            ),
            models.CheckConstraint(
                name="only_a_promise_made_in_a_contact_is_kept",
                condition=Q(promise_kept_on=None) | Q(promised_on__isnull=False),
            ),
            models.CheckConstraint(
                name="a_contact_withdrawal_has_day_time_person_and_reason",
                condition=Q(withdrawn_on=None, withdrawn_at=None, withdrawn_by=None, withdrawn_why="")
                | Q(withdrawn_on__isnull=False, withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                & ~Q(withdrawn_why=""),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} on {self.on:%-d %b %Y}"


class ContactPart(models.Model):
    """A request that a contact was about, and the decision that it led to."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="about")
    part = models.ForeignKey(Part, models.PROTECT, related_name="contact_links")
    decision = models.OneToOneField(
        Decision, models.PROTECT, null=True, blank=True, related_name="contact_part"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact", "part"], name="a_contact_is_about_a_part_once"),
        ]

    def __str__(self):
        return f"{self.contact_id}: {self.part_id}"
