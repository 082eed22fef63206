"""Who wrote, what they wrote, the case it makes, and the letters and files that belong to it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from correspondence.accounts.roles import Act, offices_where
from correspondence.casework.models.desk import State
from correspondence.directory.models import Agency, Office
from correspondence.documents.models import Document
from correspondence.letters.models import Letter

USER = settings.AUTH_USER_MODEL


class PolicyArea(models.TextChoices):
    """The 32 policy areas of the Library of Congress, as its catalogs and CWC spell them, in plain words."""

    AGRICULTURE = "Agriculture and Food", _("Farms and food")
    ANIMALS = "Animals", _("Animals")
    DEFENSE = "Armed Forces and National Security", _("Military, veterans and national security")
    ARTS = "Arts, Culture, Religion", _("Arts, culture and religion")
    RIGHTS = "Civil Rights and Liberties, Minority Issues", _("Civil rights and voting rights")
    COMMERCE = "Commerce", _("Business and consumers")
    CONGRESS = "Congress", _("How Congress works")
    CRIME = "Crime and Law Enforcement", _("Crime, police and guns")
    ECONOMICS = "Economics and Public Finance", _("The economy and the federal budget")
    EDUCATION = "Education", _("Schools, colleges and student loans")
    EMERGENCIES = "Emergency Management", _("Disasters and emergency help")
    ENERGY = "Energy", _("Energy and fuel prices")
    ENVIRONMENT = "Environmental Protection", _("Air, climate and the environment")
    FAMILIES = "Families", _("Families and children")
    FINANCE = "Finance and Financial Sector", _("Banks, credit and insurance")
    TRADE = "Foreign Trade and International Finance", _("Foreign trade and tariffs")
    GOVERNMENT = "Government Operations and Politics", _("Federal agencies, elections and the mail")
    HEALTH = "Health", _("Health care and Medicare")
    HOUSING = "Housing and Community Development", _("Housing and rent")
    IMMIGRATION = "Immigration", _("Immigration, visas and citizenship")
    INTERNATIONAL = "International Affairs", _("Other countries, passports and travel")
    LABOR = "Labor and Employment", _("Jobs, pay and unions")
    LAW = "Law", _("Courts and the law")
    NATIVE = "Native Americans", _("Native Americans")
    LANDS = "Public Lands and Natural Resources", _("Parks, forests and public land")
    SCIENCE = "Science, Technology, Communications", _("Science, internet and phones")
    HISTORY = "Social Sciences and History", _("History and social studies")
    WELFARE = "Social Welfare", _("Social Security and help for those in need")
    SPORTS = "Sports and Recreation", _("Sports and free time")
    TAXATION = "Taxation", _("Taxes and the IRS")
    TRANSPORT = "Transportation and Public Works", _("Roads, trains and airports")
    WATER = "Water Resources Development", _("Dams, rivers and water supply")


class Constituent(models.Model):
    """Somebody who wrote, as they gave their name and address. Parts of the name are those of CWC."""

    class Prefix(models.TextChoices):
        MR = "Mr.", _("Mr.")
        MRS = "Mrs.", _("Mrs.")
        MISS = "Miss", _("Miss")
        MS = "Ms.", _("Ms.")
        DR = "Dr.", _("Dr.")

    office = models.ForeignKey(Office, models.PROTECT, related_name="constituents")
    prefix = models.CharField(max_length=4, choices=Prefix, blank=True)
    first_name = models.CharField(max_length=60)
    middle_name = models.CharField(max_length=60, blank=True)
    last_name = models.CharField(max_length=80)
    suffix = models.CharField(max_length=20, blank=True)
    address1 = models.CharField("street", max_length=120)
    address2 = models.CharField("apartment or second line", max_length=120, blank=True)
    city = models.CharField(max_length=80)
    state = models.CharField(max_length=2, choices=State)
    zip_code = models.CharField("ZIP code", max_length=10)
    email = models.EmailField("e-mail")
    phone = models.CharField(max_length=20, blank=True)
    first_wrote_at = models.DateTimeField()

    history = HistoricalRecords()

    class Meta:
        ordering = ["last_name", "first_name"]
        indexes = [
            models.Index("office", Lower("email"), name="constituents_by_email"),
            models.Index("office", Lower("last_name"), name="constituents_by_last_name"),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_constituent_has_a_name_and_an_address",
                condition=~Q(first_name="") & ~Q(last_name="") & ~Q(address1="") & ~Q(city=""),
            ),
            models.CheckConstraint(name="a_constituent_has_an_email_address", condition=~Q(email="")),
            models.CheckConstraint(
                name="a_zip_code_has_five_or_nine_digits",
                condition=Q(zip_code__regex=r"^[0-9]{5}(-[0-9]{4})?$"),
            ),
        ]

    def __str__(self):
        return f"Constituent {self.pk}"  # what an audit or a log repeats is no name

    @property
    def name(self):
        parts = (self.prefix, self.first_name, self.middle_name, self.last_name, self.suffix)
        return " ".join(filter(None, parts))

    @property
    def greeting_name(self):
        """The name as a letter begins with it: Ms. Abernathy; the whole name where no title is known."""
        if self.prefix:
            return f"{self.prefix} {self.last_name}"
        return f"{self.first_name} {self.last_name}"

    @property
    def signed_name(self):
        """The name as its owner would sign."""
        return " ".join(filter(None, (self.first_name, self.middle_name, self.last_name, self.suffix)))

    @property
    def address_lines(self):
        last = f"{self.city}, {self.get_state_display()} {self.zip_code}"
        return [line for line in (self.address1, self.address2, last) if line]


class MessageQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Messages of the offices in which the user does casework; viewers see none."""
        offices = offices_where(user, Act.CASEWORK)
        if len(offices) == 1:
            return self.filter(office_id=offices[0])
        return self.filter(office_id__in=offices)

    def new(self):
        """Nobody has begun on it."""
        return self.filter(taken_up_at=None, answered_at=None, closed_at=None)

    def open(self):
        """Begun, and neither answered nor closed."""
        return self.filter(taken_up_at__isnull=False, answered_at=None, closed_at=None)

    def waiting(self):
        """New or open: somebody waits for the office."""
        return self.filter(answered_at=None, closed_at=None)

    def answered(self):
        return self.filter(answered_at__isnull=False, closed_at=None)

    def closed(self):
        return self.filter(closed_at__isnull=False)


