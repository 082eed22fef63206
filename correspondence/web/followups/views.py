"""Reminders: what is due, ahead and done; what is done about them; and the next digest."""

from csp.decorators import csp_replace
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from correspondence.accounts.roles import Act, offices_where
from correspondence.core.counting import count_words
from correspondence.core.days import add_business_days, day_of
from correspondence.core.refusals import Cannot
from correspondence.followups import actions, lists
from correspondence.followups.models import Reminder
from correspondence.followups.preview import next_digest
from correspondence.forms.inputs import DayInput
from correspondence.forms.reminder_acts import REMINDER_ACTS
from correspondence.web import undoing
from correspondence.web.acting import Place, show_or_do
from correspondence.web.followups.showing import days_of_ahead, row_of, rows_of

ON_A_PAGE, DEEPEST, COUNT_UP_TO, MOST = 50, 40, 250, 200
SHOWN = {"due": "Due", "ahead": "Ahead", "done": "Done"}


class ChosenForm(forms.Form):
    """What is done about the reminders that were ticked."""

    act = forms.ChoiceField(
        label="With those ticked",
        choices=[("done", "Done"), ("put-off", "Put off until"), ("not-needed", "Not needed, because")],
    )
    until = forms.DateField(label="Until", widget=DayInput, required=False)
    why = forms.CharField(label="Why", required=False, max_length=500)

    def clean(self):
        data = super().clean()
        if data.get("act") == "put-off" and not data.get("until") and "until" not in self.errors:
            self.add_error("until", "Choose the day to put them off to.")
        if data.get("act") == "not-needed" and not data.get("why"):
            self.add_error("why", "Say why they are not needed.")
        return data


@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request):
    """The reminders that are due, ahead or done; a POST does something about those that were ticked."""
    if request.method != "POST":
        return _list(request)
    if not offices_where(request.user, Act.LOG):
        raise PermissionDenied("Your role does not let you close or put off reminders.")
    now = timezone.now()
    keys = [int(key) for key in request.POST.getlist("pick") if key.isdecimal() and len(key) < 19][:MOST]
    data = request.POST
    if request.POST.get("done", "").isdecimal():  # the button of one row
        keys, data = [int(request.POST["done"][:18])], {"act": "done"}
    chosen = list(Reminder.objects.visible_to(request.user).filter(pk__in=keys))
    if request.POST.get("act") == "reopen":
        return _perform(
            request, lambda: actions.reopen_reminders(chosen, by=request.user, now=now), "taken up again"
        )
    form = ChosenForm(data)
    if not chosen:
        form.full_clean()
        form.add_error(None, "Tick the reminders first.")
    if not form.is_valid():
        return _list(request, form=form, ticked=set(keys), status=422)
    return _do(request, form, chosen, now)


def _do(request, form, chosen, now):
    """Do to the reminders chosen what the form says."""
    data, by = form.cleaned_data, request.user
    try:
        if data["act"] == "put-off":
            rows = actions.put_off_reminders(chosen, until=data["until"], by=by, now=now)
            said = f"put off until {data['until']:%-d %B %Y}"
        elif data["act"] == "not-needed":
            rows = actions.close_reminders(chosen, outcome="not_needed", why=data["why"], by=by, now=now)
            said = "put down as not needed"
        else:
            rows = actions.close_reminders(chosen, outcome="done", by=by, now=now)
            said = "done"
    except Cannot as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return _list(request, form=form, ticked={one.pk for one in chosen}, status=422)
    keys = [str(one.pk) for one in rows]
    undo = undoing.packed(reverse("reminders"), {"act": "reopen", "pick": keys}, request.get_full_path())
    words = "1 reminder" if len(rows) == 1 else f"{len(rows)} reminders"
    messages.success(request, f"{words} {said}.", extra_tags=undo)
    if len(rows) < len(chosen):
        messages.info(request, f"{len(chosen) - len(rows)} left alone: owed no more, or closed already.")
    return HttpResponseRedirect(request.get_full_path())


def _perform(request, act, said):
    try:
        rows = act()
    except Cannot as refusal:
        messages.warning(request, refusal.message)
    else:
        words = "1 reminder" if len(rows) == 1 else f"{len(rows)} reminders"
        messages.success(request, f"{words} {said}.")
    back = request.POST.get("back", "")
    return HttpResponseRedirect(back if back.startswith(reverse("reminders")) else reverse("reminders"))


def _list(request, *, form=None, ticked=frozenset(), status=200):
    user, today = request.user, day_of(timezone.now())
    show = request.GET.get("show", "due")
    whose = "office" if request.GET.get("whose") == "office" else "mine"
    page = request.GET.get("page", "1")
    page = int(page) if page.isdecimal() and 1 <= int(page[:6]) <= DEEPEST else 0
    if show not in SHOWN or not page:
        raise Http404
    offset, rows, more, days = (page - 1) * ON_A_PAGE, [], False, []
    due = lists.count_due(user, whose, today, COUNT_UP_TO)
    if show == "due":
        found, more = lists.due_reminders(user, whose, today, offset=offset, count=ON_A_PAGE)
        rows = rows_of(found, user, today, ticked)
    elif show == "done":
        found, more = lists.closed(user, whose, offset=offset, count=ON_A_PAGE)
        rows = rows_of(found, user, today)
    else:
        days = days_of_ahead(
            lists.ahead(user, whose, today), lists.put_off(user, whose, today, count=100), user, today
        )
    if form is None:
        form = ChosenForm(initial={"until": add_business_days(today, 3)})
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "room": "reminders",
        "show": show,
        "whose": whose,
        "tabs": [
            (name, words, count_words(due, COUNT_UP_TO) if name == "due" else "")
            for name, words in SHOWN.items()
        ],
        "rows": rows,
        "days": days,
        "form": form,
        "may_log": bool(offices_where(user, Act.LOG)),
        "told": undoing.told(request),
        "before": f"{query.urlencode()}&page={page - 1}" if page > 1 else "",
        "after": f"{query.urlencode()}&page={page + 1}" if more and page < DEEPEST else "",
        "until": lists.AHEAD.days,
    }
    return render(request, "followups/reminders.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def reminder_act(request, pk, name):
    """One act on one reminder."""
    reminder = get_object_or_404(lists.with_all(Reminder.objects.visible_to(request.user)), pk=pk)
    if name not in REMINDER_ACTS:
        raise Http404
    page = reverse("reminders")
    row = row_of(reminder, request.user, day_of(timezone.now()))
    place = Place(
        office=reminder.rule.office,
        back_url=page,
        trail=[("Reminders", page)],
        name=f"{row.what} {row.about}: {row.agency} {row.reference}".replace("  ", " ").strip(),
        url_of_act=lambda other: reverse("reminder-act", args=[reminder.pk, other]),
        room="reminders",
    )
    return show_or_do(request, reminder, REMINDER_ACTS[name], place)


@require_safe
def digest(request):
    """The user's next digest, as it would be mailed."""
    mail, its_day = next_digest(request.user, day_of(timezone.now()))
    return render(
        request,
        "followups/digest.html",
        {"room": "reminders", "mail": mail, "day": its_day, "has_address": bool(request.user.email)},
    )


# A mail carries its styles in itself; there is nothing but styles that this page lets in.
@csp_replace({"default-src": ["'none'"], "style-src": ["'unsafe-inline'"]})
@require_safe
def digest_mail(request):
    """The same, as a mail program would show it."""
    mail, _ = next_digest(request.user, day_of(timezone.now()))
    if mail is None:
        return HttpResponseRedirect(reverse("digest"))
    return HttpResponse(mail.alternatives[0][0])
