"""Every action, called once, on letters that are there for it; and the least role that may do it."""

from datetime import date
from uuid import uuid4

from django.core.files.base import ContentFile

from correspondence.casework import actions as casework
from correspondence.documents.actions import store_document
from correspondence.followups import actions as followups
from correspondence.followups.models import Reminder, ReminderRule
from correspondence.intake import actions as intake
from correspondence.intake.mail import actions as mail
from correspondence.letters import actions as letters
from correspondence.letters.models import SavedFilter
from correspondence.responses import actions as responses
from correspondence.responses.rules import Judgement
from tests.arrivals import came_in, upload
from tests.constituents import case as a_case
from tests.constituents import open_desk
from tests.factories import AgencyFactory, UserFactory
from tests.story import Story, at

NOW, DAY = at(2023, 12, 5), date(2023, 12, 5)
REPLY = {"from_name": "", "from_address": "a@example.org", "subject": "", "text": "x"}
ROLES = ["viewer", "clerk", "counsel", "manager"]
NOBODYS = ["stranger", "superuser"]


class World:
    """Something for each action to be done to. What is logged, the clerk has logged."""

    def __init__(self):
        story = self.story = Story()
        self.office, self.state = story.office, story.state
        self.letter, self.draft, self.other, self.fresh = (
            story.sent(),
            story.draft(),
            story.sent(),
            story.sent(),
        )
        self.open, self.settled, self.paused, *_ = story.parts(self.letter).values()
        self.by_counsel = self.log(story.counsel)
        letters.settle([self.settled], ground="answered", by=story.counsel, now=NOW)
        letters.pause([self.paused], why="x", by=story.counsel, now=NOW)
        self.document = store_document(
            self.office, ContentFile(b"%PDF-1.7", "signed.pdf"), by=story.clerk, now=NOW
        )
        self.part = story.parts(self.other)[1]
        promise = Judgement(self.part, promised_on=date(2024, 1, 5))
        self.response = self.log(story.clerk, promise, letter=self.other)
        self.contact = self.call(story.clerk, promised="The list", promised_on=date(2024, 1, 5))
        self.contact_of_counsel = self.call(story.counsel)
        rule = ReminderRule.objects.create(
            office=story.office, name="Overdue", about="part", anchor="after", count=1
        )
        self.reminder, self.closed_reminder = (
            Reminder.objects.create(
                rule=rule, part=part, scheduled_on=DAY, anchor_on=part.due_on, raised_at=NOW
            )
            for part in (story.parts(self.letter)[4], story.parts(self.letter)[5])
        )
        followups.close_reminders([self.closed_reminder], outcome="done", by=story.clerk, now=NOW)
        left = UserFactory()  # whoever saved it has left, and it is the office's
        self.shared_filter = SavedFilter.objects.create(
            office=self.office, owner=left, name="Late", query="state=overdue", is_shared=True
        )
        open_desk(self.office)
        self.message, self.closed_message = (a_case(self.office, now=at(2023, 12, 4)) for _ in range(2))
        casework.close_message(self.closed_message, how="no_answer", by=story.clerk, now=NOW)
        casework.link_message(self.closed_message, self.letter, by=story.clerk, now=NOW)
        self.casework_draft = story.draft(kind="casework")
        self.mail, self.aside_mail = (self.mail_of(n) for n in range(2))
        mail.set_mail_aside(self.aside_mail, why="x", by=story.clerk, now=NOW)
        self.reply = casework.take_reply(self.message, **REPLY, document=self.document, now=NOW)
        self.item, self.aside_item = came_in(
            self.office, *(upload(content=f"Letter {n}") for n in range(2)), by=story.clerk, now=NOW
        )
        [self.pair] = came_in(
            self.office,
            *(upload(content=f"Page {n}") for n in range(2)),
            as_one=True,
            by=story.clerk,
            now=NOW,
        )
        intake.set_aside(self.aside_item, why="x", by=story.clerk, now=NOW)
        self.actors = {role: getattr(story, role) for role in ROLES}
        self.actors["stranger"] = Story(code="HFAC").manager
        self.actors["superuser"] = UserFactory(is_superuser=True, is_staff=True)

    def mail_of(self, n, **given):
        raw = f"From: a@example.org\r\nMessage-ID: <{n}@example.org>\r\n\r\nx".encode()
        return mail.take_mail(raw, office=self.office, **({"now": NOW} | given))

    def log(self, by, *judgements, letter=None):
        return responses.log_response(
            letter or self.letter,
            agency=self.state,
            kind="partial",
            channel="email",
            received_on=DAY,
            judgements=judgements,
            by=by,
            now=NOW,
        )

    def call(self, by, **given):
        return followups.log_contact(
            self.letter, kind="call", on=DAY, summary="Called.", by=by, now=NOW, **given
        )


