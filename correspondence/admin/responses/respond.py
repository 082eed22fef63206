"""Log a response, on a page of its own: files, facts, then a row for each open part of the agency."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from correspondence.accounts.roles import Act, may
from correspondence.admin.responses.forms import AdminResponseForm
from correspondence.forms.responding import SHOWS_ANEW, Responding


def respond(model_admin, request, letter):
    """Show the form (GET), show it for another agency or with more letters (POST `_rows`), or log (POST)."""
    if not may(request.user, Act.LOG, letter.office):
        raise PermissionDenied("Your role does not let you log responses.")
    back = reverse("admin:correspondence_letter_change", args=[letter.pk])
    if letter.sent_on is None:
        messages.info(request, f"{letter} is a draft: mark it as sent first.")
        return HttpResponseRedirect(back)

    is_sent, settled_too = request.method == "POST", "all" in request.GET
    reply = Responding(
        letter,
        user=request.user,
        now=timezone.now(),
        posted=request.POST if is_sent else None,
        files=request.FILES,
        asked=request.GET.get("agency", ""),
        settled_too=settled_too,
        form_class=AdminResponseForm,
    )
    if reply.has_moved:
        messages.info(request, "The rows below have changed with the agency and the letters: look them over.")
    if reply.has_moved or any(name in request.POST for name in SHOWS_ANEW):
        reply.show_anew()
    elif is_sent and reply.log():
        messages.success(request, reply.said)
        return HttpResponseRedirect(back)
    if reply.meanwhile:
        reply.form.add_error(
            None, f"{reply.meanwhile.message} Look at the letter, then log it by pressing the button again."
        )
    form, rows = reply.form, reply.rows
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "Log a response",
        "opts": model_admin.opts,
        "original": letter,
        "intro": f"{letter.subject}. Dated {letter.dated_on:%-d %B %Y}.",
        "form": form,
        "rows": rows,
        "rows_title": "What it says to each request",
        "rows_intro": "Leave a row as it is where the response says nothing about it.",
        "reply": reply,
        "shows_settled": settled_too,
        "button": "Log the response",
        "back_url": back,
        "media": model_admin.media + form.media,
    }
    status = 422 if form.is_bound and (form.errors or rows.total_error_count()) else 200
    return TemplateResponse(
        request,
        "admin/correspondence/letter/respond.html",
        context,
        status=409 if reply.meanwhile else status,
    )
