"""Today: what the day asks of somebody."""

from django.core.cache import cache
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from correspondence.core.days import day_of
from correspondence.reports import day
from correspondence.reports.counts import KEPT_FOR, counts_of, state_of
from correspondence.reports.owed import lines_of
from correspondence.templatetags.marks import moment
from correspondence.web.dashboard.showing import LISTS, drafts_of, page_of

SHOWN, CAME, REMINDERS, DRAFTS = 8, 8, 20, 3  # rows of each list


@require_safe
def today(request):
    """What I owe the day, in the order of harm, and what came in this week. With `all`, one list to its end.

    Mine and nobody's at first; the whole office's with `whose=office`. What was worked out is kept until
    something is recorded in the office, and for a minute at most.
    """
    user, now = request.user, timezone.now()
    its_day = day_of(now)
    whose = "office" if request.GET.get("whose") == "office" else "mine"
    only = request.GET.get("all") if request.GET.get("all") in LISTS else ""
    state = state_of(user)
    key = f"today:{user.pk}:{whose}:{only}:{its_day}:{state}".replace(" ", "")
    context = cache.get(key)
    if context is None or context["counted_at"] > now:
        context = _worked_out(user, whose, only, state, now, its_day)
        cache.set(key, context, KEPT_FOR)
    is_fresh = context["counted_at"] == now
    return render(
        request,
        "dashboard/today.html",
        context
        | {
            "counted": "" if is_fresh else moment(context["counted_at"]).partition(", ")[2],
            "drafts": [] if only else drafts_of(day.my_drafts(user, DRAFTS)),
        },
    )


def _worked_out(user, whose, only, state, now, its_day):
    """All that the page says but for what the user has typed and not saved."""
    counts = counts_of(user, now=now, today=its_day, state=state)
    overdue, soon = ([], []) if only else day.due_keys(user, whose, its_day, SHOWN)
    events = day.events(
        user, whose, counts, its_day, most=day.FIRST if only else SHOWN, came=0 if only else CAME
    )
    return page_of(
        user,
        counts,
        whose=whose,
        only=only,
        lines=lines_of([*overdue, *soon], today=its_day, firsts={}, with_signers=False),
        count_overdue=len(overdue),
        events=events,
        reminders=[] if only else day.reminders(user, whose, its_day, REMINDERS),
    )
