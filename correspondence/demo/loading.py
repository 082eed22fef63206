"""Loading the demonstration: every act in the order of its day, as if the office had worked here since."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.mail import get_connection
from django.db import transaction

from correspondence.core.days import EASTERN, day_of, is_business_day
from correspondence.demo.acts import ACTS
from correspondence.demo.data import read
from correspondence.demo.entering import SEED
from correspondence.demo.intake import load_intake
from correspondence.demo.messages import load_messages
from correspondence.demo.office import set_up_office
from correspondence.demo.record import Record
from correspondence.demo.seed import seed_letter
from correspondence.demo.stories import Days, Step, read_stories, steps_of
from correspondence.directory.actions import load_agencies
from correspondence.followups.digests import send_reminders
from correspondence.followups.reminders import raise_reminders

_BEGUN = datetime(2023, 11, 28, 9, tzinfo=EASTERN)
_TOLD_AT = time(7, 5)
_TOLD_WEEKLY, _TOLD_DAILY = 56, 14  # days back from today
_MONDAY = 0


@dataclass(frozen=True)
class Loaded:
    """What there is to see, in counts."""

    letters: int
    responses: int
    reminders: int
    mails: int


def load(*, now, password, mail_folder, say=lambda words: None):
    """Load agencies, the office with its people, and the letters with their stories, up to yesterday.

    The password is that of all its sign-ins. Mails become files in the folder, whatever mail server is
    set. All in one transaction: raises CannotLoad, OSError, or what an action raises; then nothing is
    loaded, and no mail lies in the folder.
    """
    mail_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with TemporaryDirectory(dir=mail_folder) as outbox:
        with transaction.atomic():
            loaded = _load(now, password, outbox, say)
        for mail in Path(outbox).iterdir():
            mail.rename(mail_folder / mail.name)
    return loaded


def _load(now, password, outbox, say):
    say("Adding the agencies …")
    load_agencies(by=None, now=now)
    say("Setting up the committee and its people …")
    desk = set_up_office(password=password, now=_BEGUN)
    record = Record(desk, Days(day_of(now)), read_stories())
    say("Telling what happened to its letters …")
    done = Counter()
    for step in all_steps(record.stories, record.days):
        if step.act == "remind":
            done.update(_remind(step.now, outbox))
        else:
            ACTS[step.act](record, step.slug, now=step.now, **step.facts)
            done[step.act] += 1
    load_messages(record)
    load_intake(record)
    return Loaded(
        letters=done["enter"],
        responses=done["respond"],
        reminders=done["reminders"],
        mails=done["mails"],
    )


def _remind(now, outbox):
    """Raise what is owed on a morning, and mail it: the mails become one file, named for the day."""
    raised = raise_reminders(today=now.date(), now=now)
    with TemporaryDirectory(dir=outbox) as morning:
        files = get_connection("django.core.mail.backends.filebased.EmailBackend", file_path=morning)
        sending = send_reminders(now=now, connection=files)
        for file in Path(morning).iterdir():
            file.rename(Path(outbox) / f"{now:%Y-%m-%d}.log")
    if sending.failed:
        raise OSError(sending.failed[0])
    return {"reminders": raised.total, "mails": len(sending.told)}


def all_steps(stories, days):
    """Every step of every letter, and the mornings on which people were reminded, in their order."""
    continuation = read("continuation.yaml")
    steps = list(steps_of(SEED, seed_letter().facts["dated_on"], continuation["then"], days))
    for slug, story in stories.items():
        steps += steps_of(slug, days.day(story.dated), story.then, days)
    mornings = [*continuation["telling"], *_recent_mornings(days.today)]
    steps += [Step(datetime.combine(day, _TOLD_AT, EASTERN), "", "remind", {}) for day in mornings]
    return sorted(steps, key=lambda step: step.now)


def _recent_mornings(today: date):
    """Each Monday of some weeks, and lately each business day; this morning's is still to come."""
    for back in range(_TOLD_WEEKLY, 0, -1):
        day = today - timedelta(days=back)
        if is_business_day(day) and (back <= _TOLD_DAILY or day.weekday() == _MONDAY):
            yield day
