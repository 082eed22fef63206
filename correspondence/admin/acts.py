"""An act on one record, on a page of its own in the admin: a form, then one action.

A GET shows the form, a POST does the act. What the action refuses stands beside the field, with all
that was typed.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone

from correspondence.accounts.roles import Act, may
from correspondence.core.refusals import Cannot


@dataclass(frozen=True)
class AdminAct:
    """One act: its name in the address, its words, who may do it, when it applies, and what it does.

    `perform(record, data, by, now)` calls an action and returns what to say. `applies(record)` is
    asked before the act is offered; the action asks again.
    """

    name: str
    label: str
    form: type[forms.Form]
    act: Act
    perform: Callable
    applies: Callable = lambda record: True
    intro: str = ""
    button: str = ""
    may: Callable | None = None

    def is_open_to(self, user, record, office):
        """Whether this user may do it to this record, as it stands."""
        allowed = self.may(record, user) if self.may else may(user, self.act, office)
        return allowed and self.applies(record)


def act_view(model_admin, request, record, act, *, back_url, office):
    """Show the act's form, or do the act and go back."""
    if not act.is_open_to(request.user, record, office):
        raise PermissionDenied(f"You may not {act.label.lower()} here, or it does not apply as things stand.")
    now = timezone.now()
    form = act.form(request.POST or None, request.FILES or None, record=record, user=request.user, now=now)
    if request.method == "POST" and form.is_valid():
        try:
            said = act.perform(record, form.cleaned_data, request.user, now)
        except Cannot as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, said)
            return HttpResponseRedirect(back_url)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": act.label,
        "subtitle": str(record),
        "opts": model_admin.opts,
        "original": record,
        "form": form,
        "intro": act.intro,
        "button": act.button or act.label,
        "back_url": back_url,
        "media": model_admin.media + form.media,
    }
    return TemplateResponse(
        request, "admin/act.html", context, status=422 if form.is_bound and form.errors else 200
    )
