"""Sending digests: one mail a person and business day, claimed before it is sent and marked after."""

import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.errors import MessageError
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.core import mail
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac

from correspondence.audit.actions import record_act
from correspondence.core.days import day_of
from correspondence.directory.models import Office
from correspondence.followups.emails import first_letters, summary, written_digest
from correspondence.followups.models import Digest, DigestLine
from correspondence.followups.queries import (
    mended_between,
    owed_now,
    reachable_members,
    reminders_of,
    still_owed,
    told_already,
    told_so_far,
)
from correspondence.followups.rules import LEASE, covers_until, why_no_digests

# What a mail server, a connection or an address that is none can raise.
REFUSALS = (OSError, ValueError, MessageError)


@dataclass
class Sending:
    """What one run did: who was told (name and summary), who could not be, and what nobody can be told."""

    quiet: str = ""
    told: list = field(default_factory=list)
    failed: list = field(default_factory=list)
    nobody: list = field(default_factory=list)


@dataclass
class _Due:
    """What one person is to be told; nothing where only a digest that was begun is to be cleared away."""

    person: object
    covers_until: datetime
    owed: list = field(default_factory=list)
    mended: list = field(default_factory=list)

    @property
    def is_empty(self):
        return not (self.owed or self.mended)


def send_reminders(*, now, dry_run=False, connection=None):
    """Send each person what is owed and not told yet, if it is a business day and past seven, Eastern.

    One mail a person and day. It is claimed for ten minutes, sent, and marked once the mail server
    took it: whoever comes after a crash between the two sends it again, with the same Message-ID.
    What failed is left for the next run. Returns the Sending. Not to be called in a transaction, unless
    the mails go to a `connection` of the caller's own instead of the office's mail server.
    """
    sending = Sending(quiet=why_no_digests(now))
    if sending.quiet:
        return sending
    started = time.monotonic()

    def moment():
        """The instant passed in, moved on by the time that this run has taken."""
        return now + timedelta(seconds=time.monotonic() - started)

    todo, sending.nobody = _to_do(now)
    if dry_run:
        sending.told = [
            (one.person, summary(one.owed, one.mended, day_of(now))) for one in todo if not one.is_empty
        ]
        return sending
    is_durable = connection is None
    connection = connection or mail.get_connection()
    try:
        for index, due in enumerate(todo):
            try:
                if not due.is_empty:
                    connection.open()
            except OSError as fault:
                waiting = _count_people(len(todo) - index)
                sending.failed.append(f"The mail server cannot be reached ({_words(fault)}): {waiting}.")
                break
            try:
                if said := _tell(due, connection, moment, is_durable):
                    sending.told.append((due.person, said))
            except REFUSALS as fault:
                sending.failed.append(
                    f"{due.person} was not told ({_words(fault)}): the next run tries again."
                )
                connection.close()
    finally:
        connection.close()
    return sending


def _to_do(now):
    """Whom there is something to tell, and (office, count) pairs of what nobody can be told."""
    members, before, told = reachable_members(), told_so_far(), told_already()
    today, until = day_of(now), covers_until(now)
    had_theirs = {person for person, one in before.items() if one.last_on and one.last_on >= today}
    dues = {person: _Due(user, until) for person, user in members.users.items() if person not in had_theirs}

    unreachable = Counter()
    for one in owed_now(today):
        people = members.told_of(one.office_id, one.assignee_id)
        if not people:
            unreachable[one.office_id] += 1
        for person in people:
            if person in dues and one.reminder_id not in told[person]:
                dues[person].owed.append(one)

    covered = {person: one.covered_until for person, one in before.items() if one.covered_until}
    since = min((covered[person] for person in dues if person in covered), default=until)
    for one in mended_between(since, until):
        for person in members.told_of(one.letter.office_id, one.letter.assigned_to_id):
            if person in dues and person in covered and one.at > covered[person]:
                dues[person].mended.append(one)

    begun = {person for person, one in before.items() if one.has_unsent}
    offices = Office.objects.in_bulk(list(unreachable))
    return (
        [due for person, due in dues.items() if not due.is_empty or person in begun],
        [(offices[office], count) for office, count in unreachable.items()],
    )


