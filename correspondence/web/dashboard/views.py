"""Today: what the day asks of somebody."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from correspondence.core.days import day_of


@require_safe
def today(request):
    """What I owe the day, and what came in this week."""
    return render(request, "dashboard/today.html", {"room": "today", "day": day_of(timezone.now())})
