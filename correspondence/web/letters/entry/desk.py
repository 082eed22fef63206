"""Where the letter form stands: at a new letter, or at a draft. What fills it in builds on this."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from correspondence.accounts.roles import Act, offices_where, require
from correspondence.letters import actions
from correspondence.letters.models import EntryDraft, Letter
from correspondence.web.letters.entry import typed
from correspondence.web.letters.entry.page import Entry, blank_rows

SAVES = ("save", "save-next", "save-send")
OFFERED = 20  # drafts


class Desk:
    """The page that shows the form. `pk` is the draft that is edited; None for a new letter."""

    template = "letters/entry.html"
    room = "letters"
    overtaken = None  # what somebody else made of it meanwhile, so that nothing can be saved here any more

    def __init__(self, request, pk=None):
        self.request, self.pk, self.user, self.now = request, pk, request.user, timezone.now()
        self.letter = None

    @property
    def address(self):
        """Of the page itself."""
        return own_address(self.pk)

    def fetch(self):
        """Read what the page is about, and ask at once whether this person may."""
        if self.pk is None:
            require_any_office(self.user)
            return
        letters = Letter.objects.visible_to(self.user).select_related("office")
        self.letter = get_object_or_404(letters, pk=self.pk)
        require(self.user, Act.ENTER, self.letter.office)

    def elsewhere(self):
        """The answer where there is nothing to enter any more; else None."""
        if self.letter is None or not self.letter.sent_on:
            return None
        messages.info(self.request, f"{self.letter} is sent: what it says is frozen.")
        return HttpResponseRedirect(letter_address(self.letter))

    def new_key(self):
        """The key under which what is typed is kept."""
        return typed.new_key()

    def entry(self, data=None, files=None):
        """The form, as it is opened or as it was sent."""
        return Entry(self.user, self.now, self.letter, data, files)

    def opened(self):
        """A new form, or what was kept of it and is asked for."""
        key = self.request.GET.get("draft", "")
        kept = typed.drafts_of(self.user, self.letter)
        draft = next((one for one in kept if str(one.key) == key), None) if key else None
        if draft is None:
            found = [
                {"draft": one, "words": typed.first_words(one), "url": draft_address(one)}
                for one in kept[:OFFERED]
            ]
            return self.render(self.entry(), key=self.new_key(), serial=0, offered=found)
        return self.gone_on_with(draft)

    def gone_on_with(self, draft):
        """What was kept, as it was typed."""
        entry = self.entry(typed.as_data(draft.values))
        entry.hush()
        entry.find_kept_files()
        return self.render(entry, key=str(draft.key), serial=draft.serial, kept_at=draft.saved_at)

    # A form that was sent

    def press(self, data, notes):
        """Do what a button of this page alone says, in place; returns whether the page is shown again for it.

        What is to be told is put to the notes.
        """
        return False

    def is_sound(self, entry):
        """Whether nothing of this page alone stands against saving."""
        return True

    def likes(self, entry):
        """What may be the same letter. Asked before a letter is put on the record."""
        return entry.likes() if self.letter is None and "anyway" not in entry.form.data else []

    def save(self, entry, files, version):
        """Save the letter, through the action that does. Raises Cannot."""
        by = {"by": self.user, "now": self.now}
        if self.letter is None:
            return actions.enter_letter(entry.office, documents=files, **entry.given, **by)
        rows = [row for row in entry.attachments.kept_forms() if row.instance.pk]
        return actions.revise_draft(
            self.letter,
            documents=files,
            titles={
                one.instance.pk: one.cleaned_data["title"] for one in rows if "title" in one.changed_data
            },
            detach=entry.attachments.deleted_keys(),
            version=version,
            **entry.given,
            **by,
        )

    def next(self):
        """Where "save and enter the next" leads."""
        return redirect("letter-new")

    def render(self, entry, *, key, serial, status=200, **more):
        """The page, with what stands about the form."""
        letter = entry.letter
        context = {
            "room": self.room,
            "title": f"Edit {letter}" if letter else "Enter a letter",
            "address": self.address,
            "entry": entry,
            "form": entry.form,
            "letter": letter,
            "office": entry.office,
            "draft_key": key,
            "draft_url": reverse("letter-draft", args=[key]),
            "proof": typed.proof_of(self.user, key, letter.pk if letter else None),
            "serial": serial,
            "blank": blank_rows(self.user),
            "pressed": next((name for name in SAVES if name in self.request.POST), "save"),
            "last": letter.history.select_related("history_user").first() if more.get("found") else None,
            "back_url": letter_address(letter) if letter else reverse("today"),
        }
        return render(self.request, self.template, context | self.about(entry) | more, status=status)

    def about(self, entry):
        """What this page shows beside the form."""
        return {}


def require_any_office(user):
    """Refuse whoever may enter letters in no office."""
    if not offices_where(user, Act.ENTER):
        raise PermissionDenied(f"Your role does not let you {Act.ENTER.words}.")


def own_address(letter_id):
    """Of the page where a letter is entered (None: a new one)."""
    return reverse("letter-edit", args=[letter_id]) if letter_id else reverse("letter-new")


def letter_address(letter):
    """The letter's own page."""
    return reverse("letter", args=[letter.pk])


def draft_address(draft):
    """Where somebody goes on with what was typed."""
    item = "".join(draft.values.get(typed.ITEM, []))
    return reverse("intake-confirm", args=[item]) if item.isdecimal() else own_address(draft.letter_id)


def draft_of(user, key):
    """What this person typed and kept under a key; None where there is nothing."""
    return EntryDraft.objects.filter(key=key, user=user).first()
