"""Putting right what was sent: each change a Correction, so that the sent text can be got back."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import ProtectedError

from correspondence.accounts.roles import Act, require
from correspondence.audit.actions import record_act
from correspondence.audit.history import (
    delete_with_history,
    save_with_history,
)
from correspondence.core.days import day_of
from correspondence.core.refusals import Cannot
from correspondence.letters.actions.keeping import restate
from correspondence.letters.actions.sending import make_parts
from correspondence.letters.deadlines import first_due
from correspondence.letters.models import (
    Correction,
    Decision,
    FollowUpRequest,
    Part,
    Recipient,
    Signatory,
)
from correspondence.letters.queries import locked, text_of
from correspondence.letters.rules import (
    LETTER_AS_WRITTEN,
    ROWS_AS_WRITTEN,
    SENT_DAY,
    as_written,
    faults_before_sending,
    faults_of_letter,
    text_hash,
)

_MODELS = {"signatories": Signatory, "recipients": Recipient, "requests": FollowUpRequest}
_EARLY_GROUNDS = {
    Decision.DueGround.PHRASE,
    Decision.DueGround.REQUEST,
    Decision.DueGround.ASSUMED,
    Decision.DueGround.PROVISIONAL,
    Decision.DueGround.CORRECTED,
}


class CannotCorrect(Cannot):
    """The correction was refused."""


@dataclass(frozen=True)
class Change:
    """One thing to put right.

    `where` is "letter" (then `values` are as-written columns, or `sent_on`), or "signatories",
    "recipients" or "requests": with `pk` a row that is changed (or dropped, where `values` is None),
    without it a row that was overlooked.
    """

    where: str
    values: dict | None
    pk: int | None = None


@transaction.atomic
def correct_sent(letter, changes, *, why, by, now):
    """Put right what a sent letter says. Due dates that nobody has moved since are worked out again.

    An overlooked request gets its parts; a wrong one is dropped while nothing is logged on it.
    Returns the Corrections. Raises CannotCorrect, or PermissionDenied.
    """
    letter = locked([letter])[letter.pk]
    require(by, Act.CORRECT, letter.office)
    if not letter.sent_on:
        raise CannotCorrect("It is a draft: change it as it is.")
    if not why.strip():
        raise CannotCorrect("Say why it is corrected.", field="why")
    corrections = []
    for change in changes:
        apply = _correct_letter if change.where == "letter" else _correct_row
        for path, old, new in apply(letter, change, why=why, by=by, now=now):
            corrections.append(
                Correction.objects.create(
                    letter=letter,
                    path=path,
                    old=old,
                    new=new,
                    why=why,
                    by=by,
                    at=now,
                    hash_after=text_hash(text_of(letter)),
                )
            )
    if not corrections:
        raise CannotCorrect("Nothing is different from what the letter says.")
    _check_still_sound(letter, now)
    _work_out_due_dates_again(letter, why=why, by=by, now=now)
    record_act("corrected", letter, by=by, now=now, reason=why)
    return corrections


def _correct_letter(letter, change, *, why, by, now):
    values = dict(change.values)
    if unknown := set(values) - {*LETTER_AS_WRITTEN, "sent_on"}:
        raise CannotCorrect(f"These are not corrected so: {', '.join(sorted(unknown))}.")
    before = {column: _plain(getattr(letter, column)) for column in values}
    for column, value in values.items():
        setattr(letter, column, value)
    facts = {column: getattr(letter, column) for column in LETTER_AS_WRITTEN}
    for field, message in faults_of_letter(facts).items():
        raise CannotCorrect(message, field=field)
    letter.version += 1
    for column in values:
        new = _plain(getattr(letter, column))
        if new != before[column]:
            _save_letter(letter, why=why, by=by, now=now)
            yield (SENT_DAY if column == "sent_on" else f"letter.{column}"), before[column], new


def _save_letter(letter, *, why, by, now):
    """Save the letter, refusing beforehand what its constraints would."""
    if letter.sent_on > day_of(now):
        raise CannotCorrect("That day is still to come.", field="sent_on")
    if letter.sent_on < letter.dated_on:
        raise CannotCorrect("It cannot have been sent before the date on it.", field="sent_on")
    save_with_history(letter, by=by, now=now, why=why)


def _correct_row(letter, change, *, why, by, now):
    model, columns = _MODELS[change.where], ROWS_AS_WRITTEN[change.where]
    if change.pk is None:
        yield _add_row(letter, change, model, columns, why=why, by=by, now=now)
        return
    row = model.objects.filter(letter=letter, pk=change.pk).first()
    if row is None:
        raise CannotCorrect("That row is not in this letter.")
    before, path = as_written(row, columns), f"{change.where}.{row.pk}"
    if change.values is None:
        _drop(row, why=why, by=by, now=now)
        yield path, before, None
        return
    for column, value in change.values.items():
        setattr(row, column, value)
    after = as_written(row, columns)
    if after != before:
        if after["place"] != before["place"]:
            raise CannotCorrect("The order is not corrected so: drop the row and add it in its place.")
        save_with_history(row, by=by, now=now, why=why)
        yield path, before, after


def _add_row(letter, change, model, columns, *, why, by, now):
    values = dict(change.values)
    put_to = values.pop("put_to", ())
    last = model.objects.filter(letter=letter).order_by("place").values_list("place", flat=True).last() or 0
    values["place"] = last + 1
    row = model(letter=letter, **values)
    save_with_history(row, by=by, now=now, why=why)
    to = list(
        dict.fromkeys(
            letter.recipients.filter(role=Recipient.Role.TO)
            .order_by("place")
            .values_list("agency_id", flat=True)
        )
    )
    if change.where == "requests":
        row.put_to.set(put_to)
        make_parts(letter, [(row, [agency.pk for agency in put_to] or to)], by=by, now=now)
    elif change.where == "recipients" and row.role == Recipient.Role.TO and row.agency_id:
        asked = letter.requests.filter(narrowed=None).exclude(parts__agency=row.agency_id)
        make_parts(letter, [(request, [row.agency_id]) for request in asked], by=by, now=now)
    return f"{change.where}.{row.pk}", None, as_written(row, columns)


def _drop(row, *, why, by, now):
    if isinstance(row, Recipient) and row.role == Recipient.Role.TO:
        others = row.letter.recipients.filter(role=Recipient.Role.TO, agency=row.agency_id).exclude(pk=row.pk)
        if not others.exists():
            _drop_parts(Part.objects.filter(request__letter=row.letter, agency=row.agency_id))
    if isinstance(row, FollowUpRequest):
        _drop_parts(Part.objects.filter(request=row))
    try:
        delete_with_history(row, by=by, now=now, why=why)
    except ProtectedError:
        raise CannotCorrect(f"{row} cannot be dropped: a later letter repeats it.") from None


def _drop_parts(parts):
    if Decision.objects.filter(part__in=parts).exclude(what=Decision.What.DUE_SET).exists():
        raise CannotCorrect("Something has been decided about it: settle it as logged in error instead.")
    try:
        parts.delete()
    except ProtectedError:
        raise CannotCorrect(
            "Something is logged on it, or a later letter asks it again: settle it as logged in error instead."
        ) from None


def _check_still_sound(letter, now):
    narrowed = [
        (request, [link.agency_id for link in request.narrowed.all()])
        for request in letter.requests.prefetch_related("narrowed")
    ]
    faults = faults_before_sending(
        letter,
        list(letter.signatories.all()),
        list(letter.recipients.all()),
        narrowed,
        on=letter.sent_on,
        today=day_of(now),
    )
    if faults:
        raise CannotCorrect(" ".join(message for _, message in faults))


def _work_out_due_dates_again(letter, *, why, by, now):
    """A new due date for each part whose date still is the one that sending gave it. Then all is restated."""
    parts = list(Part.objects.filter(request__letter=letter).select_related("request"))
    latest = {}
    for decision in Decision.objects.filter(part__in=parts, new_due_on__isnull=False).exclude(
        what=Decision.What.EXTENSION_REFUSED
    ):
        latest[decision.part_id] = decision
    fresh = []
    for part in parts:
        due = first_due(letter, sent_on=letter.sent_on, own_day=part.request.due_named_on)
        kept = latest.get(part.pk)
        if (
            kept
            and kept.what == Decision.What.DUE_SET
            and kept.ground in _EARLY_GROUNDS
            and kept.new_due_on != due.on
        ):
            fresh.append(
                Decision(
                    part=part,
                    what=Decision.What.DUE_SET,
                    ground=Decision.DueGround.CORRECTED,
                    on=day_of(now),
                    recorded_at=now,
                    by=by,
                    why=f"{due.why} {why}",
                    old_due_on=kept.new_due_on,
                    new_due_on=due.on,
                )
            )
    Decision.objects.bulk_create(fresh)
    restate(parts, [letter])


def _plain(value):
    return value.isoformat() if isinstance(value, date) else value
