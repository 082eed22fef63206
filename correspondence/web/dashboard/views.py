"""Today: what the day asks of somebody."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from correspondence.core.days import day_of
from correspondence.reports import day
from correspondence.reports.counts import counts_of
from correspondence.reports.owed import lines_of
from correspondence.web.dashboard.showing import LISTS, page_of

SHOWN, CAME, REMINDERS, DRAFTS = 8, 8, 20, 3  # rows of each list


@require_safe
def today(request):
    """What I owe the day, in the order of harm, and what came in this week. With `all`, one list to its end.

    Mine and nobody's at first; the whole office's with `whose=office`.
    """
    user, now = request.user, timezone.now()
    its_day = day_of(now)
    whose = "office" if request.GET.get("whose") == "office" else "mine"
    only = request.GET.get("all") if request.GET.get("all") in LISTS else ""
    counts = counts_of(user, now=now, today=its_day)
    overdue, soon = ([], []) if only else day.due_keys(user, whose, its_day, SHOWN)
    lines = lines_of([*overdue, *soon], today=its_day, firsts={}, with_signers=False)
    context = page_of(
        user,
        counts,
        now=now,
        whose=whose,
        only=only,
        lines=lines,
        count_overdue=len(overdue),
        events=day.events(
            user, whose, counts, its_day, most=day.FIRST if only else SHOWN, came=0 if only else CAME
        ),
        reminders=[] if only else day.reminders(user, whose, its_day, REMINDERS),
        drafts=[] if only else day.my_drafts(user, DRAFTS),
    )
    return render(request, "dashboard/today.html", context)
