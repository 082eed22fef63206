"""What a script sends while somebody types: the form as it stands, kept as a draft."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from correspondence.accounts.roles import Act, offices_where
from correspondence.letters.actions import drafts
from correspondence.letters.models import Letter
from correspondence.templatetags.marks import moment
from correspondence.web.letters.entry import typed
from correspondence.web.letters.entry.page import Entry, sides_of

LARGEST = 1_000_000  # bytes of one draft: 300 pages


@csrf_exempt  # the form's proof is the token: it is signed, and made out for one person and one draft
@login_not_required
@require_POST
def letter_draft(request, key):
    """Keep what is typed, and say when it was kept and what the due phrase comes to.

    A session that has ended meanwhile loses nothing: the proof tells whose draft it is.
    """
    user = request.user
    if user.is_authenticated and not offices_where(user, Act.ENTER):
        raise PermissionDenied(f"Your role does not let you {Act.ENTER.words}.")
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        return _told("This is too long to be kept as a draft. Save it.", status=413)
    proof = typed.read_proof(request.POST)
    if proof is None or proof[1] != str(key):
        if not user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return _told("This page is too old to keep a draft. Save it, or load it again.", status=422)
    if user.is_authenticated and user.pk != proof[0]:
        return _told("Somebody else has signed in here. Nothing is kept for them.", status=422)
    return _kept(request, proof, timezone.now())


@require_safe
def letter_roster(request):
    """Who sat in an office on a day, to be ticked; `but` are those who are signatories already."""
    if not offices_where(request.user, Act.ENTER):
        raise PermissionDenied(f"Your role does not let you {Act.ENTER.words}.")
    asked = request.GET.get("office", "")
    office = next((seat.office for seat in request.user.seats if str(seat.office_id) == asked), None)
    try:
        day = parse_date(request.GET.get("on", ""))
    except ValueError:
        day = None
    if office is None or day is None:
        raise Http404
    sides = sides_of(office, day, but=set(request.GET.getlist("but")))
    return render(request, "letters/_entry_roster.html", {"sides": sides, "sat_on": day})


def _kept(request, proof, now):
    user_id, key, letter_id = proof
    owner = request.user if request.user.is_authenticated else typed.owner(user_id)
    letter = None
    if owner is not None and letter_id:
        letter = Letter.objects.visible_to(owner).select_related("office").filter(pk=letter_id).first()
    if owner is None or (letter_id and (letter is None or letter.sent_on)):
        return _told("This letter is not a draft any more.", status=422)
    serial = typed.serial_of(request.POST)
    try:
        values = typed.values_of(request.POST)
        draft = drafts.keep_draft(key, values, serial=serial, letter=letter, by=owner, now=now)
    except (PermissionDenied, drafts.CannotKeep) as refusal:
        return _told(str(refusal), status=422)
    at = moment(draft.saved_at).partition(", ")[2].rstrip(".")
    if draft.serial > serial:
        return _told(f"A later version is kept, from another window, at {at}.", serial=draft.serial)
    answer = {"kept": True, "said": f"Draft kept at {at}."}
    if not request.user.is_authenticated:
        answer["said"] = f"Draft kept at {at}. You are signed out: sign in to save the letter."
        return JsonResponse(answer)
    due = Entry(owner, now, letter, request.POST).due_words if "due_phrase" in request.POST else ""
    return JsonResponse(answer | {"due": due})


def _told(words, status=200, **more):
    return JsonResponse({"kept": False, "said": words} | more, status=status)
