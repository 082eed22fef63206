"""The demonstration as loaded: what its lists show, what it labels as invented, where its mails went."""

from collections import Counter
from datetime import date
from email import message_from_string

import pytest
from django.core import mail
from django.db.models import Q

from correspondence.audit.models import Entry
from correspondence.core.days import day_of
from correspondence.demo.office import is_loaded
from correspondence.directory.models import Agency, Seat
from correspondence.followups.checks import findings as in_followups
from correspondence.followups.models import Contact, Digest, Reminder, ReminderRule
from correspondence.letters.checks import findings as in_letters
from correspondence.letters.models import Correction, Decision, FollowUpRequest, Letter, Part, Recipient
from correspondence.responses.checks import findings as in_responses
from correspondence.responses.models import Answer, Response
from correspondence.responses.standing import State, standings
from tests.demo.conftest import LOADED_AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
TODAY = day_of(LOADED_AT)
LABEL = "Invented for the demonstration."
SEED = Q(reference="SFRC-2023-0001")


def test_its_record_is_sound():
    assert [*in_letters(), *in_responses(), *in_followups()] == []


def test_there_are_two_dozen_letters_more_to_a_dozen_agencies(demo):
    invented = Letter.objects.exclude(SEED)
    agencies = Recipient.objects.filter(letter__in=invented, role="to").values("agency").distinct()

    assert invented.count() == demo.letters - 1 >= 24
    assert agencies.count() >= 12
    assert not Recipient.objects.filter(role="to", agency=None).exists()
    assert {letter.dated_on.year for letter in invented} == {2025, 2026}


def test_its_lists_show_every_state():
    letters = Letter.objects.all()

    states = Counter(one.state for one in standings(letters, TODAY).values())

    assert set(states) == set(State)


def test_every_kind_of_letter_and_of_request_occurs():
    kinds = set(Letter.objects.values_list("kind", flat=True))
    asked = set(FollowUpRequest.objects.values_list("kind", flat=True))

    assert kinds == set(Letter.Kind.values)
    assert asked == set(FollowUpRequest.Kind.values)


def test_every_way_of_naming_a_due_date_occurs():
    anchors = set(Letter.objects.values_list("due_anchor", flat=True))
    grounds = set(Decision.objects.filter(what="due_set").values_list("ground", flat=True))

    assert anchors >= {"", "stated", "letter", "receipt"}
    assert grounds >= {"assumed", "phrase", "provisional", "request", "extended"}


def test_what_happens_to_letters_in_an_office_happens_here():
    sent = Letter.objects.sent()
    decided = Decision.objects.values_list("what", flat=True)
    outcomes = set(Answer.objects.values_list("outcome", flat=True))

    assert set(decided) >= {"due_set", "refused", "settled", "reopened", "paused", "moved"}
    assert outcomes >= {
        "full",
        "partial",
        "instalment",
        "no_records",
        "review",
        "nonresp",
        "public",
        "briefing",
        "elsewhere",
        "referred",
        "privilege",
    }
    assert Response.objects.filter(channel="phone").exists()
    assert Response.objects.exclude(withdrawn_on=None).count() == 2
    assert Response.objects.exclude(moved_from=None).count() == 1
    assert Correction.objects.count() == 1
    assert Part.objects.exclude(carried_on_by=None).count() == 2
    assert FollowUpRequest.objects.exclude(put_to=None).exists()
    assert FollowUpRequest.objects.exclude(parent=None).exists()
    assert FollowUpRequest.objects.exclude(asked_by=None).values("asked_by").distinct().count() == 4
    assert sent.filter(requests=None).exists()
    assert sent.filter(kind="casework", release_signed_on__isnull=False).count() == 2
    assert any(len(letter.subject) > 90 for letter in sent)
    assert Letter.objects.filter(assigned_to=None).exists()
    assert Answer.objects.filter(promised_on__lt=TODAY, promise_kept_on=None).exists()
    assert Response.objects.standing().filter(~Q(kind="ack"), answers=None).exists()


def test_whatever_is_invented_says_so():
    letters = Letter.objects.exclude(SEED)

    assert all(letter.body.endswith(f"\n\n[{LABEL}]") for letter in letters)
    assert all(response.summary.startswith(LABEL) for response in Response.objects.all())
    assert all(contact.summary.startswith(LABEL) for contact in Contact.objects.all())


