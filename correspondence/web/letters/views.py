"""Pages about letters and their requests."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from correspondence.accounts.visibility import of_my_offices
from correspondence.core.days import day_of
from correspondence.letters.models import FollowUpRequest
from correspondence.timeline import queries, reads
from correspondence.web.letters.showing import timeline_context

REQUESTS = FollowUpRequest.objects.only("letter_id", "number", "place", "lead_in", "text", "asker")


@require_safe
def letter_timeline(request, pk):
    """What happened to a letter, and what lies ahead, to members of its office."""
    letter = get_object_or_404(of_my_offices(reads.LETTERS, request.user), pk=pk)
    timeline = queries.letter_timeline(letter, today=day_of(timezone.now()))
    return render(request, "letters/letter_timeline.html", timeline_context(letter, timeline))


@require_safe
def request_timeline(request, pk):
    """What happened to one request, to members of its letter's office."""
    asked = get_object_or_404(of_my_offices(REQUESTS, request.user, "letter__office"), pk=pk)
    asked.letter = reads.LETTERS.get(pk=asked.letter_id)
    timeline = queries.request_timeline(asked, today=day_of(timezone.now()))
    context = timeline_context(asked.letter, timeline, asked=asked)
    return render(request, "letters/request_timeline.html", context)
