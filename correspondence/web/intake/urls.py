"""Addresses of intake: what came in, and what is done about it."""

from django.urls import path

from correspondence.web.intake import images, views
from correspondence.web.intake.confirm import views as confirm
from correspondence.web.intake.reply import views as reply

urlpatterns = [
    path("intake/", views.intake, name="intake"),
    path("intake/<int:pk>/", views.intake_item, name="intake-item"),
    path("intake/<int:pk>/acts/<slug:name>/", views.intake_act, name="intake-act"),
    path("intake/<int:pk>/pages/<int:number>.jpg", images.intake_page, name="intake-page"),
    path("intake/files/<int:pk>/", views.intake_file, name="intake-file"),
    path("intake/<int:pk>/confirm/", confirm.intake_confirm, name="intake-confirm"),
    path(
        "intake/<int:pk>/confirm/pages/<int:start>/",
        confirm.intake_confirm_pages,
        name="intake-confirm-pages",
    ),
    path("intake/<int:pk>/reply/", reply.intake_reply, name="intake-reply"),
    path("intake/<int:pk>/reply/copy/", reply.intake_reply_copy, name="intake-reply-copy"),
    path("intake/<int:pk>/taken/", reply.intake_taken, name="intake-taken"),
    path("intake/<int:pk>/confirm/copy/", confirm.intake_confirm_copy, name="intake-confirm-copy"),
]
