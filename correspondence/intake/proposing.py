"""From what was read to what is proposed: a letter, or a reply to letters of ours."""

from functools import partial

from correspondence.intake.directory_as_of import directory_as_of
from correspondence.intake.models import IntakeItem, IntakeProposal
from correspondence.intake.reading.letter import read_letter
from correspondence.intake.reading.replies import is_reply, read_reply
from correspondence.intake.replies_to import letters_answered

Kind, TakenFor = IntakeProposal.Kind, IntakeItem.TakenFor


def propose(item, opened):
    """What is proposed for an item: its kind and the values.

    What nobody has said it is, is a reply where it reads as one, else a letter.
    """
    letter = read_letter(opened, directory_as_of)
    if item.taken_for == TakenFor.LETTER:
        return Kind.LETTER, letter
    answered = partial(letters_answered, item.office)
    reply = read_reply(opened, answered, directory_as_of, letter=letter)
    if item.taken_for == TakenFor.RESPONSE or is_reply(reply, letter):
        return Kind.RESPONSE, reply
    return Kind.LETTER, letter
