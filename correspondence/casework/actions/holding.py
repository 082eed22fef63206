"""What the public pages keep for a while: files of a message still being written, and who tried how often."""

from django.db import transaction
from django.utils.translation import gettext as _

from correspondence.casework.models import Attempt, HeldFile
from correspondence.casework.queries import attempts_since, held_too_long
from correspondence.casework.rules import LIMITS, MOST_FILES, file_fault
from correspondence.core.refusals import Cannot
from correspondence.documents.rules import HEAD, TAIL, media_type, plain_name


class CannotHold(Cannot):
    """The file was not taken."""


@transaction.atomic
def hold_file(office, upload, *, beside=0, now):
    """Keep a file for a message that is still being written; `beside` how many it has. Raises CannotHold.

    Files of messages that nobody sent are thrown away after a day.
    """
    throw_away_old(now=now)
    name = plain_name(upload.name)
    if beside >= MOST_FILES:
        raise CannotHold(
            _("You can send up to %(most)s files. %(name)s was not added.")
            % {"most": MOST_FILES, "name": name}
        )
    if fault := file_fault(name, upload.size, kind_of(upload)):
        raise CannotHold(fault)
    held = HeldFile(office=office, name=name, size=upload.size, held_at=now)
    upload.seek(0)
    held.file.save(str(held.key), upload, save=False)
    held.save(force_insert=True)
    return held


def drop_held(keys):
    """Throw held files away, their bytes too."""
    for held in HeldFile.objects.filter(pk__in=list(keys)):
        held.file.delete(save=False)
        held.delete()


@transaction.atomic
def may_try(kind, source, *, now):
    """Count one more attempt of a source, unless it has made too many of its kind lately: then False.

    `source` is a keyed hash (`rules.source_of`). What is older than a day is forgotten.
    """
    most, within = LIMITS[kind]
    Attempt.objects.filter(at__lt=held_too_long(now)).delete()
    if attempts_since(kind, source, now - within) >= most:
        return False
    Attempt.objects.create(kind=kind, source=source, at=now)
    return True


def kind_of(upload):
    """What the bytes of an open file show it to be."""
    upload.seek(0)
    head = upload.read(HEAD)
    upload.seek(max(upload.size - TAIL, 0))
    return media_type(head, upload.read())


def throw_away_old(*, now):
    """Throw away files that have waited for longer than a day for a message that never came."""
    old = HeldFile.objects.filter(held_at__lt=held_too_long(now)).values_list("pk", flat=True)
    drop_held(old[:100])
