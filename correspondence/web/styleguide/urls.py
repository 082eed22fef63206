"""Address of the style guide."""

from django.urls import path

from correspondence.web.styleguide import views

urlpatterns = [
    path("styleguide/", views.styleguide, name="styleguide"),
]
