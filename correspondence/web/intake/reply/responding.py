"""The form of a response, filled in from what came in; it puts the item on the record with it."""

from correspondence.forms.responding import Responding
from correspondence.intake.actions import log_from

ALONE = "Choose what the passage does, or take it out: proposed words are no answer by themselves."
_SAID = ("outcome", "settles", "note", "extension_until", "promised_on", "ground", "pages", "bates")


class ReplyResponding(Responding):
    """A response that somebody logs on a letter from an item. `desk` knows what was proposed."""

    def __init__(self, letter, *, desk, **given):
        self.desk = desk
        super().__init__(letter, **given)

    def rows_as_posted(self, data, parts):
        """What was typed, with the proposed passages in rows that are shown for the first time."""
        return super().rows_as_posted(self.desk.put_passages(data, parts), parts)

    def is_sound(self):
        """Whether what is unsure was looked at, no passage stands by itself, and it is no second one."""
        for row in self.alone():
            row.add_error("outcome", ALONE)
        return self.desk.may_be_logged(self) and not any(row.errors for row in self.rows)

    def alone(self):
        """The rows in which a passage stands as it was proposed, and nothing else."""
        return [row for row in self.rows if stands_alone(row.data, row.part, self.desk.passages)]

    def put_on_record(self, **given):
        """Log it, and note that the item became it, in one step."""
        return log_from(self.desk.item, self.letters, **given)


def stands_alone(data, part, passages):
    """Whether a passage stands in a part's row as it was proposed, and nothing was entered beside it."""
    name = f"part-{part.pk}"
    proposed = passages.get(part.request_id)
    quote = " ".join(data.get(f"{name}-quote", "").split())
    if proposed is None or not quote or quote != " ".join(proposed.passage.value.split()):
        return False
    return not any(data.get(f"{name}-{one}", "").strip() for one in _SAID)
