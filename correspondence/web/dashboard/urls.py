"""Addresses of the day's page."""

from django.urls import path

from correspondence.web.dashboard import views

urlpatterns = [
    path("", views.today, name="today"),
]
