"""Judge a response that is logged, or judge it anew: one row a part, what was judged before filled in."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from correspondence.accounts.roles import Act, may
from correspondence.admin.responses.forms import AnswerRows
from correspondence.core.refusals import Cannot
from correspondence.responses import actions
from correspondence.responses.queries import parts_to_judge
from correspondence.responses.rules import JUDGED


def judge_page(model_admin, request, response):
    """Show the rows (GET), or keep what they say (POST)."""
    letter = response.letter
    back = reverse("admin:correspondence_response_change", args=[response.pk])
    if not may(request.user, Act.LOG, letter.office) or response.withdrawn_on:
        raise PermissionDenied("Your role does not let you judge this response, or it was withdrawn.")
    before = {
        answer.part_id: {name: getattr(answer, name) for name in JUDGED}
        | {"settles": answer.decision_id is not None}
        for answer in response.answers.all()
    }
    parts = parts_to_judge([letter], response.agency, settled_too=True)
    posted = request.POST if request.method == "POST" else None
    form, rows = Form(posted), AnswerRows(parts, posted, request.user, before)
    if posted is not None and form.is_valid() & rows.is_valid():
        # A settlement that stands is not made again by a tick that was there before.
        changed = [one for one in rows if one.has_changed()]
        try:
            actions.judge(response, [one.judgement() for one in changed], by=request.user, now=timezone.now())
        except actions.CannotLog as refusal:
            rows.show_faults(form, refusal.faults)
        except Cannot as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "Judged." if changed else "Nothing was changed.")
            return HttpResponseRedirect(back)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "Judge the response",
        "opts": model_admin.opts,
        "original": response,
        "intro": f"{letter}, {letter.subject}",
        "form": form,
        "rows": rows,
        "button": "Keep the judgement",
        "back_url": back,
        "media": model_admin.media,
    }
    status = 422 if posted is not None else 200
    return TemplateResponse(request, "admin/act_rows.html", context, status=status)
