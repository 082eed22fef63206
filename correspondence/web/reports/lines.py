"""Open requests in words: what stands in each cell of a list is worked out here, the template places it."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from correspondence.templatetags.marks import day, mark_html
from correspondence.web.addresses import address


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of a list of open requests."""

    pk: int
    mark: SafeString
    label: str
    words: str
    url: str
    agency: str
    agency_id: int
    reference: str
    letter_url: str
    subject: str
    dated: str
    since: str
    first: str
    first_url: str
    signed: str
    asker: str
    due: str
    contact: str
    assigned: str
    is_written: bool


def shown(lines, user):
    """These lines as a list shows them to this user, who is Me in it; on paper there is no user."""
    return [_shown(line, user) for line in lines]


def _shown(line, user):
    row, first = line.row, line.first
    return Shown(
        pk=row.pk,
        mark=state_mark(line),
        label=line.label,
        words=line.words,
        url=address("request", row.request_id),
        agency=line.agency,
        agency_id=row.agency_id,
        reference=row.reference,
        letter_url=address("letter", row.letter_id),
        subject="" if line.is_casework else row.subject,
        dated=day(row.dated_on),
        since=day(line.asked_since),
        first=first.reference if first else "",
        first_url=address("letter", first.letter_id) if first else "",
        signed=signed_words(line.signed_by),
        asker=row.asker,
        due=day(row.due_on) if row.due_on else "no date",
        contact=f"{line.contact[1]} {day(line.contact[0])}" if line.contact else "none",
        assigned="Me" if user and row.assignee_id == user.pk else line.assigned_to or "Nobody",
        is_written=not line.is_casework,
    )


def state_mark(line):
    """Late by so many days, due soon, waiting, or with its clock paused."""
    if line.days_late:
        return mark_html("late", days_late(line.days_late))
    if line.row.due_on is None:
        return mark_html("open", "Clock paused")
    ahead = (line.row.due_on - line.today).days
    words = {0: "Due today", 1: "Due tomorrow"}.get(ahead, f"Due in {ahead} days")
    return mark_html("soon" if line.is_soon else "open", words)


def days_late(days):
    return "1 day late" if days == 1 else f"{days:,} days late"


def signed_words(names):
    """The first who signed, and how many more did."""
    if len(names) < 2:
        return "".join(names)
    return f"{names[0]} and {len(names) - 1} more"
