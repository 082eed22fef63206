"""Acts on the letters that were ticked in the list. Each says what it did, and what it refused and why."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from correspondence.accounts.roles import offices_where
from correspondence.admin.base import today
from correspondence.forms.letter_bulk import BULK_ACTS, MOST, letters_of, remind
from correspondence.reports.letters import letters_csv


@admin.action(description="Mark as sent")
def mark_as_sent(model_admin, request, queryset):
    return _to_page(request, queryset, "send")


@admin.action(description="Assign")
def assign_to(model_admin, request, queryset):
    return _to_page(request, queryset, "assign")


@admin.action(description="Generate follow-up reminders now")
def generate_reminders(model_admin, request, queryset):
    """Raise what is owed today on these letters, as the nightly run would."""
    letters = list(queryset.select_related("office"))
    _tell(request, remind(letters, by=request.user, today=today(), now=timezone.now()))


@admin.action(description="Export as CSV")
def export_csv(model_admin, request, queryset):
    """One line a request and agency, with its letter; a letter that asks nothing has one line."""
    answer = StreamingHttpResponse(letters_csv(queryset, today()), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="letters-{today().isoformat()}.csv"'
    return answer


def bulk_view(model_admin, request, name):
    """The page of an act on several letters: which, the form, and what was done and what refused."""
    if name not in BULK_ACTS:
        raise Http404
    act, form_class, title, perform = BULK_ACTS[name]
    if not offices_where(request.user, act):
        raise PermissionDenied("Your role does not let you do this.")
    keys = [int(key) for key in request.GET.get("ids", "").split(",") if key.isdecimal()][:MOST]
    letters = list(model_admin.get_queryset(request).filter(pk__in=keys).order_by("-dated_on", "-id"))
    back = reverse("admin:correspondence_letter_changelist")
    if not letters:
        messages.info(request, "Tick the letters first.")
        return HttpResponseRedirect(back)
    now = timezone.now()
    form = form_class(request.POST or None, record=letters, user=request.user, now=now)
    if request.method == "POST" and form.is_valid():
        _tell(request, perform(letters, form.cleaned_data, request.user, now).said())
        return HttpResponseRedirect(back)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": title,
        "subtitle": None,
        "opts": model_admin.opts,
        "original": None,
        "form": form,
        "intro": f"{letters_of(len(letters))}: {', '.join(str(letter) for letter in letters[:30])}"
        + (" …" if len(letters) > 30 else ""),
        "button": title,
        "back_url": back,
        "media": model_admin.media + form.media,
    }
    return TemplateResponse(request, "admin/act.html", context, status=422 if form.is_bound else 200)


def _tell(request, said):
    for level, words in said:
        messages.add_message(request, level, words)


def _to_page(request, queryset, name):
    keys = ",".join(str(pk) for pk in queryset.values_list("pk", flat=True)[:MOST])
    url = reverse("admin:correspondence_letter_bulk", args=[name])
    return HttpResponseRedirect(f"{url}?{urlencode({'ids': keys})}")
