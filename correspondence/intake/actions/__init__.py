"""Every change to what came in: taking it in, reading it, and saying what became of it."""

from correspondence.intake.actions.entering import enter_from, log_from
from correspondence.intake.actions.outcomes import (
    CannotFinish,
    attach_copy,
    attach_to_response,
    bring_back,
    record_letter,
    record_response,
    set_aside,
)
from correspondence.intake.actions.receiving import (
    CannotReceive,
    Received,
    order_files,
    read_again,
    receive_files,
    take_for,
)

__all__ = [
    "CannotFinish",
    "CannotReceive",
    "Received",
    "attach_copy",
    "attach_to_response",
    "bring_back",
    "enter_from",
    "log_from",
    "order_files",
    "read_again",
    "receive_files",
    "record_letter",
    "record_response",
    "set_aside",
    "take_for",
]
