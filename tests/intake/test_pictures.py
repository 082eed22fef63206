"""Pictures of pages that are kept for a while."""

import os
from datetime import timedelta

from django.utils import timezone

from correspondence.documents.models import Document
from correspondence.intake.pictures import KEPT, forget_pictures, keep_picture, kept_picture

NOW = timezone.now()


def picture(sha256, how, drawn_at):
    path = kept_picture(Document(office_id=1, sha256=sha256), how)
    keep_picture(path, b"picture")
    os.utime(path, (drawn_at.timestamp(),) * 2)
    return path


def test_pictures_that_were_drawn_long_ago_are_forgotten(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    long_ago = NOW - KEPT - timedelta(minutes=1)
    old, young, alone = (
        picture("aa", "1-900", long_ago),
        picture("aa", "2-900", NOW),
        picture("bb", "1-900", long_ago),
    )

    forgotten = forget_pictures(now=NOW)

    assert forgotten == 2
    assert (old.exists(), young.read_bytes()) == (False, b"picture")
    assert not alone.parent.exists()


def test_there_may_be_no_picture_yet(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "nothing"

    assert forget_pictures(now=NOW) == 0
