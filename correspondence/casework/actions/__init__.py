"""Every change to messages: receiving, sorting, answering, and writing to agencies for constituents."""

from correspondence.casework.actions.answering import CannotAnswer, deliver, write_answer
from correspondence.casework.actions.holding import CannotHold, drop_held, hold_file, may_try, throw_away_old
from correspondence.casework.actions.inquiries import CannotStart, link_message, start_letter, unlink_message
from correspondence.casework.actions.receiving import CannotReceive, receive_message
from correspondence.casework.actions.releases import CannotRelease, record_release, withdraw_release
from correspondence.casework.actions.replying import CannotTakeReply, take_reply, withdraw_reply
from correspondence.casework.actions.sorting import (
    CannotSort,
    assign_messages,
    close_message,
    correct_contact,
    note_case,
    reopen_message,
)

__all__ = [
    "CannotAnswer",
    "CannotHold",
    "CannotReceive",
    "CannotRelease",
    "CannotSort",
    "CannotStart",
    "CannotTakeReply",
    "assign_messages",
    "close_message",
    "correct_contact",
    "deliver",
    "drop_held",
    "hold_file",
    "link_message",
    "may_try",
    "note_case",
    "receive_message",
    "record_release",
    "reopen_message",
    "start_letter",
    "take_reply",
    "throw_away_old",
    "unlink_message",
    "withdraw_release",
    "withdraw_reply",
    "write_answer",
]
