"""The words of a mail, told from those that it quotes."""

import re

_QUOTED = re.compile(
    r"(?im)^(?:>|\s*-{2,}\s*(?:original message|forwarded message)\s*-{2,}|\s*_{10,}\s*$"
    r"|on .{5,200}(?:\n.{0,100})?wrote:\s*$|from: .{1,200}\n(?:sent|date): )"
)


def parted(text):
    """A mail's words in two: what was written, and below it what was quoted."""
    found = _QUOTED.search(text)
    if not found or not text[: found.start()].strip():
        return text, ""
    return text[: found.start()].rstrip(), text[found.start() :].strip()
