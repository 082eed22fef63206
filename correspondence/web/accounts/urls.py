"""Addresses of what somebody sets for themselves."""

from django.urls import path

from correspondence.web.accounts import views

urlpatterns = [
    path("preferences/", views.preferences, name="preferences"),
    path("keys/", views.keys, name="keys"),
]
