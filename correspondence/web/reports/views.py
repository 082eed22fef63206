"""What is still owed: on a screen, on paper and as a file."""

from dataclasses import dataclass
from itertools import groupby

from django.http import Http404, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from correspondence.core.counting import count_words
from correspondence.core.csv_lines import MARK, csv_line
from correspondence.core.days import day_of
from correspondence.directory.models import Office
from correspondence.reports.counts import counts_of
from correspondence.reports.owed import all_lines, first_lines, open_parts
from correspondence.templatetags.marks import day, moment
from correspondence.web.reports.filters import OwedFilter
from correspondence.web.reports.lines import shown
from correspondence.web.reports.strip import strip_of

ON_A_PAGE, ON_PAPER, DEEPEST = 25, 500, 40
AT_A_GLANCE = 200  # so many are shown at once, agency by agency; more are leafed through
COUNT_UP_TO = 250


@dataclass(frozen=True)
class Group:
    """The lines of one agency, or all of them where they are not grouped."""

    agency: str
    lines: list


def _asked(request, now):
    """The filter as the address says it, over the open requests of the user's offices; and what is owed."""
    today = day_of(now)
    counts = counts_of(request.user, now=now, today=today, with_lists=False)
    agencies = counts.by_agency()
    asked = OwedFilter(
        request.GET, queryset=open_parts(request.user), user=request.user, today=today, agencies=agencies
    )
    return asked, counts, agencies


@require_safe
def owed(request):
    """Every open request, oldest first: of an agency, of all; on one page to print with `paper`."""
    now = timezone.now()
    today = day_of(now)
    asked, counts, agencies = _asked(request, now)
    on_paper = "paper" in request.GET
    page = request.GET.get("page", "1")
    page = int(page) if page.isdecimal() and 1 <= int(page[:6]) <= DEEPEST else 0
    if not page:
        raise Http404
    lines, has_more, size = [], False, ON_A_PAGE
    if asked.form.is_valid():
        size = ON_PAPER if on_paper else AT_A_GLANCE if page == 1 and not asked.agency_id else ON_A_PAGE
        lines, has_more = first_lines(
            asked.qs, user=request.user, today=today, offset=(page - 1) * ON_A_PAGE, count=size
        )
        if has_more and size == AT_A_GLANCE:
            lines, size = lines[:ON_A_PAGE], ON_A_PAGE
    is_whole = page == 1 and not has_more
    rows = shown(lines, None if on_paper else request.user)
    first = (page - 1) * ON_A_PAGE + 1 if rows else 0
    if asked.form.is_valid() and not is_whole:
        found = asked.qs.order_by().values("pk")[: COUNT_UP_TO + 1].count()
        count = count_words(max(found, first + len(rows) - 1), COUNT_UP_TO)
    else:
        count = str(len(rows))
    context = {
        "room": "owed",
        "filter": asked,
        "groups": _groups(rows, is_whole=is_whole and not asked.agency_id),
        "count": count,
        "span": f"{first:,} to {first + len(rows) - 1:,} of {count}" if not is_whole and rows else "",
        "agency": asked.agency_name,
        "title": _title(asked.agency_name, request.user, today),
        "strip": strip_of(counts, agencies) if not asked.agency_id and not on_paper else None,
        "counted": "" if counts.counted_at == now else moment(counts.counted_at).partition(", ")[2],
        "all_owed": counts.total("open"),
        "on_paper": on_paper,
        "is_cut": on_paper and has_more,
        "query": _query(request, "page", "paper"),
        "without": _without(request, asked),
        "before": _query(request, page=page - 1) if page > 1 else "",
        "after": _query(request, page=page + 1) if has_more and page < DEEPEST and not on_paper else "",
        "is_deepest": has_more and page == DEEPEST,
        "has_askers": any(row.asker for row in rows),
    }
    status = 200 if asked.form.is_valid() else 422
    return render(request, "reports/owed.html", context, status=status)


@require_safe
def owed_file(request):
    """The same, all of it, as a file for a spreadsheet."""
    now = timezone.now()
    asked, _, _ = _asked(request, now)
    if not asked.form.is_valid():
        raise Http404
    today = day_of(now)
    lines = all_lines(asked.qs, user=request.user, today=today)
    answer = StreamingHttpResponse(_file(lines), content_type="text/csv; charset=utf-8")
    name = f"owed-{asked.agency_name.lower().replace(' ', '-')}-" if asked.agency_name.isascii() else "owed-"
    name = name.replace("owed--", "owed-")
    answer["Content-Disposition"] = f'attachment; filename="{name}{today.isoformat()}.csv"'
    return answer


_HEAD = (
    "Agency",
    "Reference",
    "Letter dated",
    "Subject",
    "Signed by",
    "Hearing",
    "Day of the hearing",
    "Request",
    "Asked by",
    "Words",
    "Asked since",
    "First asked in",
    "Due",
    "Days late",
    "Last contact",
    "What it was",
    "Assigned to",
)


def _file(lines):
    yield MARK + csv_line(_HEAD)
    for line in lines:
        row, contact = line.row, line.contact or ("", "")
        yield csv_line(
            (
                row.agency_name,
                row.reference,
                row.dated_on,
                "" if line.is_casework else row.subject,
                "; ".join(line.signed_by),
                row.hearing_title,
                row.hearing_on,
                line.label,
                row.asker,
                line.words,
                line.asked_since,
                line.first.reference if line.first else "",
                row.due_on,
                line.days_late or "",
                *contact,
                line.assigned_to,
            )
        )


def _groups(rows, *, is_whole):
    """All rows as one, or where they are all there agency by agency, as they come: whose is oldest, first."""
    if not is_whole:
        return [Group("", rows)] if rows else []
    order = {}
    for row in rows:
        order.setdefault(row.agency, len(order))
    rows = sorted(rows, key=lambda row: order[row.agency])
    return [Group(agency, list(its)) for agency, its in groupby(rows, key=lambda row: row.agency)]


def _title(agency, user, today):
    """What State still owes the Committee, as of 26 Feb 2024."""
    offices = [seat.office for seat in user.seats]
    names = {Office.Kind.COMMITTEE: "the Committee", Office.Kind.SUBCOMMITTEE: "the Subcommittee"}
    whom = names.get(offices[0].kind, "the office") if len(offices) == 1 else "our offices"
    what = f"What {agency} still owes {whom}" if agency else f"What is still owed to {whom}"
    return f"{what}, as of {day(today)}"


def _query(request, *drop, **change):
    query = request.GET.copy()
    for name in drop:
        query.pop(name, None)
    for name, value in change.items():
        query[name] = value
    return query.urlencode()


def _without(request, asked):
    """Each filter in force, in words, with the address without it."""
    found = []
    for name in asked.filters:
        if request.GET.get(name, "").strip():
            label = asked.form[name].label
            found.append((label.lower(), _query(request, name, "page")))
    return found
