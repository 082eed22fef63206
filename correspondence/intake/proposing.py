"""From what was read to what is proposed: a letter or a reply, with the office's own directory beside it."""


def propose(item, opened):
    """What is proposed for an item: its kind ("letter" or "response") and the values, or None for nothing."""
    return "letter", None
