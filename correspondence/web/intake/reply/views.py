"""Confirm a reply that came in, attach it to one that is on the record, or say that it is none."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from correspondence.core.refusals import Cannot
from correspondence.intake.actions import attach_to_response, take_for
from correspondence.intake.models import IntakeItem, IntakeReading
from correspondence.intake.tasks import read_at_once
from correspondence.responses.models import Response
from correspondence.web.intake.reply.desk import ReplyDesk

_TOLD = {
    IntakeItem.TakenFor.LETTER: "Taken for a letter of ours",
    IntakeItem.TakenFor.RESPONSE: "Taken for a reply",
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def intake_reply(request, pk):
    """The pages on one side, the form of a response on the other, filled in."""
    desk = ReplyDesk(request, pk)
    desk.fetch()
    return desk.answer_overtaken() or desk.elsewhere() or desk.answer()


@require_POST
def intake_reply_copy(request, pk):
    """It is on the record already: attach its files there."""
    desk = ReplyDesk(request, pk)
    desk.fetch()
    if answer := desk.elsewhere():
        return answer
    key = request.POST.get("copy-of", "")
    responses = Response.objects.visible_to(request.user).select_related("letter", "agency")
    response = get_object_or_404(responses, pk=int(key) if key.isdecimal() and len(key) < 19 else 0)
    try:
        attach_to_response(desk.item, response, by=request.user, now=timezone.now())
    except Cannot as refusal:
        messages.error(request, refusal.message)
        return redirect("intake-reply", pk)
    messages.success(request, f"Attached to the response as another copy: {desk.item}.")
    return redirect("response", response.pk)


@require_POST
def intake_taken(request, pk):
    """This is a reply, or: this is a letter of ours. It is proposed anew, at once where that is quick."""
    item = get_object_or_404(IntakeItem.objects.visible_to(request.user).select_related("office"), pk=pk)
    taken_for, now = request.POST.get("taken_for", ""), timezone.now()
    try:
        item = take_for(item, taken_for, by=request.user, now=now)
    except Cannot as refusal:
        messages.error(request, refusal.message)
    else:
        read_at_once([item], now=now)
        messages.info(request, f"{_TOLD.get(taken_for, 'Taken for what it reads as')}: {item}.{_read(item)}")
    return HttpResponseRedirect(reverse("intake-confirm", args=[pk]))


def _read(item):
    """How far it has been read by now, as a sentence that follows."""
    reading = IntakeReading.objects.get(item=item)
    if reading.failed_at:
        return " It could not be read: type it from the page."
    return " This is what was read from it." if reading.finished_at else " It is still being read."
