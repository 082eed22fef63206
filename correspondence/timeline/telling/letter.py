"""The letter itself: written, entered, sent, corrected, followed up."""

from django.urls import reverse

from correspondence.core.days import day_of
from correspondence.followups.rules import correction_in_words
from correspondence.letters.models import Letter
from correspondence.timeline.entries import Kind, capitalised, in_words, long_day, short_day
from correspondence.timeline.facts import name_of
from correspondence.timeline.telling.told import Told, by, in_a_sentence, quoted, said

SENT_BY = {
    Letter.Delivery.EMAIL: "by e-mail",
    Letter.Delivery.MAIL: "by mail",
    Letter.Delivery.HAND: "by hand",
    Letter.Delivery.FAX: "by fax",
    Letter.Delivery.PORTAL: "through the agency's portal",
}


def of_the_letter(facts):
    """What happened to the letter as a whole."""
    letter = facts.letter
    own_files = tuple(facts.files[0])
    yield (
        (),
        Told(
            letter.dated_on,
            Kind.WRITTEN,
            f"Dated {long_day(letter.dated_on)}",
            files=() if letter.sent_on else own_files,
            is_ahead=letter.dated_on > facts.today,
        ),
    )
    if day_of(letter.entered_at) != letter.sent_on:
        yield (), _entered(letter)
    if letter.sent_on:
        yield (), _sent(facts, own_files)
    yield from _corrections(facts.corrections)
    for later in facts.later_letters:
        yield (), _followed_up(later)


def _entered(letter):
    day, whose = day_of(letter.entered_at), letter.entered_by
    late = ""
    if letter.sent_on and day > letter.sent_on:
        days = (day - letter.sent_on).days
        late = f"{days:,} day{'' if days == 1 else 's'} after it was sent"
    return Told(
        day, Kind.ENTERED, "Entered in the record", detail=said(by(whose), late), who=str(whose or "")
    )


def _sent(facts, files):
    letter = facts.letter
    to = in_words(row.name or row.title or row.organization for row in facts.recipients if row.role == "to")
    recorded = day_of(letter.sent_recorded_at)
    entered_on = recorded if recorded != letter.sent_on else None
    marked = f"marked as sent by {letter.sent_by}" + (f" on {short_day(entered_on)}" if entered_on else "")
    return Told(
        letter.sent_on,
        Kind.SENT,
        f"Sent {SENT_BY.get(letter.delivery, '')}".strip(),
        detail=said(f"to {to}" if to else "", marked),
        who=str(letter.sent_by),
        files=files,
        entered_on=entered_on,
    )


def _followed_up(later):
    """A casework letter is named by its reference alone."""
    return Told(
        later.letter__sent_on,
        Kind.FOLLOWED_UP,
        f"Followed up by {later.letter__reference}",
        detail="" if later.letter__kind == Letter.Kind.CASEWORK else later.letter__subject,
        link=reverse("letter", args=[later.letter_id]),
    )


def _corrections(rows):
    """What was corrected in one act is told once."""
    acts = {}
    for row in rows:
        old, new = ("" if row.was_there else None), ("" if row.is_there else None)
        act = (day_of(row.at), name_of(row, "by"), row.why)
        acts.setdefault(act, []).append(correction_in_words(row.path, old, new))
    for (day, who, why), corrected in acts.items():
        words = capitalised(in_words(dict.fromkeys(map(in_a_sentence, corrected))))
        yield (), Told(day, Kind.CORRECTED, words, detail=said(by(who), quoted(why)), who=who)
