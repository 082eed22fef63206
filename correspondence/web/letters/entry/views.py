"""Enter a letter, and go on with a draft: one page, in the order of the paper."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.csrf import csrf_failure
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from correspondence.accounts.roles import Act, offices_where, require
from correspondence.core.refusals import Cannot
from correspondence.documents.actions import CannotStore, store_document
from correspondence.letters import actions
from correspondence.letters.actions import drafts
from correspondence.letters.models import EntryDraft, Letter
from correspondence.web.letters.entry import conflict, rows, typed
from correspondence.web.letters.entry.page import Entry, blank_rows

SAVES = ("save", "save-next", "save-send")
ASKS_AGAIN = ("split", "roster", "keep")  # buttons that show the page anew, with nothing said against it


class Check(CsrfViewMiddleware):
    """Says why a POST is not believed to come from our own page, and leaves to the view what to do."""

    def _reject(self, request, reason):
        return reason


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def letter_new(request):
    """Enter a letter; what was typed before and not saved is offered."""
    return _enter(request)


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def letter_edit(request, pk):
    """Go on with a draft that is on the record."""
    return _enter(request, pk)


@require_POST
def letter_draft_discard(request, key):
    """Throw away what was typed and not saved."""
    if not offices_where(request.user, Act.ENTER):
        raise PermissionDenied(f"Your role does not let you {Act.ENTER.words}.")
    draft = EntryDraft.objects.filter(key=key, user=request.user).first()
    back = _own_address(draft.letter_id if draft else None)
    if drafts.discard_draft(key, by=request.user):
        messages.success(request, "What was typed and not saved is discarded.")
    return HttpResponseRedirect(back)


def _enter(request, pk=None):
    """The page both ways. Drafts are kept by the form's proof alone; the record asks for everything."""
    now = timezone.now()
    proof = typed.read_proof(request.POST) if request.method == "POST" else None
    if not request.user.is_authenticated or (proof and proof[0] != request.user.pk):
        return _keep_for_later(request, proof, now)
    letter = _letter(request.user, pk)
    if letter is not None and letter.sent_on:
        messages.info(request, f"{letter} is sent: what it says is frozen.")
        return HttpResponseRedirect(_address(letter))
    if request.method != "POST":
        return _open(request, letter, now)
    page = Page(request, letter, now, proof)
    if reason := Check(lambda request: None).process_view(request, _enter, (), {}):
        if proof is None:
            return csrf_failure(request, reason)
        page.notes.append("You have signed in anew meanwhile. Nothing is lost: look it over, and save again.")
        return page.shown_again(status=403)
    return page.answered()


def _letter(user, pk):
    """The draft that is edited, or None; asked at once, whether this person may."""
    if pk is None:
        if not offices_where(user, Act.ENTER):
            raise PermissionDenied(f"Your role does not let you {Act.ENTER.words}.")
        return None
    letters = Letter.objects.visible_to(user).select_related("office")
    letter = get_object_or_404(letters, pk=pk)
    require(user, Act.ENTER, letter.office)
    return letter


def _keep_for_later(request, proof, now):
    """The session ended while somebody typed: keep it for them, and open it once they have signed in."""
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
                now=now,
            )
        except (PermissionDenied, drafts.CannotKeep):
            return redirect_to_login(request.get_full_path())
    there = f"{_own_address(letter_id)}?draft={key}"
    if request.user.is_authenticated:
        messages.info(request, f"What stood in that form is kept for {user}, who opened it.")
        return redirect("letter-new")
    messages.info(request, "What you typed is kept. Sign in, and go on where you were.")
    return redirect_to_login(there)


def _open(request, letter, now):
    """A new form, or the draft that was asked for."""
    key = request.GET.get("draft", "")
    kept = typed.drafts_of(request.user, letter)
    draft = next((one for one in kept if str(one.key) == key), None) if key else None
    if draft is None:
        entry = Entry(request.user, now, letter)
        offered = [{"draft": one, "words": typed.first_words(one)} for one in (list(kept)[:20])]
        return _render(request, entry, key=typed.new_key(), serial=0, offered=offered)
    entry = Entry(request.user, now, letter, typed.as_data(draft.values))
    entry.hush()
    entry.find_kept_files()
    return _render(request, entry, key=str(draft.key), serial=draft.serial, kept_at=draft.saved_at)


