"""Addresses of the room reports."""

urlpatterns = []
