"""Facts told as entries: pure, in the words that an office uses."""

from correspondence.timeline.entries import MARKS, TONES, Entry, Kind, capitalised
from correspondence.timeline.telling.chasing import of_a_contact, of_reminders, of_what_lies_ahead
from correspondence.timeline.telling.clock import of_decisions, of_the_clock
from correspondence.timeline.telling.letter import of_the_letter
from correspondence.timeline.telling.replies import of_a_reply

__all__ = ["tell"]


def tell(facts):
    """The entries of these facts, oldest first; within a day in the order of `Kind`, then of the letter.

    What one act of a day did to several requests is told once.
    """
    together = {}
    for part_ids, told in _all(facts):
        together.setdefault(told, {}).update(dict.fromkeys(part_ids))
    place = {part.pk: n for n, part in enumerate(facts.parts)}
    entries = [
        _entry(told, tuple(sorted(part_ids, key=place.get)), facts) for told, part_ids in together.items()
    ]
    entries.sort(
        key=lambda entry: (entry.day, entry.kind.rank, place[entry.part_ids[0]] if entry.part_ids else -1)
    )
    return entries


def _all(facts):
    yield from of_the_letter(facts)
    for part in facts.parts:
        yield from of_the_clock(facts, part)
    yield from of_decisions(facts)
    for reply in facts.replies:
        yield from of_a_reply(facts, reply)
    for contact in facts.contacts:
        yield from of_a_contact(facts, contact)
    yield from of_reminders(facts)
    yield from of_what_lies_ahead(facts)


def _entry(told, part_ids, facts):
    names_agency = told.kind is not Kind.MOVED  # which says both
    requests = facts.names.together(part_ids, on=told.day, names_agency=names_agency) if part_ids else ""
    return Entry(
        day=told.day,
        kind=told.kind,
        words=capitalised(f"{told.before}{requests}{told.after}"),
        detail=told.detail,
        who=told.who,
        link=told.link,
        mark=told.mark or MARKS.get(told.kind, ""),
        tone=told.tone or TONES.get(told.kind, ""),
        labels=facts.names.labels(part_ids),
        agency=facts.names.agency(part_ids, on=told.day) if part_ids else "",
        part_ids=part_ids,
        files=told.files,
        entered_on=told.entered_on,
        is_ahead=told.is_ahead,
    )
