"""Enter a letter, and go on with a draft: one page, in the order of the paper."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import redirect
from django.views.csrf import csrf_failure
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from correspondence.letters.actions import drafts
from correspondence.letters.models import Letter
from correspondence.web.letters.entry import typed
from correspondence.web.letters.entry.desk import (
    Desk,
    draft_address,
    draft_of,
    own_address,
    require_any_office,
)
from correspondence.web.letters.entry.sent import Sent


class Check(CsrfViewMiddleware):
    """Says why a POST is not believed to come from our own page, and leaves to the view what to do."""

    def _reject(self, request, reason):
        return reason


def a_desk(view):
    """A view that returns `answer_at(…)`, which checks for itself who sends what, so that nothing is lost."""
    for wrap in (require_http_methods(["GET", "HEAD", "POST"]), never_cache, login_not_required, csrf_exempt):
        view = wrap(view)
    return view


@a_desk
def letter_new(request):
    """Enter a letter; what was typed before and not saved is offered."""
    return answer_at(Desk(request))


@a_desk
def letter_edit(request, pk):
    """Go on with a draft that is on the record."""
    return answer_at(Desk(request, pk))


@require_POST
def letter_draft_discard(request, key):
    """Throw away what was typed and not saved."""
    require_any_office(request.user)
    draft = draft_of(request.user, key)
    back = draft_address(draft) if draft else own_address(None)
    if drafts.discard_draft(key, by=request.user):
        messages.success(request, "What was typed and not saved is discarded.")
    return HttpResponseRedirect(back)


def answer_at(desk):
    """The page both ways. Drafts are kept by the form's proof alone; the record asks for everything."""
    request = desk.request
    proof = typed.read_proof(request.POST) if request.method == "POST" else None
    if not request.user.is_authenticated or (proof and proof[0] != request.user.pk):
        return _keep_for_later(desk, proof)
    desk.fetch()
    if answer := desk.elsewhere():
        return answer
    if request.method != "POST":
        return desk.opened()
    sent = Sent(desk, proof)
    if reason := Check(lambda request: None).process_view(request, answer_at, (), {}):
        if proof is None:
            return csrf_failure(request, reason)
        sent.notes.append("You have signed in anew meanwhile. Nothing is lost: look it over, and save again.")
        return sent.shown_again(status=403)
    return sent.answered()


def _keep_for_later(desk, proof):
    """The session ended while somebody typed: keep it for them, and open it once they have signed in."""
    request = desk.request
    if proof is None:
        return redirect_to_login(request.get_full_path())
    user_id, key, letter_id = proof
    user = typed.owner(user_id)
    letter = Letter.objects.visible_to(user).filter(pk=letter_id).first() if user and letter_id else None
    if user is not None and (letter is not None or letter_id is None):
        try:
            drafts.keep_draft(
                key,
                typed.values_of(request.POST),
                serial=typed.serial_of(request.POST) + 1,
                letter=letter,
                by=user,
                now=desk.now,
            )
        except (PermissionDenied, drafts.CannotKeep):
            return redirect_to_login(request.get_full_path())
    there = f"{desk.address}?draft={key}"
    if request.user.is_authenticated:
        messages.info(request, f"What stood in that form is kept for {user}, who opened it.")
        return redirect("letter-new")
    messages.info(request, "What you typed is kept. Sign in, and go on where you were.")
    return redirect_to_login(there)
