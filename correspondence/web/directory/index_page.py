"""The index of the directory: agencies and offices as trees, people by name; by words, a flat list."""

from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q
from django.utils.safestring import SafeString

from correspondence.directory.finding import begins_a_word, find_agencies, find_people, told_apart
from correspondence.directory.models import Agency, FormerName, Office, Person, Seat, Term
from correspondence.reports.agencies import owing
from correspondence.search.queries import plain
from correspondence.templatetags.marks import day
from correspondence.web.directory.links import NOTHING, is_past, link, listed

A_PAGE = 50
KINDS = {"agencies": "Agencies", "offices": "Committees and offices", "people": "People"}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the index. `depth`: how far it is indented in the tree."""

    name: SafeString
    note: str
    depth: int = 0
    cells: tuple = ()


def index_context(query, user, *, today):
    """The tab, words and page that the address asks for; anything odd in it is read as the first."""
    kind = query.get("kind") if query.get("kind") in KINDS else "agencies"
    words = plain(query.get("q", ""))
    found = {"agencies": _agencies, "offices": _offices, "people": _people}[kind](words, today)
    page = Paginator(found, A_PAGE).get_page(query.get("page"))
    rows, heads = {"agencies": _agency_rows, "offices": _office_rows, "people": _people_rows}[kind](
        list(page.object_list), user, words, today
    )
    count = page.paginator.count
    return {
        "room": "directory",
        "kind": kind,
        "words": words,
        "tabs": [(name, _address(tab, words), tab == kind) for tab, name in KINDS.items()],
        "rows": rows,
        "heads": heads,
        "count": f"{count:,} {_counted(kind, count)}",
        "span": f"{page.start_index():,} to {page.end_index():,} of {count:,}" if count > A_PAGE else "",
        "before": _address(kind, words, page.previous_page_number()) if page.has_previous() else "",
        "after": _address(kind, words, page.next_page_number()) if page.has_next() else "",
        "find": listed("find", q=words),
        "elsewhere": [(name, _address(tab, words)) for tab, name in KINDS.items() if tab != kind],
        "without": _address(kind, ""),
    }


def _address(kind, words, page=1):
    query = {
        name: value for name, value in (("kind", kind), ("q", words), ("page", page)) if value not in ("", 1)
    }
    return f"?{urlencode(query)}"


def _counted(kind, count):
    one, many = {"agencies": ("agency", "agencies"), "offices": ("office", "offices")}.get(
        kind, ("person", "people")
    )
    return one if count == 1 else many


def _tree(rows):
    """(row, depth) from each that is part of none here down through what is part of it, in their order."""
    below, keys = defaultdict(list), {row["pk"] for row in rows}
    for row in rows:
        below[row["parent"] if row["parent"] in keys else None].append(row)
    found, stack = [], [(row, 0) for row in reversed(below[None])]
    while stack:
        row, depth = stack.pop()
        found.append((row, depth))
        stack += [(one, depth + 1) for one in reversed(below[row["pk"]])]
    return found


def _agencies(words, today):
    if words:
        return find_agencies(words).only("name", "acronym", "valid_to", "parent__name")
    rows = Agency.objects.exclude(valid_to__lt=today).order_by("name", "pk")
    return _tree(list(rows.values("pk", "parent")))


def _agency_rows(found, user, words, today):
    depths = {} if words else {row["pk"]: depth for row, depth in found}
    if not words:
        rows = Agency.objects.in_bulk(depths)
        found = [rows[pk] for pk in depths]
    owed = owing([one.pk for one in found], user, today=today)
    return [
        Row(
            link(one.name, "agency", one.pk),
            " · ".join(filter(None, [
                one.acronym,
                one.parent.name if words and one.parent else "",
                f"until {day(one.valid_to)}" if is_past(one.valid_to, today) else "",
            ])),
            min(depths.get(one.pk, 0), 3),
            _owed_cells(owed[one.pk], one.pk),
        )
        for one in found
    ], (("Agency", ""), ("Owed to us", "num"), ("Late", "num"))  # fmt: skip


def _owed_cells(owed, pk):
    if not owed.open:
        return (("Owed to us", "", "num"), ("Late", "", "num"))
    return (
        ("Owed to us", link(owed.open_words, "agency", pk), "num"),
        ("Late", owed.late_words if owed.late else "none", "num tone-late" if owed.late else "num"),
    )


def _offices(words, today):
    if not words:
        return _tree(list(Office.objects.order_by("chamber", "name", "pk").values("pk", "parent")))
    offices = Office.objects.select_related("parent")
    for word in words.split():
        former = FormerName.objects.filter(begins_a_word("name", word)).values("office")
        offices = offices.filter(
            begins_a_word("name", word)
            | Q(thomas_id__istartswith=word)
            | Q(code__iexact=word)
            | Q(pk__in=former)
        )
    return offices.order_by("name", "pk")


def _office_rows(found, user, words, today):
    depths = {} if words else {row["pk"]: depth for row, depth in found}
    if not words:
        rows = Office.objects.in_bulk(depths)
        found = [rows[pk] for pk in depths]
    heads = defaultdict(list)
    seats = Seat.objects.on(today).filter(office__in=[one.pk for one in found]).exclude(title="")
    for seat in seats.select_related("person").order_by("side", "rank"):
        heads[seat.office_id].append((seat.title, link(seat.person.name, "person", seat.person_id)))
    return [
        Row(
            link(one.name, "office", one.pk),
            " · ".join(filter(None, [
                one.parent.name if words and one.parent else "",
                "you are a member" if one.pk in user.roles else "",
            ])),
            min(depths.get(one.pk, 0), 3),
            (
                ("Chamber", one.get_chamber_display(), ""),
                ("Kind", one.get_kind_display(), ""),
                ("Chair today", _chair(heads[one.pk]), ""),
            ),
        )
        for one in found
    ], (("Office", ""), ("Chamber", ""), ("Kind", ""), ("Chair today", ""))  # fmt: skip


def _chair(titled):
    return next((name for title, name in titled if title.startswith("Chair")), NOTHING)


def _people(words, today):
    return (
        find_people(words)
        if words
        else told_apart(Person.objects.order_by("last_name", "first_name", "name", "pk"))
    )


def _people_rows(found, user, words, today):
    return [
        Row(
            link(one.name, "person", one.pk),
            one.bioguide_id or "",
            0,
            (
                ("Latest post", _post(one, today), ""),
                ("Congress", _seat(one), ""),
            ),
        )
        for one in found
    ], (("Person", ""), ("Latest post", ""), ("Congress", ""))  # fmt: skip


def _post(person, today):
    if person.post and is_past(person.post_to, today):
        return f"{person.post}, until {day(person.post_to)}"
    return person.post or "–"


def _seat(person):
    return f"{Term.Chamber(person.seat_in).label}, {person.seat_state}" if person.seat_in else "–"