def test_nobody_is_made_to_say_what_is_invented():
    invented = Letter.objects.exclude(SEED)

    assert not Response.objects.exclude(signer=None, signer_name="").exists()
    assert not invented.exclude(signatories__person=None).exists()
    assert not invented.exclude(recipients__person=None).exists()
    assert not FollowUpRequest.objects.filter(asked_by__bioguide_id__isnull=False).exists()


def test_what_a_letter_asks_stands_in_its_text():
    for letter in Letter.objects.all():
        for request in letter.requests.all():
            assert request.text in letter.body
            assert request.lead_in in letter.body
        assert letter.due_phrase in letter.body
        assert "{" not in letter.body


def test_reminders_were_raised_and_told_on_the_days_of_the_story(demo, mail_folder):
    seed = Letter.objects.get(SEED)
    of_seed = Reminder.objects.filter(Q(letter=seed) | Q(part__request__letter=seed))
    raised = sorted({(day_of(one.raised_at), one.rule.name) for one in of_seed if one.raised_at.year < 2025})

    assert raised[:5] == [
        (date(2023, 12, 1), "Confirm receipt"),
        (date(2023, 12, 8), "Courtesy call"),
        (date(2023, 12, 14), "Overdue"),
        (date(2023, 12, 28), "Overdue"),
        (date(2024, 1, 11), "Overdue"),
    ]
    assert Reminder.objects.count() == demo.reminders
    assert Digest.objects.exclude(sent_at=None).count() == Digest.objects.count() == demo.mails
    assert ReminderRule.objects.count() == 3


def test_mails_lie_in_the_folder_and_went_nowhere_else(demo, mail_folder):
    files = sorted(mail_folder.iterdir())
    text = "\n".join(file.read_text() for file in files)
    first = message_from_string(files[0].read_text().split("\n" + "-" * 79)[0])

    assert mail.outbox == []
    assert text.count("\nMessage-ID: ") == demo.mails
    assert files[0].name == "2023-12-01.log"
    assert first["To"] == "Dana Whitfield <dana.whitfield@foreign-relations.example>"
    assert all(
        line.endswith("@foreign-relations.example>") for line in text.split("\n") if line.startswith("To: ")
    )


def test_casework_is_told_by_its_reference(mail_folder):
    text = "".join(file.read_text() for file in mail_folder.iterdir())
    subjects = Letter.objects.filter(kind="casework").values_list("subject", flat=True)

    assert not any(subject in text for subject in subjects)


def test_nothing_lies_ahead_of_its_day():
    assert not Letter.objects.filter(entered_at__gte=LOADED_AT).exists()
    assert not Entry.objects.filter(at__gt=LOADED_AT).exists()
    assert [letter.reference for letter in Letter.objects.order_by("id")] == [
        letter.reference for letter in Letter.objects.order_by("dated_on", "id")
    ]


def test_the_roster_is_that_of_the_letterhead():
    seats = Seat.objects.on(date(2023, 11, 29)).filter(office__code="SFRC").order_by("side", "rank")
    sides = {
        side: [seat.person.name for seat in seats if seat.side == side] for side in ("majority", "minority")
    }

    assert sides == {
        "majority": [
            "Benjamin L. Cardin",
            "Robert Menendez",
            "Jeanne Shaheen",
            "Christopher A. Coons",
            "Christopher Murphy",
            "Tim Kaine",
            "Jeff Merkley",
            "Cory A. Booker",
            "Brian Schatz",
            "Chris Van Hollen",
            "Tammy Duckworth",
        ],
        "minority": [
            "James E. Risch",
            "Marco Rubio",
            "Mitt Romney",
            "Pete Ricketts",
            "Rand Paul",
            "Todd Young",
            "John Barrasso",
            "Ted Cruz",
            "Bill Hagerty",
            "Tim Scott",
        ],
    }
    assert {seat.title: seat.person.bioguide_id for seat in seats if seat.title} == {
        "Chairman": "C000141",
        "Ranking Member": "R000584",
    }
    assert not Seat.objects.on(TODAY).filter(office__code="SFRC").exists()


def test_it_knows_that_it_is_loaded():
    assert is_loaded()
    assert Agency.objects.count() > 150