def _enter(w, **by):
    letters.enter_letter(w.office, facts={"subject": "x", "dated_on": DAY}, **by)


def _revise(w, **by):
    letters.revise_draft(w.draft, facts={"subject": "x", "dated_on": DAY}, **by)


def _link(w, **by):
    letters.link_sent(w.letter, assigned_to=None, topics=[], follows=[], **by)


def log_an_acknowledgment(w, **by):
    responses.log_response(w.letter, agency=w.state, kind="ack", channel="email", received_on=DAY, **by)


def log_an_answer_that_settles(w, **by):
    part = w.story.parts(w.letter)[4]
    responses.log_response(
        w.letter,
        agency=w.state,
        kind="full",
        channel="email",
        received_on=DAY,
        judgements=[Judgement(part, "full", settles=True)],
        **by,
    )


def _log_reply(w, **by):
    responses.log_reply(
        [w.letter, w.other], agency=w.state, kind="ack", channel="mail", received_on=DAY, **by
    )


def _log_from(w, **by):
    intake.log_from(w.item, [w.letter], agency=w.state, kind="ack", channel="mail", received_on=DAY, **by)


def _correction():
    return [letters.Change("letter", {"subject": "Accountability"})]


def _record_release(w, **by):
    casework.record_release(
        w.message, agency_named="IRS", signed_name="R. Abernathy", signed_on=DAY, how="paper", **by
    )


def _order_files(w, **by):
    intake.order_files(w.pair, [file.pk for file in w.pair.files.order_by("-place")], **by)


