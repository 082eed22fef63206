"""Addresses of the room lookups."""

urlpatterns = []
