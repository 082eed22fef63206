"""The letter list: its page, what is done to the letters chosen in it, and the views that people save."""

from collections.abc import Callable
from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect, QueryDict, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from correspondence.accounts.models import User
from correspondence.accounts.roles import Act, offices_where
from correspondence.core.days import day_of
from correspondence.core.refusals import Cannot
from correspondence.forms.letter_bulk import (
    MOST,
    BulkSendForm,
    BulkSettleForm,
    assign,
    letters_of,
    remind,
    send,
    settle,
)
from correspondence.letters import actions
from correspondence.letters.models import Letter, SavedFilter
from correspondence.reports.letters import letters_csv
from correspondence.web.letters.lists import showing
from correspondence.web.letters.lists.choices import agencies_named, choices
from correspondence.web.letters.lists.forms import FilterForm
from correspondence.web.letters.lists.listing import Listing


class Asking(NamedTuple):
    """An act on several letters that asks for something first: its form is known by the field `marker`."""

    title: str
    intro: str
    form: type
    marker: str
    act: Callable


ASKING = {
    "send": Asking(
        "Mark as sent",
        "What they say is frozen then. Due dates count from that day, in the past too. One that cannot be "
        "sent is left as it is, and you are told why.",
        BulkSendForm,
        "on",
        send,
    ),
    "settle": Asking(
        "Settle what is open",
        "Every request that is still open on these letters is settled, and with it every earlier asking of "
        "the same. A letter on which that cannot be is left as it is, and you are told why. What was settled "
        "by a slip, counsel can reopen.",
        BulkSettleForm,
        "ground",
        settle,
    ),
}


@require_safe
def letters(request):
    """The letters of the person's offices, as the address filters and sorts them."""
    if any(not value.strip() for value in request.GET.values()):
        return HttpResponseRedirect(_without_blanks(request))
    user, today = request.user, day_of(timezone.now())
    offered = choices(user, request.GET.get("agency", "").strip())
    listing = Listing(user, request.GET, today=today, named=offered.named)
    page = listing.page()
    drops = {}
    if not page.rows and listing.asked and not listing.faults:
        drops = showing.what_to_drop(listing, user, today)
    context = showing.list_context(listing, offered, page, drops)
    return render(
        request,
        "letters/list.html",
        context
        | {
            "rows": showing.shown_rows(page.rows, listing, today),
            "may_enter": bool(offices_where(user, Act.ENTER)),
            "list": request.META["QUERY_STRING"],
        },
    )


@require_safe
def letters_export(request):
    """All letters that an address of the list asks for, as CSV, as they are read."""
    today = day_of(timezone.now())
    return _csv(_listing(request, request.GET).letters, today)


@require_http_methods(["GET", "HEAD", "POST"])
def letters_chosen(request):
    """An act on the letters ticked in the list, or on all that match, up to 500."""
    listed = request.POST.get("list", "")
    back = _list_url(listed)
    if request.method != "POST":
        return HttpResponseRedirect(back)
    rows = Letter.objects.visible_to(request.user).select_related("office")
    if request.POST.get("all"):
        matching = _listing(request, QueryDict(listed))
        keys = list(matching.letters.order_by(*matching.order.ordering()).values_list("pk", flat=True)[:MOST])
    else:
        keys = [int(key) for key in request.POST.getlist("letter") if key.isdecimal() and len(key) < 19]
    chosen = list(rows.filter(pk__in=keys[:MOST]).order_by("-dated_on", "-id"))
    act, _, whom = request.POST.get("act", "").partition(":")
    if not chosen:
        lacking = "tick the letters first" if act else "tick letters, and choose what to do with them"
        messages.warning(request, f"Nothing was done: {lacking}.")
        return HttpResponseRedirect(back)
    now = timezone.now()
    match act:
        case "assign":
            _tell(request, _assign(request, chosen, whom, now))
        case "remind":
            _tell(request, remind(chosen, by=request.user, today=day_of(now), now=now))
        case "export":
            return _csv(rows.filter(pk__in=[letter.pk for letter in chosen]), day_of(now))
        case "send" | "settle":
            return _ask_and_do(request, act, chosen, back, now)
        case _:
            messages.warning(request, "Nothing was done: choose what to do with the letters ticked.")
    return HttpResponseRedirect(back)


