"""Constituents, what they wrote, the cases it makes, their permission, and what was mailed both ways."""

from correspondence.casework.models.answering import AnswerTemplate, OutgoingMail
from correspondence.casework.models.desk import Attempt, HeldFile, MessageCounter, MessageDesk
from correspondence.casework.models.messages import (
    Case,
    Constituent,
    Message,
    MessageDocument,
    MessageLetter,
    PolicyArea,
)
from correspondence.casework.models.releases import PrivacyRelease
from correspondence.casework.models.replies import MessageReply, ReplyDocument

__all__ = [
    "AnswerTemplate",
    "Attempt",
    "Case",
    "Constituent",
    "HeldFile",
    "Message",
    "MessageCounter",
    "MessageDesk",
    "MessageDocument",
    "MessageLetter",
    "MessageReply",
    "OutgoingMail",
    "PolicyArea",
    "PrivacyRelease",
    "ReplyDocument",
]
