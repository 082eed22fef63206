"""The benchmark's record is one that the product itself could have left."""

from collections import Counter, defaultdict
from datetime import datetime
from io import StringIO

import pytest
from django.core.management import call_command

from benchmarks.generate import generate
from correspondence.core.days import EASTERN
from correspondence.letters.models import Decision, Letter, Part, ReferenceCounter
from correspondence.letters.queries import text_of
from correspondence.letters.rules import standing, text_hash

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=EASTERN)


@pytest.fixture
def record(db):
    return generate(20, now=NOW)


def test_every_part_stands_where_its_decisions_say(record):
    decisions = defaultdict(list)
    for decision in Decision.objects.all():
        decisions[decision.part_id].append(decision)

    kept = {part.pk: (part.due_on, part.settled_on) for part in Part.objects.all()}

    says = {part: standing(some) for part, some in decisions.items()}
    assert kept == {part: (one.due_on, one.settled_on) for part, one in says.items()}


def test_every_letter_is_next_due_when_its_first_open_part_is(record):
    open_parts = defaultdict(list)
    for part in Part.objects.open().select_related("request"):
        open_parts[part.request.letter_id].append(part.due_on)

    kept = {letter.pk: letter.next_due_on for letter in Letter.objects.all()}

    assert kept == {pk: min(open_parts[pk], default=None) for pk in kept}


def test_the_hash_of_every_sent_letter_is_that_of_its_text(record):
    sent = list(Letter.objects.sent())

    hashes = {letter.pk: letter.sent_hash for letter in sent}

    assert hashes == {letter.pk: text_hash(text_of(letter)) for letter in sent}
    assert len(hashes) > 10


def test_the_next_letter_gets_a_reference_that_is_free(record):
    last = {(one.office_id, one.year): one.last for one in ReferenceCounter.objects.all()}

    used = Counter(Letter.objects.values_list("office_id", "dated_on__year"))

    assert last == dict(used)


def test_every_letter_keeps_its_history(record):
    letters = Letter.objects.all()

    signs = {
        letter.pk: [row.history_type for row in letter.history.order_by("history_id")] for letter in letters
    }

    assert signs == {letter.pk: ["+", "~"] if letter.sent_on else ["+"] for letter in letters}


def test_what_the_generator_counts_is_what_is_stored(record):
    assert record["letters"] == Letter.objects.count()
    assert record["parts"] == Part.objects.count()
    assert record["open parts"] == Part.objects.open().count()


def test_the_same_seed_gives_the_same_letters(db, django_db_blocker):
    from django.db import transaction

    texts = []
    for _ in range(2):
        with transaction.atomic():
            generate(10, now=NOW, seed=7)
            texts.append(
                list(Letter.objects.order_by("reference").values_list("reference", "body", "sent_hash"))
            )
            transaction.set_rollback(True)

    assert texts[0] == texts[1]


def test_check_record_finds_nothing_wrong(record):
    said = StringIO()

    call_command("check_record", stdout=said)

    assert said.getvalue().startswith("Nothing is wrong")


def test_a_fifth_of_all_parts_is_open(db):
    counts = generate(1000, now=NOW)

    share = counts["open parts"] / counts["parts"]

    assert 0.18 <= share <= 0.22
