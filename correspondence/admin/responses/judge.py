"""Judge a response that is logged, or judge it anew: one row a part, what was judged before filled in."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from correspondence.accounts.roles import Act, may
from correspondence.forms.judging import Judging


def judge_page(model_admin, request, response):
    """Show the rows (GET), or keep what they say (POST)."""
    letter = response.letter
    back = reverse("admin:correspondence_response_change", args=[response.pk])
    if not may(request.user, Act.LOG, letter.office) or response.withdrawn_on:
        raise PermissionDenied("Your role does not let you judge this response, or it was withdrawn.")
    posted = request.POST if request.method == "POST" else None
    judging = Judging(response, user=request.user, now=timezone.now(), posted=posted)
    if posted is not None and judging.keep():
        messages.success(request, judging.said)
        return HttpResponseRedirect(back)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "Judge the response",
        "opts": model_admin.opts,
        "original": response,
        "intro": f"{letter}, {letter.subject}",
        "form": judging.form,
        "rows": judging.rows,
        "button": "Keep the judgement",
        "back_url": back,
        "media": model_admin.media,
    }
    status = 422 if posted is not None else 200
    return TemplateResponse(request, "admin/act_rows.html", context, status=status)
