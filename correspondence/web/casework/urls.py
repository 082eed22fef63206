"""Addresses of the room casework."""

urlpatterns = []
