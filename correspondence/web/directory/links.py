"""Links and words that the pages of the directory share."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from correspondence.accounts.roles import Act, may, offices_where
from correspondence.letters.models import Letter
from correspondence.templatetags.marks import day, glyph_html, mark_html


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a list: a glyph or nothing, what it is, a note."""

    glyph: SafeString
    words: SafeString
    note: str = ""


NOTHING = mark_safe("")


class Named(NamedTuple):
    """The columns of a letter that name it."""

    pk: int
    reference: str
    kind: str
    subject: str
    sent_on: date | None

    @classmethod
    def columns(cls, path):
        """Where they are, from another row."""
        return [f"{path}__{name}" for name in cls._fields]


LETTER_SHOWN = ("reference", "kind", "subject", "dated_on", "sent_on", "office_id")


def link(words, name, *args):
    """A link to the page of this name."""
    return format_html('<a href="{}">{}</a>', reverse(name, args=args), words)


def listed(name, **query):
    """The address of a list, with its filters."""
    return f"{reverse(name)}?{urlencode(query)}"


def span(held_from, held_to, *, today):
    """ "29 Jun 2021 to 20 Jan 2025", "since 3 Jan 2025", "until 20 Jan 2025"; empty where none is known."""
    if held_from and held_to:
        return f"{day(held_from)} to {day(held_to)}"
    if held_from:
        return f"{'since' if held_from <= today else 'from'} {day(held_from)}"
    return f"until {day(held_to)}" if held_to else ""


def is_past(held_to, today):
    return held_to is not None and held_to < today


def owing_marks(owing, *, oldest_days=0):
    """What is owed, as marks: how many are open, and how many late, the oldest by so many days."""
    if not owing.open:
        return [mark_html("settled", "Owes us nothing")]
    requests = "1 request" if owing.open == 1 else f"{owing.open_words} requests"
    marks = [mark_html("open", f"{requests} open".capitalize())]
    if owing.late:
        days = f", {_days(oldest_days)}" if oldest_days else ""
        marks.insert(0, mark_html("late", f"{owing.late_words.capitalize()} late{days}"))
    return marks


def late_mark(due_on, today):
    """How late or how soon a request is, as a mark."""
    if due_on is None:
        return mark_html("open", "Clock paused")
    days = (due_on - today).days
    if days < 0:
        return mark_html("late", f"{_days(-days)} late")
    if days <= 7:
        words = {0: "Due today", 1: "Due tomorrow"}.get(days, f"Due in {days} days")
        return mark_html("soon", words)
    return mark_html("open", "Waiting")


def letter_link(letter):
    return link(letter_name(letter), "letter", letter.pk)


def letter_name(letter):
    """The subject of a letter; of casework its reference alone."""
    return letter.reference if letter.kind == Letter.Kind.CASEWORK else letter.subject


def request_words(text, letter, most=160):
    """The words of a request, cut at a word; of a casework inquiry, only that it is one."""
    return "Casework inquiry" if letter.kind == Letter.Kind.CASEWORK else short(text, most)


def short(words, most=160):
    """Words on one line, cut at a word where they are many."""
    words = " ".join(words.split())
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + " …"


def letter_words(letter):
    """The reference of a letter and its day, as a quiet line."""
    name = "" if letter.kind == Letter.Kind.CASEWORK else f"{letter.reference}, "
    return f"{name}{day(letter.dated_on)}{'' if letter.sent_on else ', not sent'}"


def letter_item(letter):
    """A letter as a line of a list."""
    return Item(glyph_html("sent" if letter.sent_on else "draft"), letter_link(letter), letter_words(letter))


def edit_act(user, model, row, *, office=None):
    """The act that opens a record for editing, in a list; none for somebody who may not.

    Clerks and above correct the directory; an office's own row is its managers'.
    """
    allowed = may(user, Act.MANAGE, office) if office else bool(offices_where(user, Act.ENTER))
    if not (allowed or user.is_superuser):
        return []
    url = reverse(f"admin:correspondence_{model}_change", args=[row.pk])
    return [{"label": "Settings, rules and members" if office else "Correct this record", "url": url}]


def _days(count):
    return "1 day" if count == 1 else f"{count:,} days"


def number(count):
    """ "1", "2.5", "1,204": a number of days without needless decimals."""
    return f"{count:,.1f}".removesuffix(".0") if count is not None else "–"
