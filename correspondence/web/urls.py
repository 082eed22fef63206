"""Addresses of the pages."""

from django.urls import include, path

from correspondence.web import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("", include("correspondence.web.documents.urls")),
    path("", include("correspondence.web.letters.urls")),
]
