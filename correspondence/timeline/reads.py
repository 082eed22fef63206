"""What a timeline reads: each table's columns, put together once.

None has an order: to filter one costs a third of building it, and the few rows of a letter are sorted
sooner than the words of an order are put together. What only some letters have is not joined: joins are
planned anew each time.
"""

from collections import namedtuple

from django.db.models import Exists, OuterRef, Q, Value

from correspondence.accounts.visibility import of_offices
from correspondence.core.prepared import Prepared
from correspondence.directory.models import Agency
from correspondence.followups.models import Contact, Reminder, ReminderRule
from correspondence.letters.models import (
    Correction,
    Follows,
    FollowUpRequest,
    Letter,
    LetterDocument,
    Part,
    Recipient,
    Signatory,
)
from correspondence.responses.models import Response, ResponseDocument


def _user(prefix):
    return f"{prefix}__first_name", f"{prefix}__last_name", f"{prefix}__username"


def _agency(prefix):
    return f"{prefix}__name", f"{prefix}__acronym", f"{prefix}__kind"


def _there(rows, path="letter"):
    return Exists(rows.objects.order_by().filter(**{path: OuterRef("pk")}))


# Letters as a timeline wants them: without what it does not read, and with whether there is anything of
# the kinds that most letters have nothing of, so that only for what there is a query is made.
_OF_A_LETTER = (
    "office__name",
    "kind",
    "subject",
    "reference",
    "dated_on",
    "due_phrase",
    "delivery",
    "sent_on",
    "sent_recorded_at",
    "entered_at",
    *_user("assigned_to"),
    *_user("sent_by"),
    *_user("entered_by"),
)
LETTERS = (
    Letter.objects.select_related("office", "assigned_to", "sent_by", "entered_by")
    .only(*_OF_A_LETTER)
    .annotate(
        has_contacts=_there(Contact),
        has_reminders=Q(_there(Reminder)) | Q(_there(Reminder, "part__request__letter")),
        has_corrections=_there(Correction),
        has_tied_letters=Q(_there(Follows, "earlier")) | Q(_there(Follows)),
        has_files=Q(_there(LetterDocument)) | Q(_there(ResponseDocument, "response__letter")),
    )
)

# As the page of a letter wants them: with all that the letter says.
WHOLE_LETTERS = LETTERS.only(
    *_OF_A_LETTER,
    "office__response_days",
    "office__clerks_may_settle",
    "letterhead",
    "salutation",
    "body",
    "closing",
    "due_anchor",
    "due_named_on",
    "due_count",
    "due_unit",
    "hearing_title",
    "hearing_on",
    "release_signed_on",
    "sent_hash",
    "version",
    "next_due_on",
)
WHOLE_LETTER = Prepared(lambda pk, offices: of_offices(WHOLE_LETTERS, offices).filter(pk=pk))

