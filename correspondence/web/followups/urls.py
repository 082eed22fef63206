"""Addresses of the room followups."""

urlpatterns = []
