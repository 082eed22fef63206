"""From the body of a letter to the requests that it makes: verbatim, in order, with number and nesting.

What counts: each item of a list that its lead-in asks for; of other lists, the items that ask by themselves;
of prose, each sentence that asks. An urging, or a sentence that names the letter's topic by way of asking,
counts only where the letter asks for nothing more definite. Courtesies, a plain "please answer",
instructions, definitions, findings, and what was asked before and is not repeated give none.
"""

from correspondence.intake.reading.requests.reading import read_requests

__all__ = ["read_requests"]