def _tell(due, connection, moment, is_durable):
    """Claim a person's digest, send it, mark it. Returns what it held, in a line.

    Returns nothing where nothing is left to tell, or where another sender has the claim. What was
    settled while it was written is not told: it is asked again just before the hand-over.
    """
    digest = _claim(due, moment(), is_durable)
    if digest is None:
        return ""
    try:
        _drop_what_is_owed_no_more(due, digest.day)
        while not due.is_empty:
            _write_lines(due, digest)
            shown = reminders_of(first_letters(due.owed))
            message = written_digest(
                due.person, due.owed, shown, due.mended, message_id=digest.message_id, now=moment()
            )
            if not _drop_what_is_owed_no_more(due, digest.day):
                break
        if due.is_empty:
            _held(digest).delete()
            return ""
        if not _held(digest).update(claimed_until=moment() + LEASE):
            return ""
        if not connection.send_messages([message]):
            raise OSError("the mail server took nothing")
    except REFUSALS:
        _held(digest).update(claimed_until=None)
        raise
    _mark_sent(digest, moment(), is_durable)
    return summary(due.owed, due.mended, digest.day)


def _claim(due, moment, is_durable):
    """The person's digest of this day, ours for ten minutes; None where it was sent, or somebody else has it.

    One that was begun and never marked is taken up, on a later day too, with its Message-ID.
    """
    day = day_of(moment)
    mine = {"claim": uuid4(), "claimed_until": moment + LEASE, "covers_until": due.covers_until}
    try:
        with transaction.atomic(durable=is_durable):
            free = Digest.objects.filter(Q(claimed_until=None) | Q(claimed_until__lte=moment), sent_at=None)
            oldest = free.filter(person=due.person).order_by("day").values("pk")[:1]
            if not free.filter(pk__in=oldest).update(day=day, **mine):
                digest = Digest(person=due.person, day=day, message_id=_message_id(due.person, day), **mine)
                Digest.objects.bulk_create([digest], ignore_conflicts=True)
    except IntegrityError:  # somebody else made this day's between our look and our update
        return None
    digest = Digest.objects.filter(claim=mine["claim"]).first()
    if digest:
        digest.person = due.person
    return digest


def _held(digest):
    """The digest while its claim is ours, and before it is marked."""
    return Digest.objects.filter(pk=digest.pk, claim=digest.claim, sent_at=None)


def _message_id(person, day):
    """One for each person and day, so that one that was removed and made again has it too."""
    token = salted_hmac("correspondence.digest", f"{person.pk} {day}").hexdigest()[:20]
    return f"<digest.{day:%Y%m%d}.{person.pk}.{token}@{urlsplit(settings.SITE_URL).hostname}>"


def _drop_what_is_owed_no_more(due, day):
    """Leave out what was settled, answered, moved, closed or put off since it was found. Whether any was."""
    asked = [(one.reminder_id, None if one.request_id else one.letter_id) for one in due.owed]
    owed = still_owed(asked, today=day)
    before, due.owed = due.owed, [one for one in due.owed if one.reminder_id in owed]
    return len(due.owed) < len(before)


@transaction.atomic
def _write_lines(due, digest):
    DigestLine.objects.filter(digest=digest).delete()
    DigestLine.objects.bulk_create(DigestLine(digest=digest, reminder_id=one.reminder_id) for one in due.owed)


def _mark_sent(digest, moment, is_durable):
    with transaction.atomic(durable=is_durable):
        if _held(digest).update(sent_at=moment, claimed_until=None):
            record_act("digest sent", digest, by=None, now=moment)


def _count_people(count):
    return "1 person waits for the next run" if count == 1 else f"{count} people wait for the next run"


def _words(fault):
    """What went wrong, in a line."""
    if isinstance(fault, SMTPRecipientsRefused):
        code, said = next(iter(fault.recipients.values()))
    elif isinstance(fault, SMTPResponseException):
        code, said = fault.smtp_code, fault.smtp_error
    else:
        code, said = "", str(fault) or type(fault).__name__
    said = said.decode(errors="replace") if isinstance(said, bytes) else said
    return " ".join(f"{code} {said}".split())
