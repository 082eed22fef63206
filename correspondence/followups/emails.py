"""The digest as a mail: what stands in it, in which order, and its headers."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from email.utils import format_datetime, formataddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import Truncator, get_text_list

from correspondence.core.days import EASTERN, day_of
from correspondence.letters.models import Letter

LETTERS_SHOWN = 200  # in full; of the others a digest says how many there are
WORDS_SHOWN = 160  # characters of a request


@dataclass
class Group:
    """What one agency owes by one day on one letter. A letter that is to be confirmed has no due date,

    and names the agencies that have sent nothing back.
    """

    rule: str
    sent_on: str
    agency: str = ""
    due_on: str = ""
    when: str = ""
    count: int = 0
    requests: list = field(default_factory=list)

    @property
    def asked(self):
        return _count(self.count, "request")


@dataclass
class About:
    """A letter in a digest."""

    name: str
    url: str
    assigned_to: str = ""
    groups: list = field(default_factory=list)
    mended: list = field(default_factory=list)


def first_letters(owed):
    """The ids of the letters that a digest shows in full, most overdue first.

    A letter stands where its earliest due date puts it; those that are only to be confirmed come last.
    """
    earliest = {}
    for one in owed:
        due = one.due_on or date.max
        earliest[one.letter_id] = min(due, earliest.get(one.letter_id, due))
    return sorted(earliest, key=lambda letter: (earliest[letter], letter))[:LETTERS_SHOWN]


def summary(owed, mended, today):
    """What a digest holds, in a line: 6 requests overdue, 2 letters to confirm."""
    overdue = {one.request_id for one in owed if one.due_on and one.due_on < today}
    due_soon = {one.request_id for one in owed if one.due_on and one.due_on >= today}
    to_confirm = {one.letter_id for one in owed if one.request_id is None}
    counts = [
        (len(overdue), "request", "overdue"),
        (len(due_soon), "request", "due soon"),
        (len(to_confirm), "letter", "to confirm"),
        (len(mended), "correction", ""),
    ]
    return ", ".join(f"{_count(count, noun)} {rest}".strip() for count, noun, rest in counts if count)


def written_digest(person, owed, reminders, mended, *, message_id, now):
    """The mail that tells a person what is owed, as Owed, and what was put right, as Mended.

    `reminders` are those of the `first_letters`, as `queries.reminders_of` reads them. A casework
    letter stands in it by its reference alone: neither its subject nor its requests' words.
    """
    today = day_of(now)
    chosen = {one.reminder_id for one in owed}
    order = first_letters(owed)
    letters = _letters([row for row in reminders if row.pk in chosen], person, today)
    said = summary(owed, mended, today)
    context = {
        "summary": said[:1].upper() + said[1:],
        "letters": [letters[pk] for pk in order if pk in letters],
        "more": len({one.letter_id for one in owed}) - len(order),
        "all_url": _url("admin:correspondence_letter_changelist"),
        "mended": _mended(mended),
        "today": _long(today),
    }
    mail = EmailMultiAlternatives(
        subject=f"{said}: {_long(today)}",
        body=render_to_string("emails/digest.txt", context),
        to=[formataddr((_one_line(str(person)), person.email))],
        headers={
            "Message-ID": message_id,
            "Date": format_datetime(now.astimezone(EASTERN)),
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    mail.attach_alternative(render_to_string("emails/digest.html", context), "text/html")
    return mail


def _letters(reminders, person, today):
    """The letters of these reminders, by id, what each owes grouped by due date, rule and agency."""
    abouts, groups = {}, defaultdict(dict)
    for row in sorted(reminders, key=_place):
        part = row.part
        letter = part.request.letter if part else row.letter
        if letter.pk not in abouts:
            abouts[letter.pk] = _about(letter)
            if letter.assigned_to_id != person.pk:
                abouts[letter.pk].assigned_to = _one_line(str(letter.assigned_to or "nobody"))
        key = (row.rule_id, part.due_on, part.agency_id) if part else (row.rule_id,)
        if key not in groups[letter.pk]:
            groups[letter.pk][key] = _group(row, letter, today)
            abouts[letter.pk].groups.append(groups[letter.pk][key])
        if part:
            group = groups[letter.pk][key]
            group.count += 1
            if letter.kind != Letter.Kind.CASEWORK:
                words = Truncator(_one_line(part.request.text)).chars(WORDS_SHOWN)
                group.requests.append({"label": _one_line(part.request.label), "words": words})
    return abouts


def _group(row, letter, today):
    group = Group(_one_line(row.rule.name), _long(letter.sent_on))
    if row.part:
        due_on = row.part.due_on
        group.agency = _one_line(row.part.agency.short_name)
        group.due_on, group.when = _long(due_on), _when(due_on, today)
    else:
        group.agency = get_text_list([_one_line(agency.short_name) for agency in row.silent], "or")
    return group


def _place(row):
    """Within a letter: the letter itself first, then by due date, in the order of the requests."""
    if row.part is None:
        return date.min, 0, row.pk
    return row.part.due_on, row.part.request.place, row.pk


def _mended(mended):
    abouts = {}
    for one in mended[-LETTERS_SHOWN:]:
        about = abouts.setdefault(one.letter.pk, _about(one.letter))
        is_casework = one.letter.kind == Letter.Kind.CASEWORK
        about.mended.append(
            {
                "what": _one_line(one.what),
                "by": _one_line(one.by),
                "on": _long(day_of(one.at)),
                "why": "" if is_casework else _one_line(one.why),
            }
        )
    return list(abouts.values())


def _about(letter):
    return About(_one_line(letter.name), _url("letter", letter.pk))


def _url(name, *args):
    return settings.SITE_URL + reverse(name, args=args)


def _when(due_on, today):
    days = (due_on - today).days
    if days < 0:
        return f"{_count(-days, 'day')} late"
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")


def _count(count, noun):
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _long(day):
    return f"{day:%-d %B %Y}"


def _one_line(text):
    """Without line breaks, which in a header or a plain text could pass for something else."""
    return " ".join(text.split())
