"""People, congressional offices, agencies, and who held which post when.

Roles are dated: the chairman of November 2023 is not today's. A day in `_to` is the last day.
"""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

__all__ = ["Agency", "Appointment", "FormerName", "Office", "Person", "Seat", "Snapshot", "Term"]


def _dated(prefix, start="held_from", end="held_to"):
    return models.CheckConstraint(
        name=f"{prefix}_does_not_end_before_it_begins",
        condition=Q(**{f"{end}__isnull": True})
        | Q(**{f"{start}__isnull": True})
        | Q(**{f"{end}__gte": F(start)}),
        violation_error_message="The last day is before the first.",
    )


class HeldQuerySet(models.QuerySet):
    """Rows that hold from a day to a day, either of which may be unknown."""

    def on(self, day):
        """Those that held on this day."""
        return self.filter(
            Q(held_from__lte=day) | Q(held_from=None),
            Q(held_to__gte=day) | Q(held_to=None),
        )


class Person(models.Model):
    """Somebody who signs, is written to, asks or answers: a Member of Congress or an official."""

    name = models.CharField(max_length=200, help_text="As the person is rightly called, without honorifics.")
    first_name = models.CharField(max_length=100, blank=True)
    last_name = models.CharField(max_length=100, blank=True)
    bioguide_id = models.CharField(
        "Bioguide id", max_length=7, null=True, blank=True, unique=True, help_text="Members of Congress only."
    )

    class Meta:
        verbose_name_plural = "people"
        ordering = ["last_name", "first_name", "name"]
        indexes = [models.Index(fields=["last_name", "first_name", "name"], name="person_by_last_name")]
        constraints = [
            models.CheckConstraint(name="person_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(name="person_bioguide_id_is_never_blank", condition=~Q(bioguide_id="")),
        ]

    def __str__(self):
        return self.name


class Term(models.Model):
    """A Member's term in a chamber."""

    class Chamber(models.TextChoices):
        SENATE = "senate", "Senate"
        HOUSE = "house", "House"

    person = models.ForeignKey(Person, models.CASCADE, related_name="terms")
    chamber = models.CharField(max_length=6, choices=Chamber)
    state = models.CharField(max_length=2)
    district = models.SmallIntegerField(
        null=True, blank=True, help_text="House only; 0 where a state has one seat."
    )
    party = models.CharField(max_length=40, blank=True)
    held_from = models.DateField("from")
    held_to = models.DateField("to")

    objects = HeldQuerySet.as_manager()

    class Meta:
        ordering = ["-held_from"]
        constraints = [
            _dated("term"),
            models.UniqueConstraint(
                fields=["person", "chamber", "held_from"], name="a_person_begins_a_term_in_a_chamber_once"
            ),
        ]

    def __str__(self):
        return f"{self.get_chamber_display()}, {self.state}, from {self.held_from:%Y}"


class Office(models.Model):
    """A congressional office: a committee, a subcommittee, or a Member's own."""

    class Kind(models.TextChoices):
        COMMITTEE = "committee", "Committee"
        SUBCOMMITTEE = "subcommittee", "Subcommittee"
        MEMBER = "member", "Member's office"
        OTHER = "other", "Other"

    class Chamber(models.TextChoices):
        SENATE = "senate", "Senate"
        HOUSE = "house", "House"
        JOINT = "joint", "Joint"

    name = models.CharField(max_length=300, help_text="What it is called now.")
    named_from = models.DateField(
        "called so since", null=True, blank=True, help_text="Left empty where that is not known."
    )
    kind = models.CharField(max_length=12, choices=Kind)
    chamber = models.CharField(max_length=6, choices=Chamber)
    thomas_id = models.CharField("Thomas id", max_length=8, null=True, blank=True, unique=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="subcommittees", verbose_name="part of"
    )
    member = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="offices",
        help_text="For a Member's own office.",
    )
    address = models.TextField(blank=True)
    # What an office that keeps its letters here decides for itself:
    code = models.CharField(
        max_length=12,
        null=True,
        blank=True,
        unique=True,
        help_text="Begins its reference numbers, for example SFRC. "
        "Only an office with a code keeps letters here.",
    )
    letterhead = models.TextField(blank=True, help_text="Proposed for each new letter.")
    response_days = models.PositiveSmallIntegerField(
        "days to answer", default=14, help_text="Calendar days, counted where a letter names none."
    )
    clerks_may_settle = models.BooleanField(default=True, help_text="Whether clerks may settle requests.")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(name="office_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="office_code_is_capitals_and_digits",
                condition=Q(code=None) | Q(code__regex=r"^[A-Z][A-Z0-9]{1,11}$"),
                violation_error_message="Use capitals and digits, 2 to 12 of them, for example SFRC.",
            ),
            models.CheckConstraint(
                name="office_gives_at_least_a_day_to_answer", condition=Q(response_days__gte=1)
            ),
            models.CheckConstraint(name="office_is_not_part_of_itself", condition=~Q(parent=F("id"))),
            models.CheckConstraint(
                name="office_of_a_member_names_the_member", condition=Q(member=None) | Q(kind="member")
            ),
        ]

    def __str__(self):
        return self.name

    def name_on(self, day):
        """What the office was called on a day; its present name where the day is before all that is known."""
        for former in self.former_names.all():
            if (former.held_from is None or former.held_from <= day) and day <= former.held_to:
                return former.name
        return self.name


