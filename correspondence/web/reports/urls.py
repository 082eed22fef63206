"""Addresses of what is still owed."""

from django.urls import path

from correspondence.web.reports import views

urlpatterns = [
    path("owed/", views.owed, name="owed"),
    path("owed/requests.csv", views.owed_file, name="owed-file"),
]
