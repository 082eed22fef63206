"""Letters, their requests and topics: the clerk's form, the lists, and what can be done from them."""

from correspondence.admin.letters.letter import LetterAdmin
from correspondence.admin.letters.requests import FollowUpRequestAdmin, TopicAdmin

__all__ = ["FollowUpRequestAdmin", "LetterAdmin", "TopicAdmin"]
