"""Acts on the letters that were ticked in the list. Each says what it did, and what it refused and why."""

import csv

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from correspondence.accounts.roles import Act, may, offices_where
from correspondence.admin.base import today
from correspondence.core.refusals import Cannot
from correspondence.followups.reminders import raise_reminders
from correspondence.forms.letter_acts import SendForm
from correspondence.forms.letter_filing import AssignForm
from correspondence.letters import actions
from correspondence.letters.models import Part
from correspondence.responses.standing import standings

MOST = 500  # letters in one act


@admin.action(description="Mark as sent")
def mark_as_sent(model_admin, request, queryset):
    return _to_page(request, queryset, "send")


@admin.action(description="Assign")
def assign_to(model_admin, request, queryset):
    return _to_page(request, queryset, "assign")


@admin.action(description="Generate follow-up reminders now")
def generate_reminders(model_admin, request, queryset):
    """Raise what is owed today on these letters, as the nightly run would."""
    letters = [one for one in queryset.select_related("office") if may(request.user, Act.LOG, one.office)]
    refused = queryset.count() - len(letters)
    raised = (
        raise_reminders(today=today(), now=timezone.now(), letters=letters, by=request.user).total
        if letters
        else 0
    )
    drafts = sum(1 for one in letters if one.sent_on is None)
    if raised:
        messages.success(
            request, f"{_count(raised, 'reminder')} raised for {_count(len(letters), 'letter')}."
        )
    else:
        messages.info(request, "No reminder is owed that has not been raised already.")
    if drafts:
        messages.info(request, f"{_count(drafts, 'draft')} left out: nothing is owed on a draft.")
    if refused:
        messages.warning(
            request, f"{_count(refused, 'letter')} refused: your role there does not let you do this."
        )


@admin.action(description="Export as CSV")
def export_csv(model_admin, request, queryset):
    """One line a request and agency, with its letter; a letter that asks nothing has one line."""
    answer = StreamingHttpResponse(
        _csv(queryset.order_by("-dated_on", "-id")), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="letters-{today().isoformat()}.csv"'
    return answer


class BulkSendForm(SendForm):
    def prepare(self):
        self.fields["on"].help_text = "The same day for each."


def bulk_view(model_admin, request, name):
    """The page of an act on several letters: which, the form, and what was done and what refused."""
    if name not in _BULK:
        raise Http404
    act, form_class, title, perform = _BULK[name]
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
        done, refused = [], []
        for letter in letters:
            try:
                perform(letter, form.cleaned_data, request.user, now)
            except (Cannot, PermissionDenied) as refusal:
                refused.append(f"{letter}: {refusal}")
            else:
                done.append(letter)
        if done:
            messages.success(request, f"{title}: {_count(len(done), 'letter')} done.")
        for line in refused[:20]:
            messages.warning(request, f"Refused. {line}")
        if len(refused) > 20:
            messages.warning(request, f"And {len(refused) - 20} more were refused.")
        return HttpResponseRedirect(back)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": title,
        "subtitle": None,
        "opts": model_admin.opts,
        "original": None,
        "form": form,
        "intro": f"{_count(len(letters), 'letter')}: {', '.join(str(letter) for letter in letters[:30])}"
        + (" …" if len(letters) > 30 else ""),
        "button": title,
        "back_url": back,
        "media": model_admin.media + form.media,
    }
    return TemplateResponse(request, "admin/act.html", context, status=422 if form.is_bound else 200)


def _send(letter, data, by, now):
    actions.mark_sent(letter, on=data["on"], delivery=data["delivery"], by=by, now=now)


def _assign(letter, data, by, now):
    actions.assign([letter], to=data["to"], by=by, now=now)


_BULK = {
    "send": (Act.SEND, BulkSendForm, "Mark as sent", _send),
    "assign": (Act.ASSIGN, AssignForm, "Assign", _assign),
}


def _to_page(request, queryset, name):
    keys = ",".join(str(pk) for pk in queryset.values_list("pk", flat=True)[:MOST])
    url = reverse("admin:correspondence_letter_bulk", args=[name])
    return HttpResponseRedirect(f"{url}?{urlencode({'ids': keys})}")


_HEAD = (
    "Office",
    "Reference",
    "Kind",
    "Date",
    "Sent",
    "Subject",
    "To",
    "State",
    "Assigned to",
    "Request",
    "Words",
    "Agency",
    "Due",
    "Settled",
)


class _Line:
    """What csv writes to: a line at a time is handed on."""

    @staticmethod
    def write(line):
        return line


def _csv(queryset):
    writer = csv.writer(_Line)
    yield "\ufeff" + writer.writerow(_HEAD)
    page = []
    for letter in queryset.defer("body", "letterhead").iterator(chunk_size=MOST):
        page.append(letter)
        if len(page) == MOST:
            yield _lines(writer, page)
            page = []
    if page:
        yield _lines(writer, page)


def _lines(writer, letters):
    stands, parts = standings(letters, today()), {}
    for part in Part.objects.filter(request__letter__in=letters).select_related("request", "agency"):
        parts.setdefault(part.request.letter_id, []).append(part)
    lines = []
    for letter in letters:
        its = stands[letter.pk]
        head = [
            letter.office.name,
            letter.reference,
            letter.get_kind_display(),
            letter.dated_on,
            letter.sent_on or "",
            letter.subject,
            ", ".join(its.to),
            its.words,
            letter.assigned_to or "",
        ]
        for part in parts.get(letter.pk, [None]):
            tail = (
                [
                    part.request.label,
                    part.request.text,
                    part.agency.name,
                    part.due_on or "",
                    part.settled_on or "",
                ]
                if part
                else [""] * 5
            )
            lines.append(writer.writerow([_plain(value) for value in [*head, *tail]]))
    return "".join(lines)


def _plain(value):
    """A cell that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _count(number, noun):
    return f"1 {noun}" if number == 1 else f"{number} {noun}s"
