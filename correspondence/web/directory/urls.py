"""Addresses of the room directory."""

urlpatterns = []
