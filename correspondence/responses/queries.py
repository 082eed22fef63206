"""Reads across responses and letters."""

from django.db.models import Exists, OuterRef, Q, Subquery

from correspondence.core.prepared import Prepared
from correspondence.directory.models import Agency
from correspondence.letters.models import Decision, FollowUpRequest, Part, Recipient
from correspondence.responses.models import Response

# What lists of letters are filtered by: the word in the address, and the words that are shown.
STATES = [
    ("overdue", "Overdue"),
    ("open", "Open"),
    ("settled", "Settled"),
    ("unacknowledged", "Not acknowledged"),
    ("draft", "Drafts"),
]


def agencies_asked(letter):
    """The agencies that may answer a letter, by name. One query."""
    return _AGENCIES.objects(letter.pk)


def agencies_that_may_answer(letter):
    """The ids of the agencies on a To line, and of those that a part was moved to."""
    return {agency for (agency,) in _THAT_MAY_ANSWER.rows(letter.pk)}


def _that_may_answer(letter):
    to = Recipient.objects.filter(letter=letter, role=Recipient.Role.TO, agency__isnull=False)
    owing = Part.objects.filter(request__letter=letter)
    return to.order_by().values_list("agency").union(owing.order_by().values_list("agency"))


_THAT_MAY_ANSWER = Prepared(_that_may_answer)
_AGENCIES = Prepared(lambda letter: Agency.objects.filter(pk__in=_that_may_answer(letter)).order_by("name"))


def agencies_ever_asked(letter):
    """The ids of the agencies that may answer, and of those from which a part was moved on."""
    moved = Decision.objects.filter(part__request__letter=letter, old_agency__isnull=False)
    return agencies_that_may_answer(letter) | set(moved.values_list("old_agency", flat=True))


def parts_to_judge(letters, agency, *, settled_too=False):
    """The parts that an agency's response to these letters may answer, letter by letter, in their places."""
    statement = _PARTS if settled_too else _UNSETTLED_PARTS
    parts = statement.objects([letter.pk for letter in letters], agency.pk)
    given = {letter.pk: letter for letter in letters}
    for part in parts:
        part.request.letter = given[part.request.letter_id]
    return parts


def _parts(letters, agency):
    rows = Part.objects.filter(request__letter__in=letters, agency=agency)
    return rows.select_related("request", "agency").order_by("request__letter", "request__place", "pk")


_PARTS = Prepared(_parts)
_UNSETTLED_PARTS = Prepared(lambda letters, agency: _parts(letters, agency).filter(settled_on=None))


def awaiting_acknowledgment(letter):
    """The ids of the agencies on a To line from which nothing has come back."""
    answered = Response.objects.standing().filter(letter=letter).values("agency")
    rows = letter.recipients.filter(role=Recipient.Role.TO, agency__isnull=False).exclude(agency__in=answered)
    return set(rows.values_list("agency", flat=True))


def silent_parts():
    """Open parts of agencies on a To line from which nothing has come back on the letter."""
    its_to_line = Recipient.objects.filter(
        letter=OuterRef("request__letter"), role=Recipient.Role.TO, agency=OuterRef("agency")
    )
    came_back = Response.objects.standing().filter(
        letter=OuterRef("request__letter"), agency=OuterRef("agency")
    )
    return Part.objects.open().filter(Exists(its_to_line), ~Exists(came_back)).order_by()


def silent_recipients():
    """To lines, on sent letters that ask nothing, of agencies from which nothing has come back on them."""
    asked = FollowUpRequest.objects.filter(letter=OuterRef("letter"))
    came_back = Response.objects.standing().filter(letter=OuterRef("letter"), agency=OuterRef("agency"))
    to = Recipient.objects.filter(role=Recipient.Role.TO, agency__isnull=False, letter__sent_on__isnull=False)
    return to.filter(~Exists(asked), ~Exists(came_back)).order_by()


def letters_awaiting_acknowledgment(among=None):
    """Ids of sent letters that an agency on a To line owes something on, and has sent nothing back about.

    A letter without requests is owed a sign that it came. One subquery, to be used with `__in`;
    `among` (letters, or their ids) narrows it.
    """
    owing, without_requests = silent_parts(), silent_recipients()
    if among is not None:
        owing = owing.filter(request__letter__in=among)
        without_requests = without_requests.filter(letter__in=among)
    return owing.values("request__letter").union(without_requests.values("letter"), all=True)


def in_state(letters, state, today):
    """Of these letters those in one of STATES on an Eastern day; all of them where it is none of these."""
    match state:
        case "overdue":
            return letters.overdue(today)
        case "open":
            return letters.open()
        case "settled":
            return letters.settled()
        case "draft":
            return letters.drafts()
        case "unacknowledged":
            return unacknowledged(letters)
    return letters


def unacknowledged(letters):
    """Those of `letters_awaiting_acknowledgment`, asked letter by letter, as far as the list is shown."""
    letters = letters.sent().alias(asked=_ASKED, silent=_SILENT)
    is_open = Q(next_due_on__isnull=False) | Q(pk__in=_PAUSED)
    return letters.filter(is_open | Q(asked=None), silent__isnull=False)


def _first(rows):
    return Subquery(rows.order_by().values("pk")[:1])


# Made once, as it takes a while to make them. They are scalar subqueries: where one `Exists` or another will
# do, PostgreSQL works both out for all letters. What is cheap to see comes first: most of an archive is
# settled, and most of what is open was answered.
_PAUSED = Part.objects.open().filter(due_on=None).order_by().values("request__letter")
_ASKED = _first(FollowUpRequest.objects.filter(letter=OuterRef("pk")))
_CAME_BACK = Response.objects.standing().filter(letter=OuterRef("letter"), agency=OuterRef("agency"))
_OWES = Part.objects.open().filter(request__letter=OuterRef("letter"), agency=OuterRef("agency"))
_SILENT = _first(
    Recipient.objects.filter(
        ~Exists(_CAME_BACK), letter=OuterRef("pk"), role=Recipient.Role.TO, agency__isnull=False
    )
    .alias(owes=_first(_OWES), asked=_first(FollowUpRequest.objects.filter(letter=OuterRef("letter"))))
    .filter(Q(owes__isnull=False) | Q(asked=None))
)
