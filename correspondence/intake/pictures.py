"""Pictures of pages, kept beside their files, so that a page is drawn once while it is looked at."""

import os
import tempfile
from datetime import timedelta
from pathlib import Path

from django.conf import settings

KEPT = timedelta(days=30)  # after it was drawn; a page that is looked at later is drawn anew


def kept_picture(document, how):
    """Where the picture of a page lies, or would; `how` says which page of the document, and how drawn."""
    return _root() / str(document.office_id) / document.sha256 / f"{how}.jpg"


def keep_picture(path, picture):
    """Write a picture, whole or not at all: two who draw it at once do each other no harm."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
    with os.fdopen(handle, "wb") as file:
        file.write(picture)
    os.replace(name, path)


def forget_pictures(*, now):
    """Delete the pictures that were drawn long ago, and folders that are empty then. Returns how many."""
    before, forgotten = (now - KEPT).timestamp(), 0
    for folder in _root().glob("*/*"):
        for picture in folder.iterdir():
            if picture.stat().st_mtime < before:
                picture.unlink(missing_ok=True)
                forgotten += 1
        if not any(folder.iterdir()):
            folder.rmdir()
    return forgotten


def _root():
    return Path(settings.MEDIA_ROOT, "pages")
