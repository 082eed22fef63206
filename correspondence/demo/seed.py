"""The letter of 29 November 2023 as the paper has it: what a clerk types, with nothing from the directory.

`seed_letter()` is for the loader, and for whoever enters the same letter through another door and compares.
"""

from dataclasses import dataclass
from datetime import date

from correspondence.demo.addressees import agency_called, post_of
from correspondence.demo.data import read
from correspondence.directory.models import Person, Seat
from correspondence.letters.deadlines import read_due_phrase

_FACTS = ("subject", "kind", "letterhead", "dated_on", "salutation", "body", "closing", "due_phrase")


@dataclass(frozen=True)
class SeedLetter:
    """Columns of `Letter`, and rows as dicts of their as-written columns, with what they are linked to.

    A signatory has a `bioguide_id`; a recipient the name of its `person` and of its `agency`.
    """

    facts: dict
    signatories: list[dict]
    recipients: list[dict]
    requests: list[dict]
    topics: list[str]
    sent_on: date
    delivery: str


def seed_letter():
    """The letter, read from its file."""
    paper = read("seed.yaml")
    facts = {name: paper[name] for name in _FACTS}
    terms = read_due_phrase(facts["due_phrase"], facts["dated_on"])
    facts |= {
        "due_anchor": terms.anchor.value,
        "due_named_on": terms.named_on,
        "due_count": terms.count,
        "due_unit": terms.unit,
    }
    return SeedLetter(
        facts=facts,
        signatories=_placed(paper["signatories"]),
        recipients=_placed(paper["recipients"]),
        requests=_placed(
            {"number": "", "lead_in": paper["lead_in"], "text": text, "kind": "question"}
            for text in paper["requests"]
        ),
        topics=list(paper["topics"]),
        sent_on=paper["sent_on"],
        delivery=paper["delivery"],
    )


def linked_signatories(seed, office):
    """The signatories as `enter_letter` takes them: with the person, and the seat held that day."""
    rows = []
    for row in seed.signatories:
        written = {name: row[name] for name in ("place", "name", "title")}
        person = Person.objects.get(bioguide_id=row["bioguide_id"])
        seat = Seat.objects.on(seed.facts["dated_on"]).filter(person=person, office=office).first()
        rows.append(written | {"person": person, "seat": seat})
    return rows


def linked_recipients(seed):
    """The recipients as `enter_letter` takes them: with agency, person, and the post held that day."""
    rows = []
    for row in seed.recipients:
        post = post_of(row["person"], row["title"], seed.facts["dated_on"])
        agency = agency_called(row["agency"])
        rows.append(row | {"person": post.person, "appointment": post, "agency": agency})
    return rows


def _placed(rows):
    return [{"place": place, **row} for place, row in enumerate(rows, start=1)]
