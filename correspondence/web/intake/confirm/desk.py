"""The confirm screen: the pages of what came in beside the letter form, which is filled in from them."""

import uuid
from functools import cached_property

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from correspondence.accounts.roles import Act, require
from correspondence.intake.actions import enter_from
from correspondence.intake.models import IntakeItem, IntakeProposal
from correspondence.intake.queries import (
    next_to_confirm,
    pages_of,
    progress_of,
    proposed,
    with_progress,
)
from correspondence.web.intake.confirm import merging, showing
from correspondence.web.intake.confirm.filling import fill, named_in
from correspondence.web.intake.confirm.likes import twins_of
from correspondence.web.intake.confirm.paper import sheet
from correspondence.web.intake.overtaken import overtaken
from correspondence.web.letters.entry import typed
from correspondence.web.letters.entry.desk import Desk, draft_of, letter_address
from correspondence.web.letters.entry.forms import token_of
from correspondence.web.letters.entry.page import Entry

MOST_PAGES = 12  # that come with the page; the others are fetched, twelve at a time
_DRAFTS = uuid.UUID("5f0a4a0e-4f0b-4a41-9d0f-1f3f7c1f2a10")  # names what somebody typed about an item
_ANEW = "It was read meanwhile: what you had not touched is filled in anew, and what you typed stands."


class ConfirmEntry(Entry):
    """The letter form of an item: for its office, and no other."""

    def __init__(self, user, now, item, data, files=None):
        super().__init__(user, now, None, data, files)
        self.form.fields["office"].offer(lambda: [item.office], "")

    def typed_day(self, name):
        """A day as it was typed; None where it is none."""
        return self._day(name)


