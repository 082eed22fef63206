"""The invented letters as their files tell them, with the days of the telling.

Days in the files are counted from the day on which the demonstration is loaded, so that its lists always
show letters that are late, due soon and just sent: -10 is ten days ago. What happens, happens on business
days: a day that is none gives way to the one before it, a day to come to the one after it. A day that is
written out is that day.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from correspondence.core.days import EASTERN, is_business_day
from correspondence.demo.data import letter_names, read

LABEL = "Invented for the demonstration."

_ENTERED_AT = time(10)
_TIMES = {"send": time(15), "respond": time(11), "contact": time(14)}
_DECIDED_AT = time(16)
_APART = timedelta(minutes=5)  # between two acts of one letter
_PLACEHOLDER = re.compile(r"\{([a-z]+|[a-z0-9-]+[a-z]|[+-]\d+)\}")


@dataclass(frozen=True)
class Days:
    """Days as the files count them, seen from the day of loading (an Eastern day)."""

    today: date

    def day(self, when):
        """The day meant by a number of days from today, or by a day that is written out."""
        if isinstance(when, date):
            return when
        day, step = self.today + timedelta(days=when), timedelta(days=-1 if when < 0 else 1)
        while not is_business_day(day):
            day += step
        return day


@dataclass
class Story:
    """One invented letter: what it says, and what became of it (`then`).

    A request that is `overlooked` stands in the letter, but was not entered with it.
    """

    slug: str
    subject: str
    dated: int
    to: list[dict]
    body: str
    salutation: str
    kind: str = "oversight"
    topics: list[str] = field(default_factory=list)
    cc: list[dict] = field(default_factory=list)
    signed: list[str] = field(default_factory=lambda: ["Chairman"])
    closing: str = "Sincerely,"
    lead_in: str = ""
    due: dict = field(default_factory=lambda: {"phrase": ""})
    requests: list[dict] = field(default_factory=list)
    hearing: dict = field(default_factory=dict)
    release: int | None = None
    assigned: str | None = "clerk"
    follows: list[str] = field(default_factory=list)
    then: list[dict] = field(default_factory=list)


@dataclass(frozen=True)
class Step:
    """One act in a letter's story: when it is done, its name in `acts`, and what it is told."""

    now: datetime
    slug: str
    act: str
    facts: dict


def read_stories():
    """The invented letters by their slug."""
    return {slug: Story(slug=slug, **read(f"letters/{slug}.yaml")) for slug in letter_names()}


def steps_of(slug, entered, then, days):
    """The steps of one letter in their order, no two at once: it is entered, then what its file tells."""
    moment = datetime.combine(entered, _ENTERED_AT, EASTERN)
    yield Step(moment, slug, "enter", {})
    for row in then:
        facts = {key: value for key, value in row.items() if key not in ("day", "act")}
        planned = datetime.combine(days.day(row["day"]), _TIMES.get(row["act"], _DECIDED_AT), EASTERN)
        moment = max(planned, moment + _APART)
        yield Step(moment, slug, row["act"], facts)


def fill(words, known):
    """Words with what stands in braces filled in; `known` gives the words for each name."""
    return _PLACEHOLDER.sub(lambda found: known(found.group(1)), words)


def paragraphs(folded):
    """The paragraphs of a text whose file has one a line, with a blank line between them."""
    return "\n\n".join(line for line in folded.strip().split("\n") if line.strip())


def written_out(day):
    """A day as letters write it: March 4, 2026."""
    return f"{day:%B} {day.day}, {day.year}"


def list_of(requests, lead_in=""):
    """Requests as the letter lists them, after their lead-in; each Member's under the Member's name."""
    lines, asker = ([lead_in, ""] if lead_in else []), ""
    for request in requests:
        if request.get("asker", "") != asker:
            asker = request["asker"]
            lines += ["", asker, ""] if lines else [asker, ""]
        number = str(request.get("number", ""))
        if request.get("under"):
            lines.append(f"   {number[number.rfind('(') :]} {request['text']}")
        else:
            mark = "-" if not number else number if number.startswith("(") else f"{number}."
            lines.append(f"{mark} {request['text']}")
    return "\n".join(lines)
