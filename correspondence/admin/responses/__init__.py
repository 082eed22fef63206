"""Responses: logging one against its letter, and the list of what came back."""

from correspondence.admin.responses.response import ResponseAdmin

__all__ = ["ResponseAdmin"]
