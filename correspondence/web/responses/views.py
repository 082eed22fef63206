"""Pages about what came back: logging it, judging it, reading it, mending it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from correspondence.accounts.roles import Act, may
from correspondence.accounts.visibility import of_offices
from correspondence.core.days import day_of
from correspondence.core.prepared import Prepared
from correspondence.forms.judging import Judging
from correspondence.forms.responding import SHOWS_ANEW, Responding
from correspondence.forms.response_acts import RESPONSE_ACTS
from correspondence.letters.models import Letter
from correspondence.responses.models import Response
from correspondence.timeline.entries import short_day
from correspondence.web.acting import Place, show_or_do
from correspondence.web.responses.forms import FILL_WITH, DeskResponseForm
from correspondence.web.responses.listing import responses_context
from correspondence.web.responses.meanwhile import by_part, in_sentences, judged_by_others
from correspondence.web.responses.previewing import preview_of
from correspondence.web.responses.rows import answer_rows
from correspondence.web.responses.showing import RESPONSES, response_context

_LETTER = Prepared(
    lambda pk, offices: of_offices(
        Letter.objects.select_related("office").defer("letterhead", "body"), offices
    ).filter(pk=pk)
)


@require_http_methods(["GET", "HEAD", "POST"])
def respond(request, pk):
    """Log a response on a letter, or on several: files, facts, then a row for each open part."""
    if not (letter := _LETTER.one(pk, list(request.user.roles))):
        raise Http404
    if not may(request.user, Act.LOG, letter.office):
        raise PermissionDenied(f"Your role in the {letter.office} does not let you log responses.")
    back = reverse("letter", args=[letter.pk])
    if letter.sent_on is None:
        messages.info(request, f"{letter.reference} is a draft: mark it as sent first.")
        return HttpResponseRedirect(back)

    is_sent, is_glimpse = request.method == "POST", bool(request.htmx)
    reply = Responding(
        letter,
        user=request.user,
        now=timezone.now(),
        posted=request.POST if is_sent else None,
        files=None if is_glimpse else request.FILES,
        asked=request.GET.get("agency", ""),
        settled_too="all" in request.GET,
        form_class=DeskResponseForm,
    )
    if is_glimpse and "_preview" in request.POST:
        return render(request, "responses/_preview.html", {"preview": preview_of(reply)})
    if reply.has_moved or any(name in request.POST for name in SHOWS_ANEW):
        reply.show_anew()
    elif is_sent and (logged := reply.log()):
        messages.success(request, reply.said)
        return HttpResponseRedirect(_after(request, back, logged))
    faults = reply.form.is_bound and (reply.form.errors or reply.rows.total_error_count())
    context = {
        "letter": letter,
        "office": letter.office,
        "room": "letters",
        "back_url": back,
        "reply": reply,
        "form": reply.form,
        "rows": reply.rows,
        "answers": answer_rows(reply.rows, by_part(reply.meanwhile)),
        "happened": in_sentences(reply.meanwhile),
        "preview": preview_of(reply),
        "fill_with": FILL_WITH,
        "is_about_settled_too": "all" in request.GET,
    }
    status = 409 if reply.meanwhile else 422 if faults else 200
    return render(request, "responses/respond.html", context, status=status)


def _after(request, back, logged):
    """Back to the letter, or on to the response where that was wished."""
    return reverse("response", args=[logged[0].pk]) if "_stay" in request.POST else back


@require_safe
def response(request, pk):
    """What came back, what it answered, who judged it, and what that led to."""
    row = get_object_or_404(RESPONSES.visible_to(request.user), pk=pk)
    return render(
        request, "responses/response.html", response_context(row, request.user, day_of(timezone.now()))
    )


@require_http_methods(["GET", "HEAD", "POST"])
def response_judge(request, pk):
    """Judge a response that is logged, or judge it anew, part by part."""
    row = get_object_or_404(RESPONSES.visible_to(request.user), pk=pk)
    if not may(request.user, Act.LOG, row.letter.office):
        raise PermissionDenied(f"Your role in the {row.letter.office} does not let you judge responses.")
    back = reverse("response", args=[row.pk])
    if row.withdrawn_on:
        messages.info(request, "It was withdrawn: there is nothing to judge.")
        return HttpResponseRedirect(back)
    posted = request.POST if request.method == "POST" else None
    judging = Judging(row, user=request.user, now=timezone.now(), posted=posted)
    if posted is not None and judging.keep():
        messages.success(request, judging.said)
        return HttpResponseRedirect(back)
    told = judged_by_others(judging.meanwhile)
    context = {
        "response": row,
        "letter": row.letter,
        "office": row.letter.office,
        "room": "letters",
        "back_url": back,
        "judging": judging,
        "form": judging.form,
        "rows": judging.rows,
        "answers": answer_rows(judging.rows, told),
        "happened": [words for its in told.values() for words in its],
    }
    status = 409 if told else 200 if posted is None else 422
    return render(request, "responses/judge.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def response_act(request, pk, name):
    """One act on one response: withdraw it, move it, put down that a promise was kept."""
    row = get_object_or_404(RESPONSES.visible_to(request.user), pk=pk)
    if name not in RESPONSE_ACTS:
        raise Http404
    page, letter = reverse("response", args=[row.pk]), row.letter
    return show_or_do(
        request,
        row,
        RESPONSE_ACTS[name],
        Place(
            office=letter.office,
            back_url=page,
            trail=[
                (letter.reference, reverse("letter", args=[letter.pk])),
                (f"Response of {short_day(row.received_on)}", page),
            ],
            name=f"{row}, to {letter.name}",
            url_of=lambda made: (
                reverse("response-judge", args=[made.pk]) if isinstance(made, Response) else ""
            ),
        ),
    )


@require_safe
def responses(request):
    """What came in, newest first, and what of it nobody has judged yet."""
    return render(request, "responses/responses.html", responses_context(request))
