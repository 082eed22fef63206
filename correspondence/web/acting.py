"""An act on one record, on a page of its own at the desk: a form, then one action.

A GET shows the form, a POST does the act and goes back. What the action refuses stands beside its field,
with all that was typed (422). What was decided on a page that is no longer so is told, with both (409):
what it is now, and what was typed; sent once more, it is done.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from correspondence.core.refusals import Cannot
from correspondence.forms.acts import done
from correspondence.web import undoing


@dataclass
class Place:
    """Where an act is done: the office, the page that it goes back to, and what stands about the form.

    `seen` is written into the form, and `happened(seen, chosen)` says what has happened since, in
    sentences, to the parts chosen. `url_of_act` and `url_of` are addresses: of another act of the record,
    which undoes this one, and of what an act has made.
    """

    office: object
    back_url: str
    trail: list
    name: str
    seen: str = ""
    happened: Callable = lambda seen, chosen: []
    url_of_act: Callable = lambda name: ""
    url_of: Callable = lambda made: ""
    preview: str = ""
    room: str = "letters"
    initial: dict = field(default_factory=dict)


def show_or_do(request, record, act, place):
    """Show the act's form, or do the act and go back."""
    if not act.is_allowed(request.user, record, place.office):
        raise PermissionDenied(f"Your role in the {place.office} does not let you {act.label.lower()}.")
    now, is_sent = timezone.now(), request.method == "POST"
    back_url = _back(request, place)
    form = act.form(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        record=record,
        user=request.user,
        now=now,
        initial=place.initial | _asked_for(request, act.form),
    )
    happened = place.happened(request.POST.get("seen", ""), _chosen(form)) if is_sent else []
    context = {
        "act": act,
        "form": form,
        "record": record,
        "place": place,
        "office": place.office,
        "room": place.room,
        "back_url": back_url,
        "happened": happened,
        "button": act.button or act.label,
    }
    if not act.applies(record):
        typed = _typed(form) if is_sent else []
        return render(request, "letters/act_not_now.html", context | {"typed": typed}, status=409)
    if is_sent and not happened and form.is_valid():
        try:
            result = done(act.perform(record, form.cleaned_data, request.user, now))
        except Cannot as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, result.said, extra_tags=_way_back(result, place, back_url))
            made_url = place.url_of(result.made) if result.made is not None else ""
            return HttpResponseRedirect(made_url or back_url)
    status = 409 if happened else 422 if is_sent else 200
    return render(request, "letters/act.html", context, status=status)


def _way_back(result, place, back_url):
    if result.undo is None:
        return ""
    name, values = result.undo
    return undoing.packed(place.url_of_act(name), values, back_url)


def _back(request, place):
    """Where to go afterwards: the page that asked for it, where it is one of ours, else the record's.

    A record that was opened from a list is gone back to within that list.
    """
    wanted = request.POST.get("back") or request.GET.get("back") or ""
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    came = urlsplit(request.headers.get("Referer", ""))
    path, _, part = place.back_url.partition("#")
    if came.query and came.netloc == request.get_host() and came.path == path:
        return f"{path}?{came.query}" + (f"#{part}" if part else "")
    return place.back_url


def _asked_for(request, form):
    """What the address asks to be ticked: `?part=3&part=4`."""
    parts = [int(one) for one in request.GET.getlist("part") if one.isdecimal() and len(one) < 19]
    if not parts:
        return {}
    return {
        name: parts[0] if name == "part" else parts for name in ("part", "parts") if name in form.base_fields
    }


def _chosen(form):
    """The ids of the parts that were ticked, as they were sent; None where the act is about no parts."""
    name = next((name for name in ("parts", "part") if name in form.fields), None)
    if name is None:
        return None
    return [int(one) for one in form.data.getlist(name) if one.isdecimal() and len(one) < 19]


def _typed(form):
    """What was typed into the form, with its labels, so that nothing of it is lost."""
    found = []
    for bound in form:
        if bound.name in ("parts", "part"):
            continue
        value = bound.value()
        choices = dict(getattr(bound.field, "choices", ()) or ())
        words = choices.get(value, value) if not isinstance(value, list) else ", ".join(map(str, value))
        if words:
            found.append((bound.label, words))
    return found
