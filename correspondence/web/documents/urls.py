"""Addresses of stored files."""

from django.urls import path

from correspondence.web.documents import views

urlpatterns = [
    path("files/letters/<int:pk>/", views.letter_file, name="letter-file"),
    path("files/responses/<int:pk>/", views.response_file, name="response-file"),
]
