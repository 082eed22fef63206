"""Stored files, each reached only through the letter or response that it belongs to."""

import logging

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from correspondence.accounts.visibility import of_my_offices
from correspondence.documents.rules import plain_name
from correspondence.letters.models import LetterDocument
from correspondence.responses.models import ResponseDocument

log = logging.getLogger(__name__)


@require_safe
def letter_file(request, pk):
    """A file of a letter, to members of the letter's office."""
    mine = of_my_offices(LetterDocument.objects.select_related("document"), request.user, "letter__office")
    return download(get_object_or_404(mine, pk=pk).document)


@require_safe
def response_file(request, pk):
    """A file of a response, to members of the letter's office."""
    mine = of_my_offices(
        ResponseDocument.objects.select_related("document"), request.user, "response__letter__office"
    )
    return download(get_object_or_404(mine, pk=pk).document)


def download(document):
    """The file as an attachment that no browser runs, guesses about or shares."""
    try:
        stored = document.file.open("rb")
    except FileNotFoundError:
        log.error("Document %s is on the record, but its file is not in the store.", document.pk)
        raise Http404("This file is on the record, but missing from the store.") from None
    page = FileResponse(
        stored, as_attachment=True, filename=plain_name(document.name), content_type=document.media_type
    )
    page.headers["X-Content-Type-Options"] = "nosniff"
    page.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    page.headers["Cache-Control"] = "private"
    return page
