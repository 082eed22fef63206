"""Every module of the admin, imported so that it registers its rows."""

from correspondence.admin import accounts, casework, contacts, directory, followups, letters, responses

__all__ = ["accounts", "casework", "contacts", "directory", "followups", "letters", "responses"]
