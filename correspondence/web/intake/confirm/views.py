"""Confirm what was read from a letter that came in."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from correspondence.core.refusals import Cannot
from correspondence.intake.actions import attach_copy
from correspondence.intake.models import IntakeItem
from correspondence.intake.queries import pages_of
from correspondence.letters.actions import drafts
from correspondence.letters.models import Letter
from correspondence.web.intake.confirm.desk import MOST_PAGES, ConfirmDesk, sheets
from correspondence.web.letters.entry.desk import letter_address
from correspondence.web.letters.entry.views import a_desk, answer_at


@a_desk
def intake_confirm(request, pk):
    """The pages on one side, the letter form on the other, filled in."""
    return answer_at(ConfirmDesk(request, pk))


@require_safe
def intake_confirm_pages(request, pk, start):
    """Some more pages of a long item, from the one numbered `start`."""
    items = IntakeItem.objects.visible_to(request.user).prefetch_related("files")
    item = get_object_or_404(items, pk=pk)
    pages = pages_of(item, start=start - 1, stop=start - 1 + MOST_PAGES) if start else []
    if not pages:
        raise Http404
    following = pages[-1].number + 1 if len(pages) == MOST_PAGES else None
    context = {
        "room": "intake",
        "item": item,
        "sheets": sheets(item, pages),
        "first": pages[0].number,
        "last": pages[-1].number,
        "more_from": following,
    }
    return render(request, "intake/confirm_pages.html", context)


@require_POST
def intake_confirm_copy(request, pk):
    """It is on the record already: attach its files there."""
    desk = ConfirmDesk(request, pk)
    desk.fetch()
    if answer := desk.elsewhere():
        return answer
    if desk.overtaken:
        return answer_at(desk)
    key = request.POST.get("copy-of", "")
    letters = Letter.objects.visible_to(request.user)
    letter = letters.filter(pk=int(key) if key.isdecimal() and len(key) < 19 else 0).first()
    if not letter:
        messages.error(request, "Choose the letter that it is a copy of.")
        return HttpResponseRedirect(desk.address)
    try:
        attach_copy(desk.item, letter, by=request.user, now=timezone.now())
    except Cannot as refusal:
        messages.error(request, refusal.message)
        return HttpResponseRedirect(desk.address)
    drafts.discard_draft(desk.new_key(), by=request.user)
    messages.success(request, f"Attached to {letter} as another copy: {desk.item}.")
    return HttpResponseRedirect(letter_address(letter))
