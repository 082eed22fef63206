"""What the box found, in groups: agencies with what they owe us first."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from correspondence.directory.models import Term
from correspondence.letters.finding import LATEST_ASKING, LATEST_LETTERS
from correspondence.reports.agencies import Owing, owing
from correspondence.templatetags.marks import day
from correspondence.web.directory.links import (
    NOTHING,
    Item,
    is_past,
    letter_item,
    link,
    listed,
    owing_marks,
    request_words,
)


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency that was found, what it owes, and where that is listed."""

    name: SafeString
    note: str
    marks: list
    owed: str
    owed_words: str


def find_context(found, user, *, today):
    """The groups of the page. One statement, for what the agencies owe."""
    owed = owing([one.pk for one in found.agencies], user, today=today) if found.agencies else {}
    all_people = listed("directory", kind="people", q=found.words)
    groups = [
        ("people", "People", [_person(one, today) for one in found.people], all_people),
        ("letters", "Letters", [letter_item(one) for one in found.letters], listed("letters", q=found.words)),
        ("requests", "Requests", [_request(one) for one in found.requests], ""),
    ]
    return {
        "room": "",
        "find_words": found.words,
        "found": found,
        "among_letters": f"{LATEST_LETTERS:,}",
        "among_requests": f"{LATEST_ASKING:,}",
        "agencies": [_agency(one, owed[one.pk], today) for one in found.agencies],
        "all_agencies": listed("directory", q=found.words) if "agencies" in found.more else "",
        "groups": [
            (key, title, rows, url if key in found.more else "", key in found.more)
            for key, title, rows, url in groups
            if rows
        ],
    }


def _agency(agency, owed: Owing, today):
    note = [agency.acronym, agency.parent.name if agency.parent else ""]
    if is_past(agency.valid_to, today):
        note.append(f"until {day(agency.valid_to)}")
    words = f"owes us {owed.words}" if owed.open else "owes us nothing"
    return Agency(
        link(agency.name, "agency", agency.pk),
        " · ".join(filter(None, note)),
        owing_marks(owed),
        listed("owed", agency=agency.pk) if owed.open else "",
        words,
    )


def _person(person, today):
    said = [person.post or ""]
    if person.post and is_past(person.post_to, today):
        said = [f"{person.post}, until {day(person.post_to)}"]
    if person.seat_in:
        said.append(f"{Term.Chamber(person.seat_in).label}, {person.seat_state}")
    return Item(NOTHING, link(person.name, "person", person.pk), "; ".join(filter(None, said)))


def _request(request):
    letter = request.letter
    return Item(
        NOTHING,
        link(request_words(request.text, letter, 200), "request", request.pk),
        f"{letter.reference}, request {request.label}, {day(letter.dated_on)}",
    )
