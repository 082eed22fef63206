"""Letters as lines of a spreadsheet, read a few hundred at a time and handed on line by line."""

from correspondence.core.csv_lines import MARK, csv_line
from correspondence.letters.models import Part
from correspondence.responses.standing import standings

AT_A_TIME = 500
HEAD = (
    "Office", "Reference", "Kind", "Date", "Sent", "Subject", "To", "State", "Assigned to", "Request",
    "Words", "Agency", "Due", "Settled",
)  # fmt: skip


def letters_csv(letters, today):
    """One line a request and agency, with its letter; a letter that asks nothing has one line."""
    yield MARK + csv_line(HEAD)
    page = []
    letters = letters.select_related("office", "assigned_to").defer("body", "letterhead")
    for letter in letters.order_by("-dated_on", "-id").iterator(chunk_size=AT_A_TIME):
        page.append(letter)
        if len(page) == AT_A_TIME:
            yield _lines(page, today)
            page = []
    if page:
        yield _lines(page, today)


def _lines(letters, today):
    stands, parts = standings(letters, today), {}
    for part in Part.objects.filter(request__letter__in=letters).select_related("request", "agency"):
        parts.setdefault(part.request.letter_id, []).append(part)
    lines = []
    for letter in letters:
        its = stands[letter.pk]
        head = (
            letter.office.name, letter.reference, letter.get_kind_display(), letter.dated_on, letter.sent_on,
            letter.subject, ", ".join(its.to), its.words, letter.assigned_to,
        )  # fmt: skip
        asked = [_asked(part) for part in parts.get(letter.pk, ())] or [[""] * 5]
        lines += [csv_line([*head, *its_own]) for its_own in asked]
    return "".join(lines)


def _asked(part):
    return part.request.label, part.request.text, part.agency.name, part.due_on, part.settled_on
