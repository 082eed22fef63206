"""What one row can show to be impossible: each named constraint is broken once, and the database refuses."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import UniqueConstraint

from correspondence.accounts.models import OfficeMembership
from correspondence.casework.actions import take_reply
from correspondence.casework.models import (
    AnswerTemplate,
    MessageCounter,
    MessageDocument,
    MessageLetter,
    ReplyDocument,
)
from correspondence.directory.models import Agency, FormerName, Seat, Term
from correspondence.documents.models import Document
from correspondence.followups.actions import log_contact
from correspondence.followups.models import ContactPart, Digest, DigestLine, Reminder, ReminderRule
from correspondence.intake.mail.actions import take_mail
from correspondence.intake.mail.models import Mailbox, MailFile
from correspondence.intake.models import IntakeProposal
from correspondence.letters.models import (
    Decision,
    Follows,
    LetterDocument,
    PutTo,
    ReferenceCounter,
    Repeats,
    SavedFilter,
    Topic,
)
from correspondence.responses import actions as responses
from correspondence.responses.models import ResponseDocument
from correspondence.responses.rules import Judgement
from tests.arrivals import came_in, give_page
from tests.constituents import case as a_case
from tests.constituents import open_desk
from tests.factories import AgencyFactory, AppointmentFactory, PersonFactory
from tests.story import Story, at

pytestmark = pytest.mark.django_db
DAY, NEXT_DAY = date(2023, 12, 5), date(2023, 12, 6)


class World:
    """One sound row of each kind that the constraints speak of."""

    def __init__(self):
        story = self.story = Story()
        self.office, self.agency, self.other_agency = story.office, story.state, AgencyFactory()
        self.letter, self.draft = story.sent(), story.draft()
        self.signatory, self.recipient = self.letter.signatories.get(), self.letter.recipients.get()
        self.request, self.part = self.letter.requests.first(), story.parts(self.letter)[1]
        self.response = responses.log_response(
            self.letter,
            agency=story.state,
            kind="partial",
            channel="email",
            received_on=DAY,
            judgements=[Judgement(self.part, "full", settles=True)],
            by=story.clerk,
            now=at(2023, 12, 5),
        )
        self.answer, self.decision = self.response.answers.get(), self.part.decisions.get(what="settled")
        self.contact = log_contact(
            self.letter,
            kind="call",
            on=DAY,
            summary="Called.",
            parts=[self.part],
            by=story.clerk,
            now=at(2023, 12, 5),
        )
        self.rule = ReminderRule.objects.create(
            office=story.office, name="Overdue", about="part", anchor="after", count=1, every=14
        )
        self.reminder = Reminder.objects.create(part=self.part, **self.step)
        self.document = Document.objects.create(
            office=story.office, name="a.pdf", sha256="0" * 64, size=1, added_at=at(2023, 12, 5)
        )
        self.term = Term.objects.create(
            person=PersonFactory(), chamber="senate", state="MD", held_from=DAY, held_to=NEXT_DAY
        )
        self.seat = Seat.objects.create(
            person=self.term.person, office=self.office, rank=1, side="majority", held_from=DAY
        )
        self.desk = open_desk(self.office)
        self.message = a_case(self.office, now=at(2023, 12, 5))
        self.release, self.receipt = self.message.releases.get(), self.message.mails.get()
        self.reply = take_reply(
            self.message,
            document=self.document,
            from_name="",
            from_address="rosalind@example.org",
            subject="",
            text="",
            now=at(2023, 12, 5),
        )
        [self.item] = came_in(story.office, by=story.clerk, now=at(2023, 12, 5))
        self.intake_file, self.reading = self.item.files.get(), self.item.reading
        self.intake_page = give_page(self.item, now=at(2023, 12, 5))
        self.proposal = IntakeProposal.objects.create(
            item=self.item, kind="letter", version=1, values={}, made_at=at(2023, 12, 5)
        )
        self.mail = take_mail(b"From: a@example.org\r\n\r\nx", office=story.office, now=at(2023, 12, 5))
        self.former_name = FormerName.objects.create(office=self.office, name="Before", held_to=DAY)
        self.appointment = AppointmentFactory(agency=story.state, held_from=DAY)

    @property
    def step(self):
        return {"rule": self.rule, "scheduled_on": DAY, "anchor_on": DAY, "raised_at": at(2023, 12, 5)}

    def decide(self, **values):
        Decision.objects.create(
            **{"part": self.part, "on": DAY, "recorded_at": at(2023, 12, 5), "by": self.story.counsel}
            | values
        )

    def document_of(self, link, **owner):
        for _ in range(2):
            link.objects.create(document=self.document, **owner)


def change(row, **values):
    type(row)._base_manager.filter(pk=row.pk).update(**values)


def again(row, **values):
    """The same row once more, but for these values."""
    row.pk = None
    for name, value in values.items():
        setattr(row, name, value)
    row.save(force_insert=True)


def twice(model, **values):
    for _ in range(2):
        model.objects.create(**values)


LATER = at(2023, 12, 5)
BREAKS = {
    # directory
    "person_has_a_name": lambda w: change(w.term.person, name=""),
    "person_bioguide_id_is_never_blank": lambda w: change(w.term.person, bioguide_id=""),
    "term_does_not_end_before_it_begins": lambda w: change(w.term, held_to=DAY - timedelta(1)),
    "a_person_begins_a_term_in_a_chamber_once": lambda w: again(w.term, state="VA"),
    "office_has_a_name": lambda w: change(w.office, name=""),
    "office_code_is_capitals_and_digits": lambda w: change(w.office, code="sfrc"),
    "office_gives_at_least_a_day_to_answer": lambda w: change(w.office, response_days=0),
    "office_is_not_part_of_itself": lambda w: change(w.office, parent=w.office),
    "office_of_a_member_names_the_member": lambda w: change(w.office, member=w.term.person),
    "former_name_does_not_end_before_it_begins": lambda w: change(w.former_name, held_from=NEXT_DAY),
    "an_office_gives_up_one_name_a_day": lambda w: again(w.former_name, name="Another"),
    "seat_does_not_end_before_it_begins": lambda w: change(w.seat, held_to=DAY - timedelta(1)),
    "a_person_takes_a_seat_in_an_office_once_a_day": lambda w: again(w.seat, rank=2),
    "agency_does_not_end_before_it_begins": lambda w: change(w.agency, valid_from=NEXT_DAY, valid_to=DAY),
    "agency_has_a_name": lambda w: change(w.agency, name=""),
    "agency_is_not_part_of_itself": lambda w: change(w.agency, parent=w.agency),
    "agency_is_not_its_own_successor": lambda w: change(w.agency, successor=w.agency, valid_to=DAY),
    "agency_with_a_successor_has_ended": lambda w: change(w.agency, successor=w.other_agency),
    "agency_slug_is_never_blank": lambda w: change(w.agency, federal_register_slug=""),
    "two_agencies_do_not_share_a_name": lambda w: Agency.objects.create(
        name="DEPARTMENT OF STATE", kind="department"
    ),
    "appointment_does_not_end_before_it_begins": lambda w: change(w.appointment, held_to=DAY - timedelta(1)),
    # accounts, documents
    "a_person_has_one_role_in_an_office": lambda w: OfficeMembership.objects.create(
        user=w.story.clerk, office=w.office, role="viewer"
    ),
    "a_file_is_stored_once_in_an_office": lambda w: again(w.document, name="b.pdf"),
    "document_hash_is_a_sha256": lambda w: change(w.document, sha256="A" * 64),
    "document_is_not_empty": lambda w: change(w.document, size=0),
    # letters
    "a_person_keeps_a_filter_name_once": lambda w: twice(
        SavedFilter, office=w.office, owner=w.story.clerk, name="Late at State"
    ),
    "a_saved_filter_has_a_name": lambda w: SavedFilter.objects.create(
        office=w.office, owner=w.story.clerk, name=""
    ),
    "an_office_has_a_topic_once": lambda w: twice(Topic, office=w.office, name="Armenia"),
    "an_office_counts_each_year_once": lambda w: ReferenceCounter.objects.create(office=w.office, year=2023),
    "an_office_uses_a_reference_once": lambda w: change(w.draft, reference=w.letter.reference),
    "letter_has_a_reference": lambda w: change(w.draft, reference=""),
    "letter_has_a_subject": lambda w: change(w.draft, subject=""),
    "letter_sent_day_person_record_and_hash_go_together": lambda w: change(w.letter, sent_hash=""),
    "letter_is_not_sent_in_the_future": lambda w: change(w.letter, sent_on=DAY),
    "letter_is_not_sent_before_its_date": lambda w: change(w.letter, dated_on=DAY),
    "no_casework_inquiry_is_sent_without_a_release": lambda w: change(w.letter, kind="casework"),
    "a_release_is_signed_before_the_letter_is_sent": lambda w: change(w.letter, release_signed_on=DAY),
    "only_a_sent_letter_is_due": lambda w: change(w.draft, next_due_on=DAY),
    "a_stated_due_day_has_a_day": lambda w: change(w.draft, due_anchor="stated"),
    "a_counted_due_day_has_a_number_and_a_unit": lambda w: change(
        w.draft, due_anchor="sent", due_count=0, due_unit="days"
    ),
    "a_letter_follows_another_once": lambda w: twice(Follows, letter=w.draft, earlier=w.letter),
    "a_letter_does_not_follow_itself": lambda w: Follows.objects.create(letter=w.draft, earlier=w.draft),
    "two_signatories_are_not_in_one_place": lambda w: again(w.signatory, name="James E. Risch"),
    "signatory_has_a_name": lambda w: change(w.signatory, name=""),
    "two_recipients_are_not_in_one_place": lambda w: again(w.recipient, role="cc"),
    "recipient_has_a_name_or_a_title": lambda w: change(w.recipient, name="", title="", organization=""),
    "a_file_is_attached_to_a_letter_once": lambda w: w.document_of(LetterDocument, letter=w.letter),
    "two_requests_are_not_in_one_place": lambda w: again(w.request, text="Another"),
    "request_says_something": lambda w: change(w.request, text=""),
    "request_is_not_a_sub_item_of_itself": lambda w: change(w.request, parent=w.request),
    "a_request_is_put_to_an_agency_once": lambda w: twice(PutTo, request=w.request, agency=w.agency),
    "a_request_repeats_another_once": lambda w: twice(
        Repeats, request=w.draft.requests.first(), earlier=w.request
    ),
    "a_request_does_not_repeat_itself": lambda w: Repeats.objects.create(
        request=w.request, earlier=w.request
    ),
    "an_agency_owes_a_request_once": lambda w: again(w.part, settled_on=None),
    "a_part_is_not_carried_on_by_itself": lambda w: change(w.part, carried_on_by=w.part),
    "a_decision_is_not_in_the_future": lambda w: change(w.decision, on=date(2023, 12, 6)),
    "a_settling_has_a_ground": lambda w: w.decide(what="settled", ground="extended"),
    "a_due_date_decision_has_a_date": lambda w: w.decide(what="reopened"),
    "a_move_names_both_agencies": lambda w: w.decide(what="moved", new_agency=w.other_agency),
    "a_correction_has_a_reason": lambda w: w.letter.corrections.create(
        path="letter.subject", why="", by=w.story.counsel, at=LATER, hash_after="0" * 64
    ),
    # responses
    "a_response_is_not_received_in_the_future": lambda w: change(w.response, received_on=date(2023, 12, 6)),
    "a_response_is_not_received_before_its_date": lambda w: change(w.response, dated_on=NEXT_DAY),
    "a_withdrawal_has_day_time_person_and_reason": lambda w: change(w.response, withdrawn_on=DAY),
    "a_file_comes_with_a_response_once": lambda w: w.document_of(ResponseDocument, response=w.response),
    "a_response_answers_a_part_once": lambda w: again(w.answer, decision=None),
    "a_refusal_gives_its_ground": lambda w: change(w.answer, outcome="refused"),
    "what_is_delivered_separately_says_where_and_when": lambda w: change(
        w.answer, outcome="elsewhere", delivered_where="Office of Senate Security"
    ),
    "an_answer_says_something": lambda w: change(w.answer, outcome="", decision=None),
    "only_an_answer_with_an_outcome_leads_to_a_decision": lambda w: change(
        w.answer, outcome="", note="Later."
    ),
    "only_a_promise_is_kept": lambda w: change(w.answer, promise_kept_on=DAY),
    # followups
    "an_office_names_a_rule_once": lambda w: again(w.rule, count=2),
    "a_rule_about_a_letter_counts_from_sending": lambda w: change(w.rule, about="letter", anchor="after"),
    "a_rule_counts_at_least_a_day": lambda w: change(w.rule, count=0),
    "a_rule_repeats_only_after_the_due_date": lambda w: change(w.rule, anchor="before"),
    "a_letter_is_reminded_of_once_by_rule_and_day": lambda w: twice(Reminder, letter=w.letter, **w.step),
    "a_part_is_reminded_of_once_by_rule_and_day": lambda w: again(w.reminder, anchor_on=NEXT_DAY),
    "a_closed_reminder_has_outcome_time_and_person": lambda w: change(w.reminder, outcome="done"),
    "a_reminder_that_is_not_needed_has_a_reason": lambda w: change(
        w.reminder, outcome="not_needed", closed_at=LATER, closed_by=w.story.clerk
    ),
    "a_reminder_is_about_a_letter_or_a_part": lambda w: change(w.reminder, letter=w.letter),
    "a_person_has_one_digest_a_day": lambda w: [
        Digest.objects.create(person=w.story.clerk, day=DAY, message_id=f"<{n}@x>", covers_until=LATER)
        for n in range(2)
    ],
    "a_digest_carries_a_reminder_once": lambda w: twice(
        DigestLine,
        digest=Digest.objects.get_or_create(
            person=w.story.clerk, day=DAY, message_id="<1@x>", covers_until=LATER
        )[0],
        reminder=w.reminder,
    ),
    "a_contact_is_not_in_the_future": lambda w: change(w.contact, on=date(2023, 12, 6)),
    "a_contact_promise_has_words_and_a_day": lambda w: change(w.contact, promised="The documents"),
    "only_a_promise_made_in_a_contact_is_kept": lambda w: change(w.contact, promise_kept_on=DAY),
    "a_contact_withdrawal_has_day_time_person_and_reason": lambda w: change(w.contact, withdrawn_on=DAY),
    # casework
    "a_message_desk_has_a_heading": lambda w: change(w.desk, heading=""),
    "a_district_lies_in_a_state": lambda w: change(w.desk, state="", district=4),
    "an_office_counts_its_messages_once_a_year": lambda w: MessageCounter.objects.create(
        office=w.office, year=2023
    ),
    "a_constituent_has_a_name_and_an_address": lambda w: change(w.message.constituent, last_name=""),
    "a_constituent_has_an_email_address": lambda w: change(w.message.constituent, email=""),
    "a_zip_code_has_five_or_nine_digits": lambda w: change(w.message.constituent, zip_code="2120"),
    "an_office_uses_a_message_number_once": lambda w: again(w.message, token=uuid4()),
    "a_message_has_a_number": lambda w: change(w.message, number=""),
    "a_message_says_something": lambda w: change(w.message, text=""),
    "a_closed_message_has_time_person_and_ground": lambda w: change(w.message, closed_at=LATER),
    "a_message_is_taken_up_after_it_came": lambda w: change(w.message, taken_up_at=at(2023, 12, 4)),
    "a_message_is_answered_after_it_came": lambda w: change(w.message, answered_at=at(2023, 12, 4)),
    "a_case_names_an_agency": lambda w: change(w.message.case, agency_named=""),
    "a_case_says_what_happened": lambda w: change(w.message.case, what_happened=""),
    "a_file_comes_with_a_message_once": lambda w: w.document_of(MessageDocument, message=w.message, name="a"),
    "a_message_is_tied_to_a_letter_once": lambda w: twice(
        MessageLetter, message=w.message, letter=w.letter, linked_at=LATER, linked_by=w.story.clerk
    ),
    "a_release_has_a_text_and_a_signature": lambda w: change(w.release, signed_name=""),
    "a_release_is_not_signed_in_the_future": lambda w: change(w.release, signed_on=date(2023, 12, 6)),
    "a_release_does_not_run_out_before_it_is_signed": lambda w: change(
        w.release, good_until=date(2023, 12, 4)
    ),
    "a_release_that_staff_recorded_names_who": lambda w: change(w.release, how="paper"),
    "a_withdrawn_release_has_a_day_and_a_reason": lambda w: change(w.release, withdrawn_on=DAY),
    "an_office_names_an_answer_once": lambda w: twice(
        AnswerTemplate, office=w.office, name="Thanks", subject="x", body="x"
    ),
    "an_answer_template_has_a_subject_and_words": lambda w: AnswerTemplate.objects.create(
        office=w.office, name="Thanks", subject="x"
    ),
    "a_mail_has_a_subject_words_and_an_address": lambda w: change(w.receipt, to_address=""),
    "a_mail_that_was_taken_was_not_refused": lambda w: change(w.receipt, sent_at=LATER, refusal="550 No"),
    "an_answer_names_who_wrote_it": lambda w: change(w.receipt, kind="answer"),
    "a_mail_goes_on_with_a_message_once": lambda w: again(w.reply),
    "a_reply_taken_back_has_time_person_and_reason": lambda w: change(w.reply, withdrawn_at=LATER),
    "a_file_comes_with_a_reply_once": lambda w: w.document_of(ReplyDocument, reply=w.reply, name="a"),
    # intake
    "what_somebody_brings_names_them": lambda w: change(w.item.batch, received_by=None),
    "an_intake_item_has_a_name": lambda w: change(w.item, name=""),
    "an_intake_item_becomes_one_thing": lambda w: change(
        w.item, letter=w.letter, response=w.response, done_at=LATER, done_by=w.story.clerk
    ),
    "what_an_intake_item_became_says_when_and_by_whom": lambda w: change(w.item, letter=w.letter),
    "setting_aside_has_time_person_and_reason": lambda w: change(w.item, set_aside_at=LATER),
    "what_is_set_aside_became_nothing": lambda w: change(
        w.item,
        letter=w.letter,
        done_at=LATER,
        done_by=w.story.clerk,
        set_aside_at=LATER,
        set_aside_by=w.story.clerk,
        set_aside_why="x",
    ),
    "an_intake_item_holds_a_file_once": lambda w: again(w.intake_file, place=2),
    "two_files_of_an_intake_item_are_not_in_one_place": lambda w: again(w.intake_file, document=w.document),
    "a_file_that_was_opened_has_counted_pages": lambda w: change(
        w.intake_file, page_count=None, opened_at=LATER
    ),
    "a_page_of_a_file_is_kept_once": lambda w: again(w.intake_page),
    "pages_are_counted_from_one": lambda w: change(w.intake_page, number=0),
    "a_claim_to_read_has_a_beat": lambda w: change(w.reading, claim=uuid4()),
    "a_reading_that_ended_is_claimed_by_nobody": lambda w: change(
        w.reading, claim=uuid4(), beat_at=LATER, finished_at=LATER
    ),
    "a_reading_fails_or_finishes": lambda w: change(
        w.reading, finished_at=LATER, failed_at=LATER, failure_code="x", failure="x"
    ),
    "a_reading_that_failed_says_why": lambda w: change(w.reading, failed_at=LATER),
    "a_proposal_names_its_version": lambda w: change(w.proposal, version=0),
    "a_proposal_is_of_a_letter_or_a_reply": lambda w: change(w.proposal, kind="other"),
    # mail
    "a_mail_is_taken_once": lambda w: again(w.mail, message_id="<b@example.org>"),
    "a_mail_is_kept_unless_it_is_too_large": lambda w: change(w.mail, document=None),
    "a_settled_mail_was_filed_in_one_place_or_set_aside": lambda w: change(w.mail, settled_at=LATER),
    "a_mail_that_waits_says_why": lambda w: change(w.mail, why=""),
    "two_files_of_a_mail_are_not_in_one_place": lambda w: twice(
        MailFile, mail=w.mail, document=w.document, place=1, name="a"
    ),
    "a_fault_of_a_mailbox_has_a_beginning": lambda w: Mailbox.objects.create(
        office=w.office, name="INBOX", fault="Refused."
    ),
    "a_contact_is_about_a_part_once": lambda w: ContactPart.objects.create(contact=w.contact, part=w.part),
}
CONSTRAINTS = {
    constraint.name: (model, constraint)
    for model in apps.get_app_config("correspondence").get_models()
    for constraint in model._meta.constraints
}
# Where one row can show the same in another way, the other way is tried as well.
BREAKS_OTHERWISE = [
    ("letter_sent_day_person_record_and_hash_go_together", lambda w: change(w.draft, sent_by=w.story.clerk)),
    ("letter_sent_day_person_record_and_hash_go_together", lambda w: change(w.letter, sent_recorded_at=None)),
    ("a_counted_due_day_has_a_number_and_a_unit", lambda w: change(w.draft, due_anchor="sent", due_count=3)),
    ("a_settling_has_a_ground", lambda w: w.decide(what="settled")),
    ("a_due_date_decision_has_a_date", lambda w: w.decide(what="due_set", ground="set")),
    (
        "a_move_names_both_agencies",
        lambda w: w.decide(what="moved", old_agency=w.agency, new_agency=w.agency),
    ),
    ("a_move_names_both_agencies", lambda w: w.decide(what="paused", old_agency=w.agency)),
    ("a_withdrawal_has_day_time_person_and_reason", lambda w: change(w.response, withdrawn_why="Wrong")),
    ("a_withdrawal_has_day_time_person_and_reason", lambda w: change(
        w.response, withdrawn_on=DAY, withdrawn_at=LATER, withdrawn_by=w.story.clerk)),
    ("what_is_delivered_separately_says_where_and_when", lambda w: change(
        w.answer, outcome="elsewhere", delivered_on=DAY)),
    ("a_refusal_gives_its_ground", lambda w: change(w.answer, outcome="privilege")),
    ("a_reminder_is_about_a_letter_or_a_part", lambda w: change(w.reminder, part=None)),
    ("a_closed_reminder_has_outcome_time_and_person", lambda w: change(w.reminder, closed_why="x")),
    ("a_contact_promise_has_words_and_a_day", lambda w: change(w.contact, promised_on=DAY)),
    ("a_rule_repeats_only_after_the_due_date", lambda w: change(w.rule, every=0)),
    ("a_rule_about_a_letter_counts_from_sending", lambda w: change(w.rule, anchor="sent", every=None)),
    ("a_settled_mail_was_filed_in_one_place_or_set_aside", lambda w: change(
        w.mail, settled_at=LATER, settled_by=w.story.clerk, letter=w.letter, reply=w.reply)),
    ("a_settled_mail_was_filed_in_one_place_or_set_aside", lambda w: change(
        w.mail, settled_at=LATER, set_aside_why="Nobody did it")),
    ("a_settled_mail_was_filed_in_one_place_or_set_aside", lambda w: change(w.mail, reply=w.reply)),
]  # fmt: skip


@pytest.fixture
def world(db):
    return World()


@pytest.mark.parametrize(
    ("name", "break_it"),
    [*BREAKS.items(), *BREAKS_OTHERWISE],
    ids=[*BREAKS, *(n for n, _ in BREAKS_OTHERWISE)],
)
def test_the_database_refuses_it(name, break_it, world):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        break_it(world)

    assert is_named(refusal.value, name)


def test_a_counted_due_day_without_a_number_is_refused(world):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        change(world.draft, due_anchor="sent", due_unit="days")

    assert is_named(refusal.value, "a_counted_due_day_has_a_number_and_a_unit")


def test_every_named_constraint_is_broken_here():
    assert set(BREAKS) == set(CONSTRAINTS)


def test_every_constraint_is_named_as_a_sentence():
    assert [name for name in CONSTRAINTS if name.count("_") < 2 or not name.islower()] == []


def is_named(error, name):
    """Whether a database's refusal names the constraint. SQLite names the columns of most UNIQUE ones."""
    model, constraint = CONSTRAINTS[name]
    if connection.vendor == "sqlite" and isinstance(constraint, UniqueConstraint) and constraint.fields:
        columns = [
            f"{model._meta.db_table}.{model._meta.get_field(field).column}" for field in constraint.fields
        ]
        return str(error) == f"UNIQUE constraint failed: {', '.join(columns)}"
    return name in str(error)
