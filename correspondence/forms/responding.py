"""Logging a response, whichever the door: what was typed, its rows and files, and what became of it."""

from django.core import signing
from django.forms.utils import ErrorDict

from correspondence.core.days import day_of
from correspondence.core.refusals import Cannot
from correspondence.documents.actions import CannotStore, store_document
from correspondence.documents.models import Document
from correspondence.forms.responses import AnswerRows, ResponseForm
from correspondence.letters.models import Recipient
from correspondence.responses import actions
from correspondence.responses.meanwhile import ChangedMeanwhile, LoggedAlready, Seen, seen_so_far
from correspondence.responses.models import Response
from correspondence.responses.queries import agencies_asked, awaiting_acknowledgment, parts_to_judge
from correspondence.responses.rules import PROPOSES_TO_SETTLE

_FACTS = (
    "agency",
    "kind",
    "channel",
    "received_on",
    "dated_on",
    "control_number",
    "signer_name",
    "signer_title",
    "signer",
    "summary",
)
SHOWS_ANEW = ("_rows", "_preview", "_fill")  # buttons that log nothing


class Responding:
    """A response that somebody is logging on a letter.

    `posted` and `files` are what a browser sent (None: the form is opened), `asked` the id of the agency
    whose rows are wanted first. `form`, `rows` and `kept` (files of a try before) are what to show;
    `meanwhile` is set where others changed what is answered, and `has_moved` where other rows are shown
    than those that were filled in.
    """

    def __init__(
        self,
        letter,
        *,
        user,
        now,
        posted=None,
        files=None,
        asked="",
        settled_too=False,
        form_class=ResponseForm,
    ):
        self.letter, self.user, self.now, self.today = letter, user, now, day_of(now)
        self.meanwhile, self.said = None, ""
        self.posted, self.files = posted, files or None
        self.agencies = agencies_asked(letter)
        chosen = asked if posted is None else posted.get("agency", "")
        first = self.agencies[0] if self.agencies else None
        self.agency = next((one for one in self.agencies if str(one.pk) == chosen), first)
        data = self._facts_as_posted()
        self.form = form_class(
            data,
            self.files,
            letter=letter,
            user=user,
            agencies=self.agencies,
            agency=self.agency,
            now=now,
            initial=self._initial() if posted is None else None,
        )
        also = []
        if self.form.is_bound:
            self.form.full_clean()
            also = list(self.form.cleaned_data.get("also") or ())
        self.letters = [letter, *also]
        parts = self._parts(settled_too)
        self.rows = AnswerRows(parts, self.rows_as_posted(data, parts), user, today=self.today)
        self.kept = self._kept_files()
        self.has_moved = posted is not None and not self._shows_what_was_filled_in()

    @property
    def shown(self):
        """Which rows are shown, for a hidden field: what is sent back is compared with it."""
        return "|".join(
            (
                str(self.agency.pk) if self.agency else "",
                _ids(self.letters),
                _ids(row.part for row in self.rows),
            )
        )

    @property
    def seen(self):
        """Up to where the record is shown, signed, for a hidden field."""
        if self.meanwhile:
            seen = self.meanwhile.seen
        elif self.posted is not None and not self._is_of_others():
            seen = self._seen_as_posted()
        else:
            seen = seen_so_far(self.letters, self.agency) if self.agency else Seen()
        return signing.dumps(list(seen or Seen()))

    @property
    def kept_token(self):
        """The files of this try and those before, signed, for a hidden field: no browser sends them twice."""
        return signing.dumps([document.pk for document in self.kept])

    def show_anew(self):
        """Show what was typed without faults, as nobody said yet that it is finished."""
        unclear = self.form.errors.get("also")
        self.form._errors = ErrorDict({"also": unclear} if unclear else {})
        self.rows.show_without_faults()
        self._keep_files()

    def log(self):
        """Log what was typed: the responses. None where it was refused, which is shown at its place then."""
        logged = self._log()
        if logged is None:
            self._keep_files()
        return logged

    def is_sound(self):
        """Whether nothing of the page alone, on which it is filled in, stands against logging it."""
        return True

    def put_on_record(self, **given):
        """Log it, through the action that does; `given` is what `log_reply` takes. Raises as that does."""
        return actions.log_reply(self.letters, **given)

    def judgements(self):
        """What the rows say, as far as they can be read."""
        return [row.judgement() for row in self.rows if row.is_bound]

    def _log(self):
        if not (self.form.is_valid() & self.rows.is_valid() & self.is_sound()):
            return None
        data, judgements = self.form.cleaned_data, self.rows.judgements()
        if "_ack" in self.posted and any(one.says_something() for one in judgements):
            self.form.add_error(
                None,
                "Something is filled in below. Log it with “Log the response”, or empty the rows: "
                "here nothing is answered.",
            )
            return None
        try:
            documents = [
                store_document(self.letter.office, upload, by=self.user, now=self.now)
                for upload in data["files"]
            ]
            logged = self.put_on_record(
                **{name: data[name] for name in _FACTS},
                judgements=judgements,
                documents=[(one, "") for one in dict.fromkeys([*self.kept, *documents])],
                seen=self._seen_as_posted(),
                by=self.user,
                now=self.now,
            )
        except actions.CannotLog as refusal:
            self.rows.show_faults(self.form, refusal.faults)
        except CannotStore as refusal:
            self.form.add_error("files", refusal.message)
        except ChangedMeanwhile as refusal:
            self.meanwhile = refusal
        except LoggedAlready as refusal:
            self.said = refusal.message
            return refusal.responses
        except Cannot as refusal:
            self.form.add_error(None, refusal.message)
        else:
            self.said = _logged_in_words(self.letters, judgements)
            return logged
        return None

    def _initial(self):
        """An acknowledgment where nothing has come back yet; the control number that is known."""
        row = self.letter.recipients.filter(agency=self.agency, role=Recipient.Role.TO).first()
        first = self.agency is not None and self.agency.pk in awaiting_acknowledgment(self.letter)
        return {
            "kind": Response.Kind.ACKNOWLEDGMENT if first else "",
            "control_number": row.control_number if row else "",
        }

    def _facts_as_posted(self):
        if self.posted is None or "_ack" not in self.posted:
            return self.posted
        data = self.posted.copy()
        data["kind"] = Response.Kind.ACKNOWLEDGMENT
        return data

    def _parts(self, settled_too):
        """The parts a row is shown of: those that are open, those that were shown, all where it is wished."""
        if self.agency is None:
            return []
        shown = set(self._posted("shown").rpartition("|")[2].split(","))
        order = {letter.pk: place for place, letter in enumerate(self.letters)}
        parts = parts_to_judge(self.letters, self.agency, settled_too=settled_too or bool(shown - {""}))
        if not settled_too:
            parts = [part for part in parts if part.settled_on is None or str(part.pk) in shown]
        return sorted(parts, key=lambda part: order[part.request.letter_id])

    def rows_as_posted(self, data, parts):
        """What was typed; "Mark the empty rows as" puts its outcome into rows that say nothing."""
        outcome = self._posted("fill_with") if "_fill" in (self.posted or ()) else ""
        if not outcome:
            return data
        data = data.copy()
        for part in parts:
            name = f"part-{part.pk}"
            if not data.get(f"{name}-outcome"):
                data[f"{name}-outcome"] = outcome
                if outcome in PROPOSES_TO_SETTLE:
                    data[f"{name}-settles"] = "on"
        return data

    def _shows_what_was_filled_in(self):
        if not self._posted("shown"):
            return True
        agency, letters, parts = [*self._posted("shown").split("|"), "", ""][:3]
        now = self.shown.split("|")
        return [agency, letters] == now[:2] and set(now[2].split(",")) <= set(parts.split(","))

    def _is_of_others(self):
        """Whether the agency or the letters are others than those that were shown."""
        return self._posted("shown").split("|")[:2] != self.shown.split("|")[:2]

    def _seen_as_posted(self):
        if "seen" not in (self.posted or ()):
            return None
        try:
            return Seen(*signing.loads(self._posted("seen")))
        except (signing.BadSignature, TypeError):
            return Seen()

    def _posted(self, name):
        return (self.posted or {}).get(name, "")

    def _kept_files(self):
        """Files that came with an earlier try at this form, and were not taken out since."""
        if self.posted is None or not self._posted("kept"):
            return []
        try:
            keys = signing.loads(self._posted("kept"))
        except signing.BadSignature:
            return []
        dropped = self.posted.getlist("drop") if hasattr(self.posted, "getlist") else []
        keys = [pk for pk in keys if str(pk) not in dropped]
        if not keys:
            return []
        return list(Document.objects.filter(pk__in=keys, office=self.letter.office).order_by("pk"))

    def _keep_files(self):
        """Keep the files of a try that was not logged, as no browser sends them twice."""
        for upload in self.files.getlist("files") if self.files else []:
            try:
                document = store_document(self.letter.office, upload, by=self.user, now=self.now)
            except CannotStore as refusal:
                if "files" not in self.form.errors:
                    self.form.add_error("files", refusal.message)
            else:
                self.kept = self.kept if document in self.kept else [*self.kept, document]


def _ids(rows):
    return ",".join(str(row.pk) for row in rows)


def _logged_in_words(letters, judgements):
    settled = sum(1 for one in judgements if one.settles)
    where = f" on {len(letters)} letters" if len(letters) > 1 else ""
    what = "1 request is settled" if settled == 1 else f"{settled or 'No'} requests are settled"
    return f"The response is logged{where}. {what} by it."
