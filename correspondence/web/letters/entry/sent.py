"""A letter form that was sent: saved, or shown again with all that was typed."""

from django.contrib import messages
from django.http import HttpResponseRedirect

from correspondence.core.refusals import Cannot
from correspondence.documents.actions import CannotStore, store_document
from correspondence.letters import actions
from correspondence.letters.actions import drafts
from correspondence.letters.models import Letter
from correspondence.web.letters.entry import conflict, rows, typed
from correspondence.web.letters.entry.desk import SAVES, letter_address

ASKS_AGAIN = ("split", "roster", "keep")  # buttons that show the page anew, with nothing said against it


class Sent:
    """What the form says, and what is to be done with it. `desk` is the page that it stands on."""

    def __init__(self, desk, proof):
        self.desk, self.request, self.letter = desk, desk.request, desk.letter
        self.user, self.now = desk.user, desk.now
        self.key = proof[1] if proof else desk.new_key()
        self.data = typed.as_data(dict(self.request.POST.lists()))
        self.serial = typed.serial_of(self.data) + 1
        self.notes, self.found, self.likes = [], [], []
        self.kept_at = None

    def answered(self):
        """Save, or show the page again with all that was typed."""
        moved = rows.press(self.data, self.notes)
        if self.data.get("anyway") in SAVES:
            self.data[self.data["anyway"]] = "1"
        if self.data.getlist("signed"):
            rows.take_signed(self.data, self.user)
        is_pressed = self.desk.press(self.data, self.notes)
        if self.desk.overtaken:
            return self.shown_again(at=moved, status=409)
        if is_pressed:
            return self.shown_again()
        if "split" in self.data or self._is_saving(moved):
            made = rows.take_pasted(self.data)
            if made and "split" in self.data:
                self.notes.append("1 request was made." if made == 1 else f"{made} requests were made.")
        if not self._is_saving(moved):
            return self.shown_again(at=moved)
        if self.letter is not None and self._is_stale():
            if not self._is_settled():
                return self.shown_again(status=409)
        self.entry = self.desk.entry(self.data, self.request.FILES)
        self.entry.find_kept_files()
        sound = self.entry.is_valid()
        if sound and "save-send" in self.data:
            sound = self.entry.check_sending()
        sound = self.desk.is_sound(self.entry) and sound
        if sound:
            self.likes = self.desk.likes(self.entry)
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
        mine, theirs = self.desk.entry(self.data, self.request.FILES), self.desk.entry()
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
        form = self.entry.form
        try:
            saved = self.desk.save(self.entry, self._files(), self._version())
        except CannotStore as refusal:
            form.add_error(None, refusal.message)
        except Cannot as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
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
            return self.desk.next()
        return HttpResponseRedirect(letter_address(saved))

    # Showing it again

    def shown_again(self, *, status=200, faults=False, at=None):
        """The page with all that was typed, which is kept as a draft, too."""
        if not faults:
            self.entry = self.desk.entry(self.data, self.request.FILES)
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
        return self.desk.render(
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
