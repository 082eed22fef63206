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
    Key("intake", ("g", "i"), "Opens Intake"),
    Key("letters", ("g", "l"), "Opens Letters"),
    Key("owed", ("g", "o"), "Opens Owed"),
    Key("reminders", ("g", "r"), "Opens Reminders"),
    Key("save", ("Ctrl+Enter",), "Saves the form that you are in"),
    Key("save-next", ("Ctrl+Shift+Enter",), "Saves it and opens the next, where a form offers that"),
    Key("rows", ("Alt+↑ ↓",), "Moves the row of a letter’s form that you are in; Alt+Delete takes it out"),
    Key(
        "split",
        ("Alt+Enter",),
        "Splits a request where the cursor stands; Alt+Backspace joins it to the one above",
    ),
    Key("look", ("Alt+L",), "On a page that confirms what was read: goes to the next thing to look at"),
    Key("put-back", ("Alt+R",), "There: puts back what was proposed, or takes it as it stands on the page"),
    Key("pages", ("Alt+P",), "There: goes to the pages; Enter, arrows and Shift choose words"),
    Key("send", ("Alt+S",), "There: sends the words chosen on a page to a field"),
)
KEY_NAMES = tuple(key.name for key in KEYS)


def keys_for(off):
    """Every key, each with whether it is on for somebody who switched these off."""
    return [(key, key.name not in off) for key in KEYS]
