"""Every module of the admin, imported so that it registers its rows."""

from correspondence.admin import accounts, contacts, directory, followups, letters, responses

__all__ = ["accounts", "contacts", "directory", "followups", "letters", "responses"]