class Message(models.Model):
    """What a constituent wrote. New, open, answered or closed: that follows from the three instants."""

    class Stance(models.TextChoices):
        OPINION = "opinion", _("I want to share my opinion or ask a question")
        HELP = "help", _("I need help with a federal agency")

    class ClosedHow(models.TextChoices):
        ANSWERED = "answered", "Answered"
        NO_ANSWER = "no_answer", "No answer needed"
        DUPLICATE = "duplicate", "The same as another message"
        REFERRED = "referred", "Passed to the constituent’s own office"
        WITHDRAWN = "withdrawn", "Withdrawn by the constituent"
        NOT_MAIL = "not_mail", "Not a real message"

    office = models.ForeignKey(Office, models.PROTECT, related_name="messages")
    number = models.CharField(max_length=30, help_text="Given when it comes, for example SFRC-M-2023-00012.")
    constituent = models.ForeignKey(Constituent, models.PROTECT, related_name="messages")
    area = models.CharField("about", max_length=60, choices=PolicyArea)
    stance = models.CharField("wants", max_length=7, choices=Stance)
    text = models.TextField()
    received_at = models.DateTimeField()
    token = models.UUIDField(unique=True, help_text="The form’s own: a second click sends nothing twice.")
    fingerprint = models.CharField(
        max_length=64, help_text="SHA-256 of its words without case, marks and spaces: finds the same text."
    )
    assigned_to = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="messages")
    taken_up_at = models.DateTimeField(null=True, blank=True, help_text="When the office began on it.")
    answered_at = models.DateTimeField(null=True, blank=True, help_text="When an answer was last mailed.")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    closed_how = models.CharField(max_length=9, choices=ClosedHow, blank=True)
    closed_note = models.TextField(blank=True, help_text="For the office alone.")

    objects = MessageQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-received_at", "-id"]
        indexes = [
            models.Index(fields=["office", "-received_at", "-id"], name="messages_of_office_by_time"),
            models.Index(
                fields=["office", "received_at", "id"],
                condition=Q(answered_at=None, closed_at=None),
                name="messages_that_wait",
            ),
            models.Index(fields=["assigned_to", "-received_at"], name="messages_of_somebody"),
            models.Index(fields=["office", "area", "-received_at"], name="messages_by_area"),
            models.Index(fields=["office", "fingerprint"], name="messages_of_the_same_words"),
            models.Index(fields=["constituent", "-received_at"], name="messages_of_a_constituent"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["office", "number"], name="an_office_uses_a_message_number_once"),
            models.CheckConstraint(name="a_message_has_a_number", condition=~Q(number="")),
            models.CheckConstraint(name="a_message_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="a_closed_message_has_time_person_and_ground",
                condition=Q(closed_at=None, closed_by=None, closed_how="")
                | Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(closed_how=""),
            ),
            models.CheckConstraint(
                name="a_message_is_taken_up_after_it_came",
                condition=Q(taken_up_at=None) | Q(taken_up_at__gte=F("received_at")),
            ),
            models.CheckConstraint(
                name="a_message_is_answered_after_it_came",
                condition=Q(answered_at=None) | Q(answered_at__gte=F("received_at")),
            ),
        ]

    def __str__(self):
        return self.number

    @property
    def state(self):
        """New, open, answered or closed."""
        if self.closed_at:
            return "closed"
        if self.answered_at:
            return "answered"
        return "open" if self.taken_up_at else "new"

    @property
    def wants_help(self):
        return self.stance == self.Stance.HELP


class CaseQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(message__office_id__in=offices_where(user, Act.CASEWORK))


class Case(models.Model):
    """What a constituent needs from a federal agency. How far it is follows from its letters and answers."""

    message = models.OneToOneField(Message, models.CASCADE, related_name="case")
    agency_named = models.CharField("agency, as the constituent wrote it", max_length=200)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="cases")
    case_number = models.CharField("agency’s case number", max_length=80, blank=True)
    what_happened = models.TextField()

    objects = CaseQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-message__received_at"]
        indexes = [models.Index(fields=["agency", "message"], name="cases_of_an_agency")]
        constraints = [
            models.CheckConstraint(name="a_case_names_an_agency", condition=~Q(agency_named="")),
            models.CheckConstraint(name="a_case_says_what_happened", condition=~Q(what_happened="")),
        ]

    def __str__(self):
        return f"Case of {self.message}"

    @property
    def agency_words(self):
        """The agency by its name in the directory, else as the constituent wrote it."""
        return self.agency.name if self.agency else self.agency_named


class MessageDocument(models.Model):
    """A file that came with a message."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    name = models.CharField(max_length=255, help_text="What it was called when it came with this message.")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["message", "document"], name="a_file_comes_with_a_message_once"),
        ]

    def __str__(self):
        return f"File {self.pk}"


class MessageLetter(models.Model):
    """A letter to an agency that a message led to, or that already asks what it asks."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="letter_links")
    letter = models.ForeignKey(Letter, models.CASCADE, related_name="message_links")
    was_started_here = models.BooleanField(default=False)
    linked_at = models.DateTimeField()
    linked_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["message", "letter"],
                name="a_message_is_tied_to_a_letter_once",
                violation_error_message="This letter is linked already.",
            ),
        ]

    def __str__(self):
        return f"{self.message_id}, {self.letter_id}"
