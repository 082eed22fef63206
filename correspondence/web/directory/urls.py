"""Addresses of agencies, offices, people, and of the box that finds them."""

from django.urls import path

from correspondence.web.directory import views

urlpatterns = [
    path("directory/", views.directory, name="directory"),
    path("agencies/<int:pk>/", views.agency, name="agency"),
    path("offices/<int:pk>/", views.office, name="office"),
    path("people/<int:pk>/", views.person, name="person"),
    path("find/", views.find, name="find"),
]
