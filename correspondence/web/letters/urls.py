"""Addresses of letters and requests."""

from django.urls import path

from correspondence.web.letters import views

urlpatterns = [
    path("letters/<int:pk>/timeline/", views.letter_timeline, name="letter-timeline"),
    path("requests/<int:pk>/timeline/", views.request_timeline, name="request-timeline"),
]
