"""Putting on the record what came in: a letter, or a reply to letters."""

from django.db import transaction

from correspondence.documents.models import Document
from correspondence.intake.actions.outcomes import TITLE, record_letter, record_response
from correspondence.letters.actions import enter_letter
from correspondence.responses.actions import log_reply


@transaction.atomic
def enter_from(item, *, by, now, **given):
    """Enter the letter that an item is, as a draft, and note that the item became it: both, or neither.

    `given` is what `enter_letter` takes. Raises CannotEnter, CannotFinish, or PermissionDenied.
    """
    letter = enter_letter(item.office, by=by, now=now, **given)
    record_letter(item, letter, by=by, now=now)
    return letter


@transaction.atomic
def log_from(item, letters, *, documents=(), by, now, **given):
    """Log the reply that an item is on these letters, its files first among its documents, and note that the
    item became it: both, or neither.

    `given` is what `log_reply` takes. Returns the responses. Raises as it does, or CannotFinish.
    """
    own = Document.objects.filter(intake_files__item=item).order_by("intake_files__place")
    titles = dict.fromkeys(own, TITLE)
    titles |= {document: title for document, title in documents if document not in titles}
    responses = log_reply(letters, documents=list(titles.items()), by=by, now=now, **given)
    record_response(item, responses[0], by=by, now=now)
    return responses
