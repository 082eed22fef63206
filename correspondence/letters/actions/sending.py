"""Marking a letter as sent, and taking that back."""

from django.db import transaction
from django.db.models import ProtectedError, Q

from correspondence.accounts.roles import Act, require
from correspondence.audit.actions import record_act
from correspondence.audit.history import save_with_history
from correspondence.core.days import day_of
from correspondence.core.refusals import Cannot
from correspondence.letters.actions.keeping import keep_next_due
from correspondence.letters.deadlines import first_due
from correspondence.letters.models import Correction, Decision, Part, Recipient, Repeats
from correspondence.letters.queries import locked_with_askings, text_of
from correspondence.letters.rules import GIVEN_BY_SENDING, TAKEN_BACK, faults_before_sending, text_hash


class CannotSend(Cannot):
    """The letter could not be marked as sent, or the sending not taken back. `faults` has each reason."""

    def __init__(self, faults):
        self.faults = faults
        super().__init__(" ".join(message for _, message in faults), field=faults[0][0])


@transaction.atomic
def mark_sent(letter, *, on, delivery="", by, now):
    """Put the letter on the record as sent on a day, and freeze what it says.

    Makes a part for each request and each agency it is put to, with its first due date, counted from
    that day even where it is entered later. Earlier requests that this letter repeats are carried on
    by it. Raises CannotSend, or PermissionDenied.
    """
    letter = locked_with_askings([letter])[letter.pk]
    require(by, Act.SEND, letter.office)
    if letter.sent_on:
        raise CannotSend([(None, f"It was marked as sent on {letter.sent_on:%-d %B %Y} already.")])
    signatories, recipients = list(letter.signatories.all()), list(letter.recipients.all())
    requests = list(letter.requests.prefetch_related("narrowed"))
    narrowed = [(request, [link.agency_id for link in request.narrowed.all()]) for request in requests]
    faults = faults_before_sending(letter, signatories, recipients, narrowed, on=on, today=day_of(now))
    for link in Repeats.objects.select_related("earlier__letter", "request").filter(
        request__letter=letter, earlier__letter__dated_on__gt=letter.dated_on
    ):
        faults.append((None, f"{link.request} repeats one of {link.earlier.letter}, which is dated later."))
    if faults:
        raise CannotSend(faults)

    letter.sent_on, letter.sent_by, letter.sent_recorded_at = on, by, now
    letter.delivery = delivery or letter.delivery
    letter.sent_hash = text_hash(text_of(letter))
    letter.version += 1
    save_with_history(letter, by=by, now=now)

    to = list(dict.fromkeys(one.agency_id for one in recipients if one.role == Recipient.Role.TO))
    parts = make_parts(letter, [(request, only or to) for request, only in narrowed], by=by, now=now)
    carried = carry_on(parts)
    keep_next_due({letter.pk, *carried})
    record_act("marked as sent", letter, by=by, now=now)
    letter.refresh_from_db(fields=["next_due_on"])
    return letter


def make_parts(letter, asked, *, by, now):
    """Make the parts of (request, ids of agencies) pairs, with the decision that sets their due date."""
    parts, dues = [], []
    for request, agencies in asked:
        due = first_due(letter, sent_on=letter.sent_on, own_day=request.due_named_on)
        for agency in agencies:
            parts.append(Part(request=request, agency_id=agency, due_on=due.on))
            dues.append(due)
    Part.objects.bulk_create(parts)
    Decision.objects.bulk_create(
        Decision(
            part=part,
            what=Decision.What.DUE_SET,
            ground=due.ground,
            on=letter.sent_on,
            recorded_at=now,
            by=by,
            why=due.why,
            new_due_on=due.on,
        )
        for part, due in zip(parts, dues, strict=True)
    )
    return parts


def carry_on(parts):
    """Let these parts carry on the open earlier askings that their requests repeat, agency by agency.

    Where a later letter repeats what they ask (this one was entered after it), it carries them on.
    Returns the ids of the letters whose parts are carried on now.
    """
    requests = {part.request_id for part in parts}
    links = list(Repeats.objects.filter(Q(request__in=requests) | Q(earlier__in=requests)).order_by("pk"))
    if not links:
        return set()
    rows = Part.objects.select_related("request__letter")
    asked = {}
    for part in rows.filter(
        request__in={key for link in links for key in (link.request_id, link.earlier_id)}, settled_on=None
    ):
        asked.setdefault(part.request_id, {})[part.agency_id] = part
    touched = set()
    for link in links:
        for agency, later in asked.get(link.request_id, {}).items():
            old = asked.get(link.earlier_id, {}).get(agency)
            if old and (old := _latest_asking(old, rows)) and _may_carry_on(later, old, rows):
                Part.objects.filter(pk=old.pk).update(carried_on_by=later)
                touched.add(old.request.letter_id)
    return touched


def _latest_asking(part, rows):
    part = rows.get(pk=part.pk)
    while part.carried_on_by_id:
        part = rows.get(pk=part.carried_on_by_id)
    return part


def _may_carry_on(later, old, rows):
    """Whether a part may carry on another: open, of the same agency and an earlier letter, in no circle."""
    return (
        old.agency_id == later.agency_id
        and old.settled_on is None
        and old.request.letter_id != later.request.letter_id
        and old.request.letter.dated_on <= later.request.letter.dated_on
        and _latest_asking(later, rows).pk != old.pk
    )


@transaction.atomic
def unsend(letter, *, why, by, now):
    """Take back a sending: the letter is a draft again, its parts are gone, a Correction says why.

    Whether a response or contact is logged on it is asked by `followups.actions.take_back_sending`,
    which is the door to this. Raises CannotSend where anything has been decided, or PermissionDenied.
    """
    letter = locked_with_askings([letter])[letter.pk]
    require(by, Act.CORRECT, letter.office)
    if not letter.sent_on:
        raise CannotSend([(None, "It is not marked as sent.")])
    if not why.strip():
        raise CannotSend([("why", "Say why it is taken back.")])
    parts = Part.objects.filter(request__letter=letter)
    given = {"what": Decision.What.DUE_SET, "ground__in": GIVEN_BY_SENDING}
    if Decision.objects.filter(part__in=parts).exclude(**given).exists():
        raise CannotSend([(None, "Something has been decided about its requests: correct it instead.")])
    if parts.filter(carried_on_by__isnull=False).exists():
        raise CannotSend([(None, "A later letter asks it again: take that one back first.")])
    before = {
        "sent_on": letter.sent_on.isoformat(),
        "delivery": letter.delivery,
        "sent_hash": letter.sent_hash,
    }
    earlier = list(Part.objects.filter(carried_on_by__in=parts).values_list("request__letter", flat=True))
    Correction.objects.create(
        letter=letter,
        path=TAKEN_BACK,
        old=before,
        new=None,
        why=why,
        by=by,
        at=now,
        hash_after=letter.sent_hash,
    )
    try:
        parts.delete()
    except ProtectedError:
        raise CannotSend([(None, "Something is logged on it: correct it instead.")]) from None
    letter.sent_on = letter.sent_by = letter.sent_recorded_at = letter.next_due_on = None
    letter.delivery = letter.sent_hash = ""
    letter.version += 1
    save_with_history(letter, by=by, now=now, why=why)
    keep_next_due({letter.pk, *earlier})
    record_act("sending taken back", letter, by=by, now=now, reason=why)
    return letter
