"""Letters, who signed and is to answer them, what they ask, and what has been decided about it.

What a letter said is a snapshot: as-written columns are the truth, links to the directory are help.
"""

from correspondence.letters.models.decisions import Correction, Decision
from correspondence.letters.models.filing import (
    EntryDraft,
    Follows,
    LetterDocument,
    ReferenceCounter,
    SavedFilter,
    Topic,
)
from correspondence.letters.models.letter import Letter, Part, Recipient, Signatory
from correspondence.letters.models.requests import FollowUpRequest, PutTo, Repeats

__all__ = [
    "Correction",
    "Decision",
    "EntryDraft",
    "FollowUpRequest",
    "Follows",
    "Letter",
    "LetterDocument",
    "Part",
    "PutTo",
    "Recipient",
    "ReferenceCounter",
    "Repeats",
    "SavedFilter",
    "Signatory",
    "Topic",
]
