"""A proposed letter as the JSON that `manage.py parse_letter --json` prints, and that is measured. Pure."""

from dataclasses import asdict
from pathlib import PurePath


def letter_as_json(letter, source):
    """The fields by which letters are measured, with beside them what is corrected, how sure, and where."""
    return {
        "source": PurePath(source).name,
        "letter_date": letter.dated_on.value or None,
        "office": letter.office.value or None,
        "letterhead": letter.letterhead.value or None,
        "signatories": [_person(person, ("name", "title")) for person in letter.signatories],
        "more_signatories": letter.more_signatories,
        "to": [_person(person) for person in letter.to],
        "cc": [_person(person) for person in letter.cc],
        "subject": letter.subject.value or None,
        "salutation": letter.salutation.value or None,
        "body": letter.body.value or None,
        "closing": letter.closing.value or None,
        "requests": [_request(request) for request in letter.requests],
        "deadline": {
            "date": letter.due_on.isoformat() if letter.due_on else None,
            "phrase": letter.due_phrase.value or None,
        },
        "how_sure": {
            name: getattr(letter, name).sure
            for name in (
                "dated_on",
                "office",
                "letterhead",
                "subject",
                "salutation",
                "body",
                "closing",
                "due_phrase",
            )
            if getattr(letter, name).value
        },
        "corrected": {
            name: {"as_read": value.as_read, "why": value.why}
            for name in ("dated_on", "office", "letterhead", "subject", "salutation")
            if (value := getattr(letter, name)).as_read
        },
    }


def _person(person, fields=("name", "title", "organization", "address")):
    said = {name: getattr(person, name).value or None for name in fields}
    said["sure"] = person.name.sure if person.name.value else person.title.sure
    said["place"] = [asdict(span) for span in (person.name if person.name.value else person.title).spans]
    if person.name.as_read:
        said["as_read"] = person.name.as_read
    if person.name.why:
        said["why"] = person.name.why
    return said


def _request(request):
    return {
        "number": request.number or None,
        "text": request.text.value,
        "due": request.due_on.isoformat() if request.due_on else None,
        "kind": request.kind or None,
        "asked_by": request.asked_by or None,
        "sure": request.text.sure,
        "place": [asdict(span) for span in request.text.spans],
    }
