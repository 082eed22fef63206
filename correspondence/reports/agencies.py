"""What agencies owe the user's offices, counted so far and no further, in one statement for all of them."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q

from correspondence.accounts.visibility import of_my_offices
from correspondence.core.counting import CountOf
from correspondence.directory.models import Agency
from correspondence.letters.models import Part

MOST = 200  # counted for each of several agencies; of one alone more


@dataclass(frozen=True, slots=True)
class Owing:
    """How many requests an agency owes, and how many of them are late; `most`: it was not counted further."""

    open: int = 0
    late: int = 0
    most: int = MOST

    @property
    def words(self):
        """ "21 requests, 5 late"; empty where nothing is owed."""
        if not self.open:
            return ""
        requests = "1 request" if self.open == 1 else f"{self.open_words} requests"
        late = f"{self.late_words} late" if self.late else "none late"
        return f"{requests}, {late}"

    @property
    def open_words(self):
        return _up_to(self.open, self.most)

    @property
    def late_words(self):
        return _up_to(self.late, self.most)


def owing(agencies, user, *, today, most=MOST):
    """The Owing of each of these agencies (ids) on letters of the user's offices, by id. One statement."""
    owed = _first_due(_owed_to(user), OuterRef("pk")).values("pk")
    rows = Agency.objects.filter(pk__in=list(agencies)).order_by()
    rows = rows.annotate(
        open=CountOf(owed[: most + 1]), late=CountOf(owed.filter(due_on__lt=today)[: most + 1])
    )
    return {pk: Owing(n, late, most) for pk, n, late in rows.values_list("pk", "open", "late")}


def owed_by(agency, user, *, today, most=MOST):
    """The Owing of one agency. One statement."""
    owed = _first_due(_owed_to(user), agency.pk)[: most + 1]
    counts = owed.aggregate(open=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)))
    return Owing(counts["open"], counts["late"], most)


def owed_to(office, *, today, most=MOST):
    """What all agencies together owe one office, as an Owing. One statement."""
    owed = (
        Part.objects.open().filter(request__letter__office=office).order_by("due_on", "request")[: most + 1]
    )
    counts = owed.aggregate(open=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)))
    return Owing(counts["open"], counts["late"], most)


def _owed_to(user):
    return of_my_offices(Part.objects.open(), user, "request__letter__office")


def _first_due(parts, agency):
    """Those of an agency by their due date. As a span, and in the order, of the index that begins with the

    agency: with a limit, PostgreSQL would else read another from its beginning until it has met enough.
    """
    return parts.filter(agency__gte=agency, agency__lte=agency).order_by("agency_id", "due_on")


def _up_to(count, most):
    return f"more than {most}" if count > most else str(count)
