"""Changes to the directory that are more than one row's own edit."""

from correspondence.directory.actions.agencies import load_agencies
from correspondence.directory.actions.congress import import_congress

__all__ = ["import_congress", "load_agencies"]
