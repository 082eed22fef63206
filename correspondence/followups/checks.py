"""What cannot be in the record of contacts and reminders, found by the database itself."""

from collections.abc import Iterator

from django.db.models import F

from correspondence.followups.models import Contact, ContactPart, Reminder, ReminderRule
from correspondence.letters.checks import Finding
from correspondence.letters.models import Decision

About = ReminderRule.About


def findings() -> Iterator[Finding]:
    """All that cannot be in contacts and reminders, one finding at a time."""
    for record, rows, key, reference, sentence in (*_contacts(), *_reminders()):
        for pk, name in rows.order_by("pk").values_list(key, reference).iterator(chunk_size=2000):
            yield Finding(record, pk, name, sentence)


def _contacts():
    contacts, about = Contact.objects, ContactPart.objects
    here, there = ("pk", "letter__reference"), ("contact_id", "contact__letter__reference")
    decided = about.filter(decision__isnull=False)
    yield "contact", contacts.filter(letter__sent_on=None), *here, "It is logged on a draft."
    yield (
        "contact",
        contacts.standing().filter(on__lt=F("letter__dated_on")),
        *here,
        "It was before the letter's date.",
    )
    yield (
        "contact",
        about.exclude(part__request__letter=F("contact__letter")),
        *there,
        "It is about a request of another letter.",
    )
    yield (
        "contact",
        decided.exclude(decision__part=F("part")),
        *there,
        "It led to a decision about a part that it was not about.",
    )
    yield (
        "contact",
        decided.exclude(decision__what=Decision.What.SETTLED),
        *there,
        "It led to a decision that settles nothing.",
    )


def _reminders():
    of_letters = Reminder.objects.filter(letter__isnull=False)
    of_parts = Reminder.objects.filter(part__isnull=False)
    for rows, letter, about in (
        (of_letters, "letter", About.LETTER),
        (of_parts, "part__request__letter", About.PART),
    ):
        reference = f"{letter}__reference"
        yield (
            "reminder",
            rows.exclude(rule__office=F(f"{letter}__office")),
            "pk",
            reference,
            "It was raised by a rule of another office.",
        )
        yield (
            "reminder",
            rows.filter(**{f"{letter}__sent_on": None}),
            "pk",
            reference,
            "It reminds of a draft.",
        )
        yield (
            "reminder",
            rows.exclude(rule__about=about),
            "pk",
            reference,
            f"It is about a {about}, and its rule is not.",
        )
    for rows, letter in ((of_letters, "letter"), (of_parts, "part__request__letter")):
        yield (
            "reminder",
            rows.filter(closed_at__lt=F("raised_at")),
            "pk",
            f"{letter}__reference",
            "It was closed before it was raised.",
        )
