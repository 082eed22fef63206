"""What an agency sent, read for a person to judge: whose letter it answers, what kind of reply it is, which
passage seems to answer which request. Nothing here settles anything. Pure.
"""

from correspondence.intake.reading.replies.matches import Candidate, OpenRequest
from correspondence.intake.reading.replies.reading import answers_to, is_reply, read_reply

__all__ = ["Candidate", "OpenRequest", "answers_to", "is_reply", "read_reply"]