class Page:
    """A form that was sent: what it says, and what is to be done with it."""

    def __init__(self, request, letter, now, proof):
        self.request, self.letter, self.now = request, letter, now
        self.user = request.user
        self.key = proof[1] if proof else typed.new_key()
        self.data = typed.as_data(dict(request.POST.lists()))
        self.serial = typed.serial_of(self.data) + 1
        self.notes, self.found, self.likes = [], [], []
        self.kept_at = None

    def answered(self):
        """Save, or show the page again with all that was typed."""
        moved = rows.press(self.data)
        if self.data.get("anyway") in SAVES:
            self.data[self.data["anyway"]] = "1"
        if self.data.getlist("signed"):
            rows.take_signed(self.data, self.user)
        if "split" in self.data or self._is_saving(moved):
            made = rows.take_pasted(self.data)
            if made and "split" in self.data:
                self.notes.append("1 request was made." if made == 1 else f"{made} requests were made.")
        if not self._is_saving(moved):
            return self.shown_again(at=moved)
        if self.letter is not None and self._is_stale():
            if not self._is_settled():
                return self.shown_again(status=409)
        self.entry = Entry(self.user, self.now, self.letter, self.data, self.request.FILES)
        self.entry.find_kept_files()
        sound = self.entry.is_valid()
        if sound and "save-send" in self.data:
            sound = self.entry.check_sending()
        if sound and "anyway" not in self.data and self.letter is None:
            self.likes = self.entry.likes()
        if sound and not self.likes and (saved := self._saved()):
            return self._onwards(saved)
        return self.shown_again(status=422, faults=True)

    def _is_saving(self, moved):
        return moved is None and not any(name in self.data for name in ASKS_AGAIN)

    # Somebody else saved meanwhile

    def _is_stale(self):
        return self._version() not in (None, self.letter.version)

    def _version(self):
        """The version of the letter that the form was opened with; None where it came without."""
        text = self.data.get("version", "")
        return int(text) if text.isdecimal() and len(text) < 9 else None

    def _is_settled(self):
        """Whether it was chosen, for the record as it is now, what is to stand; else it is asked."""
        mine = Entry(self.user, self.now, self.letter, self.data, self.request.FILES)
        theirs = Entry(self.user, self.now, self.letter)
        opened = self.data.get("version", "")
        base = None
        if opened.isdecimal() and len(opened) < 9:
            row = (
                self.letter.history.filter(version=int(opened))
                .order_by("-history_date", "-history_id")
                .first()
            )
            base = row.instance if row else None
        self.found = conflict.differences(mine, theirs, base, self.data)
        if self.data.get("resolve") == conflict.MINE:
            for one in self.found:
                one.chosen = conflict.MINE
        seen = self.data.get("compared", "") == str(self.letter.version)
        if self.found and not ("resolve" in self.data and seen):
            return False
        conflict.settle(self.data, self.found, self.letter.version)
        self.found = []
        return True

    # Saving

    def _saved(self):
        """The letter, saved; None where an action refused, which is shown beside its field then."""
        entry, by = self.entry, {"by": self.user, "now": self.now}
        try:
            files = self._files()
            if self.letter is None:
                saved = actions.enter_letter(entry.office, documents=files, **entry.given, **by)
            else:
                rows = [one for one in entry.attachments.kept_forms() if one.instance.pk]
                titles = {
                    one.instance.pk: one.cleaned_data["title"] for one in rows if "title" in one.changed_data
                }
                saved = actions.revise_draft(
                    self.letter,
                    documents=files,
                    titles=titles,
                    detach=entry.attachments.deleted_keys(),
                    version=self._version(),
                    **entry.given,
                    **by,
                )
        except CannotStore as refusal:
            entry.form.add_error(None, refusal.message)
        except Cannot as refusal:
            entry.form.add_error(
                refusal.field if refusal.field in entry.form.fields else None, refusal.message
            )
        else:
            drafts.discard_draft(self.key, by=self.user)
            return saved
        return None

    def _files(self):
        files = []
        for one in self.entry.attachments.kept_forms():
            upload, title = one.cleaned_data.get("upload"), one.cleaned_data.get("title", "")
            if upload and not one.instance.pk:
                document = store_document(self.entry.office, upload, by=self.user, now=self.now)
                files.append((document, title))
            elif one.document is not None:
                files.append((one.document, title))
        return files

    def _onwards(self, saved):
        """To the letter, or to the next one; marked as sent where that was asked."""
        said = f"{saved} is saved as a draft."
        if "save-send" in self.data:
            data = self.entry.form.cleaned_data
            try:
                delivery = data["delivery"] or Letter.Delivery.EMAIL
                actions.mark_sent(saved, on=data["sent_on"], delivery=delivery, by=self.user, now=self.now)
                said = f"{saved} is saved, and marked as sent on {data['sent_on']:%-d %B %Y}."
            except Cannot as refusal:
                said = f"{saved} is saved as a draft. It is not marked as sent: {refusal.message}"
        messages.success(self.request, said)
        if "save-next" in self.data:
            return redirect("letter-new")
        return HttpResponseRedirect(_address(saved))

    # Showing it again

    def shown_again(self, *, status=200, faults=False, at=None):
        """The page with all that was typed, which is kept as a draft, too."""
        if not faults:
            self.entry = Entry(self.user, self.now, self.letter, self.data, self.request.FILES)
            self.entry.hush()
            self.entry.find_kept_files()
        self.entry.keep_files(self.user, self.now)
        try:
            values = typed.values_of(self.data)
            draft = drafts.keep_draft(
                self.key, values, serial=self.serial, letter=self.letter, by=self.user, now=self.now
            )
            self.serial, self.kept_at = max(self.serial, draft.serial), draft.saved_at
        except drafts.CannotKeep as refusal:
            self.notes.append(refusal.message)
        return _render(
            self.request,
            self.entry,
            key=self.key,
            serial=self.serial,
            kept_at=self.kept_at,
            notes=self.notes,
            found=self.found,
            likes=self.likes,
            moved=at,
            status=status,
        )


def _render(request, entry, *, key, serial, status=200, **more):
    letter = entry.letter
    proof = typed.proof_of(request.user, key, letter.pk if letter else None)
    context = {
        "room": "letters",
        "title": f"Edit {letter}" if letter else "Enter a letter",
        "entry": entry,
        "form": entry.form,
        "letter": letter,
        "office": entry.office,
        "draft_key": key,
        "draft_url": reverse("letter-draft", args=[key]),
        "proof": proof,
        "serial": serial,
        "blank": blank_rows(request.user),
        "pressed": next((name for name in SAVES if name in request.POST), "save"),
        "last": letter.history.select_related("history_user").first() if more.get("found") else None,
        "back_url": _address(letter) if letter else reverse("today"),
    }
    return render(request, "letters/entry.html", context | more, status=status)


def _own_address(letter_id):
    return reverse("letter-edit", args=[letter_id]) if letter_id else reverse("letter-new")


def _address(letter):
    """The letter's own page."""
    return reverse("letter", args=[letter.pk])
