"""Taking a message from the public form."""

from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from correspondence.audit.actions import record_act
from correspondence.audit.history import save_with_history
from correspondence.casework.emails import mail_id, receipt
from correspondence.casework.models import (
    Case,
    Constituent,
    HeldFile,
    Message,
    MessageCounter,
    MessageDocument,
    OutgoingMail,
    PrivacyRelease,
)
from correspondence.casework.queries import OPEN_DESKS, agency_called, known_constituent
from correspondence.casework.rules import (
    LONGEST_TEXT,
    fingerprint,
    good_until,
    message_number,
    release_text,
    signature_fault,
    ssn_fault,
)
from correspondence.core.days import day_of
from correspondence.core.refusals import Cannot
from correspondence.documents.actions import store_document


class CannotReceive(Cannot):
    """The message was not taken. `field` names what is to be mended."""


@transaction.atomic
def receive_message(office, *, constituent, area, stance, text, case=None, signature="", held=(), token, now):
    """Put a message from the form on the record, with its case and release, and write its receipt.

    `constituent` and `case` are dicts of columns; a `signature` under the words of
    `rules.release_text` makes a release. `held` are keys of held files, which become the message's.
    `token` is the form's own: the same once more returns the message there is. `came_now` tells which:
    then its receipt is to be mailed, once this is committed (`answering.deliver`). Nobody who signs in
    does this.
    Raises CannotReceive.
    """
    desk = OPEN_DESKS.filter(office=office).first()
    if desk is None:
        raise CannotReceive(_("This office does not take messages here now."))
    count = _next_count(office, day_of(now).year)  # locks: what follows is not done twice at once
    if same := Message.objects.filter(token=token, office=office).first():
        same.came_now = False
        return same
    count.last += 1
    count.save(update_fields=["last"])
    _check(text, case, signature, constituent)

    person = known_constituent(office, constituent)
    if person is None:
        person = Constituent(office=office, first_wrote_at=now, **constituent)
        save_with_history(person, by=None, now=now)
    elif constituent.get("prefix") and person.prefix != constituent["prefix"]:
        person.prefix = constituent["prefix"]
        save_with_history(person, by=None, now=now)
    message = Message(
        office=office,
        number=message_number(office.code, count.year, count.last),
        constituent=person,
        area=area,
        stance=stance,
        text=text,
        received_at=now,
        token=token,
        fingerprint=fingerprint(text, (case or {}).get("what_happened", "")),
    )
    save_with_history(message, by=None, now=now)
    if case:
        _open_case(message, case, signature, now)
    _take_files(message, held, now)
    _write_receipt(message, desk, now)
    record_act("received", message, by=None, now=now)
    message.came_now = True
    return message


def _check(text, case, signature, constituent):
    for field, words in (("text", text), *((case or {}).items())):
        if fault := ssn_fault(words or ""):
            raise CannotReceive(fault, field=field)
        if len(words or "") > LONGEST_TEXT:
            raise CannotReceive(
                _("Please keep it under %(most)s characters.") % {"most": LONGEST_TEXT}, field=field
            )
    if signature:
        fault = signature_fault(signature, constituent["first_name"], constituent["last_name"])
        if fault:
            raise CannotReceive(fault, field="signature")


def _next_count(office, year):
    """The counter of an office's messages in a year, locked until the transaction ends."""
    MessageCounter.objects.get_or_create(office=office, year=year)
    return MessageCounter.objects.select_for_update().get(office=office, year=year)


def _open_case(message, given, signature, now):
    agency = agency_called(given["agency_named"])
    case = Case(message=message, agency=agency, **given)
    save_with_history(case, by=None, now=now)
    if signature:
        day, person = day_of(now), message.constituent
        release = PrivacyRelease(
            message=message,
            agency_named=given["agency_named"],
            agency=agency,
            text=release_text(person.signed_name, given["agency_named"], message.office),
            signed_name=signature,
            signed_on=day,
            good_until=good_until(day),
            how=PrivacyRelease.How.FORM,
            recorded_at=now,
        )
        save_with_history(release, by=None, now=now)
        record_act("release signed", release, by=None, now=now, office_id=message.office_id)


def _take_files(message, held, now):
    """Make held files the message's. Their bytes are copied, and thrown away once all is committed."""
    taken = list(HeldFile.objects.filter(pk__in=list(held), office=message.office))
    for file in sorted(taken, key=lambda one: one.held_at):
        with file.file.open("rb") as upload:
            upload.name = file.name
            document = store_document(message.office, upload, by=None, now=now)
        MessageDocument.objects.get_or_create(
            message=message, document=document, defaults={"name": file.name}
        )
        storage, name = file.file.storage, file.file.name
        file.delete()
        transaction.on_commit(lambda storage=storage, name=name: storage.delete(name))


def _write_receipt(message, desk, now):
    subject, body = receipt(message, desk)
    OutgoingMail.objects.create(
        message=message,
        kind=OutgoingMail.Kind.RECEIPT,
        token=uuid4(),
        to_address=message.constituent.email,
        subject=subject,
        body=body,
        mail_id=mail_id(message),
        written_at=now,
    )
