"""Judging a response that is logged, or judging it anew, whichever the door."""

from django.core import signing
from django.forms import Form

from correspondence.core.days import day_of
from correspondence.core.refusals import Cannot
from correspondence.forms.responses import AnswerRows
from correspondence.responses import actions
from correspondence.responses.queries import parts_to_judge
from correspondence.responses.rules import JUDGED


class Judging:
    """A response that somebody judges: one row a part, with what was judged before filled in.

    `meanwhile` has the answers that others judged since the page was shown, if any.
    """

    def __init__(self, response, *, user, now, posted=None):
        self.response, self.user, self.now, self.posted = response, user, now, posted
        self.answers = list(response.answers.select_related("judged_by"))
        before = {
            answer.part_id: {name: getattr(answer, name) for name in JUDGED}
            | {"settles": answer.decision_id is not None}
            for answer in self.answers
        }
        parts = parts_to_judge([response.letter], response.agency, settled_too=True)
        self.form = Form(posted)
        self.rows = AnswerRows(parts, posted, user, today=day_of(now), initial=before)
        self.said, self.meanwhile = "", []

    @property
    def seen(self):
        """The answers as they are shown, signed, for a hidden field."""
        return signing.dumps({str(one.part_id): one.judged_at.isoformat() for one in self.answers})

    def keep(self):
        """Keep what was judged: whether it was. Where it was refused, the reason is shown at its place."""
        if not (self.form.is_valid() & self.rows.is_valid()):
            return False
        # A settlement that stands is not made again by a tick that was there before.
        changed = [row for row in self.rows if row.has_changed()]
        if changed and (meanwhile := self._judged_meanwhile({row.part.pk for row in changed})):
            self.meanwhile = meanwhile
            return False
        try:
            actions.judge(self.response, [row.judgement() for row in changed], by=self.user, now=self.now)
        except actions.CannotLog as refusal:
            self.rows.show_faults(self.form, refusal.faults)
        except Cannot as refusal:
            self.form.add_error(None, refusal.message)
        else:
            self.said = "Judged." if changed else "Nothing was changed."
            return True
        return False

    def _judged_meanwhile(self, parts):
        """The answers about these parts that are others than were shown."""
        if "seen" not in self.posted:
            return []
        try:
            seen = signing.loads(self.posted["seen"])
        except signing.BadSignature:
            seen = {}
        return [
            one
            for one in self.answers
            if one.part_id in parts and seen.get(str(one.part_id)) != one.judged_at.isoformat()
        ]
