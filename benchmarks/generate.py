"""Fill an empty, migrated database with the record of a busy office.

    DATABASE_URL=… python benchmarks/generate.py --letters 100000

Three years of letters ending today, bodies of 300 to 600 words from a Zipf vocabulary, three requests a
letter, a fifth of the requests open, with responses, answers, decisions, contacts, history and audit as the
product's own actions would have left them: `manage.py check_record` finds nothing wrong. A second office
has a hundredth as many. Nothing has been reminded of yet. The same seed at the same moment gives the same
record.
"""

import argparse
import os
import random
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

BATCH = 500
FIVES = 120  # letters kept aside with five open requests and no response, for timing the logging of one
DRAFTS = 30  # more than a page of them, at every size
SHARE_OPEN = 0.2  # of all parts
YOUNG, OPEN_YOUNG = 21, 0.9  # days, and the share of letters so young that are open
SPAN = 3 * 365


def generate(letters, *, now, seed=1, say=lambda line: None):
    """Write `letters` for a big office and a hundredth as many for a small one. Return counts by name."""
    from django.db import transaction

    from benchmarks.bulk import catch_up
    from benchmarks.offices import set_up
    from benchmarks.record import Record
    from benchmarks.words import vocabulary
    from correspondence.letters.models import ReferenceCounter

    rng, words = random.Random(seed), vocabulary(seed)
    with transaction.atomic():
        big, small = set_up(now, rng, words)
    record = Record(words, rng, now)
    plan = _plan(letters, record.today, rng)
    share = _share_open(plan, record.today)
    for start in range(0, len(plan), BATCH):
        with transaction.atomic():
            for number, (day, role) in enumerate(plan[start : start + BATCH], start=start):
                _write_letter(record, big, day, share, role)
                if number % 100 == 99 or number in (0, 1):
                    _write_letter(record, small, day, share, "")
            record.write()
        if (start + BATCH) % 10_000 == 0:
            say(f"{start + BATCH:,} letters")
    with transaction.atomic():
        ReferenceCounter.objects.bulk_create(
            ReferenceCounter(office_id=office, year=year, last=last)
            for (office, year), last in record.numbers.items()
        )
    catch_up([*record.tables, *(table.history for table in record.tables if hasattr(table, "history"))])
    return dict(record.counts)


def _plan(letters, today, rng):
    """The day of each letter, in order, with its role: five, draft, or none in particular."""
    days = [today - timedelta(days=back) for back in range(SPAN, -1, -1)]
    days = [day for day in days if day.weekday() < 5]
    plan = [days[number * len(days) // letters] for number in range(letters)]
    recent = [n for n, day in enumerate(plan) if timedelta(0) < today - day <= timedelta(days=120)]
    picked = rng.sample(recent, min(FIVES + DRAFTS, len(recent) * 9 // 10))
    roles = dict.fromkeys(picked[: len(picked) * FIVES // (FIVES + DRAFTS)], "five")
    return [(day, roles.get(n) or ("draft" if n in picked else "")) for n, day in enumerate(plan)]


def _share_open(plan, today):
    """What share of the other letters must stay open for a fifth of all parts to be open."""
    from benchmarks.story import PARTS_OPEN

    roles = Counter(role for _, role in plan)
    young = sum(not role and (today - day).days <= YOUNG for day, role in plan)
    wanted = (SHARE_OPEN * 3 * len(plan) - 5 * roles["five"]) / (3 * PARTS_OPEN)
    return max(0.0, (wanted - OPEN_YOUNG * young) / max(1, roles[""] - young))


def _write_letter(record, desk, day, share, role):
    """One letter with its whole story; now and then a later one that asks again what it asked."""
    from benchmarks.story import ask_again, tell

    rng, age = record.rng, (record.today - day).days
    is_five = role == "five"
    draft = record.enter(desk, day, requests=5 if is_five else None)
    if role == "draft":
        record.keep(draft)
        return
    record.send(draft, min(record.today, day + timedelta(days=rng.choice((0, 0, 0, 0, 0, 1, 3)))))
    if is_five:
        record.keep(draft)
        return
    is_open = rng.random() < (OPEN_YOUNG if age <= YOUNG else share)
    if is_open and age > 150 and len(draft.text["recipients"]) == 1 and rng.random() < 0.1:
        later = _later_letter(record, desk, draft)
        ask_again(record, draft, later)
        record.keep(later)
    else:
        tell(record, draft, is_open=is_open)
    record.keep(draft)


def _later_letter(record, desk, draft):
    from benchmarks.story import tell

    rng = record.rng
    day = draft.sent_on + timedelta(days=rng.randint(40, 140))
    agency = draft.text["recipients"][0].agency_id
    [post] = [post for post in desk.posts if post.agency_id == agency]
    later = record.enter(desk, day, post=post, repeats=draft)
    record.send(later, day)
    tell(record, later, is_open=rng.random() < 0.4)
    return later


def main():
    """Fill the database of `DATABASE_URL`, and say what was written."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--letters", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "correspondence.settings")
    import django

    django.setup()
    began = time.perf_counter()
    counts = generate(
        options.letters, now=datetime.now(UTC), seed=options.seed, say=lambda line: print(line, flush=True)
    )
    print(
        ", ".join(f"{count:,} {name}" for name, count in counts.items()),
        f"in {time.perf_counter() - began:.0f} s",
    )


if __name__ == "__main__":
    main()
