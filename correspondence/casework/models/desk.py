"""An office's desk for messages, and what its public form keeps for a while."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from correspondence.accounts.visibility import of_my_offices
from correspondence.directory.models import Office


class State(models.TextChoices):
    """The states and territories that a Member is sent from."""

    AL = "AL", "Alabama"
    AK = "AK", "Alaska"
    AS = "AS", "American Samoa"
    AZ = "AZ", "Arizona"
    AR = "AR", "Arkansas"
    CA = "CA", "California"
    CO = "CO", "Colorado"
    CT = "CT", "Connecticut"
    DE = "DE", "Delaware"
    DC = "DC", "District of Columbia"
    FL = "FL", "Florida"
    GA = "GA", "Georgia"
    GU = "GU", "Guam"
    HI = "HI", "Hawaii"
    ID = "ID", "Idaho"
    IL = "IL", "Illinois"
    IN = "IN", "Indiana"
    IA = "IA", "Iowa"
    KS = "KS", "Kansas"
    KY = "KY", "Kentucky"
    LA = "LA", "Louisiana"
    ME = "ME", "Maine"
    MD = "MD", "Maryland"
    MA = "MA", "Massachusetts"
    MI = "MI", "Michigan"
    MN = "MN", "Minnesota"
    MS = "MS", "Mississippi"
    MO = "MO", "Missouri"
    MT = "MT", "Montana"
    NE = "NE", "Nebraska"
    NV = "NV", "Nevada"
    NH = "NH", "New Hampshire"
    NJ = "NJ", "New Jersey"
    NM = "NM", "New Mexico"
    NY = "NY", "New York"
    NC = "NC", "North Carolina"
    ND = "ND", "North Dakota"
    MP = "MP", "Northern Mariana Islands"
    OH = "OH", "Ohio"
    OK = "OK", "Oklahoma"
    OR = "OR", "Oregon"
    PA = "PA", "Pennsylvania"
    PR = "PR", "Puerto Rico"
    RI = "RI", "Rhode Island"
    SC = "SC", "South Carolina"
    SD = "SD", "South Dakota"
    TN = "TN", "Tennessee"
    TX = "TX", "Texas"
    UT = "UT", "Utah"
    VT = "VT", "Vermont"
    VI = "VI", "Virgin Islands"
    VA = "VA", "Virginia"
    WA = "WA", "Washington"
    WV = "WV", "West Virginia"
    WI = "WI", "Wisconsin"
    WY = "WY", "Wyoming"


class MessageDesk(models.Model):
    """Whether and how an office takes messages from constituents; kept by its managers."""

    office = models.OneToOneField(Office, models.CASCADE, related_name="message_desk")
    is_open = models.BooleanField("takes messages", default=True)
    heading = models.CharField(
        max_length=120, help_text="At the head of the form, for example: Write to the Senator’s office."
    )
    state = models.CharField(
        max_length=2, choices=State, blank=True, help_text="Left empty for a committee, which serves all."
    )
    district = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="House only; 0 where a state has one seat."
    )
    contact = models.TextField(
        "contact lines",
        blank=True,
        help_text="At the foot of each page of the form and in mails: telephone, hours.",
    )
    reply_to = models.EmailField(
        "replies go to", blank=True, help_text="Where an answer to the office’s mails should go."
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = "message desk"
        ordering = ["office__name"]
        constraints = [
            models.CheckConstraint(name="a_message_desk_has_a_heading", condition=~Q(heading="")),
            models.CheckConstraint(
                name="a_district_lies_in_a_state",
                condition=Q(district=None) | ~Q(state=""),
                violation_error_message="Choose the state the district lies in.",
            ),
        ]

    def __str__(self):
        return f"Message desk of {self.office}"


class MessageCounter(models.Model):
    """The last message number an office gave in a year; locked while the next is given."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "year"], name="an_office_counts_its_messages_once_a_year"
            ),
        ]

    def __str__(self):
        return f"{self.office_id} {self.year}: {self.last}"


def held_path(held, _name):
    """Where a file waits: by its key, never by the name somebody gave it."""
    return f"held/{held.key}"


class HeldFile(models.Model):
    """A file added to a message that is still being written. Thrown away after a day."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(Office, models.CASCADE, related_name="+")
    file = models.FileField(upload_to=held_path, max_length=100)
    name = models.CharField(max_length=255)
    size = models.BigIntegerField(help_text="Bytes.")
    held_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["held_at"], name="held_files_by_time")]

    def __str__(self):
        return str(self.key)


class Attempt(models.Model):
    """One thing that somebody did on the public pages, counted by a keyed hash of where it came from."""

    class Kind(models.TextChoices):
        SEND = "send", _("Messages sent")
        LOOK_UP = "look_up", _("Look-ups")
        HOLD = "hold", _("Files added")

    kind = models.CharField(max_length=8, choices=Kind)
    source = models.CharField(max_length=64, help_text="A keyed hash: the address itself is not kept.")
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["kind", "source", "at"], name="attempts_of_a_source"),
            models.Index(fields=["at"], name="attempts_by_time"),
        ]

    def __str__(self):
        return f"{self.kind}, {self.at:%Y-%m-%d %H:%M}"


class OfDeskQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Rows of the offices the user is a member of."""
        return of_my_offices(self, user)
