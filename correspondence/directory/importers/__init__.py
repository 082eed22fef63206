"""Files of facts read into plain values: congress-legislators, and the product's own lists."""

from correspondence.directory.importers.congress import PRESIDENCY_SLUG, read_congress
from correspondence.directory.importers.files import CannotImport
from correspondence.directory.importers.lists import read_agencies, read_officials

__all__ = ["PRESIDENCY_SLUG", "CannotImport", "read_agencies", "read_congress", "read_officials"]
