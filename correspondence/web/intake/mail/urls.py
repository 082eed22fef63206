"""Addresses of the mail that came in."""

from django.urls import path

from correspondence.web.intake.mail import views

urlpatterns = [
    path("mail/", views.mails, name="mails"),
    path("mail/upload/", views.mail_upload, name="mail-upload"),
    path("mail/<int:pk>/", views.mail, name="mail"),
    path("mail/<int:pk>/original/", views.mail_original, name="mail-original"),
    path("mail/<int:pk>/acts/<slug:name>/", views.mail_act, name="mail-act"),
    path("mail/files/<int:pk>/", views.mail_file, name="mail-file"),
]
