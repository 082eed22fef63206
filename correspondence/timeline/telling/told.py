"""One thing told, and the small words that all tellers share."""

from dataclasses import dataclass
from datetime import date

from correspondence.core.days import day_of
from correspondence.timeline.entries import File, Kind, cut, short_day


@dataclass(frozen=True, slots=True)
class Told:
    """An entry before it is drawn together with its like.

    Its words are `before`, the requests that it is about, and `after`.
    """

    day: date
    kind: Kind
    before: str = ""
    after: str = ""
    detail: str = ""
    who: str = ""
    link: str = ""
    mark: str = ""
    tone: str = ""
    files: tuple[File, ...] = ()
    entered_on: date | None = None
    is_ahead: bool = False


def said(*clauses):
    """Clauses in one line, those that say nothing left out."""
    return "; ".join(filter(None, clauses))


def by(user):
    return f"by {user}" if user else ""


def quoted(text):
    """Somebody's words; quotation marks within them become single ones."""
    return f"“{cut(text).replace('“', '‘').replace('”', '’')}”" if text else ""


def account(who, text):
    """Who put it on the record, and what they wrote of it."""
    return f"{who}: {cut(text)}" if text else f"logged by {who}"


def entered_on(moment, day):
    """The day on which it was put on the record, where that is another than its own."""
    entered = day_of(moment)
    return entered if entered != day else None


def entered_words(day):
    return f"entered on {short_day(day)}" if day else ""


def in_a_sentence(label):
    """A label as it stands within a sentence; one that begins with an acronym keeps it."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
