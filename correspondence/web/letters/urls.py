"""Addresses of letters and requests."""

from django.urls import path

from correspondence.web.letters import acts, views

urlpatterns = [
    path("letters/<int:pk>/", views.letter, name="letter"),
    path("letters/<int:pk>/acts/<slug:name>/", acts.letter_act, name="letter-act"),
    path("contacts/<int:pk>/acts/<slug:name>/", acts.contact_act, name="contact-act"),
    path("requests/<int:pk>/", views.request_page, name="request"),
    path("letters/<int:pk>/timeline/", views.letter_timeline, name="letter-timeline"),
    path("requests/<int:pk>/timeline/", views.request_timeline, name="request-timeline"),
]
