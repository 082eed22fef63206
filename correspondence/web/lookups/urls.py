"""Addresses of what is offered while somebody types."""

from django.urls import path

from correspondence.web.lookups import views

urlpatterns = [
    path("lookups/<slug:kind>/", views.lookup, name="lookup"),
]
