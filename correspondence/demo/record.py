"""The office's record as far as it has been told, and how the files of the stories are read into it."""

from dataclasses import dataclass, field

from correspondence.demo.addressees import agency_called
from correspondence.demo.office import Desk
from correspondence.demo.stories import LABEL, Days, Story, fill, written_out
from correspondence.letters.models import Letter, Part, Recipient
from correspondence.responses.models import Response


@dataclass
class Record:
    """The office's record as far as it has been told."""

    desk: Desk
    days: Days
    stories: dict[str, Story]
    letters: dict[str, Letter] = field(default_factory=dict)
    responses: dict[str, Response] = field(default_factory=dict)

    def day(self, when):
        return None if when is None else self.days.day(when)

    def owing(self, slug, agency):
        """The agency of this name, or where none is named the first that the letter is addressed to."""
        if agency:
            return agency_called(agency)
        to = self.letters[slug].recipients.filter(role=Recipient.Role.TO).select_related("agency")
        return to.order_by("place").first().agency

    def parts(self, slug, places, agency=None):
        """What an agency owes on the requests in these places, in their order."""
        found = {
            part.request.place: part
            for part in Part.objects.filter(
                request__letter=self.letters[slug], agency=self.owing(slug, agency)
            ).select_related("request")
        }
        return [found[place] for place in places]

    def words(self, text):
        """A text with its days filled in: {-10} and {+5} are days, {some-letter} the day of that letter."""

        def known(name):
            return written_out(self.days.day(int(name) if name[0] in "+-" else self.stories[name].dated))

        return fill(text, known)

    def invented(self, text):
        return f"{LABEL} {self.words(text).strip()}"
