"""Addresses of what is offered while somebody types."""

from django.urls import path

from correspondence.web.lookups import views

urlpatterns = [
    path("lookups/people/<int:pk>/", views.lookup_person, name="lookup-person"),
    path("lookups/<slug:kind>/", views.lookup, name="lookup"),
]
