"""Putting right what was sent: each change a Correction, so that the sent text can be got back."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import ProtectedError, Q

from correspondence.accounts.roles import Act, require
from correspondence.audit.actions import record_act
from correspondence.audit.history import (
    delete_with_history,
    save_with_history,
)
from correspondence.core.days import day_of
from correspondence.core.refusals import Cannot
from correspondence.letters.actions.entry import ROW_COLUMNS
from correspondence.letters.actions.keeping import keep_next_due, restate
from correspondence.letters.actions.sending import carry_on, make_parts
from correspondence.letters.deadlines import first_due
from correspondence.letters.models import (
    Correction,
    Decision,
    FollowUpRequest,
    Part,
    Recipient,
    Signatory,
)
from correspondence.letters.queries import locked_with_askings, text_of
from correspondence.letters.rules import (
    GIVEN_BY_SENDING,
    LETTER_AS_WRITTEN,
    ROWS_AS_WRITTEN,
    SENT_DAY,
    as_written,
    fault_of_row,
    faults_before_sending,
    faults_of_letter,
    standing,
    text_hash,
)

_MODELS = {"signatories": Signatory, "recipients": Recipient, "requests": FollowUpRequest}


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
    Whether what was logged on the letter still fits it is asked by `followups.actions.correct_letter`,
    which is the door to this. Returns the Corrections. Raises CannotCorrect, or PermissionDenied.
    """
    letter = locked_with_askings([letter])[letter.pk]
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
    if "sent_on" in values and values["sent_on"] is None:
        raise CannotCorrect("Enter the day it was sent.", field="sent_on")
    before = {column: getattr(letter, column) for column in values}
    for column, value in values.items():
        setattr(letter, column, value)
    changed = [column for column in values if getattr(letter, column) != before[column]]
    if not changed:
        return
    for field, message in faults_of_letter(vars(letter)).items():
        raise CannotCorrect(message, field=field)
    _check_still_sound(letter, now)  # before the database refuses the row without a word
    if "sent_on" in changed:
        _check_decisions_follow(letter)
        if letter.sent_on > day_of(letter.sent_recorded_at):
            letter.sent_recorded_at = now  # nobody recorded a sending that was still to come
    letter.version += 1
    save_with_history(letter, by=by, now=now, why=why)
    for column in changed:
        path = SENT_DAY if column == "sent_on" else f"letter.{column}"
        yield path, _plain(before[column]), _plain(getattr(letter, column))


def _check_decisions_follow(letter):
    given = {"what": Decision.What.DUE_SET, "ground__in": GIVEN_BY_SENDING}
    decisions = Decision.objects.filter(part__request__letter=letter, on__lt=letter.sent_on).exclude(**given)
    if earlier := decisions.order_by("on").first():
        raise CannotCorrect(
            f"Something was decided about it on {earlier.on:%-d %B %Y}, before that day.", field="sent_on"
        )


def _correct_row(letter, change, *, why, by, now):
    model, columns = _MODELS[change.where], ROWS_AS_WRITTEN[change.where]
    if unknown := set(change.values or ()) - {*ROW_COLUMNS[change.where], "put_to"}:
        raise CannotCorrect(f"These are not corrected so: {', '.join(sorted(unknown))}.")
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
    owes = {column: getattr(row, column) for column in ("place", "role", "agency") if hasattr(row, column)}
    for column, value in change.values.items():
        if column == "put_to" or value != owes.get(column, value):
            raise CannotCorrect(
                "The order, and who is asked, are not corrected so: drop the row and add the right one."
            )
        setattr(row, column, value)
    if fault := fault_of_row(change.where, row):
        raise CannotCorrect(fault)
    after = as_written(row, columns)
    if after != before:
        save_with_history(row, by=by, now=now, why=why)
        yield path, before, after


