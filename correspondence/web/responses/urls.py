"""Addresses of responses."""

from django.urls import path

from correspondence.web.responses import views

urlpatterns = [
    path("letters/<int:pk>/respond/", views.respond, name="respond"),
    path("responses/", views.responses, name="responses"),
    path("responses/<int:pk>/", views.response, name="response"),
    path("responses/<int:pk>/judge/", views.response_judge, name="response-judge"),
    path("responses/<int:pk>/acts/<slug:name>/", views.response_act, name="response-act"),
]
