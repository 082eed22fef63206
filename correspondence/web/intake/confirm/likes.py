"""Letters that may be the one that came in, each side by side with what the form says."""

from dataclasses import dataclass

from django.db.models import Count, Prefetch
from django.utils.text import Truncator

from correspondence.intake.queries import possible_originals
from correspondence.letters.models import Letter, Recipient
from correspondence.templatetags.marks import day
from correspondence.web.intake.confirm.showing import plain

MOST = 3  # are shown side by side
_EXCERPT = 120  # signs
TO = Recipient.Role.TO.value


@dataclass(frozen=True)
class Twin:
    """A letter on the record that may be this one: why, and line by line what each says."""

    letter: Letter
    why: str
    lines: list  # (what, here, there, whether they are the same)

    @property
    def there(self):
        """What stands on the record, for the head of its column."""
        return f"{self.letter.reference}, {'sent' if self.letter.sent_on else 'a draft'}"


def twins_of(item, entry, data, *, but=()):
    """What may be the same letter, by what is typed, sound or not; `but`: ids of those said to be others."""
    originals = possible_originals(item, dated_on=entry.typed_day("dated_on"), **_said(entry, data))
    why = {one.letter.pk: one.why for one in originals if one.letter.pk not in but}
    if not why:
        return []
    to = Prefetch("recipients", Recipient.objects.filter(role=TO), "to")
    rows = Letter.objects.annotate(asked=Count("requests", distinct=True)).prefetch_related(to)
    letters, here = rows.in_bulk(list(why)[:MOST]), _here(entry, data)
    return [Twin(letter, why[pk], _beside(here, letter)) for pk, letter in letters.items()]


def _said(entry, data):
    """What duplicates are known by, as it is typed."""
    rows = [f"recipients-{row.index}" for row in entry.recipients.shown]
    agencies = {data.get(f"{one}-agency", "") for one in rows if data.get(f"{one}-role") == TO}
    return {
        "agencies": [int(key) for key in agencies if key.isdecimal() and len(key) < 19],
        "kind": data.get("kind", ""),
        "subject": data.get("subject", ""),
        "body": plain(data.get("body", "")),
        "requests": [plain(data.get(f"requests-{row.index}-text", "")) for row in entry.requests.shown],
    }


def _here(entry, data):
    """What the form says, line by line."""
    rows = [f"recipients-{row.index}" for row in entry.recipients.shown]
    to = [
        plain(data.get(f"{one}-name", "")) or plain(data.get(f"{one}-title", ""))
        for one in rows
        if data.get(f"{one}-role") == TO
    ]
    asked = [row for row in entry.requests.shown if plain(data.get(f"requests-{row.index}-text", ""))]
    dated_on = entry.typed_day("dated_on")
    return (
        ("Dated", day(dated_on) if dated_on else ""),
        ("To", "; ".join(filter(None, to))),
        ("Subject", plain(data.get("subject", ""))),
        ("Requests", str(len(asked))),
        ("Begins", _begins(data.get("body", ""))),
    )


def _beside(here, letter):
    there = (
        day(letter.dated_on),
        "; ".join(row.name or row.title for row in letter.to),
        letter.subject,
        str(letter.asked),
        _begins(letter.body),
    )
    return [
        (what, mine, its, mine.casefold() == its.casefold())
        for (what, mine), its in zip(here, there, strict=True)
    ]


def _begins(words):
    return Truncator(" ".join(words.split())).chars(_EXCERPT)