PartRow = namedtuple(
    "PartRow",
    (
        "pk",
        "request_id",
        "request__place",
        "request__number",
        "request__asker",
        "agency_id",
        *_agency("agency"),
        "carried_on_by_id",
    ),
)
DecisionRow = namedtuple(
    "DecisionRow",
    (
        "pk",
        "part_id",
        "what",
        "ground",
        "on",
        "recorded_at",
        "why",
        "old_due_on",
        "new_due_on",
        *_user("by"),
        "old_agency_id",
        "new_agency_id",
    ),
)
PARTS = Part.objects.order_by().values_list(
    *PartRow._fields, *(f"decisions__{column}" for column in DecisionRow._fields)
)
RequestRow = namedtuple("RequestRow", ("pk", "place", "number", "asker", "lead_in", "text", "due_named_on"))
# The requests of a letter with their parts, and these with their decisions: a draft has no parts.
ASKED = Prepared(
    lambda letter: (
        FollowUpRequest.objects.order_by()
        .filter(letter=letter)
        .values_list(
            *RequestRow._fields,
            "parts__pk",
            "pk",
            "place",
            "number",
            "asker",
            "parts__agency_id",
            *_agency("parts__agency"),
            "parts__carried_on_by_id",
            *(f"parts__decisions__{column}" for column in DecisionRow._fields),
        )
    )
)
SIGNATORIES = Prepared(
    lambda letter: Signatory.objects.order_by("place").filter(letter=letter).values_list("name", "title")
)
RECIPIENTS = Prepared(
    lambda letter: (
        Recipient.objects.order_by()
        .filter(letter=letter)
        .values_list(
            "place",
            "role",
            "name",
            "title",
            "organization",
            "address",
            "control_number",
            "agency_id",
            *_agency("agency"),
        )
    )
)
REPLIES = Prepared(
    lambda letter: (
        Response.objects.order_by()
        .filter(letter=letter)
        .values_list(
            "pk",
            "kind",
            "channel",
            "received_on",
            "dated_on",
            "signer_name",
            "signer_title",
            "summary",
            "agency_id",
            *_agency("agency"),
            "logged_at",
            *_user("logged_by"),
            "withdrawn_on",
            "withdrawn_why",
            *_user("withdrawn_by"),
            "moved_from_id",
            "answers__pk",
            "answers__part_id",
            "answers__outcome",
            "answers__ground",
            "answers__quote",
            "answers__note",
            "answers__extension_until",
            "answers__promised_on",
            "answers__promise_kept_on",
            "answers__pages",
            "answers__bates",
            "answers__delivered_where",
            "answers__delivered_on",
            "answers__judged_at",
            "answers__decision_id",
            *_user("answers__judged_by"),
        )
    )
)
CONTACTS = Contact.objects.order_by().values_list(
    "pk",
    "kind",
    "on",
    "with_whom",
    "summary",
    "promised",
    "promised_on",
    "promise_kept_on",
    "logged_at",
    "logged_by_id",
    *_agency("agency"),
    *_user("logged_by"),
    "withdrawn_on",
    "withdrawn_why",
    *_user("withdrawn_by"),
    "about__part_id",
    "about__decision_id",
    named=True,
)
REMINDERS = Reminder.objects.order_by().values_list(
    "pk",
    "letter_id",
    "part_id",
    "rule_id",
    "scheduled_on",
    "raised_at",
    "lines__pk",
    "lines__digest__sent_at",
    *_user("lines__digest__person"),
    named=True,
)
CORRECTIONS = (
    Correction.objects.order_by()
    .annotate(was_there=Q(old__isnull=False), is_there=Q(new__isnull=False))
    .values_list("pk", "path", "was_there", "is_there", "why", "at", *_user("by"), named=True)
)
TIED_LETTERS = Follows.objects.order_by().values_list(
    "letter_id",
    "letter__reference",
    "letter__kind",
    "letter__subject",
    "letter__sent_on",
    "letter__office_id",
    "earlier_id",
    "earlier__reference",
    "earlier__office_id",
    named=True,
)
# What only some letters have: a later asking, a move to another agency, a response moved from another letter.
LATER_ASKINGS = Part.objects.order_by().values_list(
    "pk",
    "request__letter_id",
    "request__letter__reference",
    "request__letter__sent_on",
    "request__letter__office_id",
    named=True,
)
AGENCIES = Agency.objects.order_by().values_list("pk", "name", "acronym", "kind", named=True)
MOVED_RESPONSES = Response.objects.order_by().values_list(
    "pk", "letter__reference", "letter__office_id", named=True
)
RULES = ReminderRule.objects.order_by()
FILES_OF_LETTER = (
    LetterDocument.objects.annotate(of=Value(0))
    .order_by()
    .values_list("of", "pk", "title", "document__name", "document__size")
)
FILES_OF_REPLIES = ResponseDocument.objects.order_by().values_list(
    "response_id", "pk", "title", "document__name", "document__size"
)