def _assign(request, chosen, whom, now):
    """Assign the letters to a colleague by id, or to nobody (0)."""
    to = None
    if whom != "0":
        colleagues = User.objects.filter(is_active=True, memberships__office__in=list(request.user.roles))
        to = colleagues.filter(pk=int(whom)).first() if whom.isdecimal() and len(whom) < 19 else None
        if to is None:
            return [(messages.WARNING, "Nothing was done: choose somebody of your office.")]
    return assign(chosen, {"to": to}, request.user, now).said()


def _ask_and_do(request, name, chosen, back, now):
    """Ask first for what the act needs, then do it to each letter."""
    asking = ASKING[name]
    posted = request.POST if asking.marker in request.POST else None
    form = asking.form(posted, record=chosen, user=request.user, now=now)
    if form.is_bound and form.is_valid():
        _tell(request, asking.act(chosen, form.cleaned_data, request.user, now).said())
        return HttpResponseRedirect(back)
    context = {
        "room": "letters",
        "act": name,
        "asking": asking,
        "form": form,
        "chosen": chosen,
        "count": letters_of(len(chosen)),
        "list": request.POST.get("list", ""),
        "back_url": back,
    }
    return render(request, "letters/list_act.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def save_view(request):
    """Keep a view of the list by a name."""
    user, listed = request.user, request.POST.get("list", request.GET.get("list", ""))
    query = _listing(request, QueryDict(listed)).query()
    form = FilterForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_bound and form.is_valid():
        office = next(
            seat.office
            for seat in user.seats
            if seat.office_id == form.cleaned_data.get("office", seat.office_id)
        )
        try:
            saved = actions.save_filter(
                office,
                name=form.cleaned_data["name"],
                query=query,
                is_shared=form.cleaned_data.get("is_shared", False),
                by=user,
                now=timezone.now(),
            )
        except Cannot as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, f"“{saved}” is saved, and stands above the list.")
            return HttpResponseRedirect(_list_url(saved.query))
    context = {"room": "letters", "form": form, "list": query, "back_url": _list_url(query)}
    return render(request, "letters/list_view.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def saved_view(request, pk):
    """Rename a saved view, share it, or delete it."""
    rows = SavedFilter.objects.visible_to(request.user).select_related("office", "owner")
    saved = get_object_or_404(rows, pk=pk)
    if not saved.is_shared and saved.owner_id != request.user.pk:
        raise Http404
    may_change = actions.may_change_filter(saved, request.user)
    if request.method == "POST" and not may_change:
        raise PermissionDenied(f"{saved.owner} or a manager may change this view.")
    back, now = _list_url(saved.query), timezone.now()
    initial = {"name": saved.name, "is_shared": saved.is_shared}
    form = FilterForm(
        request.POST if request.method == "POST" and "delete" not in request.POST else None,
        user=request.user,
        saved=saved,
        initial=initial,
    )
    if "delete" in request.POST:
        actions.drop_filter(saved, by=request.user, now=now)
        messages.success(request, f"The view “{saved}” is deleted. No letter was touched.")
        return HttpResponseRedirect(back)
    if form.is_bound and form.is_valid():
        changed = {"is_shared": saved.is_shared} | form.cleaned_data
        try:
            actions.revise_filter(saved, **changed, by=request.user, now=now)
        except Cannot as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, f"“{changed['name']}” is saved.")
            return HttpResponseRedirect(back)
    context = {
        "room": "letters",
        "form": form,
        "saved": saved,
        "may_change": may_change,
        "is_mine": saved.owner_id == request.user.pk,
        "back_url": back,
    }
    return render(request, "letters/list_view.html", context, status=422 if form.is_bound else 200)


def _listing(request, given):
    """The letters that an address asks for, apart from a page of them."""
    named = agencies_named(given.get("agency", "").strip())
    return Listing(request.user, given, today=day_of(timezone.now()), named=named)


def _csv(rows, today):
    answer = StreamingHttpResponse(letters_csv(rows, today), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="letters-{today.isoformat()}.csv"'
    return answer


def _list_url(query):
    return f"{reverse('letters')}?{query}" if query else reverse("letters")


def _tell(request, said):
    for level, words in said:
        messages.add_message(request, level, words)


def _without_blanks(request):
    """The same address without the fields that were left empty."""
    given = request.GET.copy()
    for name in list(given):
        given.setlist(name, [value for value in given.getlist(name) if value.strip()])
    query = given.urlencode()
    return f"{request.path}?{query}" if query else request.path
