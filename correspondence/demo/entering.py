"""Entering the letters: the real one from its paper, the invented ones from their stories."""

from correspondence.demo import seed
from correspondence.demo.addressees import agency_called
from correspondence.demo.stories import LABEL, fill, list_of, paragraphs, written_out
from correspondence.letters.actions import enter_letter
from correspondence.letters.deadlines import read_due_phrase
from correspondence.letters.models import Recipient

SEED = "seed"
_COMMITTEE = "Committee on Foreign Relations"


def enter(record, slug, *, now):
    """Enter the letter as a draft: the seed from its paper, any other from its story."""
    enter_it = _enter_seed if slug == SEED else _enter_invented
    record.letters[slug] = enter_it(record, slug, now)


def _enter_seed(record, slug, now):
    paper = seed.seed_letter()
    return enter_letter(
        record.desk.office,
        facts=paper.facts | {"assigned_to": record.desk.people["clerk"]},
        signatories=seed.linked_signatories(paper, record.desk.office),
        recipients=seed.linked_recipients(paper),
        requests=paper.requests,
        topics=[record.desk.topics[name] for name in paper.topics],
        by=record.desk.people["clerk"],
        now=now,
    )


def _enter_invented(record, slug, now):
    """Nobody is named in an invented letter: it goes from title to title, and titles outlast people."""
    story, dated_on = record.stories[slug], now.date()
    due_on = record.day(story.due.get("day"))
    phrase = story.due["phrase"].replace("{due}", written_out(due_on) if due_on else "")
    terms = read_due_phrase(phrase, dated_on)
    asked = [row | {"text": record.words(row["text"])} for row in story.requests]
    return enter_letter(
        record.desk.office,
        facts={
            "kind": story.kind,
            "subject": story.subject,
            "hearing_title": story.hearing.get("title", ""),
            "hearing_on": record.day(story.hearing.get("day")),
            "letterhead": record.desk.office.letterhead,
            "dated_on": dated_on,
            "salutation": story.salutation,
            "body": _body(record, story, phrase, asked),
            "closing": story.closing,
            "due_phrase": phrase,
            "due_anchor": terms.anchor,
            "due_named_on": terms.named_on,
            "due_count": terms.count,
            "due_unit": terms.unit,
            "release_signed_on": record.day(story.release),
            "assigned_to": record.desk.people[story.assigned] if story.assigned else None,
        },
        signatories=[
            {"place": place, "name": f"The {title}", "title": _COMMITTEE}
            for place, title in enumerate(story.signed, start=1)
        ],
        recipients=_recipients(record, story),
        requests=[
            _request(record, story, place, row)
            for place, row in enumerate(asked, start=1)
            if not row.get("overlooked")
        ],
        topics=[record.desk.topics[name] for name in story.topics],
        follows=[record.letters[earlier] for earlier in story.follows],
        by=record.desk.people["clerk"],
        now=now,
    )


def _body(record, story, phrase, asked):
    """The letter's text, {requests} and {phrase} put in where it has them, and what it is said in the end."""
    written = {"requests": list_of(asked, story.lead_in), "phrase": phrase}
    body = fill(paragraphs(story.body), lambda name: written.get(name) or record.words(f"{{{name}}}"))
    return f"{body}\n\n[{LABEL}]"


def _recipients(record, story):
    lines = [(Recipient.Role.TO, row) for row in story.to] + [(Recipient.Role.CC, row) for row in story.cc]
    rows = []
    for place, (role, row) in enumerate(lines, start=1):
        agency = agency_called(row["agency"])
        rows.append(
            {
                "place": place,
                "role": role,
                "title": row["title"],
                "organization": agency.name,
                "address": agency.address,
                "agency": agency,
            }
        )
    return rows


def _request(record, story, place, row):
    request = {
        "place": place,
        "number": str(row.get("number", "")),
        "lead_in": "" if row.get("under") else story.lead_in,
        "text": row["text"],
        "kind": row.get("kind", "question"),
        "parent_place": row.get("under"),
        "due_named_on": record.day(row.get("day")),
        "put_to": [agency_called(name) for name in row.get("put_to", ())],
        "repeats": [
            record.letters[earlier].requests.get(place=its_place)
            for earlier, its_place in row.get("repeats", {}).items()
        ],
    }
    if "asker" in row:
        request |= {"asker": row["asker"], "asked_by": record.desk.members[row["asker"]]}
    return request
