"""The confirm screen of a reply: the pages of what came in beside the form of a response, filled in."""

from functools import cached_property

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from correspondence.accounts.roles import Act, require
from correspondence.forms.responding import SHOWS_ANEW
from correspondence.intake.actions import attach_to_response
from correspondence.intake.mail.models import IncomingMail
from correspondence.intake.models import IntakeItem, IntakeProposal
from correspondence.intake.pages import Opened
from correspondence.intake.queries import pages_of, proposed, taken_as, with_progress
from correspondence.intake.reading.replies import answers_to
from correspondence.intake.replies_to import as_asked, possible_same
from correspondence.letters.models import Letter
from correspondence.responses.queries import agencies_asked
from correspondence.web.intake.confirm import merging
from correspondence.web.intake.confirm.desk import after, papers
from correspondence.web.intake.confirm.showing import for_script
from correspondence.web.intake.overtaken import RESPONSE, overtaken
from correspondence.web.intake.reply import showing
from correspondence.web.intake.reply.filling import Facts, agency_mark, cited, matched, passage_mark
from correspondence.web.intake.reply.forms import FindLetterForm
from correspondence.web.intake.reply.responding import ReplyResponding, stands_alone
from correspondence.web.letters.entry import typed
from correspondence.web.responses.forms import FILL_WITH, DeskResponseForm
from correspondence.web.responses.meanwhile import by_part, in_sentences
from correspondence.web.responses.previewing import preview_of
from correspondence.web.responses.rows import answer_rows

LETTERS = Letter.objects.sent().select_related("office").defer("letterhead", "body")
MOST_READ = 30  # pages in which answers are looked for to the requests of a letter that a person chose
FILLED = "filled"  # the parts in whose rows the proposed passages have been put; sent by every filled form
_MAILS = Prefetch("mails", queryset=IncomingMail.objects.defer("text"))
_ANEW = ("_letter", "_also", "_find", "_promise", "_extension", "_again", *SHOWS_ANEW)
_PUTS = ("use-", "revert-", "out-")
_READ_ANEW = "It was read meanwhile: what you had not touched is filled in anew, and what you typed stands."


