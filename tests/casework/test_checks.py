"""What cannot be in the record of messages: planted by hand, and found by check_record."""

from datetime import date

import pytest

from correspondence.casework.checks import findings
from correspondence.casework.models import Case, Constituent, MessageLetter, PrivacyRelease
from correspondence.documents.models import Document
from correspondence.letters.models import Letter
from tests.constituents import Constituents, case
from tests.factories import OfficeFactory
from tests.story import Story, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(db):
    return Constituents()


def change(row, **values):
    type(row)._base_manager.filter(pk=row.pk).update(**values)


def link(message, letter, story):
    return MessageLetter.objects.create(
        message=message, letter=letter, was_started_here=True, linked_at=at(2023, 5, 4), linked_by=story.clerk
    )


def _sent_without_release(message, story):
    PrivacyRelease.objects.all().delete()
    letter = story.draft(kind="casework")
    link(message, letter, story)
    Letter.objects.filter(pk=letter.pk).update(
        release_signed_on=date(2023, 5, 3),
        dated_on=date(2023, 5, 4),
        sent_on=date(2023, 5, 4),
        sent_by=story.clerk,
        sent_recorded_at=at(2023, 5, 4),
        sent_hash="x",
    )


def _foreign_file(message, story):
    document = Document.objects.create(
        office=OfficeFactory(), name="a.pdf", sha256="0" * 64, size=1, added_at=at(2023, 5, 4)
    )
    message.attachments.create(document=document, name="a.pdf")


def _foreign_mail(message, story):
    document = Document.objects.create(
        office=OfficeFactory(), name="a.eml", sha256="0" * 64, size=1, added_at=at(2023, 5, 4)
    )
    message.replies.create(document=document, came_at=at(2023, 5, 4))


FAULTS = {
    "It was written by a constituent of another office.": lambda m, s: Constituent.objects.update(
        office=OfficeFactory()
    ),
    "It asks for help and has no case.": lambda m, s: Case.objects.all().delete(),
    "It counts as answered, and no answer was mailed.": lambda m, s: change(m, answered_at=at(2023, 5, 4)),
    "It leads to a letter of another office.": lambda m, s: link(m, Story("HSGO").draft(), s),
    "Its inquiry was sent, and no release for it was on file that day.": _sent_without_release,
    "It is a file of another office.": _foreign_file,
    "A mail that came to another office is kept with it.": _foreign_mail,
}


def test_a_sound_message_has_no_findings(story):
    case(story.office)

    assert list(findings()) == []


@pytest.mark.parametrize("sentence", FAULTS)
def test_what_cannot_be_is_found_and_named_by_number(story, sentence):
    message = case(story.office)

    FAULTS[sentence](message, story)

    assert [(one.sentence, one.reference) for one in findings()] == [(sentence, message.number)]
