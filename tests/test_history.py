"""What every change leaves behind: history with who, when and why, and an entry in the audit."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps
from django.db import transaction
from simple_history.models import registered_models

import correspondence
from correspondence.audit.models import Entry
from correspondence.letters import actions as letters
from correspondence.letters.models import FollowUpRequest
from tests.acts import ACTS, NOW, World, log_an_answer_that_settles

pytestmark = pytest.mark.django_db

# What each action writes into the audit, and of which tables it leaves history.
LEAVES = {
    "enter_letter": (["entered"], {"Letter"}),
    "revise_draft": (["revised"], {"Letter", "Signatory", "Recipient", "FollowUpRequest"}),
    "link_sent": (["linked"], {"Letter"}),
    "assign": (["assigned"], {"Letter"}),
    "save_filter": (["view saved"], set()),
    "revise_filter": (["view changed"], set()),
    "drop_filter": (["view deleted"], set()),
    "note_control_number": (["control number noted"], {"Recipient"}),
    "delete_draft": (["deleted draft"], {"Letter", "Signatory", "Recipient", "FollowUpRequest"}),
    "mark_sent": (["marked as sent"], {"Letter"}),
    "unsend": (["sending taken back"], {"Letter"}),
    "correct_sent": (["corrected"], {"Letter"}),
    "settle": (["settled"], set()),
    "settle_letters": (["settled"] * 4, set()),
    "reopen": (["reopened"], set()),
    "undo_settling": (["reopened"], set()),
    "draft_follow_up": (["entered"], {"Letter", "Signatory", "Recipient", "FollowUpRequest"}),
    "add_files": (["file added"], set()),
    "extend": (["due date set to 2024-01-05"], set()),
    "refuse_extension": (["extension refused"], set()),
    "pause": (["clock paused"], set()),
    "resume": (["clock resumed"], set()),
    "move_part": ("moved to Department of", set()),
    "log_response": (["logged"], {"Response"}),
    "log_reply": (["logged", "logged"], {"Response"}),
    "judge": (["judged"], {"Answer"}),
    "keep_promise": (["promise kept"], {"Answer"}),
    "withdraw_response": (["withdrawn"], {"Response"}),
    "move_response": (["withdrawn", "logged"], {"Response"}),
    "log_contact": (["contact logged"], set()),
    "withdraw_contact": (["contact withdrawn"], set()),
    "keep_contact_promise": (["promise kept"], set()),
    "close_reminders": (["reminder done"], set()),
    "put_off_reminders": (["reminder put off until 2023-12-07"], set()),
    "reopen_reminders": (["reminder reopened"], set()),
    "take_back_sending": (["sending taken back"], {"Letter"}),
    "correct_letter": (["corrected"], {"Letter"}),
    "note_release": (["release noted"], {"Letter"}),
    "assign_messages": (["assigned"], {"Message"}),
    "note_case": (["case noted"], {"Case", "Message"}),
    "correct_contact": (["contact corrected"], {"Constituent"}),
    "close_message": (["closed"], {"Message"}),
    "reopen_message": (["reopened"], {"Message"}),
    "link_message": (["linked to a letter"], {"Message"}),
    "unlink_message": (["unlinked from a letter"], set()),
    "start_letter": (["entered", "letter started"], {"Letter", "Recipient", "FollowUpRequest", "Message"}),
    "record_release": (["release recorded"], {"PrivacyRelease", "Message"}),
    "withdraw_release": (["release withdrawn"], {"PrivacyRelease"}),
    "write_answer": (["answer written"], {"Message"}),
    "receive_files": (["stored", "taken in"], {"IntakeItem"}),
    "read_again": (["read again"], set()),
    "take_for": (["taken for"], {"IntakeItem"}),
    "order_files": (["pages ordered"], set()),
    "set_aside": (["set aside"], {"IntakeItem"}),
    "bring_back": (["brought back"], {"IntakeItem"}),
    "record_letter": (["file added", "entered"], {"IntakeItem"}),
    "attach_copy": (["file added", "attached as a copy"], {"IntakeItem"}),
    "record_response": (["file added", "entered"], {"IntakeItem"}),
    "attach_to_response": (["file added", "attached as a copy"], {"IntakeItem"}),
    "enter_from": (["entered", "file added", "entered"], {"Letter", "IntakeItem"}),
    "log_from": (["logged", "entered"], {"Response", "IntakeItem"}),
    "take_reply": (["reply came"], {"MessageReply", "Message"}),
    "withdraw_reply": (["reply taken back"], {"MessageReply"}),
    "take_mail": (["stored", "mail came"], set()),
    "file_as_reply": (["reply came", "mail filed as a reply"], {"MessageReply", "Message"}),
    "file_with_letter": (["taken in", "mail filed with a letter"], {"IntakeItem"}),
    "set_mail_aside": (["mail set aside"], set()),
    "put_mail_back": (["mail put back"], set()),
}
HAS_A_REASON = {
    "unsend",
    "correct_sent",
    "withdraw_response",
    "take_back_sending",
    "correct_letter",
    "withdraw_reply",
    "set_aside",
}
TRACKED = {model.__name__: model for model in apps.get_models() if model in registered_models.values()}


@pytest.fixture
def world(db):
    return World()


def history():
    """Every row of history there is, by model and history id."""
    return {(name, row.history_id): row for name, model in TRACKED.items() for row in model.history.all()}


def test_every_action_leaves_an_entry_and_history_with_who_when_and_why(world, subtests):
    for name, (action, least) in ACTS.items():
        by, (acts, models) = world.actors[least], LEAVES[name]
        entries, before = Entry.objects.count(), history()
        with subtests.test(name), transaction.atomic():
            action(world, by=by, now=NOW)

            fresh = [row for key, row in history().items() if key not in before]
            assert {row.instance_type.__name__ for row in fresh} == models
            assert {(row.history_user, row.history_date) for row in fresh} <= {(by, NOW)}
            if name in HAS_A_REASON:
                assert {row.history_change_reason for row in fresh} == {"x"}
            left = list(Entry.objects.order_by("pk")[entries:])
            if isinstance(acts, str):
                assert [entry.act.startswith(acts) for entry in left] == [True]
            else:
                assert [entry.act for entry in left] == acts
            assert {(entry.by_id, entry.by_name, entry.at, entry.office_id) for entry in left} == {
                (by.pk, str(by), NOW, world.office.pk)
            }
            transaction.set_rollback(True)


def test_the_table_has_every_action():
    assert set(LEAVES) == set(ACTS)


def test_letters_recipients_requests_responses_and_answers_keep_their_history():
    assert set(TRACKED) >= {"Letter", "Signatory", "Recipient", "FollowUpRequest", "Response", "Answer"}


def test_an_answer_that_settles_leaves_the_decision_and_both_entries(world):
    entries = Entry.objects.count()

    log_an_answer_that_settles(world, by=world.story.clerk, now=NOW)

    left = Entry.objects.order_by("pk")[entries:]
    assert [entry.act for entry in left] == ["settled", "logged"]


def test_what_is_refused_leaves_nothing(world):
    before, entries = history(), Entry.objects.count()

    with pytest.raises(letters.CannotEnter), transaction.atomic():
        letters.revise_draft(
            world.draft,
            facts={"subject": "Changed", "dated_on": world.draft.dated_on},
            requests=[{"place": 1, "text": ""}],
            by=world.story.clerk,
            now=NOW,
        )

    assert history().keys() == before.keys()
    assert Entry.objects.count() == entries


def test_rows_that_change_places_leave_history_of_the_places_they_came_to(world):
    first, second, *others = world.draft.requests.order_by("place")
    rows = [{"id": row.pk, "place": place} for place, row in enumerate((second, first, *others), start=1)]

    letters.revise_draft(
        world.draft,
        facts={"subject": "x", "dated_on": world.draft.dated_on},
        requests=rows,
        by=world.story.clerk,
        now=NOW,
    )

    assert [row.place for row in FollowUpRequest.history.filter(id=first.pk).order_by("history_id")] == [1, 2]


_WRITES = {"update", "bulk_create", "bulk_update", "delete"}
_RECEIVER = re.compile(
    rf"\b({'|'.join(TRACKED)}|model)\.(objects|_default_manager|_base_manager)\b"
    r"|\.(letters|signatories|recipients|requests|responses|answers|sub_items)\b"
)
# What writes past the history of a row, by file, and how often it may.
ALLOWED = {
    # What writes the history itself, right afterwards.
    ("audit/history.py", "bulk_create"): 1,
    ("audit/history.py", "bulk_update"): 1,
    # The kept column, of which history keeps no copy.
    ("letters/actions/keeping.py", "execute"): 1,
    # The counter of references, of which no history is kept.
    ("letters/actions/entry.py", "execute"): 1,
    # What reads, and what raises reminders.
    ("core/prepared.py", "execute"): 1,
    ("core/snapshot.py", "execute"): 3,
    ("followups/reminders.py", "execute"): 6,
    ("web/health.py", "execute"): 1,
    # Rows on their way to another place, whose change is saved with history right afterwards.
    ("letters/actions/entry.py", "update"): 1,
    # PutTo and Repeats, of which no history is kept.
    ("letters/actions/entry.py", "delete"): 1,
    ("letters/actions/entry.py", "bulk_create"): 1,
}


def test_nothing_writes_past_the_history():
    root, found = Path(correspondence.__file__).parent, Counter()
    for file in root.rglob("*.py"):
        if "migrations" not in file.parts:
            for call in _writes(ast.parse(file.read_text())):
                found[str(file.relative_to(root)), call] += 1

    assert dict(found) == ALLOWED


def _writes(tree):
    """The names of the calls that write many rows of a tracked table at once, or may."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _WRITES:
            if _RECEIVER.search(ast.unparse(node.func.value)):
                yield node.func.attr
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "execute":
            yield "execute"  # SQL in words of its own, which may write anywhere