# The action as it is called, and the least role that may do it.
ACTS = {
    "enter_letter": (_enter, "clerk"),
    "revise_draft": (_revise, "clerk"),
    "link_sent": (_link, "clerk"),
    "assign": (lambda w, **by: letters.assign([w.letter], to=None, **by), "clerk"),
    "save_filter": (
        lambda w, **by: letters.save_filter(w.office, name="Mine", query="assigned=me", **by),
        "viewer",
    ),
    "revise_filter": (
        lambda w, **by: letters.revise_filter(w.shared_filter, name="All", is_shared=True, **by),
        "manager",
    ),
    "drop_filter": (lambda w, **by: letters.drop_filter(w.shared_filter, **by), "manager"),
    "note_control_number": (
        lambda w, **by: letters.note_control_number(w.letter, agency=w.state, number="17", **by),
        "clerk",
    ),
    "delete_draft": (lambda w, **by: letters.delete_draft(w.draft, **by), "manager"),
    "mark_sent": (lambda w, **by: letters.mark_sent(w.draft, on=DAY, **by), "clerk"),
    "unsend": (lambda w, **by: letters.unsend(w.fresh, why="x", **by), "counsel"),
    "correct_sent": (lambda w, **by: letters.correct_sent(w.letter, _correction(), why="x", **by), "counsel"),
    "settle": (lambda w, **by: letters.settle([w.open], ground="answered", **by), "clerk"),
    "settle_letters": (lambda w, **by: letters.settle_letters([w.letter], ground="lapsed", **by), "clerk"),
    "reopen": (lambda w, **by: letters.reopen([w.settled], why="x", **by), "counsel"),
    "undo_settling": (lambda w, **by: letters.undo_settling([w.settled], **by), "counsel"),
    "draft_follow_up": (lambda w, **by: letters.draft_follow_up(w.letter, dated_on=DAY, **by), "clerk"),
    "add_files": (lambda w, **by: letters.add_files(w.letter, [(w.document, "")], **by), "clerk"),
    "extend": (lambda w, **by: letters.extend([w.open], to=date(2024, 1, 5), **by), "counsel"),
    "refuse_extension": (lambda w, **by: letters.refuse_extension([w.open], why="x", **by), "counsel"),
    "pause": (lambda w, **by: letters.pause([w.open], why="x", **by), "counsel"),
    "resume": (lambda w, **by: letters.resume([w.paused], due_on=date(2024, 1, 5), **by), "counsel"),
    "move_part": (
        lambda w, **by: letters.move_part(w.open, to_agency=AgencyFactory(), why="x", **by),
        "counsel",
    ),
    "log_response": (log_an_acknowledgment, "clerk"),
    "log_reply": (_log_reply, "clerk"),
    "judge": (lambda w, **by: responses.judge(w.response, [Judgement(w.part, "partial")], **by), "clerk"),
    "keep_promise": (lambda w, **by: responses.keep_promise(w.response.answers.get(), on=DAY, **by), "clerk"),
    "withdraw_response": (
        lambda w, **by: responses.withdraw_response(w.by_counsel, why="x", **by),
        "counsel",
    ),
    "move_response": (
        lambda w, **by: responses.move_response(w.by_counsel, to=w.other, why="x", **by),
        "counsel",
    ),
    "log_contact": (lambda w, **by: w.call(by["by"]), "clerk"),
    "withdraw_contact": (
        lambda w, **by: followups.withdraw_contact(w.contact_of_counsel, why="x", **by),
        "counsel",
    ),
    "keep_contact_promise": (
        lambda w, **by: followups.keep_contact_promise(w.contact, on=DAY, **by),
        "clerk",
    ),
    "close_reminders": (
        lambda w, **by: followups.close_reminders([w.reminder], outcome="done", **by),
        "clerk",
    ),
    "put_off_reminders": (
        lambda w, **by: followups.put_off_reminders([w.reminder], until=date(2023, 12, 7), **by),
        "clerk",
    ),
    "reopen_reminders": (lambda w, **by: followups.reopen_reminders([w.closed_reminder], **by), "clerk"),
    "take_back_sending": (
        lambda w, **by: followups.take_back_sending(w.fresh, why="x", **by),
        "counsel",
    ),
    "correct_letter": (
        lambda w, **by: followups.correct_letter(w.letter, _correction(), why="x", **by),
        "counsel",
    ),
    "note_release": (lambda w, **by: letters.note_release(w.casework_draft, signed_on=DAY, **by), "clerk"),
    "assign_messages": (
        lambda w, **by: casework.assign_messages([w.message], to=w.story.clerk, **by),
        "clerk",
    ),
    "note_case": (
        lambda w, **by: casework.note_case(w.message, agency_named="IRS", what_happened="x", **by),
        "clerk",
    ),
    "correct_contact": (
        lambda w, **by: casework.correct_contact(w.message, email="new@example.org", **by),
        "clerk",
    ),
    "close_message": (lambda w, **by: casework.close_message(w.message, how="no_answer", **by), "clerk"),
    "reopen_message": (lambda w, **by: casework.reopen_message(w.closed_message, **by), "clerk"),
    "link_message": (lambda w, **by: casework.link_message(w.message, w.letter, **by), "clerk"),
    "unlink_message": (lambda w, **by: casework.unlink_message(w.closed_message, w.letter, **by), "clerk"),
    "start_letter": (lambda w, **by: casework.start_letter(w.message, **by), "clerk"),
    "record_release": (_record_release, "clerk"),
    "withdraw_release": (
        lambda w, **by: casework.withdraw_release(w.message.releases.get(), why="x", **by),
        "clerk",
    ),
    "take_reply": (
        lambda w, **by: casework.take_reply(w.closed_message, **REPLY, document=w.document, **by),
        "clerk",
    ),
    "withdraw_reply": (lambda w, **by: casework.withdraw_reply(w.reply, why="x", **by), "clerk"),
    "take_mail": (lambda w, **by: w.mail_of(3, **by), "clerk"),
    "file_as_reply": (lambda w, **by: mail.file_as_reply(w.mail, w.closed_message, **by), "clerk"),
    "file_with_letter": (lambda w, **by: mail.file_with_letter(w.mail, w.letter, **by), "clerk"),
    "set_mail_aside": (lambda w, **by: mail.set_mail_aside(w.mail, why="x", **by), "clerk"),
    "put_mail_back": (lambda w, **by: mail.put_mail_back(w.aside_mail, why="x", **by), "clerk"),
    "receive_files": (
        lambda w, **by: intake.receive_files(w.office, [upload()], how="uploaded", **by),
        "clerk",
    ),
    "read_again": (lambda w, **by: intake.read_again(w.item, **by), "clerk"),
    "take_for": (lambda w, **by: intake.take_for(w.item, "response", **by), "clerk"),
    "order_files": (_order_files, "clerk"),
    "set_aside": (lambda w, **by: intake.set_aside(w.item, why="x", **by), "clerk"),
    "bring_back": (lambda w, **by: intake.bring_back(w.aside_item, **by), "clerk"),
    "record_letter": (lambda w, **by: intake.record_letter(w.item, w.draft, **by), "clerk"),
    "attach_copy": (lambda w, **by: intake.attach_copy(w.item, w.letter, **by), "clerk"),
    "record_response": (lambda w, **by: intake.record_response(w.item, w.response, **by), "clerk"),
    "attach_to_response": (lambda w, **by: intake.attach_to_response(w.item, w.response, **by), "clerk"),
    "log_from": (_log_from, "clerk"),
    "enter_from": (
        lambda w, **by: intake.enter_from(w.item, facts={"subject": "x", "dated_on": DAY}, **by),
        "clerk",
    ),
    "write_answer": (
        lambda w, **by: casework.write_answer(w.message, subject="x", body="x", token=uuid4(), **by),
        "clerk",
    ),
}