class ConfirmDesk(Desk):
    """The letter form beside what came in. Of what each person types about an item, one draft is kept."""

    template = "intake/confirm.html"
    room = "intake"
    refused = False  # a save, as something is to be looked at first

    @property
    def address(self):
        return reverse("intake-confirm", args=[self.pk])

    def fetch(self):
        items = IntakeItem.objects.visible_to(self.user).select_related(
            "office", "batch", "reading", "letter", "response__letter", "done_by", "set_aside_by"
        )
        rows = with_progress(items).prefetch_related("files__document")
        self.item = get_object_or_404(rows, pk=self.pk)
        require(self.user, Act.ENTER, self.item.office)

    def elsewhere(self):
        if self.request.method == "POST" and typed.read_proof(self.request.POST):
            return None  # whatever became of the item, what was typed is shown again
        if self.overtaken is None:
            return None
        item = self.item
        if item.letter:
            messages.info(self.request, f"Entered already: {item}. It is {item.letter}.")
            return HttpResponseRedirect(letter_address(item.letter))
        if item.response or item.set_aside_at:
            is_aside = bool(item.set_aside_at)
            did, why = ("Set aside", f": {item.set_aside_why}") if is_aside else ("Logged as a response", ".")
            messages.info(self.request, f"{did} already: {item}{why}")
            return redirect("intake")
        return redirect("intake-reply", item.pk)

    @cached_property
    def overtaken(self):
        """What became of it, so that there is nothing to confirm any more; else None."""
        return overtaken(self.item, self.user, kind=IntakeItem.TakenFor.LETTER)

    def new_key(self):
        return str(uuid.uuid5(_DRAFTS, f"{self.item.pk} {self.user.pk}"))

    # What was read

    @cached_property
    def proposals(self):
        """What was proposed for a letter, by id, the latest last."""
        rows = IntakeProposal.objects.filter(item=self.item, kind=IntakeProposal.Kind.LETTER).order_by("pk")
        return {row.pk: proposed(row) for row in rows}

    @cached_property
    def latest(self):
        """The id of the last proposal; None while nothing is proposed."""
        return next(reversed(self.proposals), None)

    @cached_property
    def fills(self):
        """The form as each proposal fills it, by the proposal's id; under None the empty one."""
        known = named_in(*self.proposals.values())
        office = self.item.office
        read = {pk: fill(one, known=known, office=office) for pk, one in self.proposals.items()}
        return read | {None: fill(None)}

    def filled(self):
        """The form as it is opened: what was proposed last, the office, and the files that came."""
        values = dict(self.fills[self.latest].values) | {"office": [str(self.item.office_id)]}
        merging.stamp(values, self.latest)
        files = self.item.files.all()
        for n, one in enumerate(files):
            title = "As received" if len(files) == 1 else f"As received, {n + 1} of {len(files)}"
            values[f"attachments-{n}-kept"] = [token_of(one.document)]
            values[f"attachments-{n}-title"] = [title]
            values[f"attachments-{n}-order"] = [str(n + 1)]
        values["attachments-TOTAL"] = [str(len(files))]
        return typed.as_data(values)

    def marks(self, data):
        """What is proposed, by the form's own proposal and that of each kind of row: {key: Mark}."""
        found = {}
        for kind, pk in merging.stamps_of(data).items():
            marks = self.fills.get(pk, self.fills[None]).marks
            found |= {key: mark for key, mark in marks.items() if showing.parts_of(key)[0] == kind}
        order = {key: n for n, key in enumerate(self.fills[self.latest].marks)}
        return dict(sorted(found.items(), key=lambda pair: order.get(pair[0], len(order))))

    # The form

    def entry(self, data=None, files=None):
        return ConfirmEntry(self.user, self.now, self.item, self.filled() if data is None else data, files)

    def opened(self):
        draft = draft_of(self.user, self.new_key())
        if draft is None:
            entry = self._hushed(self.filled())
            return self.render(entry, key=self.new_key(), serial=0)
        data = typed.as_data(draft.values)
        notes = [_ANEW] if merging.take_anew(data, self.fills, self.latest) else []
        return self.render(
            self._hushed(data),
            key=str(draft.key),
            serial=draft.serial,
            kept_at=draft.saved_at,
            notes=notes,
            began_at=draft.saved_at,
        )

    def _hushed(self, data):
        entry = self.entry(data)
        entry.hush()
        entry.find_kept_files()
        return entry

    def press(self, data, notes):
        data[typed.ITEM], data["office"] = str(self.item.pk), str(self.item.office_id)
        is_anew = merging.take_anew(data, self.fills, self.latest)
        if is_anew:
            notes.append(_ANEW)
        pressed = [name.partition("-") for name in data if name.startswith(("revert-", "use-"))]
        for act, _, key in pressed:
            if mark := self.marks(data).get(key):
                put(data, mark, as_read=act == "revert")
        if other := data.get("keep-both"):
            data.appendlist("both", other)
        return bool(pressed or other or is_anew)

    def is_sound(self, entry):
        data = entry.form.data
        self.refused = any(not one.is_done for one in showing.looks_of(entry, self.marks(data), data))
        return not self.refused

    def likes(self, entry):
        return [] if "anyway" in entry.form.data else self._twins(entry)

    def _twins(self, entry):
        data = entry.form.data
        others = {int(key) for key in data.getlist("both") if key.isdecimal() and len(key) < 19}
        return twins_of(self.item, entry, data, but=others)

    def save(self, entry, files, version):
        return enter_from(self.item, documents=files, **entry.given, by=self.user, now=self.now)

    def next(self):
        return after(self.request, self.item)

    def about(self, entry):
        item, data = self.item, entry.form.data
        marks = self.marks(data)
        showing.put_beside(entry, marks, data)
        looks = showing.looks_of(entry, marks, data)
        latest = self.proposals.get(self.latest)
        return papers(item) | {
            "title": f"Confirm {item}",
            "marks": showing.for_script(marks),
            "looks": looks,
            "left": sum(not one.is_done for one in looks),
            "lacks": showing.lacks_of(entry, data) if latest else [],
            "refused": self.refused,
            "overtaken": self.overtaken,
            "is_proposed": latest is not None,
            "more_signatories": latest.more_signatories if latest else 0,
            "stamps": [(name, data.get(name, "")) for name in merging.STAMPS],
            "both": data.getlist("both"),
            "twins": [] if self.request.method == "POST" else self._twins(entry),
        }


def papers(item):
    """What is shown of an item (one of `with_progress`) beside the form, in two statements."""
    batch = item.batch.items.filter(Q(set_aside_at=None) | Q(pk=item.pk))  # nothing leads to the others
    there = list(batch.order_by("pk").values_list("pk", flat=True))
    pages = pages_of(item, stop=MOST_PAGES)
    known = max(item.pages_known or 0, item.pages_read)
    return {
        "item": item,
        "sheets": sheets(item, pages),
        "pages_known": known,
        "more_from": pages[-1].number + 1 if len(pages) == MOST_PAGES and known > MOST_PAGES else None,
        "is_being_read": not (item.reading.finished_at or item.reading.failed_at),
        "progress": progress_of(item),
        "place": there.index(item.pk) + 1,
        "places": len(there),
        "back_url": reverse("intake"),
    }


def after(request, item):
    """On to the next item that waits to be confirmed."""
    following = next_to_confirm(IntakeItem.objects.visible_to(request.user), after=item)
    if following is None:
        messages.info(request, "Nothing else waits to be confirmed.")
        return redirect("intake")
    return redirect("intake-confirm", following.pk)


def sheets(item, pages):
    """The pages as they are shown, each with its picture."""
    return [sheet(page, reverse("intake-page", args=[item.pk, page.number])) for page in pages]


def put(data, mark, *, as_read):
    """Put a proposed value back into the form, as it was mended or as it stands on the paper."""
    data[mark.key] = mark.as_read if as_read else mark.value
    for name, value in mark.also.items():
        data[name] = "" if as_read else value
