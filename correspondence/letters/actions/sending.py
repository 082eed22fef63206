"""Marking a letter as sent, and taking that back."""

from django.db import transaction
from django.db.models import ProtectedError

from correspondence.accounts.roles import Act, require
from correspondence.audit.actions import record_act
from correspondence.audit.history import save_with_history
from correspondence.core.days import day_of
from correspondence.core.refusals import Cannot
from correspondence.letters.actions.keeping import keep_next_due
from correspondence.letters.deadlines import first_due
from correspondence.letters.models import Correction, Decision, Part, Recipient, Repeats
from correspondence.letters.queries import locked, text_of
from correspondence.letters.rules import TAKEN_BACK, faults_before_sending, text_hash


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
    letter = locked([letter])[letter.pk]
    require(by, Act.SEND, letter.office)
    if letter.sent_on:
        raise CannotSend([(None, f"It was marked as sent on {letter.sent_on:%-d %B %Y} already.")])
    signatories, recipients = list(letter.signatories.all()), list(letter.recipients.all())
    requests = list(letter.requests.prefetch_related("narrowed"))
    narrowed = [(request, [link.agency_id for link in request.narrowed.all()]) for request in requests]
    if faults := faults_before_sending(letter, signatories, recipients, narrowed, on=on, today=day_of(now)):
        raise CannotSend(faults)

    letter.sent_on, letter.sent_by, letter.sent_recorded_at = on, by, now
    letter.delivery = delivery or letter.delivery
    letter.sent_hash = text_hash(text_of(letter))
    letter.version += 1
    save_with_history(letter, by=by, now=now)

    to = list(dict.fromkeys(one.agency_id for one in recipients if one.role == Recipient.Role.TO))
    parts = make_parts(letter, [(request, only or to) for request, only in narrowed], by=by, now=now)
    carried = _carry_on(parts)
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


def _carry_on(parts):
    """Let new parts carry on the open earlier askings that their requests repeat, agency by agency.

    Returns the ids of the letters whose parts are carried on now.
    """
    repeats = dict.fromkeys(part.request_id for part in parts)
    earlier = {key: [] for key in repeats}
    for link in Repeats.objects.filter(request__in=repeats):
        earlier[link.request_id].append(link.earlier_id)
    if not any(earlier.values()):
        return set()
    touched = set()
    for part in parts:
        for old in Part.objects.select_related("request").filter(
            request__in=earlier[part.request_id], agency=part.agency_id, settled_on=None
        ):
            while old.carried_on_by_id:  # asked again before now: its latest asking is carried on
                old = Part.objects.select_related("request").get(pk=old.carried_on_by_id)
            if old.settled_on is None and old.pk != part.pk:
                old.carried_on_by = part
                old.save(update_fields=["carried_on_by"])
                touched.add(old.request.letter_id)
    return touched


@transaction.atomic
def unsend(letter, *, why, by, now):
    """Take back a sending: the letter is a draft again, its parts are gone, a Correction says why.

    Whether a response or contact is logged on it is asked by `followups.actions.take_back_sending`,
    which is the door to this. Raises CannotSend where anything has been decided, or PermissionDenied.
    """
    letter = locked([letter])[letter.pk]
    require(by, Act.CORRECT, letter.office)
    if not letter.sent_on:
        raise CannotSend([(None, "It is not marked as sent.")])
    if not why.strip():
        raise CannotSend([("why", "Say why it is taken back.")])
    parts = Part.objects.filter(request__letter=letter)
    if (
        Decision.objects.filter(part__in=parts)
        .exclude(what=Decision.What.DUE_SET, on=letter.sent_on)
        .exists()
    ):
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
