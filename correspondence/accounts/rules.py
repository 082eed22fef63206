"""What the keyboard does on the desk's pages, and which of it somebody has switched off."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Key:
    """A shortcut: its name, which is stored, what is pressed, and what that does."""

    name: str
    presses: tuple[str, ...]
    does: str


KEYS = (
    Key("help", ("?",), "Shows this list"),
    Key("find", ("/",), "Goes to the search box"),
    Key("today", ("g", "t"), "Opens Today"),
    Key("letters", ("g", "l"), "Opens Letters"),
    Key("owed", ("g", "o"), "Opens Owed"),
    Key("reminders", ("g", "r"), "Opens Reminders"),
    Key("save", ("Ctrl+Enter",), "Saves the form that you are in"),
    Key("save-next", ("Ctrl+Shift+Enter",), "Saves it and opens the next, where a form offers that"),
)
KEY_NAMES = tuple(key.name for key in KEYS)


def keys_for(off):
    """Every key, each with whether it is on for somebody who switched these off."""
    return [(key, key.name not in off) for key in KEYS]
