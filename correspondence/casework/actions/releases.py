"""Releases that came on paper or by mail, and releases taken back."""

from django.db import transaction

from correspondence.accounts.roles import Act, require
from correspondence.audit.actions import record_act
from correspondence.audit.history import save_with_history
from correspondence.casework.actions.sorting import locked, take_up
from correspondence.casework.models import PrivacyRelease
from correspondence.casework.queries import agency_called, good_release
from correspondence.casework.rules import good_until
from correspondence.core.days import day_of
from correspondence.core.refusals import Cannot
from correspondence.documents.actions import store_document
from correspondence.letters.actions import note_release


class CannotRelease(Cannot):
    """The release could not be recorded, or not be taken back."""


@transaction.atomic
def record_release(
    message, *, agency_named, signed_name, signed_on, how, text="", agency=None, upload=None, by, now
):
    """Record a release that came on paper or by e-mail, with its file where there is one.

    Inquiries for this message that are still drafts take its day. Raises CannotRelease.
    """
    message = locked(message)
    require(by, Act.CASEWORK, message.office)
    if how == PrivacyRelease.How.FORM:
        raise CannotRelease("Only the constituent signs on the form.", field="how")
    if signed_on > day_of(now):
        raise CannotRelease("That day is still to come.", field="signed_on")
    if not agency_named.strip() or not signed_name.strip():
        raise CannotRelease("Say who signed, and for which agency.", field="signed_name")
    document = store_document(message.office, upload, by=by, now=now) if upload else None
    release = PrivacyRelease(
        message=message,
        agency_named=agency_named.strip(),
        agency=agency or agency_called(agency_named),
        text=text.strip() or "As on the paper that was signed.",
        signed_name=signed_name.strip(),
        signed_on=signed_on,
        good_until=good_until(signed_on),
        how=how,
        document=document,
        recorded_at=now,
        recorded_by=by,
    )
    save_with_history(release, by=by, now=now)
    take_up(message, by=by, now=now)
    record_act("release recorded", release, by=by, now=now, office_id=message.office_id)
    _carry_to_drafts(message, by=by, now=now)
    return release


@transaction.atomic
def withdraw_release(release, *, why, by, now):
    """Note that the constituent took a release back. Inquiries still drafts lose its day: none is sent.

    Raises CannotRelease where it is taken back already.
    """
    message = locked(release.message)
    require(by, Act.CASEWORK, message.office)
    release = PrivacyRelease.objects.select_for_update().get(pk=release.pk)
    if release.withdrawn_on:
        raise CannotRelease("It is taken back already.")
    if not why.strip():
        raise CannotRelease("Say why.", field="why")
    release.withdrawn_on, release.withdrawn_why = day_of(now), why.strip()[:300]
    save_with_history(release, by=by, now=now, why=why)
    record_act("release withdrawn", release, by=by, now=now, office_id=message.office_id, reason=why)
    _carry_to_drafts(message, by=by, now=now)
    return release


def _carry_to_drafts(message, *, by, now):
    """Let the inquiries for this message that are still drafts say the day of its release, or none."""
    release = good_release(message, day_of(now))
    for link in message.letter_links.filter(was_started_here=True, letter__sent_on=None):
        note_release(link.letter, signed_on=release.signed_on if release else None, by=by, now=now)