def _add_row(letter, change, model, columns, *, why, by, now):
    values = dict(change.values)
    put_to = values.pop("put_to", ())
    last = model.objects.filter(letter=letter).order_by("place").values_list("place", flat=True).last() or 0
    values["place"] = last + 1
    row = model(letter=letter, **values)
    if fault := fault_of_row(change.where, row):
        raise CannotCorrect(fault)
    save_with_history(row, by=by, now=now, why=why)
    parts = []
    if change.where == "requests":
        row.put_to.set(put_to)
        to = letter.recipients.filter(role=Recipient.Role.TO).order_by("place")
        agencies = [agency.pk for agency in put_to] or dict.fromkeys(to.values_list("agency_id", flat=True))
        parts = make_parts(letter, [(row, agencies)], by=by, now=now)
    elif change.where == "recipients" and row.role == Recipient.Role.TO and row.agency_id:
        asked = letter.requests.filter(narrowed=None).exclude(parts__agency=row.agency_id)
        parts = make_parts(letter, [(request, [row.agency_id]) for request in asked], by=by, now=now)
    keep_next_due(carry_on(parts))
    return f"{change.where}.{row.pk}", None, as_written(row, columns)


def _drop(row, *, why, by, now):
    if isinstance(row, Recipient) and row.role == Recipient.Role.TO:
        others = row.letter.recipients.filter(role=Recipient.Role.TO, agency=row.agency_id).exclude(pk=row.pk)
        if not others.exists():
            asked = Q(agency=row.agency_id) | Q(decisions__old_agency=row.agency_id)
            _drop_parts(Part.objects.filter(asked, request__letter=row.letter))
    if isinstance(row, FollowUpRequest):
        _drop_parts(Part.objects.filter(request=row))
        for item in row.sub_items.all():
            item.parent = None
            save_with_history(item, by=by, now=now, why=why)
    try:
        delete_with_history(row, by=by, now=now, why=why)
    except ProtectedError:
        raise CannotCorrect(f"{row} cannot be dropped: a later letter repeats it.") from None


def _drop_parts(parts):
    parts = Part.objects.filter(pk__in=list(parts.values_list("pk", flat=True)))
    if Decision.objects.filter(part__in=parts).exclude(what=Decision.What.DUE_SET).exists():
        raise CannotCorrect("Something has been decided about it: settle it as logged in error instead.")
    if parts.filter(carried_on_by__isnull=False).exists():
        raise CannotCorrect("A later letter asks it again: settle it as logged in error instead.")
    earlier = set(Part.objects.filter(carried_on_by__in=parts).values_list("request__letter", flat=True))
    try:
        parts.delete()
    except ProtectedError:
        raise CannotCorrect("Something is logged on it: settle it as logged in error instead.") from None
    keep_next_due(earlier)


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
    askings = Part.objects.filter(carried_on_by__isnull=False)
    if askings.filter(
        request__letter=letter, carried_on_by__request__letter__dated_on__lt=letter.dated_on
    ) or askings.filter(carried_on_by__request__letter=letter, request__letter__dated_on__gt=letter.dated_on):
        raise CannotCorrect("What is asked again would be dated after the letter that asks it again.")


def _work_out_due_dates_again(letter, *, why, by, now):
    """A new due date for each part whose date still is the one that sending gave it. Then all is restated."""
    parts = list(Part.objects.filter(request__letter=letter).select_related("request"))
    decided = defaultdict(list)
    for decision in Decision.objects.filter(part__in=parts):
        decided[decision.part_id].append(decision)
    fresh = []
    for part in parts:
        due = first_due(letter, sent_on=letter.sent_on, own_day=part.request.due_named_on)
        kept = standing(decided[part.pk])
        if not kept.is_paused and kept.due_ground in GIVEN_BY_SENDING and kept.due_on != due.on:
            fresh.append(
                Decision(
                    part=part,
                    what=Decision.What.DUE_SET,
                    ground=Decision.DueGround.CORRECTED,
                    on=day_of(now),
                    recorded_at=now,
                    by=by,
                    why=f"{due.why} {why}",
                    old_due_on=kept.due_on,
                    new_due_on=due.on,
                )
            )
    Decision.objects.bulk_create(fresh)
    restate(parts, [letter])


def _plain(value):
    return value.isoformat() if isinstance(value, date) else value
