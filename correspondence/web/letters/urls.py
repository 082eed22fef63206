"""Addresses of letters and requests."""

from django.urls import path

from correspondence.web.letters import acts, views
from correspondence.web.letters.entry import keeping
from correspondence.web.letters.entry import views as entry
from correspondence.web.letters.lists import views as lists

urlpatterns = [
    path("letters/", lists.letters, name="letters"),
    path("letters/export/", lists.letters_export, name="letters-export"),
    path("letters/chosen/", lists.letters_chosen, name="letters-chosen"),
    path("letters/views/", lists.save_view, name="letters-views"),
    path("letters/views/<int:pk>/", lists.saved_view, name="letters-view"),
    path("letters/new/", entry.letter_new, name="letter-new"),
    path("letters/new/roster/", keeping.letter_roster, name="letter-roster"),
    path("letters/<int:pk>/edit/", entry.letter_edit, name="letter-edit"),
    path("letters/drafts/<uuid:key>/", keeping.letter_draft, name="letter-draft"),
    path("letters/drafts/<uuid:key>/discard/", entry.letter_draft_discard, name="letter-draft-discard"),
    path("letters/<int:pk>/", views.letter, name="letter"),
    path("letters/<int:pk>/acts/<slug:name>/", acts.letter_act, name="letter-act"),
    path("contacts/<int:pk>/acts/<slug:name>/", acts.contact_act, name="contact-act"),
    path("requests/<int:pk>/", views.request_page, name="request"),
    path("letters/<int:pk>/timeline/", views.letter_timeline, name="letter-timeline"),
    path("requests/<int:pk>/timeline/", views.request_timeline, name="request-timeline"),
]
