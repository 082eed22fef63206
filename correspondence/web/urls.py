"""Addresses of the pages."""

from django.urls import include, path

from correspondence.web import health

ROOMS = (
    "accounts",
    "casework",
    "dashboard",
    "directory",
    "documents",
    "followups",
    "intake.mail",
    "intake",
    "letters",
    "lookups",
    "reports",
    "responses",
    "styleguide",
)

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    *[path("", include(f"correspondence.web.{room}.urls")) for room in ROOMS],
]
