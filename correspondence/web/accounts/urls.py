"""Addresses of the room accounts."""

urlpatterns = []