class FormerName(models.Model):
    """What an office was called before: HSGO and SSGA20 were other bodies once."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="former_names")
    name = models.CharField(max_length=300)
    held_from = models.DateField("from", null=True, blank=True)
    held_to = models.DateField("to")

    objects = HeldQuerySet.as_manager()

    class Meta:
        ordering = ["-held_to"]
        constraints = [
            _dated("former_name"),
            models.UniqueConstraint(fields=["office", "held_to"], name="an_office_gives_up_one_name_a_day"),
        ]

    def __str__(self):
        return f"{self.name} (to {self.held_to})"


class Seat(models.Model):
    """A person's seat on a committee or subcommittee, with title, rank and side."""

    class Side(models.TextChoices):
        MAJORITY = "majority", "Majority"
        MINORITY = "minority", "Minority"

    person = models.ForeignKey(Person, models.CASCADE, related_name="seats")
    office = models.ForeignKey(Office, models.CASCADE, related_name="seats")
    title = models.CharField(max_length=60, blank=True, help_text="Chairman, Ranking Member, ex officio …")
    rank = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=8, choices=Side)
    held_from = models.DateField("from", help_text="The first day it is known to have been held.")
    held_to = models.DateField("to", null=True, blank=True)

    objects = HeldQuerySet.as_manager()

    class Meta:
        ordering = ["office", "-held_from", "side", "rank"]
        constraints = [
            _dated("seat"),
            models.UniqueConstraint(
                fields=["person", "office", "held_from"], name="a_person_takes_a_seat_in_an_office_once_a_day"
            ),
        ]

    def __str__(self):
        return f"{self.person}, {self.title or 'member'}, {self.office}"


class Snapshot(models.Model):
    """One import of the congress-legislators files: the day they speak of, and what they were."""

    as_of = models.DateField(unique=True)
    sha256 = models.CharField("SHA-256 of the files", max_length=64)
    imported_at = models.DateTimeField()

    class Meta:
        ordering = ["-as_of"]

    def __str__(self):
        return f"as of {self.as_of}"


class Agency(models.Model):
    """A body that is written to: a department, a bureau of one, an independent agency, or a company."""

    class Kind(models.TextChoices):
        DEPARTMENT = "department", "Department"
        BUREAU = "bureau", "Bureau or part of a department"
        INDEPENDENT = "independent", "Independent agency"
        OTHER = "other", "Other organization"

    name = models.CharField(max_length=200)
    acronym = models.CharField(max_length=20, blank=True)
    aliases = models.TextField(blank=True, help_text="Other names it goes by, one a line.")
    kind = models.CharField(max_length=12, choices=Kind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="bureaus", verbose_name="part of"
    )
    federal_register_slug = models.SlugField(
        "Federal Register slug", max_length=120, null=True, blank=True, unique=True
    )
    cgac = models.CharField("CGAC code", max_length=3, blank=True)
    address = models.TextField(blank=True, help_text="Mailing address.")
    liaison_name = models.CharField(max_length=200, blank=True)
    liaison_email = models.EmailField("liaison e-mail", blank=True)
    liaison_phone = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True, help_text="The last day it went by this name.")
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")

    class Meta:
        verbose_name_plural = "agencies"
        ordering = ["name"]
        constraints = [
            _dated("agency", "valid_from", "valid_to"),
            models.CheckConstraint(name="agency_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(name="agency_is_not_part_of_itself", condition=~Q(parent=F("id"))),
            models.CheckConstraint(name="agency_is_not_its_own_successor", condition=~Q(successor=F("id"))),
            models.CheckConstraint(
                name="agency_with_a_successor_has_ended",
                condition=Q(successor=None) | Q(valid_to__isnull=False),
                violation_error_message="Give the last day it went by this name, as it has a successor.",
            ),
            models.CheckConstraint(name="agency_slug_is_never_blank", condition=~Q(federal_register_slug="")),
            models.UniqueConstraint(
                Lower("name"),
                condition=Q(valid_to=None),
                name="two_agencies_do_not_share_a_name",
                violation_error_message="There is an agency of this name.",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def short_name(self):
        """State for the Department of State; the acronym, where an independent agency has one."""
        if self.kind == self.Kind.DEPARTMENT:
            return self.name.removeprefix("Department of ").removeprefix("the ")
        return self.acronym or self.name


class Appointment(models.Model):
    """A person's post in an agency."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="appointments")
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="appointments")
    title = models.CharField(max_length=200)
    held_from = models.DateField("from", null=True, blank=True)
    held_to = models.DateField("to", null=True, blank=True)

    objects = HeldQuerySet.as_manager()

    class Meta:
        ordering = ["agency", "-held_from"]
        constraints = [_dated("appointment")]

    def __str__(self):
        return f"{self.person}, {self.title}"
