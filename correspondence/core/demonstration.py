"""Whether the database holds the demonstration: a note in VAR, so that no page has to ask the database."""

from django.conf import settings

LOADED = "loaded for the demonstration"  # the act in the audit trail


def note_demonstration(is_loaded):
    """Leave the note, or take it away."""
    if is_loaded:
        _note().touch()
    else:
        _note().unlink(missing_ok=True)


def is_demonstration():
    return _note().exists()


def _note():
    return settings.VAR / "demonstration"
