"""What somebody sets for themselves, and the list of keys."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from correspondence.accounts import actions
from correspondence.accounts.roles import Act, may
from correspondence.accounts.rules import keys_for
from correspondence.web.accounts.forms import PreferencesForm


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request):
    """One's own keys, one's offices and roles, and the way to one's password."""
    form = PreferencesForm(request.POST or None, user=request.user)
    if form.is_valid():
        actions.switch_keys(request.user, off=form.off, by=request.user, now=timezone.now())
        messages.success(request, "Your preferences are saved.")
        return redirect("preferences")
    seats = [(seat, may(request.user, Act.MANAGE, seat.office)) for seat in request.user.seats]
    shown = {"form": form, "seats": seats, "facts": _facts(request.user)}
    return render(request, "accounts/preferences.html", shown, status=422 if form.is_bound else 200)


def _facts(user):
    return [("Name", str(user), ""), ("Username", user.username, ""), ("E-mail", user.email, "")]


@require_safe
def keys(request):
    """The keys and what they do: a page, or the list alone where a page asks for its dialog."""
    shown = {"keys": keys_for(request.user.keys_off)}
    return render(request, "components/keys.html" if request.htmx else "accounts/keys.html", shown)
