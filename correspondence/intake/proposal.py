"""What a machine proposes for a letter, each value with the place where it was read and how sure it is.

Plain values that go through JSON and back. A person confirms; nothing here is ever stored as the letter.
"""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Span:
    """Words on a page: from the first to the last, by line and word, as `Page.lines` counts them from 0."""

    page: int
    line: int
    first: int = 0
    last: int | None = None  # None: to the end of the line


@dataclass(frozen=True, slots=True)
class Proposed:
    """One value: what it is, how sure (0 to 1), where it was read, and what stood there if it was mended."""

    value: str
    sure: float = 1.0
    spans: tuple[Span, ...] = ()
    as_read: str = ""  # as the page has it, where the value was corrected
    why: str = ""  # one sentence for the person who must look: "The directory has Marco Rubio."


@dataclass(frozen=True, slots=True)
class ProposedPerson:
    """A signatory, addressee or copy. What is not said is an empty value."""

    name: Proposed
    title: Proposed
    organization: Proposed = field(default_factory=lambda: Proposed(""))
    address: Proposed = field(default_factory=lambda: Proposed(""))
    person_id: int | None = None  # the directory's, where it was found there
    agency_id: int | None = None


@dataclass(frozen=True, slots=True)
class ProposedRequest:
    """A follow-up request, verbatim: `number` as written, with its parents' ("2(a)"); `parent` is a place."""

    text: Proposed
    number: str = ""
    parent: int | None = None
    lead_in: str = ""
    due_on: date | None = None
    asked_by: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class ProposedLetter:
    """All that was read from a letter."""

    office: Proposed
    letterhead: Proposed
    dated_on: Proposed  # value: ISO day
    subject: Proposed
    salutation: Proposed
    body: Proposed
    closing: Proposed
    due_phrase: Proposed
    due_on: date | None = None  # where a day follows from the letter alone
    signatories: tuple[ProposedPerson, ...] = ()
    more_signatories: int = 0  # "and 23 other Members"
    to: tuple[ProposedPerson, ...] = ()
    cc: tuple[ProposedPerson, ...] = ()
    requests: tuple[ProposedRequest, ...] = ()


@dataclass(frozen=True, slots=True)
class ProposedMatch:
    """A letter of ours that a reply may answer, how sure (0 to 1), and why, a sentence for each reason."""

    letter_id: int
    reference: str
    sure: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProposedAnswer:
    """The passage of a reply that seems to answer a request of ours. It is for a person to judge."""

    request_id: int
    passage: Proposed
    hint: str = ""  # what the passage seems to do, in words: "Says that there are no such records."


@dataclass(frozen=True, slots=True)
class ProposedReply:
    """All that was read from what an agency sent. `kind` has the codes of `responses.Response.Kind`."""

    dated_on: Proposed  # value: ISO day
    agency: Proposed
    signer: ProposedPerson
    kind: Proposed
    subject: Proposed  # of the letter that it answers, as it says
    body: Proposed
    references: tuple[Proposed, ...] = ()  # ours, as it cites them
    control_numbers: tuple[Proposed, ...] = ()  # its own
    letter_dates: tuple[Proposed, ...] = ()  # ISO days of the letters that it says it answers
    promise: Proposed = field(default_factory=lambda: Proposed(""))  # "by January 12, 2024"
    promised_on: date | None = None
    extension: Proposed = field(default_factory=lambda: Proposed(""))
    extension_until: date | None = None
    referred_to: Proposed = field(default_factory=lambda: Proposed(""))
    matches: tuple[ProposedMatch, ...] = ()  # the likeliest first
    answers: tuple[ProposedAnswer, ...] = ()  # to the open requests of the likeliest letter
