"""Every change to a letter: entering, sending, deciding, correcting."""

from correspondence.letters.actions.corrections import CannotCorrect, Change, correct_sent
from correspondence.letters.actions.decisions import (
    CannotDecide,
    extend,
    move_part,
    pause,
    refuse_extension,
    reopen,
    resume,
    settle,
    undo_settling,
)
from correspondence.letters.actions.entry import (
    LETTER_COLUMNS,
    CannotEnter,
    assign,
    delete_draft,
    enter_letter,
    link_sent,
    note_control_number,
    note_release,
    revise_draft,
)
from correspondence.letters.actions.filters import (
    CannotSaveFilter,
    drop_filter,
    may_change_filter,
    revise_filter,
    save_filter,
)
from correspondence.letters.actions.following import add_files, draft_follow_up
from correspondence.letters.actions.sending import CannotSend, mark_sent, unsend
from correspondence.letters.actions.settling import settle_letters

__all__ = [
    "LETTER_COLUMNS",
    "CannotCorrect",
    "CannotDecide",
    "CannotEnter",
    "CannotSaveFilter",
    "CannotSend",
    "Change",
    "add_files",
    "assign",
    "correct_sent",
    "delete_draft",
    "draft_follow_up",
    "drop_filter",
    "enter_letter",
    "extend",
    "link_sent",
    "mark_sent",
    "may_change_filter",
    "move_part",
    "note_control_number",
    "note_release",
    "pause",
    "refuse_extension",
    "reopen",
    "resume",
    "revise_draft",
    "revise_filter",
    "save_filter",
    "settle",
    "settle_letters",
    "undo_settling",
    "unsend",
]
