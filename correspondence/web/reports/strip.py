"""The strip of agencies, the worst first: what each owes, and how late it is."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from correspondence.templatetags.marks import mark_html


@dataclass(frozen=True, slots=True)
class Cell:
    """An agency of the strip."""

    name: str
    url: str
    open: str
    late: SafeString | str


@dataclass(frozen=True, slots=True)
class Strip:
    """The agencies that are shown, and how many more there are."""

    cells: list
    more: int
    open: str
    late: str


def strip_of(counts, agencies, *, most=None):
    """The strip of these agencies, of the first few where `most` is given."""
    url = reverse("owed")
    cells = [
        Cell(one.name, f"{url}?agency={one.agency_id}", f"{one.open:,}", _late(one, counts))
        for one in agencies[:most]
    ]
    return Strip(
        cells,
        max(0, len(agencies) - len(cells)),
        f"{counts.total('open'):,}",
        f"{counts.total('late'):,}",
    )


def _late(one, counts):
    if not one.late:
        return "none late"
    days = (counts.today - one.earliest).days
    return mark_html("late", f"{one.late:,} late, {'1 day' if days == 1 else f'{days:,} days'}")
