"""Addresses of the public form, and of the pages on which staff read and answer messages."""

from django.urls import path

from correspondence.web.casework import messages, public

urlpatterns = [
    path("write/", public.write, name="write"),
    path("write/status/", public.status, name="write-status"),
    path("write/receipt/", public.receipt, name="write-receipt"),
    path("write/receipt/forget/", public.forget, name="write-forget"),
    path("write/<str:code>/", public.step, name="write-form"),
    path("write/<str:code>/review/", public.review, name="write-review"),
    path("write/<str:code>/<slug:step>/", public.step, name="write-step"),
    path("messages/", messages.messages, name="messages"),
    path("messages/<int:pk>/", messages.message, name="message"),
    path("messages/<int:pk>/answer/", messages.answer, name="message-answer"),
    path("messages/<int:pk>/acts/<slug:name>/", messages.message_act, name="message-act"),
    path("messages/files/<int:pk>/", messages.message_file, name="message-file"),
    path("messages/replies/files/<int:pk>/", messages.reply_file, name="reply-file"),
    path("messages/replies/<int:pk>/original/", messages.reply_original, name="reply-original"),
    path("messages/releases/<int:pk>/file/", messages.release_file, name="release-file"),
]