class ReplyDesk:
    """The page both ways. Nothing is settled, and no outcome chosen, but by the person at it."""

    def __init__(self, request, pk):
        self.request, self.pk, self.user, self.now = request, pk, request.user, timezone.now()
        self.is_sent = request.method == "POST"
        self.passages, self.notes, self.same = {}, [], []
        self.refused = self.is_same_refused = self.is_new = False
        self.overtaken = None

    def fetch(self):
        """Read what the page is about, and ask at once whether this person may."""
        items = IntakeItem.objects.visible_to(self.user).select_related(
            "office", "batch", "reading", "letter", "response__agency", "done_by", "set_aside_by"
        )
        rows = with_progress(items).prefetch_related("files__document", _MAILS)
        self.item = get_object_or_404(rows, pk=self.pk)
        require(self.user, Act.LOG, self.item.office)

    def elsewhere(self):
        """The answer where there is nothing to log any more; else None."""
        item = self.item
        if item.response:
            messages.info(self.request, f"Logged already: {item}. It is {item.response}.")
            return redirect("response", item.response_id)
        if item.letter or item.set_aside_at or taken_as(item) != RESPONSE:
            return redirect("intake-confirm", item.pk)
        return None

    def answer_overtaken(self):
        """Where somebody else was first with it: all that was typed, and who did what. None where nobody was.

        Nothing is logged. What this person did before (the browser sent it twice) is no such case.
        """
        if "reading" not in self.request.POST:  # it comes with every form that was filled in
            return None
        became = overtaken(self.item, self.user, kind=RESPONSE)
        self.overtaken = became if became and became.who != "You" else None
        return self.answer() if self.overtaken else None

    # What was read

    @cached_property
    def filed_with(self):
        """The id of the letter with which the mail was filed that brought it; None where none was."""
        return next((mail.letter_id for mail in self.item.mails.all() if mail.letter_id), None)

    @cached_property
    def readings(self):
        """What was proposed for a reply, by id, the latest last."""
        rows = IntakeProposal.objects.filter(item=self.item, kind=IntakeProposal.Kind.RESPONSE).order_by("pk")
        return {row.pk: proposed(row) for row in rows}

    @cached_property
    def latest(self):
        """The id of the last proposal; None while nothing is proposed."""
        return next(reversed(self.readings), None)

    @cached_property
    def reading(self):
        return self.readings.get(self.latest)

    @cached_property
    def fills(self):
        """The form's own fields as each proposal fills them, by its id; under None without one."""
        return {pk: Facts(self.item, one).filled() for pk, one in (self.readings | {None: None}).items()}

    # The form

    def answer(self):
        self.data = self._data()
        self.finder = FindLetterForm(
            self.data if self._is_finding() else None, user=self.user, item=self.item
        )
        self.letter = self._letter()
        if self.letter is None:
            return self._render(None, status=409 if self.overtaken else 422 if self._is_finding() else 200)
        self.data["letter"] = str(self.letter.pk)
        if "also" in self.data:
            also = [key for key in self.data.getlist("also") if key != self.data["letter"]]
            self.data.setlist("also", also)
        self._choose_agency()
        reply = ReplyResponding(
            self.letter,
            desk=self,
            user=self.user,
            now=self.now,
            posted=self.data,
            files=None if self.request.htmx or self.overtaken else self.request.FILES,
            settled_too="all" in self.request.GET,
            form_class=DeskResponseForm,
        )
        if self.request.htmx and "_preview" in self.data:
            return render(self.request, "responses/_preview.html", {"preview": preview_of(reply)})
        if self._shows_anew(reply):
            reply.show_anew()
        elif logged := reply.log():
            return self._logged(reply, logged)
        return self._render(reply, status=self._status(reply))

    def _data(self):
        """What was sent, or what was proposed last; with what a button of this page does to it."""
        if not self.is_sent:
            values = dict(self.fills[self.latest].values) | {merging.READING: [str(self.latest or "")]}
            data = typed.as_data(values)
            if self.reading:
                data.setlist("also", [str(pk) for pk in cited(self.reading)])
            return data
        data = self.request.POST.copy()
        self._fill_new(data)
        self.before = data.get(merging.READING, "")
        if merging.take_anew(data, self.fills, self.latest):
            self.notes.append(_READ_ANEW)
        if also := data.get("_also"):
            data.appendlist("also", also)
        self._put_back(data, self.fills[self.latest].marks)
        return data

    def _fill_new(self, data):
        """Fill in the form where none was shown yet, as the letter is only now chosen."""
        self.is_new = FILLED not in data
        if not self.is_new:
            return
        for name, values in self.fills[self.latest].values.items():
            if name not in data:
                data.setlist(name, values)
        if self.reading and "also" not in data:
            data.setlist("also", [str(pk) for pk in cited(self.reading)])
        data[merging.READING] = str(self.latest or "")

    def _is_finding(self):
        words = self.data.get("other_words", "").strip()
        return self.is_sent and ("_find" in self.data or bool(words and "_rows" in self.data))

    def _letter(self):
        """The letter that it answers: the one that was chosen, or that its mail was filed with, else the
        likeliest; None where a person has to choose.
        """
        mine = LETTERS.visible_to(self.user).filter(office=self.item.office_id)
        if self._is_finding() and self.finder.is_valid():
            return get_object_or_404(mine, pk=self.finder.cleaned_data["other"].pk)
        asked = self.data.get("_letter") or self.data.get("letter")
        if said := asked if self.is_sent else self.request.GET.get("letter"):
            return get_object_or_404(mine, pk=_key(said))
        if self.is_sent:
            return None
        if self.filed_with:
            return mine.filter(pk=self.filed_with).first()
        match = matched(self.reading)
        return mine.filter(pk=match.value).first() if match else None

    def _choose_agency(self):
        """The agency that wrote it, where none of those that were asked is chosen."""
        agencies = list(agencies_asked(self.letter))
        if self.data.get("agency") not in {str(one.pk) for one in agencies}:
            mark = agency_mark(self.reading, agencies)
            self.data["agency"] = mark.value if mark else str(agencies[0].pk) if agencies else ""

    def _shows_anew(self, reply):
        pressed = [name for name in self.data if name in _ANEW or name.startswith(_PUTS)]
        is_first = not self.is_sent or self.is_new
        return is_first or bool(self.overtaken) or reply.has_moved or bool(pressed) or bool(self.notes)

    # What ReplyResponding asks

    def put_passages(self, data, parts):
        """Put the proposed passages into rows that are new here, and do what the buttons at the rows say."""
        self.passages = self._passages(parts)
        there = set(data.get(FILLED, "").split(",")) - {""}
        older = self._older_passages() if self.is_sent else {}
        for part in parts:
            self._put_passage(data, part, str(part.pk) in there, older.get(part.request_id))
        data[FILLED] = ",".join(str(part.pk) for part in parts)  # those of rows that were away are put anew
        self._put_back(data, {mark.key: mark for mark in self._passage_marks(parts)})
        if "_ack" in data or "_later" in data:
            for part in parts:
                if stands_alone(data, part, self.passages):
                    data[f"part-{part.pk}-quote"] = ""
        for name, column, day in self._offered_days():
            if name in data:
                for part in parts:
                    key = f"part-{part.pk}-{column}"
                    if part.settled_on is None and not data.get(key):
                        data[key] = day.isoformat()
        return data

    def _put_passage(self, data, part, is_there, older):
        key, found = f"part-{part.pk}-quote", self.passages.get(part.request_id)
        new = found.passage.value if found and part.settled_on is None else ""
        if not is_there:
            if new and not data.get(key):
                data[key] = new
        elif older and merging.plain(data.get(key, "")) == merging.plain(older.passage.value):
            data[key] = new

    def _put_back(self, data, marks):
        """Put a proposed value back, or take it out, where its button was pressed."""
        for act, _, key in [name.partition("-") for name in data if name.startswith(_PUTS)]:
            if mark := marks.get(key):
                data[key] = {"out": "", "revert": mark.as_read, "use": mark.value}[act]

    def _passages(self, parts):
        """The passages that seem to answer the requests of these parts, by the request's id."""
        if self.reading is None:
            return {}
        wanted = {part.request_id: part.request for part in parts}
        found = {one.request_id: one for one in self.reading.answers if one.request_id in wanted}
        likeliest = self.reading.matches[0].letter_id if self.reading.matches else None
        others = [as_asked(one) for one in wanted.values() if one.letter_id != likeliest]
        if others:
            opened = Opened("", tuple(pages_of(self.item, stop=MOST_READ)))
            found |= {one.request_id: one for one in answers_to(opened, others)}
        return found

    def _passage_marks(self, parts):
        its = [part for part in parts if part.request_id in self.passages and part.settled_on is None]
        return [passage_mark(part, self.passages[part.request_id].passage) for part in its]

    def _older_passages(self):
        """What an earlier reading proposed, where the form was filled from that one."""
        key = _key(self.before)
        older = self.readings.get(key) if key != self.latest else None
        return {one.request_id: one for one in older.answers} if older else {}

    def _offered_days(self):
        """(button, column, day) of what it promises, and of how long it asks for."""
        its = self.reading
        offered = [
            ("_promise", "promised_on", its and its.promised_on),
            ("_extension", "extension_until", its and its.extension_until),
        ]
        return [one for one in offered if one[2]]

    def may_be_logged(self, reply):
        """Whether all that is unsure was looked at, and it is not on the record already."""
        marks = self._marks(reply)
        self.refused = any(not one.is_done for one in showing.looks_of(reply, marks, self.data))
        self.same = self._same(reply) if "anyway" not in self.data else []
        self.is_same_refused = bool(self.same)
        return not (self.refused or self.same)

    def _same(self, reply):
        dated_on = showing.typed_day(reply.form, "dated_on") if reply else None
        letters, agency = (reply.letters, reply.agency) if reply else ((), None)
        return possible_same(self.item, letters=letters, agency=agency, dated_on=dated_on)

    # The answer

    def _logged(self, reply, logged):
        if not IntakeItem.objects.filter(pk=self.item.pk, response__isnull=False).exists():
            attach_to_response(self.item, logged[0], by=self.user, now=self.now)
        messages.success(self.request, reply.said)
        if "save-next" in self.data:
            return after(self.request, self.item)
        return HttpResponseRedirect(reverse("response", args=[logged[0].pk]))

    def _status(self, reply):
        if reply.meanwhile or self.overtaken:
            return 409
        faults = reply.form.errors or reply.rows.total_error_count()
        return 422 if faults or self.refused or self.is_same_refused else 200

    def _marks(self, reply):
        """What is proposed, in the order of the form: {key: Mark}."""
        found = [None if self.filed_with else matched(self.reading)]
        found.append(agency_mark(self.reading, reply.agencies))
        found += self.fills[self.latest].marks.values()
        found += self._passage_marks([row.part for row in reply.rows])
        return {mark.key: mark for mark in found if mark}

    def _render(self, reply, *, status):
        matches = showing.matches_of(self.reading, self.letter, self.data, self.user, self.filed_with)
        if not matches:
            self.finder["other"].label = "The letter"
        context = papers(self.item) | {
            "room": "intake",
            "office": self.item.office,
            "title": f"Confirm {self.item}",
            "reading": self.reading,
            "finder": self.finder,
            "letter": self.letter,
            "matches": matches,
            "notes": self.notes,
            "overtaken": self.overtaken,
            "marks": {},
            "stamp": self.latest or "",
        }
        if reply:
            context |= self._about(reply)
        return render(self.request, "intake/reply.html", context, status=status)

    def _about(self, reply):
        marks = self._marks(reply)
        showing.put_beside(reply, marks, self.data, self.passages)
        looks = showing.looks_of(reply, marks, self.data)
        same = self.same or ([] if self.is_sent and not self.is_new else self._same(reply))
        return {
            "reply": reply,
            "form": reply.form,
            "rows": reply.rows,
            "answers": answer_rows(reply.rows, by_part(reply.meanwhile)),
            "happened": in_sentences(reply.meanwhile),
            "preview": preview_of(reply),
            "fill_with": FILL_WITH,
            "is_about_settled_too": "all" in self.request.GET,
            "all_url": f"?all=1&letter={self.letter.pk}",
            "filled": self.data.get(FILLED, ""),
            "marks": for_script(marks),
            "looks": looks,
            "left": sum(not one.is_done for one in looks),
            "lacks": showing.lacks_of(self.data) if self.reading else [],
            "refused": self.refused,
            "said": showing.said_of(self.reading),
            "targets": showing.targets_of(reply),
            "same": [showing.beside_of(one, reply) for one in same],
            "is_same_refused": self.is_same_refused,
            "has_alone": bool(reply.alone()),
        }


def _key(text):
    return int(text) if text and text.isdecimal() and len(text) < 19 else 0
