"""Reads across responses and letters."""

from correspondence.letters.models import Decision, Part, Recipient
from correspondence.responses.models import Response


def agencies_that_may_answer(letter):
    """The ids of the agencies on a To line, and of those that a part was moved to."""
    to = letter.recipients.filter(role=Recipient.Role.TO, agency__isnull=False).values_list(
        "agency", flat=True
    )
    owing = Part.objects.filter(request__letter=letter).values_list("agency", flat=True)
    return set(to.order_by().union(owing.order_by()))


def agencies_ever_asked(letter):
    """The ids of the agencies that may answer, and of those from which a part was moved on."""
    moved = Decision.objects.filter(part__request__letter=letter, old_agency__isnull=False)
    return agencies_that_may_answer(letter) | set(moved.values_list("old_agency", flat=True))


def parts_to_judge(letters, agency, *, settled_too=False):
    """The parts that an agency's response to these letters may answer, letter by letter, in their places."""
    parts = Part.objects.filter(request__letter__in=letters, agency=agency)
    if not settled_too:
        parts = parts.filter(settled_on=None)
    return list(
        parts.select_related("request__letter__office", "agency").order_by(
            "request__letter", "request__place", "pk"
        )
    )


def awaiting_acknowledgment(letter):
    """The ids of the agencies on a To line from which nothing has come back."""
    answered = Response.objects.standing().filter(letter=letter).values("agency")
    rows = letter.recipients.filter(role=Recipient.Role.TO, agency__isnull=False).exclude(agency__in=answered)
    return set(rows.values_list("agency", flat=True))
