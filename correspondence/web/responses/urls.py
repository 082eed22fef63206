"""Addresses of the room responses."""

urlpatterns = []
