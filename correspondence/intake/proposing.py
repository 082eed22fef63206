"""From what was read to what is proposed, with the directory of the letter's day beside it."""

from correspondence.intake.directory_as_of import directory_as_of
from correspondence.intake.models import IntakeItem, IntakeProposal
from correspondence.intake.reading.letter import read_letter


def propose(item, opened):
    """What is proposed for an item: its kind and the values, None where there is nothing to propose.

    What was taken for a reply waits with its pages: a letter would be the wrong thing to propose.
    """
    if item.taken_for == IntakeItem.TakenFor.RESPONSE:
        return IntakeProposal.Kind.RESPONSE, None
    return IntakeProposal.Kind.LETTER, read_letter(opened, directory_as_of)
