"""What a timeline is told from: rows as the queries read them, put together by what they belong to."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache

from django.urls import reverse

from correspondence.directory.models import Agency
from correspondence.letters.models import Letter
from correspondence.timeline.entries import Asked, File, Names
from correspondence.timeline.rules import Course


@dataclass
class Facts:
    """The rows of one letter, or of one of its requests. Rows are named tuples of columns."""

    letter: Letter
    today: date
    asked: list[Asked]
    names: Names
    parts: list
    courses: dict[int, Course]
    decisions: list = field(default_factory=list)
    moved_between: dict = field(default_factory=dict)  # names of agencies, by their ids
    later_askings: dict = field(default_factory=dict)  # parts that carry on others, by their ids
    moved_from: dict = field(default_factory=dict)  # responses that were moved here, by their ids
    replies: list = field(default_factory=list)
    heard: set = field(default_factory=set)  # the agencies that sent something which was not withdrawn
    contacts: list = field(default_factory=list)
    reminders: list = field(default_factory=list)
    rules: dict = field(default_factory=dict)  # of the office, by id, those that are switched off among them
    corrections: list = field(default_factory=list)
    later_letters: list = field(default_factory=list)  # that follow it, and were sent
    later_drafts: list = field(default_factory=list)  # that follow it, and were not
    earlier_letters: list = field(default_factory=list)  # that it follows
    requests: list = field(default_factory=list)  # with their words, where those were asked for
    recipients: list = field(default_factory=list)
    files: dict[int, list[File]] = field(default_factory=lambda: defaultdict(list))

    @property
    def awaiting(self):
        """The agencies on a To line that owe something and have sent nothing back."""
        owing = {part.agency_id for part in self.parts if self.courses[part.pk].is_open}
        return {
            row.agency_id: short_name(row, "agency")
            for row in self.recipients
            if row.role == "to"
            and row.agency_id
            and row.agency_id not in self.heard
            and (row.agency_id in owing or not self.parts)
        }


@dataclass
class Reply:
    """A response, its page, and its answers."""

    row: object
    answers: list

    @cached_property
    def link(self):
        return reverse("response", args=[self.row.pk])


@dataclass
class Spoken:
    """A contact of a letter, the parts that it was about, and the decisions that it led to."""

    row: object
    part_ids: tuple
    decision_ids: tuple
    letter_id: int

    @cached_property
    def link(self):
        return f"{reverse('letter', args=[self.letter_id])}#contact-{self.row.pk}"


@dataclass
class Raised:
    """A reminder, and to whom it was mailed, first at which instant."""

    row: object
    mailed_at: object
    mailed_to: tuple


def name_of(row, prefix):
    """The user that the columns of this prefix name, as a user is shown."""
    names = f"{getattr(row, f'{prefix}__first_name') or ''} {getattr(row, f'{prefix}__last_name') or ''}"
    return names.strip() or getattr(row, f"{prefix}__username") or ""


def agency_name(row):
    """The short name of the agency of a row that is one."""
    return _short_name(row.name, row.acronym, row.kind)


def short_name(row, prefix):
    """The short name of the agency that the columns of this prefix name."""
    return _short_name(
        getattr(row, f"{prefix}__name"), getattr(row, f"{prefix}__acronym"), getattr(row, f"{prefix}__kind")
    )


@lru_cache(maxsize=512)
def _short_name(name, acronym, kind):
    return Agency(name=name, acronym=acronym, kind=kind).short_name if name else ""
