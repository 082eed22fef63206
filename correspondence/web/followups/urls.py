"""Addresses of reminders."""

from django.urls import path

from correspondence.web.followups import views

urlpatterns = [
    path("reminders/", views.reminders, name="reminders"),
    path("reminders/<int:pk>/acts/<slug:name>/", views.reminder_act, name="reminder-act"),
    path("reminders/digest/", views.digest, name="digest"),
    path("reminders/digest/mail/", views.digest_mail, name="digest-mail"),
]
