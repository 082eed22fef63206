"""What happens in the stories, each act through the action a person uses.

Keywords are those of the files: `record` is what has been told so far, `places` are requests by their
place in the letter, and days are as `stories.Days` counts them.
"""

from correspondence.demo.addressees import agency_called
from correspondence.demo.entering import SEED, enter
from correspondence.demo.stories import LABEL
from correspondence.followups import actions as followups
from correspondence.letters import actions as letters
from correspondence.responses import actions as responses
from correspondence.responses.rules import Judgement


def send(record, slug, *, now, by="clerk", delivery="email"):
    letters.mark_sent(
        record.letters[slug],
        on=now.date(),
        delivery=delivery,
        by=record.desk.people[by],
        now=now,
    )


def respond(
    record,
    slug,
    *,
    now,
    kind,
    summary,
    by="clerk",
    channel="email",
    agency=None,
    dated=None,
    signer="",
    control="",
    answers=None,
    name=None,
):
    """Log a response of today. It is signed by a title, never by a person: its words are nobody's."""
    response = responses.log_response(
        record.letters[slug],
        agency=record.owing(slug, agency),
        kind=kind,
        channel=channel,
        received_on=now.date(),
        dated_on=record.day(dated),
        signer_title=signer,
        summary=record.invented(summary),
        control_number=control,
        judgements=_judgements(record, slug, answers, agency),
        by=record.desk.people[by],
        now=now,
    )
    if name:
        record.responses[name] = response


def judge(record, slug, *, now, name, answers, by="counsel", agency=None):
    responses.judge(
        record.responses[name],
        _judgements(record, slug, answers, agency),
        by=record.desk.people[by],
        now=now,
    )


def withdraw(record, slug, *, now, name, why, by="clerk"):
    responses.withdraw_response(record.responses[name], why=why, by=record.desk.people[by], now=now)


def move_response(record, slug, *, now, name, to, why, answers=None, by="counsel"):
    """Move a response to the letter it belongs to, and judge it there."""
    record.responses[name] = responses.move_response(
        record.responses[name],
        to=record.letters[to],
        judgements=_judgements(record, to, answers),
        why=why,
        by=record.desk.people[by],
        now=now,
    )


def keep_promise(record, slug, *, now, name, place, by="clerk"):
    answer = record.responses[name].answers.get(part__request__place=place)
    responses.keep_promise(answer, on=now.date(), by=record.desk.people[by], now=now)


def contact(
    record,
    slug,
    *,
    now,
    summary,
    kind="call",
    by="clerk",
    agency=None,
    whom="",
    promised="",
    promised_by=None,
    places=(),
    settles=None,
):
    """Log a call, a meeting or the like of today. `settles` are grounds by place."""
    settles = settles or {}
    followups.log_contact(
        record.letters[slug],
        kind=kind,
        on=now.date(),
        agency=record.owing(slug, agency),
        with_whom=whom,
        summary=record.invented(summary),
        promised=promised,
        promised_on=record.day(promised_by),
        parts=record.parts(slug, places, agency),
        settles=dict(zip(record.parts(slug, settles, agency), settles.values(), strict=True)),
        by=record.desk.people[by],
        now=now,
    )


def extend(record, slug, *, now, places, to, why="", by="counsel", agency=None):
    parts = record.parts(slug, places, agency)
    letters.extend(parts, to=record.day(to), why=why, by=record.desk.people[by], now=now)


def refuse_extension(record, slug, *, now, places, why, until=None, by="counsel", agency=None):
    parts = record.parts(slug, places, agency)
    letters.refuse_extension(
        parts, asked_until=record.day(until), why=why, by=record.desk.people[by], now=now
    )


def pause(record, slug, *, now, places, why, by="counsel", agency=None):
    letters.pause(record.parts(slug, places, agency), why=why, by=record.desk.people[by], now=now)


def settle(record, slug, *, now, places, ground, why="", by="counsel", agency=None):
    parts = record.parts(slug, places, agency)
    letters.settle(parts, ground=ground, why=why, by=record.desk.people[by], now=now)


def reopen(record, slug, *, now, places, due, why, by="counsel", agency=None):
    parts = record.parts(slug, places, agency)
    letters.reopen(parts, due_on=record.day(due), why=why, by=record.desk.people[by], now=now)


def move(record, slug, *, now, place, to, why, by="counsel", agency=None):
    """Let another agency owe what one owed on a request."""
    [part] = record.parts(slug, [place], agency)
    letters.move_part(part, to_agency=agency_called(to), why=why, by=record.desk.people[by], now=now)


def correct(record, slug, *, now, place, why, by="counsel"):
    """Put right that a request of the letter was overlooked when it was entered."""
    row = record.stories[slug].requests[place - 1]
    overlooked = {"number": str(row.get("number", "")), "text": record.words(row["text"])}
    followups.correct_letter(
        record.letters[slug],
        [letters.Change("requests", overlooked)],
        why=why,
        by=record.desk.people[by],
        now=now,
    )


ACTS = {
    act.__name__: act
    for act in (
        enter,
        send,
        respond,
        judge,
        withdraw,
        move_response,
        keep_promise,
        contact,
        extend,
        refuse_extension,
        pause,
        settle,
        reopen,
        move,
        correct,
    )
}


def _judgements(record, slug, answers, agency=None):
    """What the files say of a response, by place, as the form would give it."""
    answers = answers or {}
    found = []
    for part, row in zip(record.parts(slug, answers, agency), answers.values(), strict=True):
        row = dict(row)
        found.append(
            Judgement(
                part,
                outcome=row.pop("outcome", ""),
                settles=row.pop("settles", False),
                ground=row.pop("ground", ""),
                quote=record.words(row.pop("quote", "")),
                note=LABEL if slug == SEED else "",  # beside a letter that is real
                extension_until=record.day(row.pop("until", None)),
                promised_on=record.day(row.pop("promised", None)),
                pages=row.pop("pages", None),
                bates=row.pop("bates", ""),
                delivered_where=row.pop("where", ""),
                delivered_on=record.day(row.pop("delivered", None)),
            )
        )
        if row:
            raise ValueError(f"{slug}: an answer does not know {', '.join(row)}.")
    return found
