"""The product's addresses, and the floor's."""

from django.urls import include, path

from benchmarks.floor import views

urlpatterns = [
    path("benchmark/floor/", views.floor),
    path("", include("correspondence.urls")),
]
