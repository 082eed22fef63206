"""Addresses of the room styleguide."""

urlpatterns = []
