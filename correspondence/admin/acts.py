"""An act on one record, on a page of its own in the admin: a form, then one action.

A GET shows the form, a POST does the act. What the action refuses stands beside the field, with all
that was typed.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from correspondence.admin.base import ScopedAdmin
from correspondence.core.refusals import Cannot
from correspondence.forms.acts import done


class ActingAdmin(ScopedAdmin):
    """Records with acts of their own: each on a page, and offered at the head of the record's form."""

    acts = {}  # RecordAct by name
    primary = ""  # the name of the one that is the record's main act
    seldom = ()  # the names of those that are folded away under "More acts"

    def get_urls(self):
        view = self.admin_site.admin_view(self.act_view)
        return [path("<int:pk>/acts/<slug:name>/", view, name=self._url_name("act")), *super().get_urls()]

    def act_view(self, request, pk, name):
        """One act on one record."""
        record = self.record_or_404(request, pk)
        if name not in self.acts:
            raise Http404
        return _show_or_do(self, request, record, self.acts[name])

    def record_or_404(self, request, pk):
        """The record, of the user's offices."""
        record = self.get_queryset(request).filter(pk=pk).first()
        if record is None:
            raise Http404
        return record

    def offered(self, request, record):
        """What this user may do to the record as it stands, as the form's head shows it."""
        office = self.office_of(record)
        return [
            {
                "label": act.label,
                "url": self.url_of("act", record, act.name),
                "primary": act.name == self.primary,
                "more": act.name in self.seldom,
            }
            for act in self.acts.values()
            if act.is_open_to(request.user, record, office)
        ]

    def url_of(self, name, record, *more):
        """The address of a page of this record: "change", "act", or one of the subclass's own."""
        return reverse(f"admin:{self._url_name(name)}", args=[record.pk, *more])

    def _url_name(self, name):
        return f"{self.opts.app_label}_{self.opts.model_name}_{name}"

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        record = self.get_object(request, object_id) if object_id else None
        context = {"acts": self.offered(request, record)} if record else {}
        return super().changeform_view(request, object_id, form_url, context | (extra_context or {}))


def _show_or_do(model_admin, request, record, act):
    """Show the act's form, or do the act and go back."""
    back_url, office = model_admin.url_of("change", record), model_admin.office_of(record)
    if not act.is_open_to(request.user, record, office):
        raise PermissionDenied(f"You may not {act.label.lower()} here, or it does not apply as things stand.")
    now = timezone.now()
    form = act.form(request.POST or None, request.FILES or None, record=record, user=request.user, now=now)
    if request.method == "POST" and form.is_valid():
        try:
            result = done(act.perform(record, form.cleaned_data, request.user, now))
        except Cannot as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, result.said)
            made = type(result.made) is type(record)  # as a letter that follows this one
            return HttpResponseRedirect(model_admin.url_of("change", result.made) if made else back_url)
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
