"""Pages about letters and their requests."""

from urllib.parse import urlsplit

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from correspondence.accounts.visibility import of_my_offices
from correspondence.core.days import day_of
from correspondence.letters.models import FollowUpRequest
from correspondence.timeline import queries, reads
from correspondence.web import undoing
from correspondence.web.letters.lists.neighbours import neighbours
from correspondence.web.letters.page import letter_context
from correspondence.web.letters.request_page import request_context
from correspondence.web.letters.showing import timeline_context

REQUESTS = FollowUpRequest.objects.order_by()


@require_safe
def letter(request, pk):
    """A letter, its ledger and its timeline, to members of its office."""
    if not (found := reads.WHOLE_LETTER.one(pk, list(request.user.roles))):
        raise Http404
    today, listed = day_of(timezone.now()), _list_it_came_from(request)
    account = queries.letter_account(found, today=today)
    context = letter_context(found, account, request.user) | {
        "told": undoing.told(request),
        "neighbours": (neighbours(request.user, found, listed, today=today) if listed is not None else None),
        "list_url": reverse("letters") + (f"?{listed}" if listed else ""),
        "list_words": "Letters, as filtered" if listed else "Letters",
    }
    return render(request, "letters/letter.html", context)


def _list_it_came_from(request):
    """The query string of the list that the letter was opened from; None where it was from elsewhere."""
    came = urlsplit(request.headers.get("Referer", ""))
    from_letters = came.netloc == request.get_host() and came.path.startswith(reverse("letters"))
    return request.GET.get("list", "" if from_letters else None)


@require_safe
def letter_timeline(request, pk):
    """What happened to a letter, and what lies ahead, to members of its office."""
    found = get_object_or_404(of_my_offices(reads.LETTERS, request.user), pk=pk)
    timeline = queries.letter_timeline(found, today=day_of(timezone.now()))
    return render(request, "letters/letter_timeline.html", timeline_context(found, timeline))


@require_safe
def request_page(request, pk):
    """One request: its words, where it stands, and what happened, to members of its letter's office."""
    asked = get_object_or_404(of_my_offices(REQUESTS, request.user, "letter__office"), pk=pk)
    asked.letter = reads.WHOLE_LETTERS.get(pk=asked.letter_id)
    timeline = queries.request_timeline(asked, today=day_of(timezone.now()))
    context = request_context(asked, timeline, request.user) | {"told": undoing.told(request)}
    return render(request, "letters/request.html", context)


@require_safe
def request_timeline(request, pk):
    """Where the timeline of a request stood before it had a page: it is a part of that now."""
    asked = get_object_or_404(of_my_offices(REQUESTS, request.user, "letter__office").only("pk"), pk=pk)
    return redirect(f"{reverse('request', args=[asked.pk])}#lanes-head")
